"""The drawings of plans: desa by chance, rupiah against reliability, said against seen, guesses.

All have an axis of nines: 0.9, 0.99 and 0.999 stand equally far apart, because that is how
much harder each is to reach.
"""

from math import log10
from typing import Any, Final

from tepat.server.plan.models import PlanRun
from tepat.server.plan.schedule import words
from tepat.server.plan.schedule.shown import Shown

TICKS: Final = (900_000, 990_000, 999_000, 999_900)
LEFT, RIGHT, GROUND = 50, 560, 246
SURE: Final = 600
"""Where the block of desa begins that are late in no scenario."""
STEP: Final = 11
"""Between two dots of one pile."""
PILE: Final = 19
"""Dots of the highest pile that fits; where one is higher all dots move together."""
NAMED: Final = 200
"""Names of weak desa end here at the least, else they leave the panel."""
COLUMNS: Final = 10
"""Columns of the block at the right."""


def nines(ppm: int) -> float:
    """Return how many nines a chance has: 1 for 0.9, 3 for 0.999; nothing failed counts as 5.

    >>> nines(900_000), nines(999_000), nines(1_000_000)
    (1.0, 3.0, 5.0)
    """
    if ppm >= words.MILLION:
        return 5.0
    return round(min(5.0, -log10(1 - ppm / words.MILLION)), 6) + 0.0


def _x(value: float) -> int:
    """Where a number of nines lies: 0.5 and less at the left end, 4 and more at the right."""
    share = (min(max(value, 0.5), 4.0) - 0.5) / 3.5
    return round(LEFT + share * (RIGHT - LEFT))


