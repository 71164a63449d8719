"""Search: one thing opens, several are listed, and it costs a bounded number of queries."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tepat.core.election.ids import readable
from tepat.core.move import events
from tepat.core.watch.asked import asked
from tepat.server import flow
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope
from tepat.server.plan.models import Package
from tepat.server.plan.packages.services import regenerate
from tepat.server.watch.search import queries
from tests.worlds import contoh_scope, person

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 11, 15, 2, 0, tzinfo=UTC)


@pytest.fixture
def scope() -> Scope:
    scope = contoh_scope()
    regenerate(scope, election_of(scope), NOW)
    box = box_of(scope)
    shared = {"election": scope.election, "kabupaten": scope.kabupaten, "at": NOW, "by": "-"}
    sealed = events.Sealed(package=box.code, seals=("KB0170411",), **shared)  # type: ignore[arg-type]
    bound = events.Commissioned(package=box.code, foreign="QR-LAMA/77", **shared)  # type: ignore[arg-type]
    flow.report(scope, [sealed, bound], person("bu_sari").account, NOW)
    return scope


def box_of(scope: Scope) -> Package:
    return Package.objects.filter(scope=scope, form="K", place="99.01.01.1001-001").earliest("code")


def where(scope: Scope, text: str) -> str:
    client = Client()
    client.force_login(person("bu_sari"))
    answer = client.get(f"/e/{scope.election}/{scope.kabupaten}/cari/", {"q": text})
    return answer.headers.get("Location", "").removeprefix(f"/e/{scope.election}/{scope.kabupaten}")


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("TPS 2 Kota Hulu", "/paket/?area=99.01.01.1001-002"),
        ("kota hulu tps 002", "/paket/?area=99.01.01.1001-002"),
        ("99.01.01.1001-002", "/paket/?area=99.01.01.1001-002"),
        ("9901011001002", "/paket/?area=99.01.01.1001-002"),
        ("muara teduh", "/paket/?area=99.01.02.2001"),
    ],
)
def test_a_place_opens_its_packages(scope: Scope, text: str, path: str) -> None:
    assert where(scope, text) == path


@pytest.mark.parametrize("text", ["kb 0170 411", "0411", "qr-lama/77", "KB-0170-411"])
def test_a_seal_and_a_foreign_code_open_their_box(scope: Scope, text: str) -> None:
    found = queries.find(scope, asked(text))

    assert {each.key for each in found if each.sort in ("seal", "foreign")} == {box_of(scope).code}
    assert where(scope, text) == f"/paket/{box_of(scope).code}/"


def test_a_code_typed_in_groups_opens_its_package(scope: Scope) -> None:
    code = box_of(scope).code

    assert where(scope, readable(code).lower()) == f"/paket/{code}/"


def test_a_torn_label_lists_what_it_may_have_been(scope: Scope) -> None:
    found = queries.find(scope, asked("1001 001 BUP"))

    assert len(found) >= 2
    assert {each.sort for each in found} == {"package"}
    assert where(scope, "1001 001 BUP") == "", "several are listed"


def test_nothing_is_found_for_nothing(scope: Scope) -> None:
    assert queries.find(scope, asked("   ")) == []
    assert queries.find(scope, asked("Atlantis")) == []


@pytest.mark.parametrize("text", ["9901", "TPS 1", "hulu", "KB 0170", "<script>", "%", "a'b"])
def test_any_words_cost_few_queries(
    scope: Scope, text: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(7):
        queries.find(scope, asked(text))
