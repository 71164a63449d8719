"""Papers of a plan at the desk: under its number, for who may read departures."""

from pathlib import Path

import pypdfium2 as pdfium
import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from pytest_django.asserts import assertContains, assertNotContains
from pytest_django.fixtures import DjangoAssertNumQueries

from tepat.core.election.roles import Role
from tepat.server.documents import plan_papers
from tepat.server.election.models import RoleGrant, Scope, User
from tepat.server.move.models import Device, Officer
from tepat.server.plan.models import PlanRun
from tepat.server.plan.schedule import services
from tests.server.plan.plans import SMALL, draft
from tests.worlds import contoh_scope, person

pytest.importorskip("pyvrp", reason="the solver is not installed")
pytest.importorskip("pyroutingkit", reason="the routing engine is not installed")

PAPERS = ("plan_run_sheets", "plan_letter", "plan_budget")


@pytest.fixture
def run(db: None, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> PlanRun:
    settings.HOME = tmp_path
    monkeypatch.setattr(services, "EFFORTS", {"quick": SMALL, "thorough": SMALL})
    return draft(contoh_scope())


def where(run: PlanRun, name: str) -> str:
    return reverse(name, args=[run.scope.election, run.scope.kabupaten, run.number])


def text_of(pdf: bytes) -> str:
    pages = [page.get_textpage().get_text_range() for page in pdfium.PdfDocument(pdf)]
    return " ".join(" ".join(pages).split())


def test_a_draft_says_so_on_each_paper(run: PlanRun, client: Client) -> None:
    client.force_login(person("bu_dewi"))

    for name in PAPERS:
        answer = client.get(where(run, name))
        assert answer["Content-Type"] == "application/pdf"
        assert f"Rencana {run.number} (konsep, belum terbit)" in text_of(answer.content)


def test_the_pages_lead_to_the_papers(run: PlanRun, client: Client) -> None:
    client.force_login(person("bu_dewi"))

    trips = client.get(where(run, "schedule_trips"))
    assertContains(trips, where(run, "plan_run_sheets"))
    assertContains(trips, where(run, "plan_letter"))
    assertContains(client.get(where(run, "schedule_costs")), where(run, "plan_budget"))


@pytest.mark.parametrize(("role", "area"), [(Role.BPBD, "99.01"), (Role.PPK, "99.01.01")])
def test_who_may_not_read_all_departures_gets_no_run_sheets(
    run: PlanRun, client: Client, role: Role, area: str
) -> None:
    user = User.objects.create(username=role.value)
    RoleGrant.objects.create(user=user, role=role.value, area=area)
    client.force_login(user)

    assert client.get(where(run, "plan_run_sheets")).status_code == 403
    assert client.get(where(run, "plan_letter")).status_code == 403
    assertNotContains(client.get(where(run, "schedule_trips")), "lembar-jalan.pdf")


def test_the_phone_of_a_pps_stands_on_the_sheet(run: PlanRun) -> None:
    Officer.objects.create(scope=run.scope, person="p1", name="Nama Contoh B", phone="0800 1")
    Device.objects.create(
        scope=run.scope, device="d1", person="p1", role="pps", area="99.01.02.2001"
    )

    sheets = text_of(plan_papers.pdf(run.scope, run, "lembar_jalan"))
    assert "Nama Contoh B" in sheets
    assert "Telp. 0800 1" in sheets


def test_a_paper_costs_few_queries(
    run: PlanRun, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    scope = Scope.objects.get(pk=run.scope_id)
    for code in ("rab", "surat_jadwal", "lembar_jalan"):
        with django_assert_max_num_queries(5):
            plan_papers.pdf(scope, run, code)
