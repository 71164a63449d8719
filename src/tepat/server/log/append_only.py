"""Triggers that keep the table of facts append-only on SQLite and PostgreSQL.

A bug or a hand at the database prompt meets an error instead of changing history.
"""

from typing import Any, Final

TABLE: Final = "log_fact"
_WORDS: Final = "facts are never changed or deleted"

SQLITE: Final = tuple(
    f"create trigger if not exists {TABLE}_no_{verb} before {verb} on {TABLE} "
    f"begin select raise(abort, '{_WORDS}'); end"
    for verb in ("update", "delete")
)
SQLITE_OFF: Final = tuple(
    f"drop trigger if exists {TABLE}_no_{verb}" for verb in ("update", "delete")
)
POSTGRES: Final = (
    f"create or replace function {TABLE}_refuse() returns trigger language plpgsql as "
    f"$$ begin raise exception '{_WORDS}'; end $$",
    f"drop trigger if exists {TABLE}_no_change on {TABLE}",
    f"create trigger {TABLE}_no_change before update or delete on {TABLE} "
    f"for each row execute function {TABLE}_refuse()",
)
POSTGRES_OFF: Final = (f"drop trigger if exists {TABLE}_no_change on {TABLE}",)


def install(apps: Any, schema_editor: Any) -> None:
    """Create the triggers of this database; for `RunPython`."""
    _run(schema_editor, SQLITE, POSTGRES)


def remove(apps: Any, schema_editor: Any) -> None:
    """Drop the triggers of this database; for `RunPython`."""
    _run(schema_editor, SQLITE_OFF, POSTGRES_OFF)


def _run(schema_editor: Any, sqlite: tuple[str, ...], postgres: tuple[str, ...]) -> None:
    on_sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in sqlite if on_sqlite else postgres:
        schema_editor.execute(statement, params=None)
