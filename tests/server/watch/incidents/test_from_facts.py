"""Facts of phones open incidents, join them, and close them: reading twice changes nothing."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from tepat.core.election.roles import Role
from tepat.core.move import events
from tepat.core.watch.incidents.closing import Remedy
from tepat.server.move.devices import reporting
from tepat.server.watch.incidents import deciding, services
from tepat.server.watch.incidents.queries import climb_of
from tepat.server.watch.models import Incident, IncidentFact, Outcome
from tests.incidents import DESA, NEXT, SEALS, TPS, Trouble
from tests.worlds import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def trouble() -> Trouble:
    return Trouble()


def rubbed(trouble: Trouble) -> Incident:
    """The KPPS reports a rubbed seal of its box."""
    trouble.seal()
    trouble.say(trouble.kpps, events.Incident, what="seal_differs", packages=(trouble.box,))
    return trouble.only()


def test_a_rubbed_seal_from_a_tps_opens_one_incident_for_the_kpps_step(trouble: Trouble) -> None:
    incident = rubbed(trouble)
    assert (incident.kind, incident.place, incident.packages) == ("seal", TPS, [trouble.box])
    climb = climb_of(incident, trouble.now)
    assert climb.holder.party == f"kpps@{TPS}"


def test_reading_twice_changes_nothing_and_asks_two_queries(
    trouble: Trouble, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rubbed(trouble)
    with django_assert_num_queries(2):
        assert trouble.learn() == 0
    assert Incident.objects.count() == IncidentFact.objects.count() == 1


def test_the_pps_sees_it_too_and_joins(trouble: Trouble) -> None:
    rubbed(trouble)
    check = events.Check(trouble.box, (SEALS[0], "KB0999999"))
    trouble.say(
        trouble.pps,
        events.Received,
        giver="ppk@99.01.01",
        receiver=f"pps@{DESA}",
        place=f"{DESA}:pps",
        packages=(trouble.box,),
        checks=(check,),
    )
    incident = trouble.only()
    assert incident.facts.count() == 2
    assert incident.acts.filter(did="joined").count() == 1


def test_a_seal_that_differs_is_found_whichever_fact_comes_first(trouble: Trouble) -> None:
    check = events.Check(trouble.box, ("KB0999999",))
    trouble.say(
        trouble.pps,
        events.Received,
        giver="ppk@99.01.01",
        receiver=f"pps@{DESA}",
        place=f"{DESA}:pps",
        packages=(trouble.box,),
        checks=(check,),
    )
    trouble.learn()
    assert not Incident.objects.exists(), "nobody knows yet with which seal it was closed"
    trouble.seal()
    assert trouble.only().kind == "seal"


def test_a_report_that_came_late_starts_its_clock_on_arrival(trouble: Trouble) -> None:
    trouble.seal()
    said_at = trouble.now
    phone = trouble.kpps
    trouble.pass_by(300)
    trouble.say(phone, events.Incident, at=said_at, what="seal_differs", packages=(trouble.box,))
    incident = trouble.only()
    assert incident.opened_at == trouble.now
    assert incident.happened_at < incident.opened_at - timedelta(hours=4)
    assert climb_of(incident, trouble.now).holder.party == f"kpps@{TPS}"


def test_what_the_reporter_takes_back_closes_by_itself(trouble: Trouble) -> None:
    trouble.seal()
    named = trouble.say(trouble.kpps, events.Incident, what="late", place=TPS)
    assert trouble.only().closed_at is None
    trouble.say(trouble.kpps, events.Cancelled, fact=named, reason="typo")
    incident = trouble.only()
    assert incident.closed_at
    assert incident.facts.get().aside


def test_another_person_cannot_take_a_report_back(trouble: Trouble) -> None:
    named = trouble.say(trouble.kpps, events.Incident, what="late", place=TPS)
    trouble.learn()
    trouble.say(trouble.pps, events.Cancelled, fact=named, reason="typo")
    assert trouble.only().closed_at is None


def test_a_stolen_phone_takes_no_report_back(trouble: Trouble) -> None:
    named = trouble.say(trouble.kpps, events.Incident, what="late", place=TPS)
    trouble.learn()
    by, phone = person("bu_dewi"), trouble.kpps
    reporting.revoke(trouble.scope, by, phone.device, None, "stolen", trouble.now)
    trouble.say(phone, events.Cancelled, fact=named, reason="typo")
    assert trouble.only().closed_at is None


def reseal(trouble: Trouble, incident: Incident) -> None:
    choice = deciding.Choice(Remedy.RESEAL, tuple(incident.packages))
    said = deciding.Words("Segel ulang di PPS.", due=trouble.now + timedelta(hours=2))
    deciding.decide(incident, choice, said, trouble.kpu, trouble.now)


def test_a_reseal_is_closed_by_the_seal_and_not_by_a_button(trouble: Trouble) -> None:
    incident = rubbed(trouble)
    trouble.pass_by(10)
    services.lift(incident, "", trouble.ppk, trouble.now)
    reseal(trouble, incident)
    assert trouble.only().closed_at is None
    trouble.pass_by(30)
    trouble.say(trouble.pps, events.Sealed, package=trouble.box, seals=("KB0180001",))
    incident = trouble.only()
    assert incident.closed_at == trouble.now
    assert incident.is_by_evidence
    [outcome] = Outcome.objects.all()
    assert outcome.is_by_evidence
    assert len(outcome.facts) == 1


def test_what_was_taken_up_again_is_not_closed_by_the_old_decision(trouble: Trouble) -> None:
    incident = rubbed(trouble)
    reseal(trouble, incident)
    trouble.say(trouble.pps, events.Sealed, package=trouble.box, seals=("KB0180001",))
    trouble.learn()
    trouble.pass_by(5)
    services.resume(incident, "Segel baru juga lepas.", trouble.ppk, trouble.now)
    trouble.say(trouble.pps, events.Incident, what="late", place=NEXT)
    trouble.learn()
    incident.refresh_from_db()
    assert incident.closed_at is None


def test_the_same_seal_after_the_end_opens_a_new_one(trouble: Trouble) -> None:
    incident = rubbed(trouble)
    services.close(incident, "solved", "Segel utuh, hanya kotor.", trouble.kpu, trouble.now)
    trouble.pass_by(60)
    trouble.say(trouble.kpps, events.Incident, what="seal_differs", packages=(trouble.box,))
    trouble.learn()
    assert set(Incident.objects.values_list("number", flat=True)) == {1, 2}


def test_more_facts_cost_no_more_queries_to_read(trouble: Trouble) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    trouble.learn()
    counts = []
    for many in (1, 30):
        for _ in range(many):
            trouble.say(trouble.kpps, events.Turnout, place=TPS, voters=1)
        with CaptureQueriesContext(
            connection,
        ) as caught:
            trouble.learn()
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_a_role_that_only_watches_opens_an_incident_at_its_own_height(trouble: Trouble) -> None:
    adi = trouble.phone("pak_adi_hp", Role.BAWASLU, "99.01")
    trouble.say(adi, events.Incident, what="late", place=TPS)
    assert climb_of(trouble.only(), trouble.now).holder.party == "kpu@99.01"
