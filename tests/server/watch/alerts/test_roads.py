"""Loads of a plan under rain and on closed roads, as the planner's inputs know these."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from tepat.core.plan.hazard.reports import Report
from tepat.core.plan.schedule.values import Echelon, Plan, Stop, Trip, Verdicts
from tepat.server.election.models import Scope
from tepat.server.move.models import PlannedShipment, Shipment
from tepat.server.plan.inputs import kept
from tepat.server.plan.models import PlanRun
from tepat.server.plan.schedule import store
from tepat.server.watch.alerts import gathering, services
from tepat.server.watch.models import Alert
from tests.server.plan import plans
from tests.server.watch.alerts.worlds import waiting_load
from tests.worlds import contoh_scope

pytestmark = pytest.mark.django_db
TEDUH = "99.01.02.2001"
SEVEN = datetime(2024, 11, 23, 23, 0, tzinfo=UTC)
"""24 November, 07.00 in the kabupaten: the first day of the plan."""


def hours(number: float) -> datetime:
    return SEVEN + timedelta(hours=number)


@pytest.fixture
def scope(tmp_path: Path, settings: Settings) -> Scope:
    settings.HOME = tmp_path
    return contoh_scope()


@pytest.fixture
def load(scope: Scope) -> Shipment:
    """A load of a published plan: leaves at 07.00 for Muara Teduh, two hours by Jalan Hilir."""
    source = plans.keep(scope)
    stop = Stop(TEDUH, 9 * 60, 10 * 60, 6, 870, 72, 37_000)
    trip = Trip("t1", Echelon.DIRECT, "truk", 1, 0, "99.01:gudang-1", 420, 720, 74_000, (stop,))
    plan = Plan(source.hash, 1, (trip,), (), 0, 0, Verdicts(0, 1, 0, 0, 0, ()))
    run = PlanRun.objects.create(
        scope=scope,
        number=1,
        source=source,
        effort="quick",
        at=SEVEN,
        state="published",
        published_at=SEVEN - timedelta(days=2),
        hash=store.keep_plan(plan),
    )
    made = waiting_load(scope, "SJ-001", departs_at=SEVEN, destination=f"{TEDUH}:pps")
    PlannedShipment.objects.create(shipment=made, plan=run, trip="t1", place=TEDUH)
    return made


def test_a_load_is_due_when_its_plan_says(scope: Scope, load: Shipment) -> None:
    [seen] = gathering.situation_of(scope, SEVEN).loads
    assert (seen.arrives_at, seen.minutes) == (hours(2), 120)
    load.stage = "on_the_way"
    load.save()
    services.refresh(scope, hours(2.4))
    assert not Alert.objects.filter(kind="late_arrival", settled_at=None)
    services.refresh(scope, hours(2.6))
    row = Alert.objects.get(kind="late_arrival", settled_at=None)
    assert datetime.fromisoformat(row.params["due_at"]) == hours(2)


def test_a_road_that_closes_under_a_running_load_calls_until_it_opens(
    scope: Scope, load: Shipment
) -> None:
    closed = Report("Jalan Hilir", False, "PPK Hilir", hours(0.5), until=hours(9))
    shelf = kept.load(scope).with_report(closed, ["h-i"], "bu_dewi", hours(0.5))
    kept.save(scope, shelf)
    services.refresh(scope, hours(0.6))
    assert not Alert.objects.filter(kind="road_closed"), "it has not left"
    load.stage = "on_the_way"
    load.save()
    services.refresh(scope, hours(0.7))
    row = Alert.objects.get(kind="road_closed")
    assert (row.params["road"], row.params["by"], row.where) == (
        "Jalan Hilir",
        "PPK Hilir",
        "99.01.02",
    )
    opened = Report("Jalan Hilir", True, "PPK Hilir", hours(0.8), until=hours(9))
    kept.save(scope, kept.load(scope).with_report(opened, ["h-i"], "bu_dewi", hours(0.8)))
    services.refresh(scope, hours(0.9))
    row.refresh_from_db()
    assert row.settled_at == hours(0.9)


def test_rain_over_its_road_says_by_when_a_load_must_leave(
    scope: Scope, load: Shipment, tmp_path: Path
) -> None:
    onset, end = hours(4).isoformat(), hours(8).isoformat()
    file = tmp_path / "hujan.xml"
    file.write_text(
        '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>1</identifier>'
        f"<sender>BMKG</sender><sent>{hours(-1).isoformat()}</sent><status>Actual</status>"
        "<msgType>Alert</msgType><scope>Public</scope><info><event>Hujan Lebat</event>"
        "<urgency>Expected</urgency><severity>Severe</severity><certainty>Likely</certainty>"
        f"<onset>{onset}</onset><expires>{end}</expires><area><areaDesc>-</areaDesc><polygon>"
        "-2.15,115.38 -2.15,115.44 -2.08,115.44 -2.08,115.38 -2.15,115.38"
        "</polygon></area></info></alert>"
    )
    kept.save(scope, kept.load(scope).with_file(kept.take(file, "alert", "BMKG")))
    services.refresh(scope, hours(-0.5))
    row = Alert.objects.get(kind="hazard")
    assert (row.params["desa"], row.params["loads"]) == (0, 1), "the road alone lies under it"
    assert datetime.fromisoformat(row.params["before_at"]) == hours(1.5)
    assert "shipment:SJ-001" in row.evidence


def test_plans_whose_files_are_gone_stop_nothing(scope: Scope, load: Shipment) -> None:
    for path in [*store.plans().glob("*.json"), *store.inputs().glob("*.json")]:
        path.unlink()
    store._plan.cache_clear()
    store._instance.cache_clear()
    services.refresh(scope, hours(1))
    assert Alert.objects.filter(kind="late_departure", settled_at=None).count() == 1
