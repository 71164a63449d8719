"""Words of this room that are no data."""

from datetime import datetime
from typing import Final

from django.utils.translation import gettext, gettext_noop, ngettext

from tepat.core.election.regions import split_tps
from tepat.core.watch.supervision.book import About, Answer
from tepat.core.watch.supervision.cases import Forward, Lack, Sort, Stage, Verdict
from tepat.core.watch.supervision.clocks import Clock, State, Unit
from tepat.core.watch.supervision.coverage import Leg

LEGS: Final = {
    Leg.TO_PPK: gettext_noop("received by PPK"),
    Leg.TO_PPS: gettext_noop("received by PPS"),
    Leg.TO_TPS: gettext_noop("received at TPS"),
    Leg.STORE: gettext_noop("Store"),
}
SORTS: Final = {Sort.TEMUAN: gettext_noop("Temuan"), Sort.LAPORAN: gettext_noop("Laporan")}
STAGES: Final = {
    Stage.DRAFT: gettext_noop("Draft"),
    Stage.RECEIVED: gettext_noop("Received"),
    Stage.INITIAL: gettext_noop("First study"),
    Stage.COMPLETION: gettext_noop("Waits for completion"),
    Stage.REGISTERED: gettext_noop("Registered"),
    Stage.STUDY: gettext_noop("Kajian"),
    Stage.PLENO: gettext_noop("Pleno"),
    Stage.DECIDED: gettext_noop("Decided"),
    Stage.FORWARDED: gettext_noop("Passed on"),
    Stage.DONE: gettext_noop("Done"),
}
VERDICTS: Final = {
    Verdict.PROVEN: gettext_noop("proven"),
    Verdict.NOT_PROVEN: gettext_noop("not proven"),
}
FORWARDS: Final = {
    Forward.KPU: gettext_noop("KPU"),
    Forward.GAKKUMDU: gettext_noop("Gakkumdu"),
    Forward.DKPP: gettext_noop("DKPP"),
    Forward.OTHER: gettext_noop("another agency"),
}
LACKS: Final = {
    Lack.REPORTER: gettext_noop("name of the reporter"),
    Lack.ADDRESS: gettext_noop("address of the reporter"),
    Lack.ACCUSED: gettext_noop("who is accused"),
    Lack.LATE: gettext_noop("reported within the time"),
    Lack.PLACE: gettext_noop("the place"),
    Lack.TIME: gettext_noop("the time"),
    Lack.STORY: gettext_noop("what happened"),
    Lack.EVIDENCE: gettext_noop("evidence"),
}
RULES: Final = {
    "report": gettext_noop("Report after it was known"),
    "fix": gettext_noop("Finding fixed in pleno"),
    "initial": gettext_noop("First study"),
    "completion": gettext_noop("Completion by the reporter"),
    "handling": gettext_noop("Handling"),
    "handling_own": gettext_noop("Handling of a temuan"),
    "handling_any": gettext_noop("Handling"),
}
STARTS: Final = {
    "known": gettext_noop("since it was known"),
    "found": gettext_noop("since it was found"),
    "received": gettext_noop("since it was received"),
    "completion": gettext_noop("since completion was asked for"),
    "registered": gettext_noop("since it was registered"),
}
ANSWERS: Final = {
    Answer.OK: ("tepat", gettext_noop("as it should be")),
    Answer.DEFECT: ("tidak", gettext_noop("not as it should be")),
    Answer.NOT_ASKED: ("belum", gettext_noop("does not apply")),
}
ABOUT: Final = {
    About.DESA: gettext_noop("Desa"),
    About.SHIPMENT: gettext_noop("Load"),
    About.STORE: gettext_noop("Store"),
    About.TPS: gettext_noop("TPS"),
}
WHAT: Final = {
    "departure": gettext_noop("leaves"),
    "waiting": gettext_noop("should have left, has not"),
    "arrival": gettext_noop("arrives"),
    "road": gettext_noop("on the way, not there yet"),
    "store": gettext_noop("nobody has looked at it"),
}
SHAPES: Final = {
    State.UNSET: "far",
    State.RESTS: "far",
    State.FAR: "far",
    State.NEAR: "near",
    State.OVER: "over",
    State.KEPT: "far",
    State.MISSED: "over",
}


def days_words(days: int | None, unit: Unit) -> str:
    """Say a number of days; one that nobody has set is unset."""
    if days is None:
        return gettext("not set")
    if unit is Unit.WORKING:
        return ngettext("%(n)s working day", "%(n)s working days", days) % {"n": days}
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


def left_words(clock: Clock, now: datetime) -> str:
    """Say how long a clock has still, or how long it is over."""
    state = clock.state(now)
    if state is State.UNSET:
        return gettext("not set")
    if state is State.RESTS or clock.due_at is None:
        return gettext("stands still")
    if state is State.KEPT:
        return gettext("kept")
    if state is State.MISSED:
        return gettext("too late")
    seconds = abs((clock.due_at - now).total_seconds())
    if state is State.OVER:
        return gettext("%(time)s over") % {"time": _span(seconds)}
    return gettext("%(time)s left") % {"time": _span(seconds)}


def _span(seconds: float) -> str:
    minutes = int(seconds) // 60
    days, hours = minutes // 1440, minutes // 60 % 24
    if days:
        return gettext("%(d)s d %(h)s h") % {"d": days, "h": hours}
    if hours:
        return gettext("%(h)s h") % {"h": hours}
    return gettext("%(m)s min") % {"m": max(1, minutes)}


def rule_words(clock: Clock) -> str:
    """Say which rule a clock follows: 3 days since it was registered, then 5."""
    rule = clock.rule
    said = f"{days_words(rule.days, rule.unit)} {gettext(STARTS[rule.starts])}"
    if clock.is_extended:
        more = days_words(rule.longest, rule.longest_unit)
        said += ", " + gettext("extended to %(days)s") % {"days": more}
    return said


def place_words(place: str, names: dict[str, str]) -> str:
    """Name a place: PPK Tanjung, PPS Kambitin, TPS 007 Kambitin, KPU warehouse."""
    if tps := split_tps(place):
        return f"TPS {tps[1]:03d} {names.get(tps[0], tps[0])}"
    area, _, kind = place.partition(":")
    name = names.get(area, area)
    if kind in ("ppk", "pps"):
        return f"{kind.upper()} {name}"
    if kind.startswith("gudang"):
        return gettext("KPU warehouse")
    if kind:
        return f"{kind} {name}"
    return name


def halt_words(place: str, names: dict[str, str]) -> str:
    """Name a halt of a plan: a kecamatan is its PPK, a desa its PPS."""
    kind = {8: ":ppk", 13: ":pps", 5: ":gudang-1"}.get(len(place), "")
    return place_words(place + kind if ":" not in place else place, names)
