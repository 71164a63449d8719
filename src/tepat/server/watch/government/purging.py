"""What of this room is deleted when the time of personal data is over: whom to call, and duty."""

from tepat.server.election.models import Scope
from tepat.server.watch.models import AnnouncementRead, DeskContact, Duty


def contacts(scope: Scope) -> int:
    """Delete typed contacts, also those that were taken off."""
    return DeskContact.objects.filter(scope=scope).delete()[0]


def duties(scope: Scope) -> int:
    """Delete the roster, with names and phones."""
    return Duty.objects.filter(scope=scope).delete()[0]


def reads(scope: Scope) -> int:
    """Delete who read which announcement; the announcements stay."""
    return AnnouncementRead.objects.filter(announcement__scope=scope).delete()[0]
