"""Make and change shipments. The list is a file named by its hash."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from tepat.adapters import list_files
from tepat.core.move import shipments
from tepat.core.problems import Code, Refused, refuse
from tepat.server.election.models import Scope
from tepat.server.move.custody import loads as custody_loads
from tepat.server.move.custody import services as custody
from tepat.server.move.models import Shipment, ShipmentPackage
from tepat.server.move.shipments import queries
from tepat.server.move.stock.ledger import lock


@dataclass(frozen=True, slots=True)
class Load:
    """What a person writes about a shipment."""

    origin: str
    destination: str = ""
    """Empty: the PPK of the one kecamatan the packages are for."""
    departs_at: datetime | None = None
    vehicle: str = ""
    driver: str = ""
    escort: str = ""
    unsealed_reason: str = ""


Route = tuple[str, str]
"""From place to place."""


def folder() -> Path:
    """The folder of lists, beside the log."""
    return Path(settings.HOME) / "lists"


Wanted = tuple[Load, Iterable[str]]
"""One load to be made, with its packages."""


def make(scope: Scope, load: Load, packages: Iterable[str], by: UUID, now: datetime) -> Shipment:
    """Make a shipment of `packages`. Raises `Refused` with the first reason why not."""
    [made] = make_all(scope, [(load, packages)], by, now)
    return made


@transaction.atomic
def make_all(scope: Scope, wanted: Iterable[Wanted], by: UUID, now: datetime) -> list[Shipment]:
    """Make shipments, all or none: a number of queries that grows only by 500 packages.

    Raises `Refused` with the first reason why one may not be made.
    """
    lock(scope)
    loads = [(load, sorted(set(packages))) for load, packages in wanted]
    if not loads:
        return []
    ground = queries.ground_of(scope, [load.destination for load, _ in loads], _all_of(loads))
    number = queries.next_number(scope)
    rows = [
        _row(scope, ground, (load, chosen), at, by, now)
        for at, (load, chosen) in enumerate(loads, number)
    ]
    made = Shipment.objects.bulk_create(rows, batch_size=100)
    _store_lines((row, chosen) for row, (_, chosen) in zip(made, loads, strict=True))
    custody.learn_lists(scope, [row.list_hash for row in made])  # facts may have named them before
    return made


def _all_of(loads: Iterable[tuple[Load, list[str]]]) -> list[str]:
    return sorted({code for _, chosen in loads for code in chosen})


def _row(
    scope: Scope,
    ground: queries.Ground,
    wanted: tuple[Load, list[str]],
    number: int,
    by: UUID,
    now: datetime,
) -> Shipment:
    """Return a shipment that may be made, its list written; `ground` then knows that it goes."""
    load, chosen = wanted
    kecamatan = [ground.kecamatan[code] for code in chosen if code in ground.kecamatan]
    destination = load.destination or shipments.destination_of(kecamatan, ground.areas)
    elsewhere = ground.carried_from(load.origin, chosen)
    problems = shipments.problems_with(chosen, ground.ready, elsewhere, load.unsealed_reason)
    places = {code: ground.places[code] for code in chosen if code in ground.places}
    route = (load.origin, destination)
    problems += shipments.route_problems(route, ground.ends, places, scope.kabupaten)
    if problems:
        raise Refused(problems[0])
    code = queries.code_of(number)
    ground.carry(load.origin, chosen, code)
    return Shipment(
        scope=scope,
        code=code,
        origin=load.origin,
        destination=destination,
        departs_at=load.departs_at,
        vehicle=load.vehicle,
        driver=load.driver,
        escort=load.escort,
        unsealed_reason=load.unsealed_reason,
        list_hash=_write(scope, code, route, chosen),
        made_by=by,
        made_at=now,
        is_contoh=scope.is_contoh,
    )


@transaction.atomic
def change(shipment: Shipment, packages: Iterable[str], reason: str = "") -> Shipment:
    """Replace the list of a shipment that nobody has handed over yet: a new list, a new hash."""
    lock(shipment.scope)
    shipment = Shipment.objects.select_for_update().get(pk=shipment.pk)
    if shipment.is_given:
        raise refuse(Code.SHIPMENT_GIVEN, value=shipment.code)
    chosen = sorted(set(packages))
    why = reason or shipment.unsealed_reason
    _check(shipment.scope, chosen, why, shipment.origin, shipment)
    route = (shipment.origin, shipment.destination)
    shipment.list_hash = _write(shipment.scope, shipment.code, route, chosen)
    shipment.unsealed_reason = why
    shipment.save(update_fields=["list_hash", "unsealed_reason"])
    shipment.lines.all().delete()
    _store_lines([(shipment, chosen)])
    custody.learn_lists(shipment.scope, [shipment.list_hash])
    return shipment


Hours = Mapping[int, datetime | None]
"""When loads beyond leave, by how many letters the code of the area they leave has."""


@transaction.atomic
def go_on(firsts: Iterable[tuple[Shipment, Hours]], by: UUID, now: datetime) -> list[Shipment]:
    """Make the loads that take the packages of these loads on, down to each TPS.

    What has such a load already is left alone; twice is once. Raises `Refused` where a package
    may not travel: nothing is made then.
    """
    found = list(firsts)
    if not found:
        return []
    scope = found[0][0].scope
    lock(scope)
    legs = _legs(scope, [first for first, _ in found])
    wanted = [
        (
            Load(
                origin=start,
                destination=end,
                departs_at=hours.get(len(start.partition(":")[0])),
                unsealed_reason=first.unsealed_reason,
            ),
            packages,
        )
        for first, hours in found
        for (start, end), packages in legs[first.pk]
    ]
    return make_all(scope, wanted, by, now)


def not_gone_on(scope: Scope, firsts: Sequence[Shipment]) -> dict[int, int]:
    """Return how many loads `go_on` would make of each, by its key; only where there are some."""
    return {key: len(legs) for key, legs in _legs(scope, firsts).items() if legs}


def _legs(scope: Scope, firsts: Sequence[Shipment]) -> dict[int, list[tuple[Route, list[str]]]]:
    """The loads beyond each that nobody has made, with their packages: three queries per 500."""
    on_board = custody_loads.packages_of(each.pk for each in firsts)
    codes = sorted({code for found in on_board.values() for code in found})
    places = queries.places_of(scope, codes)
    gone = queries.gone_on(scope, codes)
    found: dict[int, list[tuple[Route, list[str]]]] = {}
    for first in firsts:
        mine = {code: places[code] for code in on_board[first.pk] if code in places}
        beyond = shipments.beyond(first.destination, mine)
        legs = [(route, [p for p in some if (route[0], p) not in gone]) for route, some in beyond]
        found[first.pk] = [(route, left) for route, left in legs if left]
    return found


def _check(
    scope: Scope, chosen: list[str], reason: str, start: str, own: Shipment | None = None
) -> None:
    ready = queries.readiness(scope, chosen)
    elsewhere = queries.carried(scope, chosen, apart_from=own, start=start)
    problems = shipments.problems_with(chosen, ready, elsewhere, reason)
    if problems:
        raise Refused(problems[0])


def _write(scope: Scope, code: str, route: Route, packages: list[str]) -> str:
    body = shipments.list_of(scope.election, scope.kabupaten, code, route, packages)
    return list_files.write(folder(), body)


def _store_lines(lines: Iterable[tuple[Shipment, list[str]]]) -> None:
    ShipmentPackage.objects.bulk_create(
        [ShipmentPackage(shipment=row, package=code) for row, codes in lines for code in codes],
        batch_size=500,
    )
