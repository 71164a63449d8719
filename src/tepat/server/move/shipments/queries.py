"""What the shipment pages and the surat jalan read."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.db.models import Count, QuerySet

from tepat.core.election.ids import Form
from tepat.core.election.regions import parent_of
from tepat.core.move import shipments
from tepat.core.move.packing_state import State
from tepat.core.move.records import ShipmentLine, ShipmentRecord
from tepat.core.problems import Problem
from tepat.server.election.models import Region, Scope, Tps
from tepat.server.log.models import Fact
from tepat.server.log.queries import parts
from tepat.server.move.models import PackageCustody, PackageState, Place, Shipment, ShipmentPackage
from tepat.server.move.packing.queries import packages_with_state
from tepat.server.plan.models import Package


@dataclass(frozen=True, slots=True)
class Choice:
    """One area whose packages may be loaded: how many are ready, open, and away already."""

    area: str
    name: str
    ready: int
    open: int
    carried: int


def all_shipments(scope: Scope) -> "QuerySet[Shipment]":
    """Every shipment with how many packages it carries: one query."""
    found = Shipment.objects.filter(scope=scope).annotate(packages=Count("lines"))
    return found.order_by("code")


def first_legs(scope: Scope) -> "QuerySet[Shipment]":
    """Shipments that leave a store of the kabupaten; what goes on stands on their pages."""
    return all_shipments(scope).filter(origin__startswith=f"{scope.kabupaten}:")


def going_on(shipment: Shipment) -> "QuerySet[Shipment]":
    """The shipments that take its packages on from where it arrives: one query."""
    area = shipment.destination.partition(":")[0]
    lines = ShipmentPackage.objects.filter(package__in=shipment.lines.values("package"))
    found = all_shipments(shipment.scope).filter(pk__in=lines.values("shipment"))
    return found.filter(origin__startswith=area).exclude(pk=shipment.pk).order_by("pk")


def flags_of(scope: Scope, only: Shipment | None = None) -> dict[str, set[str]]:
    """Return by shipment what does not fit with any of its packages: two queries."""
    rows = PackageCustody.objects.filter(scope=scope).exclude(flags=[])
    lines = ShipmentPackage.objects.filter(shipment__scope=scope)
    if only:
        lines = lines.filter(shipment=only)
        rows = rows.filter(package__in=lines.values("package"))
    flags = dict(rows.values_list("package", "flags"))
    found: dict[str, set[str]] = {}
    wanted = lines if len(flags) > MANY else lines.filter(package__in=list(flags))
    for package, code in wanted.values_list("package", "shipment__code") if flags else ():
        found.setdefault(code, set()).update(flags.get(package, ()))
    return found


MANY: Final = 500
"""Packages that one statement may name; above it all lines are read."""


def next_code(scope: Scope) -> str:
    """Return the next free code: SJ-001, SJ-002, ..."""
    return code_of(next_number(scope))


def next_number(scope: Scope) -> int:
    """Return the number of the next free code."""
    last = Shipment.objects.filter(scope=scope).order_by("-pk").first()
    return int(last.code.rpartition("-")[2]) + 1 if last else 1


def code_of(number: int) -> str:
    """Return the code of a shipment.

    >>> code_of(7)
    'SJ-007'
    """
    return f"SJ-{number:03d}"


@dataclass(frozen=True, slots=True)
class Ground:
    """What is known of packages before loads are made of them."""

    store: str
    """How places of the kabupaten's own stores begin: a package leaves these once."""
    ends: Mapping[str, str]
    """Every place a load may go to, with its name."""
    places: Mapping[str, str]
    kecamatan: Mapping[str, str]
    ready: Mapping[str, bool]
    known: dict[tuple[str, str], str]
    """By where they leave and package, the shipment that it is on."""

    @property
    def areas(self) -> dict[str, str]:
        """Return the areas of the places with their names."""
        return {code.partition(":")[0]: name.partition(" ")[2] for code, name in self.ends.items()}

    def carried_from(self, start: str, codes: Iterable[str]) -> dict[str, str]:
        """Return which of `codes` leave `start` on a shipment already, and on which."""
        key = self._key(start)
        there = ((code, self.known.get((key, code))) for code in codes)
        return {code: shipment for code, shipment in there if shipment}

    def carry(self, start: str, codes: Iterable[str], shipment: str) -> None:
        """Remember that these leave `start` on a shipment."""
        self.known.update({(self._key(start), code): shipment for code in codes})

    def _key(self, start: str) -> str:
        return self.store if start.startswith(self.store) else start


