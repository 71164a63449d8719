#!/usr/bin/env python3
"""Copy everything of one installation into a new dated folder, while it runs.

    backup.py TEPAT_HOME TARGET

Needs Python alone. The database is copied by SQLite itself and then checked; with
PostgreSQL (TEPAT_DATABASE_URL) `pg_dump` makes the copy. Ends with 0 only when every
part was written; prints the folder.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
from datetime import datetime
from pathlib import Path

NOT_KEPT = ("tepat.sqlite3*", "uploads")
"""The live database, which is copied by itself, and files on their way in."""


def main(home: Path, target: Path) -> Path:
    """Return the folder of the copy; raises where any part could not be copied."""
    os.umask(0o077)
    folder = target / f"{datetime.now().astimezone():%Y%m%d-%H%M%S}"
    folder.mkdir(parents=True)
    if (home / "tepat.sqlite3").exists():
        copy_sqlite(home / "tepat.sqlite3", folder / "tepat.sqlite3")
    else:
        url = os.environ["TEPAT_DATABASE_URL"]
        dump = ["pg_dump", "--format=custom", f"--file={folder / 'tepat.dump'}", url]
        subprocess.run(dump, check=True)
    ignored = shutil.ignore_patterns(*NOT_KEPT)
    shutil.copytree(home, folder, ignore=ignored, dirs_exist_ok=True)
    return folder


def copy_sqlite(source: Path, copy: Path) -> None:
    """Copy a database that may be in use, and check the copy."""
    with sqlite3.connect(source) as old, sqlite3.connect(copy) as new:
        old.backup(new)
        [said] = new.execute("pragma integrity_check").fetchone()
    if said != "ok":
        raise SystemExit(f"{copy}: {said}")


if __name__ == "__main__":
    print(main(Path(sys.argv[1]), Path(sys.argv[2])))
