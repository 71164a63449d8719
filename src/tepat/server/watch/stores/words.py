"""What people read of stores and their guards."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext, gettext_noop

from tepat.core.move.inspections import GOOD, LACKING, UNFIT
from tepat.core.watch.stores.roster import Kept
from tepat.core.watch.stores.standing import FLOOD_RED, Colour, Water
from tepat.server.desk.words import number

OUTCOMES: Final[Mapping[str, tuple[str, str]]] = {
    GOOD: ("tepat", gettext_noop("passed")),
    LACKING: ("perhatian", gettext_noop("passed, with remarks")),
    UNFIT: ("tidak", gettext_noop("failed")),
}
COLOURS: Final[Mapping[Colour, str]] = {
    Colour.RED: gettext_noop("red"),
    Colour.AMBER: gettext_noop("with remarks"),
    Colour.OPEN: gettext_noop("not inspected"),
    Colour.GREEN: gettext_noop("in order"),
}
TIERS: Final[Mapping[str, str]] = {
    "kpu": gettext_noop("Kabupaten"),
    "ppk": gettext_noop("Kecamatan"),
    "pps": gettext_noop("Desa"),
}
TURNS: Final[Mapping[str, str]] = {
    "pagi": gettext_noop("morning"),
    "sore": gettext_noop("afternoon"),
    "malam": gettext_noop("night"),
}
KEPT: Final[Mapping[Kept, tuple[str, str, str]]] = {
    Kept.KEPT: ("k", "tepat", gettext_noop("kept")),
    Kept.GAP: ("x", "tidak", gettext_noop("nobody came")),
    Kept.EMPTY: ("q", "belum", gettext_noop("not filled")),
    Kept.FILLED: ("r", "menyusul", gettext_noop("to come")),
    Kept.NONE: ("o", "", gettext_noop("no roster")),
}
"""Mark in the grid, state, and word."""


def outcome(word: str) -> tuple[str, str]:
    """Return shape and word of an outcome; one that this program does not know, as it is."""
    shape, said = OUTCOMES.get(word, ("basi", word))
    return shape, gettext(said) if word in OUTCOMES else said


def chance(share: float) -> str:
    """Return a chance as people say it: 2 dari 10; below one in ten, 1 dari 50.

    >>> from django.utils import translation
    >>> with translation.override("en"):
    ...     chance(0.2), chance(0.02), chance(0.0)
    ('2 of 10', '1 of 50', 'none')
    """
    if share <= 0:
        return gettext("none")
    if share < 0.1:
        return gettext("1 of %(n)s") % {"n": number(round(1 / share))}
    return gettext("%(n)s of 10") % {"n": min(10, round(share * 10))}


def water(found: Water | None) -> dict[str, Any] | None:
    """Return the chance of water as a cell: state, words, and who says so."""
    if found is None:
        return None
    is_red = found.surrounds and found.most >= FLOOD_RED
    shape = "tidak" if is_red else "perhatian" if found.most > 0 else "tepat"
    wet, roads = found.roads
    who = ", ".join(filter(None, (found.by, found.at)))
    return {
        "shape": shape,
        "said": chance(found.most),
        "zone": found.zone,
        "who": who or gettext("nobody is named"),
        "rough": found.rough,
        "roads": ""
        if found.surrounds
        else gettext("%(wet)s of %(all)s roads there") % {"wet": wet, "all": roads},
    }


def distance(metres: int | None) -> str:
    """Return metres as kilometres with one decimal."""
    return "" if metres is None else f"{metres / 1000:.1f} km".replace(".", ",")
