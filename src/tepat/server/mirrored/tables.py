"""Which tables an office publishes beside its log, and which columns of them: one list.

No names of officers, no drivers, no escorts, no accounts: what is personal or secret is
in no part. Both sides read this list, the office that writes and the room that takes.
"""

import gzip
import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db.models import DateField, DateTimeField, Model, Q

from tepat.core.problems import Code, refuse
from tepat.server import bulk
from tepat.server.election.models import Boundary, Dapil, Region, Scope, Tps
from tepat.server.election.regions import services as region_table
from tepat.server.move.models import Place
from tepat.server.plan.models import BundleSize, Package

LARGEST: Final = 256 << 20
"""Bytes of one part unpacked."""
MOST_ROWS: Final = 2_000_000
_AT_ONCE: Final = 5_000


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns, how its rows are told apart, and which rows are of a scope."""

    name: str
    model: type[Model]
    columns: tuple[str, ...]
    unique: tuple[str, ...]
    of: Callable[[Scope], Q]
    is_of_scope: bool = True
    area: str = ""
    """The column that must lie in the kabupaten, or above it for a region."""


def _scope(scope: Scope) -> Q:
    return Q(scope=scope)


def _places(scope: Scope) -> Q:
    return Q(code__startswith=scope.kabupaten) | Q(code=scope.kabupaten[:2])


TABLES: Final = (
    Table(
        "regions",
        Region,
        region_table.COLUMNS,
        ("code",),
        _places,
        is_of_scope=False,
        area="code",
    ),
    Table(
        "boundaries",
        Boundary,
        ("code", "geometry", "source", "at"),
        ("code",),
        _places,
        is_of_scope=False,
        area="code",
    ),
    Table("dapil", Dapil, ("kind", "area", "dapil"), ("scope_id", "kind", "area"), _scope),
    Table(
        "tps",
        Tps,
        (
            "code",
            "desa",
            "kecamatan",
            "number",
            "dpt",
            "dpt_l",
            "dpt_p",
            "dptb",
            "name",
            "lat",
            "lon",
            "provenance",
            "point_source",
        ),
        ("scope_id", "code"),
        _scope,
        area="code",
    ),
    Table("bundles", BundleSize, ("sku", "size"), ("scope_id", "sku"), _scope),
    Table(
        "packages",
        Package,
        (
            "code",
            "place",
            "at",
            "kecamatan",
            "desa",
            "kind",
            "form",
            "number",
            "contents",
            "inside",
            "withdrawn_at",
            "replaces",
        ),
        ("scope_id", "code"),
        _scope,
        area="place",
    ),
    Table("stores", Place, ("code", "name", "tier", "closed_at"), ("scope_id", "code"), _scope),
)


def packed(value: Any) -> bytes:
    """Return a part as it travels: the same bytes for the same value."""
    text = json.dumps(value, separators=(",", ":"), sort_keys=True, default=_text)
    return gzip.compress(text.encode(), 6, mtime=0)


def unpacked(name: str, data: bytes) -> Any:
    """Return the value of a part. Raises `Refused` for one that is none, or too large."""
    unpacking = zlib.decompressobj(wbits=31)
    try:
        text = unpacking.decompress(data, LARGEST)
        if unpacking.unconsumed_tail or not unpacking.eof:
            raise ValueError("too large or cut short")
        return json.loads(text)
    except (zlib.error, ValueError, RecursionError) as error:
        raise refuse(Code.ROOM_OFFICE, part=name, reason=str(error)[:100]) from error


def _text(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def rows_of(table: Table, scope: Scope) -> dict[str, Any]:
    """Return the rows of one table as a part: one query."""
    rows = table.model._default_manager.filter(table.of(scope)).order_by(*_order(table))
    return {"columns": list(table.columns), "rows": [list(r) for r in _values(rows, table)]}


def _order(table: Table) -> list[str]:
    return [each for each in table.unique if each != "scope_id"]


def _values(rows: Any, table: Table) -> Any:
    return rows.values_list(*table.columns).iterator(chunk_size=_AT_ONCE)


def take(table: Table, scope: Scope, part: Any) -> int:
    """Make the table say what the part says, for this scope; return how many rows it has.

    Call it in a transaction. Raises `Refused` for rows of another place or another form.
    """
    try:
        rows = _read(table, scope, part)
    except (TypeError, ValueError, KeyError, AttributeError, ValidationError) as error:
        raise refuse(Code.ROOM_OFFICE, part=table.name, reason=str(error)[:100]) from error
    columns = table.columns
    if table.is_of_scope:
        columns = ("scope_id", *columns)
        rows = [(scope.pk, *row) for row in rows]
    keys = [columns.index(each) for each in table.unique]
    own = {tuple(row[at] for at in keys) for row in rows}
    if len(own) < len(rows):
        raise refuse(Code.ROOM_OFFICE, part=table.name, reason="a row twice")
    bulk.upsert(table.model, columns, rows, table.unique)
    if table.is_of_scope:
        there = table.model._default_manager.filter(table.of(scope))
        gone = [pk for pk, *key in there.values_list("pk", *table.unique) if tuple(key) not in own]
        for start in range(0, len(gone), 500):
            there.filter(pk__in=gone[start : start + 500]).delete()
    return len(rows)


def _read(table: Table, scope: Scope, part: Any) -> list[tuple[Any, ...]]:
    columns, rows = part["columns"], part["rows"]
    if columns != list(table.columns) or len(rows) > MOST_ROWS:
        raise ValueError("other columns")
    fields = [table.model._meta.get_field(name) for name in columns]
    at = columns.index(table.area) if table.area else -1
    found = []
    for row in rows:
        if len(row) != len(fields):
            raise ValueError("a row of another length")
        if at >= 0 and not _is_near(row[at], scope):
            raise ValueError(f"{str(row[at])[:20]} is not in {scope.kabupaten}")
        found.append(tuple(_value(f, v) for f, v in zip(fields, row, strict=True)))
    return found


def _is_near(code: Any, scope: Scope) -> bool:
    """Whether a code lies in the kabupaten, or is the province above it."""
    return isinstance(code, str) and (
        code == scope.kabupaten[:2]
        or code == scope.kabupaten
        or code.startswith((f"{scope.kabupaten}.", f"{scope.kabupaten}:"))
    )


def _value(field: Any, value: Any) -> Any:
    """Return one value as its column takes it. Raises `ValueError` or `TypeError`."""
    if value is None:
        if not field.null:
            raise ValueError(f"{field.name} is empty")
        return None
    if isinstance(field, DateTimeField):
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise ValueError(f"{field.name} has no offset")
        return moment
    if isinstance(field, DateField):
        return date.fromisoformat(value)
    most = getattr(field, "max_length", None)
    if most is not None and (not isinstance(value, str) or len(value) > most):
        raise ValueError(f"{field.name} is no text of {most} characters")
    return field.to_python(value)
