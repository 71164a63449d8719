"""Triggers of SQLite and PostgreSQL by which a table keeps its rows: added, never changed.

A bug or a hand at the database prompt meets an error instead of changing history. SQLite
fires no delete trigger for `insert or replace`, so inserts that would replace a row are
refused as well, or ignored where the same row may come twice.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import connection, transaction

_VERBS: Final = ("update", "delete", "insert")


@dataclass(frozen=True)
class Kept:
    """Some tables whose rows are kept, and the words in which a change is refused."""

    same: Mapping[str, str]
    """Of each table, which row an insert would replace, as a condition on `new`."""
    words: str
    function: str
    """Name of the function of PostgreSQL that refuses."""
    may_change: Mapping[str, str] = field(default_factory=dict)
    """Which update is allowed after all: true for a row as it may become."""
    twice: str = "abort"
    """What SQLite does with a row that is there already: abort, or ignore."""

    def sqlite(self) -> tuple[str, ...]:
        """Return the statements that make the triggers on SQLite; twice is once."""
        return tuple(self._sqlite(table, verb) for table in self.same for verb in _VERBS)

    def sqlite_off(self) -> tuple[str, ...]:
        """Return the statements that drop them on SQLite."""
        return tuple(
            f"drop trigger if exists {table}_no_{verb}" for table in self.same for verb in _VERBS
        )

    def postgres(self) -> tuple[str, ...]:
        """Return the statements that make the triggers on PostgreSQL; twice is once."""
        return (
            f"create or replace function {self.function}() returns trigger language plpgsql as "
            f"$$ begin raise exception '{self.words}'; end $$",
            *(self._postgres_changes(table, row) for table, row in self.may_change.items()),
            *self.postgres_off(),
            *(each for table in self.same for each in self._postgres(table)),
        )

    def postgres_off(self) -> tuple[str, ...]:
        """Return the statements that drop them on PostgreSQL."""
        return tuple(
            f"drop trigger if exists {table}_no_{verb} on {table}"
            for table in self.same
            for verb in ("change", "update", "delete", "truncate")
        )

    def statements(self, vendor: str, *, is_on: bool) -> tuple[str, ...]:
        """Return what makes the triggers of a database, or drops them."""
        if vendor == "sqlite":
            return self.sqlite() if is_on else self.sqlite_off()
        return self.postgres() if is_on else self.postgres_off()

    def install(self, apps: Any, schema_editor: Any) -> None:
        """Create the triggers of this database; for `RunPython`. Again changes nothing."""
        for statement in self.statements(schema_editor.connection.vendor, is_on=True):
            schema_editor.execute(statement, params=None)

    def remove(self, apps: Any, schema_editor: Any) -> None:
        """Drop the triggers of this database; for `RunPython`."""
        for statement in self.statements(schema_editor.connection.vendor, is_on=False):
            schema_editor.execute(statement, params=None)

    def set_triggers(self, *, is_on: bool) -> None:
        """Make or drop the triggers of the database in use, inside a transaction."""
        if connection.vendor != "sqlite":
            connection.check_constraints()  # no trigger changes while a check is still due
        with connection.cursor() as cursor:
            for statement in self.statements(connection.vendor, is_on=is_on):
                cursor.execute(statement)

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Let rows be changed inside one transaction; outside it nobody ever meets them open.

        Both databases lock the tables until the end, and an error brings the triggers back
        with everything else.
        """
        with transaction.atomic():
            self.set_triggers(is_on=False)
            yield
            self.set_triggers(is_on=True)

    def _sqlite(self, table: str, verb: str) -> str:
        when, what = "", f"abort, '{self.words}'"
        if verb == "insert":
            when = f"when exists (select 1 from {table} where {self.same[table]}) "
            what = "ignore" if self.twice == "ignore" else what
        elif verb == "update" and table in self.may_change:
            when = f"when not ({self.may_change[table]}) "
        return (
            f"create trigger if not exists {table}_no_{verb} before {verb} on {table} "
            f"for each row {when}begin select raise({what}); end"
        )

    def _postgres(self, table: str) -> tuple[str, ...]:
        refuse = f"execute function {self.function}()"
        changed = f"execute function {table}_changes()" if table in self.may_change else refuse
        return (
            f"create trigger {table}_no_update before update on {table} for each row {changed}",
            f"create trigger {table}_no_delete before delete on {table} for each row {refuse}",
            f"create trigger {table}_no_truncate before truncate on {table}"
            f" for each statement {refuse}",
        )

    def _postgres_changes(self, table: str, allowed: str) -> str:
        """A condition of a trigger may not look into other tables; a function may."""
        return (
            f"create or replace function {table}_changes() returns trigger language plpgsql as "
            f"$$ begin if {allowed} then return new; end if; "
            f"raise exception '{self.words}'; end $$"
        )
