"""Addresses of pages that this installation has: a link never leads to a room that is not there."""

from django.urls import NoReverseMatch, reverse

from tepat.server import own_room
from tepat.server.mirrored.pages import is_there


def link(name: str, *args: object) -> str:
    """Return the address of the page `name`, "" where this installation has no such page."""
    if not is_there(own_room.here(), name):
        return ""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
