"""The overview is true, opens its evidence, and does not slow down with more rows."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tepat.server import clock
from tepat.server.election import demo
from tepat.server.election.models import Scope, Tps
from tepat.server.watch.overview import queries
from tepat.server.watch.overview.map import draw
from tests.worlds import contoh_scope, person

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 11, 15, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def on_the_day() -> object:
    clock.shift(NOW - datetime.now(UTC))
    yield
    clock.shift(timedelta(0))


def page_of(scope: Scope, name: str = "bu_dewi") -> str:
    client = Client()
    client.force_login(person(name))
    answer = client.get(f"/e/{scope.election}/{scope.kabupaten}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_counts_what_is_there_and_says_what_is_missing() -> None:
    page = page_of(contoh_scope())
    assert "H-12" in page
    assert "Lengkapi pemilih 1 TPS" in page
    assert 'class="map"' not in page, "without outlines there is no map"


def test_an_empty_list_asks_for_the_import_first() -> None:
    scope = contoh_scope()
    scope.all_tps.all().delete()
    found = queries.figures(scope, NOW.date())
    assert (found.total.tps, found.desa_without_tps) == (0, 4)


def test_sums_of_desa_kecamatan_and_kabupaten_agree() -> None:
    scope = demo.load(NOW)
    found = queries.figures(scope, NOW.date())
    assert (found.total.tps, found.total.voters) == (550, 188_015)
    assert sum(row.tps for row in found.kecamatan) == sum(row.tps for row in found.desa) == 550
    assert len(found.kecamatan) == 12
    assert found.unknown_desa == []


def test_more_tps_cost_no_more_queries(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    scope = contoh_scope()
    bu_dewi = Client()
    bu_dewi.force_login(person("bu_dewi"))
    address = f"/e/{scope.election}/{scope.kabupaten}/"
    bu_dewi.get(address)
    counts = []
    for more in (0, 300):
        Tps.objects.bulk_create(
            Tps(
                scope=scope,
                code=f"99.01.02.2002-{n:03d}",
                desa="99.01.02.2002",
                kecamatan="99.01.02",
                number=n,
                dpt=300,
            )
            for n in range(100, 100 + more)
        )
        with django_assert_max_num_queries(40) as caught:
            bu_dewi.get(address)
        counts.append(len(caught.captured_queries))
    assert counts[0] == counts[1]


def test_the_map_draws_every_desa_and_stays_small() -> None:
    scope = demo.load(NOW)
    found = queries.figures(scope, NOW.date())
    drawing = queries.drawing(scope, found)
    assert drawing is not None
    assert len(drawing.areas) == 131
    assert len(drawing.labels) == 12
    assert sum(len(area.path) for area in drawing.areas) < 60_000
    assert queries.drawing(scope, found) == drawing


def test_a_place_without_outlines_has_no_map() -> None:
    assert draw({}, {}, "99.01") is None
