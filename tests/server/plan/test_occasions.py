"""The way back and votes held again stand beside the finished plan and never replace it."""

import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains
from pytest_django.fixtures import DjangoAssertNumQueries

from tepat.core.election.roles import Role
from tepat.core.move.stock import Arrival, Pool
from tepat.core.plan.instance.journey import Purpose
from tepat.core.plan.schedule.values import Echelon
from tepat.core.problems import Code, Refused
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope
from tepat.server.log.models import Fact
from tepat.server.move.models import PlannedShipment, Shipment
from tepat.server.move.plans import reporting
from tepat.server.move.plans.marked import Marking, missing
from tepat.server.move.stock import services as stock
from tepat.server.plan.models import Package, PlanInput, PlanRun
from tepat.server.plan.packages.services import regenerate
from tepat.server.plan.schedule import queries, store
from tests.server.move.test_stock_boxes import BUPATI, GUDANG, act
from tests.server.packing.test_seals_and_shipments import close_all
from tests.server.plan.plans import NOW, draft, keep
from tests.server.plan.test_plan_pages import where, with_role
from tests.worlds import person

TWO = "99.01.01.1001-001, 99.01.02.2001-002"
FORM = {
    "kind": "psu",
    "date": "2024-12-05",
    "days": "2",
    "decision": "21/PL.02.6-Kpt/9901/2024",
    "reason": "kotak dibuka tanpa saksi",
    "tps": TWO,
    "effort": "quick",
}
BACK = {
    "days": "7",
    "ready": "H 22:00",
    "at_ppk": "H+1 12:00",
    "recap": "H+3 08:00",
    "night": "1",
    "effort": "quick",
}


@pytest.fixture
def published(scope: Scope) -> PlanRun:
    """The main plan, in force."""
    return reporting.publish(draft(scope), person("bu_dewi"), NOW)


def ordered(scope: Scope, client: Client, name: str, form: dict[str, str]) -> PlanRun:
    client.force_login(person("bu_dewi"))
    answer = client.post(where(scope, name), form)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    run = PlanRun.objects.order_by("-number")[0]
    assert run.state == PlanRun.State.DRAFT, run.problem
    return run


def test_a_psu_is_planned_for_its_tps_alone_with_its_own_days(
    scope: Scope, client: Client, published: PlanRun
) -> None:
    run = ordered(scope, client, "plan_again", FORM)

    instance = store.instance_of(run.source.hash)
    assert run.occasion == "psu-2024-12-05"
    assert {each.code: each.tps for each in instance.desa} == {
        "99.01.01.1001": 1,
        "99.01.02.2001": 1,
    }
    assert [str(day.date) for day in instance.days] == ["2024-12-03", "2024-12-04"]
    assert instance.journey.tps == ("99.01.01.1001-001", "99.01.02.2001-002")
    assert run.base is None  # the main plan is not changed a little into it


def test_publishing_it_leaves_the_main_plan_in_force_and_the_log_says_what_it_is_for(
    scope: Scope, client: Client, published: PlanRun
) -> None:
    psu = ordered(scope, client, "plan_again", FORM)
    back = ordered(scope, client, "plan_back", BACK)
    for run in (psu, back):
        assert client.post(where(scope, "plan_publish", run.number)).status_code == 302

    assert queries.in_force(scope) == published
    assert queries.in_force(scope, "psu-2024-12-05") == psu
    assert queries.others_in_force(scope) == [psu, back]
    bodies = [bytes(each.body) for each in Fact.objects.filter(kind="plan_published")]
    assert len(bodies) == 3
    assert sum(b'"occasion":"psu-2024-12-05"' in body for body in bodies) == 1
    assert sum(b"occasion" not in body for body in bodies) == 1  # as facts were before
    assertContains(client.get(where(scope, "schedule")), f"Rencana {published.number} ")


