"""Entries of another installation's log, stored under the numbers they have there.

Rows are what the leaves say, byte for byte, so that the tree over them is the one that was
signed. Of what is withheld only the leaf is here; its body may come later, and the name of
the fact says whether it is the right one. Whoever calls this has checked the leaves.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from itertools import groupby
from typing import Final

from tepat.core.log import entries
from tepat.server import bulk
from tepat.server.log import append_only, services
from tepat.server.log.models import (
    Fact,
    FactList,
    FactPackage,
    LogHead,
    Quarantined,
)

MIRRORED: Final = "mirror"
"""Who brought an entry that was read from a mirror."""
WITHHELD: Final = "withheld"
"""The kind of a fact whose body is not for this installation, or not yet."""


@dataclass
class Rows:
    """Entries by what becomes of them, each with its number and the moment it was received."""

    facts: list[tuple[int, datetime, services.NewFact]] = field(default_factory=list)
    again: list[tuple[int, datetime, services.Again]] = field(default_factory=list)
    refuges: list[tuple[int, datetime, entries.QuarantinedEntry]] = field(default_factory=list)


def withheld(entry: entries.HiddenEntry) -> services.NewFact:
    """Return the row of a fact whose body is not here: its leaf can be written from it."""
    return services.NewFact(
        name=entry.name,
        body=b"",
        sig=entry.signature,
        countersigned=entries.countersigned_text(entry.countersigned),
        kind=WITHHELD,
        audience=entry.audience,
        device=entry.device,
        seq=entry.seq,
        prev=entry.prev,
        packages=(),
        lists=(),
        countersigners=tuple(each.device for each in entry.countersigned),
        uploader=MIRRORED,
    )


def append(head: LogHead, rows: Rows, last: int) -> None:
    """Store entries up to the number `last`, behind those that `head` has. It is moved on."""
    where = {"election": head.election, "kabupaten": head.kabupaten}
    for received, some in groupby(rows.facts, key=lambda each: each[1]):
        news = [(number, new) for number, _, new in some]
        numbers = {new.name: number for number, new in news}
        services.store_facts(where, [new for _, new in news], numbers, received)
    for received, more in groupby(rows.again, key=lambda each: each[1]):
        services.store_again(where, [(number, new) for number, _, new in more], received)
    Quarantined.objects.bulk_create(
        [_refuge(where, number, at, entry) for number, at, entry in rows.refuges]
    )
    head.keyed = services.keyed_by(head.keyed, [new for _, _, new in rows.facts])
    head.keyed = services.keyed_by(head.keyed, [new for _, _, new in rows.again])
    head.size = last
    LogHead.objects.filter(pk=head.pk).update(size=head.size, keyed=head.keyed)
    _settle(where, [new.name for _, _, new in rows.facts], rows.refuges)


def waiting(election: str, kabupaten: str) -> list[tuple[int, str, str]]:
    """Return number, name and audience of the facts whose bodies are withheld: one query."""
    rows = Fact.objects.filter(election=election, kabupaten=kabupaten, kind=WITHHELD)
    return list(rows.order_by("number").values_list("number", "pk", "audience"))


def reveal(where: Mapping[str, str], facts: Sequence[services.NewFact]) -> None:
    """Put bodies in the place of what was withheld; their names are the hashes of them.

    The one change of a row that stands: the triggers stand aside, and leaf and name stay.
    """
    append_only.LOG.set_triggers(is_on=False)
    place = (where["election"], where["kabupaten"])
    for new in facts:
        row = Fact.objects.filter(pk=new.name, kind=WITHHELD, **where)
        if not row.update(kind=new.kind, body=new.body):
            continue
        for model, column, names in (
            (FactPackage, "package", new.packages),
            (FactList, "list", new.lists),
        ):
            rows = [(new.name, *place, name) for name in dict.fromkeys(names)]
            bulk.insert(model, ("fact_id", "election", "kabupaten", column), rows)
    append_only.LOG.set_triggers(is_on=True)


def _refuge(
    where: Mapping[str, str], number: int, at: datetime, entry: entries.QuarantinedEntry
) -> Quarantined:
    return Quarantined(
        **where,
        number=number,
        name=entry.name,
        digest=sha256(f"{MIRRORED}\n{number}\n{entry.name}".encode()).hexdigest(),
        reason=entry.reason,
        body=b"",
        sig=b"",
        uploader=MIRRORED,
        received_at=at,
    )


def _settle(
    where: Mapping[str, str],
    names: Sequence[str],
    refuges: Sequence[tuple[int, datetime, entries.QuarantinedEntry]],
) -> None:
    """What lay in quarantine and is a fact of the log by now waits for nobody."""
    late = [entry.name for _, _, entry in refuges]
    for start in range(0, len(late), 500):
        some = Fact.objects.filter(pk__in=late[start : start + 500], **where)
        _settled(where, list(some.values_list("pk", flat=True)))
    _settled(where, names)


def _settled(where: Mapping[str, str], names: Sequence[str]) -> None:
    for start in range(0, len(names), 500):
        rows = Quarantined.objects.filter(settled="", **where)
        rows = rows.filter(name__in=names[start : start + 500])
        for pk, name in list(rows.values_list("pk", "name")):
            Quarantined.objects.filter(pk=pk).update(settled=name)
