"""Loads, packages, stores and handovers as the tables of custody have them now."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import msgspec
from django.db.models import Count, Max, Q

from tepat.core.move import events, inspections
from tepat.core.move.custody import Stage
from tepat.core.move.loads import LoadStage
from tepat.core.move.nearness import place_of
from tepat.core.watch.alerts.rules_packages import CONTENT, KIND_OF_FLAG
from tepat.core.watch.alerts.situation import Handover, Heard, Load, Store, Trouble
from tepat.server.election.models import Scope
from tepat.server.log.models import Fact
from tepat.server.move.models import Device, PackageCustody, Shipment, ShipmentPackage
from tepat.server.watch.alerts.guards import Guards
from tepat.server.watch.alerts.telling import Known, Told
from tepat.server.watch.alerts.ways import Ways

LYING = (Stage.IN_STORE.value, Stage.CLAIMED.value, Stage.RECEIVED.value)
NOT_MOVED = (Stage.PLANNED.value, Stage.PACKED.value, Stage.REOPENED.value, Stage.SEALED.value)
OVER = (LoadStage.RECEIVED.value, LoadStage.DISPUTED.value, LoadStage.REFUSED.value)
HALF = "half"


class Line(msgspec.Struct):
    """What is read of the published state of a package.

    An edge names giver, receiver, place, where to, both facts, and how well it is known.
    """

    handovers: list[list[str]] = []
    open: list[list[str]] = []
    claims: list[list[str]] = []
    witnesses: list[list[str]] = []

    @property
    def edges(self) -> list[list[str]]:
        return [*self.handovers, *self.open, *self.claims]


_decode = msgspec.json.Decoder(Line).decode


@lru_cache(maxsize=20_000)
def _read(text: str) -> Line:
    """Return what a line says; most packages have not changed since the last look."""
    return _decode(text)


@dataclass(frozen=True, slots=True)
class Box:
    """One package that moved or does not fit."""

    code: str
    stage: str
    place: str
    towards: str
    flags: tuple[str, ...]
    line: Line

    @property
    def tps(self) -> str:
        return place_of(self.code)

    @property
    def is_home(self) -> bool:
        """Whether it is made for the very place where it lies: it waits for nobody."""
        return bool(self.tps) and self.place.partition(":")[0] == self.tps

    @property
    def last(self) -> list[str] | None:
        """Its newest half, or else its newest handover."""
        halves = [*self.line.open, *self.line.claims]
        known = halves or self.line.handovers
        return known[-1] if known else None


def boxes_of(scope: Scope) -> list[Box]:
    """Every package that left the warehouse or that something is wrong with: one query."""
    rows = PackageCustody.objects.filter(scope=scope)
    rows = rows.filter(~Q(stage__in=NOT_MOVED) | ~Q(flags=[])).order_by("package")
    found = rows.values_list("package", "stage", "place", "towards", "flags", "line")
    return [
        Box(code, stage, place, towards, tuple(flags), _read(line))
        for code, stage, place, towards, flags, line in found
    ]


def loads_of(scope: Scope, boxes: Iterable[Box], known: Known, ways: Ways) -> list[Load]:
    """Every shipment with what was planned and what happened: two queries.

    A fact counts only where it stands in the custody of a package.
    """
    counting = {name for box in boxes for edge in box.line.edges for name in edge[4:6] if name}
    left: dict[str, Told] = {}
    came: dict[str, Told] = {}
    for name in counting:
        told = known.facts.get(name)
        if told is None or not told.shipment:
            continue
        first = left if told.kind == events.Given.KIND else came
        key = told.shipment if first is left else f"{told.shipment} {told.place}"
        if key not in first or _when(told) < _when(first[key]):
            first[key] = told
    lines = ShipmentPackage.objects.filter(shipment__scope=scope).order_by()
    counts = dict(lines.values_list("shipment").annotate(n=Count("pk")))
    lean = Shipment.objects.filter(scope=scope).only("code", "destination", "departs_at", "stage")
    found = []
    for row in lean.order_by("code"):
        given = left.get(row.code)
        received = came.get(f"{row.code} {row.destination}")
        way = ways.of(row)
        found.append(
            Load(
                row.code,
                row.destination,
                row.destination.partition(":")[0][:8],
                counts.get(row.pk, 0),
                row.departs_at,
                way.arrives_at,
                is_given=row.is_given,
                is_received=row.stage in OVER or received is not None,
                given_at=_when(given) if given else None,
                received_at=_when(received) if received else None,
                given_seen=given.seen if given else None,
                arcs=way.arcs,
                minutes=way.minutes,
            )
        )
    return found


def troubles_of(
    scope: Scope, boxes: Iterable[Box], known: Known, differing: Iterable[str]
) -> Iterator[Trouble]:
    """Yield what does not fit about packages; `differing` are those packed otherwise."""
    wanted = {*KIND_OF_FLAG, HALF}
    for box in boxes:
        for flag in box.flags:
            if flag in wanted:
                yield _trouble(scope, flag, box, known)
    for code in differing:
        area = _kecamatan(place_of(code)) or scope.kabupaten
        place = f"{scope.kabupaten}:gudang-1"
        yield Trouble(CONTENT, code, place_of(code), area, place, area)


def stores_of(
    scope: Scope,
    boxes: Iterable[Box],
    loads: Iterable[Load],
    known: Known,
    entitled: Mapping[str, events.Fact],
    guards: Guards,
) -> list[Store]:
    """Every place that holds boxes, that a load will go to, or with guards on a roster."""
    holding: defaultdict[str, int] = defaultdict(int, dict.fromkeys(guards.turns, 0))
    lay: defaultdict[str, set[str]] = defaultdict(set)
    since: dict[str, datetime] = {}
    for box in boxes:
        for place in {box.place, *(edge[2] for edge in box.line.handovers)} if box.tps else ():
            lay[place].add(box.tps)
        if box.stage in LYING and ":" in box.place:
            holding[box.place] += 1
            told = _told(known, box.last)
            if told and (box.place not in since or _when(told) < since[box.place]):
                since[box.place] = _when(told)
    for load in loads:
        if not load.is_given and ":" in load.destination:
            holding[load.destination] += 0
    looks: list[inspections.Look] = []
    for name, fact in entitled.items():
        if look := inspections.look_of(name, fact, known.facts[name].seen):
            looks.append(look)
    last = inspections.last_of(looks)
    found = []
    for place in sorted(holding):
        look = last.get(place)
        outcome, looked, by = (look.outcome, look.at, look.name) if look else ("", None, "")
        area = place.partition(":")[0]
        found.append(
            Store(
                place,
                area,
                holding[place],
                outcome,
                looked,
                by,
                guards.kept.get(place, ()),
                since.get(place),
                guards.turns.get(place, ()),
                len(lay[place]) if outcome == inspections.UNFIT else 0,
            )
        )
    return found


def handovers_of(boxes: Iterable[Box], known: Known) -> Iterator[Handover]:
    """Yield each handover that both sides signed, once, and whether a supervisor saw it."""
    seen = {name for box in boxes for name, *_ in box.line.witnesses}
    done: set[str] = set()
    for box in boxes:
        for edge in box.line.handovers:
            name = edge[5] or edge[4]
            told = known.facts.get(name)
            kecamatan = _kecamatan(edge[2].partition(":")[0])
            if name in done or told is None or told.seen is None or not kecamatan:
                continue
            done.add(name)
            is_seen = bool({edge[4], edge[5]} & seen)
            yield Handover(name, edge[2], kecamatan, _when(told), told.seen, is_seen)


def heard_of(
    scope: Scope, boxes: Iterable[Box], loads: Iterable[Load], known: Known
) -> list[Heard]:
    """Kecamatan where boxes lie or loads go and where somebody has a phone: two queries.

    A kecamatan without a phone reports on paper: its silence says nothing. What lies at the place
    that it is made for, as the bag of a PPS, asks for nobody, long after the vote.
    """
    areas: dict[str, str] = dict(
        Device.objects.filter(scope=scope, is_desk=False, upto=None).values_list("device", "area")
    )
    last: dict[str, datetime] = {}
    facts = Fact.objects.filter(election=scope.election, kabupaten=scope.kabupaten)
    newest = facts.order_by().values("device").annotate(at=Max("received_at"))
    for device, at in newest.values_list("device", "at"):
        kecamatan = _kecamatan(areas.get(device, ""))
        if kecamatan and (kecamatan not in last or at > last[kecamatan]):
            last[kecamatan] = at
    since: dict[str, datetime] = {}

    def expect(kecamatan: str, at: datetime | None) -> None:
        if at and kecamatan and (kecamatan not in since or at < since[kecamatan]):
            since[kecamatan] = at

    for load in loads:
        if load.is_given and not load.is_received:
            expect(load.kecamatan, load.given_at)
    for box in boxes:
        told = _told(known, box.last)
        if box.stage in LYING and told and not box.is_home:
            expect(_kecamatan(box.place.partition(":")[0]), _when(told))
    return [Heard(each, last[each], since[each]) for each in sorted(since.keys() & last.keys())]


def _trouble(scope: Scope, flag: str, box: Box, known: Known) -> Trouble:
    edge = box.last
    told = _told(known, edge)
    lies = box.place.partition(":")[0]
    goes = (box.towards or (edge[3] if edge else "")).partition(":")[0]
    own = _kecamatan(box.tps)
    area = _kecamatan(lies) or _kecamatan(goes) or own or scope.kabupaten
    if flag == HALF:
        area = own or _kecamatan(goes) or area
    return Trouble(
        flag,
        box.code,
        box.tps,
        area,
        box.place or box.towards or f"{scope.kabupaten}:gudang-1",
        own or scope.kabupaten,
        told.shipment if told else "",
        _when(told) if told else None,
        told.seen if told else None,
        told.name if told else "",
    )


def _told(known: Known, edge: list[str] | None) -> Told | None:
    return known.facts.get(edge[5] or edge[4]) if edge else None


def _when(told: Told) -> datetime:
    """When it happened: no clock of a phone is believed to run ahead of the log's."""
    return min(told.at, told.seen) if told.seen else told.at


def _kecamatan(code: str) -> str:
    return code[:8] if len(code) >= 8 else ""
