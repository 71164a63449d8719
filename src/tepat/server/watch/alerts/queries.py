"""Reading alerts: what somebody may see of them, in the order in which they press."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext

from tepat.core.election.regions import is_in
from tepat.core.election.roles import Action
from tepat.core.watch.alerts.kinds import Kind, Target
from tepat.core.watch.alerts.limits import Limits
from tepat.core.watch.alerts.ranking import weight_of
from tepat.server.desk.links import link
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import allows
from tepat.server.keeping import opening
from tepat.server.keeping.pages.people import names_of
from tepat.server.move.packing.words import Names
from tepat.server.move.shipments.sight import sees
from tepat.server.watch.alerts import words
from tepat.server.watch.models import Alert, AlertEvent, AlertLimit, AlertRound

FIVE: Final = 5
SETTLED: Final = 20
"""Settled alerts on the page, the newest first."""
MOST: Final = 200
"""Open alerts on the page: more than that is no list any more, and the filters help."""


@dataclass(frozen=True, slots=True)
class Step:
    """One rung as the page draws it: `done`, `here` or ahead."""

    name: str
    state: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing an alert rests on, and the page that shows it; "" where none does."""

    name: str
    href: str
    is_code: bool


@dataclass(slots=True)
class Row:
    """One alert as one person reads it."""

    pk: int
    kind: str
    title: str
    shape: str
    text: str
    more: str
    owner: str
    where: str
    steps: Sequence[Step]
    due_at: datetime
    due_share: int
    due_text: str
    due_kind: str
    href: str
    button: str
    is_held: bool
    is_taken: bool
    taken_by: str
    may_take: bool
    is_notice: bool
    since: datetime
    opened_at: datetime
    settled_at: datetime | None
    is_history: bool
    count: int
    evidence: Sequence["Evidence"]
    events: list[dict[str, Any]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The row for a board."""
        names = ("pk", "kind", "shape", "text", "more", "owner", "where", "href", "button", "count")
        said = {name: getattr(self, name) for name in names}
        due = {"at": self.due_at.isoformat(), "share": self.due_share, "text": self.due_text}
        return {**said, "due": {**due, "kind": self.due_kind}, "taken": self.is_taken}


def limits_of(scope: Scope) -> Limits:
    """The limits of a scope, as last set: one query."""
    own: dict[str, int | None] = dict(
        AlertLimit.objects.filter(scope=scope).order_by("pk").values_list("name", "value")
    )
    return Limits(scope.zone, {name: value for name, value in own.items() if value is not None})


def open_alerts(scope: Scope) -> list[Alert]:
    """Every open alert: one query."""
    return list(Alert.objects.filter(scope=scope, settled_at=None).select_related("scope"))


def may_read(user: User, row: Alert) -> bool:
    """Tell whether `user` may know of this alert: loads on the way and guards are for few.

    Whoever may ask and help knows that loads to a kecamatan are late, not which and when.
    """
    sight = row.spec.sight
    if sight is None or sees(user, sight, row.scope, row.where):
        return True
    return row.spec.outline and sees(user, Action.ADVISE, row.scope, row.where)


@dataclass(frozen=True, slots=True)
class Calling:
    """Every open alert of a scope, with the limits in force: the same for whoever asks."""

    rows: list[Alert]
    limits: Limits
    names: Names | None
    """Of the places of all rows, None where there is none; asked for once, when one is said."""


def calling_of(scope: Scope) -> Calling:
    """Return every open alert and the limits: two queries."""
    rows = open_alerts(scope)
    return Calling(rows, limits_of(scope), words.names_for(rows) if rows else None)


def five(user: User, now: datetime, every: Calling) -> list[Row]:
    """The five things to do now, for this person and their area: some four queries.

    What is held by quiet hours or taken already waits behind them. No two read the same.
    """
    limits = every.limits
    mine = [row for row in every.rows if may_read(user, row) and _is_near(user, row)]
    ordered = sorted(mine, key=lambda row: _urgency(row, limits, now))
    calling = [row for row in ordered if row.begins <= now and row.acknowledged_at is None]
    found: dict[str, Row] = {}
    for row in rows_of(calling[: 2 * FIVE], user, now, limits, every.names):
        found.setdefault(row.text, row)
    return list(found.values())[:FIVE]


def rows_of(
    rows: Sequence[Alert],
    user: User,
    now: datetime,
    limits: Limits,
    names: Names | None = None,
) -> list[Row]:
    """Return alerts as `user` reads them, in this order: at most five queries."""
    if not rows:
        return []
    names = names or words.names_for(rows)
    people = _people(rows)
    facts = {each.removeprefix(FACT) for row in rows for each in row.evidence if FACT in each}
    opened = opening.opened(user, rows[0].scope, facts)
    return [_row(row, user, now, limits, names, people, opened) for row in rows]


def in_order(rows: Iterable[Alert], limits: Limits, now: datetime) -> list[Alert]:
    """Return alerts as they press: what calls now by its weight, then what is taken, then held."""
    return sorted(rows, key=lambda row: _urgency(row, limits, now))


def settled(scope: Scope, user: User) -> list[Alert]:
    """The newest settled alerts that `user` may know of: one query."""
    rows = Alert.objects.filter(scope=scope, settled_at__isnull=False).select_related("scope")
    found = [
        row for row in rows.order_by("-settled_at", "-pk")[: 3 * SETTLED] if may_read(user, row)
    ]
    return found[:SETTLED]


def with_events(shown: Sequence[Row], now: datetime, zone: str) -> None:
    """Put to each row what became of it: at most three queries."""
    events = AlertEvent.objects.filter(alert__in=[row.pk for row in shown]).order_by("pk")
    rows = list(events.select_related("alert__scope"))
    if not rows:
        return
    who = names_of(rows[0].alert.scope, {str(each.by) for each in rows if each.by})
    names = words.names_for([each.alert for each in rows])
    by_pk = {row.pk: row for row in shown}
    for each in rows:
        spec, where = each.alert.spec, each.alert.where
        by_pk[each.alert_id].events.append(
            {
                "at": words.clock_words(each.at, now, zone),
                "what": words.change_words(each.what),
                "holder": words.rung_words(spec.holder(each.level, where), where, names),
                "by": who.get(str(each.by), gettext("deleted account")) if each.by else "",
                "note": each.note,
            }
        )


def last_round(scope: Scope) -> AlertRound | None:
    """When somebody last looked: one query."""
    return AlertRound.objects.filter(scope=scope).first()


def _urgency(row: Alert, limits: Limits, now: datetime) -> tuple[bool, bool, float, datetime, str]:
    is_taken = row.acknowledged_at is not None
    weight = weight_of(Kind(row.kind), row.params, row.count, row.since, now)
    return (row.begins > now, is_taken, -weight, row.due_at(limits), row.key)


def _is_near(user: User, row: Alert) -> bool:
    """Whether an alert lies in an area of `user`, or names a kecamatan in or around it."""
    places = [row.where, *row.params.get("areas", ())]
    return any(
        is_in(place, grant.area) or (len(place) == 8 and is_in(grant.area, place))
        for grant in user.grants()
        for place in places
    )


def _people(rows: Sequence[Alert]) -> dict[str, str]:
    takers = {str(row.acknowledged_by) for row in rows if row.acknowledged_by}
    return names_of(rows[0].scope, takers) if takers else {}


def _row(
    row: Alert,
    user: User,
    now: datetime,
    limits: Limits,
    names: Names,
    people: dict[str, str],
    opened: set[str],
) -> Row:
    from tepat.server.watch.alerts.services import may_take

    follows = sees(user, Action.SEE_MOVEMENTS, row.scope, row.where)
    said = words.sentence_of(row, names, now, sees_moves=follows)
    text, _, more = said.partition(". ")
    due = row.due_at(limits)
    share, due_text, kind = _clock(row, due, now)
    taken_by = people.get(str(row.acknowledged_by), gettext("deleted account"))
    return Row(
        pk=row.pk,
        kind=row.kind,
        title=words.kind_words(row.kind),
        shape=row.spec.shape,
        text=text,
        more=more,
        owner=words.holder_words(row, names),
        where=names.region(row.where),
        steps=_steps(row, names),
        due_at=due,
        due_share=share,
        due_text=due_text,
        due_kind=kind,
        href=_link(row, user),
        button=gettext(words.KINDS[Kind(row.kind)].button),
        is_held=row.begins > now,
        is_taken=row.acknowledged_at is not None,
        taken_by=taken_by if row.acknowledged_at else "",
        may_take=row.settled_at is None and row.acknowledged_at is None and may_take(user, row),
        is_notice=row.spec.notice,
        since=row.since,
        opened_at=row.opened_at,
        settled_at=row.settled_at,
        is_history=row.is_history,
        count=row.count,
        evidence=_evidence(row, user, names, follows, opened),
    )


def _clock(row: Alert, due: datetime, now: datetime) -> tuple[int, str, str]:
    """Return the share of the holder's time that is gone, in per cent, and the words."""
    if row.begins > now:
        until = words.clock_words(row.begins, now, row.scope.zone)
        return 0, gettext("held until %(at)s") % {"at": until}, "far"
    begins = row.acknowledged_at or row.begins
    whole = max(due - begins, timedelta(minutes=1))
    share = min(100, max(0, int(100 * (now - begins) / whole)))
    said, kind = words.left_words(due, now)
    return share, said, kind


def _steps(row: Alert, names: Names) -> list[Step]:
    ladder = row.spec.ladder_in(row.where)
    level = min(row.level, len(ladder) - 1)
    return [
        Step(
            words.rung_words(rung, row.where, names),
            "done" if at < level else "here" if at == level else "ahead",
        )
        for at, rung in enumerate(ladder)
    ]


def _link(row: Alert, user: User) -> str:
    """Where the one action is done, "" where this person may not go."""
    if row.spec.outline and not sees(user, Action.SEE_MOVEMENTS, row.scope, row.where):
        return ""
    needs = words.NEEDS.get(row.spec.target)
    if needs and not allows(user, needs, row.scope):
        return ""
    params = row.params
    here = [row.scope.election, row.scope.kabupaten]
    load, package = str(params.get("load", "-")), str(params.get("package", ""))
    match row.spec.target:
        case Target.SHIPMENT:
            return link("shipment", *here, load) if load != "-" else link("shipments", *here)
        case Target.PACKAGE | Target.PACKAGES:
            return link("package", *here, package)
        case Target.PLAN:
            return link("schedule_plan", *here, params.get("number", 0))
        case Target.HAZARDS:
            return link("plan_hazard", *here)
        case Target.DEVICES | Target.PLACE:
            return link("log_devices", *here)
        case Target.QUARANTINE:
            return link("log_quarantine", *here)
        case Target.STORE:
            place = str(params.get("place", "-"))
            area = place.partition(":")[0]
            desa = link("board_area", *here, area) if len(area) >= len("63.09.05") else ""
            return link("store", *here, place) or desa
        case Target.POSTS:
            return link("security_posts", *here)
        case Target.STOCK:
            return link("stock", *here)
        case Target.QUESTIONS:
            return link("questions", *here)
        case Target.MEETINGS:
            return link("rakor", *here)
        case Target.TURNOUT:
            return link("count_turnout_area", *here, row.where[:8])
        case Target.FORMS:
            return link("count_area", *here, row.where)


FACT: Final = "fact:"
_PAGES: Final = {
    "fact": "log_fact",
    "shipment": "shipment",
    "package": "package",
    "contract": "stock_contract",
    "plan": "schedule_plan",
    "meeting": "rakor_meeting",
}


def _evidence(
    row: Alert, user: User, names: Names, follows: bool, opened: set[str]
) -> list[Evidence]:
    """What it rests on, each with the page that shows it; loads only to who follows them.

    What this reader may not open is named without a page: a fact that is not in `opened`, a
    contract for who does not keep the stock.
    """
    found = []
    for each in row.evidence:
        sort, _, name = each.partition(":")
        if sort == "shipment" and not follows:
            continue
        page = _PAGES.get(sort) if sort != "fact" or name in opened else None
        if page and not opening.leads_to(user, row.scope, page):
            page = None
        href = link(page, row.scope.election, row.scope.kabupaten, name) if page else ""
        is_code = sort in ("fact", "package", "shipment")
        found.append(Evidence(words.evidence_words(sort, name, names), href, is_code))
    return found
