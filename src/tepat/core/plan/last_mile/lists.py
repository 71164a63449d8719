"""The list of the TPS of each desa, from a plan, its instance and the table of TPS.

Nothing of it stands in the plan file: the same three give the same list, so whoever has
them can make it again, and the hash of the plan names it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from tepat.core.election.regions import tps_code
from tepat.core.plan.instance.axis import Axis
from tepat.core.plan.instance.carrying import Carrier
from tepat.core.plan.instance.source import Source
from tepat.core.plan.instance.values import MINUTES_A_DAY, Desa, Instance, Verdict
from tepat.core.plan.last_mile.hours import hand_out
from tepat.core.plan.last_mile.roads import TpsRoads
from tepat.core.plan.last_mile.rounds import beelines
from tepat.core.plan.last_mile.values import Arrival, Errand, Handover, Point, TpsList, TpsLoad
from tepat.core.plan.schedule.values import Echelon, Plan
from tepat.core.problems import Code, Fact, Problem

GUESS: Final = Source(rough=True, note="perkiraan: satu pikap dan dua sepeda motor tiap PPS")
GUESSED: Final = (
    Carrier("pikap", "Pikap", 1, 20, 20.0, source=GUESS),
    Carrier("sepeda_motor", "Sepeda motor", 2, 1, 20.0, source=GUESS),
)
"""What a PPS is thought to have until somebody says it."""
MORE: Final = 4
"""Carriers more that are tried to help."""
EARLIER: Final = (30, 60, 90, 120, 180, 240, 360, 480, 720, MINUTES_A_DAY)
"""Minutes earlier at the PPS that are tried to help."""
NAMED: Final = 8
"""TPS named in a sentence; of more the number is told."""

Helps = Callable[[Errand], bool]


@dataclass(frozen=True, slots=True)
class DesaList:
    """The list of one desa, what it was made from, and what does not fit."""

    desa: Desa
    errand: Errand
    list: TpsList
    problems: tuple[Problem, ...]

    @property
    def is_rough(self) -> bool:
        """Whether a guess lies behind every hour: carriers or minutes that nobody said."""
        return self.errand.rules.source.rough or any(
            each.source.rough for each in self.errand.carriers
        )

    def is_unplaced(self, tps: TpsLoad) -> bool:
        """Tell whether nobody knows the way to a TPS, so that its hour is a guess."""
        return self.errand.metres[0][self.errand.tps.index(tps) + 1] < 0

    def carrier(self, code: str) -> str:
        """Return the name of a carrier."""
        names = {each.id: each.name or each.id for each in self.errand.carriers}
        return names.get(code, code)


class TpsLists:
    """Makes the lists of a plan, desa by desa.

    `table` gives the TPS of each desa; one that is not in it has TPS by number, from 1, with
    equal boxes and no points.
    """

    def __init__(
        self,
        plan: Plan,
        instance: Instance,
        table: Mapping[str, Sequence[TpsLoad]] | None = None,
    ) -> None:
        self._instance, self._table = instance, table or {}
        self._desa = {each.code: each for each in instance.desa}
        self._nodes = {each.id: (each.lat, each.lon) for each in instance.nodes}
        self._roads = None if instance.no_map else TpsRoads(instance)
        self._arrivals: dict[str, list[Arrival]] = {}
        for trip in plan.trips:
            if trip.echelon is not Echelon.RETURN:
                for stop in trip.stops:
                    found = self._arrivals.setdefault(stop.place, [])
                    found.append(Arrival(stop.leave, stop.boxes))
        self._axis, self._deadline = Axis(instance.days), deadline_of(instance)

    def of(self, code: str) -> DesaList:
        """Return the list of one desa. Raises `KeyError` for one that is not in the plan."""
        desa = self._desa[code]
        errand = self._errand(desa)
        found = hand_out(errand)
        return DesaList(desa, errand, found, tuple(self._problems(desa, errand, found)))

    def all(self) -> Iterable[DesaList]:
        """Yield the list of each desa, in the order of the instance."""
        for desa in self._instance.desa:
            yield self.of(desa.code)

    def _errand(self, desa: Desa) -> Errand:
        rows = self._table.get(desa.code) or by_number(desa)
        tps = tuple(
            replace(each, blocked=(*each.blocked, *desa.blocked))
            for each in sorted(rows, key=lambda each: (each.number, each.code))
        )
        rules, home = self._instance.last_mile, self._nodes.get(desa.node)
        points: list[Point | None] = [home, *(each.point for each in tps)]
        metres = (
            self._roads.metres(points, rules.detour)
            if self._roads
            else beelines(home, tps, rules.detour)
        )
        return Errand(
            desa.code,
            tps,
            tuple(sorted(self._arrivals.get(desa.code, ()), key=lambda each: each.at)),
            carriers_of(self._instance, desa),
            metres,
            self._instance.days,
            self._deadline,
            rules,
            desa.store.verdict is Verdict.FAILED,
            home,
        )

    def _problems(self, desa: Desa, errand: Errand, found: TpsList) -> Iterable[Problem]:
        place = desa.name or desa.code
        if not errand.arrivals:
            yield Problem(Code.TPS_NOTHING_COMES, {"place": place})
            return
        if found.left:
            facts: dict[str, Fact] = {"place": place, "count": len(found.left)}
            yield Problem(Code.TPS_NO_CARRIER, facts)
            return
        brought, needed = (
            sum(each.boxes for each in rows) for rows in (errand.arrivals, errand.tps)
        )
        if brought != needed:
            facts = {"place": place, "got": brought, "needed": needed}
            yield Problem(Code.TPS_BOXES, facts)
        for code, rows in ((Code.TPS_LATE, found.late), (Code.TPS_DARK, found.dark)):
            if rows:
                facts = {
                    "place": place,
                    "count": len(rows),
                    "of": len(errand.tps),
                    "names": _names(rows),
                    "by": said_end(self._axis, errand.deadline),
                    "last": self._axis.said(max(each.done for each in rows)),
                    **_help(errand, only_late=code is Code.TPS_LATE),
                }
                yield Problem(code, facts)
        unknown = sum(metres < 0 for metres in errand.metres[0][1:])
        if unknown:
            facts = {"place": place, "count": unknown, "of": len(errand.tps)}
            yield Problem(Code.TPS_UNPLACED, {**facts, "minutes": errand.rules.unknown})


def deadline_of(instance: Instance) -> int:
    """Return the moment after which a handover to a KPPS is too late.

    The law: a KPPS receives on the day before the vote at the latest; or the deadline of
    the instance, if that is earlier.
    """
    vote = Axis(instance.days).day_of("H")
    day = len(instance.days) if vote is None else vote
    return min(instance.targets.tps, day * MINUTES_A_DAY)


def said_end(axis: Axis, moment: int) -> str:
    """Return a deadline as people say it: midnight ends a day, `H-1 24.00`.

    >>> from datetime import date
    >>> from tepat.core.plan.instance.values import Day
    >>> days = (Day("H-1", date(2024, 11, 26)),)
    >>> said_end(Axis(days), 1440), said_end(Axis(days), 1440 + 300)
    ('H-1 24.00', 'H 05.00')
    """
    day, minutes = divmod(moment, MINUTES_A_DAY)
    return axis.said(moment) if minutes else f"{axis.label(day - 1)} 24.00"


def carriers_of(instance: Instance, desa: Desa) -> tuple[Carrier, ...]:
    """Return what brings goods from the PPS of `desa`: its own, else what stands for many.

    Where nobody said anything it is the guess `GUESSED`.
    """
    for place in (desa.code, desa.kecamatan, ""):
        own = tuple(each for each in instance.last_mile.carriers if each.place == place)
        if own:
            return own
    return GUESSED


def by_number(desa: Desa) -> tuple[TpsLoad, ...]:
    """Return the TPS of a desa where there is no table: numbers from 1, boxes in equal shares.

    >>> rows = by_number(Desa("99.01.02.2001", "A", "99.01.02", "n", 3, 7, 0, 0))
    >>> [(each.code, each.boxes) for each in rows]
    [('99.01.02.2001-001', 2), ('99.01.02.2001-002', 2), ('99.01.02.2001-003', 3)]
    """
    numbers = range(1, desa.tps + 1)
    return loads_of(desa, [TpsLoad(tps_code(desa.code, each), each, 0) for each in numbers])


def loads_of(desa: Desa, rows: Sequence[TpsLoad], each: int = 0) -> tuple[TpsLoad, ...]:
    """Return `rows` with boxes where no row says any, and with the kilograms of the desa.

    Without boxes every TPS gets `each`, or, if that is 0, an equal share of the desa's.
    """
    size = len(rows)
    if not any(row.boxes for row in rows):
        shares = [
            each or desa.boxes * (at + 1) // size - desa.boxes * at // size for at in range(size)
        ]
        rows = [replace(row, boxes=boxes) for row, boxes in zip(rows, shares, strict=True)]
    boxes = sum(row.boxes for row in rows)
    return tuple(replace(row, kg=-(-desa.kg * row.boxes // max(1, boxes))) for row in rows)


def _names(rows: Sequence[Handover]) -> str:
    """Return the numbers of TPS as a sentence names them: 004, 007."""
    numbers = sorted(each.tps.number for each in rows)
    named = ", ".join(f"{each:03}" for each in numbers[:NAMED])
    return f"{named}, +{len(numbers) - NAMED}" if len(numbers) > NAMED else named


def _help(errand: Errand, *, only_late: bool) -> dict[str, Fact]:
    """Return what would bring all in time (by day, for those in the dark), in both languages."""

    def helps(other: Errand) -> bool:
        found = hand_out(other)
        return not found.late and (only_late or not found.dark)

    more = _more(errand, helps)
    shift = _earlier(errand, helps)
    ways, ways_en = [], []
    if more:
        ways.append(f"tambah {more[1]} {more[0]}")
        ways_en.append(f"add {more[1]} {more[0]}")
    if shift:
        ways.append(f"datangkan barang di PPS {_span(shift, 'menit', 'jam')} lebih awal")
        ways_en.append(f"bring the goods to the PPS {_span(shift, 'minutes', 'hours')} earlier")
    if not ways:
        ways.append("datangkan barang di PPS sehari lebih awal dan tambah kendaraan")
        ways_en.append("bring the goods to the PPS a day earlier and add carriers")
    return {"help": ", atau ".join(ways), "help_en": ", or ".join(ways_en)}


def _more(errand: Errand, helps: Helps) -> tuple[str, int] | None:
    """Return the carrier of which the fewest more would do, and how many."""
    for count in range(1, MORE + 1):
        for at, carrier in enumerate(errand.carriers):
            grown = replace(carrier, count=carrier.count + count)
            carriers = (*errand.carriers[:at], grown, *errand.carriers[at + 1 :])
            if carrier.boxes and helps(replace(errand, carriers=carriers)):
                return carrier.name or carrier.id, count
    return None


def _earlier(errand: Errand, helps: Helps) -> int:
    """Return how many minutes earlier the goods would have to come, 0 where none helps."""
    for minutes in EARLIER:
        arrivals = tuple(replace(each, at=each.at - minutes) for each in errand.arrivals)
        if arrivals[0].at >= 0 and helps(replace(errand, arrivals=arrivals)):
            return minutes
    return 0


def _span(minutes: int, small: str, large: str) -> str:
    """Return a stretch of time as a sentence says it.

    >>> _span(90, "menit", "jam"), _span(240, "menit", "jam")
    ('90 menit', '4 jam')
    """
    return f"{minutes} {small}" if minutes % 60 else f"{minutes // 60} {large}"
