"""Costs in words: the sixth cell of the board, ratios and rupiah."""

import math
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tepat.server.election.models import Scope
from tepat.server.plan.schedule.words import short_rupiah
from tepat.server.watch.costs import queries

if TYPE_CHECKING:
    from tepat.server.watch.board.queries import Board


def cost_cell(scope: Scope, board: "Board", now: datetime) -> dict[str, Any]:
    """Return biaya, efektif and efisien of the kabupaten: one query where nothing is recorded."""
    made = queries.sums_of(scope, (), counts_of(board), board.ready, now)
    if made is None:
        return {"has_costs": False}
    sums, (known, of) = made
    biaya = float(sums.biaya[-1])
    return {
        "has_costs": True,
        "shape": shape_of(biaya),
        "ratio": ratio(biaya),
        "recorded": short_rupiah(int(sums.recorded[-1])),
        "compared": short_rupiah(int(sums.compared[-1])),
        "planned": short_rupiah(int(sums.planned[-1])),
        "efektif": percent(float(sums.efektif[-1])),
        "efisien": ratio(float(sums.efisien[-1])),
        "known": known,
        "of": of,
    }


def counts_of(board: "Board") -> dict[str, tuple[int, int]]:
    """Return TPS and TPS siap by kecamatan, as costs are held against them."""
    return {area: (each.tps, each.ready) for area, each in board.by_kecamatan.items()}


def ratio(value: float) -> str:
    """Return a ratio with two decimals, "" where nothing can be compared.

    >>> ratio(1.25)
    '1,25'
    """
    return "" if math.isnan(value) else f"{value:.2f}".replace(".", ",")


def percent(value: float) -> str:
    """Return a share in per cent with one decimal, "" where there is none."""
    return "" if math.isnan(value) else f"{value * 100:.1f} %".replace(".", ",")


def short(value: float) -> str:
    """Return rupiah in few digits, "" where there are none."""
    return "" if math.isnan(value) else short_rupiah(round(value))


def shape_of(biaya: float) -> str:
    """Return the state of a ratio: tepat at 1 or below."""
    return "belum" if math.isnan(biaya) else "tepat" if biaya <= 1 else "tidak"
