"""What people read of alerts: kinds, buttons, holders, clocks, and names instead of codes."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, gettext_noop, ngettext

from tepat.core.election.regions import parent_of
from tepat.core.election.roles import Action, Role
from tepat.core.move.judging import Reason
from tepat.core.problems import Code, Fact, Problem
from tepat.core.watch.alerts import kinds
from tepat.core.watch.alerts.kinds import Kind, Rung, Target
from tepat.core.watch.alerts.lifecycle import Change
from tepat.core.watch.alerts.limits import MINUTES_A_DAY, STEP, Limit
from tepat.server.desk.words import day, number, role_name
from tepat.server.election.elections import election_of
from tepat.server.keeping.pages.quarantine import reason_words
from tepat.server.move.packages.words import place_words
from tepat.server.move.packing.words import Names
from tepat.server.problems import say
from tepat.server.watch.models import Alert


class Wording(NamedTuple):
    """One kind in a few words, and what its button says."""

    title: str
    button: str


KINDS: Final[Mapping[Kind, Wording]] = {
    Kind.LATE_DEPARTURE: Wording(gettext_noop("Late departure"), gettext_noop("Open shipment")),
    Kind.LATE_ARRIVAL: Wording(gettext_noop("Late arrival"), gettext_noop("Open shipment")),
    Kind.HALF_HANDOVER: Wording(gettext_noop("Half a handover"), gettext_noop("Open shipment")),
    Kind.WRONG_PLACE: Wording(gettext_noop("In the wrong place"), gettext_noop("See packages")),
    Kind.SEAL_DIFFERS: Wording(gettext_noop("Seal differs"), gettext_noop("Check seal")),
    Kind.DAMAGED: Wording(gettext_noop("Not whole"), gettext_noop("See packages")),
    Kind.CONTENT: Wording(
        gettext_noop("Short or foreign content"), gettext_noop("Compare content")
    ),
    Kind.DISPUTED: Wording(gettext_noop("Disputed handover"), gettext_noop("See packages")),
    Kind.STORE_UNFIT: Wording(gettext_noop("Store unfit"), gettext_noop("Open store")),
    Kind.STORE_UNSEEN: Wording(gettext_noop("Store not inspected"), gettext_noop("Open store")),
    Kind.STORE_NO_BACKUP: Wording(
        gettext_noop("Store without a backup"), gettext_noop("Choose backup")
    ),
    Kind.GUARD_GAP: Wording(gettext_noop("Guard missing"), gettext_noop("Open store")),
    Kind.POST_GAP: Wording(gettext_noop("Post without a guard"), gettext_noop("Open guard posts")),
    Kind.NO_WITNESS: Wording(gettext_noop("No supervisor saw it"), gettext_noop("Find officer")),
    Kind.HAZARD: Wording(gettext_noop("Weather warning"), gettext_noop("Open floods and weather")),
    Kind.ROAD_CLOSED: Wording(gettext_noop("Road closed"), gettext_noop("Open shipment")),
    Kind.SILENT: Wording(gettext_noop("Not heard from"), gettext_noop("Find officer")),
    Kind.FORKED: Wording(gettext_noop("Phone with two histories"), gettext_noop("Check phones")),
    Kind.QUARANTINE: Wording(gettext_noop("In quarantine"), gettext_noop("Open quarantine")),
    Kind.BALANCE: Wording(gettext_noop("Balance open"), gettext_noop("Open warehouse")),
    Kind.SUPPLIER: Wording(gettext_noop("Supplier late"), gettext_noop("Open warehouse")),
    Kind.PLAN_CHANGED: Wording(gettext_noop("Plan changed"), gettext_noop("Open plan")),
    Kind.QUESTION: Wording(gettext_noop("Operator waits"), gettext_noop("Answer question")),
    Kind.MEETING_MISSED: Wording(gettext_noop("Meeting missed"), gettext_noop("Call a meeting")),
    Kind.OPENED_LATE: Wording(gettext_noop("Opening not told"), gettext_noop("See turnout")),
    Kind.NOT_HELD: Wording(gettext_noop("No voting told"), gettext_noop("See turnout")),
    Kind.FORM_WRONG: Wording(gettext_noop("Form does not add up"), gettext_noop("Open forms")),
}

NEEDS: Final[Mapping[Target, Action]] = {
    Target.DEVICES: Action.SEE_MOVEMENTS,
    Target.QUARANTINE: Action.SEE_MOVEMENTS,
    Target.PLACE: Action.SEE_MOVEMENTS,
    Target.POSTS: Action.SEE_SECURITY,
    Target.FORMS: Action.SEE_RESULTS,
}
"""The right without which the page of an action does not open; the others open with the desk."""

CHANGES: Final[Mapping[Change, str]] = {
    Change.OPENED: gettext_noop("opened"),
    Change.REOPENED: gettext_noop("came back"),
    Change.HISTORY: gettext_noop("heard of when it was over"),
    Change.GREW: gettext_noop("grew, so it calls again"),
    Change.ROSE: gettext_noop("passed on"),
    Change.LAPSED: gettext_noop("taken too long ago, calls again"),
    Change.ACKNOWLEDGED: gettext_noop("in hand"),
    Change.SETTLED: gettext_noop("settled"),
}

OTHER_HOLDERS: Final[Mapping[str, str]] = {
    "bawaslu_provinsi": gettext_noop("Provincial Bawaslu"),
    "polda": gettext_noop("Polda"),
    "desk_provinsi": gettext_noop("Provincial Desk"),
}

SHORT_HOLDERS: Final[Mapping[Role, str]] = {
    Role.KPU: gettext_noop("KPU"),
    Role.WAREHOUSE: gettext_noop("KPU warehouse"),
    Role.DESK: gettext_noop("Desk"),
    Role.DESK_KECAMATAN: gettext_noop("Camat"),
}

LIMIT_NAMES: Final[Mapping[str, str]] = {
    "departure": gettext_noop("A departure is late after"),
    "arrival": gettext_noop("An arrival is late after"),
    "leg": gettext_noop("A load without a plan takes"),
    "half": gettext_noop("One side alone has signed for"),
    "grace": gettext_noop("What came late may still be completed for"),
    "silent": gettext_noop("A kecamatan is silent after"),
    "witness": gettext_noop("A supervisor signs within"),
    "witness_window": gettext_noop("A supervisor can still look within"),
    "quarantine": gettext_noop("Quarantine clears itself within"),
    "inspection": gettext_noop("An inspection counts for"),
    "balance": gettext_noop("The balance calls this long before it must close"),
    "margin": gettext_noop("Loads are through before the weather by"),
    "plan_told": gettext_noop("A changed plan is told for"),
    "question": gettext_noop("An operator waits for an answer"),
    "meeting_told": gettext_noop("A missed meeting is told for"),
    "opening": gettext_noop("A TPS tells of its opening within"),
    "flap": gettext_noop("What comes back within this is the same alert"),
    "taken": gettext_noop("Whoever took an alert has it for"),
    "quiet_from": gettext_noop("Quiet hours begin"),
    "quiet_until": gettext_noop("Quiet hours end"),
}


MOST_AREAS: Final = 3
"""Kecamatan that a sentence names."""


def kind_words(kind: str) -> str:
    """Return an alert of this kind in two or three words."""
    return gettext(KINDS[Kind(kind)].title)


def change_words(change: str) -> str:
    return gettext(CHANGES[Change(change)])


def codes_in(row: Alert) -> set[str]:
    """Return the areas that the words of `row` name."""
    found = {row.where, parent_of(row.where), row.where[:8]}
    for name in ("place", "area", "belongs"):
        found.add(str(row.params.get(name, "")).partition(":")[0])
    for each in row.evidence:
        sort, _, name = each.partition(":")
        if sort == "place":
            found.add(name.partition(":")[0])
    return {each for each in (*found, *row.params.get("areas", ())) if each}


def names_for(rows: Sequence[Alert]) -> Names:
    """Return the names of all places in `rows`, at least one: one query when one is said."""
    return Names(election_of(rows[0].scope), {code for row in rows for code in codes_in(row)})


def sentence_of(row: Alert, names: Names, now: datetime, *, sees_moves: bool = True) -> str:
    """Return what is so and what to do. By when to leave is for those who read departures."""
    code = row.spec.kind.code
    if code is Code.WATCH_HAZARD and sees_moves and "before_at" in row.params:
        code = Code.WATCH_HAZARD_LEAVE
    if not sees_moves and row.spec.outline:
        code = Code(f"{code.value}_outline")
    return say(Problem(code, _facts(row, names, now)))


def evidence_words(sort: str, name: str, names: Names) -> str:
    """Return what one piece of evidence is called: a place by its name, a fact by 16 digits."""
    if sort == "place":
        return place_words(names, name) if ":" in name else names.region(name)
    if sort == "contract":
        return gettext("contract line %(n)s") % {"n": name}
    if sort == "plan":
        return gettext("plan %(n)s") % {"n": name}
    if sort == "meeting":
        return gettext("Meeting %(n)s") % {"n": name}
    return name[:16] if sort == "fact" else name


def holder_words(row: Alert, names: Names | None = None) -> str:
    """Return who has `row` now: PPK Jaro, KPU Tabalong."""
    return rung_words(row.holder, row.where, names or names_for([row]))


def rung_words(rung: Rung, where: str, names: Names) -> str:
    """Return one step of a ladder with its place."""
    title = title_of(rung)
    if rung.role is None or rung.role in (Role.WAREHOUSE, Role.KPU_PROVINSI, Role.KPU_RI):
        return title
    area = ".".join(where.partition(":")[0].split(".")[: rung.level])
    return f"{title} {names.region(area)}"


def title_of(rung: Rung) -> str:
    """Return a rung without its place."""
    if rung.role is None:
        return gettext(OTHER_HOLDERS[rung.name])
    said = SHORT_HOLDERS.get(rung.role)
    return gettext(said) if said else role_name(rung.role)


def ladder_words(alert: kinds.Alert) -> str:
    """Return a ladder as people draw it: PPK, KPU, KPU Provinsi."""
    if alert.by_agency:
        return gettext("the agency that calls it, then the level above")
    return ", ".join(title_of(rung) for rung in alert.ladder)


def limit_words(name: str) -> str:
    """Return what a limit is about; of a ladder the alert that rises on it."""
    if name.startswith(STEP):
        return kind_words(name.removeprefix(STEP))
    return gettext(LIMIT_NAMES[name])


def unit_words(unit: str) -> str:
    """Return the unit of a limit."""
    units = {"minutes": gettext("minutes"), "days": gettext("days"), "clock": gettext("o'clock")}
    return units[unit]


def limit_value(limit: Limit, value: int) -> str:
    """Return a limit as people say it: 2 j, 14 hari, 22.00."""
    if limit.unit == "clock":
        return f"{value // 60:02d}.{value % 60:02d}"
    return span_words(value * (MINUTES_A_DAY if limit.unit == "days" else 1))


def limit_input(limit: Limit, value: int) -> str:
    """Return a limit as its field wants it."""
    return f"{value // 60:02d}:{value % 60:02d}" if limit.unit == "clock" else str(value)


def span_words(minutes: int) -> str:
    """Return a span as people say it.

    >>> from django.utils import translation
    >>> with translation.override("id"):
    ...     span_words(50), span_words(65), span_words(120), span_words(3000)
    ('50 mnt', '1 j 5 mnt', '2 j', '2 hari')
    """
    if minutes < 60:
        return gettext("%(n)s min") % {"n": minutes}
    hours, rest = divmod(minutes, 60)
    if hours >= 48:
        days = hours // 24
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    if not rest:
        return gettext("%(n)s h") % {"n": hours}
    return gettext("%(h)s h %(m)s min") % {"h": hours, "m": rest}


def clock_words(at: datetime, now: datetime, zone: str) -> str:
    """Return a moment near `now`: 16.40, or Sel 26 Nov, 16.40 on another day."""
    local, here = at.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone))
    if local.date() == here.date():
        return f"{local:%H.%M}"
    return f"{day(local.date())}, {local:%H.%M}"


def _facts(row: Alert, names: Names, now: datetime) -> dict[str, Fact]:
    found = {name: _said(name, value, row, names, now) for name, value in row.params.items()}
    tps = int(row.params.get("tps", 0))
    return {
        **found,
        "others": _more(row.count - 1),
        "where": names.region(row.where),
        "of_tps": gettext(" of %(n)s TPS") % {"n": number(tps)} if tps else "",
        "so_tps": gettext(": %(n)s TPS are wrong by that") % {"n": number(tps)} if tps else "",
    }


def _more(number: int) -> str:
    """Return how many others there are, as the end of a name: `PPK Upau dan 1 lagi`."""
    return gettext(" and %(n)s more") % {"n": number} if number > 0 else ""


def _said(name: str, value: Any, row: Alert, names: Names, now: datetime) -> Fact:
    zone = row.scope.zone
    if name.endswith("_at"):
        said = clock_words(datetime.fromisoformat(value), now, zone)
        is_rough = row.params.get("rough") and name in ("due_at", "before_at")
        return f"{said} ({gettext('rough guess')})" if is_rough else said
    if name.endswith("_on"):
        return day(date.fromisoformat(value))
    if name == "place":
        return place_words(names, value) if ":" in value else names.region(value)
    if name in ("area", "belongs"):
        return names.region(value)
    if name == "areas":
        known = ", ".join(names.region(each) for each in value[:MOST_AREAS])
        return known + _more(len(value) - MOST_AREAS)
    if name == "agency":
        return role_name(Role(value))
    if name == "item":
        return names.item(*value.split("|", 1))
    if name == "reason" and value in set(Reason):
        return reason_words(value)[0].rstrip(".")
    return number(value) if isinstance(value, int) else str(value)


def left_words(due: datetime, now: datetime) -> tuple[str, str]:
    """Return how much is left, and whether that is far, near or over."""
    minutes = int((due - now) / timedelta(minutes=1))
    if due < now:
        return gettext("%(span)s over") % {"span": span_words(-minutes)}, "over"
    said = gettext("%(span)s left") % {"span": span_words(minutes)}
    return said, "near" if minutes <= 60 else "far"
