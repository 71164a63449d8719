"""People of the police's room, their units, and what they write, for its tests."""

from zoneinfo import ZoneInfo

from django.test import Client
from django.urls import reverse

from tepat.core.election.roles import Role
from tepat.core.move import events
from tepat.server import flow
from tepat.server.election.models import Scope, Tps, User
from tepat.server.watch.models import (
    SecurityUnit,
)
from tepat.server.watch.security import services
from tests.phones import Phone
from tests.server.watch.alerts.worlds import HULU, NOW
from tests.worlds import clerk, client_of, person

ZONE = ZoneInfo("Asia/Makassar")
PEOPLE = {
    "pak_yusuf": (Role.POLRES, "99.01"),
    "pak_slamet": (Role.POLSEK, HULU),
    "pak_bima": (Role.TNI, "99.01"),
    "pak_hadi": (Role.DESK, "99.01"),
}
PAGES = (
    "security",
    "security_night",
    "security_setup",
    "security_grades",
    "security_units",
    "security_posts",
    "security_orders",
)


def somebody(name: str) -> User:
    return clerk(name, *PEOPLE[name]) if name in PEOPLE else person(name)


def at(name: str) -> Client:
    return client_of(somebody(name))


def there(**more: str) -> dict[str, str]:
    """What the desk types of an escort that is there now."""
    said = {"said": "present", "count": "2", "there_at": f"{NOW.astimezone(ZONE):%Y-%m-%dT%H:%M}"}
    return said | more


def url(scope: Scope, name: str, *args: object) -> str:
    return reverse(name, args=[scope.election, scope.kabupaten, *args])


def unit(scope: Scope, name: str = "Polsek Hulu", area: str = HULU, service: str = "polri",
         people: int = 3) -> SecurityUnit:  # fmt: skip
    form = {
        "service": service,
        "name": name,
        "area": area,
        "strength": "9",
        "phone": "0811-222-333",
    }
    made = services.write_unit(scope, None, form, somebody("pak_yusuf").account, NOW)
    lines = "\n".join(f"{name} {n}; Bripka; {n}; 08123456{n:02d}" for n in range(people))
    services.add_people(made, lines, somebody("pak_yusuf").account, NOW)
    return made


def escorted(scope: Scope, phone: Phone, code: str, party: str) -> None:
    fact = phone.say(events.Escorted, shipment=code, escort=party, count=3, salt="cd" * 16, at=NOW)
    flow.accept(scope, [fact], phone.device, NOW)


def ordered(scope: Scope, made: SecurityUnit, **more: object) -> object:
    form = {
        "unit": made.pk,
        "about": "tps",
        "place": HULU,
        "starts": "2024-11-26T06:00",
        "ends": "2024-11-28T06:00",
        "people": [each.pk for each in made.people.order_by("pk")],
        **more,
    }
    return at("pak_yusuf").post(url(scope, "security_orders"), form)


def graded(scope: Scope) -> None:
    rows = "Kode TPS;Kelas\n" + "".join(f"{t.code};Rawan\n" for t in Tps.objects.all())
    assert at("pak_yusuf").post(url(scope, "security_grades"), {"table": rows}).status_code == 302
