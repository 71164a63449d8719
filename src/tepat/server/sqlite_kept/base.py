"""Django's backend of SQLite whose connections may be kept open between requests.

Under ASGI each request has a thread of its own and closes its connection at its end. Opening
one costs some four milliseconds, because SQLite reads the whole schema again. A process that
says `keep()` (the web server does) puts closed connections on a shelf and takes them from
there; everywhere else nothing differs from Django's own backend.
"""

from typing import Any
from weakref import WeakSet

from django.db.backends.sqlite3 import base
from django.utils.asyncio import async_unsafe

from tepat.server.sqlite_kept.shelf import SHELF


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection of Django, to a raw one that may have served before."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._cursors: WeakSet[Any] = WeakSet()

    @async_unsafe
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Return a raw connection: one that was kept, or a new one."""
        kept = SHELF.take(str(conn_params["database"]))
        if kept is None:
            return super().get_new_connection(conn_params)
        kept.execute("PRAGMA foreign_keys = ON")  # a migration may have left it off
        return kept

    def create_cursor(self, name: str | None = None) -> Any:
        """Return a cursor, and remember it while somebody has it."""
        cursor = super().create_cursor(name)
        self._cursors.add(cursor)
        return cursor

    def _close(self) -> None:
        """Put the raw connection on the shelf with nothing left open on it, or close it.

        A reading that was not finished would let the next request see the tables as they were
        then; so every cursor ends here.
        """
        found = self.connection
        if found is None:
            return
        with self.wrap_database_errors:
            for cursor in list(self._cursors):
                cursor.close()
            self._cursors.clear()
            if found.in_transaction:
                found.rollback()
            # Closed within a transaction this object goes on using it until the block ends.
            if self.in_atomic_block or not SHELF.put(str(self.settings_dict["NAME"]), found):
                found.close()
