"""Many rows in one statement.

Django's `bulk_create` splits at 999 parameters on SQLite, which makes a national table
a thousand statements. These write the same rows with one prepared statement
(`executemany`) or, on PostgreSQL, with one `unnest`. `select` reads rows by a list of keys with a
statement whose text is made once: the door asks twenty times for a few facts, and to build each of
these queries anew took longer than to answer them.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

import msgspec
from django.db import connection
from django.db.models import DateTimeField, Field, JSONField, Model
from django.db.transaction import TransactionManagementError

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
    _write(model, tuple(columns), rows, _Conflict.UPDATE, tuple(unique))


def insert(
    model: type[Model],
    columns: Sequence[str],
    rows: Sequence[tuple[Any, ...]],
    *,
    twice_is_once: bool = False,
) -> None:
    """Insert `rows`; with `twice_is_once` those that are there already are left as they are."""
    _write(model, tuple(columns), rows, _Conflict.SKIP if twice_is_once else _Conflict.RAISE)


def update(model: type[Model], columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Change `columns` of rows that are there: each of `rows` has its key and then as many values.

    Django's `bulk_update` builds an expression for each value, which takes longer than the
    change itself. Call it inside a transaction.
    """
    if not rows:
        return
    check_stored(model)
    known = _updating(connection.vendor, model, tuple(columns))
    rows = _adapted(known.adapters, rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(known.text, [list(column) for column in zip(*rows, strict=True)])
        else:
            cursor.executemany(known.text, [(*values, key) for key, *values in rows])


@lru_cache(maxsize=128)
def _updating(vendor: str, model: type[Model], columns: tuple[str, ...]) -> "_Writing":
    key, *fields = [_field(model, name) for name in (model._meta.pk.attname, *columns)]
    table = _quoted(model._meta.db_table)
    if vendor == "postgresql":
        names = ", ".join(_quoted(each.column) for each in (key, *fields))
        changes = ", ".join(f"{_quoted(f.column)} = new.{_quoted(f.column)}" for f in fields)
        arrays = ", ".join(f"%s::{_type(each)}[]" for each in (key, *fields))
        text = (
            f"update {table} set {changes} from unnest({arrays}) as new ({names})"
            f" where {table}.{_quoted(key.column)} = new.{_quoted(key.column)}"
        )
    else:
        changes = ", ".join(f"{_quoted(each.column)} = %s" for each in fields)
        text = f"update {table} set {changes} where {_quoted(key.column)} = %s"
    return _Writing(text, tuple(_adapter(field) for field in (key, *fields)))


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
    *,
    hold: bool = False,
    **equal: str | int,
) -> list[tuple[Any, ...]]:
    """Return `columns` of the rows whose fields have one of the values `within`, in any order.

    `equal` gives fields that have one value. All are field names, as in `upsert`; a list may be of
    any length, and nothing is asked where one is empty. With `hold` PostgreSQL locks the rows
    until the transaction ends; SQLite has one writer anyway. Raises TransactionManagementError
    where there is none.
    """
    if hold and not connection.in_atomic_block:
        raise TransactionManagementError("rows are held until a transaction ends")
    if not all(within.values()):
        return []
    known = _reading(connection.vendor, model, tuple(columns), tuple(within), tuple(equal), hold)
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
    model: type[Row],
    within: Mapping[str, Sequence[str] | Sequence[int]],
    *,
    hold: bool = False,
    **equal: str | int,
) -> list[Row]:
    """Return whole rows as `select` finds them."""
    names = [field.attname for field in model._meta.concrete_fields]
    found = select(model, names, within, hold=hold, **equal)
    return [model.from_db(connection.alias, names, row) for row in found]


@lru_cache(maxsize=128)
def _reading(
    vendor: str,
    model: type[Model],
    columns: tuple[str, ...],
    within: tuple[str, ...],
    equal: tuple[str, ...],
    hold: bool,
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
    if hold and vendor == "postgresql":
        text += " for update"
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


class _Conflict(Enum):
    """What becomes of a row that is there already."""

    RAISE = "raise"
    SKIP = "skip"
    UPDATE = "update"


class _Writing(NamedTuple):
    """A statement that writes rows, and what makes each value as the database takes it."""

    text: str
    adapters: tuple[Converter | None, ...]


def _write(
    model: type[Model],
    columns: tuple[str, ...],
    rows: Sequence[tuple[Any, ...]],
    conflict: _Conflict,
    unique: tuple[str, ...] = (),
) -> None:
    if not rows:
        return
    check_stored(model)
    known = _inserting(connection.vendor, model, columns, conflict, unique)
    rows = _adapted(known.adapters, rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(known.text, [list(column) for column in zip(*rows, strict=True)])
        else:
            cursor.executemany(known.text, rows)


@lru_cache(maxsize=128)
def _inserting(
    vendor: str,
    model: type[Model],
    columns: tuple[str, ...],
    conflict: _Conflict,
    unique: tuple[str, ...],
) -> _Writing:
    fields = [_field(model, name) for name in columns]
    names = ", ".join(_quoted(field.column) for field in fields)
    if vendor == "postgresql":
        arrays = ", ".join(f"%s::{_type(field)}[]" for field in fields)
        values = f"select * from unnest({arrays})"
    else:
        values = f"values ({', '.join(['%s'] * len(fields))})"
    then = ""
    if conflict is _Conflict.SKIP:
        then = "on conflict do nothing"
    elif conflict is _Conflict.UPDATE:
        changed = [_quoted(f.column) for f in fields if f.attname not in unique]
        keys = ", ".join(_quoted(_field(model, name).column) for name in unique)
        changes = ", ".join(f"{name} = excluded.{name}" for name in changed)
        then = f"on conflict ({keys}) do update set {changes}"
    text = f"insert into {_quoted(model._meta.db_table)} ({names}) {values} {then}"
    return _Writing(text, tuple(_adapter(field) for field in fields))


def _adapted(
    adapters: Sequence[Converter | None], rows: Sequence[tuple[Any, ...]]
) -> Sequence[tuple[Any, ...]]:
    """Return `rows` with each value as the database takes it."""
    places = [(place, adapt) for place, adapt in enumerate(adapters) if adapt is not None]
    if not places:
        return rows
    found = []
    for row in rows:
        changed = list(row)
        for place, adapt in places:
            if changed[place] is not None:
                changed[place] = adapt(changed[place])
        found.append(tuple(changed))
    return found


def _adapter(field: Field[Any, Any]) -> Converter | None:
    """Return what makes a value as the database takes it; None where it is so already."""
    if isinstance(field, DateTimeField):
        # Asked at each value: what is kept must not keep the connection of a thread that ended.
        return lambda value: connection.ops.adapt_datetimefield_value(value)
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
