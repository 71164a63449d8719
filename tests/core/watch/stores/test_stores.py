"""Stores: which inspection decides, what makes one red, its water, its backup, its guards."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise, permutations
from zoneinfo import ZoneInfo

import pytest

from tepat.core.move.events import Inspected
from tepat.core.move.inspections import Look, last_of, look_of
from tepat.core.plan.instance.values import Arc, Store, Verdict, Zone
from tepat.core.watch.alerts.kinds import Kind
from tepat.core.watch.alerts.situation import Spot, Unbacked
from tepat.core.watch.alerts.situation import Store as AlertStore
from tepat.core.watch.stores import standing
from tepat.core.watch.stores.backups import Candidate, offers
from tepat.core.watch.stores.roster import (
    GRACE,
    TURN_BY_CODE,
    TURNS,
    Duty,
    Kept,
    missed_since,
    state_of,
    windows_of,
)
from tepat.core.watch.stores.standing import Colour, Seen, Water
from tepat.core.watch.stores.water import water_at
from tests.alert_worlds import HULU, MORNING, found, situation

ZONE = ZoneInfo("Asia/Makassar")
NOW = datetime(2024, 11, 20, 2, 0, tzinfo=UTC)
TWO_WEEKS = timedelta(days=14)
PLACE = f"{HULU}:ppk"


def look(outcome: str = "good", hours: float = 1, name: str = "a" * 64) -> Look:
    return Look(PLACE, NOW - timedelta(hours=hours), outcome, name)


def seen(**fields: object) -> Seen:
    return Seen(PLACE, "ppk", **fields)  # type: ignore[arg-type]


def test_the_last_inspection_decides_in_any_order() -> None:
    looks = [look("unfit", 3), look("good", 2, "b" * 64), look("lacking", 9, "c" * 64)]
    for order in permutations(looks):
        assert last_of(order)[PLACE] == looks[1]


def test_of_two_inspections_at_once_the_worse_decides() -> None:
    looks = [look("unfit", 1, "a" * 64), look("good", 1, "f" * 64)]
    assert last_of(looks)[PLACE].outcome == "unfit"
    assert last_of(reversed(looks))[PLACE].outcome == "unfit"


def test_two_that_came_at_once_from_a_clock_ahead_keep_their_own_order() -> None:
    later = [NOW + timedelta(hours=n) for n in (1, 2)]
    first, second = (
        look_of(name, inspected(at=at, outcome=outcome), NOW)
        for name, at, outcome in (("f", later[0], "unfit"), ("a", later[1], "good"))
    )
    assert first
    assert second
    assert last_of([second, first])[PLACE] == second


def inspected(**fields: object) -> Inspected:
    made: dict[str, object] = {"election": "e", "kabupaten": "99.01", "at": NOW, "place": PLACE}
    return Inspected(**(made | {"outcome": "good"} | fields))  # type: ignore[arg-type]


def test_a_clock_that_runs_ahead_counts_as_the_log_had_it() -> None:
    ahead = inspected(at=NOW + timedelta(days=300))
    counted = look_of("x", ahead, NOW)
    assert counted
    assert counted.at == NOW


def test_packages_that_were_looked_at_say_nothing_of_the_roof() -> None:
    assert look_of("x", inspected(packages=("A",), outcome="unfit"), NOW) is None
    assert look_of("x", inspected(shipment="SJ-1", outcome="unfit"), NOW) is None


def water(most: float, roads: tuple[int, int] = (0, 0)) -> Water:
    return Water("Rawa", most, (most,), "BPBD", "2024-11-01", False, roads)


@pytest.mark.parametrize(
    ("store", "colour"),
    [
        (seen(), Colour.OPEN),
        (seen(look=look()), Colour.GREEN),
        (seen(look=look("lacking")), Colour.AMBER),
        (seen(look=look("unfit")), Colour.RED),
        (seen(look=look(hours=24 * 15)), Colour.AMBER),
        (seen(look=look(), water=water(0.1)), Colour.AMBER),
        (seen(look=look(), water=water(standing.FLOOD_RED)), Colour.RED),
        (seen(look=look(), water=water(0.9, (2, 6))), Colour.AMBER),
        (seen(water=water(0.9, (3, 3))), Colour.RED),
    ],
)
def test_how_a_store_stands(store: Seen, colour: Colour) -> None:
    assert standing.colour_of(store, NOW, TWO_WEEKS) is colour


def test_a_red_store_needs_a_backup_until_it_has_one() -> None:
    red = seen(look=look("unfit"))
    assert standing.needs_backup(red, Colour.RED)
    assert not standing.needs_backup(seen(look=look("unfit"), backup="x:pps"), Colour.RED)
    assert not standing.needs_backup(red, Colour.AMBER)


def test_an_inspection_is_overdue_by_tier_and_when_it_no_longer_counts() -> None:
    vote = date(2024, 11, 27)

    def overdue(store: Seen, today: date) -> bool:
        return standing.is_overdue(store, NOW, today, vote, TWO_WEEKS)

    assert not overdue(seen(), date(2024, 11, 13))
    assert overdue(seen(), date(2024, 11, 14))
    assert overdue(Seen("99.01:gudang-1", "kpu"), date(2024, 10, 29))
    assert not overdue(Seen("99.01.01.1001:pps", "pps"), date(2024, 11, 20))
    assert overdue(seen(look=look(hours=24 * 15)), date(2024, 11, 1))
    assert not standing.is_overdue(seen(), NOW, date(2024, 12, 1), None, TWO_WEEKS)


def test_only_an_unfit_store_keeps_nothing_overnight() -> None:
    assert standing.verdict_of(look("lacking")) is Verdict.PASSED
    assert standing.differs(look("unfit"), Store(Verdict.PASSED))
    assert not standing.differs(look("unfit"), Store(Verdict.FAILED))
    assert standing.differs(look("good"), Store(Verdict.UNKNOWN))


# -- backups and water ----------------------------------------------------------------------------


def arc(tail: str, head: str, metres: int, zone: str = "") -> Arc:
    return Arc(f"{tail}-{head}", tail, head, metres, "plain", zone=zone)


def instance(*arcs: Arc, zones: tuple[Zone, ...] = ()) -> object:
    class Ground:
        pass

    made = Ground()
    made.arcs = arcs  # type: ignore[attr-defined]
    made.hazard = Ground()  # type: ignore[attr-defined]
    made.hazard.zones = zones  # type: ignore[attr-defined]
    return made


def test_the_nearest_backup_by_road_and_too_small_ones_last() -> None:
    roads = instance(arc("a", "b", 9_000), arc("a", "c", 2_000), arc("c", "b", 1_000))
    start = Candidate("a:ppk", "a", 0.0, 0.0)
    near, far = Candidate("c:pps", "c", 5.0, 5.0), Candidate("b:pps", "b", 0.001, 0.0)
    small = Candidate("c:kecil", "c", litres=10)
    island = Candidate("d:pps", "d", 0.01, 0.0)
    nowhere = Candidate("e:pps", "e")
    made = offers(start, [far, near, small, island, nowhere, start], roads, 500)  # type: ignore[arg-type]
    assert [(each.candidate.place, each.metres, each.is_beeline) for each in made] == [
        ("d:pps", 1112, True),
        ("c:pps", 2000, False),
        ("b:pps", 3000, False),
        ("c:kecil", 2000, False),
    ]
    assert [each.holds for each in made] == [None, None, None, False]


def test_water_is_told_by_outlines_or_by_the_roads_at_the_door() -> None:
    rawa = Zone("rawa", "Rawa", (0.1, 0.4))
    drawn = Zone("kali", "Kali", (0.6, 0.2))
    ground = instance(
        arc("a", "b", 1, "rawa"), arc("a", "c", 1), arc("a", "d", 1), arc("e", "f", 1, "rawa"),
        zones=(rawa, drawn),
    )  # fmt: skip
    ring = ((0.0, 0.0), (0.0, 2.0), (2.0, 2.0), (2.0, 0.0))
    spots = [Spot("a:ppk", "a", 9, 9), Spot("c:pps", "c", 1, 1), Spot("e:pps", "e", 9, 9)]
    told = water_at(ground, {"kali": [ring]}, [*spots, Spot("x:pps", "x", 9, 9)])  # type: ignore[arg-type]
    assert told.keys() == {"a:ppk", "c:pps", "e:pps"}
    assert (told["a:ppk"].roads, told["a:ppk"].surrounds, told["a:ppk"].rough) == (
        (1, 3),
        False,
        True,
    )
    assert told["e:pps"].surrounds
    assert told["e:pps"].most == 0.4
    assert told["c:pps"].zone == "Kali"
    assert told["c:pps"].days == (0.6, 0.2)


# -- guards ---------------------------------------------------------------------------------------


def test_turns_cover_a_day_and_the_night_ends_tomorrow() -> None:
    windows = [turn.window(date(2024, 11, 20), ZONE) for turn in TURNS]
    assert windows[0][0].time() == time(6)
    assert all(end == begin for (_, end), (begin, _) in pairwise(windows))
    assert windows[-1][1] - windows[0][0] == timedelta(days=1)


def test_what_became_of_a_turn() -> None:
    begin, end = window = TURN_BY_CODE["malam"].window(date(2024, 11, 20), ZONE)

    def state(now: datetime, *signed: tuple[datetime, datetime], count: int = 2) -> Kept:
        return state_of(window, is_planned=True, count=count, signed=signed, now=now)

    late = (begin + timedelta(hours=1), end)
    assert state(begin - timedelta(hours=1)) is Kept.FILLED
    assert state(begin - timedelta(hours=1), count=0) is Kept.EMPTY
    assert state(begin + GRACE - timedelta(minutes=1)) is Kept.FILLED
    assert state(begin + GRACE) is Kept.GAP
    assert state(begin + timedelta(hours=2), late) is Kept.KEPT
    assert state(end + timedelta(hours=1), (begin, begin + timedelta(hours=1))) is Kept.GAP
    nobody = state_of(window, is_planned=False, count=0, signed=(), now=end)
    assert nobody is Kept.NONE


def test_a_roster_makes_a_gap_also_where_nobody_ever_signed() -> None:
    day = MORNING.astimezone(ZONE).date()
    turns = tuple(windows_of([Duty(PLACE, "utama", day, "pagi", 2)], ZONE))
    assert missed_since(turns, (), MORNING) == turns[0][0]
    store = AlertStore(PLACE, HULU, 0, inspected_at=MORNING, outcome="good", turns=turns)
    [gap] = found(situation(stores=(store,))).values()
    assert gap.kind is Kind.GUARD_GAP
    assert gap.params["ended_at"] == turns[0][0].isoformat()
    here = AlertStore(PLACE, HULU, 3, "good", MORNING, guarded=turns, turns=turns)
    assert not found(situation(stores=(here,)))
    before = turns[0][0] + GRACE - timedelta(minutes=1)
    assert not found(situation(before, stores=(store,)))


def test_red_stores_without_a_backup_are_one_alert_for_their_kecamatan() -> None:
    due = date(2024, 11, 20)
    rows = tuple(
        Unbacked(f"{HULU}.100{n}:pps", f"{HULU}.100{n}", MORNING - timedelta(hours=n), due, "f")
        for n in (1, 2)
    )
    [each] = found(situation(unbacked=rows)).values()
    assert (each.kind, each.where, each.count) == (Kind.STORE_NO_BACKUP, HULU, 2)
    assert each.since == MORNING - timedelta(hours=2)
    assert each.params["due_on"] == "2024-11-20"
