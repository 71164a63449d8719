"""Many rows in one statement.

Django's `bulk_create` splits at 999 parameters on SQLite, which makes a national table
a thousand statements. These write the same rows with one prepared statement
(`executemany`) or, on PostgreSQL, with one `unnest`. `select` reads rows by a list of keys with a
statement whose text is made once: the door asks twenty times for a few facts, and to build each of
these queries anew took longer than to answer them.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

import msgspec
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


Row = TypeVar("Row", bound=Model)
Converter = Callable[[Any], Any]


class _Reading(NamedTuple):
    """A statement that reads rows, and what makes values of columns as Python takes them."""

    text: str
    converters: tuple[tuple[int, Converter], ...]


def select(
    model: type[Model],
    columns: Sequence[str],
    within: Mapping[str, Sequence[str] | Sequence[int]],
    **equal: str | int,
) -> list[tuple[Any, ...]]:
    """Return `columns` of the rows whose fields have one of the values `within`, in any order.

    `equal` gives fields that have one value. All are field names, as in `upsert`; a list may be of
    any length, and nothing is asked where one is empty.
    """
    if not all(within.values()):
        return []
    known = _reading(connection.vendor, model, tuple(columns), tuple(within), tuple(equal))
    is_list = connection.vendor == "postgresql"
    lists = [list(values) if is_list else _json(list(values)) for values in within.values()]
    with connection.cursor() as cursor:
        cursor.execute(known.text, [*equal.values(), *lists])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    if not known.converters:
        return rows
    turned = []
    for row in rows:
        changed = list(row)
        for place, convert in known.converters:
            changed[place] = convert(changed[place])
        turned.append(tuple(changed))
    return turned


def objects(
    model: type[Row], within: Mapping[str, Sequence[str] | Sequence[int]], **equal: str | int
) -> list[Row]:
    """Return whole rows as `select` finds them."""
    names = [field.attname for field in model._meta.concrete_fields]
    found = select(model, names, within, **equal)
    return [model.from_db(connection.alias, names, row) for row in found]


@lru_cache(maxsize=128)
def _reading(
    vendor: str,
    model: type[Model],
    columns: tuple[str, ...],
    within: tuple[str, ...],
    equal: tuple[str, ...],
) -> _Reading:
    fields = [_field(model, name) for name in columns]
    names = ", ".join(_quoted(field.column) for field in fields)
    one_of = "= any(%s)" if vendor == "postgresql" else "in (select value from json_each(%s))"
    where = [
        f"{_quoted(_field(model, name).column)} {how}"
        for names_of, how in ((equal, "= %s"), (within, one_of))
        for name in names_of
    ]
    table = _quoted(model._meta.db_table)
    text = f"select {names} from {table} where {' and '.join(where)}"
    converters = [
        (place, each) for place, field in enumerate(fields) if (each := _converter(field))
    ]
    return _Reading(text, tuple(converters))


def _converter(field: Field[Any, Any]) -> Converter | None:
    """Return what Django makes of a value of this column; None where it leaves it as it is."""
    column: Any = field.cached_col
    found = [*connection.ops.get_db_converters(column), *column.get_db_converters(connection)]
    if not found:
        return None

    def convert(value: Any) -> Any:
        for each in found:
            value = each(value, column, connection)
        return value

    return convert


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


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _field(model: type[Model], name: str) -> Any:
    return next(field for field in model._meta.concrete_fields if field.attname == name)


def _type(field: Any) -> str:
    """Return the column's type; that of a foreign key is the type of what it points to."""
    return str(field.rel_db_type(connection) if field.is_relation else field.db_type(connection))
