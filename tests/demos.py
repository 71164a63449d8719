"""The whole demo for tests that read it: loaded once by a worker, then put back row by row.

`tests/server/desk/test_demo.py` loads it as people do; who only reads what lies there asks here.
"""

import shutil
import tempfile
from atexit import register
from datetime import time, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.core.management.color import no_style
from django.db import connection

from tepat.server import clock, environment
from tepat.server.desk import demo
from tepat.server.election.models import Scope


class _Copy(NamedTuple):
    """What a loaded demo leaves behind: the rows of each table, and its folder."""

    scope: Any
    tables: dict[str, tuple[list[str], list[tuple[Any, ...]]]]
    folder: Path


_copies: list[_Copy] = []


def load() -> Scope:
    """Load the demo into the empty database and `settings.HOME`; return its scope.

    Whoever asks shifts the clock back afterwards.
    """
    if not _copies:
        scope = demo.load(lambda: 0.0).scope
        _copies.append(_Copy(scope.pk, _rows(), _folder()))
        return scope
    [copy] = _copies
    shutil.copytree(copy.folder, settings.HOME, dirs_exist_ok=True)
    clock.shift(timedelta(seconds=environment.demo_shift(settings.HOME) or 0))
    _put_back(copy)
    return Scope.objects.get(pk=copy.scope)


@cache
def _tables() -> list[str]:
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return sorted(names)


def _rows() -> dict[str, tuple[list[str], list[tuple[Any, ...]]]]:
    found = {}
    with connection.cursor() as cursor:
        for table in _tables():
            cursor.execute(f"select * from {connection.ops.quote_name(table)}")
            columns = [each[0] for each in cursor.description]
            found[table] = (columns, [tuple(map(_kept, row)) for row in cursor.fetchall()])
    return found


def _kept(value: Any) -> Any:
    if isinstance(value, time):
        return value.isoformat()  # SQLite takes no other
    return bytes(value) if isinstance(value, memoryview) else value


def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="tepat-demo-"))
    register(shutil.rmtree, folder, ignore_errors=True)
    shutil.copytree(settings.HOME, folder, dirs_exist_ok=True)
    return folder


def _put_back(copy: _Copy) -> None:
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table, (columns, rows) in copy.tables.items():
            cursor.execute(f"delete from {quote(table)}")  # what migrations put there
            names, places = ", ".join(map(quote, columns)), ", ".join(["%s"] * len(columns))
            if rows:
                cursor.executemany(f"insert into {quote(table)} ({names}) values ({places})", rows)
        sequences = connection.introspection.sequence_list()
        for sql in connection.ops.sequence_reset_by_name_sql(no_style(), sequences):
            cursor.execute(sql)
