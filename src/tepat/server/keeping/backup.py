"""One file that holds an installation, taken while it runs.

A ZIP: the database (a copy made by SQLite itself; of PostgreSQL one table per file, all of
one moment), the published logs, lists, photos and own elections, and `isi.json`, which
names every file with its hash. Logs are copied before the database, which therefore holds
every entry that the copied logs publish. Keys come along only when asked for.
"""

import json
import os
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.core import serializers
from django.db import connection, models, transaction

from tepat.server import environment
from tepat.server.keeping import remembered

CONTENTS: Final = "isi.json"
SQLITE: Final = "database.sqlite3"
TABLES: Final = "database/"
VERSION: Final = 1

_NOT_KEPT: Final = ("tepat.sqlite3", "uploads", remembered.FOLDER, "gladi_port")
"""The live database, which is copied by itself; files on their way in; what this installation
remembers of its own keeping; where a rehearsal answers while it runs. Names begin so."""
_REHEARSALS: Final = environment.GLADI_FOLDER
"""The folder of rehearsals; the mark of one, which lies beside its database, is kept."""
_SECRET: Final = ("keys", "secret_key")
_FIRST: Final = ("keys", "log")
_MADE_BY_DJANGO: Final = frozenset({"contenttypes.contenttype", "auth.permission"})
_PIECE: Final = 2**20


@dataclass
class Contents:
    """What a backup holds: how many files of which folder, rows of which table."""

    made_at: str = ""
    database: str = ""
    has_keys: bool = False
    files: dict[str, str] = field(default_factory=dict)
    """Name in the archive to SHA-256 of the file."""
    rows: dict[str, int] = field(default_factory=dict)

    def folders(self) -> dict[str, int]:
        """Return how many files lie in each top folder."""
        found: dict[str, int] = {}
        for name in self.files:
            top = name.partition("/")[0]
            found[top] = found.get(top, 0) + 1
        return found

    def as_bytes(self) -> bytes:
        return json.dumps({"v": VERSION, **vars(self)}, indent=1, sort_keys=True).encode()


def write(home: Path, target: Path, now: datetime, *, with_keys: bool) -> Contents:
    """Write a backup of `home` to `target`, which appears only when it is whole."""
    new = target.with_name(f".{target.name}.new")
    contents = Contents(made_at=now.isoformat(timespec="seconds"), has_keys=with_keys)
    descriptor = os.open(new, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
                for path in _files(home, with_keys=with_keys):
                    _add(archive, contents, path.relative_to(home).as_posix(), path)
                with tempfile.TemporaryDirectory(dir=target.parent) as folder:
                    _add_database(archive, contents, Path(folder))
                archive.writestr(CONTENTS, contents.as_bytes())
            file.flush()
            os.fsync(file.fileno())
        new.replace(target)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    return contents


def _files(home: Path, *, with_keys: bool) -> Iterator[Path]:
    """Every file that is kept; of a log its checkpoint first, so that its tiles reach as far."""
    tops = [
        path
        for path in home.iterdir()
        if path.name != _REHEARSALS and not path.name.startswith(_NOT_KEPT)
    ]
    tops.sort(key=lambda path: (path.name not in _FIRST, path.name))
    for top in tops:
        if top.name in _SECRET and not with_keys:
            continue
        found = [top] if top.is_file() else [path for path in top.rglob("*") if path.is_file()]
        found.sort(key=lambda path: (path.name != "checkpoint", path.as_posix()))
        for path in found:
            if not path.name.endswith(".new") and path.name != "lock":
                yield path


def _add(archive: zipfile.ZipFile, contents: Contents, name: str, path: Path) -> None:
    """Copy one file by pieces; one that was removed meanwhile is left out."""
    digest = sha256()
    try:
        source = path.open("rb")
    except FileNotFoundError:
        return
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    with source, archive.open(entry, "w", force_zip64=True) as target:
        while piece := source.read(_PIECE):
            digest.update(piece)
            target.write(piece)
    contents.files[name] = digest.hexdigest()


def _add_database(archive: zipfile.ZipFile, contents: Contents, folder: Path) -> None:
    contents.database = connection.vendor
    if connection.vendor == "sqlite":
        copy = folder / SQLITE
        copy_sqlite(copy)
        _add(archive, contents, SQLITE, copy)
        contents.rows = rows_of_sqlite(copy)
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("set transaction isolation level repeatable read, read only")
        for model in tables():
            path = folder / model._meta.label_lower
            contents.rows[model._meta.db_table] = _dump(model, path)
            _add(archive, contents, f"{TABLES}{path.name}.jsonl", path)


def copy_sqlite(copy: Path) -> None:
    """Copy the open database to `copy`, by SQLite itself, at one moment."""
    connection.ensure_connection()
    with closing(sqlite3.connect(copy)) as new:
        connection.connection.backup(new)


def rows_of_sqlite(path: Path) -> dict[str, int]:
    """Count the rows of every table of a database file."""
    with closing(sqlite3.connect(path)) as database:
        names = database.execute("select name from sqlite_master where type = 'table'").fetchall()
        return {
            name: database.execute(f'select count(*) from "{name}"').fetchone()[0]
            for [name] in names
            if not name.startswith("sqlite_")
        }


def tables() -> list[type[models.Model]]:
    """Every table in an order in which rows can be put back: referred to before referring."""
    every = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and model._meta.label_lower not in _MADE_BY_DJANGO
    ]
    placed: list[type[models.Model]] = []
    while every:
        ready = [model for model in every if not _refers(model) & (set(every) - {model})]
        placed += ready or every
        every = [model for model in every if model not in placed]
    return placed


def _refers(model: type[models.Model]) -> set[type[models.Model]]:
    return {
        found.related_model
        for found in model._meta.get_fields()
        if isinstance(found, models.ForeignKey) and isinstance(found.related_model, type)
    }


def _dump(model: type[models.Model], path: Path) -> int:
    """Write every row of a table, one per line; return how many."""
    rows: Any = model._default_manager.order_by("pk").iterator(chunk_size=2000)
    count = 0

    def counted() -> Iterator[models.Model]:
        nonlocal count
        for row in rows:
            count += 1
            yield row

    with path.open("w", encoding="utf-8") as file:
        serializers.serialize("jsonl", counted(), stream=file)
    return count
