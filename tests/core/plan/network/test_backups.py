"""Another road to each desa, or the word that there is none."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tepat.adapters.routing_cch import Cch, travel
from tepat.core.plan.instance.values import Arc, Transfer
from tepat.core.plan.network.backups import accesses, backups, zones_of
from tepat.core.plan.network.dijkstra import Dijkstra
from tepat.core.plan.network.matrices import EngineOf, Matrices
from tests.core.plan.network.regency import regency

DESA = "99.01.01.2001"
TRUNK = Arc("trunk", "n0", "n1", 1_000, "primary")
SHORT = Arc("short", "n1", "n2", 6_000, "primary", zone="z1")
ROUND = (
    Arc("round1", "n1", "n3", 4_500, "primary"),
    Arc("round2", "n3", "n2", 4_500, "primary"),
)


@pytest.mark.parametrize("engine", [Cch, Dijkstra])
def test_another_road_is_found_with_what_it_shares(engine: EngineOf) -> None:
    instance = regency(4, [TRUNK, SHORT, *ROUND], [2], zones=["z1"])
    [found] = accesses(instance, Matrices(instance, engine), ["truck"])

    assert found.first.arcs == ("trunk", "short")
    assert (found.origin, found.zones) == ("gudang", ("z1",))
    backup = found.backup
    assert backup.arcs == ("trunk", "round1", "round2")
    assert (backup.metres, backup.minutes, backup.shared_ppm) == (10_000, 17, 100_000)
    assert backup.is_there


def test_a_desa_at_the_end_of_one_road_has_no_other() -> None:
    instance = regency(3, [TRUNK, SHORT], [2])
    [backup] = backups(instance, travel(instance), ["truck"])

    assert not backup.is_there
    assert (backup.desa, backup.mode, backup.shared_ppm) == (DESA, "truck", 1_000_000)


def test_a_road_that_is_mostly_the_first_is_none() -> None:
    bypass = [Arc("b1", "n1", "n3", 600, "primary"), Arc("b2", "n3", "n2", 600, "primary")]
    long_trunk = replace(TRUNK, metres=6_000)
    instance = regency(4, [long_trunk, replace(SHORT, metres=1_000), *bypass], [2])
    [backup] = backups(instance, travel(instance), ["truck"])

    assert not backup.is_there
    assert backup.shared_ppm == 833_333


def test_a_chain_has_its_backup_over_another_jetty() -> None:
    arcs = [
        Arc("road", "n0", "n1", 3_600, "primary"),
        Arc("river", "n1", "n2", 3_600, "river"),
        Arc("other road", "n0", "n3", 9_000, "primary"),
        Arc("other river", "n3", "n2", 9_000, "river"),
    ]
    jetties = [Transfer(each, ("truck", "klotok"), 5) for each in ("n1", "n3")]
    instance = regency(4, arcs, [2], transfers=jetties)
    [found] = accesses(instance, travel(instance), ["truck+klotok"])

    assert found.first.arcs == ("road", "river")
    assert found.backup.arcs == ("other road", "other river")
    assert found.backup.minutes == 15 + 5 + 30


def test_a_desa_out_of_reach_and_a_helicopter_are_left_out() -> None:
    instance = regency(4, [TRUNK], [1, 3])

    found = accesses(instance, travel(instance), ["truck", "klotok", "helicopter"])
    assert [(each.backup.desa, each.backup.mode) for each in found] == [(DESA, "truck")]


def test_a_desa_at_the_warehouse_needs_no_road() -> None:
    instance = regency(2, [TRUNK], [0])
    [found] = accesses(instance, travel(instance), ["truck"])

    assert (found.first.minutes, found.backup.is_there) == (0, False)


def test_zones_on_a_way_are_told_once_in_its_order() -> None:
    again = replace(ROUND[1], id="again", zone="z1")
    instance = regency(4, [TRUNK, SHORT, replace(ROUND[0], zone="z0"), again], [2])

    assert zones_of(instance, ["trunk", "round1", "short", "again"]) == ("z0", "z1")


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(100, 9_999)),
        min_size=5,
        max_size=40,
    )
)
def test_a_backup_is_a_way_and_never_faster_and_the_engine_is_as_before(
    lines: list[tuple[int, int, int]],
) -> None:
    arcs = [Arc(f"a{i}", f"n{a}", f"n{b}", m, "primary") for i, (a, b, m) in enumerate(lines)]
    instance = regency(10, arcs, list(range(1, 10)))
    tables = travel(instance)
    before = tables.minutes("truck").tolist()
    found = accesses(instance, tables, ["truck"])

    by_id = {arc.id: arc for arc in arcs}
    for each in found:
        if each.backup.is_there:
            assert each.backup.minutes >= each.first.minutes
            assert each.backup.metres == sum(by_id[at].metres for at in each.backup.arcs)
            assert each.backup.arcs != each.first.arcs
    assert found == accesses(instance, travel(instance), ["truck"])
    assert tables.minutes("truck").tolist() == before
