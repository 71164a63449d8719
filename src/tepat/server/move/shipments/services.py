"""Make and change shipments. The list is a file named by its hash."""

from collections.abc import Iterable, Mapping
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


def folder() -> Path:
    """The folder of lists, beside the log."""
    return Path(settings.HOME) / "lists"


@transaction.atomic
def make(scope: Scope, load: Load, packages: Iterable[str], by: UUID, now: datetime) -> Shipment:
    """Make a shipment of `packages`. Raises `Refused` with the first reason why not."""
    lock(scope)
    chosen = sorted(set(packages))
    kecamatan = queries.kecamatan_of(scope, chosen)
    stores = queries.ends(scope, load.destination)
    names = {code.partition(":")[0]: name.partition(" ")[2] for code, name in stores.items()}
    destination = load.destination or shipments.destination_of(kecamatan.values(), names)
    _check(scope, chosen, load.unsealed_reason, load.origin)
    _check_route(scope, (load.origin, destination), stores, chosen)
    code = queries.next_code(scope)
    shipment = Shipment.objects.create(
        scope=scope,
        code=code,
        origin=load.origin,
        destination=destination,
        departs_at=load.departs_at,
        vehicle=load.vehicle,
        driver=load.driver,
        escort=load.escort,
        unsealed_reason=load.unsealed_reason,
        list_hash=_write(scope, code, (load.origin, destination), chosen),
        made_by=by,
        made_at=now,
        is_contoh=scope.is_contoh,
    )
    _store_lines(shipment, chosen)
    custody.learn_list(scope, shipment.list_hash)  # facts may have named it before
    return shipment


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
    _store_lines(shipment, chosen)
    custody.learn_list(shipment.scope, shipment.list_hash)
    return shipment


@transaction.atomic
def go_on(
    first: Shipment, hours: Mapping[int, datetime | None], by: UUID, now: datetime
) -> list[Shipment]:
    """Make the loads that take the packages of `first` on, down to each TPS.

    What has such a load already is left alone; twice is once. `hours` says when they leave,
    by how many letters the code of their area has. Raises `Refused` where a package may not
    travel.
    """
    lock(first.scope)
    made = []
    for (start, end), packages in _legs(first):
        load = Load(
            origin=start,
            destination=end,
            departs_at=hours.get(len(start.partition(":")[0])),
            unsealed_reason=first.unsealed_reason,
        )
        made.append(make(first.scope, load, packages, by, now))
    return made


def not_gone_on(first: Shipment) -> int:
    """Return how many loads `go_on` would make."""
    return len(_legs(first))


def _legs(first: Shipment) -> list[tuple[tuple[str, str], list[str]]]:
    """The loads beyond `first` that nobody has made, with their packages: three queries."""
    scope = first.scope
    places = queries.places_of(scope, first.lines.values_list("package", flat=True))
    gone = queries.gone_on(scope, places)
    found = []
    for (start, end), packages in shipments.beyond(first.destination, places):
        if left := [each for each in packages if (start, each) not in gone]:
            found.append(((start, end), left))
    return found


def _check(
    scope: Scope, chosen: list[str], reason: str, start: str, own: Shipment | None = None
) -> None:
    ready = queries.readiness(scope, chosen)
    elsewhere = queries.carried(scope, chosen, apart_from=own, start=start)
    problems = shipments.problems_with(chosen, ready, elsewhere, reason)
    if problems:
        raise Refused(problems[0])


def _check_route(
    scope: Scope, route: tuple[str, str], stores: Mapping[str, str], chosen: list[str]
) -> None:
    places = queries.places_of(scope, chosen)
    problems = shipments.route_problems(route, stores, places, scope.kabupaten)
    if problems:
        raise Refused(problems[0])


def _write(scope: Scope, code: str, route: tuple[str, str], packages: list[str]) -> str:
    body = shipments.list_of(scope.election, scope.kabupaten, code, route, packages)
    return list_files.write(folder(), body)


def _store_lines(shipment: Shipment, packages: list[str]) -> None:
    ShipmentPackage.objects.bulk_create(
        [ShipmentPackage(shipment=shipment, package=code) for code in packages], batch_size=500
    )
