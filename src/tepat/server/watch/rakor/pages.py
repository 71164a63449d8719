"""The room Rakor: the list of meetings, and one meeting with its briefing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from tepat.adapters.labels import qr_svg_of_bytes
from tepat.core.election.roles import Action, Role
from tepat.core.watch.rakor import briefing, message
from tepat.core.watch.rakor.agenda import Since
from tepat.core.watch.rakor.cadence import next_due
from tepat.core.watch.rakor.state import Evidence
from tepat.server import clock
from tepat.server.desk.links import link
from tepat.server.desk.words import language, role_name
from tepat.server.election.accounts.looks import record_look
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope, User
from tepat.server.election.regions.queries import standing
from tepat.server.election.scopes import allows, desk_page
from tepat.server.keeping import opening
from tepat.server.move.packages.queries import people
from tepat.server.watch.models import AgendaItem, Meeting, MeetingDecision
from tepat.server.watch.rakor import attending, exercises, queries, services
from tepat.server.watch.rakor.filled import NOTHING, Filled
from tepat.server.watch.rakor.queries import ActionRow
from tepat.server.watch.rakor.rows import evidence_of, lines_of, words_of
from tepat.server.watch.rakor.state import state_of

Source = tuple[str, str]
"""Label and address of a source; the address is empty where this desk has no such page."""
FACT: Final = "log_fact"
"""The page that shows one fact: not every fact is for everybody."""


@dataclass(frozen=True, slots=True)
class Said:
    """One part of the briefing as the page shows it."""

    title: str
    lines: list[tuple[str, list[Source]]]


@desk_page()
@require_GET
def rakor(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Meetings, the actions they gave, the briefing of now, and the papers per kecamatan."""
    return room(request, scope)


def room(request: HttpRequest, scope: Scope, filled: Filled = NOTHING) -> HttpResponse:
    """Return the room, with the form to call a meeting as it was filled in."""
    now = clock.now()
    rows = queries.meetings(scope)
    state = state_of(scope, now)
    lines = briefing.lines_of(state)
    here = (scope.election, scope.kabupaten)
    user = cast(User, request.user)
    mine = services.agency_of(user, scope)
    missed = queries.missed_of(scope, now, rows)
    closings = [each.closed_at for each in rows if each.closed_at]
    text = message.whatsapp(state, lines, language(), contoh=scope.is_contoh)
    context = {
        "meetings": [(each, agency_name(each.agency), _stage(each, now)) for each in rows],
        "missed": [(agency_name(agency), each) for agency, each in missed.items()],
        "mine": mine,
        "my_agency": agency_name(mine) if mine else "",
        "actions": _said_by(queries.actions(scope, now, closings), scope, mine),
        "states": _states(),
        "state": state,
        "said": said(lines, scope, user),
        "message": text,
        "kecamatan": standing(scope.kabupaten).filter(level=3),
        "may_print": allows(user, Action.SEE_MOVEMENTS, scope),
        "briefing_pdf": reverse("rakor_briefing", args=here),
        "when": state.when.say(language()),
        **filled.context(),
    }
    return render(request, "watch/rakor.html", context, status=filled.status)


