"""Many rows in one statement.

Django's `bulk_create` splits at 999 parameters on SQLite, which makes a national table
a thousand statements. These write the same rows with one prepared statement
(`executemany`) or, on PostgreSQL, with one `unnest`.
"""

import json
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection
from django.db.models import DateTimeField, Field, JSONField, Model

from tepat.server.own_room import check_stored


def upsert(
    model: type[Model],
    columns: Sequence[str],
    rows: Sequence[tuple[Any, ...]],
    unique: Sequence[str],
) -> None:
    """Insert `rows`, or update those whose `unique` columns are already there.

    `columns` are field names (`scope_id` for a foreign key); each row has as many values,
    as `bulk_create` takes them. Call it inside a transaction.
    """
    changed = [_field(model, name).column for name in columns if name not in unique]
    keys = ", ".join(_quoted(_field(model, name).column) for name in unique)
    changes = ", ".join(f"{_quoted(name)} = excluded.{_quoted(name)}" for name in changed)
    _write(model, columns, rows, f"on conflict ({keys}) do update set {changes}")


def insert(
    model: type[Model],
    columns: Sequence[str],
    rows: Sequence[tuple[Any, ...]],
    *,
    twice_is_once: bool = False,
) -> None:
    """Insert `rows`; with `twice_is_once` those that are there already are left as they are."""
    _write(model, columns, rows, "on conflict do nothing" if twice_is_once else "")


def _write(
    model: type[Model], columns: Sequence[str], rows: Sequence[tuple[Any, ...]], then: str
) -> None:
    if not rows:
        return
    check_stored(model)
    fields = [_field(model, name) for name in columns]
    adapters = [_adapter(field) for field in fields]
    if any(adapters):
        rows = [
            tuple(
                value if adapt is None or value is None else adapt(value)
                for value, adapt in zip(row, adapters, strict=True)
            )
            for row in rows
        ]
    names = ", ".join(_quoted(field.column) for field in fields)
    into = f"insert into {_quoted(model._meta.db_table)} ({names})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            arrays = ", ".join(f"%s::{_type(field)}[]" for field in fields)
            values = [list(column) for column in zip(*rows, strict=True)]
            cursor.execute(f"{into} select * from unnest({arrays}) {then}", values)
        else:
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"{into} values ({marks}) {then}", rows)


def _adapter(field: Field[Any, Any]) -> Callable[[Any], Any] | None:
    """Return what makes a value as the database takes it; None where it is so already."""
    if isinstance(field, DateTimeField):
        return connection.ops.adapt_datetimefield_value
    if isinstance(field, JSONField):
        return _json
    return None


_json = json.JSONEncoder(ensure_ascii=False).encode


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _field(model: type[Model], name: str) -> Any:
    return next(field for field in model._meta.concrete_fields if field.attname == name)


def _type(field: Any) -> str:
    """Return the column's type; that of a foreign key is the type of what it points to."""
    return str(field.rel_db_type(connection) if field.is_relation else field.db_type(connection))
