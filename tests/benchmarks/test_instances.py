"""Public instances: read, solved through our own question, held against the best known."""

from pathlib import Path

import pytest

pytest.importorskip("vrplib", reason="pyvrp with vrplib is not installed")

from benchmarks.plan.instances import Gap, asked, best_known, cost, gaps, ours, read

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

    assert best_known(path) == 68
    legs = tuple(Leg(0, at + 1, (at,), 0) for at in range(4))
    assert cost(question, Answer(legs, (), True)) == 20 + 28 + 20 + 28
    with pytest.raises(ValueError, match="1 tasks are left"):
        cost(question, Answer(legs[:3], (3,), False))
