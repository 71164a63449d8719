"""Stages, contacts, tables, turnout, announcements and the daily report, without a server."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tepat.adapters import stage_files
from tepat.core.election.catalogue import UNSAID, Words
from tepat.core.election.roles import Grant, Role
from tepat.core.problems import Code, Refused
from tepat.core.watch.government import daily, outreach, tables
from tepat.core.watch.government.contacts import Person, tree_of
from tepat.core.watch.government.notices import Notice, reaches
from tepat.core.watch.government.stages import (
    Count,
    Gate,
    Measure,
    Shape,
    Stage,
    current,
    missing_now,
    standing_of,
)
from tepat.core.watch.rakor.briefing import Topic

DESA = {"63.09.05.2003": "Bangkiling", "63.09.05.2004": "Hayup", "63.09.06.2001": "Hayup"}


def stage(code: str, begins: int, ends: int, *gates: Gate) -> Stage:
    return Stage(code, Words(code, code), begins, ends, gates)


def counted(code: str, measure: Measure = Measure.PACKED) -> Gate:
    return Gate(code, Words(code, code), UNSAID, measure)


def told(code: str) -> Gate:
    return Gate(code, Words(code, code), UNSAID, None, (Role.KPU,))


def test_a_gate_that_is_counted_holds_only_when_all_is_done() -> None:
    plan = [stage("setting", -25, -7, counted("dikemas"))]
    shapes = {
        done: standing_of(plan, {Measure.PACKED: Count(done, 10)}, {}, 12)[0].shape
        for done in (0, 9, 10)
    }
    assert shapes == {0: Shape.BELUM, 9: Shape.MENYUSUL, 10: Shape.TEPAT}
    [nothing] = standing_of(plan, {Measure.PACKED: Count(0, 0)}, {}, 12)
    assert nothing.shape is Shape.BELUM, "nothing to count is not everything done"


def test_the_day_that_has_passed_makes_what_is_missing_wrong() -> None:
    plan = [stage("setting", -25, -7, counted("dikemas"), told("armada"))]
    [state] = standing_of(plan, {Measure.PACKED: Count(9, 10)}, {"setting.armada": True}, 6)
    assert [each.shape for each in state.gates] == [Shape.TIDAK, Shape.TEPAT]
    assert not state.is_now
    assert [gate.gate.code for _, gate in missing_now([state])] == ["dikemas"]


def test_a_word_that_was_taken_back_holds_no_gate() -> None:
    plan = [stage("setting", -25, -7, told("armada"))]
    [state] = standing_of(plan, {}, {"setting.armada": False}, 12)
    assert state.shape is Shape.BELUM


def test_the_stage_to_work_on_is_the_first_under_way_that_lacks_something() -> None:
    plan = [stage("a", -25, -7, told("x")), stage("b", -14, -2, told("x"))]
    now = current(standing_of(plan, {}, {"a.x": True}, 12))
    assert now is not None
    assert now.stage.code == "b"
    assert current(standing_of(plan, {}, {}, None)) is not None, "without a day there is a first"


def test_the_shipped_stages_are_read_and_a_broken_file_is_named(tmp_path: Path) -> None:
    shipped = stage_files.stages(tmp_path)
    assert len(shipped) >= 8
    (tmp_path / "stages").mkdir()
    own = tmp_path / "stages" / "stages.toml"
    own.write_text("[[stage]]\ncode = 'a'\nname = {id='A'}\nbegins = 0\nends = -1\ngate = []\n")
    with pytest.raises(Refused, match=r"stages/stages\.toml.*a ends before"):
        stage_files.stages(tmp_path)


def test_a_pasted_list_keeps_the_good_rows_and_names_the_bad() -> None:
    text = "\n".join(
        (
            "Lembaga\tWilayah\tJabatan\tNama\tTelepon",
            "Desk kecamatan\t63.09.05\tCamat\tPak Salim\t0812 3456 7890",
            "bpbd\t63.09\t\tBu Ratna\t0526-2021234",
            "Satpam\t63.09\t\tPak X\t0812",
            "bpbd\t99.01\t\tBu Y\t081234567",
            "bpbd\t63.09\t\t<b>Z</b>\ttanya saja",
        )
    )
    found, problems = tables.read_contacts(text, "63.09", {"desk_kecamatan": "Desk kecamatan"}, {})
    assert [(each.role, each.name) for each in found] == [
        ("desk_kecamatan", "Pak Salim"),
        ("bpbd", "Bu Ratna"),
    ]
    assert [(each.facts["line"], each.code) for each in problems] == [
        (4, Code.DESK_ROW_AGENCY),
        (5, Code.DESK_ROW_AREA),
        (6, Code.DESK_ROW),
    ]
    assert "Pemda" in str(problems[0].facts["known"]), "the sentence names what can be read"


@pytest.mark.parametrize(
    ("agency", "area", "role", "code"),
    [
        ("Pemda", "Kabupaten Tabalong", "desk", "63.09"),
        ("PEMDA", "kab. tabalong", "desk", "63.09"),
        ("Camat", "Kec. Haruai", "desk_kecamatan", "63.09.05"),
        ("Polri", "Tabalong", "polres", "63.09"),
        ("ppk", "HARUAI", "ppk", "63.09.05"),
        ("PPS", "Desa Mahe", "pps", "63.09.05.2003"),
        ("Gudang KPU", "63.09", "warehouse", "63.09"),
    ],
)
def test_words_that_people_use_are_read(agency: str, area: str, role: str, code: str) -> None:
    areas = {"63.09": "Tabalong", "63.09.05": "Haruai", "63.09.05.2003": "Mahe"}
    text = f"lembaga;wilayah;nama;telepon\n{agency};{area};Bu A;081234567"
    found, problems = tables.read_contacts(text, "63.09", {"desk": "Desk Pilkada"}, areas)
    assert problems == []
    assert [(each.role, each.area) for each in found] == [(role, code)]


def test_every_agency_that_the_sentence_names_can_be_read() -> None:
    rows = "".join(f"\n{each};63.09;X;081234567" for each in tables.KNOWN_AGENCIES.split(", "))
    found, problems = tables.read_contacts(f"lembaga;wilayah;nama;telepon{rows}", "63.09", {}, {})
    assert problems == []
    assert len(found) == len(tables.KNOWN_AGENCIES.split(", "))


@pytest.mark.parametrize("text", ["", "nama;telepon\nA;0812", "x" * 500_000, '"\n' * 5])
def test_what_is_no_table_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(Refused) as refused:
        tables.read_contacts(text, "63.09", {}, {})
    assert refused.value.problem.code in (Code.DESK_TABLE, Code.TEXT_TOO_LONG)


def test_turnout_is_read_by_code_or_by_a_name_that_means_one_desa() -> None:
    text = "desa;DPT;hadir\nBangkiling;1.204;903\n63.09.05.2004;500;450\nHayup;10;5\n"
    found, problems = tables.read_turnout(text, DESA)
    assert [(each.desa, each.voters, each.voted) for each in found] == [
        ("63.09.05.2003", 1204, 903),
        ("63.09.05.2004", 500, 450),
    ]
    assert [each.facts["line"] for each in problems] == [4], "two desa are called Hayup"
    _, more = tables.read_turnout("desa;DPT;hadir\nBangkiling;10;11", DESA)
    assert more, "more came than are on the list"


def test_turnout_now_counts_only_tps_that_told_and_whose_list_is_known() -> None:
    lists = {"63.09.05.2003-001": 100, "63.09.05.2003-002": 200, "63.09.06.2001-001": None}
    said = [
        outreach.Told("63.09.05.2003-001", 60, 60),
        outreach.Told("63.09.06.2001-001", 70, 70),
        outreach.Told("99.01.01.2001-001", 999, 999),
    ]
    now = outreach.turnout_of(said, lists)[""]
    assert (now.heard, now.tps, now.voted, now.voters) == (2, 3, 60, 100)
    assert now.share == Decimal("60.0")
    assert outreach.behind(now, Decimal(82))
    assert not outreach.behind(now, None), "without a target nobody is behind"
    assert outreach.turnout_of([], lists)[""].share is None


def test_the_tree_says_each_person_once_the_kabupaten_first() -> None:
    people = [
        Person("ppk", "63.09.05", "Bu Rina", "0812 345 678"),
        Person("ppk", "63.09.05", "bu rina", "+62812345678", "Ketua", 7),
        Person("kpu", "63.09", "Bu Dewi", ""),
    ]
    assert [(b.role, len(b.people)) for b in tree_of(people)] == [("kpu", 1), ("ppk", 1)]


def test_an_announcement_reaches_role_and_area_and_ends() -> None:
    end = datetime(2024, 11, 20, tzinfo=UTC)
    notice = Notice(("ppk",), "63.09.05", end)
    assert reaches(notice, [Grant(Role.PPK, "63.09.05")], "p") == "63.09.05"
    assert reaches(notice, [Grant(Role.PPK, "63.09.06")], "p") is None
    assert reaches(notice, [Grant(Role.KPU, "63.09")], "p") is None
    assert reaches(notice, [Grant(Role.PPK, "63.09.05", "other")], "p") is None
    assert not notice.stands(end)


def test_the_report_numbers_days_and_versions_and_names_what_is_missing() -> None:
    day = date(2024, 11, 15)
    sent = [daily.Sent(1, 1, date(2024, 11, 14)), daily.Sent(2, 1, day), daily.Sent(2, 2, day)]
    assert daily.numbered(sent, day) == (2, 3)
    states = standing_of([stage("setting", -25, -7, told("armada"))], {}, {}, 12)
    [line] = daily.stage_lines(states)
    assert "0 dari 1" in line.text.id
    assert "armada" in line.text.id
    helped = daily.help_lines([daily.Helped(3, "Kirim perahu", False)])
    assert [each.topic for each in helped] == [Topic.ACTIONS, Topic.ACTIONS]
    assert all(each.evidence for each in helped)
    assert daily.help_lines([]) == []
