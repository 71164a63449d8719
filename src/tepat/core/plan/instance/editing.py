"""How one row of an instance is changed by what was typed into a form about it.

What there is to change stands in `parts`; how a value is typed in `typed`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from tepat.core.plan.instance.source import Source
from tepat.core.plan.instance.typed import Typed
from tepat.core.plan.instance.values import Day, Instance
from tepat.core.problems import Code, refuse


class Entry(NamedTuple):
    """One row that can be changed. `value` has a `source`."""

    id: str
    name: str
    value: Any


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that is typed: an attribute of the value, or one item of a mapping, `kmh.trunk`."""

    name: str
    kind: Typed
    attribute: str = ""

    def of(self, value: Any) -> Any:
        """Return what stands in `value` now."""
        name, _, item = (self.attribute or self.name).partition(".")
        found = getattr(value, name)
        return found.get(item, 0.0) if item else found

    def put(self, value: Any, typed: Any) -> Any:
        """Return `value` with what was typed."""
        name, _, item = (self.attribute or self.name).partition(".")
        if not item:
            return replace(value, **{name: typed})
        found = getattr(value, name)
        if not typed and item not in found:
            return value  # what cannot be used is not named
        return replace(value, **{name: {**found, item: typed}})


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the inputs. `put` gives the instance with the row of an id changed."""

    entries: Callable[[Instance], list[Entry]]
    put: Callable[[Instance, str, Any], Instance]
    fields: Callable[[Instance, Any], tuple[Field, ...]]
    before: tuple[tuple[str, str], ...] = ()
    """Fields of which the first must come before the second."""
    like: Callable[[Instance, str], Mapping[str, Sequence[str]]] | None = None
    """Ids of rows that may be changed alike, by the word that asks for it."""


class Changed(NamedTuple):
    """One field before and after, as typed."""

    field: str
    before: str
    now: str


class Edit(NamedTuple):
    """One change: the instance after it, the name of the row, and what changed."""

    instance: Instance
    name: str
    changes: tuple[Changed, ...]


def changed(
    known: Part,
    instance: Instance,
    name: str,
    typed: Mapping[str, str],
    source: Source,
    labels: Mapping[str, str],
) -> Edit:
    """Return the instance with one row as typed. Raises `Refused` for what cannot be read.

    A field that is not in `typed` stays. `labels` are the fields as the reader knows them.
    """
    rows = {each.id: each for each in known.entries(instance)}
    if name not in rows:
        raise refuse(Code.PLAN_PART_UNKNOWN, value=name[:60])
    entry, days = rows[name], instance.days
    fields = known.fields(instance, entry.value)

    def label(field: str) -> str:
        return f"{entry.name}, {labels[field]}" if field in labels else entry.name

    read = {
        each.name: each.kind.read(typed[each.name], days, label(each.name))
        for each in fields
        if each.name in typed
    }
    for first, then in known.before:
        _ordered(entry.value, fields, read, (first, then), label(then), days)
    changes = []
    for each in fields:
        if each.name in read:
            old = each.kind.write(each.of(entry.value), days)
            new = each.kind.write(read[each.name], days)
            if old != new or each is fields[0]:
                changes.append(Changed(each.name, old, new))
    if len(changes) > 1 and changes[0].before == changes[0].now:
        changes = changes[1:]
    ids = known.like(instance, name).get(typed.get("alike", ""), ()) if known.like else ()
    for each_id in dict.fromkeys([name, *ids]):
        value = rows[each_id].value
        for each in fields:
            if each.name in read:
                value = each.put(value, read[each.name])
        instance = known.put(instance, each_id, replace(value, source=source))
    return Edit(instance, entry.name, tuple(changes))


def _ordered(
    value: Any,
    fields: Sequence[Field],
    read: Mapping[str, Any],
    pair: tuple[str, str],
    label: str,
    days: Sequence[Day],
) -> None:
    kinds = {each.name: each for each in fields}
    first, then = (read.get(each, kinds[each].of(value)) for each in pair)
    if first >= then:
        start = kinds[pair[0]].kind.write(first, days)
        end = kinds[pair[1]].kind.write(then, days)
        raise refuse(Code.PLAN_ENDS_FIRST, field=label, start=start, end=end)