def ground_of(scope: Scope, destinations: Iterable[str], codes: Sequence[str]) -> Ground:
    """Return what must be known to load `codes`: four queries, and two per 500 packages."""
    ends = stores(scope)
    tps = sorted(set(destinations) - ends.keys() - {""})
    for some in parts(tps):
        known = Tps.objects.filter(scope=scope, code__in=some)
        ends |= {code: code for code in known.values_list("code", flat=True)}
    found = Ground(f"{scope.kabupaten}:", ends, {}, {}, {}, {})
    places, kecamatan, ready = {}, {}, {}
    for some in parts(codes):
        for row in loadable(scope).filter(code__in=some):
            places[row.code], kecamatan[row.code] = row.place, row.kecamatan
            ready[row.code] = is_ready(row)
        lines = ShipmentPackage.objects.filter(shipment__scope=scope, package__in=some)
        rows = lines.values_list("package", "shipment__origin", "shipment__code")
        for package, origin, code in rows:
            found.carry(origin, [package], code)
    return replace(found, places=places, kecamatan=kecamatan, ready=ready)


def is_ready(package: Package) -> bool:
    """A box is ready once it is sealed, a bag once it is filled."""
    return is_closed(package.form, getattr(package, "state", None))


def is_closed(form: str, state: str | None) -> bool:
    """Tell whether a package of this form and state may travel."""
    if form == Form.BAG.value:
        return state in (State.PACKED.value, State.SEALED.value)
    return state == State.SEALED.value


def loadable(scope: Scope, area: str = "") -> "QuerySet[Package]":
    """Boxes and bags that travel to the field (not PSU stock), with their state: one query."""
    rows = packages_with_state(scope).exclude(form=Form.ENVELOPE.value).exclude(kecamatan="")
    if len(area) == 13:
        rows = rows.filter(desa=area)
    elif area:
        rows = rows.filter(kecamatan=area)
    return rows.order_by("code")


def readiness(scope: Scope, codes: Sequence[str]) -> dict[str, bool]:
    """Tell for each package of `codes` whether it is closed: one query."""
    return {row.code: is_ready(row) for row in loadable(scope).filter(code__in=set(codes))}


def carried(
    scope: Scope,
    codes: Iterable[str] | None = None,
    apart_from: Shipment | None = None,
    start: str = "",
) -> dict[str, str]:
    """Which packages are on a shipment from `start`, and on which: one query.

    A package goes from place to place, but leaves each of them once. Without `start`: from a
    store of the kabupaten.
    """
    lines = ShipmentPackage.objects.filter(shipment__scope=scope)
    if start and not start.startswith(f"{scope.kabupaten}:"):
        lines = lines.filter(shipment__origin=start)
    else:
        lines = lines.filter(shipment__origin__startswith=f"{scope.kabupaten}:")
    if apart_from:
        lines = lines.exclude(shipment=apart_from)
    wanted = None if codes is None else set(codes)
    return {
        package: code
        for package, code in lines.values_list("package", "shipment__code")
        if wanted is None or package in wanted
    }


def choices(scope: Scope, kecamatan: str = "") -> list[Choice]:
    """What may be loaded, by kecamatan or by desa of one: three queries, however many packages."""
    away = ShipmentPackage.objects.filter(
        shipment__scope=scope, shipment__origin__startswith=f"{scope.kabupaten}:"
    )
    on_a_load = away.values("package")
    rows = loadable(scope, kecamatan).order_by()
    counts: dict[str, Counter[str]] = {}
    # "state" is an annotation of that query, which the types of Django do not see.
    fields: list[str] = ["kecamatan", "desa", "form", "state"]
    for found, is_carried in (
        (rows.exclude(code__in=on_a_load), False),
        (rows.filter(code__in=on_a_load), True),
    ):
        for row in found.values(*fields).annotate(n=Count("pk")):
            area = (row["desa"] or row["kecamatan"]) if kecamatan else row["kecamatan"]
            ready = "ready" if is_closed(row["form"], row["state"]) else "open"
            counts.setdefault(area, Counter())["carried" if is_carried else ready] += row["n"]
    names = dict(Region.objects.filter(code__in=counts).values_list("code", "name"))
    return [
        Choice(area, names.get(area, area), found["ready"], found["open"], found["carried"])
        for area, found in sorted(counts.items())
    ]


def gone_on(scope: Scope, codes: Sequence[str]) -> set[tuple[str, str]]:
    """From where each of `codes` has a load already, as (place, code): one query per 500."""
    found: set[tuple[str, str]] = set()
    for some in parts(codes):
        lines = ShipmentPackage.objects.filter(shipment__scope=scope, package__in=some)
        found.update(lines.values_list("shipment__origin", "package"))
    return found


def places_of(scope: Scope, codes: Iterable[str]) -> dict[str, str]:
    """Where each of `codes` belongs: one query per 500."""
    found: dict[str, str] = {}
    for some in parts(sorted(set(codes))):
        found.update(loadable(scope).filter(code__in=some).values_list("code", "place"))
    return found


