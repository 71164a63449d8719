"""A published plan is one fact in the log; its loads leave alone what was handed over."""

import pytest
from django.test import Client

from tepat.core.move.loads import LoadStage
from tepat.core.problems import Code, Refused
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope
from tepat.server.log.models import Fact
from tepat.server.move.models import PlannedShipment, Shipment
from tepat.server.move.plans import reporting, services
from tepat.server.plan.models import PlanRun
from tepat.server.plan.packages.services import regenerate
from tepat.server.plan.schedule import services as schedule
from tests.server.packing.test_seals_and_shipments import close_all
from tests.server.plan.plans import NOW, draft, keep
from tests.server.plan.test_plan_pages import where
from tests.worlds import person

HULU, HILIR = "99.01.01", "99.01.02"


def published_facts(scope: Scope) -> int:
    return Fact.objects.filter(kabupaten=scope.kabupaten, kind="plan_published").count()


def test_publishing_writes_one_fact_with_the_hash_of_the_plan(scope: Scope, client: Client) -> None:
    run = draft(scope)
    client.force_login(person("bu_dewi"))
    publish = where(scope, "plan_publish", run.number)

    assert client.post(publish).status_code == 302
    assert client.post(publish).status_code == 422  # twice is once

    run.refresh_from_db()
    assert run.state == PlanRun.State.PUBLISHED
    [fact] = Fact.objects.filter(kind="plan_published")
    assert run.hash.encode() in bytes(fact.body)


def test_an_older_plan_is_not_published_over_a_newer_one(scope: Scope) -> None:
    older, newer = draft(scope), draft(scope, seed=2)
    by = person("bu_dewi")
    reporting.publish(newer, by, NOW)

    with pytest.raises(Refused) as refused:
        reporting.publish(older, by, NOW)

    assert refused.value.problem.code is Code.PLAN_OLDER
    assert published_facts(scope) == 1


def test_a_trial_is_not_published(scope: Scope) -> None:
    source = keep(scope)
    source.is_trial = True
    source.save()
    run = draft(scope, source)

    with pytest.raises(Refused) as refused:
        reporting.publish(run, person("bu_dewi"), NOW)

    assert refused.value.problem.code is Code.PLAN_IS_TRIAL
    assert published_facts(scope) == 0


def test_loads_are_made_for_the_halts_whose_packages_are_closed(scope: Scope) -> None:
    regenerate(scope, election_of(scope), NOW)
    close_all(scope, HULU)
    by = person("bu_dewi")
    run = reporting.publish(draft(scope), by, NOW)

    done = reporting.make_shipments(run, by, NOW)
    again = reporting.make_shipments(run, by, NOW)

    assert done.made == Shipment.objects.count() > 0
    assert done.waiting > 0  # Hilir is not closed
    assert again.made == 0
    for row in PlannedShipment.objects.select_related("shipment"):
        load = row.shipment
        assert load.vehicle == "Truk 1"
        codes = set(load.lines.values_list("package", flat=True))
        assert codes
        assert load.departs_at is not None
        assert row.place.startswith(HULU)


def test_a_new_plan_moves_what_is_prepared_and_leaves_what_was_handed_over(scope: Scope) -> None:
    regenerate(scope, election_of(scope), NOW)
    close_all(scope, HULU)
    by = person("bu_dewi")
    run = reporting.publish(draft(scope), by, NOW)
    reporting.make_shipments(run, by, NOW)
    first, *others = Shipment.objects.order_by("code")
    assert others
    Shipment.objects.update(vehicle="Kendaraan lama")
    Shipment.objects.filter(pk=first.pk).update(stage=LoadStage.ON_THE_WAY.value)
    before = Shipment.objects.filter(pk=first.pk).values().get()

    newer = reporting.publish(draft(scope, run.source, seed=2), by, NOW)
    done = reporting.make_shipments(newer, by, NOW)

    assert (done.made, done.kept, done.moved) == (0, 1, len(others))
    assert Shipment.objects.filter(pk=first.pk).values().get() == before
    assert all(each.vehicle != "Kendaraan lama" for each in Shipment.objects.exclude(pk=first.pk))


def test_the_trips_of_what_was_handed_over_are_fixed_in_the_next_plan(scope: Scope) -> None:
    regenerate(scope, election_of(scope), NOW)
    close_all(scope, HULU)
    by = person("bu_dewi")
    run = reporting.publish(draft(scope), by, NOW)
    reporting.make_shipments(run, by, NOW)
    planned = PlannedShipment.objects.select_related("shipment").order_by("pk")[0]
    Shipment.objects.filter(pk=planned.shipment_id).update(stage=LoadStage.ON_THE_WAY.value)

    fixed = services.given_trips(scope)
    ordered = schedule.order(scope, run.source, "quick", by, NOW, fixed=fixed)
    made = schedule.work_on(ordered)

    assert fixed == [planned.trip]
    assert made.base == run
    assert made.state == PlanRun.State.DRAFT, made.problem
    from tepat.server.plan.schedule import store

    old = {trip.id: trip for trip in store.plan_of(run.hash).trips}[planned.trip]
    kept = [trip for trip in store.plan_of(made.hash).trips if trip.pinned]
    assert (old.start, old.stops) in [(trip.start, trip.stops) for trip in kept]
