"""What the people of a meeting write. Rows are added; nobody changes another agency's record."""

import secrets
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext

from tepat.core.election.catalogue import Words
from tepat.core.election.roles import MAY, Action, Role, may
from tepat.core.problems import Code, refuse
from tepat.core.watch.rakor import briefing, message
from tepat.core.watch.rakor.agenda import agenda_of
from tepat.core.watch.rakor.cadence import LONGEST_CADENCE, is_owner, is_request
from tepat.core.watch.rakor.state import Evidence, State
from tepat.server import typed
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope, User
from tepat.server.watch.models import (
    AgendaItem,
    Meeting,
    MeetingAction,
    MeetingActionStep,
    MeetingDecision,
    MinutesVersion,
)
from tepat.server.watch.rakor.rows import evidence_json, item_fields, lines_json, words_json
from tepat.server.watch.rakor.state import state_of

LONGEST_MINUTES: Final = 20_000
MOST_ITEMS: Final = 60
MOST_DECISIONS: Final = 100
STATES: Final = ("open", "going", "done", "dropped")


def agency_of(user: User, scope: Scope) -> str:
    """Return the role under which `user` holds meetings here, or nothing."""
    for grant in sorted(user.grants(), key=lambda each: each.role.value):
        if Action.HOLD_MEETING in MAY[grant.role] and may(
            [grant], Action.HOLD_MEETING, scope.kabupaten, scope.election
        ):
            return grant.role.value
    return ""


def check_mine(user: User, meeting: Meeting) -> None:
    """Raise `Refused` unless `user` writes for the agency of `meeting`, and it is not closed."""
    if agency_of(user, meeting.scope) != meeting.agency:
        raise refuse(Code.MEETING_OF_OTHERS, number=meeting.number, who=meeting.agency.upper())
    if not meeting.is_open:
        raise refuse(Code.MEETING_CLOSED, number=meeting.number)


@transaction.atomic
def call(
    scope: Scope,
    user: User,
    title: str,
    begins_at: datetime | None,
    place: str,
    every_days: str,
    now: datetime,
) -> Meeting:
    """Call a meeting; its agenda is drafted from what is open now. Raises `Refused`."""
    agency = agency_of(user, scope)
    if begins_at is None:
        raise refuse(Code.MEETING_EMPTY, field="waktu", field_en="time")
    last = Meeting.objects.filter(scope=scope).aggregate(last=Max("number"))["last"] or 0
    meeting = Meeting.objects.create(
        scope=scope,
        number=last + 1,
        title=_text(title, 120, "tentang apa", "what it is about"),
        agency=agency,
        begins_at=begins_at,
        refreshed_at=now if begins_at <= now else None,
        place=place.strip()[:160],
        every_days=cadence(every_days),
        code=secrets.token_hex(12),
        made_by=user.account,
        made_at=now,
    )
    draft(meeting, now)
    return meeting


def cadence(text: str) -> int:
    """Return the days of a cadence as typed; empty: none. Raises `Refused`."""
    return typed.whole_or_none(text, gettext("Every how many days"), LONGEST_CADENCE) or 0


def draft(meeting: Meeting, now: datetime) -> int:
    """Add what is open now and not on the agenda yet; return how many items were added."""
    known = {value for item in meeting.items.all() for value in (item.key, item.title.get("id"))}
    place = meeting.items.count()
    fresh = [
        item
        for item in agenda_of(state_of(meeting.scope, now))
        if item.key not in known and item.title.id not in known
    ][: MOST_ITEMS - place]
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, place=place + at, **item_fields(item))
        for at, item in enumerate(fresh, start=1)
    )
    return len(fresh)


def add_item(meeting: Meeting, title: str, ask: str, owner: str) -> AgendaItem:
    """Put something on the agenda by hand. Raises `Refused`."""
    words = _text(title, 160, "pokok", "item")
    count = meeting.items.count()
    if count >= MOST_ITEMS:
        raise refuse(Code.MEETING_FULL, most=MOST_ITEMS)
    asked = ask.strip()[:200]
    own = Evidence(
        Words(f"Rakor {meeting.number}", f"Meeting {meeting.number}"),
        "rakor_meeting",
        (str(meeting.number),),
    )
    return AgendaItem.objects.create(
        meeting=meeting,
        place=count + 1,
        title=words_json(Words(words, words)),
        ask=words_json(Words(asked, asked)),
        owner=owner.strip()[:80],
        evidence=[evidence_json(own)],
    )


@transaction.atomic
def move(meeting: Meeting, item: int, by: int) -> None:
    """Move an item up (`by` -1) or down (1); at the ends nothing happens."""
    items = list(meeting.items.all())
    places = [each.pk for each in items]
    if item not in places:
        return
    at = places.index(item)
    to = at + by
    if not 0 <= to < len(items):
        return
    items[at], items[to] = items[to], items[at]
    for place, each in enumerate(items, start=1):
        each.place = place
    AgendaItem.objects.bulk_update(items, ["place"])


def tick(meeting: Meeting, item: int) -> None:
    """Say that an item was dealt with, or that it was not."""
    found = meeting.items.filter(pk=item).first()
    if found:
        found.is_done = not found.is_done
        found.save(update_fields=["is_done"])


