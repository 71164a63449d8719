"""Looking for alerts: what the log and the plan show, kept once, in few queries."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from tepat.core.election.roles import Role
from tepat.core.move import events
from tepat.server import flow
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope
from tepat.server.log.models import Fact
from tepat.server.move.models import Device, PackageCustody, PlannedShipment
from tepat.server.plan.inputs import kept
from tepat.server.plan.models import Package, PlanInput, PlanRun
from tepat.server.plan.packages.services import regenerate
from tepat.server.watch.alerts import gathering, running, services
from tepat.server.watch.models import Alert, AlertEvent, AlertRound
from tests.phones import phone_of
from tests.server.watch.alerts.worlds import (
    HILIR,
    HULU,
    NOW,
    amiss,
    handed_over,
    later,
    sealed,
    somebody,
    waiting_load,
)
from tests.worlds import contoh_scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def scope(tmp_path: Path, settings: Settings) -> Scope:
    settings.HOME = tmp_path
    scope = contoh_scope()
    regenerate(scope, election_of(scope), NOW)
    return scope


def open_keys(scope: Scope) -> list[str]:
    rows = Alert.objects.filter(scope=scope, settled_at=None)
    return sorted(rows.values_list("key", flat=True))


def box_of(scope: Scope) -> Package:
    return Package.objects.filter(scope=scope, form="K", place="99.01.01.1001-001").earliest("code")


def test_a_late_load_calls_once_and_is_settled_when_it_left(scope: Scope) -> None:
    load = waiting_load(scope, "SJ-001", departs_at=NOW)
    services.refresh(scope, NOW)
    assert open_keys(scope) == ["store_unseen:99.01.02"]
    services.refresh(scope, later(40))
    services.refresh(scope, later(41))
    [row] = Alert.objects.filter(kind="late_departure")
    assert (row.where, row.params["load"], row.holder.name) == (HILIR, "SJ-001", "warehouse")
    load.stage = "one_sided"
    load.save()
    services.refresh(scope, later(50))
    assert services.refresh(scope, later(52)) == services.Round()
    row.refresh_from_db()
    assert row.settled_at == later(50)
    assert [each.what for each in row.events.order_by("pk")] == ["opened", "settled"]


def test_several_processes_look_once_a_minute(scope: Scope) -> None:
    assert services.refresh(scope, NOW) is not None
    assert services.refresh(scope, NOW + timedelta(seconds=20)) is None
    assert services.refresh(scope, later(1)) is not None
    AlertRound.objects.update(at=later(600))  # a clock that ran ahead
    assert services.refresh(scope, later(2)) is not None
    running.look()
    assert AlertRound.objects.get().at > later(2)


def test_a_seal_that_differs_calls_with_its_fact_and_its_box(scope: Scope) -> None:
    box = box_of(scope)
    sealed(scope, box)
    store, ppk = phone_of(scope, "bu_sari"), phone_of(scope, "bu_rina", Role.PPK, HULU)
    sent = handed_over(store, ppk, box, NOW, seals=("KB0999999",))
    flow.accept(scope, sent, store.device, NOW)  # type: ignore[arg-type]
    services.refresh(scope, later(1))
    row = Alert.objects.get(kind="seal_differs")
    assert (row.where, row.count, row.params["tps"]) == (HULU, 1, 1)
    assert f"package:{box.code}" in row.evidence
    assert f"fact:{ppk.prev}" in row.evidence
    assert "store_unseen:99.01.01" in open_keys(scope)


def test_facts_that_arrive_days_late_do_not_call_for_the_past(scope: Scope) -> None:
    box = box_of(scope)
    sealed(scope, box)
    store, ppk = phone_of(scope, "bu_sari"), phone_of(scope, "bu_rina", Role.PPK, HULU)
    days_ago = NOW - timedelta(days=2)
    given, received = handed_over(store, ppk, box, days_ago)
    flow.accept(scope, [given], store.device, NOW)  # type: ignore[list-item]
    services.refresh(scope, later(1))
    assert "half_handover:99.01.01" not in open_keys(scope), "its other half may be coming"
    flow.accept(scope, [received], ppk.device, later(2))  # type: ignore[list-item]
    services.refresh(scope, later(5))
    history = Alert.objects.get(kind="no_witness")
    assert history.is_history
    assert history.settled_at == days_ago + timedelta(hours=12)
    assert not history.events.filter(what="opened")
    services.refresh(scope, later(10))
    assert Alert.objects.filter(kind="no_witness").count() == 1


def test_a_handover_that_stays_one_sided_calls_after_its_time(scope: Scope) -> None:
    box = box_of(scope)
    sealed(scope, box)
    store, ppk = phone_of(scope, "bu_sari"), phone_of(scope, "bu_rina", Role.PPK, HULU)
    given, received = handed_over(store, ppk, box, NOW)
    flow.accept(scope, [given], store.device, NOW)  # type: ignore[list-item]
    services.refresh(scope, later(59))
    assert "half_handover:99.01.01" not in open_keys(scope)
    services.refresh(scope, later(61))
    assert "half_handover:99.01.01" in open_keys(scope)
    flow.accept(scope, [received], ppk.device, later(62))  # type: ignore[list-item]
    services.refresh(scope, later(63))
    assert "half_handover:99.01.01" not in open_keys(scope)


def test_an_inspection_settles_and_an_unfit_one_calls(scope: Scope) -> None:
    waiting_load(scope, "SJ-001", HULU, departs_at=later(600))
    services.refresh(scope, NOW)
    assert open_keys(scope) == ["store_unseen:99.01.01"]
    ppk = phone_of(scope, "bu_rina", Role.PPK, HULU)
    stranger = phone_of(scope, "bu_wati", Role.PPK, HILIR)
    place = f"{HULU}:ppk"
    wrong = stranger.say(events.Inspected, place=place, outcome="good", at=NOW)
    flow.accept(scope, [wrong], stranger.device, NOW)
    services.refresh(scope, later(1))
    assert open_keys(scope) == ["store_unseen:99.01.01"], "of another kecamatan"
    unfit = ppk.say(events.Inspected, place=place, outcome="unfit", at=NOW)
    flow.accept(scope, [unfit], ppk.device, later(2))
    services.refresh(scope, later(3))
    assert open_keys(scope) == ["store_unfit:99.01.01"]
    good = ppk.say(events.Inspected, place=place, outcome="good", at=later(4))
    flow.accept(scope, [good], ppk.device, later(5))
    services.refresh(scope, later(6))
    assert open_keys(scope) == []


def test_a_shift_that_nobody_took_over_calls_the_police(scope: Scope) -> None:
    amiss(scope, "P1", flag="corrected")
    yusuf = phone_of(scope, "pak_yusuf", Role.POLSEK, HULU)
    guarded = yusuf.say(
        events.Guarded,
        place=f"{HULU}:ppk",
        guard=f"polsek@{HULU}",
        count=2,
        salt="ab" * 16,
        starts=NOW - timedelta(hours=8),
        ends=NOW,
        at=NOW - timedelta(hours=8),
    )
    flow.accept(scope, [guarded], yusuf.device, NOW)
    services.refresh(scope, NOW - timedelta(minutes=1))
    assert "guard_gap:99.01.01:ppk" not in open_keys(scope)
    services.refresh(scope, later(1))
    assert "guard_gap:99.01.01:ppk" in open_keys(scope)


def test_what_the_installation_notices_itself(scope: Scope) -> None:
    ppk = phone_of(scope, "bu_rina", Role.PPK, HULU)
    stranger = phone_of(scope, "pak_joko", Role.DRIVER, "99.01")
    stranger.signer = type(stranger.signer)(b"\x07" * 32)
    odd = stranger.say(events.Inspected, place=f"{HULU}:ppk", outcome="good")
    flow.accept(scope, [odd], stranger.device, NOW)
    Device.objects.filter(device=ppk.device).update(forked_from=2)
    services.refresh(scope, later(31))
    assert open_keys(scope) == ["forked:99.01.01", "quarantine:unknown_device"]


def test_a_kecamatan_with_boxes_that_falls_silent(scope: Scope) -> None:
    box = box_of(scope)
    sealed(scope, box)
    store, ppk = phone_of(scope, "bu_sari"), phone_of(scope, "bu_rina", Role.PPK, HULU)
    flow.accept(scope, handed_over(store, ppk, box, NOW), store.device, NOW)  # type: ignore[arg-type]
    services.refresh(scope, later(119))
    assert "silent:99.01.01" not in open_keys(scope)
    services.refresh(scope, later(121))
    assert "silent:99.01.01" in open_keys(scope)


def test_a_plan_that_replaces_one_with_loads_ready_is_told(scope: Scope) -> None:
    source = PlanInput.objects.create(scope=scope, number=1, hash="0" * 64, at=NOW)
    old, new = (
        PlanRun.objects.create(
            scope=scope, number=n, source=source, effort="quick", at=NOW, state="published"
        )
        for n in (1, 2)
    )
    new.replaces, new.published_at = old, NOW
    new.save()
    services.refresh(scope, later(1))
    assert not Alert.objects.filter(kind="plan_changed")
    load = waiting_load(scope, "SJ-001", departs_at=later(6_000))
    PlannedShipment.objects.create(shipment=load, plan=old, trip="t", place=HILIR)
    services.refresh(scope, later(3))
    row = Alert.objects.get(kind="plan_changed")
    assert (row.params["number"], row.params["old"], row.count) == (2, 1, 1)
    services.acknowledge(row, somebody("bu_dewi"), later(4), "sudah ditelepon")
    services.refresh(scope, later(6))
    row.refresh_from_db()
    assert row.settled_at == later(4)
    assert Alert.objects.filter(kind="plan_changed").count() == 1


CAP = """<?xml version="1.0"?><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
<identifier>1</identifier><sender>BMKG</sender><sent>2024-11-15T09:30:00+08:00</sent>
<status>Actual</status><msgType>Alert</msgType><scope>Public</scope>
<info><language>id</language><event>Hujan Lebat</event><urgency>Expected</urgency>
<severity>Moderate</severity><certainty>Likely</certainty>
<onset>2024-11-15T13:00:00+08:00</onset><expires>2024-11-15T17:00:00+08:00</expires>
<area><areaDesc>Hulu</areaDesc>
<polygon>-2.05,115.2 -2.05,115.4 -1.9,115.4 -1.9,115.2 -2.05,115.2</polygon></area></info>
</alert>"""


def test_a_warning_of_bmkg_is_joined_to_desa_tps_and_stores(scope: Scope, tmp_path: Path) -> None:
    waiting_load(scope, "SJ-001", HULU, departs_at=later(6_000))
    file = tmp_path / "hujan.xml"
    file.write_text(CAP)
    kept.save(scope, kept.load(scope).with_file(kept.take(file, "alert", "BMKG")))
    services.refresh(scope, NOW)
    row = Alert.objects.get(kind="hazard")
    assert (row.params["desa"], row.params["tps"], row.params["stores"]) == (2, 5, 1)
    assert (row.where, row.holder.name) == (HULU, "bpbd")
    services.refresh(scope, NOW + timedelta(hours=8))
    row.refresh_from_db()
    assert row.settled_at is not None


@pytest.mark.parametrize(
    "hostile", ["<alert/>", "no xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"]
)
def test_a_warning_that_cannot_be_read_stops_nothing(
    scope: Scope, tmp_path: Path, hostile: str
) -> None:
    file = tmp_path / "x.xml"
    file.write_text(hostile)
    kept.save(scope, kept.load(scope).with_file(kept.take(file, "alert", "?")))
    waiting_load(scope, "SJ-001")
    services.refresh(scope, NOW)
    assert "late_departure:99.01.02" in open_keys(scope)


def test_more_loads_packages_and_alerts_cost_no_more_queries(scope: Scope) -> None:
    counts = []
    for turn, many in enumerate((1, 60)):
        for number in range(many):
            waiting_load(scope, f"SJ-{many}-{number}", (HULU, HILIR)[number % 2])
            amiss(scope, f"P{many}-{number}", kecamatan=(HULU, HILIR)[number % 2])
        services.refresh(scope, later(2 * turn), force=True)
        with CaptureQueriesContext(connection) as caught:
            services.refresh(scope, later(2 * turn + 1), force=True)
        counts.append(len(caught))
    assert counts[0] == counts[1]
    assert Alert.objects.filter(scope=scope, settled_at=None).count() == 6
    assert Alert.objects.get(kind="seal_differs", where=HULU).count == 31


def test_another_log_of_the_same_name_is_read_anew(scope: Scope) -> None:
    box = box_of(scope)
    sealed(scope, box)
    store, ppk = phone_of(scope, "bu_sari"), phone_of(scope, "bu_rina", Role.PPK, HULU)
    flow.accept(scope, handed_over(store, ppk, box, NOW), store.device, NOW)  # type: ignore[arg-type]
    assert gathering.situation_of(scope, NOW).handovers
    PackageCustody.objects.all().update(line="{}")
    assert not gathering.situation_of(scope, NOW).handovers
    assert Fact.objects.count()


def test_no_event_of_an_alert_is_ever_changed(scope: Scope) -> None:
    waiting_load(scope, "SJ-001")
    services.refresh(scope, NOW)
    row = Alert.objects.get(kind="late_departure")
    services.acknowledge(row, somebody("bu_sari"), later(1), "x" * 900)
    services.acknowledge(row, somebody("bu_dewi"), later(2), "mine")
    before = list(AlertEvent.objects.order_by("pk").values())
    assert [each["what"] for each in before if each["alert_id"] == row.pk] == [
        "opened",
        "acknowledged",
    ]
    assert len(before[-1]["note"]) == 300
    services.refresh(scope, later(5))
    assert list(AlertEvent.objects.order_by("pk").values())[: len(before)] == before
    row.refresh_from_db()
    assert row.acknowledged_by == somebody("bu_sari").account, "who was first keeps it"
