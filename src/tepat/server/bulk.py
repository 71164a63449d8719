"""Many rows in one statement.

Django's `bulk_create` splits at 999 parameters on SQLite, which makes a national table
a thousand statements. These write the same rows with one prepared statement
(`executemany`) or, on PostgreSQL, with one `unnest`.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Model


def upsert(
    model: type[Model],
    columns: Sequence[str],
    rows: Sequence[tuple[Any, ...]],
    unique: Sequence[str],
) -> None:
    """Insert `rows`, or update those whose `unique` columns are already there.

    `columns` are field names (`scope_id` for a foreign key); each row has as many values.
    Call it inside a transaction.
    """
    if not rows:
        return
    quote = connection.ops.quote_name
    fields = {name: _field(model, name) for name in columns}
    column_of = {name: quote(field.column) for name, field in fields.items()}
    keys = ", ".join(column_of[name] for name in unique)
    changes = ", ".join(
        f"{column} = excluded.{column}" for name, column in column_of.items() if name not in unique
    )
    into = f"insert into {quote(model._meta.db_table)} ({', '.join(column_of.values())})"
    then = f"on conflict ({keys}) do update set {changes}"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            arrays = ", ".join(f"%s::{_type(field)}[]" for field in fields.values())
            values = [list(column) for column in zip(*rows, strict=True)]
            cursor.execute(f"{into} select * from unnest({arrays}) {then}", values)
        else:
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"{into} values ({marks}) {then}", rows)


def _field(model: type[Model], name: str) -> Any:
    return next(field for field in model._meta.concrete_fields if field.attname == name)


def _type(field: Any) -> str:
    """Return the column's type; that of a foreign key is the type of what it points to."""
    return str(field.rel_db_type(connection) if field.is_relation else field.db_type(connection))
