"""How the roads of an input run is kept beside it, for drawing."""

from dataclasses import replace

from tepat.core.plan.instance.values import Node
from tepat.server.plan.schedule import store
from tests.core.plan.instances import contoh

BENT = {"road": ((-2.0, 115.0), (-2.05, 115.1), (-2.1, 115.1))}


def test_an_input_that_nobody_drew_has_no_lines() -> None:
    assert store.shapes_of("0" * 64) == {}


def test_lines_follow_an_input_whose_points_stay() -> None:
    here = contoh()
    first = store.keep_input(here)
    store.keep_shapes(first, BENT)
    assert store.shapes_of(first) == BENT

    renamed = store.keep_input(replace(here, name="Lain"))
    store.carry_shapes(first, renamed)
    assert store.shapes_of(renamed) == BENT

    moved = replace(here, nodes=(*here.nodes, Node("baru", -2.5, 115.5)))
    elsewhere = store.keep_input(moved)
    store.carry_shapes(first, elsewhere)
    assert store.shapes_of(elsewhere) == {}
