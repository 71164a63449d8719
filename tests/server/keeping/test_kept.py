"""What the page of the log says of mirrors, backup and clock, and what to do about each."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from tepat.core.log import cosignatures, notes
from tepat.server import clock
from tepat.server.keeping import doctor, remembered, wiring
from tepat.server.keeping.pages.kept import Row
from tepat.server.log.publishing import mirrors
from tests.server.keeping.published import NOW, Published, report
from tests.server.keeping.test_log_pages import HERE, PKD, as_, with_policy

TOKEN = "b" * 24


@pytest.fixture(autouse=True)
def on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def shown(name: str) -> Row:
    rows: list[Row] = as_("bu_dewi").get(HERE).context["kept"]
    return next(each for each in rows if each.name == name)


def read_by_bawaslu(home: Path, file: str, hours_ago: int = 0) -> None:
    mirror = mirrors.Mirror("bawaslu", frozenset(), b"")
    at = NOW - timedelta(hours=hours_ago)
    record = home / "log-state" / "reads.jsonl"
    mirrors.record(record, mirror, "pilkada-2024/99.01", file, at)


def test_a_new_installation_says_what_it_lacks_and_how_to_get_it(published: Published) -> None:
    text = as_("pak_adi").get(HERE).text

    assert "belum ada cermin yang punya token" in text
    assert "belum pernah dibuat di instalasi ini" in text
    assert "tepat backup tepat.zip" in text
    assert "belum dibandingkan" in text


def test_a_mirror_shows_when_it_last_fetched_and_how_far(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEPAT_LOG_MIRRORS", f"bawaslu:{TOKEN} polda:{TOKEN}2")
    report(published.scope, 1, 3)
    published.round()
    headers = {"Authorization": f"Bearer {TOKEN}"}
    answer = Client().get("/log/pilkada-2024/99.01/tile/entries/000.p/4", headers=headers)
    assert answer.status_code == 200

    row = shown("Cermin bawaslu")
    assert (row.shape, row.more) == ("tepat", "sampai catatan ke-4 dari 4")
    assert shown("Cermin polda").said == "belum pernah mengambil"


def test_a_mirror_that_stays_behind_for_a_day_is_told(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEPAT_LOG_MIRRORS", f"bawaslu:{TOKEN}")
    report(published.scope, 1, 3)
    read_by_bawaslu(published.home, "tile/entries/000.p/2", hours_ago=25)
    assert shown("Cermin bawaslu").shape == "basi"

    read_by_bawaslu(published.home, "tile/entries/000.p/4", hours_ago=25)
    assert shown("Cermin bawaslu").shape == "tepat", "nothing new was there to fetch"


def test_reads_of_other_logs_and_torn_lines_do_not_count(tmp_path: Path) -> None:
    record = tmp_path / "reads.jsonl"
    line = {"at": NOW.isoformat(), "file": "tile/entries/001", "log": "a/1", "who": "bawaslu"}
    record.write_text(json.dumps(line) + "\n" + json.dumps(line | {"log": "b/2"}) + '\n{"at"\n')

    assert mirrors.last_reads(record, "a/1") == {"bawaslu": mirrors.LastRead(NOW, 512)}
    assert mirrors.last_reads(record, "a/1", most=20) == {}, "half a line is no line"


def test_a_setting_that_cannot_be_read_does_not_take_the_page_away(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEPAT_LOG_MIRRORS", "bawaslu:pendek")

    assert "tidak dapat dibaca" in shown("Cermin").said


def test_the_last_backup_is_shown_until_it_is_a_day_old(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = remembered.Backup(NOW, "cadangan.zip", 3 * 2**20, has_keys=False)
    remembered.note_backup(published.home, done)

    row = shown("Cadangan")
    assert row.shape == "tepat"
    assert "3,0" in row.said
    assert "cadangan.zip, tanpa kunci" in row.more

    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=25))
    assert shown("Cadangan").shape == "basi"


def test_a_torn_record_is_no_record(tmp_path: Path) -> None:
    (tmp_path / "keeping").mkdir()
    for torn in ("", "[]", '{"at": "kemarin"}', '{"at": "2024-11-20T02:14:00"}'):
        (tmp_path / "keeping" / "backup.json").write_text(torn)
        (tmp_path / "keeping" / "clock.json").write_text(torn)
        assert remembered.last_backup(tmp_path) is None
        assert remembered.last_clock(tmp_path) is None


def test_a_clock_that_was_set_back_is_told(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    report(published.scope, 1, 1)
    monkeypatch.setattr(clock, "now", lambda: NOW - timedelta(minutes=10))

    row = shown("Jam")
    assert row.shape == "tidak"
    assert "600 detik" in row.said
    assert "NTP" in row.step


def test_what_the_doctor_found_of_clocks_is_on_the_page(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = wiring.policy_file(published.place)
    file.parent.mkdir(exist_ok=True)
    key = notes.write_vkey(notes.Verifier("bawaslu.example/log", notes.COSIGNATURE, PKD.public))
    file.write_text(f"witness bawaslu {key} https://bawaslu.example\nquorum bawaslu\n")
    monkeypatch.setattr(clock, "of_files", NOW.timestamp)
    monkeypatch.setattr(doctor, "_time_at", lambda url: NOW - timedelta(seconds=2))
    assert list(doctor.time()) == []
    assert (shown("Jam").shape, shown("Jam").said) == (
        "tepat",
        "cocok, selisih paling banyak 2 detik",
    )

    monkeypatch.setattr(doctor, "_time_at", lambda url: NOW - timedelta(seconds=90))
    [problem] = doctor.time()
    assert problem.facts["seconds"] == 90
    assert shown("Jam").said == "berbeda 90 detik dari bawaslu"


def test_a_witness_that_signed_before_the_entry_came_shows_a_wrong_clock(
    published: Published,
) -> None:
    with_policy(published)
    report(published.scope, 1, 3)
    published.round()
    note = published.sequencer.publisher.note()
    assert note is not None
    early = int(NOW.timestamp()) - 120
    line = cosignatures.cosign(note.text, "hp-pkd-1", PKD, early)
    data = notes.write_note(notes.Note(note.text, (line,)))
    sent = Client().post("/api/e/pilkada-2024/99.01/cosignatures", data, content_type="text/plain")
    assert sent.json()["taken"] == 1
    published.round(NOW + timedelta(seconds=20))

    assert shown("Jam").said == "berbeda 120 detik dari pkd"
