"""Triggers that keep the log append-only on SQLite and PostgreSQL.

Facts, what lies in quarantine, and their indexes are never changed, replaced, deleted or
emptied; the head of a log only advances, and no further than its last entry; of a row in
quarantine only `settled` changes, once, and it names a fact of the log. A bug or a hand at
the database prompt meets an error instead of changing history. SQLite fires no delete
trigger for `insert or replace`, so inserts that would replace a row are refused as well.
"""

from typing import Final

from tepat.server.append_only import Kept

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

LOG: Final = Kept(_SAME, _WORDS, "log_fact_refuse", _MAY_CHANGE)
TABLES: Final = tuple(_SAME)
SQLITE: Final = LOG.sqlite()
SQLITE_OFF: Final = LOG.sqlite_off()
POSTGRES: Final = LOG.postgres()
POSTGRES_OFF: Final = LOG.postgres_off()
install = LOG.install
remove = LOG.remove
