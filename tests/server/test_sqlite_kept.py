"""Connections to SQLite that a web server keeps: nothing of one request reaches the next."""

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db.utils import ConnectionHandler

from tepat.server import environment
from tepat.server.sqlite_kept import shelf
from tepat.server.sqlite_kept.base import DatabaseWrapper

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[DatabaseWrapper]:
    settings = environment.database(tmp_path)
    if "sqlite" not in settings["ENGINE"]:
        pytest.skip("this installation has PostgreSQL")
    found = ConnectionHandler({"default": settings})["default"]
    assert isinstance(found, DatabaseWrapper)
    with found.cursor() as cursor:
        cursor.execute("create table thing (n integer primary key)")
        cursor.executemany("insert into thing values (%s)", [(n,) for n in range(500)])
    shelf.keep()
    yield found
    found.close()
    shelf.SHELF.clear()


def _count(database: DatabaseWrapper) -> int:
    with database.cursor() as cursor:
        return int(cursor.execute("select count(*) from thing").fetchone()[0])


def _raw(database: DatabaseWrapper) -> sqlite3.Connection:
    database.ensure_connection()
    raw = database.connection
    assert isinstance(raw, sqlite3.Connection)
    return raw


def test_the_next_request_takes_the_connection_of_the_last(database: DatabaseWrapper) -> None:
    raw = _raw(database)
    database.close()
    assert database.connection is None
    assert _raw(database) is raw
    assert _count(database) == 500


def test_a_process_that_keeps_nothing_closes_as_ever(database: DatabaseWrapper) -> None:
    shelf.SHELF.clear()
    raw = _raw(database)
    database.close()
    with pytest.raises(sqlite3.ProgrammingError):
        raw.execute("select 1")


def test_a_reading_that_was_left_open_is_over_for_the_next(database: DatabaseWrapper) -> None:
    left = database.cursor()
    left.execute("select n from thing")
    assert left.fetchone() == (0,)
    raw = _raw(database)
    database.close()

    with sqlite3.connect(str(database.settings_dict["NAME"])) as other:
        other.execute("insert into thing values (500)")

    assert _raw(database) is raw
    assert _count(database) == 501


def test_what_was_not_committed_is_gone(database: DatabaseWrapper) -> None:
    raw = _raw(database)
    raw.execute("begin")
    raw.execute("delete from thing")
    database.close()
    assert _raw(database) is raw
    assert _count(database) == 500


def test_who_closes_within_a_transaction_gives_nothing_away(database: DatabaseWrapper) -> None:
    raw = _raw(database)
    database.in_atomic_block = True
    database.close()
    database.in_atomic_block = False
    database.connection = None
    with pytest.raises(sqlite3.ProgrammingError):
        raw.execute("select 1")


def test_no_other_process_gets_it_and_nobody_after_half_a_minute(
    database: DatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw, name = _raw(database), str(database.settings_dict["NAME"])
    database.close()
    own = os.getpid()
    monkeypatch.setattr(os, "getpid", lambda: own + 1)
    assert shelf.SHELF.take(name) is None
    monkeypatch.setattr(os, "getpid", lambda: own)
    monkeypatch.setattr(shelf, "LONGEST_S", -1.0)
    assert shelf.SHELF.take(name) is None
    with pytest.raises(sqlite3.ProgrammingError):
        raw.execute("select 1")


def test_keys_to_other_tables_are_checked_on_a_kept_connection(database: DatabaseWrapper) -> None:
    _raw(database).execute("pragma foreign_keys = off")
    database.close()
    assert _raw(database).execute("pragma foreign_keys").fetchone() == (1,)
