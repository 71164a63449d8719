"""Who goes with a load: signed beside the others, told to the desk, or asked and not heard."""

import pytest

from tepat.core.election.roles import Role
from tepat.server.election.models import Scope
from tepat.server.watch.models import (
    EscortReport,
    EscortTask,
)
from tepat.server.watch.security import queries, services
from tests.phones import phone_of
from tests.server.watch.alerts.worlds import HULU, NOW, waiting_load
from tests.server.watch.security.worlds import at, escorted, somebody, there, unit, url

pytestmark = pytest.mark.django_db


def test_an_escort_signs_beside_giver_and_receiver(scope: Scope) -> None:
    load = waiting_load(scope, "SJ-001", HULU)
    made = unit(scope)
    client = at("pak_yusuf")
    form = {"unit": made.pk, "people": [each.pk for each in made.people.all()[:2]], "meets_at": ""}
    assert client.post(url(scope, "escort", load.code), form).status_code == 302
    assert client.get(url(scope, "security")).context["legs"][0]["word"] == "tidak terdengar"
    phone = phone_of(scope, "pak_slamet", Role.POLSEK, HULU)
    escorted(scope, phone, load.code, f"polsek@{HULU}")
    [leg] = client.get(url(scope, "security")).context["legs"]
    assert (leg["word"], leg["leg"].escort.count) == ("hadir, ditandatangani", 3)
    assert leg["leg"].escort.fact
    assert "Polsek Hulu 0" in client.get(url(scope, "escort", load.code)).content.decode()


def test_a_driver_who_says_that_he_is_an_escort_is_none(scope: Scope) -> None:
    load = waiting_load(scope, "SJ-001", HULU)
    driver = phone_of(scope, "pak_joko", Role.DRIVER, "99.01")
    escorted(scope, driver, load.code, f"polsek@{HULU}")
    polsek = phone_of(scope, "pak_slamet", Role.POLSEK, HULU)
    escorted(scope, polsek, load.code, "polres@99.01")
    assert queries.signs_of(scope) == []


def test_what_the_desk_was_told_is_no_signature(scope: Scope) -> None:
    load = waiting_load(scope, "SJ-001", HULU)
    client = at("pak_yusuf")
    told = there(note="<i>telepon</i>")
    assert client.post(url(scope, "escort", load.code), told).status_code == 302
    page = client.get(url(scope, "escort", load.code)).content.decode()
    assert "hadir, dilaporkan ke meja" in page
    assert "<i>telepon" not in page
    client.post(url(scope, "escort", load.code), {"said": "absent"})
    assert EscortReport.objects.count() == 2, "both words stay"
    assert client.get(url(scope, "security_night")).context["rows"][0]["word"] == (
        "pengawal tidak hadir"
    )


@pytest.mark.parametrize(
    "change",
    [
        {"count": ""},
        {"count": "0"},
        {"count": "dua"},
        {"there_at": ""},
        {"there_at": "2024-11-16T10:00"},
        {"there_at": "2024-11-01T10:00"},
        {"said": "mungkin"},
    ],
)
def test_presence_without_number_or_with_an_hour_that_cannot_be_is_refused(
    scope: Scope, change: dict[str, str]
) -> None:
    load = waiting_load(scope, "SJ-001", HULU)
    client = at("pak_yusuf")
    form = client.get(url(scope, "escort", load.code)).text
    assert 'name="there_at" value="2024-11-15T' in form, "a sensible hour is proposed"
    said = client.post(url(scope, "escort", load.code), there(**change))
    assert said.status_code == 422
    assert not EscortReport.objects.exists()


def test_an_escort_is_asked_anew_and_taken_back_in_versions(scope: Scope) -> None:
    load = waiting_load(scope, "SJ-001", HULU)
    one, two = unit(scope), unit(scope, "Polres", "99.01")
    client = at("pak_yusuf")
    for form in ({"unit": one.pk}, {"unit": two.pk}, {"drop": "1"}):
        assert client.post(url(scope, "escort", load.code), form).status_code == 302
    assert EscortTask.objects.count() == 3
    [leg] = client.get(url(scope, "security")).context["legs"]
    assert leg["unit"] is None
    bad = client.post(url(scope, "escort", load.code), {"unit": "9" * 30})
    assert bad.status_code == 422


def test_nobody_of_another_service_answers_or_takes_back_an_escort(scope: Scope) -> None:
    load = waiting_load(scope, "SJ-001", HULU)
    police, army = unit(scope), unit(scope, "Kodim", "99.01", "tni")
    here = url(scope, "escort", load.code)
    army_desk = at("pak_bima")
    assert army_desk.post(here, {"said": "present"}).status_code == 403, "nobody is asked yet"
    services.assign(scope, load.code, police, (), None, somebody("pak_yusuf").account, NOW)
    for form in ({"said": "absent"}, {"drop": "1"}, {"unit": army.pk}):
        answer = army_desk.post(here, form)
        assert answer.status_code == 403
        assert "dipegang Polsek Hulu" in answer.content.decode()
    assert EscortTask.objects.get().unit == police
    assert not EscortReport.objects.exists()
    page = army_desk.get(here).content.decode()
    assert 'name="said"' not in page
    assert 'name="drop"' not in page
    assert at("pak_slamet").post(here, there()).status_code == 302
    assert at("pak_yusuf").post(here, {"unit": army.pk}).status_code == 302
    assert army_desk.post(here, {"drop": "1"}).status_code == 302, "its own by now"


def test_the_history_of_an_escort_names_who_wrote_it(scope: Scope) -> None:
    load = waiting_load(scope, "SJ-001", HULU)
    here = url(scope, "escort", load.code)
    for name, form in (
        ("pak_yusuf", {"unit": unit(scope).pk}),
        ("pak_slamet", there()),
        ("pak_yusuf", {"drop": "1"}),
    ):
        assert at(name).post(here, form).status_code == 302
    found = at("pak_yusuf").get(here).context
    assert [by for _, by in found["history"]] == ["pak_yusuf", "pak_yusuf"]
    assert [by for _, by in found["told"]] == ["pak_slamet"]
    assert at("pak_yusuf").get(here).content.decode().count("pak_slamet") == 1
