"""The room Rencana: everybody at the desk reads the plan, KPU edits, departures are kept."""

import re
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains
from pytest_django.fixtures import DjangoAssertNumQueries

from tepat.core.election.roles import MAY, Action, Role
from tepat.core.plan.schedule.values import Echelon
from tepat.core.problems import Code, Refused
from tepat.server import clock
from tepat.server.election.models import RoleGrant, Scope, User
from tepat.server.plan.models import PlanInput, PlanRun
from tepat.server.plan.schedule import at_work, checking, services, store
from tests.server.plan.plans import NOW, draft, instance, keep
from tests.worlds import person


def where(scope: Scope, name: str, *more: object) -> str:
    return reverse(name, args=[scope.election, scope.kabupaten, *more])


def pages(scope: Scope, number: int) -> list[str]:
    return [
        where(scope, "schedule"),
        where(scope, "schedule_plan", number),
        where(scope, "schedule_desa", number),
        where(scope, "schedule_costs", number),
        where(scope, "schedule_trips", number),
        where(scope, "plan_inputs"),
        *(where(scope, "plan_inputs_part", part) for part in ("zona", "kendaraan", "gudang")),
        where(scope, "plan_inputs_part", "jalan"),
    ]


def with_role(role: Role, area: str) -> Client:
    user = User.objects.create(username=f"{role.value}_{area}")
    RoleGrant.objects.create(user=user, role=role.value, area=area)
    client = Client()
    client.force_login(user)
    return client


def killed_at(work: str) -> None:
    """Let a process begin a work and be killed in the midst of it."""
    kill = "import os, pathlib, sys; pathlib.Path(sys.argv[1]).open('ab'); os._exit(9)"
    lock = store.plans() / "work" / f"{work}.lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    assert subprocess.run([sys.executable, "-c", kill, str(lock)], check=False).returncode == 9


def test_only_kpu_edits_plans() -> None:
    assert {role for role in Role if Action.EDIT_PLAN in MAY[role]} == {Role.KPU}


def test_before_the_first_inputs_the_room_says_how_to_begin(scope: Scope, client: Client) -> None:
    client.force_login(person("bu_dewi"))

    assertContains(client.get(where(scope, "schedule")), where(scope, "plan_inputs"))
    assertContains(client.get(where(scope, "plan_inputs")), 'type="file"')


def test_a_plan_is_made_in_the_background_and_its_figures_stand_on_the_page(
    scope: Scope, client: Client
) -> None:
    keep(scope)
    client.force_login(person("bu_dewi"))

    answer = client.post(where(scope, "schedule_make"), {"effort": "quick"}, follow=True)

    run = PlanRun.objects.get()
    assert run.state == PlanRun.State.DRAFT, run.problem
    assertContains(answer, "Muara Teduh")
    assertContains(answer, run.hash[:4])
    assertContains(answer, "perkiraan kasar")


@pytest.mark.parametrize("role", [Role.BAWASLU, Role.POLRES, Role.KPU])
def test_those_who_supervise_and_guard_read_every_page(scope: Scope, role: Role) -> None:
    run = draft(scope)
    client = with_role(role, scope.kabupaten)

    for page in pages(scope, run.number):
        assert client.get(page).status_code == 200, page
    assertContains(client.get(where(scope, "schedule_trips", run.number)), "Truk 1")
    assertContains(client.get(where(scope, "schedule")), "Muara Teduh tidak mungkin")
    assert client.get(where(scope, "schedule_file", run.number)).status_code == 200


@pytest.mark.parametrize("role", [Role.BAWASLU, Role.POLRES])
def test_those_who_read_do_not_edit(scope: Scope, role: Role) -> None:
    run = draft(scope)
    client = with_role(role, scope.kabupaten)
    before = PlanInput.objects.count(), PlanRun.objects.count()
    orders = [
        where(scope, "schedule_make"),
        where(scope, "plan_publish", run.number),
        where(scope, "plan_shipments", run.number),
        where(scope, "plan_input", "zona", "z1"),
        where(scope, "plan_input_upload"),
    ]

    assert {client.post(order).status_code for order in orders} == {403}
    assert (PlanInput.objects.count(), PlanRun.objects.count()) == before
    assertNotContains(client.get(where(scope, "schedule")), where(scope, "schedule_make"))


def test_a_pps_reads_chances_but_no_departure_of_another_desa(scope: Scope) -> None:
    run = draft(scope)
    client = with_role(Role.PPS, "99.01.01.1001")

    for page in pages(scope, run.number):
        answer = client.get(page)
        assertNotContains(answer, "Truk 1", msg_prefix=page)
        assertNotContains(answer, "Muara Teduh berangkat", msg_prefix=page)
        assertNotContains(answer, "Muara Teduh tidak mungkin", msg_prefix=page)
    assert client.get(where(scope, "schedule_file", run.number)).status_code == 403


