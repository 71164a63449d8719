"""Addresses of pages that this installation has: a link never leads to a room that is not there."""

from functools import lru_cache

from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, reverse

from tepat.server import own_room
from tepat.server.mirrored.pages import is_there


def link(name: str, *args: object) -> str:
    """Return the address of the page `name`, "" where this installation has no such page."""
    if not is_there(own_room.here(), name):
        return ""
    return _address(settings.ROOT_URLCONF, get_script_prefix(), name, args)


@lru_cache(maxsize=8_192)
def _address(urlconf: str, prefix: str, name: str, args: tuple[object, ...]) -> str:
    """Look an address up once: a page of alerts asks for hundreds, the same each time."""
    try:
        return reverse(name, urlconf, args=args)
    except NoReverseMatch:
        return ""