@transaction.atomic
def save_minutes(meeting: Meeting, user: User, text: str, now: datetime) -> MinutesVersion | None:
    """Keep the minutes as a new version; the same text again is none. Raises `Refused`."""
    written = text.replace("\r\n", "\n").strip()
    if len(written) > LONGEST_MINUTES:
        raise refuse(Code.TEXT_TOO_LONG, field="notulen", field_en="minutes", limit=LONGEST_MINUTES)
    last = meeting.minutes.order_by("-number").first()
    if written == (last.text if last else ""):
        return None
    number = (last.number if last else 0) + 1
    return MinutesVersion.objects.create(
        meeting=meeting, number=number, text=written, by=user.account, at=now
    )


@transaction.atomic
def decide(
    meeting: Meeting,
    user: User,
    *,
    text: str,
    owner: str,
    due: datetime | None,
    item: str,
    now: datetime,
) -> MeetingDecision:
    """Write a decision, which becomes an action of its owner. Raises `Refused`.

    Of seals, ballots and results only KPU decides: in anybody else's meeting it is a request.
    """
    what = _text(text, 400, "keputusan", "decision")
    whose = _text(owner, 80, "penanggung jawab", "owner")
    if due is None:
        raise refuse(Code.MEETING_EMPTY, field="jatuh tempo", field_en="due")
    count = meeting.decisions.count()
    if count >= MOST_DECISIONS:
        raise refuse(Code.MEETING_FULL, most=MOST_DECISIONS)
    about = meeting.items.filter(pk=typed.key(item)).first()
    decision = MeetingDecision.objects.create(
        meeting=meeting,
        number=count + 1,
        text=what,
        owner=whose,
        item=about,
        evidence=about.evidence if about else [],
        is_request=is_request(what, meeting.agency),
        by=user.account,
        at=now,
    )
    MeetingAction.objects.create(
        scope=meeting.scope,
        meeting=meeting,
        decision=decision,
        text=what,
        owner=whose,
        due_at=due,
        by=user.account,
        at=now,
    )
    return decision


def may_step(action: MeetingAction, agency: str) -> bool:
    """Tell whether `agency` says how an action stands: its owner, or who called the meeting."""
    return bool(agency) and (
        agency == action.meeting.agency or is_owner(action.owner, names_of(agency, action.scope))
    )


def names_of(agency: str, scope: Scope) -> tuple[str, ...]:
    """Return what people call an agency: its code, and its names in this election."""
    found = election_of(scope).roles.get(Role(agency))
    return (agency, *((found.id, found.en) if found else ()))


def step(action: MeetingAction, user: User, state: str, note: str, now: datetime) -> None:
    """Say how an action stands now; what was said before stays. Raises `Refused`."""
    agency = agency_of(user, action.scope)
    if not may_step(action, agency):
        who = action.meeting.agency.upper()
        raise refuse(Code.MEETING_ACTION_OF_OTHERS, owner=action.owner, who=who)
    if state not in STATES:
        raise refuse(Code.MEETING_EMPTY, field="keadaan", field_en="state")
    MeetingActionStep.objects.create(
        action=action,
        state=state,
        note=note.strip()[:300],
        agency=agency,
        by=user.account,
        at=now,
    )


@transaction.atomic
def close(meeting: Meeting, user: User, now: datetime, *, is_off: bool = False) -> None:
    """Close a meeting; the briefing is kept as it is now, for its minutes.

    Raises `Refused` before it begins, unless it `is_off`: called off.
    """
    if now < meeting.begins_at and not is_off:
        raise refuse(Code.MEETING_EARLY, number=meeting.number)
    state = state_of(meeting.scope, now, meeting=meeting)
    meeting.briefing = kept_briefing(state)
    meeting.closed_at, meeting.closed_by = now, user.account
    meeting.save(update_fields=["briefing", "closed_at", "closed_by"])


def kept_briefing(state: State) -> dict[str, Any]:
    """Return a briefing as a closed meeting keeps it."""
    lines = briefing.lines_of(state)
    return {
        "place": words_json(state.place),
        "when": words_json(state.when),
        "lines": lines_json(lines),
        "message": message.whatsapp(state, lines),
        "fingerprint": state.fingerprint,
        "size": state.fingerprint_size,
        "is_witnessed": state.is_witnessed,
    }


def action_of(scope: Scope, number: int) -> MeetingAction:
    """Return one action. Raises `Refused` where there is none."""
    found = (
        MeetingAction.objects.filter(scope=scope, pk=number)
        .select_related("scope", "meeting")
        .first()
    )
    if found is None:
        raise refuse(Code.MEETING_UNKNOWN, value=number)
    return found


def _text(written: str, most: int, field: str, field_en: str) -> str:
    text = " ".join(written.split())
    if not text:
        raise refuse(Code.MEETING_EMPTY, field=field, field_en=field_en)
    if len(text) > most:
        raise refuse(Code.TEXT_TOO_LONG, field=field, field_en=field_en, limit=most)
    return text
