"""A road is named as people name it: by its name, its ends, or its code."""

from tepat.core.plan.closing import arcs_named
from tepat.core.problems import Code
from tepat.core.sentences import sentence
from tests.core.plan.instances import contoh


def test_a_road_is_found_by_id_name_or_ends() -> None:
    assert arcs_named(contoh(), "3") == (["3"], [])
    assert arcs_named(contoh(), "jalan  KOTA") == (["1"], [])
    assert arcs_named(contoh(), "Dermaga Hilir - hilir") == (["3"], [])


def test_an_unknown_road_names_the_nearest() -> None:
    found, [problem] = arcs_named(contoh(), "Jalan Kata")

    assert found == []
    assert problem.code is Code.PLAN_ARC_UNKNOWN
    assert "Jalan Kota" in sentence(problem)
