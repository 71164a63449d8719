"""Triggers that keep the log append-only on SQLite and PostgreSQL.

Facts, what lies in quarantine, and their indexes are never changed, replaced, deleted or
emptied; the head of a log only advances, and no further than its last entry; of a row in
quarantine only `settled` changes, once, and it names a fact of the log. A bug or a hand at
the database prompt meets an error instead of changing history. SQLite fires no delete
trigger for `insert or replace`, so inserts that would replace a row are refused as well.
"""

from typing import Any, Final

TABLES: Final = (
    "log_fact",
    "log_factpackage",
    "log_factlist",
    "log_factcountersigner",
    "log_factagain",
    "log_loghead",
    "log_quarantined",
)
HEADS: Final = "log_loghead"
_WORDS: Final = "facts are never changed or deleted"
_SAME: Final = {
    "log_fact": (
        "rowid = new.rowid or id = new.id or (election = new.election"
        " and kabupaten = new.kabupaten and number = new.number)"
    ),
    "log_factpackage": "id = new.id",
    "log_factlist": "id = new.id",
    "log_factcountersigner": "id = new.id",
    "log_factagain": (
        "id = new.id or (election = new.election and kabupaten = new.kabupaten"
        " and number = new.number)"
    ),
    "log_quarantined": (
        "id = new.id or (election = new.election and kabupaten = new.kabupaten"
        " and (number = new.number or digest = new.digest))"
    ),
    "log_loghead": ("id = new.id or (election = new.election and kabupaten = new.kabupaten)"),
}
"""Which row an insert would replace."""
_ADVANCES: Final = (
    "new.id = old.id and new.election = old.election and new.kabupaten = old.kabupaten"
    " and new.size >= old.size and (new.size = old.size or "
    + " or ".join(
        f"new.size <= (select coalesce(max(number), 0) from {table}"
        " where election = new.election and kabupaten = new.kabupaten)"
        for table in ("log_fact", "log_factagain", "log_quarantined")
    )
    + ")"
)
_SETTLES = " and ".join(
    f"new.{name} = old.{name}"
    for name in (
        "id",
        "election",
        "kabupaten",
        "number",
        "name",
        "digest",
        "reason",
        "device",
        "body",
        "sig",
        "countersigned",
        "uploader",
        "received_at",
    )
)
_SETTLES += (
    " and (new.settled = old.settled or (old.settled = '' and exists (select 1 from log_fact"
    " where id = new.settled and election = new.election and kabupaten = new.kabupaten)))"
)
_MAY_CHANGE: Final = {HEADS: _ADVANCES, "log_quarantined": _SETTLES}
"""Which update is allowed: true for a row as it may become."""
_VERBS: Final = ("update", "delete", "insert")


def _sqlite(table: str, verb: str) -> str:
    when = ""
    if verb == "insert":
        when = f"when exists (select 1 from {table} where {_SAME[table]}) "
    elif verb == "update" and table in _MAY_CHANGE:
        when = f"when not ({_MAY_CHANGE[table]}) "
    return (
        f"create trigger if not exists {table}_no_{verb} before {verb} on {table} "
        f"for each row {when}begin select raise(abort, '{_WORDS}'); end"
    )


def _postgres(table: str) -> tuple[str, ...]:
    refuse = "execute function log_fact_refuse()"
    changed = f"execute function {table}_changes()" if table in _MAY_CHANGE else refuse
    return (
        f"create trigger {table}_no_update before update on {table} for each row {changed}",
        f"create trigger {table}_no_delete before delete on {table} for each row {refuse}",
        f"create trigger {table}_no_truncate before truncate on {table}"
        f" for each statement {refuse}",
    )


def _postgres_changes(table: str, allowed: str) -> str:
    """A condition of a trigger may not look into other tables; a function may."""
    return (
        f"create or replace function {table}_changes() returns trigger language plpgsql as "
        f"$$ begin if {allowed} then return new; end if; raise exception '{_WORDS}'; end $$"
    )


SQLITE: Final = tuple(_sqlite(table, verb) for table in TABLES for verb in _VERBS)
SQLITE_OFF: Final = tuple(
    f"drop trigger if exists {table}_no_{verb}" for table in TABLES for verb in _VERBS
)
POSTGRES_OFF: Final = tuple(
    f"drop trigger if exists {table}_no_{verb} on {table}"
    for table in TABLES
    for verb in ("change", "update", "delete", "truncate")
)
POSTGRES: Final = (
    "create or replace function log_fact_refuse() returns trigger language plpgsql as "
    f"$$ begin raise exception '{_WORDS}'; end $$",
    *(_postgres_changes(table, allowed) for table, allowed in _MAY_CHANGE.items()),
    *POSTGRES_OFF,
    *(statement for table in TABLES for statement in _postgres(table)),
)


def install(apps: Any, schema_editor: Any) -> None:
    """Create the triggers of this database; for `RunPython`. A second time changes nothing."""
    _run(schema_editor, SQLITE, POSTGRES)


def remove(apps: Any, schema_editor: Any) -> None:
    """Drop the triggers of this database; for `RunPython`."""
    _run(schema_editor, SQLITE_OFF, POSTGRES_OFF)


def _run(schema_editor: Any, sqlite: tuple[str, ...], postgres: tuple[str, ...]) -> None:
    on_sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in sqlite if on_sqlite else postgres:
        schema_editor.execute(statement, params=None)