def test_a_newer_psu_of_the_same_day_replaces_the_older_one(
    scope: Scope, client: Client, published: PlanRun
) -> None:
    by = person("bu_dewi")
    first = reporting.publish(ordered(scope, client, "plan_again", FORM), by, NOW)
    second = ordered(scope, client, "plan_again", {**FORM, "tps": "99.01.01.1001-001"})
    other = ordered(scope, client, "plan_again", {**FORM, "date": "2024-12-06"})
    reporting.publish(second, by, NOW)
    reporting.publish(other, by, NOW)

    second.refresh_from_db()
    assert second.replaces == first
    assert queries.in_force(scope, "psu-2024-12-06") == other
    assert queries.in_force(scope, "psu-2024-12-05") == second


def test_the_way_back_fetches_every_box_and_says_so(
    scope: Scope, client: Client, published: PlanRun
) -> None:
    run = ordered(scope, client, "plan_back", BACK)

    plan = store.plan_of(run.hash)
    assert {trip.echelon for trip in plan.trips} == {Echelon.RETURN}
    page = client.get(where(scope, "schedule_plan", run.number))
    assertContains(page, "Arus balik 27-11-2024")
    assertContains(page, "Kotak di jalan paling lama")
    assertNotContains(page, where(scope, "plan_shipments", run.number))
    assert client.get(where(scope, "schedule_tps", run.number, "99.01.01.1001")).status_code == 422
    for name in ("plan_run_sheets", "plan_letter"):
        assert client.get(where(scope, name, run.number)).status_code == 200


def test_edits_and_plans_of_the_main_delivery_go_on_from_its_own_inputs(
    scope: Scope, client: Client, published: PlanRun
) -> None:
    ordered(scope, client, "plan_again", FORM)

    assert queries.needed_input(scope) == published.source
    assert PlanInput.objects.filter(scope=scope).count() == 2
    newer = draft(scope, queries.needed_input(scope), seed=2)
    assert newer.occasion == ""
    assert len(store.instance_of(newer.source.hash).desa) == 4


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"tps": "99.01.01.1001-044"}, "99.01.01.1001-044"),
        ({"tps": "TPS tujuh"}, "TPS, tujuh"),
        ({"tps": ""}, "Belum ada TPS"),
        ({"date": "2024-11-27"}, "tidak sesudah"),
        ({"date": "besok"}, "besok"),
        ({"decision": ""}, "nomor keputusan"),
        ({"kind": "antar"}, "antar"),
        ({"days": "9"}, "9"),
        ({"kinds": "PPWP"}, "PPWP"),
    ],
)
def test_what_cannot_be_is_named_and_nothing_is_kept(
    scope: Scope, client: Client, published: PlanRun, change: dict[str, str], code: str
) -> None:
    client.force_login(person("bu_dewi"))

    answer = client.post(where(scope, "plan_again"), {**FORM, **change})

    assertContains(answer, code, status_code=422)
    assertContains(answer, "kotak dibuka", status_code=422)  # what was typed stays
    assert PlanInput.objects.filter(scope=scope).count() == 1


@pytest.mark.parametrize("change", [{"at_ppk": "H 21:00"}, {"ready": "malam"}, {"days": "99"}])
def test_hours_that_do_not_follow_one_another_are_refused(
    scope: Scope, client: Client, published: PlanRun, change: dict[str, str]
) -> None:
    client.force_login(person("bu_dewi"))
    assert client.post(where(scope, "plan_back"), {**BACK, **change}).status_code == 422


def test_only_kpu_orders_and_everybody_at_the_desk_reads(
    scope: Scope, client: Client, published: PlanRun
) -> None:
    ordered(scope, client, "plan_again", FORM)
    for role in (Role.BAWASLU, Role.POLRES):
        other = with_role(role, scope.kabupaten)
        assert other.post(where(scope, "plan_again"), FORM).status_code == 403
        assert other.post(where(scope, "plan_back"), BACK).status_code == 403
        answer = other.get(where(scope, "plan_occasions"))
        assertContains(answer, "Pemungutan suara ulang (PSU) 05-12-2024")
        assertNotContains(answer, "<textarea")