def stores(scope: Scope) -> dict[str, str]:
    """Every place a load may go to, with its name: three queries."""
    desa = set(Tps.objects.filter(scope=scope).values_list("desa", flat=True))
    areas = desa | {parent_of(each) for each in desa}
    names = dict(Region.objects.filter(code__in=areas).values_list("code", "name"))
    titles = {8: "PPK", 13: "PPS"}
    known = {
        f"{area}:{titles[len(area)].lower()}": f"{titles[len(area)]} {names.get(area, area)}"
        for area in sorted(areas)
    }
    known[f"{scope.kabupaten}:gudang-1"] = "Gudang KPU"
    kept = Place.objects.filter(scope=scope, closed_at=None).values_list("code", "name")
    return known | dict(kept)


def ends(scope: Scope, destination: str) -> dict[str, str]:
    """Every place a load may go to, and `destination` where it is a TPS: four queries."""
    found = stores(scope)
    if destination not in found and Tps.objects.filter(scope=scope, code=destination).exists():
        found[destination] = destination
    return found


def problems(shipment: Shipment) -> list[Problem]:
    """What changed since the list was made; nothing once it is handed over. Five queries."""
    if shipment.is_given:
        return []
    scope = shipment.scope
    known = ends(scope, shipment.destination)
    codes = list(shipment.lines.values_list("package", flat=True))
    rows = {row.code: row for row in loadable(scope).filter(code__in=codes)}
    places = {code: row.place for code, row in rows.items()}
    route = (shipment.origin, shipment.destination)
    opened = Fact.objects.filter(
        election=scope.election,
        kabupaten=scope.kabupaten,
        kind="unsealed",
        received_at__gte=shipment.made_at,
    ).values_list("packages__package", flat=True)
    return [
        *shipments.route_problems(route, known, places, scope.kabupaten),
        *shipments.list_problems(
            shipment.code,
            codes,
            {code: is_ready(row) for code, row in rows.items()},
            carried(scope, codes, apart_from=shipment, start=shipment.origin),
            opened,
            shipment.unsealed_reason,
        ),
    ]


def to_load(scope: Scope, areas: Iterable[str], with_open: bool = False) -> list[str]:
    """The packages of `areas` (kecamatan, desa, or `63.09.05:ppk`) that are on no shipment.

    Only closed ones, unless `with_open`. Two queries.
    """
    chosen = set(areas)
    away = carried(scope)
    return [
        row.code
        for row in loadable(scope)
        if (row.kecamatan in chosen or row.desa in chosen or f"{row.place}:ppk" in chosen)
        and row.code not in away
        and (with_open or is_ready(row))
    ]


def packages_of(shipment: Shipment) -> list[Package]:
    """The packages on a shipment with their states: one query."""
    codes = shipment.lines.values("package")
    return list(loadable(shipment.scope).filter(code__in=codes))


def record(scope: Scope, code: str) -> ShipmentRecord | None:
    """Return one shipment as its surat jalan prints it: five queries."""
    shipment = Shipment.objects.filter(scope=scope, code=code).first()
    if shipment is None:
        return None
    packages = packages_of(shipment)
    codes = [row.code for row in packages]
    seals = _seals(scope, codes)
    ballots = _ballots(scope, codes)
    return ShipmentRecord(
        code=shipment.code,
        origin=shipment.origin,
        destination=shipment.destination,
        lines=tuple(
            ShipmentLine(
                row.code,
                row.place,
                row.kind,
                row.form,
                seals.get(row.code, ()),
                ballots.get(row.code),
            )
            for row in packages
        ),
        list_hash=shipment.list_hash,
        made_at=shipment.made_at,
        departs_at=shipment.departs_at,
        vehicle=shipment.vehicle,
        driver=shipment.driver,
        escort=shipment.escort,
        unsealed_reason=shipment.unsealed_reason,
    )


def _seals(scope: Scope, codes: Sequence[str]) -> dict[str, tuple[str, ...]]:
    rows = PackageState.objects.filter(scope=scope, package__in=codes)
    return {package: tuple(seals) for package, seals in rows.values_list("package", "seals")}


def _ballots(scope: Scope, codes: Sequence[str]) -> dict[str, int | None]:
    """Ballots planned in the envelopes of each box; None where one is not set."""
    found: dict[str, int | None] = {}
    rows = Package.objects.filter(scope=scope, inside__in=codes, withdrawn_at=None)
    for outer, contents in rows.values_list("inside", "contents"):
        for line in contents:
            before = found.get(outer, 0)
            unset = before is None or line["quantity"] is None
            found[outer] = None if unset else (before or 0) + line["quantity"]
    return found