def test_a_ppk_reads_the_trips_of_its_own_kecamatan(scope: Scope) -> None:
    run = draft(scope)
    client = with_role(Role.PPK, "99.01.01")

    trips = client.get(where(scope, "schedule_trips", run.number)).content.decode()

    assert "Kota Hulu" in trips
    assert "Muara Teduh" not in trips


@pytest.mark.parametrize("more", [0, 12])
def test_more_desa_cost_no_more_queries(
    scope: Scope,
    client: Client,
    more: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    run = draft(scope, keep(scope, more))
    client.force_login(person("bu_dewi"))

    with django_assert_num_queries(QUERIES):
        assert client.get(where(scope, "schedule_plan", run.number)).status_code == 200
    with django_assert_num_queries(QUERIES_DESA):
        assert client.get(where(scope, "schedule_desa", run.number)).status_code == 200


QUERIES = 9
QUERIES_DESA = 7


def test_a_page_of_a_whole_kabupaten_weighs_less_than_sixty_kilobytes(
    scope: Scope, client: Client
) -> None:
    run = draft(scope, keep(scope, 127))
    client.force_login(person("bu_dewi"))

    heavy = {}
    for page in pages(scope, run.number):
        size = len(client.get(page).content)
        if size > 60_000:
            heavy[page] = size
    assert not heavy


def test_rounds_of_a_ppk_stand_under_its_name(scope: Scope, client: Client) -> None:
    run = draft(scope)
    plan = store.plan_of(run.hash)
    trips = tuple(
        replace(trip, id=f"putaran-{at}", echelon=Echelon.ROUND, origin="99.01.01")
        for at, trip in enumerate(plan.trips)
    )
    given = store.instance_of(run.source.hash)
    services.finish(run, given, replace(plan, trips=trips), [], {})
    client.force_login(person("bu_dewi"))

    page = client.get(where(scope, "schedule_plan", run.number)).content.decode()

    rounds = page.partition('<details class="rounds">')[2].partition("</details>")[0]
    assert "PPK Hulu" in rounds
    assert "Truk 1" in rounds


def test_one_plan_at_a_time_and_a_stopped_one_blocks_nobody_for_ever(scope: Scope) -> None:
    source, by = keep(scope), person("bu_dewi")
    first = services.order(scope, source, "quick", by, NOW)

    with pytest.raises(Refused) as refused:
        services.order(scope, source, "quick", by, NOW)
    assert refused.value.problem.code is Code.PLAN_BUSY

    services.order(scope, source, "quick", by, NOW + services.LONGEST + timedelta(minutes=1))
    first.refresh_from_db()
    assert first.state == PlanRun.State.FAILED


def test_a_plan_whose_worker_was_killed_blocks_nobody(scope: Scope) -> None:
    source, by = keep(scope), person("bu_dewi")
    first = services.order(scope, source, "quick", by, NOW)
    first.state = PlanRun.State.MAKING
    first.save()

    with at_work.at_work(at_work.making(first)), pytest.raises(Refused):
        services.order(scope, source, "quick", by, NOW)
    killed_at(at_work.making(first))

    services.order(scope, source, "quick", by, NOW)
    first.refresh_from_db()
    assert first.state == PlanRun.State.FAILED


def test_the_page_of_a_plan_whose_worker_was_killed_lets_another_be_ordered(
    scope: Scope, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    run = services.order(scope, keep(scope), "quick", person("bu_dewi"), NOW)
    PlanRun.objects.filter(pk=run.pk).update(state=PlanRun.State.MAKING)
    client.force_login(person("bu_dewi"))
    page = where(scope, "schedule")

    with at_work.at_work(at_work.making(run)):
        assertContains(client.get(page), "disabled>Susun jadwal")
    killed_at(at_work.making(run))
    assertNotContains(client.get(where(scope, "plan_occasions")), "disabled>")
    for each in (page, where(scope, "schedule_progress")):
        PlanRun.objects.filter(pk=run.pk).update(state=PlanRun.State.MAKING)
        answer = client.get(each)
        assertContains(answer, "pekerjaannya terhenti")
        assertNotContains(answer, "disabled>")


def test_a_check_whose_worker_was_killed_can_be_ordered_again(scope: Scope, client: Client) -> None:
    run = draft(scope)
    checking.order(run)
    client.force_login(person("bu_dewi"))
    page = where(scope, "schedule_checks", run.number)

    with at_work.at_work(at_work.checking(run)):
        assertContains(client.get(page), "every 2s")
        with pytest.raises(Refused):
            checking.order(run)
    killed_at(at_work.checking(run))
    assertNotContains(client.get(page), "every 2s")
    checking.order(run)


def test_the_curve_names_its_points_beside_the_axes(scope: Scope, client: Client) -> None:
    run = draft(scope)
    run.curve = [
        {"rupiah": 4_000_000, "ppm": 0, "below": 4, "kind": "front"},
        {"rupiah": run.rupiah, "ppm": 999_950, "below": 0, "kind": "front"},
    ]
    run.save()
    client.force_login(person("pak_adi"))

    page = client.get(where(scope, "schedule_plan", run.number)).content.decode()
    chart = page.partition('id="kurva"')[2].partition("</section>")[0]
    svg, _, key = chart.partition("</svg>")
    assert "tanpa memikirkan risiko" not in svg
    assert "tanpa memikirkan risiko" in key
    title, name = (
        int(re.search(rf'y="(\d+)"[^>]*>{words}', svg)[1])  # type: ignore[index]
        for words in ("peluang semua desa", f"Rencana {run.number}")
    )
    assert abs(title - name) > 20


def test_only_a_draft_asks_for_roads_before_it_is_published(scope: Scope, client: Client) -> None:
    by = person("bu_dewi")
    beelines = replace(instance(), no_map=True)
    run = draft(scope, services.keep(scope, beelines, {"what": "unggah"}, by, NOW))
    client.force_login(by)
    page = where(scope, "schedule_plan", run.number)

    assertContains(client.get(page), "Ambil jalan dari peta sebelum menerbitkan")
    services.put_in_force(run, by, NOW)
    published = client.get(page)
    assertContains(published, "Disusun tanpa peta")
    assertNotContains(published, "sebelum menerbitkan")


def test_the_list_of_desa_is_filtered_by_kecamatan(scope: Scope, client: Client) -> None:
    run = draft(scope)
    client.force_login(person("pak_adi"))

    answer = client.get(where(scope, "schedule_desa", run.number) + "?kecamatan=99.01.02")

    assertContains(answer, "Muara Teduh")
    assertNotContains(answer, "Kota Hulu")


def test_two_plans_stand_beside_each_other(scope: Scope, client: Client) -> None:
    first, second = draft(scope), draft(scope, seed=2)
    client.force_login(person("pak_adi"))

    answer = client.get(where(scope, "schedule_compare", second.number, first.number))

    assertContains(answer, f"Rencana {first.number}")
    assertContains(answer, "Jarak")


def test_a_plan_whose_file_was_altered_says_so(scope: Scope, client: Client) -> None:
    run = draft(scope)
    (store.plans() / f"{run.hash}.json").write_text("{}", encoding="utf-8")
    client.force_login(person("bu_dewi"))

    answer = client.get(where(scope, "schedule_plan", run.number))

    assertContains(answer, "plans", status_code=422)


def test_a_made_plan_shows_what_it_said_beside_what_came_of_it(
    scope: Scope, client: Client
) -> None:
    run = draft(scope)
    client.force_login(person("bu_dewi"))

    answer = client.get(where(scope, "schedule_checks", run.number))

    assertContains(answer, "Bila taksiran banjir keliru")
    assert len(run.checks["bins"]) >= 1
    half, told, twice = run.checks["plans"][0]["ppm"]
    assert half > told > twice
    assertContains(client.get(where(scope, "schedule")), "Rencana mana pun paling tinggi")


def test_a_plan_nobody_checked_is_checked_on_demand_and_only_by_kpu(
    scope: Scope, client: Client
) -> None:
    run = draft(scope)
    PlanRun.objects.filter(pk=run.pk).update(checks={})
    page, order = where(scope, "schedule_checks", run.number), "schedule_check"

    assert (
        with_role(Role.BAWASLU, scope.kabupaten).post(where(scope, order, run.number)).status_code
        == 403
    )
    client.force_login(person("bu_dewi"))
    assertContains(client.get(page), where(scope, order, run.number))
    answer = client.post(where(scope, order, run.number), follow=True)

    assertContains(answer, "Dikatakan dan terjadi")
    run.refresh_from_db()
    assert run.checks["plans"][0]["ppm"]


def test_a_check_under_way_is_not_begun_twice(scope: Scope, client: Client) -> None:
    run = draft(scope)
    PlanRun.objects.filter(pk=run.pk).update(checks={"state": "busy"})
    client.force_login(person("bu_dewi"))

    answer = client.get(where(scope, "schedule_checks", run.number))

    assertContains(answer, "hx-trigger")
    assert client.post(where(scope, "schedule_check", run.number)).status_code != 302


def test_impossible_desa_are_told_apart_and_can_be_listed(scope: Scope, client: Client) -> None:
    run = draft(scope)
    client.force_login(person("bu_dewi"))

    listed = client.get(where(scope, "schedule_desa", run.number), {"hanya": "tidak-mungkin"})

    assertContains(listed, "Muara Teduh tidak mungkin mencapai target")
    assertContains(listed, "Perbaikan termurah yang cukup")
    assertNotContains(listed, "Kota Hulu")


def test_the_rab_stands_by_headings_and_says_what_has_no_price(
    scope: Scope, client: Client
) -> None:
    source = keep(scope)
    run = draft(scope, source)
    client.force_login(person("bu_dewi"))

    answer = client.get(where(scope, "schedule_costs", run.number))

    assertContains(answer, "Kendaraan")
    assertContains(answer, "BPBD, 12 November")