def test_tps_are_looked_up_and_ticked(scope: Scope, client: Client, published: PlanRun) -> None:
    client.force_login(person("bu_dewi"))

    found = client.post(where(scope, "plan_again"), {**FORM, "do": "cari", "cari": "teduh"})
    assertContains(found, 'value="99.01.02.2001-003"')
    ticked = {**FORM, "pilih": "99.01.02.2001-003"}
    run = ordered(scope, client, "plan_again", ticked)

    assert "99.01.02.2001-003" in store.instance_of(run.source.hash).journey.tps


def test_marked_ballots_stand_beside_what_is_needed(
    scope: Scope, client: Client, published: PlanRun
) -> None:
    client.force_login(person("bu_dewi"))
    [row] = Marking(scope).rows(["99.01.01.1001-001"], ["KWK-BUP"])
    assert (row.need, row.have, row.short) == (494, None, 0)

    came = Arrival(BUPATI, 400, 400, pool=Pool.PSU, is_ballot=True)
    stock.receive(scope, GUDANG, "Percetakan", [stock.Came(came)], act("psu"))

    [row] = Marking(scope).rows(["99.01.01.1001-001"], ["KWK-BUP"])
    assert (row.need, row.have, row.short) == (494, 400, 94)
    [problem] = missing([row])
    assert problem.code is Code.AGAIN_BALLOTS
    one = {**FORM, "tps": "99.01.01.1001-001", "kinds": "KWK-BUP"}
    answer = client.post(where(scope, "plan_again"), one, follow=True)
    assertContains(answer, "Kurang 94")
    assertContains(answer, "400 di gudang")


def test_loads_of_a_pss_are_those_of_its_tps_and_others_stay(scope: Scope, client: Client) -> None:
    regenerate(scope, election_of(scope), NOW)
    close_all(scope, "99.01.01")
    by = person("bu_dewi")
    keep(scope)
    form = {**FORM, "kind": "pss", "tps": "99.01.01.1001-001"}
    run = reporting.publish(ordered(scope, client, "plan_again", form), by, NOW)

    done = reporting.make_shipments(run, by, NOW)

    assert done.made == Shipment.objects.count() > 0
    loaded = set(Shipment.objects.filter(scope=scope).values_list("lines__package", flat=True))
    places = set(Package.objects.filter(code__in=loaded).values_list("place", flat=True))
    assert places == {"99.01.01.1001-001"}
    before = list(Shipment.objects.values())
    main = reporting.publish(draft(scope, queries.needed_input(scope)), by, NOW)
    reporting.make_shipments(main, by, NOW)
    assert all(each in list(Shipment.objects.values()) for each in before)
    assert PlannedShipment.objects.filter(plan=run).count() == len(before)


@pytest.mark.parametrize(("name", "form"), [("plan_again", FORM), ("plan_back", BACK)])
def test_where_no_packages_are_known_no_shipments_are_made(
    scope: Scope, client: Client, published: PlanRun, name: str, form: dict[str, str]
) -> None:
    by = person("bu_dewi")
    run = reporting.publish(ordered(scope, client, name, form), by, NOW)

    with pytest.raises(Refused) as refused:
        reporting.make_shipments(run, by, NOW)

    assert refused.value.problem.code is Code.PLAN_NO_LOADS
    assert not Shipment.objects.exists()


def test_plans_of_different_journeys_are_not_compared(
    scope: Scope, client: Client, published: PlanRun
) -> None:
    run = ordered(scope, client, "plan_again", FORM)
    answer = client.get(where(scope, "schedule_compare", run.number, published.number))
    assert answer.status_code == 422


def test_more_occasions_cost_no_more_queries(
    scope: Scope,
    client: Client,
    published: PlanRun,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    ordered(scope, client, "plan_again", FORM)
    client.get(where(scope, "plan_occasions"))
    with django_assert_num_queries(QUERIES):
        client.get(where(scope, "plan_occasions"))
    ordered(scope, client, "plan_again", {**FORM, "date": "2024-12-06"})
    ordered(scope, client, "plan_again", {**FORM, "kind": Purpose.PSS.value})
    with django_assert_num_queries(QUERIES):
        client.get(where(scope, "plan_occasions"))


QUERIES = 14
