"""What supervisors saw of the handovers and the stores, from the log alone."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tepat.core.election.regions import is_in
from tepat.core.move import events
from tepat.core.move.events.rights import BAWASLU
from tepat.core.move.inspections import is_of_load
from tepat.core.watch.supervision.book import Focus
from tepat.core.watch.supervision.coverage import (
    Leg,
    Matrix,
    Watched,
    leg_of,
    matrix_of,
)
from tepat.server.election.models import Region, Scope
from tepat.server.move.devices import queries as devices
from tepat.server.watch.alerts import custody, telling
from tepat.server.watch.models import SupervisionCheck

ROLES: Final = frozenset(role.value for role in BAWASLU)


@dataclass(frozen=True, slots=True)
class Seen:
    """The matrix with the rows behind it."""

    watched: tuple[Watched, ...]
    matrix: Matrix


def seen_of(scope: Scope, areas: Sequence[str]) -> Seen:
    """Return what was seen in `areas` of a scope: at most ten queries, however many rows."""
    rows = [each for each in _all(scope) if _concerns(each, areas)]
    kecamatan = [each for each in _kecamatan(scope) if any(_touch(each, a) for a in areas)]
    return Seen(tuple(rows), matrix_of(rows, kecamatan))


def _concerns(each: Watched, areas: Sequence[str]) -> bool:
    """Whether a row is of one of `areas`: of its kecamatan, its place, or who received it."""
    receiver = each.receiver.partition("@")[2]
    return any(
        is_in(each.kecamatan, area) or is_in(each.place, area) or is_in(receiver, area)
        for area in areas
    )


def _touch(kecamatan: str, area: str) -> bool:
    return is_in(kecamatan, area) or is_in(area, kecamatan)


def _kecamatan(scope: Scope) -> list[str]:
    rows = Region.objects.filter(parent=scope.kabupaten, level=3)
    return sorted(rows.values_list("code", flat=True))


def _all(scope: Scope) -> list[Watched]:
    known = telling.of_log(scope)
    boxes = custody.boxes_of(scope)
    return [*_handovers(boxes, known), *_stores(scope, boxes, known)]


def _handovers(boxes: Iterable[custody.Box], known: telling.Known) -> list[Watched]:
    seen: defaultdict[str, set[str]] = defaultdict(set)
    otherwise: set[str] = set()
    edges: dict[tuple[str, str], tuple[list[str], int]] = {}
    for box in boxes:
        for fact, role, _, finding in box.line.witnesses:
            if role in ROLES:
                seen[fact].add(role)
                if finding:
                    otherwise.add(fact)
        for edge in [*box.line.handovers, *box.line.claims]:
            key = (edge[4], edge[5])
            before = edges.get(key)
            edges[key] = (edge, before[1] + 1 if before else 1)
    found = []
    for (given, received), (edge, packages) in edges.items():
        leg = leg_of(edge[0], edge[1])
        kecamatan = edge[1].partition("@")[2][:8]
        if leg is None or len(kecamatan) < 8:
            continue
        told = known.facts.get(received or given)
        names = {each for each in (given, received) if each}
        found.append(
            Watched(
                received or given,
                leg,
                kecamatan,
                edge[3] or edge[2],
                min(told.at, told.seen) if told and told.seen else (told.at if told else None),
                tuple(sorted({role for name in names for role in seen[name]})),
                edge[0],
                edge[1],
                packages,
                bool(names & otherwise),
            )
        )
    return found


def _stores(scope: Scope, boxes: Iterable[custody.Box], known: telling.Known) -> list[Watched]:
    """Each store of a PPK, and of a PPS that holds something, and who looked at it."""
    places = {f"{kecamatan}:ppk" for kecamatan in _kecamatan(scope)}
    places |= {
        box.place for box in boxes if box.stage in custody.LYING and box.place.endswith(":pps")
    }
    looked: defaultdict[str, set[str]] = defaultdict(set)
    at: dict[str, datetime] = {}
    registry = devices.registry(scope)
    for name, fact in telling.entitled(scope, known).items():
        if not isinstance(fact, events.Inspected) or is_of_load(fact):
            continue
        if registry.role_of(fact) in ROLES:
            looked[fact.place].add(str(registry.role_of(fact)))
            at[fact.place] = known.facts[name].at
    checks = SupervisionCheck.objects.filter(scope=scope, focus=Focus.STORAGE.value)
    for subject, party, when in checks.values_list("subject", "party", "at"):
        looked[subject].add(party.partition("@")[0])
        at[subject] = when
    return [
        Watched(
            place, Leg.STORE, place[:8], place, at.get(place), tuple(sorted(looked.get(place, ())))
        )
        for place in sorted(places)
    ]


def observed_of(scope: Scope, subject: str) -> list[tuple[str, Watched]]:
    """Return what supervisors saw by phone of one load, store, desa or TPS, by its fact.

    Three queries or so, however many rows.
    """
    known = telling.of_log(scope)
    found = []
    for each in _all(scope):
        told = known.facts.get(each.key)
        is_load = told is not None and told.shipment == subject
        is_there = each.leg is not Leg.STORE and is_in(each.receiver.partition("@")[2], subject)
        if each.is_seen and each.leg is not Leg.STORE and (is_load or is_there):
            found.append((each.key, each))
    return sorted(found, key=lambda pair: pair[1].at.timestamp() if pair[1].at else 0.0)
