"""That a folder and what lies in it are of one kind: a rehearsal's, or a real installation's.

Asked by the settings, so that no command and no web server begins before it; without Django,
because the database must not be opened for writing by whoever has no business in it.
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from tepat.core.problems import Code, refuse

DATABASE: Final = "tepat.sqlite3"
TABLE: Final = "election_rehearsal"
"""Of the one row that `tepat gladi prepare` writes: the name of the rehearsal."""
HOST: Final = "gladi."
"""So begins the host in the origin of every log of a rehearsal."""


def host_of(name: str, host: str) -> str:
    """Return the host that the logs of a rehearsal name, so that no entry is of a real log.

    >>> host_of("latihan", "localhost")
    'gladi.latihan.localhost'
    """
    return f"{HOST}{name}.{host}"


def check(home: Path, name: str, host: str) -> None:
    """Look whether database and logs in `home` are those of the rehearsal `name`, "" for a real
    installation, whose logs name `host`.

    A database without a table is anybody's: it is about to be made. Raises `Refused` where one
    of them is another's.
    """
    database = home / DATABASE
    kept = rehearsal_in(database)
    if kept is not None and kept != name:
        _refuse(home, name, kept, database)
    for checkpoint in sorted((home / "log").glob("*/*/checkpoint")):
        found = _host(checkpoint)
        if found != host and (name or found.startswith(HOST)):
            _refuse(home, name, found.removeprefix(HOST).partition(".")[0], checkpoint)


def rehearsal_in(database: Path) -> str | None:
    """Return whose rehearsal a database of SQLite says it is, "" for none; None: it is empty."""
    if not database.is_file() or not database.stat().st_size:
        return None
    try:
        with closing(
            sqlite3.connect(f"{database.as_uri()}?mode=ro", timeout=20, uri=True)
        ) as opened:
            names = {row[0] for row in opened.execute("select name from sqlite_master")}
            if not names:
                return None
            if TABLE not in names:
                return ""
            rows = opened.execute(f"select name from {TABLE} order by id").fetchall()
    except sqlite3.DatabaseError:  # broken, or none: whoever opens it says so
        return None
    return str(rows[0][0]) if rows else ""


def _host(checkpoint: Path) -> str:
    """Return the host in the first line of a checkpoint, "" where it has none."""
    with checkpoint.open("rb") as file:
        return file.readline(400).decode("utf-8", "replace").strip().partition("/")[0]


def _refuse(home: Path, name: str, other: str, file: Path) -> None:
    said = file.relative_to(home).as_posix()
    if name:
        raise refuse(Code.GLADI_NOT_ITS, home=str(home), file=said, name=name)
    raise refuse(Code.GLADI_COPIED, home=str(home), file=said, name=other)
