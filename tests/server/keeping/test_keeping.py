"""Backup and restore, doctor, metrics, and the alarm of a promise that was not kept."""

import json
import os
import sqlite3
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client

from tepat.core.problems import Code, Problem, Refused
from tepat.server import clock
from tepat.server.keeping import backup, doctor, metrics, restore
from tepat.server.log.models import Quarantined
from tepat.server.log.publishing import status
from tepat.server.log.publishing.health import health_of
from tepat.server.log.publishing.locks import is_written, only_writer
from tests.server.keeping.published import NOW, Published, report

LATER = NOW + timedelta(minutes=11)


@pytest.fixture(autouse=True)
def _it_is_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def codes(problems: list[Problem]) -> set[Code]:
    return {each.code for each in problems}


# -- the promise


def test_an_entry_not_published_in_time_is_an_alarm_although_nobody_publishes(
    published: Published,
) -> None:
    report(published.scope, 1, 3)
    published.round()
    report(published.scope, 4, 5, NOW + timedelta(seconds=30))

    on_time = health_of(published.place, NOW + timedelta(minutes=10))
    assert (on_time.waiting, on_time.is_late) == (2, False)
    late = health_of(published.place, LATER)
    assert late.is_late
    assert {Code.LOG_LATE, Code.LOG_STOPPED} <= codes(late.problems())

    published.round(LATER)
    assert not health_of(published.place, LATER).is_late


def test_health_costs_no_more_queries_for_a_longer_log(
    published: Published, django_assert_max_num_queries: object
) -> None:
    report(published.scope, 1, 60)

    with django_assert_max_num_queries(3):  # type: ignore[operator]
        assert health_of(published.place, NOW).waiting == 61


def test_only_one_may_write_a_log(published: Published) -> None:
    assert not is_written(published.place)

    with only_writer(published.place):
        assert is_written(published.place)
        with pytest.raises(Refused) as refused, only_writer(published.place):
            pass
        assert refused.value.problem.code is Code.LOG_WRITER

    with only_writer(published.place):
        pass


# -- doctor


def examined(monkeypatch: pytest.MonkeyPatch) -> set[Code]:
    monkeypatch.setattr(doctor, "LEAST_FREE_MB", 1)
    return codes(doctor.examine())


