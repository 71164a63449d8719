"""What strikes a rehearsal that ends in the evening of H-1."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from tepat.gladi import injecting
from tepat.gladi.happening import Happens
from tepat.gladi.scenarios import chosen
from tepat.gladi.troubles import VERBS
from tepat.gladi.truth import Truth
from tepat.gladi.values import HALF
from tepat.gladi.world import World

VOTE = datetime(2024, 11, 27, tzinfo=UTC)


@pytest.mark.parametrize(
    ("since", "arrives", "until", "plays"),
    [
        (VOTE - timedelta(hours=30), None, HALF, True),
        (VOTE + timedelta(hours=7), None, HALF, False),
        (VOTE - timedelta(hours=8), VOTE + timedelta(days=2), HALF, False),
        (VOTE + timedelta(hours=7), None, "", True),
    ],
)
def test_what_happens_after_the_end_is_not_asked_for(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    since: datetime,
    arrives: datetime | None,
    until: str,
    plays: bool,
) -> None:
    [scenario] = chosen(["sopir-tidak-datang"])

    def strikes(world: World, settings: Any) -> Happens:
        return Happens("63.09.05", since, since + timedelta(hours=1), (), arrives=arrives)

    monkeypatch.setitem(cast(dict[str, Any], VERBS), scenario.do, strikes)
    truth = Truth(tmp_path)
    world: Any = SimpleNamespace(
        asked=SimpleNamespace(until=until),
        moment=lambda days, hour: VOTE,
        skipped={},
        truth=truth,
    )

    injecting.inject(world, [scenario], before_packing=False)

    assert bool(truth.troubles) is plays
    assert bool(world.skipped) is not plays
