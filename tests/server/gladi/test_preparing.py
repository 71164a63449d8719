"""What a rehearsal is furnished with follows from its election."""

from pathlib import Path

import pytest

import tepat
from tepat.server.election.elections import load
from tepat.server.gladi.preparing import lying_beside

TABALONG = Path(tepat.__file__).parent / "data/demo/63.09"


@pytest.mark.parametrize(("code", "fits"), [("pilkada-2024", True), ("pemilu-2024", False)])
def test_a_plan_is_taken_for_the_days_that_it_was_made_for(code: str, fits: bool) -> None:
    found = lying_beside(TABALONG, load(code).voting_day)
    assert (found is not None) is fits


def test_where_no_plan_lies_one_is_made(tmp_path: Path) -> None:
    assert lying_beside(tmp_path, load("pilkada-2024").voting_day) is None
