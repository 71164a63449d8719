"""The rooms of the desk, in the order in which the work is done: one list feeds the menu.

A room is shown when its page exists and the person may open it.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext, gettext_noop

from tepat.core.election.roles import AGENCY, Action, Agency, Role
from tepat.core.move import events
from tepat.server import own_room
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import allows, allows_somewhere
from tepat.server.log.models import Fact
from tepat.server.mirrored.pages import is_there


class Room(NamedTuple):
    """One entry of the menu. `url` is reversed with the election and the kabupaten."""

    url: str
    label: str
    icon: str
    action: Action = Action.SEE_DESK
    begins_group: bool = False
    also: str = ""
    """A page that belongs to this room, though its address does not begin with the room's."""
    in_part: bool = False
    """Whoever has the right in a part of the kabupaten only finds their part in the room."""


class Link(NamedTuple):
    """A room as the menu of one person on one page shows it."""

    href: str
    label: str
    icon: str
    is_here: bool
    on_phone: bool
    """Stands in the bar below the page on a phone; the others are behind *Lainnya*."""
    begins_group: bool


ROOMS: Sequence[Room] = (
    Room("board", gettext_noop("Board"), "papan"),
    Room("overview", gettext_noop("Preparation"), "persiapan"),
    Room("alerts", gettext_noop("Alerts"), "masalah"),
    Room("map", gettext_noop("Map"), "peta"),
    Room("tps_list", gettext_noop("TPS list"), "tps"),
    Room("regions", gettext_noop("Regions"), "wilayah"),
    Room("needs", gettext_noop("Needs"), "kebutuhan"),
    Room("schedule", gettext_noop("Plan"), "rencana"),
    Room("stock", gettext_noop("Warehouse"), "gudang", begins_group=True),
    Room("stores", gettext_noop("Stores"), "kunci", also="costs"),
    Room("packing", gettext_noop("Packing"), "pengepakan", also="packages"),
    Room("seals", gettext_noop("Seals"), "segel"),
    Room("shipments", gettext_noop("Shipments"), "muatan"),
    Room("incidents", gettext_noop("Problems"), "masalah"),
    Room("supervision", gettext_noop("Supervision"), "pengawasan", Action.OBSERVE, in_part=True),
    Room("published", gettext_noop("From Bawaslu"), "saksi"),
    Room("rakor", gettext_noop("Meetings"), "rakor", begins_group=True),
    Room("desk_room", gettext_noop("Desk"), "meja"),
    Room("count", gettext_noop("Count"), "hitung"),
    Room("documents", gettext_noop("Papers"), "dokumen"),
    Room("paper", gettext_noop("Paper BA"), "kertas", Action.SEE_MOVEMENTS, in_part=True),
    Room("log", gettext_noop("Log"), "log"),
    Room("security", gettext_noop("Security"), "pengamanan", Action.SEE_SECURITY, in_part=True),
    Room("exports", gettext_noop("Exports"), "unduh"),
    Room("accounts", gettext_noop("People"), "akun", Action.MANAGE_ACCOUNTS),
    Room("access_log", gettext_noop("Access log"), "pengawasan"),
)


_OF_ALL: Final = ("board", "alerts", "shipments", "stores", "tps_list")
"""What fills the bar below the page on a phone, for whoever has no room of their own."""
ON_PHONE: Final[Mapping[Agency, tuple[str, ...]]] = {
    Agency.KPU: ("board", "alerts", "stock", "packing"),
    Agency.BAWASLU: ("board", "supervision", "alerts", "shipments"),
    Agency.POLRI: ("board", "security", "alerts", "shipments"),
    Agency.TNI: ("board", "security", "alerts", "shipments"),
    Agency.PEMDA: ("board", "desk_room", "rakor", "alerts"),
}
"""The four rooms at the bottom of a phone, by agency; below the kabupaten KPU has paper."""
FOUR: Final = 4


def on_phone(user: User, there: Sequence[str]) -> tuple[str, ...]:
    """Return which of the rooms `there` stand in the bar of `user`: four where there are four."""
    grant = next(iter(user.grants()), None)
    wanted = ON_PHONE.get(AGENCY.get(grant.role, Agency.KPU), _OF_ALL) if grant else _OF_ALL
    if grant and grant.role in (Role.PPK, Role.PPS, Role.KPPS):
        wanted = ("board", "paper", "alerts", "shipments")
    order = dict.fromkeys((*wanted, *_OF_ALL, *there))
    return tuple(name for name in order if name in there)[:FOUR]


def menu(user: User, scope: Scope, path: str) -> list[Link]:
    """Return the rooms `user` may open in `scope`; the longest address that fits is here."""
    links, here_is = [], own_room.here()
    fitting: list[tuple[str, str]] = []
    for room in ROOMS:
        href = _address(room.url, scope) if is_there(here_is, room.url) else ""
        may = allows_somewhere if room.in_part else allows
        if not href or not may(user, room.action, scope):
            continue
        links.append((room, href))
        begins = [href, _address(room.also, scope) if room.also else ""]
        fitting += [(each, href) for each in begins if each and path.startswith(each)]
    bar = on_phone(user, [room.url for room, _ in links])
    _, here = max(fitting, key=lambda each: len(each[0]), default=("", ""))
    return [
        Link(href, gettext(room.label), room.icon, href == here, room.url in bar, room.begins_group)
        for room, href in links
    ]


def _address(name: str, scope: Scope) -> str:
    try:
        return reverse(name, args=[scope.election, scope.kabupaten])
    except NoReverseMatch:
        return ""


def entrance(user: User, scope: Scope) -> str:
    """Return the address of the room in which `user` begins in `scope`, or nothing.

    Until anything was handed over that is the preparation, from then on the board.
    """
    links = [link.href for link in menu(user, scope, "")]
    if len(links) > 1 and not _has_moved(scope):
        preparation = _address("overview", scope)
        return preparation if preparation in links else links[0]
    return links[0] if links else ""


def _has_moved(scope: Scope) -> bool:
    """Whether somebody gave or received a package: one query."""
    facts = Fact.objects.filter(election=scope.election, kabupaten=scope.kabupaten)
    return facts.filter(kind__in=[events.Given.KIND, events.Received.KIND]).exists()
