"""Walks through a room's own installation: every link and form that its pages show."""

from dataclasses import dataclass, field
from urllib.parse import parse_qs, urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, ResolverMatch, resolve

from tepat.server.mirrored import pages as own_pages
from tests.english import Page

EACH = 3
"""Pages of one kind that are opened."""


@dataclass
class Walked:
    """What a person met: the status of each address, and what leads nowhere."""

    statuses: dict[str, int] = field(default_factory=dict)
    dead: set[str] = field(default_factory=set)
    """Links and forms on pages of the room that its installation does not have."""

    def failed(self) -> dict[str, int]:
        """Addresses that a link leads to and that did not open."""
        return {where: status for where, status in self.statuses.items() if status >= 400}


def walk(client: Client, starts: list[str], room: str) -> Walked:
    """Open `starts` and what they link to, a few of each kind; look at each form's address."""
    waiting, met, found = [(each, "") for each in starts], dict[object, int](), Walked()
    while waiting:
        address, before = waiting.pop(0)
        parts = urlsplit(address)
        match = _match(parts.path)
        if match is None:
            found.dead.add(f"{before} -> {address}")
            continue
        kind = (match.view_name, *sorted(parse_qs(parts.query)))
        if address in found.statuses or met.get(kind, 0) >= EACH or "stream" in match.view_name:
            continue
        met[kind] = met.get(kind, 0) + 1
        if not own_pages.is_there(room, match.view_name):
            found.dead.add(f"{before} -> {address}")
        answer = client.get(address)
        found.statuses[address] = answer.status_code
        if "html" not in answer.get("Content-Type", "") or answer.status_code != 200:
            continue
        page = Page(answer.content.decode())
        waiting += [
            (link, address)
            for each in page.links
            if (link := urljoin(address, each.partition("#")[0])).startswith(("/e/", "/akun/"))
        ]
        found.dead |= {f"{address} POST {form}" for form in _dead_forms(page, address, room)}
    return found


def _dead_forms(page: Page, address: str, room: str) -> set[str]:
    addresses = {urljoin(address, action or address) for action, _ in page.forms}
    return {
        each
        for each in addresses
        if (match := _match(urlsplit(each).path)) is None
        or not own_pages.is_there(room, match.view_name, "POST")
    }


def _match(path: str) -> ResolverMatch | None:
    try:
        return resolve(path)
    except Resolver404:
        return None
