"""Two phones of a hall hand over through the laptop while the office is out of reach."""

import json
from typing import Any

import pytest

from tepat.core.log import canonical
from tepat.core.move import events
from tepat.server.hub import relay
from tests.phones import Phone
from tests.server.door.test_over_http import as_batch
from tests.server.hub.halls import DESA, HULU, Hall
from tests.server.hub.test_calls import BOX, enrolment

pytestmark = pytest.mark.django_db
SIDES = {"giver": f"ppk@{HULU}", "receiver": f"pps@{DESA}", "place": f"{DESA}:pps"}


def brings(hall: Hall, phone: Phone, kind: type[events.Fact], **fields: Any) -> str:
    sent = phone.say(kind, **({"packages": (BOX,)} | SIDES | fields))
    answer = hall.ask(phone, "/facts", as_batch(sent))
    assert answer.status_code in (200, 503), answer.content
    return canonical.name_of(sent.body)


def shown(hall: Hall, phone: Phone, of: str = "", **more: str) -> Any:
    return hall.ask(phone, "/halves" + (f"?of={of[:16]}" if of else ""), b"", "GET", **more)


def names(answer: Any, sort: str) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [canonical.name_of(each["body"].encode()) for each in json.loads(answer.content)[sort]]


@pytest.fixture
def salim(hall: Hall) -> Phone:
    """Enrolled in the hall, with a letter; the office has not heard of that key."""
    hall.ask(hall.salim, "/facts", as_batch(enrolment(hall, hall.salim)))
    return hall.salim


def test_offer_and_answer_go_through_the_laptop(hall: Hall, salim: Phone) -> None:
    given = brings(hall, hall.rina, events.Given)
    first = shown(hall, salim)
    assert names(first, "offers") == [given]
    assert names(shown(hall, hall.rina, given), "answers") == []

    received = brings(hall, salim, events.Received, given=given)
    assert names(shown(hall, salim), "offers") == []
    answer = shown(hall, hall.rina, given)
    assert names(answer, "answers") == [received]
    again = shown(hall, hall.rina, given, **{"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_who_came_by_another_letter_sees_nothing(hall: Hall, salim: Phone) -> None:
    given = brings(hall, hall.rina, events.Given)

    assert names(shown(hall, hall.rina), "offers") == []
    assert names(shown(hall, salim, given), "answers") == []
    assert shown(hall, Phone(hall.scope, "tamu")).status_code == 401


def test_a_letter_that_is_in_use_shows_its_halves_to_nobody_else(hall: Hall, salim: Phone) -> None:
    given = brings(hall, hall.rina, events.Given)
    answer = brings(hall, salim, events.Received, given=given)
    rina = hall.rina
    thief = Phone(hall.scope, "pencuri", rina.person, rina.role, rina.assignment)
    hall.ask(thief, "/facts", as_batch(thief.enrol(secret="00" * 16)))

    assert names(shown(hall, thief, given), "answers") == []
    assert names(shown(hall, rina, given), "answers") == [answer]


def test_in_reach_the_office_answers(hall: Hall, salim: Phone) -> None:
    given = brings(hall, hall.rina, events.Given)
    hall.is_reached = True
    relay.forward(hall.kept, relay.Office(hall.hub), hall.hub)
    hall.asked.clear()

    assert names(shown(hall, salim), "offers") == [given]
    assert hall.asked == ["/api/e/pilkada-2024/99.01/halves"]


def test_an_earlier_bundle_names_nobody_and_the_laptop_shows_nothing(
    hall: Hall, salim: Phone
) -> None:
    given = brings(hall, hall.rina, events.Given)
    from tepat.server.hub import calls

    waiting = calls._works(hall.home, f"{hall.hub.bundle.office} {hall.hub.bundle.made}")[2]
    waiting._bundle.parties.clear()

    assert names(shown(hall, salim), "offers") == []
    assert given