def dots(plan: Shown) -> dict[str, Any]:
    """Return one dot per desa, piled up where chances are alike, the weak ones named.

    Desa that are late in no scenario stand in a block of their own: 1 has no place on an
    axis of nines.
    """
    piles: dict[int, int] = {}
    places: list[tuple[int, int, bool]] = []
    sure = [row for row in plan.rows if row.chance.ppm >= words.MILLION and not row.is_left]
    for row in plan.rows:
        if row.chance.ppm < words.MILLION or row.is_left:
            x = round(_x(nines(row.chance.ppm)) / 12) * 12
            piles[x] = piles.get(x, 0) + 1
            places.append((x, piles[x], row.is_below or row.is_left))
    places += [(SURE + at % COLUMNS * STEP, at // COLUMNS + 1, False) for at in range(len(sure))]
    high = max((height for _, height, _ in places), default=1)
    step = min(float(STEP), STEP * PILE / high)
    good: list[str] = []
    bad: list[str] = []
    for x, height, is_bad in places:
        y = GROUND - 8 - (height - 1) * step
        (bad if is_bad else good).append(f"M{x} {y:.0f}h0")
    return {
        "good": "".join(good),
        "bad": "".join(bad),
        "size": f"{min(9.0, max(2.0, step * 0.85)):.1f}",
        "ticks": [(_x(nines(tick)), words.target(tick)) for tick in TICKS],
        "target": _x(nines(plan.target)),
        "named": [
            (
                max(_x(nines(row.chance.ppm)) - 8, NAMED),
                70 + 24 * number,
                f"{row.desa.name}: {words.chance(row.chance.ppm)}",
            )
            for number, row in enumerate(plan.below[:2])
        ],
        "sure": len(sure),
        "all": len(plan.rows),
        "below": len(plan.below),
        "label": words.target(plan.target),
    }


def curve(plan: Shown) -> dict[str, Any] | None:
    """Return the rounds of the making as points; None where they were not kept."""
    rows = [row for row in plan.run.curve if row["rupiah"]]
    if len(rows) < 2:
        return None
    money = [row["rupiah"] for row in rows] + [plan.run.rupiah]
    low, high = _ends(min(money), max(money))
    top, bottom = 30, 236

    def across(rupiah: int) -> int:
        return round(64 + (rupiah - low) / (high - low) * 560)

    def up(ppm: int) -> int:
        return round(bottom - (min(max(nines(ppm), 0.0), 4.0) / 4.0) * (bottom - top))

    front = sorted((row["rupiah"], row["ppm"]) for row in rows if row["kind"] == "front")
    mine = min(rows, key=lambda row: (abs(row["rupiah"] - plan.run.rupiah), -row["ppm"]))
    return {
        "line": "M" + "L".join(f"{across(money)} {up(ppm)}" for money, ppm in front),
        "points": [(across(money), up(ppm)) for money, ppm in front],
        "others": [
            (across(row["rupiah"]) - 5, up(row["ppm"]) - 5, row["kind"])
            for row in rows
            if row["kind"] != "front"
        ],
        "plain": (across(rows[0]["rupiah"]), up(rows[0]["ppm"])),
        "me": (across(plan.run.rupiah), up(mine["ppm"])),
        "me_label": _label_at(up(mine["ppm"]), top),
        "flip": across(plan.run.rupiah) > 330,
        "me_says": words.short_rupiah(plan.run.rupiah),
        "ticks": [(up(tick), words.target(tick)) for tick in TICKS],
        "money": [
            (across(each), words.decimal(each / words.MILLION, 0))
            for each in range(low, high + 1, max(1, (high - low) // 4))
        ],
    }


def _label_at(y: int, top: int) -> int:
    """Return the line of the name of a point: above it, below where the title of the axis is.

    >>> _label_at(150, 30), _label_at(30, 30)
    (140, 56)
    """
    return y - 10 if y - 10 > top + 10 else y + 26


def _ends(low: int, high: int) -> tuple[int, int]:
    """Round numbers around the costs, four steps apart."""
    step = 1_000_000
    while step * 4 < (high - low) * 1.2:
        step = step * 2 if str(step)[0] != "2" else step * 5 // 2
    begin = low // step * step
    return begin, begin + step * max(4, -(-(high - begin) // step))


def diagram(run: PlanRun) -> dict[str, Any]:
    """Return the reliability diagram: what was said across, what came of it upwards."""
    top, bottom = 20, 276

    def up(ppm: int) -> int:
        share = (min(max(nines(ppm), 0.0), 4.0)) / 4.0
        return round(bottom - share * (bottom - top))

    def across(ppm: int) -> int:
        return round(70 + (min(max(nines(ppm), 0.0), 4.0)) / 4.0 * 330)

    ticks = (500_000, *TICKS)
    return {
        "ticks": [(across(tick), up(tick), words.target(tick)) for tick in ticks],
        "points": [
            {
                "x": across(each["said"]),
                "y": up(each["seen"]),
                "low": up(each["seen_low"]),
                "high": up(each["seen_high"]),
                "r": min(14, 4 + round(each["desa"] ** 0.5)),
                "agrees": each["agrees"],
                "desa": each["desa"],
            }
            for each in run.checks.get("bins", ())
        ],
        "bottom": bottom,
    }


def slopes(run: PlanRun) -> dict[str, Any]:
    """Return one line a plan over half, told and twice the water; the plan itself apart."""
    top, bottom = 30, 236
    columns = (120, 330, 540)

    def up(ppm: int) -> int:
        return round(bottom - (min(max(nines(ppm), 0.0), 4.0) / 4.0) * (bottom - top))

    lines = [
        {
            "points": [(x, up(ppm)) for x, ppm in zip(columns, each["ppm"], strict=True)],
            "line": "M"
            + "L".join(f"{x} {up(ppm)}" for x, ppm in zip(columns, each["ppm"], strict=True)),
            "is_mine": not number,
        }
        for number, each in enumerate(run.checks.get("plans", ()))
    ]
    ticks = (500_000, *TICKS)
    return {
        "lines": lines[::-1],
        "ticks": [(up(tick), words.target(tick)) for tick in ticks],
        "columns": columns,
    }
