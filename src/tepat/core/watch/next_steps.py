"""What to do next while an election is prepared.

Input: how far each part of the preparation is, as counts. Output: the steps that are
missing, in the order in which the work goes. Each step is one small rule in `RULES`;
a part that this installation does not have yet (None) asks for nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Do(StrEnum):
    """One thing that can be done next."""

    IMPORT_TPS = "import_tps"
    FILL_VOTERS = "fill_voters"
    FIND_TPS = "find_tps"
    SET_QUANTITIES = "set_quantities"
    MAKE_PACKAGES = "make_packages"
    RECORD_RECEIPTS = "record_receipts"
    CLOSE_BALANCE = "close_balance"
    PACK = "pack"
    SEAL = "seal"
    SURVEY_POINTS = "survey_points"


@dataclass(frozen=True, slots=True)
class Preparation:
    """Where the preparation of one election in one kabupaten stands. None: not known here."""

    tps: int
    tps_without_voters: int
    desa_without_tps: int
    desa: int
    desa_unsurveyed: int
    items_unset: int | None = None
    packages: int | None = None
    packed: int | None = None
    sealed: int | None = None
    receipts_open: int | None = None
    balances_open: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: how many there are, and of how many. `deadline` is its code."""

    do: Do
    count: int
    of: int = 0
    deadline: str = ""


Rule = Callable[[Preparation], Step | None]


def next_steps(preparation: Preparation, most: int = 5) -> list[Step]:
    """Return at most `most` things to do next, in the order of the work.

    >>> [step.do.value for step in next_steps(Preparation(0, 0, 131, 131, 0))]
    ['import_tps']
    """
    found = (rule(preparation) for rule in RULES)
    return [step for step in found if step][:most]


def _import_tps(so_far: Preparation) -> Step | None:
    return Step(Do.IMPORT_TPS, 0) if so_far.tps == 0 else None


def _fill_voters(so_far: Preparation) -> Step | None:
    return _some(Do.FILL_VOTERS, so_far.tps_without_voters, so_far.tps)


def _find_tps(so_far: Preparation) -> Step | None:
    # Before the list is there, every desa lacks TPS; saying so helps nobody.
    return _some(Do.FIND_TPS, so_far.desa_without_tps, so_far.desa) if so_far.tps else None


def _set_quantities(so_far: Preparation) -> Step | None:
    return _some(Do.SET_QUANTITIES, so_far.items_unset, deadline="setting")


def _make_packages(so_far: Preparation) -> Step | None:
    if so_far.packages == 0 and so_far.tps:
        return Step(Do.MAKE_PACKAGES, so_far.tps, deadline="setting")
    return None


def _record_receipts(so_far: Preparation) -> Step | None:
    return _some(Do.RECORD_RECEIPTS, so_far.receipts_open, deadline="sortir")


def _close_balance(so_far: Preparation) -> Step | None:
    return _some(Do.CLOSE_BALANCE, so_far.balances_open, deadline="kirim_ppk")


def _pack(so_far: Preparation) -> Step | None:
    if so_far.packages is None or so_far.packed is None:
        return None
    return _some(Do.PACK, so_far.packages - so_far.packed, so_far.packages, "kirim_ppk")


def _seal(so_far: Preparation) -> Step | None:
    if so_far.packed is None or so_far.sealed is None:
        return None
    return _some(Do.SEAL, so_far.packed - so_far.sealed, so_far.packed, "kirim_ppk")


def _survey_points(so_far: Preparation) -> Step | None:
    return _some(Do.SURVEY_POINTS, so_far.desa_unsurveyed, so_far.desa, "kirim_ppk")


def _some(do: Do, count: int | None, of: int = 0, deadline: str = "") -> Step | None:
    return Step(do, count, of, deadline) if count else None


RULES: Final[tuple[Rule, ...]] = (
    _import_tps,
    _fill_voters,
    _find_tps,
    _set_quantities,
    _make_packages,
    _record_receipts,
    _seal,
    _pack,
    _close_balance,
    _survey_points,
)
"""In the order of the work; a packed box without seal comes before the next box."""
