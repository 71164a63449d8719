"""Put the lost end of a log back under its old numbers; what came since moves behind it.

The one place where rows of a log get other numbers, and only rows whose numbers no
checkpoint ever covered: after a restore the database gave out numbers that the log had
already given to others. The triggers that keep facts as they are stand aside for this one
transaction. Whoever calls it has checked the lost entries against a signed root.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Model

from tepat.core.log import entries, spelling
from tepat.server import bulk
from tepat.server.log import append_only, services
from tepat.server.log.models import Fact, FactAgain, FactCountersigner, LogHead, Quarantined

_AWAY = 2**40
"""Added to the numbers of rows while their places are taken: no log becomes so long."""
_ALL: tuple[type[Model], ...] = (Fact, FactAgain, Quarantined)
RETURNED = "refill"
"""Who brought an entry that came back from a copy; who brought it first nobody knows."""

MakeFact = Callable[[bytes, bytes, tuple[entries.Countersignature, ...]], services.NewFact]
"""From body, signature and countersignatures to the row of a fact, as the door makes it."""


@dataclass(frozen=True, slots=True)
class Lost:
    """One lost entry: what its leaf says, and the body that a hidden one has beside it."""

    number: int
    entry: entries.Entry
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Refilled:
    """What a refill did: entries put back, and those of them that had come again meanwhile."""

    returned: int
    again: int
    moved: int
    """Entries that came since the restore and now stand behind the returned ones."""


def refill(
    election: str,
    kabupaten: str,
    lost: Sequence[Lost],
    make: MakeFact,
    keyed_kinds: Iterable[str],
) -> Refilled:
    """Put `lost`, numbers without gaps, in place; call `services.lock` first, in a transaction.

    Every entry of the log from the first lost number on moves behind the last one, in its
    order, except what is among the lost ones itself. `keyed_kinds`: facts about keys.
    """
    where = {"election": election, "kabupaten": kabupaten}
    first, last = lost[0].number, lost[-1].number
    append_only.LOG.set_triggers(is_on=False)
    for model in _ALL:
        rows = model._default_manager.filter(number__gte=first, **where)
        rows.update(number=F("number") + _AWAY)
    again = 0
    seen: set[str] = set()
    more: list[tuple[Lost, services.NewFact]] = []
    fresh: dict[datetime, list[tuple[int, services.NewFact]]] = {}
    for each in lost:
        if isinstance(each.entry, entries.QuarantinedEntry):
            again += _return_refuge(where, each.number, each.entry)
            continue
        new = make(_body_of(each), each.entry.signature, each.entry.countersigned)
        if new.name in seen or Fact.objects.filter(pk=new.name, number__lt=first, **where).exists():
            more.append((each, new))
            continue
        seen.add(new.name)
        if _return_fact(where, each.number, each.entry, new):
            again += 1
        else:
            fresh.setdefault(_moment(each.entry), []).append((each.number, new))
    for received, facts in fresh.items():
        numbers = {new.name: number for number, new in facts}
        services.store_facts(where, [new for _, new in facts], numbers, received)
    again += sum(_return_again(where, each, new) for each, new in more)
    _settle(where, first, last)
    moved = _close_ranks(where, last)
    head = LogHead.objects.filter(**where)
    head.update(size=last + moved, keyed=_keyed(where, keyed_kinds))
    append_only.LOG.set_triggers(is_on=True)
    return Refilled(len(lost), again, moved)


def _body_of(each: Lost) -> bytes:
    return each.entry.body if isinstance(each.entry, entries.FactEntry) else each.body


def _moment(entry: entries.Entry) -> datetime:
    moment = spelling.from_utc(entry.received)
    if moment is None:
        raise ValueError("an entry that was parsed has a time")
    return moment


def _return_fact(
    where: Mapping[str, str], number: int, entry: entries.Entry, new: services.NewFact
) -> bool:
    """Give a fact that came again its old number and signatures; False: it is not here."""
    rows = Fact.objects.filter(pk=new.name, number__gt=_AWAY, **where)
    changed = rows.update(
        number=number,
        received_at=_moment(entry),
        sig=new.sig,
        countersigned=new.countersigned,
    )
    if changed:
        FactCountersigner.objects.filter(fact_id=new.name).delete()
        own = [(new.name, *where.values(), device) for device in new.countersigners]
        bulk.insert(FactCountersigner, ("fact_id", "election", "kabupaten", "device"), own)
    return bool(changed)


def _return_again(where: Mapping[str, str], lost: Lost, new: services.NewFact) -> bool:
    """As `_return_fact`, for an entry that says a fact once more for others who signed it."""
    rows = FactAgain.objects.filter(
        fact_id=new.name, countersigned=new.countersigned, number__gt=_AWAY, **where
    )
    received = _moment(lost.entry)
    if rows.update(number=lost.number, received_at=received):
        return True
    entry = services.Again(new.name, new.countersigned, new.countersigners, RETURNED)
    services.store_again(where, [(lost.number, entry)], received)
    return False


def _return_refuge(where: Mapping[str, str], number: int, entry: entries.QuarantinedEntry) -> bool:
    """As `_return_fact`; of what is not here only its hash and the reason come back."""
    rows = Quarantined.objects.filter(
        name=entry.name, reason=entry.reason, number__gt=_AWAY, **where
    )
    if (row := rows.order_by("number").values_list("pk", flat=True).first()) is not None:
        Quarantined.objects.filter(pk=row).update(number=number, received_at=_moment(entry))
        return True
    Quarantined.objects.create(
        **where,
        number=number,
        name=entry.name,
        digest=hashlib.sha256(f"{RETURNED}\n{number}\n{entry.name}".encode()).hexdigest(),
        reason=entry.reason,
        body=b"",
        sig=b"",
        uploader=RETURNED,
        received_at=_moment(entry),
    )
    return False


def _settle(where: Mapping[str, str], first: int, last: int) -> None:
    """What lay in quarantine and is a fact of the log by now waits for nobody."""
    rows = Quarantined.objects.filter(number__range=(first, last), settled="", **where)
    names = list(rows.values_list("name", flat=True))
    for name in Fact.objects.filter(pk__in=names, **where).values_list("pk", flat=True):
        rows.filter(name=name).update(settled=name)


def _close_ranks(where: Mapping[str, str], last: int) -> int:
    """Number what came since the restore behind `last`, in its order; return how many."""
    found: list[tuple[int, type[Model], str | int]] = []
    for model in _ALL:
        rows = model._default_manager.filter(number__gt=_AWAY, **where)
        found += [(number, model, pk) for number, pk in rows.values_list("number", "pk")]
    found.sort(key=lambda each: each[0])
    for number, (_, model, pk) in enumerate(found, start=last + 1):
        model._default_manager.filter(pk=pk).update(number=number)
    return len(found)


def _keyed(where: Mapping[str, str], kinds: Iterable[str]) -> str:
    """The hash over the facts about keys, as `append` makes it, in their new order."""
    keyed = ""
    rows = Fact.objects.filter(kind__in=sorted(kinds), **where).order_by("number")
    for name in rows.values_list("pk", flat=True):
        keyed = hashlib.sha256(f"{keyed}{name}".encode()).hexdigest()
    later = FactAgain.objects.filter(fact__kind__in=sorted(kinds), **where).order_by("number")
    for name, text in later.values_list("fact_id", "countersigned"):
        keyed = hashlib.sha256(f"{keyed}{name}{text}".encode()).hexdigest()
    return keyed
