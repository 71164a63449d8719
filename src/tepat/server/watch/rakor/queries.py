"""Meetings, their actions and who came: queries that do not grow with the rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Prefetch

from tepat.core.problems import Code, refuse
from tepat.core.watch.rakor.cadence import Missed, missed, times_carried
from tepat.core.watch.rakor.state import Pending
from tepat.server.election.models import Scope
from tepat.server.watch.models import Meeting, MeetingAction, MeetingActionStep
from tepat.server.watch.rakor.moments import short

SETTLED: Final = ("done", "dropped")


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One action with how it stands now."""

    action: MeetingAction
    state: str
    """open, going, done, dropped."""
    note: str
    at: datetime | None
    is_late: bool
    carried: int
    """Over how many meetings it was carried."""
    by: str = ""
    """The account that said how it stands; empty where nobody did."""
    agency: str = ""
    """Its agency then."""

    @property
    def is_settled(self) -> bool:
        return self.state in SETTLED

    @property
    def shape(self) -> str:
        if self.state in SETTLED:
            return "tepat" if self.state == "done" else "belum"
        if self.is_late:
            return "perhatian"
        return "menyusul" if self.state == "going" else "belum"


def meetings(scope: Scope) -> list[Meeting]:
    """Every meeting, the newest first: one query."""
    return list(Meeting.objects.filter(scope=scope).order_by("-begins_at", "-pk"))


def meeting(scope: Scope, number: int) -> Meeting:
    """Return one meeting. Raises `Refused` where there is none."""
    found = Meeting.objects.filter(scope=scope, number=number).first()
    if found is None:
        raise refuse(Code.MEETING_UNKNOWN, value=number)
    return found


def actions(scope: Scope, now: datetime, closed: Iterable[datetime] = ()) -> list[ActionRow]:
    """Every action with its last word, those that are late first: two queries."""
    steps = MeetingActionStep.objects.order_by("at", "pk")
    rows = MeetingAction.objects.filter(scope=scope).select_related("meeting", "decision", "scope")
    found = []
    closings = list(closed)
    for action in rows.prefetch_related(Prefetch("steps", steps)):
        last = list(action.steps.all())[-1:]
        state = last[0].state if last else "open"
        found.append(
            ActionRow(
                action,
                state,
                last[0].note if last else "",
                last[0].at if last else None,
                state not in SETTLED and action.due_at < now,
                times_carried(action.at, closings),
                str(last[0].by) if last else "",
                last[0].agency if last else "",
            )
        )
    return sorted(found, key=lambda row: (row.is_settled, row.action.due_at, row.action.pk))


def at_table(
    rows: Iterable[ActionRow], meeting_: Meeting, before: datetime | None
) -> list[ActionRow]:
    """Return the actions that a meeting looks at: made earlier, and open at its beginning.

    What was settled since the meeting `before` is shown too, so that the table hears of it.
    """
    return [
        row
        for row in rows
        if row.action.meeting_id != meeting_.pk
        and (meeting_.closed_at is None or row.action.at < meeting_.closed_at)
        and (not row.is_settled or before is None or (row.at is not None and row.at > before))
    ]


def pending(scope: Scope, now: datetime) -> list[Pending]:
    """Return the actions a briefing counts: open ones, and those done since the last meeting."""
    last = (
        Meeting.objects.filter(scope=scope, closed_at__isnull=False)
        .order_by("-closed_at")
        .values_list("closed_at", flat=True)
        .first()
    )
    found = []
    for row in actions(scope, now):
        is_recent = last is None or (row.at is not None and row.at > last)
        if row.state == "dropped" or (row.is_settled and not is_recent):
            continue
        due = short(row.action.due_at, scope.zone)
        found.append(
            Pending(
                str(row.action.pk),
                row.action.text,
                row.action.owner,
                due,
                row.state == "done",
                row.is_late,
            )
        )
    return found


def missed_of(scope: Scope, now: datetime, rows: list[Meeting] | None = None) -> dict[str, Missed]:
    """Return the meeting that each agency missed, by agency: one query, none with `rows`.

    For alerts and for the page; the cadence is that of the agency's newest meeting.
    """
    known = meetings(scope) if rows is None else rows
    found = {}
    for agency in sorted({each.agency for each in known}):
        mine = [each for each in known if each.agency == agency]
        held = [each.begins_at for each in mine if each.begins_at <= now]
        planned = [each.begins_at for each in mine if each.begins_at > now]
        every = next((each.every_days for each in mine if each.begins_at <= now), 0)
        one = missed(held, planned, every, now)
        if one:
            found[agency] = one
    return found
