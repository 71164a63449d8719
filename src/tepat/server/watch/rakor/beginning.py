"""As a meeting begins, its agenda is brought to what is open then; what changed is marked."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from django.db import transaction

from tepat.core.watch.rakor import agenda
from tepat.core.watch.rakor.agenda import Item, Since
from tepat.server.election.models import Scope
from tepat.server.watch.models import AgendaItem, Meeting
from tepat.server.watch.rakor import pressing
from tepat.server.watch.rakor.rows import LONGEST_KEY, item_fields
from tepat.server.watch.rakor.services import MOST_ITEMS
from tepat.server.watch.rakor.state import state_of

_FIELDS: Final = ("mark", "title", "text", "ask", "owner", "minutes", "evidence")


def begin_due(scope: Scope, now: datetime) -> int:
    """Refresh the agenda of each meeting that began and was not refreshed; return how many."""
    due = Meeting.objects.filter(
        scope=scope, closed_at=None, refreshed_at=None, begins_at__lte=now
    ).order_by("begins_at")
    return sum(refresh(each, now) for each in due)


@transaction.atomic
def refresh(meeting: Meeting, now: datetime) -> bool:
    """Bring the agenda to what is open at `now`, once; return whether this call did it.

    What was written by hand, the order and what is ticked off stay. What is no longer open stays
    too, marked; what is new comes last.
    """
    row = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if row.refreshed_at is not None or not row.is_open or not row.has_begun(now):
        return False
    meeting.refreshed_at = row.refreshed_at = now
    row.save(update_fields=["refreshed_at"])
    drafted = {each.key: each for each in meeting.items.exclude(key="")}
    state = state_of(row.scope, now)
    fresh = {item.key: item for item in map(_cut, agenda.agenda_of(state))}
    marks = {key: each.mark for key, each in drafted.items()}
    still = {key[:LONGEST_KEY] for key in agenda.open_keys(state)} | pressing.open_keys(row.scope)
    became = agenda.since(marks, fresh.values(), still)
    for key, each in drafted.items():
        _tell(each, became[key], fresh.get(key))
    AgendaItem.objects.bulk_update(drafted.values(), [*_FIELDS, "since", "was"])
    _add(row, [item for key, item in fresh.items() if became[key] is Since.NEW])
    return True


def _cut(item: Item) -> Item:
    """Return an item with key and mark as a row keeps them."""
    fields = item_fields(item)
    return replace(item, key=fields["key"], mark=fields["mark"])


def _tell(row: AgendaItem, became: Since, item: Item | None) -> None:
    row.since = became.value
    if item is None:
        return
    if became is Since.CHANGED:
        row.was = {"title": row.title, "text": row.text}
    for field, value in item_fields(item).items():
        setattr(row, field, value)


def _add(meeting: Meeting, items: list[Item]) -> None:
    place = meeting.items.count()
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, place=place + at, since=Since.NEW.value, **item_fields(item))
        for at, item in enumerate(items[: MOST_ITEMS - place], start=1)
    )
