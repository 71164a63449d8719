"""Chains of modes: goods change vehicles at jetties alone, and everybody comes home."""

from dataclasses import replace

import pytest

from tepat.adapters import routing_cch
from tepat.core.plan.instance.values import Arc, Node, Transfer
from tepat.core.plan.network.dijkstra import Dijkstra
from tepat.core.plan.network.matrices import Matrices
from tepat.core.plan.network.times import UNREACHABLE
from tests.regencies import MODES, regency


@pytest.mark.parametrize("engine", ["cch", "dijkstra"])
def test_a_chain_of_a_ppk_by_the_water_goes_and_comes_home(engine: str) -> None:
    base = regency(desa=4, tps=8)
    ppk, desa = base.kecamatan[0], base.desa[0]
    river = replace(
        base,
        nodes=(
            Node("gudang", 0, 115),
            Node("ppk", 0, 115.1),
            Node("hulu", 0, 115.3),
        ),
        arcs=(
            Arc("jalan", "gudang", "ppk", 10_000, "primary"),
            Arc("sungai", "ppk", "hulu", 18_000, "river"),
        ),
        modes=MODES,
        transfers=(Transfer("ppk", ("truck", "boat"), 30),),
        kecamatan=(replace(ppk, node="ppk"),),
        desa=(replace(desa, node="hulu"),),
    )
    travel = routing_cch.travel(river) if engine == "cch" else Matrices(river, Dijkstra)

    minutes = travel.minutes("truck+boat")
    warehouse, store, hulu = range(3)

    assert minutes[warehouse, hulu] == 15 + 30 + 60
    assert minutes[store, hulu] == 30 + 60
    assert minutes[hulu, store] <= 60 + 1
    assert minutes[hulu, warehouse] == 15 + 30 + 60
    assert minutes[warehouse, store] <= 15 + 1
    assert travel.minutes("truck")[warehouse, hulu] == UNREACHABLE
