"""Check a backup, and put it back into an empty TEPAT_HOME.

A restored log has an older memory than the world: before it signs anything, its sequencer
asks every witness what it has seen. `restore` leaves the mark that makes it so.
"""

import json
import sqlite3
import tempfile
import zipfile
import zlib
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from tepat.core.log import checkpoints, notes, tiles
from tepat.core.problems import Code, refuse
from tepat.server import environment
from tepat.server.keeping.backup import CONTENTS, SQLITE, TABLES, VERSION, Contents, rows_of_sqlite

_PIECE: Final = 2**20
_BROKEN: Final = (
    OSError,
    EOFError,
    ValueError,
    NotImplementedError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What reading a damaged archive may raise."""
_LARGEST_CONTENTS: Final = 64 * 2**20


def contents_of(path: Path) -> Contents:
    """Return what a backup says it holds. Raises `Refused` where it is none, or too new."""
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(CONTENTS).file_size > _LARGEST_CONTENTS:
                raise refuse(Code.BACKUP_BROKEN, file=path.name, reason=CONTENTS)
            stored: dict[str, Any] = json.loads(archive.read(CONTENTS))
    except (*_BROKEN, KeyError) as error:
        raise refuse(Code.BACKUP_BROKEN, file=path.name, reason=str(error)) from error
    if stored.pop("v", None) != VERSION:
        raise refuse(Code.BACKUP_NEWER, file=path.name)
    return Contents(**stored)


def check(path: Path) -> Contents:
    """Read every byte of a backup and compare; changes nothing anywhere.

    Raises `Refused` with the first thing that is wrong: a file, the database, a log whose
    tiles do not give the root of its checkpoint or whose entries are missing.
    """
    contents = contents_of(path)
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist()) - {CONTENTS}
        if odd := sorted(names ^ set(contents.files)):
            raise refuse(Code.BACKUP_BROKEN, file=path.name, reason=odd[0])
        for name, digest in contents.files.items():
            if _is_outside(name) or _hash(archive, name) != digest:
                raise refuse(Code.BACKUP_BROKEN, file=path.name, reason=name)
        if SQLITE in names:
            _check_sqlite(archive, path, contents)
        for name in sorted(names):
            if name.startswith("log/") and name.endswith("/checkpoint"):
                _check_log(archive, path, name.removesuffix("checkpoint"))
    return contents


def check_kind(path: Path, home: Path, said: str) -> None:
    """Look whether a backup is of the rehearsal `said`, "" for a real installation.

    Raises `Refused` before anything is written where it is another's, or no backup.
    """
    kept = ""
    if environment.GLADI_FILE in contents_of(path).files:
        with zipfile.ZipFile(path) as archive:
            try:
                kept = str(json.loads(archive.read(environment.GLADI_FILE))["name"])
            except (*_BROKEN, KeyError, TypeError) as error:
                reason = environment.GLADI_FILE
                raise refuse(Code.BACKUP_BROKEN, file=path.name, reason=reason) from error
    if kept and kept != said:
        raise refuse(Code.GLADI_BACKUP, file=path.name, name=kept)
    if said and not kept:
        raise refuse(Code.GLADI_REAL, home=str(home), name=said)


def unpack(path: Path, home: Path) -> Contents:
    """Put the files of a checked backup into `home`, which must be empty.

    The rows of a PostgreSQL backup stay in the archive: see `load_rows`.
    """
    if home.exists() and any(home.iterdir()):
        raise refuse(Code.HOME_NOT_EMPTY, folder=str(home))
    contents = check(path)
    with zipfile.ZipFile(path) as archive:
        for name in contents.files:
            if name.startswith(TABLES):
                continue
            target = home / ("tepat.sqlite3" if name == SQLITE else name)
            target.parent.mkdir(parents=True, exist_ok=True)
            is_secret = name == SQLITE or name.startswith("keys/") or name == "secret_key"
            target.touch(0o600 if is_secret else 0o644)
            with archive.open(name) as source, target.open("wb") as file:
                while piece := source.read(_PIECE):
                    file.write(piece)
    return contents


def load_rows(path: Path) -> int:
    """Put the rows of a PostgreSQL backup into the empty tables of this installation."""
    from django.core import serializers
    from django.core.management.color import no_style
    from django.db import connection, transaction

    from tepat.server.keeping.backup import tables

    count = 0
    with zipfile.ZipFile(path) as archive, transaction.atomic():
        for model in tables():
            name = f"{TABLES}{model._meta.label_lower}.jsonl"
            if name not in archive.namelist():
                continue
            with archive.open(name) as lines:
                for line in lines:
                    for row in serializers.deserialize("json", b"[" + line + b"]"):
                        row.save()
                        count += 1
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), tables()):
                cursor.execute(statement)
    return count


def _check_sqlite(archive: zipfile.ZipFile, path: Path, contents: Contents) -> None:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(archive.extract(SQLITE, folder))
        try:
            with closing(sqlite3.connect(copy)) as database:
                [said] = database.execute("pragma integrity_check").fetchone()
            rows = rows_of_sqlite(copy)
        except sqlite3.Error as error:
            raise refuse(Code.BACKUP_BROKEN, file=path.name, reason=str(error)) from error
    if said != "ok" or rows != contents.rows:
        raise refuse(Code.BACKUP_BROKEN, file=path.name, reason=SQLITE)


def _check_log(archive: zipfile.ZipFile, path: Path, folder: str) -> None:
    """The tiles give the root that the checkpoint says."""

    def read(name: str) -> bytes | None:
        try:
            return archive.read(folder + name)
        except KeyError:
            return None

    try:
        checkpoint = checkpoints.parse(notes.parse_note(read("checkpoint") or b"").text)
        root = tiles.TileReader(read, checkpoint.size).root()
    except (notes.BadNote, checkpoints.BadCheckpoint, tiles.BadTile) as error:
        reason = f"{folder}: {error}"
        raise refuse(Code.BACKUP_BROKEN, file=path.name, reason=reason) from error
    if root != checkpoint.root:
        raise refuse(Code.BACKUP_BROKEN, file=path.name, reason=f"{folder}checkpoint")


def _is_outside(name: str) -> bool:
    """Whether a name would be written outside of the folder it is unpacked into."""
    return name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")


def _hash(archive: zipfile.ZipFile, name: str) -> str:
    digest = sha256()
    try:
        with archive.open(name) as source:
            while piece := source.read(_PIECE):
                digest.update(piece)
    except _BROKEN:
        return ""
    return digest.hexdigest()
