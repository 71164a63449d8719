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


def update(model: type[Model], columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Change `columns` of rows that are there: each of `rows` has its key and then as many values.

    Django's `bulk_update` builds an expression for each value, which takes longer than the
    change itself. Call it inside a transaction.
    """
    if not rows:
        return
    check_stored(model)
    key, *fields = [_field(model, name) for name in (model._meta.pk.attname, *columns)]
    rows = _adapted([key, *fields], rows)
    table = _quoted(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            names = ", ".join(_quoted(each.column) for each in (key, *fields))
            changes = ", ".join(f"{_quoted(f.column)} = new.{_quoted(f.column)}" for f in fields)
            arrays = ", ".join(f"%s::{_type(each)}[]" for each in (key, *fields))
            cursor.execute(
                f"update {table} set {changes} from unnest({arrays}) as new ({names})"
                f" where {table}.{_quoted(key.column)} = new.{_quoted(key.column)}",
                [list(column) for column in zip(*rows, strict=True)],
            )
        else:
            changes = ", ".join(f"{_quoted(each.column)} = %s" for each in fields)
            turned = [(*values, known) for known, *values in rows]
            where = f"where {_quoted(key.column)} = %s"
            cursor.executemany(f"update {table} set {changes} {where}", turned)


def _write(
    model: type[Model], columns: Sequence[str], rows: Sequence[tuple[Any, ...]], then: str
) -> None:
    if not rows:
        return
    check_stored(model)
    fields = [_field(model, name) for name in columns]
    rows = _adapted(fields, rows)
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


def _adapted(
    fields: Sequence[Field[Any, Any]], rows: Sequence[tuple[Any, ...]]
) -> Sequence[tuple[Any, ...]]:
    """Return `rows` with each value as the database takes it."""
    adapters = [_adapter(field) for field in fields]
    if not any(adapters):
        return rows
    return [
        tuple(
            value if adapt is None or value is None else adapt(value)
            for value, adapt in zip(row, adapters, strict=True)
        )
        for row in rows
    ]


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
