"""Each rupiah of a plan is counted from its trips and named by who said its price."""

from dataclasses import replace

from tepat.adapters import routing_cch, vrp
from tepat.core.plan.instance.checks import sound
from tepat.core.plan.instance.source import Source
from tepat.core.plan.instance.values import Instance, Price, Store, Transfer
from tepat.core.plan.schedule.asking import question
from tepat.core.plan.schedule.costs import Group, cost_lines, extra_of, group_of, team_days
from tepat.core.plan.schedule.effort import Effort
from tepat.core.plan.schedule.lots import lots_of
from tepat.core.plan.schedule.making import make
from tepat.core.plan.schedule.values import CostLine
from tepat.core.problems import Code
from tests.core.plan.instances import contoh
from tests.core.plan.plans import trips

SBM = Source("SBM Tabalong", "2024-03-01", rough=False)


def with_prices(*rows: tuple[str, str, int]) -> Instance:
    prices = tuple(Price(name, name.title(), unit, rupiah, SBM) for name, unit, rupiah in rows)
    return replace(contoh(), prices=prices)


def lines(instance: Instance) -> dict[str, CostLine]:
    travel = routing_cch.travel(instance)
    return {each.item: each for each in cost_lines(instance, trips(), travel)}


def test_items_are_counted_by_their_unit_and_say_their_source() -> None:
    found = lines(
        with_prices(
            ("supervisor", "perjalanan", 150_000),
            ("porter", "kotak", 5_000),
            ("fuel:truk", "km", 1_000),
            ("crew:estafet", "jam", 30_000),
            ("spanduk", "sekali", 75_000),
        )
    )

    assert {
        name: (each.quantity, each.rupiah, each.source)
        for name, each in found.items()
        if each.source == SBM.by
    } == {
        "supervisor": (3, 450_000, SBM.by),
        "porter": (20, 100_000, SBM.by),
        "fuel:truk": (68, 68_000, SBM.by),
        "crew:estafet": (7, 207_500, SBM.by),
        "spanduk": (1, 75_000, SBM.by),
    }


def test_a_team_that_comes_back_escorts_again_the_same_day() -> None:
    one, two, three = trips()
    after = replace(two, day=0, start=one.end, end=one.end + 60)
    beside = replace(three, day=0, start=one.start, end=one.end)

    assert team_days([one, after]) == 1
    assert team_days([one, after, beside]) == 2
    assert lines(with_prices(("escort", "hari", 400_000)))["escort"].quantity == 3


def test_where_teams_are_counted_and_have_no_price_the_line_stays_empty() -> None:
    found = lines(replace(contoh(), prices=()))["escort"]

    assert (found.quantity, found.each, found.rupiah) == (3, 0, 0)
    assert group_of(found, contoh()) is Group.ESCORT


def test_a_load_that_changes_to_a_boat_pays_at_the_jetty_it_uses() -> None:
    instance = contoh()
    cheaper = Transfer("hilir", ("truk", "klotok"), 10, 1_000)
    two_jetties = replace(instance, transfers=(*instance.transfers, cheaper))

    found = lines(two_jetties)["transfer:dermaga"]

    assert (found.quantity, found.rupiah) == (1, 150_000)
    assert group_of(found, instance) is Group.HANDLING
    assert "transfer:hilir" not in lines(two_jetties)


def test_a_guard_names_the_store_or_the_price_list_that_said_so() -> None:
    instance = contoh()
    assert lines(instance)["guard"].source == ""
    store = Store(instance.desa[3].store.verdict, 200_000, source=SBM)
    island = replace(instance.desa[3], store=store)

    assert lines(replace(instance, desa=(*instance.desa[:3], island)))["guard"].source == SBM.by


def test_the_solver_weighs_what_each_day_kilometre_and_departure_costs_more() -> None:
    instance = with_prices(
        ("escort", "hari", 400_000), ("supervisor", "perjalanan", 150_000), ("fuel", "km", 500)
    )
    travel = routing_cch.travel(instance)
    lots, _ = lots_of(instance, travel)

    asked = question(instance, travel, lots, {}, [0] * 3)
    bare = question(replace(instance, prices=()), travel, lots, {}, [0] * 3)

    boat = instance.vehicles[1]
    assert extra_of(instance, boat).trip == 150_000 + 150_000
    assert asked.offers[0].fixed == bare.offers[0].fixed + 4_000
    first, last = asked.offers[0].depot, travel.places.index("99.01.02.2001")
    km = int(travel.metres("truk")[first, last]) * 500 // 1000 // 100
    dearer = asked.costs["truk@0"] - bare.costs["truk@0"]
    assert abs(int(dearer[first, last]) - (km + 1_500)) <= 1
    assert abs(int(dearer[last, first]) - km) <= 1


def test_a_made_plan_costs_the_sum_of_its_lines_with_items() -> None:
    instance = with_prices(("escort", "hari", 400_000), ("porter", "kotak", 5_000))
    small = Effort(rounds=2, iterations=40, scenarios=200, unseen=200)

    plan = make(instance, routing_cch.travel(instance), vrp.Solver(), 1, small)

    items = {line.item for line in plan.costs}
    assert {"escort", "porter"} <= items
    assert plan.rupiah == sum(line.rupiah for line in plan.costs)


def test_a_price_in_a_unit_that_no_trip_has_is_named() -> None:
    instance = with_prices(("porter", "dus", 5_000), ("crew:kapal", "hari", 100_000))

    _, problems = sound(instance)

    told = [each for each in problems if each.code.value.startswith("plan_price")]
    assert [each.code for each in told] == [Code.PLAN_PRICE_UNIT, Code.PLAN_PRICE_VEHICLE]
    assert told[0].facts["got"] == "dus"
