"""How this room writes chances, rupiah, times and days."""

from datetime import date
from typing import Final

from django.utils.translation import gettext, gettext_noop

from tepat.core.plan.instance.journey import Journey, Purpose
from tepat.core.plan.instance.source import Reliability, Source
from tepat.core.plan.instance.values import MINUTES_A_DAY, Instance, Status, Verdict
from tepat.core.plan.journeys import purposes
from tepat.server.desk.words import language
from tepat.server.desk.words import number as number

MILLION: Final = 1_000_000

STATUSES: Final = {
    Status.OPERATIONAL: ("tepat", gettext_noop("open to traffic")),
    Status.RESTRICTED: ("perhatian", gettext_noop("restricted")),
    Status.CLOSED: ("tidak", gettext_noop("closed to traffic")),
}
VERDICTS: Final = {
    Verdict.PASSED: ("tepat", gettext_noop("passed inspection")),
    Verdict.FAILED: ("tidak", gettext_noop("failed inspection")),
    Verdict.UNKNOWN: ("belum", gettext_noop("not inspected")),
}
RELIABILITIES: Final = {
    Reliability.UNKNOWN: gettext_noop("not said"),
    Reliability.HEARD: gettext_noop("heard, not checked"),
    Reliability.SEEN: gettext_noop("seen on the spot"),
    Reliability.CONFIRMED: gettext_noop("confirmed by a second"),
}
CLASSES: Final = {
    "motorway": gettext_noop("Toll road"),
    "trunk": gettext_noop("Through road"),
    "primary": gettext_noop("Main road"),
    "secondary": gettext_noop("Connecting road"),
    "tertiary": gettext_noop("Road of a kecamatan"),
    "unclassified": gettext_noop("Road of a desa"),
    "residential": gettext_noop("Street between houses"),
    "service": gettext_noop("Access road"),
    "track": gettext_noop("Track"),
    "path": gettext_noop("Footpath"),
    "river": gettext_noop("River"),
    "ferry": gettext_noop("Ferry"),
    "sea": gettext_noop("Sea"),
    "plain": gettext_noop("Flat ground, without a map"),
    "hill": gettext_noop("Hills, without a map"),
    "swamp": gettext_noop("Swamp, without a map"),
    "connector": gettext_noop("Ground between a place and the map"),
}
"""Classes of road and water; one that is not named here is shown as the file writes it."""
EFFORTS: Final = {
    "quick": gettext_noop("Quick, some seconds to a minute"),
    "thorough": gettext_noop("Thorough, some minutes"),
    "gentle": gettext_noop("Change the plan in force as little as possible"),
}


def occasion(code: str) -> str:
    """Return what a plan is for, "" for the delivery before the main vote.

    >>> occasion("psu-2024-12-05"), occasion("")
    ('Pemungutan suara ulang (PSU) 05-12-2024', '')
    """
    purpose, _, day = code.partition("-")
    if not purpose:
        return ""
    journey = Journey(Purpose(purpose), date.fromisoformat(day) if day else None)
    return purposes.name_of(journey, "en" if language() == "en" else "id")


def road_class(code: str) -> str:
    """Return what a class of road or water is called."""
    return gettext(CLASSES[code]) if code in CLASSES else code


def translated(text: str) -> str:
    """Return a text of these tables in the language of the reader."""
    return gettext(text)


def chance(ppm: int) -> str:
    """Return a chance with four decimals, rounded down; 1 only where nothing failed.

    >>> chance(997_399), chance(1_000_000)
    ('0,9973', '1')
    """
    if ppm >= MILLION:
        return "1"
    text = f"{ppm // 100 / 10_000:.4f}"
    return text if language() == "en" else text.replace(".", ",")


def at_least(ppm: int, low: int) -> str:
    """Return a chance; where nothing failed in any scenario, only what that proves.

    >>> at_least(994_300, 992_600), at_least(1_000_000, 999_616)
    ('0,9943', '≥ 0,9996')
    """
    return chance(ppm) if ppm < MILLION else f"\u2265 {chance(low)}"


def target(ppm: int) -> str:
    """Return a chance that was asked for, without noughts at its end.

    >>> target(999_000), target(990_000)
    ('0,999', '0,99')
    """
    return chance(ppm).rstrip("0")


def decimal(value: float, digits: int = 1) -> str:
    """Return a number with that many decimals.

    >>> decimal(6.42)
    '6,4'
    """
    text = f"{value:.{digits}f}"
    return text if language() == "en" else text.replace(".", ",")


def short_rupiah(rupiah: int) -> str:
    """Return rupiah as people say them.

    >>> short_rupiah(82_240_000), short_rupiah(1_900_000_000), short_rupiah(650_000)
    ('Rp 82,2 jt', 'Rp 1,90 M', 'Rp 650.000')
    """
    if abs(rupiah) >= 1_000_000_000:
        return gettext("Rp %(n)s bn") % {"n": decimal(rupiah / 1_000_000_000, 2)}
    if abs(rupiah) >= MILLION:
        return gettext("Rp %(n)s m") % {"n": decimal(rupiah / MILLION)}
    return f"Rp {number(rupiah)}"


def rupiah(value: int) -> str:
    """Return rupiah in full.

    >>> rupiah(1_900_000)
    'Rp 1.900.000'
    """
    return f"Rp {number(value)}"


def clock(minutes: int) -> str:
    """Return the time of day of a minute of the plan's axis.

    >>> clock(1440 + 6 * 60 + 5)
    '06.05'
    """
    return f"{minutes % MINUTES_A_DAY // 60:02}.{minutes % 60:02}"


def day_of(instance: Instance, minutes: int) -> str:
    """Return the label of the day a minute lies in, H-3; the last day for what comes later."""
    return instance.days[min(minutes // MINUTES_A_DAY, len(instance.days) - 1)].label


def per_cent(share: float) -> str:
    """Return a probability in per cent, at most one decimal.

    >>> per_cent(0.1), per_cent(0.125)
    ('10', '12,5')
    """
    tenths = round(share * 1000)
    return number(tenths // 10) if tenths % 10 == 0 else decimal(tenths / 10)


def said(source: Source) -> str:
    """Return who said a thing and when."""
    return ", ".join(each for each in (source.by, source.at) if each)
