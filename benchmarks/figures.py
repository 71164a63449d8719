"""How a benchmark tells its figures, so that one table can hold them all."""

import json
from typing import Final

MARK: Final = "FIGURE "
"""Begins a line that `python -m benchmarks` collects into its table."""


def figure(
    what: str, value: float, budget: float, unit: str = "s", peer: tuple[str, float] | None = None
) -> None:
    """Tell one figure with its budget, and a peer's figure of the same work on this machine.

    A ratio against a peer holds on a noisy machine, where seconds do not.
    """
    row = {"what": what, "value": value, "budget": budget, "unit": unit, "peer": peer}
    print(MARK + json.dumps(row), flush=True)
