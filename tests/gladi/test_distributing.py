"""How the boxes of a desa without a phone go on to its TPS."""

from datetime import UTC, datetime, timedelta
from random import Random
from types import SimpleNamespace
from typing import Any, cast

import pytest

from tepat.gladi import distributing, typing_papers
from tepat.gladi.agenda import Agenda
from tepat.gladi.values import Load
from tepat.gladi.world import World

DESA = "33.75.01.1002"
H_1 = datetime(2024, 2, 13, 8, tzinfo=UTC)


def _load(code: str, to: str = f"{DESA}:pps") -> Load:
    return Load(code, "33.75:gudang-1", to, "", (f"KOTAK{code}",), H_1, "Truk 1")


@pytest.fixture
def laid(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, datetime]]:
    """The papers of TPS that were laid on the table."""
    found: list[tuple[str, datetime]] = []

    def lay(world: World, tps: str, happened: datetime, at: datetime) -> None:
        found.append((tps, happened))

    monkeypatch.setattr(typing_papers, "type_tps", lay)
    return found


def _world(*loads: Load) -> Any:
    return SimpleNamespace(
        loads={each.code: each for each in loads},
        typed={},
        agenda=Agenda(),
        reached={},
        chance=Random(1),
        asked=SimpleNamespace(shares=SimpleNamespace(late_paper=0)),
        moment=lambda days, hour: H_1,
        jitter=lambda least, most: timedelta(minutes=least),
        tps=lambda desa: [f"{desa}-001", f"{desa}-002"],
        happened=lambda *words, **more: None,
    )


def test_a_tps_signs_one_paper_though_its_boxes_came_to_the_desa_with_two_trucks(
    laid: list[tuple[str, datetime]],
) -> None:
    first, second, other = _load("SJ-1"), _load("SJ-2"), _load("SJ-3", "33.75.01.1003:pps")
    world = _world(first, second, other)
    late = H_1 + timedelta(hours=9)

    distributing._on_paper(cast(World, world), second, late)
    world.agenda.run(H_1 + timedelta(days=1))
    assert laid == []

    distributing._on_paper(cast(World, world), first, H_1)
    world.agenda.run(H_1 + timedelta(days=1))
    assert [tps for tps, _ in laid] == [f"{DESA}-001", f"{DESA}-002"]
    assert all(at > late for _, at in laid)
