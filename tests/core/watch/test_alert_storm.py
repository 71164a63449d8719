"""A stormy day in twelve kecamatan: one cause calls once, however the signal comes and goes.

Each cause of the day is drawn with its true beginning and end. What the desk sees of it
flickers: phones lose the signal, warnings are renewed with gaps, halves come before their
other halves. Whoever is called twice for one cause was called for nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Final

from tepat.core.watch.alerts.situation import (
    Closure,
    Danger,
    Ground,
    Handover,
    Heard,
    Load,
    Situation,
    Spot,
    Trouble,
)
from tests.alert_worlds import LIMITS, MORNING, Desk, found, load, minutes, situation, trouble

KECAMATAN: Final = tuple(f"99.01.{n:02d}" for n in range(1, 13))
HOURS: Final = 22
EVERY: Final = 4
"""Minutes between two looks."""
GAP: Final = 9.0
"""Minutes for which something that lasts is not seen, on average; some gaps are far longer."""
CALM: Final = LIMITS.span("flap")


@dataclass(frozen=True)
class Cause:
    """One thing that truly happened, from when to when, and when it was hidden in between."""

    begins: datetime
    ends: datetime
    hidden: tuple[tuple[datetime, datetime], ...]

    def shows(self, now: datetime) -> bool:
        if not self.begins <= now < self.ends:
            return False
        return not any(start <= now < end for start, end in self.hidden)


class Storm:
    """The day. `causes` hold of each key what truly happened, in order."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.causes: dict[str, list[Cause]] = {}
        for area in KECAMATAN:
            for kind in ("seal_differs", "wrong_place", "half_handover", "late_departure"):
                if self.chance.random() < 0.6:
                    self.causes[f"{kind}:{area}"] = self._causes(2)
        self.causes["hazard:BMKG:Hujan Lebat"] = self._causes(1)
        for road in ("Mahe-Wirang", "Bongkang-Halong"):
            self.causes[f"road_closed:{road}"] = self._causes(2)
        self.boxes = {area: self.chance.randrange(2, 40) for area in KECAMATAN}

    def _causes(self, most: int) -> list[Cause]:
        found: list[Cause] = []
        at = MORNING + minutes(self.chance.randrange(60, 360))
        for _ in range(self.chance.randint(1, most)):
            ends = at + minutes(self.chance.randrange(120, 420))
            found.append(Cause(at, ends, self._hidden(at, ends)))
            at = ends + CALM + minutes(self.chance.randrange(10, 200))
        return found

    def _hidden(self, begins: datetime, ends: datetime) -> tuple[tuple[datetime, datetime], ...]:
        gaps = []
        at = begins + minutes(self.chance.randrange(5, 60))
        while at < ends:
            gaps.append((at, at + minutes(1 + self.chance.expovariate(1 / GAP))))
            at = gaps[-1][1] + minutes(self.chance.randrange(10, 90))
        return tuple(gaps)

    def shows(self, key: str, now: datetime) -> Cause | None:
        return next((each for each in self.causes.get(key, ()) if each.shows(now)), None)

    def cause_of(self, key: str, moment: datetime) -> tuple[str, int]:
        """Which true cause somebody was called for."""
        every = self.causes[key]
        return key, next(at for at, each in enumerate(every) if each.begins <= moment < each.ends)

    def situation(self, now: datetime) -> Situation:
        loads: list[Load] = [
            load("SJ-900", KECAMATAN[0], is_given=True, given_at=now, arcs=frozenset("ab"))
        ]
        troubles: list[Trouble] = []
        for area in KECAMATAN:
            if each := self.shows(f"late_departure:{area}", now):
                due = each.begins - LIMITS.span("departure") - minutes(1)
                loads += [load(f"SJ-{area}-{n}", area, departs_at=due) for n in range(5)]
            for kind, flag in (
                ("seal_differs", "seal_differs"),
                ("wrong_place", "wrong_destination"),
                ("half_handover", "half"),
            ):
                if each := self.shows(f"{kind}:{area}", now):
                    before = each.begins - timedelta(hours=2)
                    troubles += [
                        trouble(flag, f"{area}-{n}", area, at=before, seen=before)
                        for n in range(self.boxes[area])
                    ]
        closures = tuple(
            Closure(road, frozenset(arc), each.begins)
            for road, arc in (("Mahe-Wirang", "a"), ("Bongkang-Halong", "b"))
            if (each := self.shows(f"road_closed:{road}", now))
        )
        return situation(
            now,
            loads=tuple(loads),
            troubles=tuple(troubles),
            closures=closures,
            dangers=self._warnings(now),
            ground=Ground(tuple(Spot(f"{area}.2001", area, -1.8, 115.1) for area in KECAMATAN)),
            handovers=(Handover("f", f"{KECAMATAN[0]}:ppk", KECAMATAN[0], now, now, True),),
            heard=tuple(Heard(area, now, MORNING) for area in KECAMATAN),
        )

    def _warnings(self, now: datetime) -> tuple[Danger, ...]:
        if not (each := self.shows("hazard:BMKG:Hujan Lebat", now)):
            return ()
        ring = ((-2.0, 115.0), (-2.0, 115.5), (-1.5, 115.5), (-1.5, 115.0))
        until = now + timedelta(hours=1)
        return (Danger("Hujan Lebat", "BMKG", each.begins, until, now, (ring,)),)


def test_in_three_storms_under_five_per_cent_of_the_calls_are_repeats() -> None:
    calls = caught = happened = flips = things = 0
    for seed in range(3):
        storm, desk = Storm(seed), Desk()
        before: set[str] = set()
        for minute in range(0, HOURS * 60, EVERY):
            now = MORNING + minutes(minute)
            causes = found(storm.situation(now))
            flips += len(causes.keys() - before)
            things += sum(causes[key].count for key in causes.keys() - before)
            before = set(causes)
            desk.look(now, causes.values())
        called = list(desk.opened())
        calls += len(called)
        caught += len({storm.cause_of(key, moment) for moment, key in called})
        happened += sum(map(len, storm.causes.values()))
    print(f"{happened} causes, {calls} calls for {caught}, {flips} flips, {things} things")
    assert caught == happened, "nothing that happened was missed"
    assert calls - caught < 0.05 * calls
    assert flips > 4 * calls, "and the days were stormy enough to show it"
    assert things > 40 * calls, "one call speaks for many boxes"
