"""What the board calls things, and how it says how long."""

from datetime import timedelta
from typing import Final

from django.utils.translation import gettext, gettext_noop, ngettext

from tepat.core.move.pairing import Evidence
from tepat.core.watch.forecast import Forecast
from tepat.core.watch.hearing import Hearing
from tepat.core.watch.indicators import Tepat, Word
from tepat.server.desk.words import number

AIM_NAMES: Final = {
    Tepat.JENIS: gettext_noop("Right kind"),
    Tepat.JUMLAH: gettext_noop("Right number"),
    Tepat.KUALITAS: gettext_noop("Right quality"),
    Tepat.WAKTU: gettext_noop("Right time"),
    Tepat.SASARAN: gettext_noop("Right target"),
    Tepat.BIAYA: gettext_noop("Right cost"),
}
AIM_RULES: Final = {
    Tepat.JENIS: gettext_noop("every package is there, with the kinds it should hold"),
    Tepat.JUMLAH: gettext_noop("what was received is what was planned, piece by piece"),
    Tepat.KUALITAS: gettext_noop("seals as closed, dry, undamaged, from stores that are fit"),
    Tepat.WAKTU: gettext_noop("the last package came before the deadline"),
    Tepat.SASARAN: gettext_noop("no package of this TPS lies where nobody sends it"),
    Tepat.BIAYA: gettext_noop("what was spent against what the plan says"),
}
EVIDENCE_NAMES: Final = {
    Evidence.TWO_SIGNATURES: gettext_noop("two signatures"),
    Evidence.ONE_SIDED: gettext_noop("one-sided"),
    Evidence.PAPER: gettext_noop("paper"),
}
HEARING_STATES: Final = {
    Hearing.HEARD: "",
    Hearing.LATE: "perhatian",
    Hearing.SILENT: "basi",
    Hearing.NOBODY: "",
}
STATE_OF: Final = {Word.TEPAT: "tepat", Word.BELUM: "belum", Word.TIDAK: "tidak"}


def aim_name(aim: Tepat) -> str:
    return gettext(AIM_NAMES[aim])


def lasting(time: timedelta) -> str:
    """Say how long in two parts at most: `1 hari 4 j`, `3 j 12 mnt`, `47 mnt`."""
    minutes = max(0, int(time.total_seconds() // 60))
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = []
    if days:
        parts.append(ngettext("%(n)s day", "%(n)s days", days) % {"n": number(days)})
    if hours:
        parts.append(gettext("%(n)s h") % {"n": hours})
    if (minutes and not days) or not parts:
        parts.append(gettext("%(n)s min") % {"n": minutes})
    return " ".join(parts[:2])


def range_words(forecast: Forecast) -> str:
    """Say the ends of a forecast in whole TPS; one number where they are the same."""
    low, high = int(forecast.low + 1e-6), int(forecast.high + 1e-6)
    if low == high:
        return number(low)
    return gettext("%(low)s to %(high)s") % {"low": number(low), "high": number(high)}
