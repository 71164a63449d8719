"""Everything a scope teaches, counted from the log, the plan, the books and the points.

No person stands in it: drivers, officers and payees are not read, free texts neither.
"""

from collections import defaultdict
from zoneinfo import ZoneInfo

from django.db.models import Max

from tepat.core.election.regions import Provenance, split_tps
from tepat.core.move import events
from tepat.core.move.events.bytes import read
from tepat.core.plan.learning import points
from tepat.core.plan.learning.values import (
    MICRO,
    Closure,
    Cost,
    Delivered,
    Priors,
    Surveyed,
)
from tepat.core.problems import Code, refuse
from tepat.core.watch.costs.ratios import same_work
from tepat.server import clock
from tepat.server.election.models import Region, Scope, Tps
from tepat.server.log.models import Fact
from tepat.server.move.models import ReceiptLine
from tepat.server.watch.costs import queries as costs
from tepat.server.watch.learned.driving import TAKEN_BACK, driven

WATER = ("flood", "road_closed")
"""Words of an incident that say that a place could not be reached dry."""
SIGNED = (events.Given, events.Received, events.Witnessed)
"""Facts that a phone signs at the place they name, with its point if it has one."""
GPS = MICRO // 100_000
"""A fact has degrees times 100.000, the file times a million."""


def learned(scope: Scope) -> Priors:
    """Return what `scope` teaches: some sixteen queries, and the files of its plans.

    Raises `Refused` where there is nothing to learn.
    """
    rows = Fact.objects.filter(election=scope.election, kabupaten=scope.kabupaten)
    roads = driven(scope)
    priors = Priors(
        election=scope.election,
        kabupaten=scope.kabupaten,
        facts=rows.aggregate(last=Max("number"))["last"] or 0,
        plans=roads.plans,
        legs=roads.legs,
        paces=roads.paces,
        services=roads.services,
        closures=closures_of(scope),
        suppliers=suppliers_of(scope),
        costs=costs_of(scope),
        points=points_of(scope),
        left_out=tuple(sorted(roads.left_out.items())),
        contoh=scope.is_contoh,
    )
    if not any((priors.legs, priors.services, priors.closures, priors.suppliers, priors.costs)):
        raise refuse(Code.PRIORS_NOTHING, value=str(scope))
    return priors


def closures_of(scope: Scope) -> tuple[Closure, ...]:
    """Return water and closed roads by place, with the days they were reported: one query."""
    found: defaultdict[tuple[str, str], dict[str, set[str]]] = defaultdict(
        lambda: {"days": set(), "facts": set()}
    )
    rows = Fact.objects.filter(
        election=scope.election, kabupaten=scope.kabupaten, kind=events.Incident.KIND
    )
    for name, body in rows.order_by("number").values_list("id", "body"):
        fact = read(bytes(body))
        if isinstance(fact, events.Incident) and fact.what in WATER and fact.place:
            day = fact.at.astimezone(ZoneInfo(scope.zone)).date().isoformat()
            row = found[fact.place, fact.what]
            row["days"].add(day)
            row["facts"].add(name)
    return tuple(
        Closure(place, what, tuple(sorted(row["days"])), tuple(sorted(row["facts"])))
        for (place, what), row in sorted(found.items())
    )


def suppliers_of(scope: Scope) -> tuple[Delivered, ...]:
    """Return what each supplier delivered, by item: one query. Undone receipts count not."""
    rows = ReceiptLine.objects.filter(
        scope=scope, movement__reversed_by=None, movement__reverses=None
    ).select_related("movement")
    found: defaultdict[tuple[str, str], list[ReceiptLine]] = defaultdict(list)
    for row in rows.order_by("pk"):
        found[str(row.movement.facts.get("supplier", "")), row.item].append(row)
    return tuple(
        Delivered(
            supplier,
            item,
            sum(each.declared for each in lines),
            sum(each.counted for each in lines),
            sum(each.damaged for each in lines),
            tuple(sorted({each.movement.number for each in lines})),
        )
        for (supplier, item), lines in sorted(found.items())
        if supplier
    )


def costs_of(scope: Scope) -> tuple[Cost, ...]:
    """Return recorded beside planned rupiah of the same work, by kecamatan and heading."""
    rows = costs.newest(scope)
    if not rows:
        return ()
    legs = costs.legs_of(scope, clock.now())
    spent = costs.spent_of(rows, legs)
    numbers: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    usable = [row for row in rows if not costs.is_slip(row)]
    for row, each in zip(usable, spent, strict=True):
        numbers[each.area, each.heading].add(row.number)
    found = []
    for (area, heading), same in same_work(spent, legs.planned, legs.done).items():
        if same.typed and same.planned:
            known = tuple(sorted(numbers[area, heading]))
            found.append(Cost(area, heading, same.recorded, same.planned, same.typed, known))
    return tuple(found)


def points_of(scope: Scope) -> tuple[Surveyed, ...]:
    """Return points of TPS and desa that somebody surveyed, else where phones signed.

    Three queries. What this election learned itself is not handed on as its own.
    """
    regions = Region.objects.filter(code__startswith=f"{scope.kabupaten}.")
    columns = ("code", "name", "lat", "lon", "provenance")
    rows = [
        *regions.values_list(*columns),
        *Tps.objects.filter(scope=scope).values_list(*columns),
    ]
    marks = {code: points.mark_of(code, name) for code, name, *_ in rows}
    found = {
        code: Surveyed(code, round(lat * MICRO), round(lon * MICRO), 0, marks[code])
        for code, _, lat, lon, provenance in rows
        if provenance == Provenance.SURVEYED and lat is not None and lon is not None
    }
    for code, stood in _signed_at(scope).items():
        middle = points.middle(stood.values())
        if code in marks and code not in found and middle:
            found[code] = Surveyed(code, *middle, len(stood), marks[code])
    return tuple(found[code] for code in sorted(found))


def _signed_at(scope: Scope) -> dict[str, dict[str, tuple[int, int]]]:
    """Return where each phone stood when it last signed a handover at a TPS: one query."""
    rows = Fact.objects.filter(
        election=scope.election,
        kabupaten=scope.kabupaten,
        kind__in=[*(kind.KIND for kind in SIGNED), *TAKEN_BACK],
    )
    facts = {
        name: read(bytes(body)) for name, body in rows.order_by("number").values_list("id", "body")
    }
    undone = {
        fact.fact
        for fact in facts.values()
        if isinstance(fact, events.Corrected | events.Cancelled)
    }
    found: defaultdict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    for name, fact in facts.items():
        if not isinstance(fact, SIGNED) or fact.gps is None or name in undone:
            continue
        code = fact.place.partition(":")[0]
        if split_tps(code):
            found[code][fact.device] = (fact.gps.lat * GPS, fact.gps.lon * GPS)
    return found
