"""The map of a plan: roads for all, trips for those who read them, a click that replans."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains
from pytest_django.fixtures import DjangoAssertNumQueries

from tepat.core.election.roles import Role
from tepat.core.plan.instance.source import Reliability
from tepat.core.plan.instance.values import Node, Status
from tepat.server import clock
from tepat.server.election.models import Scope
from tepat.server.move.plans import reporting
from tepat.server.move.plans import services as plan_loads
from tepat.server.plan.models import PlanInput, PlanRun
from tepat.server.plan.schedule import ground, queries, services, store
from tests.server.plan.plans import NOW, draft, instance, keep
from tests.server.plan.test_plan_pages import where, with_role
from tests.worlds import person

LONG = "Jalan Panglima Besar Pangeran Antasari menuju Dermaga Penyeberangan Sungai Jernih Hilir"


@pytest.fixture(autouse=True)
def _before_the_first_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def features(client: Client, url: str, **asked: str) -> list[dict[str, Any]]:
    answer = client.get(url, asked, headers={"Accept-Encoding": "identity"})
    assert answer.status_code == 200
    found: list[dict[str, Any]] = json.loads(answer.content)["features"]
    return found


def kinds(found: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [each for each in found if each["properties"].get("kind") == kind]


def days_of(run: PlanRun) -> set[str]:
    plan, days = store.plan_of(run.hash), store.instance_of(run.source.hash).days
    return {days[trip.day].label for trip in plan.trips}


def test_roads_come_with_state_and_zone_and_along_their_bends(scope: Scope) -> None:
    run = draft(scope)
    store.keep_shapes(run.source.hash, {"g-h": ((-2.0, 115.3), (-2.01, 115.32), (-2.02, 115.31))})
    client = with_role(Role.BAWASLU, scope.kabupaten)

    found = features(client, where(scope, "schedule_map_roads", run.number))

    by_id = {each["properties"]["id"]: each for each in found}
    assert len(by_id) == 6
    assert by_id["h-i"]["properties"]["zone"] == "Bantaran Hilir"
    assert by_id["h-i"]["properties"]["name"] == "Jalan Hilir"
    assert by_id["g-h"]["geometry"]["coordinates"][1] == [115.32, -2.01]
    assert len(by_id["h-i"]["geometry"]["coordinates"]) == 2


def test_roads_are_not_sent_again_while_nothing_changed(scope: Scope, client: Client) -> None:
    run = draft(scope)
    client.force_login(person("bu_dewi"))
    url = where(scope, "schedule_map_roads", run.number)
    etag = client.get(url)["ETag"]

    assert client.get(url, headers={"If-None-Match": etag}).status_code == 304
    form = {"status": "restricted", "by": "BPBD"}
    client.post(where(scope, "plan_input", "jalan", "h-i"), form)
    again = client.get(url, headers={"If-None-Match": etag, "Accept-Encoding": "identity"})
    assert again.status_code == 200
    assert json.loads(again.content)["features"][0]["properties"]["status"] == "restricted"


def test_of_many_roads_the_large_ones_and_the_closed_ones_are_drawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = instance()
    arcs = (
        *whole.arcs,
        *(replace(whole.arcs[0], id=f"gang-{at}", road="service") for at in range(5)),
        replace(whole.arcs[0], id="putus", road="service", status=Status.CLOSED),
    )
    monkeypatch.setattr(ground, "MOST_ROADS", 4)

    found = ground.roads(replace(whole, arcs=arcs), {})

    assert [each["properties"]["id"] for each in found.features][:2] == ["putus", "g-h"]
    assert (len(found.features), found.left_out) == (4, 8)


def test_whoever_reads_movements_sees_lines_and_halts_of_the_day(scope: Scope) -> None:
    run = draft(scope)
    url = where(scope, "schedule_map_trips", run.number)
    client = with_role(Role.POLRES, scope.kabupaten)
    halts = 0

    for day in days_of(run):
        found = features(client, url, hari=day)
        assert kinds(found, "trip")
        assert all(each["geometry"]["coordinates"] for each in kinds(found, "trip"))
        halts += len(kinds(found, "stop"))

    assert halts == sum(len(trip.stops) for trip in store.plan_of(run.hash).trips)
    assert {each["properties"]["name"] for each in kinds(found, "desa")} >= {"Pulau Kecil"}
    assert kinds(found, "warehouse")
    assert kinds(features(client, url, hari=day, kendaraan="tidak-ada"), "trip") == []


def test_lines_follow_the_roads_that_are_driven(scope: Scope, client: Client) -> None:
    run = draft(scope)
    bend = [115.32, -2.01]
    store.keep_shapes(run.source.hash, {"g-h": ((-2.0, 115.3), (-2.01, 115.32), (-2.02, 115.31))})
    client.force_login(person("bu_dewi"))

    found = features(client, where(scope, "schedule_map_trips", run.number), hari=min(days_of(run)))

    [trip, *_] = kinds(found, "trip")
    assert any(bend in line for line in trip["geometry"]["coordinates"])


def test_a_pps_sees_roads_and_chances_but_no_line_to_another_desa(scope: Scope) -> None:
    run = draft(scope)
    plan = store.plan_of(run.hash)
    mine = "99.01.01.1001"
    client = with_role(Role.PPS, mine)
    page, url = (where(scope, name, run.number) for name in ("schedule_map", "schedule_map_trips"))

    for day in days_of(run):
        found = features(client, url, hari=day)
        assert len(kinds(found, "desa")) == 4
        assert kinds(found, "trip") == []
        assert kinds(found, "stop") == []
        answer = client.get(page, {"hari": day, "jalan": "h-i"})
        assertNotContains(answer, "Truk 1")
        assertNotContains(answer, "Perjalanan rencana")
        assertNotContains(answer, where(scope, "plan_input", "jalan", "h-i"))
    assert plan.trips


def test_a_ppk_sees_only_legs_between_places_it_reads(scope: Scope) -> None:
    run = draft(scope)
    plan = store.plan_of(run.hash)
    [first, *_] = plan.trips
    stops = tuple(
        replace(first.stops[0], place=place)
        for place in ("99.01.01.1001", "99.01.02.2001", "99.01.02.2002", "99.01.01.2002")
    )
    run.hash = store.keep_plan(replace(plan, trips=(replace(first, stops=stops),)))
    run.save()
    day = store.instance_of(run.source.hash).days[first.day].label
    url = where(scope, "schedule_map_trips", run.number)

    own = features(with_role(Role.PPK, "99.01.01"), url, hari=day)
    whole = features(with_role(Role.KPU, scope.kabupaten), url, hari=day)

    names = [each["properties"]["name"] for each in kinds(own, "stop")]
    assert names == ["Kota Hulu", "Sungai Jernih"]
    [mine], [full] = kinds(own, "trip"), kinds(whole, "trip")
    beyond = [115.5, -2.2]  # the node of Hilir
    assert any(beyond in line for line in full["geometry"]["coordinates"])
    assert not any(beyond in line for line in mine["geometry"]["coordinates"])
    assert len(kinds(whole, "stop")) == 4


def test_those_outside_the_kabupaten_get_nothing(scope: Scope) -> None:
    run = draft(scope)
    client = with_role(Role.PPS, "63.09.05.2003")

    for name in ("schedule_map", "schedule_map_roads", "schedule_map_trips"):
        assert client.get(where(scope, name, run.number)).status_code in (403, 404)


@pytest.mark.parametrize("more", [0, 12])
def test_more_desa_cost_the_map_no_more_queries(
    scope: Scope,
    client: Client,
    more: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    run = draft(scope, keep(scope, more))
    client.force_login(person("bu_dewi"))
    page = where(scope, "schedule_map", run.number)

    with django_assert_num_queries(QUERIES):
        assert client.get(page, {"jalan": "h-i"}).status_code == 200
    with django_assert_num_queries(QUERIES_TRIPS):
        client.get(where(scope, "schedule_map_trips", run.number))


QUERIES = 9
QUERIES_TRIPS = 5


def test_the_panel_names_the_road_and_who_said_what(scope: Scope, client: Client) -> None:
    run = draft(scope)
    client.force_login(person("bu_dewi"))
    form = {
        "status": "restricted",
        "comment": "Aspal turun",
        "by": "Dishub",
        "at": "15 November",
        "reliability": "confirmed",
        "map": str(run.number),
    }

    answer = client.post(where(scope, "plan_input", "jalan", "h-i"), form, follow=True)

    assert answer.redirect_chain[-1][0].endswith(f"/rencana/{run.number}/peta/?jalan=h-i")
    for text in ("Jalan Hilir", "Aspal turun", "Dishub, 15 November", "dibenarkan orang kedua"):
        assertContains(answer, text)
    assertContains(answer, f"rencana {run.number} disusun; rencana itu belum mengetahuinya")
    road = store.instance_of(queries.needed_input(scope).hash).arcs[1]
    assert (road.status, road.source.reliability) == (Status.RESTRICTED, Reliability.CONFIRMED)
    panel = client.get(
        where(scope, "schedule_map", run.number),
        {"jalan": "h-i"},
        headers={"HX-Request": "true"},
    )
    assertContains(panel, "Bantaran Hilir")
    assertNotContains(panel, "<html")


def test_a_road_may_have_any_id_and_a_long_name(scope: Scope, client: Client) -> None:
    whole = instance()
    arcs = (replace(whole.arcs[0], id="way/4 & 5", name=LONG), *whole.arcs[1:])
    source = services.keep(scope, replace(whole, arcs=arcs), {}, person("bu_dewi"), NOW)
    run = draft(scope, source)
    client.force_login(person("bu_dewi"))

    answer = client.get(where(scope, "schedule_map", run.number), {"jalan": "way/4 & 5"})
    assertContains(answer, LONG, count=2)  # in the panel and in the list
    saved = client.post(
        where(scope, "plan_input", "jalan", "way/4 & 5"), {"status": "restricted", "by": "BPBD"}
    )
    assert saved.status_code == 302


def test_saving_a_closed_road_makes_the_plan_again_and_leads_to_what_changed(
    scope: Scope, client: Client
) -> None:
    run = published(scope)
    client.force_login(person("bu_dewi"))
    form = {"status": "not_operational", "comment": "putus", "by": "BPBD", "reliability": "seen"}

    answer = client.post(where(scope, "schedule_replan", "jalan", "to-99.01.01.2002"), form)

    new = PlanRun.objects.latest("number")
    assert new.base == run
    assert new.state == PlanRun.State.DRAFT, new.problem
    assert answer["Location"] == where(scope, "schedule_compare", new.number, run.number)
    page = client.get(answer["Location"])
    assertContains(page, "Sungai Jernih")  # nothing reaches it any more
    assertContains(page, "Terbitkan rencana")
    assertContains(page, "Rp 300.000")
    assertContains(page, f"rencana {run.number} belum mengetahui perubahan sesudahnya")
    left = {each.desa for each in store.plan_of(new.hash).unassigned}
    assert left == {"99.01.01.2002"}
    before = {trip.id: trip for trip in store.plan_of(run.hash).trips}
    untouched = [
        trip
        for trip in before.values()
        if all(stop.place.startswith("99.01.02") for stop in trip.stops)
    ]
    now = store.plan_of(new.hash).trips
    sheets = {(trip.vehicle, trip.day, trip.start, trip.stops) for trip in now}
    for trip in untouched:
        assert (trip.vehicle, trip.day, trip.start, trip.stops) in sheets


def test_two_plans_name_all_that_was_changed_between_them(scope: Scope, client: Client) -> None:
    run = published(scope)
    client.force_login(person("bu_dewi"))
    form = {"status": "restricted", "by": "BPBD", "reliability": "seen"}
    client.post(where(scope, "plan_input", "jalan", "h-i"), {**form, "comment": "longsor kecil"})

    answer = client.post(
        where(scope, "schedule_replan", "jalan", "to-99.01.01.2002"), {**form, "comment": "becek"}
    )

    page = client.get(answer["Location"])
    assertContains(page, "longsor kecil")
    assertContains(page, "becek")
    back = where(scope, "schedule_compare", run.number, PlanRun.objects.latest("number").number)
    assertNotContains(client.get(back), "Disusun setelah perubahan ini")


def test_a_plan_from_before_a_change_says_so(scope: Scope, client: Client) -> None:
    run = published(scope)
    client.force_login(person("bu_dewi"))
    page = where(scope, "schedule_plan", run.number)
    assertNotContains(client.get(page), "masukan kini versi")

    form = {"status": "not_operational", "by": "BPBD", "reliability": "seen"}
    client.post(where(scope, "plan_input", "jalan", "h-i"), form)

    assertContains(client.get(page), "dari masukan versi 1; masukan kini versi 2")


def test_a_plan_that_was_replaced_is_not_called_published(scope: Scope, client: Client) -> None:
    first = published(scope)
    client.force_login(person("bu_dewi"))
    assertNotContains(client.get(where(scope, "schedule")), "tidak berlaku lagi")

    second = draft(scope, seed=2)
    reporting.publish(second, person("bu_dewi"), NOW + timedelta(hours=1))

    old = client.get(where(scope, "schedule_plan", first.number))
    assertContains(old, "tidak berlaku lagi", count=2)  # at its head and in the list
    assertNotContains(old, where(scope, "plan_shipments", first.number))
    assertContains(client.get(where(scope, "schedule")), "tidak berlaku lagi", count=1)
    refused = client.post(where(scope, "plan_shipments", first.number), follow=True)
    assertContains(refused, "Susun muatan dari rencana 2", status_code=refused.status_code)


def test_reasons_that_are_not_shown_are_not_told_as_nothing_to_do(scope: Scope) -> None:
    run = published(scope)

    page = with_role(Role.DESK, "99.01").get(where(scope, "schedule_desa", run.number))

    assertContains(page, "tidak ditampilkan")
    assertNotContains(page, "Tidak perlu tindakan")


def test_what_has_left_stays_and_is_listed(
    scope: Scope, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = published(scope)
    trips = store.plan_of(run.hash).trips
    first = min(trips, key=lambda trip: trip.start)
    midnight = datetime(2024, 11, 24, tzinfo=ZoneInfo("Asia/Makassar"))
    later = midnight + timedelta(minutes=first.start + 5)
    monkeypatch.setattr(clock, "now", lambda: later)
    client.force_login(person("bu_dewi"))
    form = {"status": "restricted", "by": "BPBD"}

    answer = client.post(where(scope, "schedule_replan", "jalan", "h-i"), form)

    new = store.plan_of(PlanRun.objects.latest("number").hash)
    gone = {trip.stops for trip in trips if trip.start <= first.start + 5}
    assert {trip.stops for trip in new.trips if trip.pinned} == gone
    assertContains(client.get(answer["Location"]), "Tetap seperti semula")
    other = with_role(Role.PPS, "99.01.02.2002")
    page = other.get(answer["Location"])
    assertNotContains(page, "Truk 1")


def test_a_load_that_was_handed_over_stays_however_early(
    scope: Scope, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = published(scope)
    trip = max(store.plan_of(run.hash).trips, key=lambda each: each.start)
    monkeypatch.setattr(plan_loads, "given_trips", lambda _scope: [trip.id])
    client.force_login(person("bu_dewi"))
    form = {"status": "restricted", "by": "BPBD"}

    client.post(where(scope, "schedule_replan", "jalan", "h-i"), form)

    new = store.plan_of(PlanRun.objects.latest("number").hash)
    [pinned] = [each for each in new.trips if each.pinned]
    assert (pinned.start, pinned.stops) == (trip.start, trip.stops)


def test_a_closed_road_that_nobody_uses_changes_no_paper(scope: Scope, client: Client) -> None:
    whole = instance()
    spare = (
        *whole.arcs,
        replace(whole.arcs[0], id="gang", tail="g", head="buntu", name="Gang Buntu"),
    )
    whole = replace(whole, arcs=spare, nodes=(*whole.nodes, Node("buntu", -1.9, 115.2)))
    run = published(scope, services.keep(scope, whole, {}, person("bu_dewi"), NOW))
    client.force_login(person("bu_dewi"))

    client.post(
        where(scope, "schedule_replan", "jalan", "gang"),
        {"status": "not_operational", "by": "BPBD"},
    )

    new = PlanRun.objects.latest("number")
    page = client.get(where(scope, "schedule_compare", new.number, run.number))
    assertContains(page, "Tidak ada yang berubah bagi siapa pun")
    assert [trip.stops for trip in store.plan_of(new.hash).trips] == [
        trip.stops for trip in store.plan_of(run.hash).trips
    ]


def test_without_a_plan_in_force_nothing_is_saved_and_the_way_out_is_said(
    scope: Scope, client: Client
) -> None:
    draft(scope)
    client.force_login(person("bu_dewi"))

    answer = client.post(
        where(scope, "schedule_replan", "jalan", "h-i"), {"status": "not_operational", "by": "BPBD"}
    )

    assertContains(answer, "Belum ada rencana yang berlaku", status_code=422)
    assertContains(answer, 'value="BPBD"', status_code=422)
    assert PlanInput.objects.count() == 1


@pytest.mark.parametrize("role", [Role.BAWASLU, Role.PPK, Role.POLRES])
def test_only_kpu_closes_roads_and_replans(scope: Scope, role: Role) -> None:
    published(scope)
    client = with_role(role, scope.kabupaten if role is not Role.PPK else "99.01.01")
    form = {"status": "not_operational", "by": "BPBD"}

    assert client.post(where(scope, "schedule_replan", "jalan", "h-i"), form).status_code == 403
    assert client.get(where(scope, "schedule_replan", "jalan", "h-i")).status_code in (403, 405)
    assert PlanRun.objects.count() == PlanInput.objects.count() == 1


def test_the_page_of_changes_waits_until_the_plan_is_made(scope: Scope, client: Client) -> None:
    run = published(scope)
    busy = services.order(scope, run.source, services.GENTLE, person("bu_dewi"), NOW)
    client.force_login(person("bu_dewi"))
    page = where(scope, "schedule_compare", busy.number, run.number)

    assertContains(client.get(page), "Rencana baru sedang disusun")
    part = client.get(page, headers={"HX-Request": "true"})
    assertContains(part, "hx-get")
    assertNotContains(part, "<html")
    services.work_on(busy)
    assert client.get(page, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assertContains(client.get(page), "Bandingkan rencana")


def test_a_plan_that_could_not_be_made_says_why(scope: Scope, client: Client) -> None:
    run = published(scope)
    failed = services.order(scope, run.source, services.GENTLE, person("bu_dewi"), NOW)
    failed.state = PlanRun.State.FAILED
    failed.problem = {"code": "plan_no_input", "facts": {}}
    failed.save()
    client.force_login(person("bu_dewi"))

    answer = client.get(where(scope, "schedule_compare", failed.number, run.number))

    assertContains(answer, "Rencana baru tidak jadi disusun")


def published(scope: Scope, source: PlanInput | None = None) -> PlanRun:
    return reporting.publish(draft(scope, source), person("bu_dewi"), NOW)
