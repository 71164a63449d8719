"""What one person will meet, read for their device: few queries, however large the area."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from tepat.core.election.catalogue import Election
from tepat.core.election.ids import Form
from tepat.core.election.roles import Role
from tepat.core.log import spelling
from tepat.core.move.field_manifest import sight
from tepat.core.move.field_manifest.sight import Part
from tepat.core.move.field_manifest.values import (
    Contact,
    Days,
    DeskKey,
    Kind,
    LoadList,
    Met,
    Neighbour,
    Place,
    area_of,
)
from tepat.core.move.loads import LoadStage
from tepat.core.sentences import Language
from tepat.server.election.models import Region, Scope, Tps
from tepat.server.move.devices.queries import registry
from tepat.server.move.models import (
    Device,
    ForeignCode,
    Officer,
    PackageState,
    Shipment,
    ShipmentPackage,
)
from tepat.server.plan.models import Package

FREEZE_DAYS = 7
"""Before voting day, where the election says no day on which dispatch begins."""
NOBODY = (None, None)
DISPATCH = "kirim_ppk"
"""The deadline of an election from which boxes are on the road."""
Row = TypeVar("Row", bound=Model)
_IN_BRACKETS = re.compile(r"\s*\(.*?\)")


@dataclass(frozen=True, slots=True)
class Own:
    """Whose manifest it is, and what they may have."""

    scope: Scope
    device: Device

    @property
    def role(self) -> str:
        return self.device.role

    @property
    def area(self) -> str:
        return self.device.area

    def has(self, part: Part) -> bool:
        return part in sight.parts_of(self.role)


def days_of(election: Election) -> Days:
    """Return the day of the vote, and the day from which no phone changes its program."""
    if election.voting_day is None:
        return Days()
    days = next((each.days for each in election.deadlines if each.code == DISPATCH), -FREEZE_DAYS)
    freeze = election.voting_day + timedelta(days=days)
    return Days(election.voting_day.isoformat(), freeze.isoformat())


def kinds_of(election: Election, kabupaten: str, area: str, language: Language) -> tuple[Kind, ...]:
    """Return the votes held in the kabupaten, in the order in which boxes are opened."""
    return tuple(
        Kind(each.short, each.code, getattr(each.name, language), each.choices_in(area))
        for each in election.kinds_in(kabupaten)
    )


# -- loads ------------------------------------------------------------------------------


def loads(own: Own) -> tuple[LoadList, ...]:
    """Return the loads this person meets: two queries, one more for a driver."""
    if not own.has(Part.LOADS):
        return ()
    name = _driver_name(own) if own.role == Role.DRIVER else ""
    rows = [
        row
        for row in Shipment.objects.filter(scope=own.scope).order_by("code")
        if sight.meets_load(
            own.role,
            own.area,
            (row.origin, row.destination),
            bool(name) and _plain(row.driver) == name,
        )
    ]
    packages: dict[int, list[str]] = defaultdict(list)
    lines = ShipmentPackage.objects.filter(shipment__in=[row.pk for row in rows])
    for shipment, package in lines.values_list("shipment_id", "package"):
        packages[shipment].append(package)
    return tuple(_load(own, row, packages[row.pk]) for row in rows)


def _load(own: Own, row: Shipment, packages: Sequence[str]) -> LoadList:
    may_know = sight.sees_departure(own.role)
    departs = spelling.to_utc(row.departs_at) if row.departs_at and may_know else ""
    return LoadList(
        row.code,
        row.origin,
        row.destination,
        row.list_hash,
        LoadStage(row.stage).value,
        tuple(sorted(packages)),
        departs,
        row.vehicle if may_know else "",
    )


def _driver_name(own: Own) -> str:
    officer = Officer.objects.filter(scope=own.scope, person=own.device.person).first()
    return _plain(officer.name) if officer else ""


def _plain(name: str) -> str:
    """Return a name as it is compared: a run sheet says Pak Joko, a list Pak Joko (truk 2)."""
    return " ".join(_IN_BRACKETS.sub("", name).casefold().split())


# -- places -------------------------------------------------------------------------------


def places(own: Own, carried: Iterable[LoadList], kinds: Sequence[Kind]) -> tuple[Place, ...]:
    """Return the places of this person's area with boxes and bags: at most five queries."""
    if not own.has(Part.PACKAGES):
        return ()
    rows = _packages(own, carried)
    sealed = _seals(own, rows) if own.has(Part.SEALS) else {}
    foreign = _foreign(own, rows)
    listed = _in_area(own, Tps.objects.filter(scope=own.scope), "code")
    # 0 moved in is also what stands where nobody has told of any.
    rows_of = listed.values_list("code", "dpt", "dptb")
    voters = {code: (dpt, dptb or None) for code, dpt, dptb in rows_of}
    ballots, skus = _papers(own, kinds) if own.has(Part.BALLOTS) else ({}, {})
    found: dict[str, list[Met]] = {} if own.role == Role.DRIVER else {tps: [] for tps in voters}
    for code, place in rows:
        met = Met(code, tuple(sealed.get(code, ())), foreign.get(code, ()))
        found.setdefault(place, []).append(met)
    return tuple(
        Place(
            place,
            tuple(found[place]),
            dpt=voters.get(place, NOBODY)[0],
            ballots=ballots.get(place, ()),
            dptb=voters.get(place, NOBODY)[1],
            skus=skus.get(place, ()),
        )
        for place in sorted(found)
    )


