"""Facts with who signed them and when they came: what a fold reads of the log."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import F

from tepat.core.move import events
from tepat.core.move.clocks import Arrival, Arrivals
from tepat.server import bulk
from tepat.server.log.models import Fact, FactPackage
from tepat.server.log.queries import (
    batches,
    devices_of,
    moments_of_numbers,
    parts,
    signers_since,
)


class Signed(NamedTuple):
    """One fact as a fold wants it."""

    name: str
    body: bytes
    countersigners: tuple[str, ...]
    arrival: Arrival


_SIGNED = ("id", "body", "countersigned", "number", "received_at")


def _arrival(number: int, at: datetime) -> Arrival:
    return Arrival(number, at.replace(microsecond=0))


def arrivals_of(
    election: str, kabupaten: str, came: Mapping[str, Arrival], facts: Iterable[events.Fact]
) -> Arrivals:
    """Return when these facts came, with the moments of what they had seen: two queries or none."""
    seen = {fact.seen.size for fact in facts if fact.seen}
    moments: dict[int, datetime] = {}
    for part in batches(sorted(seen)):
        found = moments_of_numbers(election, kabupaten, part)
        moments |= {number: at.replace(microsecond=0) for number, at in found.items()}
    return Arrivals(came, moments)


def about_all(election: str, kabupaten: str, packages: Iterable[str]) -> dict[str, list[Signed]]:
    """Return the facts that name each of `packages`: one query per 500, and one per 500 facts.

    A fact may name hundreds of packages, so its bytes are fetched once and not with each.
    """
    about = _naming(election, kabupaten, sorted(set(packages)))
    facts = _signed({name for names in about.values() for name in names})
    return {package: [facts[name] for name in names] for package, names in about.items()}


def _naming(election: str, kabupaten: str, packages: Sequence[str]) -> dict[str, list[str]]:
    """Return the names of the facts that name each of `packages`: one query per 500."""
    found: dict[str, list[str]] = {}
    for part in parts(packages):
        rows = bulk.select(
            FactPackage,
            ("package", "fact_id"),
            {"package": part},
            election=election,
            kabupaten=kabupaten,
        )
        for package, name in rows:
            found.setdefault(package, []).append(name)
    return found


def _signed(names: Iterable[str], kinds: Sequence[str] = ()) -> dict[str, Signed]:
    """Return these facts by name, or those of them that are of these kinds: two queries per 500."""
    found: dict[str, Signed] = {}
    for part in parts(sorted(names)):
        later = signers_since(part)
        within = {"id": part, "kind": kinds} if kinds else {"id": part}
        for name, body, others, *came in bulk.select(Fact, _SIGNED, within):
            devices = devices_of(others) + later.get(name, ())
            found[name] = Signed(name, bytes(body), devices, _arrival(*came))
    return found


def bodies_about(
    election: str, kabupaten: str, packages: Iterable[str]
) -> dict[str, list[tuple[str, bytes]]]:
    """Return name and bytes of the facts that name each of `packages`."""
    found = about_all(election, kabupaten, packages)
    return {package: [(each.name, each.body) for each in facts] for package, facts in found.items()}


def signed_of_kinds(
    election: str, kabupaten: str, kinds: Iterable[str], after: int = 0
) -> list[Signed]:
    """Return the facts of these kinds with who countersigned them: one query more per 500.

    `after` leaves out those up to that number of the log.
    """
    kept = Fact.objects.filter(election=election, kabupaten=kabupaten, kind__in=sorted(kinds))
    if after:  # an expression: by its index a log of a day would be read for a handful of these
        kept = kept.annotate(place=F("number") + 0).filter(place__gt=after)
    rows = list(kept.values_list(*_SIGNED))
    later = signers_since([row[0] for row in rows])
    return [
        Signed(
            name,
            bytes(body),
            devices_of(others) + later.get(name, ()),
            _arrival(*came),
        )
        for name, body, others, *came in rows
    ]


def of_kinds_about(
    election: str, kabupaten: str, kinds: Iterable[str], packages: Sequence[str]
) -> dict[str, list[Signed]]:
    """Return the facts of these kinds that name each of `packages`: three queries per 500.

    The names are fetched first: asked for in one statement, PostgreSQL may read the whole log
    for each of them while it has no statistics yet.
    """
    about = _naming(election, kabupaten, packages)
    found = _signed({name for names in about.values() for name in names}, sorted(kinds))
    return {
        package: [found[name] for name in names if name in found]
        for package, names in about.items()
    }
