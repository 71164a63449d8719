"""The page of one package: everything recorded about it, in a bounded number of queries."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tepat.core.log import canonical
from tepat.core.move import events
from tepat.server import flow
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope
from tepat.server.move.packages import queries
from tepat.server.plan.models import Package
from tepat.server.plan.packages.services import regenerate
from tests.worlds import contoh_scope, person

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 11, 15, 2, 0, tzinfo=UTC)


@pytest.fixture
def scope() -> Scope:
    scope = contoh_scope()
    regenerate(scope, election_of(scope), NOW)
    return scope


def bu_sari() -> Client:
    client = Client()
    client.force_login(person("bu_sari"))
    return client


def box_of(scope: Scope) -> Package:
    return Package.objects.filter(scope=scope, form="K", place="99.01.01.1001-001").earliest("code")


def pack_and_seal(scope: Scope, box: Package) -> None:
    account = person("bu_sari").account
    common = {"election": scope.election, "kabupaten": scope.kabupaten, "at": NOW}
    packed = events.Packed(**common, by=str(account), package=box.code, contents=())  # type: ignore[arg-type]
    sealed = events.Sealed(
        **common,  # type: ignore[arg-type]
        by=str(account),
        after=(canonical.name_of(events.write(packed)),),
        package=box.code,
        seals=("KB0170411", "KB0170412"),
    )
    flow.report(scope, [packed, sealed], account, NOW)


def test_it_shows_who_reported_what_and_the_seals(scope: Scope) -> None:
    box = box_of(scope)
    pack_and_seal(scope, box)

    page = bu_sari().get(f"/e/{scope.election}/{scope.kabupaten}/paket/{box.code}/")

    shown = [(each["title"], each["by"], each["number"]) for each in page.context["entries"]]
    assert shown == [("Diisi", "bu_sari", 2), ("Disegel dengan segel bernomor", "bu_sari", 3)]
    assert "KB 0170 411" in page.content.decode()
    assert page.context["problems"], "nothing was counted into it, and the page says so"


def test_a_box_nobody_planned_is_refused_with_its_code(scope: Scope) -> None:
    page = bu_sari().get(f"/e/{scope.election}/{scope.kabupaten}/paket/P24000/")

    assert page.status_code in (404, 422)
    assert "P24000" in page.content.decode()


def test_numbers_of_the_overview_open_the_boxes_they_count(scope: Scope) -> None:
    pack_and_seal(scope, box_of(scope))

    assert queries.listed(scope, "99.01.01", "sealed").count() == 1
    assert queries.listed(scope, "99.01.01", "planned").count() == 11
    assert queries.listed(scope, state="planned").count() == 23
    assert queries.listed(scope, "psu").count() == 2


@pytest.mark.parametrize("times", [1, 30])
def test_a_long_history_costs_no_more_queries(
    scope: Scope, times: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    box = box_of(scope)
    facts = [
        events.Commissioned(
            election=scope.election,
            kabupaten=scope.kabupaten,
            at=NOW,
            by=str(person("bu_sari").account),
            package=box.code,
            foreign=f"KPU-{number}",
        )
        for number in range(times)
    ]
    flow.report(scope, facts, person("bu_sari").account, NOW)

    with django_assert_num_queries(8):
        assert len(queries.known(scope, box.code).entries) == times