@desk_page()
@require_GET
def meeting(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """One meeting: agenda, decisions, actions, attendance, minutes, exercise, briefing."""
    return of_meeting(request, scope, number)


def of_meeting(
    request: HttpRequest, scope: Scope, number: int, filled: Filled = NOTHING
) -> HttpResponse:
    """Return the page of a meeting, with the form that was refused as it was filled in."""
    now = clock.now()
    user = cast(User, request.user)
    found = queries.meeting(scope, number)
    others = queries.meetings(scope)
    closings = [each.closed_at for each in others if each.closed_at]
    before = max((at for at in closings if at < (found.closed_at or now)), default=None)
    actions = queries.actions(scope, now, closings)
    mine = services.agency_of(user, scope)
    writes = found.is_open and mine == found.agency
    told = _told(scope, found, user)
    items = list(found.items.all())
    decided = list(found.decisions.select_related("meetingaction").order_by("number"))
    held = [*(row.evidence for row in items), *(row.evidence for row in decided)]
    kept = [evidence_of(each) for rows in held for each in rows]
    sources = Sources(scope, user, kept)
    context = {
        "meeting": found,
        "agency": agency_name(found.agency),
        "stage": _stage(found, now),
        "writes": writes,
        "mine": mine,
        "has_begun": found.has_begun(now),
        "items": [_item(item, sources) for item in items],
        "next_item": next((item.pk for item in items if not item.is_done), 0),
        "decisions": _decisions(decided, sources),
        "agencies": [words.say(language()) for words in election_of(scope).roles.values()],
        "carried": _said_by(queries.at_table(actions, found, before), scope, mine),
        "states": _states(),
        "minutes": found.minutes.order_by("-number").first(),
        "versions": found.minutes.count(),
        "next_due": next_due(found.begins_at, found.every_days),
        **_attendance(request, scope, found),
        **exercises.context(found, writes),
        **told,
        "longest_minutes": services.LONGEST_MINUTES,
        **filled.context(),
    }
    return render(request, "watch/rakor_meeting.html", context, status=filled.status)


def _said_by(rows: Sequence[ActionRow], scope: Scope, mine: str) -> list[dict[str, Any]]:
    """Return actions with who said how they stand, and whether `mine` may: two queries."""
    who = people(scope, {row.by for row in rows if row.by})
    return [
        {
            "row": row,
            "agency": agency_name(row.agency) if row.agency else "",
            "by": who.get(row.by, ""),
            "may_say": not row.is_settled and services.may_step(row.action, mine),
        }
        for row in rows
    ]


def _told(scope: Scope, meeting: Meeting, user: User) -> dict[str, Any]:
    """The briefing: as it was kept at closing, else of now."""
    if meeting.briefing:
        kept = meeting.briefing
        return {
            "said": said(lines_of(kept["lines"]), scope, user),
            "message": kept["message"],
            "when": words_of(kept["when"]).say(language()),
            "place_words": words_of(kept["place"]).say(language()),
            "fingerprint": kept["fingerprint"],
            "fingerprint_size": kept["size"],
            "is_witnessed": kept["is_witnessed"],
        }
    state = state_of(scope, clock.now(), meeting=meeting)
    lines = briefing.lines_of(state)
    return {
        "said": said(lines, scope, user),
        "message": message.whatsapp(state, lines, language(), contoh=scope.is_contoh),
        "when": state.when.say(language()),
        "place_words": state.place.say(language()),
        "fingerprint": state.fingerprint,
        "fingerprint_size": state.fingerprint_size,
        "is_witnessed": state.is_witnessed,
    }


def said(lines: Sequence[briefing.Line], scope: Scope, user: User) -> list[Said]:
    """Return the briefing by its parts, each sentence with its sources as `user` may open them."""
    sources = Sources(scope, user, [each for line in lines for each in line.evidence])
    parts: dict[briefing.Topic, Said] = {}
    for line in lines:
        part = parts.setdefault(line.topic, Said(briefing.TITLES[line.topic].say(language()), []))
        part.lines.append((line.text.say(language()), sources.of(line.evidence)))
    return list(parts.values())


class Sources:
    """Label and address of sources, for one reader: one query for all that a page shows."""

    def __init__(self, scope: Scope, user: User, evidence: Sequence[Evidence]) -> None:
        self.scope, self.user = scope, user
        names = [each.args[0] for each in evidence if each.page == FACT]
        self.opened = opening.opened(user, scope, names)

    def of(self, evidence: Sequence[Evidence]) -> list[Source]:
        return [(each.label.say(language()), self._address(each)) for each in evidence]

    def _address(self, evidence: Evidence) -> str:
        """Return where a source stands, "" where this reader may not go."""
        is_open = evidence.page != FACT or evidence.args[0] in self.opened
        may = is_open and opening.leads_to(self.user, self.scope, evidence.page)
        return address(evidence, self.scope) if may else ""


def address(evidence: Evidence, scope: Scope) -> str:
    """Return where a source stands at this desk, or nothing."""
    path = link(evidence.page, scope.election, scope.kabupaten, *evidence.args)
    return f"{path}#{evidence.at}" if path and evidence.at else path


def agency_name(agency: str) -> str:
    return role_name(Role(agency))


def _item(item: AgendaItem, sources: Sources) -> dict[str, Any]:
    return {
        "row": item,
        "title": words_of(item.title).say(language()),
        "text": words_of(item.text).say(language()),
        "ask": words_of(item.ask).say(language()),
        "sources": sources.of([evidence_of(each) for each in item.evidence]),
        "since": _since(Since(item.since)),
        "was": [words_of(item.was[part]).say(language()) for part in ("title", "text") if item.was],
    }


def _since(became: Since) -> tuple[str, str] | None:
    """Shape and word of what became of an item since the invitation."""
    said = {
        Since.NEW: ("perhatian", gettext("new since the invitation")),
        Since.CHANGED: ("menyusul", gettext("changed since the invitation")),
        Since.SETTLED: ("tepat", gettext("no longer open")),
    }
    return said.get(became)


def _decisions(rows: Sequence[MeetingDecision], sources: Sources) -> list[dict[str, Any]]:
    return [
        {
            "row": row,
            "action": row.meetingaction,
            "sources": sources.of([evidence_of(each) for each in row.evidence]),
        }
        for row in rows
    ]


def _attendance(request: HttpRequest, scope: Scope, meeting: Meeting) -> dict[str, Any]:
    """Names for those who hold meetings, each look recorded; for others how many came."""
    user = cast(User, request.user)
    groups = attending.by_agency(meeting)
    sees = bool(services.agency_of(user, scope))
    if sees and groups:
        record_look(user, scope, "attendance", str(meeting.number))
    link, is_open = "", attending.is_open_at(meeting, clock.now())
    opens, ends = attending.hours_of(meeting)
    if is_open and sees:
        link = request.build_absolute_uri(reverse("attend", args=[attending.token_of(meeting)]))
    return {
        "groups": [(agency, names if sees else [], len(names)) for agency, names in groups],
        "present": sum(len(names) for _, names in groups),
        "sees_names": sees,
        "attend_link": link,
        "attend_opens": opens,
        "attend_ends": ends,
        "attend_open": is_open,
        "attend_qr": qr_svg_of_bytes(link.encode()) if link else "",
    }


def _stage(meeting: Meeting, now: Any) -> tuple[str, str]:
    """Shape and word of a meeting."""
    if not meeting.is_open:
        return "tepat", gettext("closed")
    if meeting.has_begun(now):
        return "menyusul", gettext("under way")
    return "belum", gettext("called")


def _states() -> list[Source]:
    return [
        ("open", gettext("not begun")),
        ("going", gettext("under way")),
        ("done", gettext("done")),
        ("dropped", gettext("dropped")),
    ]
