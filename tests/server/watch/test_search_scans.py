"""Codes of the log in the search field: a fact, a phone, and a text that came over WhatsApp."""

import pytest
from django.test import Client

from tepat.core.log import carrying
from tepat.core.move import events
from tepat.server import flow
from tepat.server.election.models import Scope
from tepat.server.move.models import Device
from tests.phones import NIGHT, Phone, packed, phone_of
from tests.worlds import contoh_scope, person

pytestmark = pytest.mark.django_db
BOX = "P249901011001001BUPK1A"


@pytest.fixture
def scope() -> Scope:
    return contoh_scope()


def ask(scope: Scope, text: str) -> object:
    client = Client()
    client.force_login(person("bu_dewi"))
    return client.get(f"/e/{scope.election}/{scope.kabupaten}/cari/", {"q": text})


def test_the_name_of_a_fact_opens_its_line_on_the_page_of_the_package(scope: Scope) -> None:
    phone = phone_of(scope, "bu_sari")
    sent = packed(phone, BOX)
    [receipt] = flow.accept(scope, [sent], phone.device, NIGHT)

    for text in (receipt.id, f"TEPAT-LOG1:{receipt.id.upper()}:4:9:{'1' * 24}"):
        page = ask(scope, text)
        assert page.status_code == 302  # type: ignore[attr-defined]
        assert page.url.endswith(f"/paket/{BOX}/#log-{receipt.number}")  # type: ignore[attr-defined]


def test_a_device_is_found_by_its_id(scope: Scope) -> None:
    phone = phone_of(scope, "bu_sari")

    page = ask(scope, phone.device)
    assert [row["sort"] for row in page.context["rows"]] == ["HP atau desk"]  # type: ignore[attr-defined]


def test_a_pasted_code_says_what_it_holds_and_whether_the_log_has_it(scope: Scope) -> None:
    phone = phone_of(scope, "bu_sari")
    sent = packed(phone, BOX)
    text = carrying.write(sent.body, sent.sig)

    told = ask(scope, text).context["told"]  # type: ignore[attr-defined]
    assert (told.kind, told.number, told.verdict) == ("packed", None, "valid")

    [receipt] = flow.accept(scope, [sent], phone.device, NIGHT)
    told = ask(scope, text).context["told"]  # type: ignore[attr-defined]
    assert told.number == receipt.number

    forged = carrying.write(sent.body, bytes(64))
    assert ask(scope, forged).context["told"].verdict == "bad_signature"  # type: ignore[attr-defined]
    assert ask(scope, text[:40]).context["told"].verdict == "unreadable"  # type: ignore[attr-defined]

    stranger = Phone(scope, "orang_asing")
    sent = stranger.say(events.Packed, package=BOX, contents=())
    told = ask(scope, carrying.write(sent.body, sent.sig)).context["told"]  # type: ignore[attr-defined]
    assert told.verdict == "unknown_device"
    assert not Device.objects.filter(device=stranger.device).exists()