def test_doctor_finds_nothing_where_nothing_is_wrong(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert examined(monkeypatch) == set()


def test_doctor_names_what_is_wrong(published: Published, monkeypatch: pytest.MonkeyPatch) -> None:
    report(published.scope, 1, 3)
    published.round()
    assert examined(monkeypatch) == {Code.LOG_NO_POLICY}
    [key] = published.place.keys.glob(f"{published.place.key_name}.*.key")
    key.chmod(0o644)
    Quarantined.objects.create(
        election=published.scope.election,
        kabupaten=published.scope.kabupaten,
        number=99,
        name="0" * 64,
        digest="0" * 64,
        reason="malformed",
        body=b"?",
        uploader="contoh",
        received_at=NOW,
    )
    monkeypatch.setattr(clock, "now", lambda: LATER)
    report(published.scope, 4, 4)

    found = examined(monkeypatch)

    assert {Code.LOG_KEY_MODE, Code.QUARANTINE_OPEN, Code.LOG_LATE, Code.LOG_STOPPED} <= found
    monkeypatch.setattr(doctor, "LEAST_FREE_MB", 10**9)
    assert Code.DISK_LOW in codes(doctor.examine())


def test_doctor_says_that_tables_are_old(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("delete from django_migrations where app = 'log' and name like '0002%%'")

    assert Code.SCHEMA_OLD in examined(monkeypatch)


# -- metrics


def test_metrics_are_numbers_about_logs(published: Published) -> None:
    report(published.scope, 1, 3)
    published.round()
    report(published.scope, 4, 5)

    answer = Client().get("/metrics")

    lines = answer.content.decode().splitlines()
    labels = '{election="pilkada-2024",kabupaten="99.01"}'
    assert answer.headers["Content-Type"] == metrics.TYPE
    assert f"tepat_log_entries{labels} 6" in lines
    assert f"tepat_log_published_entries{labels} 4" in lines
    assert f"tepat_log_promise_broken{labels} 0" in lines
    assert all(line.startswith("#") or line.rpartition(" ")[2] for line in lines)


def test_metrics_are_for_this_machine_or_who_has_the_token(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    far = Client(REMOTE_ADDR="10.1.2.3")
    assert far.get("/metrics").status_code == 403
    assert Client().get("/metrics", headers={"X-Forwarded-For": "1.2.3.4"}).status_code == 403
    assert far.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 403

    monkeypatch.setenv("TEPAT_METRICS_TOKEN", "rahasia-contoh")
    assert far.get("/metrics", headers={"Authorization": "Bearer salah"}).status_code == 403
    token = {"Authorization": "Bearer rahasia-contoh"}
    assert far.get("/metrics", headers=token).status_code == 200


# -- backup and restore


@pytest.fixture
def on_sqlite() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("of SQLite; a backup of PostgreSQL has its own test")


def filled(published: Published) -> Published:
    report(published.scope, 1, 30)
    published.round()
    (published.home / "secret_key").write_text("rahasia-contoh")
    (published.home / "photos/aa").mkdir(parents=True)
    (published.home / "photos/aa/foto").write_bytes(b"foto")
    (published.home / "uploads").mkdir()
    (published.home / "uploads/setengah").write_bytes(b"?")
    return published


# SQLite copies a database only between transactions, as the command does.
COMMITTED = pytest.mark.django_db(transaction=True)


@COMMITTED
@pytest.mark.parametrize("with_keys", [False, True])
def test_a_backup_says_what_it_holds_and_comes_back(
    published: Published, tmp_path_factory: pytest.TempPathFactory, with_keys: bool
) -> None:
    filled(published)
    target = tmp_path_factory.mktemp("usb") / "cadangan.zip"

    written = backup.write(published.home, target, NOW, with_keys=with_keys)

    assert os.name == "nt" or target.stat().st_mode & 0o077 == 0
    assert restore.check(target) == written
    assert written.folders()["photos"] == 1
    assert "uploads" not in written.folders()
    assert ("keys" in written.folders()) is with_keys
    assert ("secret_key" in written.files) is with_keys
    assert written.rows["log_fact"] == 31
    home = tmp_path_factory.mktemp("pulih") / "home"
    restore.unpack(target, home)
    folder = published.place.folder.relative_to(published.home)
    assert (home / folder / "checkpoint").read_bytes() == (
        published.place.folder / "checkpoint"
    ).read_bytes()
    with pytest.raises(Refused) as refused:
        restore.unpack(target, home)
    assert refused.value.problem.code is Code.HOME_NOT_EMPTY


@COMMITTED
@pytest.mark.usefixtures("on_sqlite")
def test_the_database_of_a_backup_is_whole(
    published: Published, tmp_path_factory: pytest.TempPathFactory
) -> None:
    filled(published)
    target = tmp_path_factory.mktemp("usb") / "cadangan.zip"
    backup.write(published.home, target, NOW, with_keys=False)
    home = tmp_path_factory.mktemp("pulih") / "home"
    restore.unpack(target, home)

    copy = sqlite3.connect(home / "tepat.sqlite3")
    assert copy.execute("select count(*) from log_fact").fetchone() == (31,)
    copy.close()


@COMMITTED
def test_one_changed_byte_of_a_backup_is_found(
    published: Published, tmp_path_factory: pytest.TempPathFactory
) -> None:
    filled(published)
    target = tmp_path_factory.mktemp("usb") / "cadangan.zip"
    backup.write(published.home, target, NOW, with_keys=True)
    good = target.read_bytes()
    with zipfile.ZipFile(target) as archive:
        files = [(each.header_offset, each.compress_size) for each in archive.infolist()]
    for begin, size in files:
        lengths = good[begin + 26 : begin + 28], good[begin + 28 : begin + 30]  # name, extra
        head = 30 + sum(int.from_bytes(each, "little") for each in lengths)
        at = begin + head + size // 2  # the middle of what the file holds
        target.write_bytes(good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :])
        with pytest.raises(Refused) as refused:
            restore.check(target)
        assert refused.value.problem.code in (Code.BACKUP_BROKEN, Code.BACKUP_NEWER)
    for cut in (0, 100, len(good) // 2, len(good) - 1):
        target.write_bytes(good[:cut])
        with pytest.raises(Refused):
            restore.check(target)


def test_a_backup_that_would_write_elsewhere_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "jahat.zip"
    name, data = "../di-luar", b"x"
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(name, data)
        contents = backup.Contents(database="sqlite", files={name: _hash(data)})
        archive.writestr(backup.CONTENTS, contents.as_bytes())

    with pytest.raises(Refused):
        restore.unpack(target, tmp_path / "home")
    assert not (tmp_path / "di-luar").exists()


def test_a_backup_of_a_later_version_says_so(tmp_path: Path) -> None:
    target = tmp_path / "baru.zip"
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(backup.CONTENTS, json.dumps({"v": 2, "x": 1}))

    with pytest.raises(Refused) as refused:
        restore.check(target)
    assert refused.value.problem.code is Code.BACKUP_NEWER


def _hash(data: bytes) -> str:
    from hashlib import sha256

    return sha256(data).hexdigest()


# -- what goes wrong is told, and ends by itself


def test_r6_a_database_that_is_away_is_told_and_comes_back(
    published: Published, monkeypatch: pytest.MonkeyPatch, settings: LazySettings
) -> None:
    from django.db import OperationalError

    report(published.scope, 1, 3)
    published.round()
    report(published.scope, 4, 4)
    size = published.sequencer.source.size

    def away() -> int:
        raise OperationalError("connection refused")

    monkeypatch.setattr("tepat.server.log.publishing.sequencer.close_old_connections", lambda: 0)
    published.sequencer.source.size = away  # type: ignore[method-assign]
    published.sequencer.round(later(20))
    assert codes(status.read(published.place).told()) == {Code.DATABASE_AWAY}

    published.sequencer.source.size = size  # type: ignore[method-assign]
    published.round(later(40))
    assert status.read(published.place).size == 5


def later(seconds: int) -> datetime:
    return NOW + timedelta(seconds=seconds)


def test_a_fresh_start_goes_on_from_the_files(published: Published) -> None:
    report(published.scope, 1, 300)
    published.round()
    published.start()
    report(published.scope, 301, 310)
    published.round(later(20))

    assert status.read(published.place).size == 311
    assert published.sequencer.publisher.files.reader(311).root()
