"""The TPS of one desa at the desk: hours for those who may read departures, few queries."""

import pypdfium2 as pdfium
import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains
from pytest_django.fixtures import DjangoAssertNumQueries

from tepat.core.election.roles import Role
from tepat.server.documents import plan_papers
from tepat.server.election.models import RoleGrant, Scope, Tps, User
from tepat.server.move.models import Device, Officer
from tests.server.plan.plans import draft
from tests.worlds import person

pytest.importorskip("pyvrp", reason="the solver is not installed")
pytest.importorskip("pyroutingkit", reason="the routing engine is not installed")

TEDUH = "99.01.02.2001"


def where(scope: Scope, name: str, *more: object) -> str:
    return reverse(name, args=[scope.election, scope.kabupaten, *more])


def with_role(role: Role, area: str) -> Client:
    user = User.objects.create(username=f"{role.value}_{area}")
    RoleGrant.objects.create(user=user, role=role.value, area=area)
    client = Client()
    client.force_login(user)
    return client


def text_of(pdf: bytes) -> str:
    pages = [page.get_textpage().get_text_range() for page in pdfium.PdfDocument(pdf)]
    return " ".join(" ".join(pages).split())


def test_the_list_of_desa_leads_to_the_hours_of_their_tps(scope: Scope, client: Client) -> None:
    run = draft(scope)
    client.force_login(person("bu_dewi"))
    page = where(scope, "schedule_tps", run.number, TEDUH)

    assertContains(client.get(where(scope, "schedule_desa", run.number)), page)
    shown = client.get(page)
    for number in range(1, Tps.objects.filter(desa=TEDUH).count() + 1):
        assertContains(shown, f"TPS {number:03}")
    assertContains(shown, "Sepeda motor")
    assertContains(shown, "perkiraan kasar")
    assertContains(shown, "H-1 24.00")


def test_a_desa_that_is_not_in_the_plan_is_named(scope: Scope, client: Client) -> None:
    run = draft(scope)
    client.force_login(person("bu_dewi"))

    answer = client.get(where(scope, "schedule_tps", run.number, "99.01.02.2999"))

    assert answer.status_code == 422
    assertContains(answer, "99.01.02.2999", status_code=422)


@pytest.mark.parametrize(
    ("role", "area"), [(Role.BPBD, "99.01"), (Role.PPS, TEDUH), (Role.PPK, "99.01.01")]
)
def test_who_may_not_read_departures_there_reads_no_hour(
    scope: Scope, role: Role, area: str
) -> None:
    run = draft(scope)
    client = with_role(role, area)

    page = client.get(where(scope, "schedule_tps", run.number, TEDUH))
    assertNotContains(page, "TPS 001")
    assertNotContains(page, "daftar-serah.pdf")
    for wanted in (TEDUH, "99.01.02", ""):
        paper = where(scope, "plan_tps_lists", run.number)
        assert client.get(paper, {"wilayah": wanted}).status_code == 403


def test_a_ppk_prints_the_lists_of_its_kecamatan_and_no_other(scope: Scope) -> None:
    run = draft(scope)
    client = with_role(Role.PPK, "99.01.02")
    paper = where(scope, "plan_tps_lists", run.number)

    answer = client.get(paper, {"wilayah": "99.01.02"})
    assert answer["Content-Type"] == "application/pdf"
    text = text_of(answer.content)
    assert "PPS Muara Teduh" in text
    assert "PPS Pulau Kecil" in text
    assert "Kota Hulu" not in text
    assert "konsep, belum terbit" in text
    assert client.get(paper).status_code == 403
    assert client.get(paper, {"wilayah": "99.01.01.1001"}).status_code == 403
    assertContains(
        client.get(where(scope, "schedule_desa", run.number), {"kecamatan": "99.01.02"}),
        "daftar-serah.pdf?wilayah=99.01.02",
    )


def test_the_name_of_a_kpps_stands_on_paper_alone(scope: Scope, client: Client) -> None:
    run = draft(scope)
    Officer.objects.create(scope=scope, person="p1", name="Nama Ketua Contoh", phone="0800 1")
    Device.objects.create(scope=scope, device="d1", person="p1", role="kpps", area=f"{TEDUH}-001")
    client.force_login(person("bu_dewi"))

    assert "Nama Ketua Contoh" in text_of(plan_papers.tps_lists(scope, run, TEDUH))
    page = client.get(where(scope, "schedule_tps", run.number, TEDUH))
    assertNotContains(page, "Nama Ketua Contoh")


def test_a_point_of_a_tps_ends_the_guess(scope: Scope, client: Client) -> None:
    run = draft(scope)
    client.force_login(person("bu_dewi"))
    page = where(scope, "schedule_tps", run.number, TEDUH)
    assertContains(client.get(page), "belum diketahui")

    Tps.objects.filter(desa=TEDUH).update(lat=-2.025, lon=115.325, provenance="manual")
    assertNotContains(client.get(page), "belum diketahui")


@pytest.mark.parametrize("more", [0, 40])
def test_more_tps_cost_no_more_queries(
    scope: Scope, client: Client, more: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    run = draft(scope)
    Tps.objects.bulk_create(
        Tps(
            scope=scope,
            code=f"{TEDUH}-{number:03}",
            desa=TEDUH,
            kecamatan=TEDUH[:8],
            number=number,
            dpt=300,
        )
        for number in range(500, 500 + more)
    )
    client.force_login(person("bu_dewi"))
    client.get(where(scope, "schedule_tps", run.number, TEDUH))

    with django_assert_num_queries(QUERIES):
        client.get(where(scope, "schedule_tps", run.number, TEDUH))
    scope = Scope.objects.get(pk=scope.pk)
    with django_assert_num_queries(QUERIES_PAPER):
        plan_papers.tps_lists(scope, run, "99.01")


QUERIES = 9
QUERIES_PAPER = 6
