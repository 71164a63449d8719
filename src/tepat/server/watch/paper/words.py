"""What the tables of papers are called, and what the log says of a row, in shapes and words."""

from typing import Final, NamedTuple

from django.utils.translation import gettext_noop

from tepat.core.watch.paper.rows import Says, Way


class Called(NamedTuple):
    """One way: its address, its name, and what one row of it is."""

    slug: str
    title: str
    row: str


WAYS: Final = {
    Way.TO_PPK: Called("ke-ppk", gettext_noop("KPU to PPK"), gettext_noop("Load")),
    Way.TO_PPS: Called("ke-pps", gettext_noop("PPK to PPS"), gettext_noop("Desa")),
    Way.TO_TPS: Called("ke-tps", gettext_noop("PPS to KPPS"), gettext_noop("TPS")),
    Way.BACK_TO_PPS: Called("balik-pps", gettext_noop("Back: KPPS to PPS"), gettext_noop("TPS")),
    Way.BACK_TO_PPK: Called("balik-ppk", gettext_noop("Back: PPS to PPK"), gettext_noop("Desa")),
}
BY_SLUG: Final = {called.slug: way for way, called in WAYS.items()}

SAYS: Final = {
    Says.NOTHING: ("belum", gettext_noop("no fact yet")),
    Says.GIVEN: ("sepihak", gettext_noop("the giver signed by phone")),
    Says.PARTLY: ("perhatian", gettext_noop("some boxes are missing")),
    Says.PAPER: ("tepat", gettext_noop("on paper")),
    Says.TWO_SIGNATURES: ("tepat", gettext_noop("two signatures")),
    Says.DISPUTED: ("tidak", gettext_noop("several say that they received it")),
}
CONDITIONS: Final = {
    "broken": gettext_noop("seal broken"),
    "damaged": gettext_noop("box damaged"),
    "wet": gettext_noop("wet"),
    "missing": gettext_noop("contents missing"),
    "empty": gettext_noop("empty"),
    "other": gettext_noop("something else"),
}
"""What a paper says of boxes that are not whole."""