def _packages(own: Own, carried: Iterable[LoadList]) -> list[tuple[str, str]]:
    """Codes and places of boxes and bags, by place and code: one query."""
    rows = Package.objects.filter(scope=own.scope, withdrawn_at=None)
    rows = rows.exclude(form=Form.ENVELOPE.value)
    if own.role == Role.DRIVER:
        rows = rows.filter(code__in=[code for load in carried for code in load.packages])
    else:
        rows = _in_area(own, rows, "place")
    return sorted(rows.values_list("code", "place"), key=lambda row: (row[1], row[0]))


def _in_area(own: Own, rows: "QuerySet[Row]", field: str) -> "QuerySet[Row]":
    """Return the rows whose place is the area of this person or lies in it."""
    area = own.area
    under = rows.filter(**{f"{field}__startswith": area + "."})
    if len(area) >= len("63.09.05.2003"):
        under = rows.filter(**{f"{field}__startswith": area + "-"})
    return under | rows.filter(**{field: area})


def _seals(own: Own, rows: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    states = PackageState.objects.filter(scope=own.scope).exclude(seals=[])
    wanted = {code for code, _ in rows}
    return {code: seals for code, seals in states.values_list("package", "seals") if code in wanted}


def _foreign(own: Own, rows: Sequence[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    wanted = {code for code, _ in rows}
    found: dict[str, list[str]] = defaultdict(list)
    codes = ForeignCode.objects.filter(scope=own.scope).order_by("code")
    for package, code in codes.values_list("package", "code"):
        if package in wanted:
            found[package].append(code)
    return {package: tuple(several) for package, several in found.items()}


Papers = tuple[dict[str, tuple[int | None, ...]], dict[str, tuple[str, ...]]]


def _papers(own: Own, kinds: Sequence[Kind]) -> Papers:
    """Papers planned by place, and which paper, for each kind: one query over the envelopes."""
    envelopes = Package.objects.filter(
        scope=own.scope, withdrawn_at=None, form=Form.ENVELOPE.value, at="tps"
    )
    at = {kind.code: number for number, kind in enumerate(kinds)}
    found: dict[str, list[int | None]] = {}
    skus: dict[str, list[str]] = {}
    rows = _in_area(own, envelopes, "place").values_list("place", "kind", "contents")
    for place, kind, contents in rows:
        if kind not in at:
            continue
        counts = found.setdefault(place, [None] * len(kinds))
        papers = skus.setdefault(place, [""] * len(kinds))
        lines = [line for line in contents if line.get("sku")]
        papers[at[kind]] = lines[0]["sku"] if lines else papers[at[kind]]
        quantities = [line["quantity"] for line in lines]
        if quantities and None not in quantities:
            counts[at[kind]] = (counts[at[kind]] or 0) + sum(quantities)
    planned = {place: tuple(counts) for place, counts in found.items() if any(counts)}
    return planned, {place: tuple(several) for place, several in skus.items() if any(several)}


def names(areas: Iterable[str]) -> dict[str, str]:
    """Return the names of regions, of every region above them, and of its neighbours: one query.

    The neighbours are what a phone calls a box by that was loaded for the wrong desa.
    """
    wanted = set()
    for each in areas:
        code = area_of(each).partition("-")[0]
        wanted |= {code[:length] for length in (5, 8, 13) if len(code) >= length}
    above = {code for code in wanted if len(code) < 13}
    named = Region.objects.filter(Q(code__in=wanted) | Q(parent__in=above))
    return dict(named.values_list("code", "name"))


# -- people and keys -------------------------------------------------------------------------


def contacts(own: Own, carried: Sequence[LoadList], now: datetime) -> tuple[Contact, ...]:
    """Return whom this person may have to call: three queries.

    Names and phones stand outside the log and go only to the key of somebody with a duty.
    """
    if not own.has(Part.CONTACTS):
        return ()
    ends = [end for load in carried for end in (load.start, load.to)]
    given = [
        each
        for each in registry(own.scope).assignments.values()
        if each.ends > now
        and each.ended is None
        and each.person != own.device.person
        and sight.may_call((own.role, own.area), (each.role, each.area), ends)
    ]
    people = {each.person: each for each in Officer.objects.filter(scope=own.scope)}
    found = {
        Contact(each.role, each.area, people[each.person].name, people[each.person].phone)
        for each in given
        if each.person in people
    }
    return tuple(sorted(found, key=lambda each: (each.area, each.role, each.name)))


def neighbours(own: Own, carried: Sequence[LoadList], now: datetime) -> tuple[Neighbour, ...]:
    """Return the keys this person may meet without a network: one query."""
    ends = [end for load in carried for end in (load.start, load.to)]
    rows = Device.objects.filter(scope=own.scope, is_desk=False, ends__gt=now)
    return tuple(
        Neighbour(row.key, row.role, row.area, row.upto)
        for row in rows.exclude(device=own.device.device).order_by("area", "role", "device")
        if sight.meets_party((own.role, own.area), (row.role, row.area), ends)
    )


def desks(scope: Scope) -> tuple[DeskKey, ...]:
    """Return the keys of the installation that this log knows: one query."""
    rows = Device.objects.filter(scope=scope, is_desk=True).order_by("device")
    return tuple(DeskKey(row.key, row.upto) for row in rows)
