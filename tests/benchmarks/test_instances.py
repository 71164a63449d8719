"""Public instances: read, solved through our own question, held against the best known."""

from pathlib import Path

import pytest

pytest.importorskip("vrplib", reason="pyvrp with vrplib is not installed")

from benchmarks.plan.instances import Gap, asked, best_known, cost, gaps, ours, plain, read

CVRP = """NAME : four
TYPE : CVRP
DIMENSION : 5
EDGE_WEIGHT_TYPE : EUC_2D
CAPACITY : 10
NODE_COORD_SECTION
1 0 0
2 0 10
3 10 10
4 0 -10
5 10 -10
DEMAND_SECTION
1 0
2 5
3 5
4 5
5 5
DEPOT_SECTION
1
-1
EOF
"""
BEST = "Route #1: 1 2\nRoute #2: 3 4\nCost 68\n"
VRPTW = """two

VEHICLE
NUMBER     CAPACITY
  3         10

CUSTOMER
CUST NO.  XCOORD.   YCOORD.    DEMAND   READY TIME  DUE DATE   SERVICE TIME

    0      0         0          0          0        100          0
    1      0        10          5         50         60          1
    2      0        20          5          0         25          1
"""


def test_a_small_one_is_solved_to_the_best_known(tmp_path: Path) -> None:
    (tmp_path / "four.vrp").write_text(CVRP, encoding="utf-8")
    (tmp_path / "four.sol").write_text(BEST, encoding="utf-8")

    (gap,) = gaps(tmp_path, 0.2)

    assert gap == Gap("four", 68, 68, 68)


def test_time_windows_are_kept(tmp_path: Path) -> None:
    """The far customer closes first: out to it, back to the near one, in one trip."""
    path = tmp_path / "two.txt"
    path.write_text(VRPTW, encoding="utf-8")

    assert ours(asked(read(path)), 0.1) == 400


def test_what_the_model_does_not_cover_is_named(tmp_path: Path) -> None:
    (tmp_path / "back.vrp").write_text(
        CVRP.replace("DEPOT_SECTION", "BACKHAUL_SECTION\n1 0\n2 1\n3 1\n4 1\n5 1\nDEPOT_SECTION"),
        encoding="utf-8",
    )
    (tmp_path / "back.sol").write_text(BEST, encoding="utf-8")
    (tmp_path / "alone.vrp").write_text(CVRP, encoding="utf-8")

    assert list(gaps(tmp_path, 0.1)) == [
        "alone.vrp: no .sol with the best known beside it",
        "back.vrp: backhaul is not covered",
    ]


def test_the_best_known_is_read_and_costs_are_summed(tmp_path: Path) -> None:
    path = tmp_path / "four.vrp"
    path.write_text(CVRP, encoding="utf-8")
    path.with_suffix(".sol").write_text(BEST, encoding="utf-8")
    question = asked(read(path))
    from tepat.core.plan.schedule.routing import Answer, Leg

    assert best_known(path, "round") == 68
    legs = tuple(Leg(0, at + 1, (at,), 0) for at in range(4))
    assert cost(question, Answer(legs, (), True)) == 20 + 28 + 20 + 28
    with pytest.raises(ValueError, match="limits"):
        cost(question, Answer(legs, (), False))
    with pytest.raises(ValueError, match="1 tasks are left"):
        cost(question, Answer(legs[:3], (3,), False))


FLEET = """NAME : mixed
TYPE : HFVRP
DIMENSION : 5
VEHICLES : 3
EDGE_WEIGHT_TYPE : EUC_2D
NODE_COORD_SECTION
1 0 0
2 0 10
3 10 10
4 0 -10
5 10 -10
DEMAND_SECTION
1 0
2 5
3 5
4 5
5 5
CAPACITY_SECTION
1 10
2 20
3 20
VEHICLES_FIXED_COST_SECTION
1 40
2 300
3 300
VEHICLES_UNIT_DISTANCE_COST_SECTION
1 2
2 3
3 3
DEPOT_SECTION
1
EOF
"""
AGAIN = """NAME : again
TYPE : MTVRPTWR
DIMENSION : 3
VEHICLES : 2
CAPACITY : 10
SERVICE_TIME : 0
EDGE_WEIGHT_TYPE : EUC_2D
NODE_COORD_SECTION
1 0 0
2 0 10
3 0 20
DEMAND_SECTION
1 0
2 5
3 5
TIME_WINDOW_SECTION
1 0 200
2 0 15
3 0 200
RELEASE_TIME_SECTION
1 0
2 0
3 50
VEHICLES_RELOAD_DEPOT_SECTION
1 1
2 1
DEPOT_SECTION
1
EOF
"""


def test_a_priced_fleet_pays_what_its_file_says(tmp_path: Path) -> None:
    """One large van goes round once: 300 + 3 x 60. With the small one it would be 510.

    Files of this kind have prices in hundredths and beelines in thousandths.
    """
    path = tmp_path / "mixed.vrp"
    path.write_text(FLEET, encoding="utf-8")
    question = asked(read(path))

    assert sorted((each.count, each.litres, each.fixed) for each in question.offers) == [
        (1, 10, 40),
        (2, 20, 300),
    ]
    assert ours(question, 0.2) == plain(path, 0.2, "exact") == 480_000
    path.with_suffix(".sol").write_text("Route #1: 1 2 4 3\nCost: 4.80\n", encoding="utf-8")
    assert best_known(path, "exact") == 480_000


def test_what_is_not_there_yet_goes_on_a_later_trip(tmp_path: Path) -> None:
    """The near one closes before the goods of the far one are at the depot: two trips."""
    path = tmp_path / "again.vrp"
    path.write_text(AGAIN, encoding="utf-8")
    question = asked(read(path))

    assert [task.ready for task in question.tasks] == [0, 500]
    assert [(each.count, each.most_trips > 1) for each in question.offers] == [(2, True)]
    assert ours(question, 0.2) == plain(path, 0.2, "dimacs") == 200 + 400
