"""Rows out of the log, in its order, a part at a time: as much memory for a long log as a short.

Facts are read by their numbers, so that a log that grows meanwhile moves nothing; of each
part the packages and what the fold says of them come in one query more per 500.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from django.db.models import Q

from tepat.core.move import judging
from tepat.core.move.devices import Registry
from tepat.core.watch.exports import rows
from tepat.core.watch.exports.rows import UNTOLD, Entry, Row, Told
from tepat.core.watch.exports.sources import MOVES, PRESENCE, WITNESSED
from tepat.server.log import queries as log
from tepat.server.log.models import Fact, FactAgain, FactPackage
from tepat.server.move.devices import queries as devices
from tepat.server.move.models import PackageCustody, Shipment
from tepat.server.watch.exports.asked import Asked

PART: Final = 200
"""Facts that are read at once."""
MOST_PACKAGES: Final = 1_000
"""Packages whose states are held at once."""
_COLUMNS: Final = ("id", "number", "received_at", "body", "countersigned")

Signers = tuple[str, ...]
Part = list[tuple[Entry, Signers, tuple[str, ...]]]
"""Facts of the log with who signed them besides, and their packages."""


def entries(asked: Asked, wanted: Q) -> Iterator[tuple[Entry, Signers]]:
    """Return the facts that `wanted` means, by their numbers: one query per `PART`."""
    scope = asked.scope
    registry = devices.registry(scope)
    kept = Fact.objects.filter(wanted, election=scope.election, kabupaten=scope.kabupaten)
    last = asked.since
    while True:
        found = list(
            kept.filter(number__gt=last, number__lte=asked.upto)
            .order_by("number")
            .values_list(*_COLUMNS)[:PART]
        )
        for name, number, received_at, body, others in found:
            fact = judging.parsed(bytes(body))
            last = number
            if asked.day and fact.at.astimezone(asked.zone).date() != asked.day:
                continue
            entry = Entry(name, number, received_at, fact, registry.role_of(fact))
            yield entry, log.devices_of(others)
        if len(found) < PART:
            return


def parts(found: Iterable[tuple[Entry, Signers]]) -> Iterator[Part]:
    """Return facts with their packages, as many as `MOST_PACKAGES` allow at a time."""
    group: list[tuple[Entry, Signers]] = []
    for each in found:
        group.append(each)
        if len(group) == PART:
            yield from _with_packages(group)
            group = []
    yield from _with_packages(group)


def _with_packages(group: Sequence[tuple[Entry, Signers]]) -> Iterator[Part]:
    if not group:
        return
    named: dict[str, list[str]] = {}
    pairs = FactPackage.objects.filter(fact_id__in=[entry.name for entry, _ in group])
    for fact, package in pairs.order_by("fact_id", "package").values_list("fact_id", "package"):
        named.setdefault(fact, []).append(package)
    part: Part = []
    held = 0
    for entry, signers in group:
        packages = tuple(dict.fromkeys(named.get(entry.name, ())))
        if part and held + len(packages) > MOST_PACKAGES:
            yield part
            part, held = [], 0
        part.append((entry, signers, packages))
        held += len(packages)
    if part:
        yield part


def told(asked: Asked, packages: Iterable[str]) -> dict[str, Told]:
    """Return what the fold says of these packages: one query per 500."""
    found: dict[str, Told] = {}
    for some in log.parts(sorted(set(packages))):
        kept = PackageCustody.objects.filter(scope=asked.scope, package__in=some)
        for package, line in kept.values_list("package", "line"):
            found[package] = rows.told_of(json.loads(line))
    return found


def moves(asked: Asked) -> Iterator[Row]:
    """Return one row for each package of each fact that moves it."""
    for part in parts(entries(asked, Q(kind__in=asked.kinds))):
        known = told(asked, [code for _, _, packages in part for code in packages])
        for entry, _, packages in part:
            for code in packages:
                if asked.is_wanted(MOVES.sight, rows.area_of(code, entry.fact)):
                    yield rows.move_row(entry, code, known.get(code, UNTOLD), asked.ground)


def witnessed(asked: Asked) -> Iterator[Row]:
    """Return what supervisors saw, by facts of their own and by signing those of others.

    Who signed a fact after it was in the log stands at the number of that fact.
    """
    registry = devices.registry(asked.scope)
    later = FactAgain.objects.filter(
        election=asked.scope.election, kabupaten=asked.scope.kabupaten
    ).values("fact_id")
    wanted = Q(kind__in=asked.kinds) | ~Q(countersigned="") | Q(id__in=later)
    for part in parts(entries(asked, wanted)):
        again = log.signers_since([entry.name for entry, _, _ in part])
        about = _abouts(asked, part, registry)
        known = told(asked, [code for _, _, packages in part for code in packages])
        for entry, signers, packages in part:
            seen = about.get(str(getattr(entry.fact, "fact", "")))
            both = {*signers, *again.get(entry.name, ())}
            for code in packages:
                if not asked.is_wanted(WITNESSED.sight, rows.area_of(code, entry.fact)):
                    continue
                state = known.get(code, UNTOLD)
                if entry.fact.KIND in asked.kinds:
                    yield rows.witness_row(entry, code, seen, state, asked.ground)
                for name, role, device, _ in state.witnesses:  # those whose signature counts
                    if name == entry.name and device in both:
                        signer = (role, device)
                        yield rows.countersigned_row(entry, code, signer, state, asked.ground)


def _abouts(asked: Asked, part: Part, registry: Registry) -> Mapping[str, Entry]:
    """Return the facts that supervisors speak of: one query."""
    names = {str(getattr(entry.fact, "fact", "")) for entry, _, _ in part} - {""}
    scope = asked.scope
    kept = Fact.objects.filter(
        id__in=sorted(names), election=scope.election, kabupaten=scope.kabupaten
    )
    found = {}
    for name, number, received_at, body, _ in kept.values_list(*_COLUMNS):
        fact = judging.parsed(bytes(body))
        found[name] = Entry(name, number, received_at, fact, registry.role_of(fact))
    return found


def presence(asked: Asked) -> Iterator[Row]:
    """Return who escorts a load or guards a place, for whoever may know where."""
    loads = dict(Shipment.objects.filter(scope=asked.scope).values_list("code", "destination"))
    for entry, _ in entries(asked, Q(kind__in=asked.kinds)):
        place = str(getattr(entry.fact, "place", ""))
        goes_to = loads.get(str(getattr(entry.fact, "shipment", "")), "")
        area = (goes_to or place).partition(":")[0]
        if asked.is_wanted(PRESENCE.sight, area):
            row = rows.presence_row(entry, asked.ground)
            yield row if row["kecamatan"] else row | rows.area_row(area, asked.ground)
