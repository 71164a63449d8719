"""Ballot papers that do not add up open one problem of their TPS, and end it when they do."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tepat.core.count.versions import digest_of
from tepat.core.election.roles import Role
from tepat.core.move import events
from tepat.server.count.results import reporting
from tepat.server.election.models import Scope
from tepat.server.watch.incidents import learning, services
from tepat.server.watch.incidents.queries import climb_of
from tepat.server.watch.models import Incident
from tests.phones import Phone
from tests.server.count.counted import (
    BUP,
    EVENING,
    GUB,
    TEDUH,
    TPS,
    operator,
    sheet,
    tell,
    tell_result,
    typed,
)
from tests.server.count.test_moves_and_recounts import papers, way_to
from tests.server.watch.delivered import Delivery
from tests.worlds import contoh_scope, person

pytestmark = pytest.mark.django_db
OTHER = f"{TEDUH}-002"
LATER = EVENING + timedelta(hours=3)


@pytest.fixture
def way() -> Delivery:
    """Two TPS have taken over their boxes: 423 papers of the regent at the first one."""
    return way_to(contoh_scope(), TPS, OTHER)


def told(way: Delivery, left: int = 21, sku: str = BUP, received: int = 423) -> str:
    """The KPPS tells papers and votes: 400 used, 2 spoiled."""
    phone = kpps(way)
    counts = {"received": received, "used": 400, "spoiled": 2, "left": left, "salt": "cd" * 16}
    tell(way.scope, phone, events.Ballots, place=TPS, sku=sku, **counts)
    return tell_result(way.scope, phone, sku=sku)


def kpps(way: Delivery) -> Phone:
    return way.phone(Role.KPPS, TPS)


def incidents(scope: Scope) -> list[Incident]:
    learning.catch_up(scope, LATER)
    return list(Incident.objects.filter(scope=scope).order_by("number"))


def lines_of(incident: Incident) -> object:
    return incident.acts.filter(did="counted").order_by("-pk")[0].data["lines"]


def test_a_form_that_adds_up_opens_nothing(way: Delivery) -> None:
    told(way)
    assert incidents(way.scope) == []


def test_one_paper_opens_one_problem_of_its_tps(way: Delivery) -> None:
    name = told(way, left=20)
    [found] = incidents(way.scope)

    assert (found.kind, found.place, found.reporter) == ("ballots", TPS, f"kpps@{TPS}")
    assert [row.fact for row in found.facts.all()] == [name]
    assert lines_of(found) == [[BUP, "accounted", -1]]
    assert incidents(way.scope) == [found]


def test_a_form_that_is_half_told_opens_nothing_until_the_votes_are_told(way: Delivery) -> None:
    counts = {"received": 423, "used": 400, "spoiled": 2, "left": 20, "salt": "cd" * 16}
    tell(way.scope, kpps(way), events.Ballots, place=TPS, sku=BUP, **counts)
    assert incidents(way.scope) == []

    tell_result(way.scope, kpps(way))
    assert len(incidents(way.scope)) == 1


def test_two_kinds_of_one_tps_are_one_problem(way: Delivery) -> None:
    told(way, left=20)
    incidents(way.scope)
    told(way, left=22, sku=GUB)
    [found] = incidents(way.scope)

    assert lines_of(found) == [[BUP, "accounted", -1], [GUB, "accounted", 1]]
    assert found.facts.count() == 2


def test_a_form_typed_by_one_person_waits_for_a_second_one(way: Delivery, client: Client) -> None:
    form = sheet(left=20)
    typed(way.scope, "bu_lia", form)
    assert incidents(way.scope) == []

    reporting.confirm(way.scope, operator("pak_tono"), TPS, BUP, digest_of(form), EVENING)
    [found] = incidents(way.scope)
    assert lines_of(found) == [[BUP, "accounted", -1]]
    assert climb_of(found, LATER).rungs[0].party == "ppk@99.01.02"
    client.force_login(person("bu_dewi"))
    page = reverse("incident", args=[way.scope.election, way.scope.kabupaten, found.number])
    assert "figures" not in client.get(page).content.decode()


def test_a_new_version_that_adds_up_closes_it_by_evidence(way: Delivery) -> None:
    told(way, left=20)
    incidents(way.scope)
    told(way)
    [found] = incidents(way.scope)

    assert found.closed_at == LATER
    assert found.is_by_evidence
    assert found.acts.get(did="closed").data["why"] == "adds_up"


def test_papers_that_moved_close_it_and_taking_them_back_takes_it_up_again(way: Delivery) -> None:
    told(way, left=11, received=413)
    [found] = incidents(way.scope)
    assert lines_of(found) == [[BUP, "received", -10]]

    said = {"place": TPS, "to": OTHER, "contents": papers(10)}
    name = tell(way.scope, kpps(way), events.PapersMoved, **said)
    [found] = incidents(way.scope)
    assert (found.closed_at, found.is_by_evidence) == (LATER, True)

    tell(way.scope, kpps(way), events.Cancelled, fact=name, reason="twice")
    [found] = incidents(way.scope)
    assert found.closed_at is None
    assert found.acts.filter(did="resumed").count() == 1
    assert incidents(way.scope) == [found]


def test_two_people_who_differ_neither_open_nor_close_it(way: Delivery) -> None:
    told(way, left=20)
    incidents(way.scope)
    typed(way.scope, "bu_lia", sheet())
    [found] = incidents(way.scope)
    assert found.closed_at is None

    reporting.confirm(way.scope, operator("pak_tono"), TPS, BUP, digest_of(sheet()), EVENING)
    assert incidents(way.scope)[0].closed_at == LATER


def test_what_a_person_accepted_stays_closed_and_another_difference_does_not(
    way: Delivery,
) -> None:
    told(way, left=20)
    [found] = incidents(way.scope)
    services.close(found, "accepted", "Diputuskan di pleno.", person("bu_dewi"), LATER)
    told(way, left=20)
    assert [each.closed_at for each in incidents(way.scope)] == [LATER]

    told(way, left=19)
    [again] = incidents(way.scope)
    assert again.closed_at is None
    assert lines_of(again) == [[BUP, "accounted", -2]]


def test_its_page_names_the_paper_and_the_number_only_to_whoever_sees_the_count(
    way: Delivery, client: Client
) -> None:
    told(way, left=20)
    [found] = incidents(way.scope)
    where = (way.scope.election, way.scope.kabupaten)
    page = reverse("incident", args=[*where, found.number])
    steps = reverse("count_ballots_area", args=[*where, TEDUH])

    def seen(name: str) -> str:
        client.force_login(person(name))
        return client.get(page).content.decode()

    assert "KWK-BUP: kurang 1" in seen("bu_dewi")
    assert f"{steps}?jenis=KWK-BUP" in seen("bu_dewi")
    assert client.get(f"{steps}?jenis=KWK-BUP").status_code == 200
    assert "Selisih surat suara" in seen("bu_rina")  # a PPK of another kecamatan
    assert "KWK-BUP" in seen("bu_rina")
    assert "kurang 1" not in seen("bu_rina")
    assert steps not in seen("bu_rina")
