"""When its time is over names go, from the tables and from the disk; the log stays and verifies."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.db import connection

from tepat.cli import main
from tepat.core.election.roles import Grant, Role
from tepat.core.problems import Code, Refused
from tepat.server import clock
from tepat.server.documents.models import PaperJob
from tepat.server.election import purging
from tepat.server.election.accounts import invitations
from tepat.server.election.accounts.looks import record_look
from tepat.server.election.models import Invitation, Look, PurgeReport, Scope
from tepat.server.move.field import photo_files
from tepat.server.move.models import Officer, Photo, PhotoLook, Shipment
from tepat.server.watch.models import (
    Attendance,
    Meeting,
    PaperDraft,
    PaperPhoto,
    PaperRow,
)
from tests.server.keeping.published import NOW, Published, report
from tests.worlds import contoh_scope, person

NAME = "Ibu Nur Halimah Rahasia"
PHONE = "081255500017"
LATE = datetime(2025, 6, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_home(settings: LazySettings, tmp_path: Path) -> None:
    settings.HOME = tmp_path


def filled(scope: Scope) -> list[Path]:
    """Put a name or a picture into every table that has any; return the files."""
    account = person("bu_dewi").account
    Officer.objects.create(scope=scope, person="p1", name=NAME, phone=PHONE)
    Shipment.objects.create(
        scope=scope,
        code="SJ-001",
        origin="99.01:gudang-1",
        destination="99.01.01:ppk",
        list_hash="0" * 64,
        driver=NAME,
        escort=f"Bripka {NAME}",
        made_by=account,
        made_at=NOW,
    )
    paths = []
    for number in (1, 2):
        path = photo_files.path_of(str(number) * 64)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"\xff\xd8\xff")
        paths.append(path)
    Photo.objects.create(
        scope=scope, sha256="1" * 64, device="d" * 32, size=3, begun_at=NOW, whole_at=NOW
    )
    PhotoLook.objects.create(scope=scope, sha256="1" * 64, by=account, at=NOW)
    where = {"scope": scope, "way": "out", "kecamatan": "99.01.01", "by": account, "at": NOW}
    PaperRow.objects.create(**where, key="a", receiver=NAME)
    PaperDraft.objects.create(**where, key="a", cells={"receiver": NAME})
    PaperPhoto.objects.create(**where, number=1, sha256="2" * 64)
    meeting = Meeting.objects.create(
        scope=scope,
        number=1,
        title="Rakor",
        agency="kpu",
        begins_at=NOW,
        code="c" * 24,
        made_by=account,
        made_at=NOW,
    )
    Attendance.objects.create(meeting=meeting, key=str(uuid4()), name=NAME, agency="KPU", at=NOW)
    grant = Grant(Role.PPK, "99.01.02")
    invitations.make(scope, NAME, grant, person("bu_dewi"), clock.now())
    PaperJob.objects.create(scope=scope, document="bast", area="99.01.01", at=NOW)
    record_look(person("pak_adi"), scope, "officers", NAME)
    return paths


def bytes_on_disk(home: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file())


@pytest.mark.django_db
def test_nothing_is_deleted_before_its_day_nor_without_a_day() -> None:
    scope = contoh_scope()
    filled(scope)
    with pytest.raises(Refused) as unset:
        purging.purge(scope, LATE)
    with pytest.raises(Refused) as early:
        purging.purge(scope, NOW, days=180)

    assert unset.value.problem.code is Code.PURGE_UNSET
    assert early.value.problem.code is Code.PURGE_EARLY
    assert Officer.objects.get().name == NAME


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kept", "days"),
    [(None, -5000), (None, -1), (None, 0), (180, 179), (180, -5000), (-5000, None)],
)
def test_nothing_is_deleted_sooner_than_the_installation_keeps_it(
    settings: LazySettings,
    kept: int | None,
    days: int | None,
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings.RETENTION_DAYS = kept
    scope = contoh_scope()
    filled(scope)
    rows = Look.objects.count()
    run = ["election", "purge", "--kabupaten", "99.01", "--yes"]
    with pytest.raises(Refused) as refused:
        purging.purge(scope, LATE, days)

    assert refused.value.problem.code is Code.PURGE_SHORT
    assert main([*run, *(["--days", str(days)] if days is not None else [])]) != 0
    assert "masa simpan" in capsys.readouterr().err
    assert Officer.objects.get().name == NAME
    assert Look.objects.count() == rows > 0


@pytest.mark.django_db
def test_counting_deletes_nothing(django_capture_on_commit_callbacks: Any) -> None:
    scope = contoh_scope()
    paths = filled(scope)
    with django_capture_on_commit_callbacks(execute=True):
        counts = purging.count(scope)

    assert counts["tepat.server.move.purging:officers"] == 1
    assert counts["tepat.server.election.accounts.purging:looks"] == 1
    assert Officer.objects.get().phone == PHONE
    assert all(path.exists() for path in paths)


@pytest.mark.django_db
def test_names_phones_signatures_and_photos_go_and_a_dated_report_stays(
    django_capture_on_commit_callbacks: Any,
) -> None:
    scope = contoh_scope()
    paths = filled(scope)
    with django_capture_on_commit_callbacks(execute=True):
        made, file = purging.purge(scope, LATE, days=180)

    for model in (Officer, Photo, PhotoLook, PaperDraft, PaperPhoto, Attendance, Invitation, Look):
        assert not model._default_manager.exists(), model
    load = Shipment.objects.get()
    assert (load.driver, load.escort, PaperRow.objects.get().receiver) == ("", "", "")
    assert not any(path.exists() for path in paths)
    said = json.loads(file.read_text())
    assert said["deleted"] == made.counts == PurgeReport.objects.get().counts
    assert said["stays"] == list(purging.STAYS)
    assert said["at"].startswith("2025-06-01")
    assert NAME not in file.read_text()


@pytest.mark.django_db
def test_another_election_of_the_kabupaten_keeps_its_names(
    django_capture_on_commit_callbacks: Any,
) -> None:
    scope, other = contoh_scope(), contoh_scope("pilkades-2024")
    filled(scope)
    Officer.objects.create(scope=other, person="p1", name="Pak Joko")
    record_look(person("pak_adi"), other, "officers", "daftar")
    record_look(person("pak_adi"), None, "login")
    with django_capture_on_commit_callbacks(execute=True):
        purging.purge(scope, LATE, days=180)

    assert Officer.objects.get().name == "Pak Joko"
    assert Look.objects.count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.any_database
def test_the_command_deletes_and_the_log_still_verifies(
    settings: LazySettings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    published = Published(tmp_path)
    report(published.scope, 1, 5)
    published.round()
    paths = filled(published.scope)
    policy = tmp_path / "policy"
    main(["log", "key", "show", "--kabupaten", "99.01"])
    vkey = capsys.readouterr().out.strip().splitlines()[-1]
    policy.write_text(f"log {vkey}\nquorum none\n", "utf-8")
    verify = ["log", "verify", str(published.place.folder), "--policy", str(policy)]
    before = main(verify)
    monkeypatch.setattr(clock, "now", lambda: LATE + timedelta(days=1))
    run = ["election", "purge", "--kabupaten", "99.01", "--days", "180"]

    assert main(run) == 1
    assert Officer.objects.exists()
    capsys.readouterr()
    assert main([*run, "--yes"]) == 0
    said = capsys.readouterr().out
    assert "Cadangan lama masih memuat nama-nama itu" in said
    assert "tepat log verify" in said
    assert "penanda tangan surat" in said, "what stays is said"
    assert not any(path.exists() for path in paths)
    assert main(verify) == before == 0
    if connection.vendor == "sqlite" and connection.settings_dict["NAME"] != ":memory:":
        assert NAME.encode() not in bytes_on_disk(tmp_path)
