"""Rules of the police's room: sums, teams, presence, sight, reading of tables."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tepat.adapters import security_files
from tepat.core.election.roles import MAY, Action, Grant, Role
from tepat.core.election.tps_list.sheet import Cell, Sheet
from tepat.core.problems import Code, Refused
from tepat.core.watch.security.book import Pattern
from tepat.core.watch.security.personnel import (
    areas_of,
    need_of,
    share_of,
    slots_of,
    teams_of,
    total_of,
)
from tepat.core.watch.security.presence import GRACE, Presence, Sign, Told, escort_of
from tepat.core.watch.security.reading import Places, read_grades
from tepat.core.watch.security.sight import sight_of

NOW = datetime(2024, 11, 25, 12, 0, tzinfo=UTC)
KURANG, RAWAN = Pattern(2, 5, 10), Pattern(2, 2, 4)
PATTERNS = {("kurang", ""): KURANG, ("rawan", ""): RAWAN, ("khusus", ""): Pattern(2, 1)}


def test_the_parts_of_a_pattern_are_named_and_an_unset_part_says_so() -> None:
    assert Pattern(2, 4, 8).say() == "2 polisi, 4 TPS, 8 linmas"
    assert Pattern(2, 1).say() == "2 polisi, 1 TPS, belum diatur linmas"


def test_the_classes_that_were_reported_for_tabalong_by_the_start_values() -> None:
    """534 + 14 + 0 + 2 = 550 TPS, as if they lay in one kecamatan: 107 + 7 + 2 teams of two."""
    found = need_of(
        {"kurang": 534, "rawan": 14, "sangat": 0, "khusus": 2},
        {**PATTERNS, ("sangat", ""): Pattern(2, 1, 2)},
        "63.09.01",
    )
    assert found.tps == 550
    assert [int(found.police), int(found.linmas)] == [214 + 14 + 4, 1068 + 28]
    assert found.unset == 2, "of two TPS nobody said how many linmas"


@given(counts=st.dictionaries(st.sampled_from(["kurang", "rawan"]), st.integers(0, 40)))
def test_whole_teams_are_never_fewer_than_the_shares(counts: dict[str, int]) -> None:
    whole = need_of(counts, PATTERNS, "99.01.01")
    share = share_of(counts, PATTERNS, "99.01.01")
    assert share.police <= whole.police < share.police + 2 * 2
    assert whole.linmas >= share.linmas


def test_a_tps_of_no_class_asks_for_nobody_and_is_counted() -> None:
    found = need_of({"": 3, "unknown": 2, "rawan": 1}, PATTERNS, "99.01.01")
    assert [found.tps, found.open, int(found.police)] == [6, 5, 2]


def test_a_kecamatan_may_have_its_own_pattern() -> None:
    own = {**PATTERNS, ("rawan", "99.01.02"): Pattern(4, 1, 2)}
    assert need_of({"rawan": 3}, own, "99.01.01").police == 4
    assert need_of({"rawan": 3}, own, "99.01.02").police == 12


def test_who_is_over_in_one_kecamatan_is_not_counted_for_another() -> None:
    counted = [("99.01.01.1001", "rawan", 4), ("99.01.02.2001", "rawan", 4)]
    there = {"99.01.01": {"police": 1}, "99.01.02": {"police": 50}}
    rows = areas_of(counted, PATTERNS, there)
    assert [row.short("police") for row in rows] == [3, 0]
    assert rows[0].short("linmas") is None, "nobody said how many linmas there are"
    assert total_of(rows, {}).short("police") == 3
    assert total_of(rows, {"police": 2}).short("police") == 1


def test_shares_of_the_desa_add_up() -> None:
    counted = [("99.01.01.1001", "kurang", 3), ("99.01.01.2002", "kurang", 4)]
    desa = areas_of(counted, PATTERNS, {}, level=4)
    assert sum((row.need.police for row in desa), Fraction(0)) == Fraction(14, 5)


def test_a_team_stays_in_one_kecamatan_and_one_class() -> None:
    tps = [(f"99.01.0{k}.2001-00{n}", "rawan") for k in (1, 2) for n in (1, 2, 3)]
    teams = teams_of([*tps, ("99.01.01.2001-004", "")], PATTERNS)
    assert sorted(code for team in teams for code in team) == [code for code, _ in tps]
    assert all(len({code[:8] for code in team}) == 1 for team in teams)
    assert len(slots_of(tps, PATTERNS, "police")) == 8
    assert len(slots_of(tps, PATTERNS, "linmas")) == 12, "two at each TPS"


# -- presence


def escort(**said: object) -> Presence:
    given = {
        "meets_at": NOW,
        "is_planned": True,
        "is_over": False,
        "signs": (),
        "told": (),
        "now": NOW,
        **said,
    }
    return escort_of("SJ-1", **given).state  # type: ignore[arg-type]


def test_an_escort_is_planned_then_unheard_then_signed() -> None:
    late = NOW + GRACE + timedelta(minutes=1)
    sign = Sign("SJ-1", late, 3, "polsek@99.01.01", "f1")
    assert escort() is Presence.PLANNED
    assert escort(now=NOW + GRACE) is Presence.PLANNED
    assert escort(now=late) is Presence.UNHEARD
    assert escort(now=late, signs=[sign]) is Presence.SIGNED
    assert escort(is_planned=False) is Presence.NONE
    assert escort(is_over=True) is Presence.UNHEARD, "silence is no absence"


def test_a_signature_outweighs_what_a_desk_was_told_and_the_newest_word_counts() -> None:
    gone = Told("SJ-1", NOW + timedelta(hours=1), is_present=False)
    there = Told("SJ-1", NOW, is_present=True, count=2)
    sign = Sign("SJ-1", NOW, 2, "polsek@99.01.01", "f1")
    assert escort(told=[gone, there]) is Presence.ABSENT
    assert escort(told=[there]) is Presence.TOLD
    assert escort(told=[gone, there], signs=[sign]) is Presence.SIGNED
    other = Sign("SJ-2", NOW, 2, "polsek@99.01.01", "f2")
    assert escort(signs=[other]) is Presence.PLANNED, "of another load"


# -- who sees what


def test_only_police_and_army_have_the_room() -> None:
    may = {role for role, actions in MAY.items() if Action.SEE_SECURITY in actions}
    assert may == {Role.POLRES, Role.POLSEK, Role.TNI}
    assert Action.SECURE not in MAY[Role.KPU]


def test_tni_sees_its_own_people_and_a_polsek_its_kecamatan() -> None:
    tni = sight_of([Grant(Role.TNI, "99.01")], "99.01", "e")
    polsek = sight_of([Grant(Role.POLSEK, "99.01.01")], "99.01", "e")
    assert tni.sees_people("tni", "99.01")
    assert not tni.sees_people("polri", "99.01.01")
    assert polsek.sees_people("polri", "99.01.01")
    assert not polsek.sees_people("polri", "99.01.02")
    assert not polsek.sees_area("99.01.02:ppk")
    assert sight_of([Grant(Role.KPU, "99.01")], "99.01", "e").pairs == ()
    assert sight_of([Grant(Role.POLRES, "99.01", "other")], "99.01", "e").pairs == ()


# -- tables

PLACES = Places(
    frozenset({"99.01.01.1001-001", "99.01.01.1001-002", "99.01.02.2001-001"}),
    {"kotahulu": ["99.01.01.1001"], "muara": ["99.01.02.2001", "99.01.01.1001"]},
    {"hilir": "99.01.02"},
    {"rawan": "rawan", "sangatrawan": "sangat_rawan"},
)


def test_good_rows_are_kept_and_bad_ones_named() -> None:
    rows: list[list[Cell]] = [
        ["Daftar kelas TPS"],
        ["No", "Kecamatan", "Desa", "TPS", "Kerawanan", "Alasan"],
        [1, "", "Kota Hulu", 1, "RAWAN", "<b>protes</b>"],
        [2, "Hilir", "Muara", "TPS 01", "sangat rawan", ""],
        [3, "", "Muara", 1, "rawan", ""],
        [4, "", "Kota Hulu", 9, "rawan", ""],
        [5, "", "Kota Hulu", 2, "gawat", ""],
        [None, None, None, None, None, None],
    ]
    found, problems = read_grades([Sheet("A", rows)], PLACES)
    assert {code: each.grade for code, each in found.items()} == {
        "99.01.01.1001-001": "rawan",
        "99.01.02.2001-001": "sangat_rawan",
    }
    assert found["99.01.01.1001-001"].reason == "<b>protes</b>"
    assert [(each.code, each.facts["row"]) for each in problems] == [
        (Code.SECURITY_DESA, 5),
        (Code.SECURITY_TPS, 6),
        (Code.SECURITY_GRADE, 7),
    ]


def test_two_classes_for_one_tps_take_neither() -> None:
    rows = [
        ["Kode TPS", "Kelas"],
        *[["99.01.01.1001-001", each] for each in ("rawan", "sangat rawan")],
    ]
    found, problems = read_grades([Sheet("A", rows)], PLACES)
    assert found == {}
    assert [each.code for each in problems] == [Code.SECURITY_TWICE]


def test_a_table_without_its_header_is_named() -> None:
    found, problems = read_grades([Sheet("A", [["x", "y"], ["1", "2"]])], PLACES)
    assert (found, [each.code for each in problems]) == ({}, [Code.SECURITY_NO_HEADER])


# -- files


def test_an_office_puts_its_own_file_in_place_and_a_bad_one_is_named(tmp_path: Path) -> None:
    shipped = security_files.book(tmp_path)
    codes = ["kurang_rawan", "rawan", "sangat_rawan", "khusus"]
    assert [each.code for each in shipped.grades] == codes
    assert shipped.grades[3].pattern.linmas is None
    own = tmp_path / "security"
    own.mkdir()
    (own / "security.toml").write_text('[[grade]]\ncode = "x"\n', encoding="utf-8")
    with pytest.raises(Refused, match="police"):
        security_files.book(tmp_path)
