"""The overview is true, opens its evidence, and does not slow down with more rows."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tepat.core.move import events
from tepat.server import clock, flow
from tepat.server.election import demo
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope, Tps, User
from tepat.server.plan.models import Package
from tepat.server.plan.packages.services import regenerate
from tepat.server.watch.overview import queries
from tepat.server.watch.overview.map import draw
from tepat.server.watch.overview.outlines import simplified
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


def test_overview_packing_page_and_api_count_the_same_boxes() -> None:
    scope = demo.load(NOW)
    regenerate(scope, election_of(scope), NOW)
    boxes = list(Package.objects.filter(scope=scope, form="K").exclude(kecamatan=""))
    facts = [
        events.Packed(
            election=scope.election,
            kabupaten=scope.kabupaten,
            at=NOW,
            by="-",
            package=box.code,
            contents=(),
        )
        for box in boxes[:31]
    ]
    flow.report(scope, facts, uuid.UUID(int=7), NOW)
    bu_dewi = Client()
    bu_dewi.force_login(kpu_of(scope))
    here = f"{scope.election}/{scope.kabupaten}"

    board = bu_dewi.get(f"/e/{here}/").context["state"]
    packing_page = bu_dewi.get(f"/e/{here}/pengepakan/").context
    api = bu_dewi.get(f"/api/e/{here}/packing/progress").json()

    numbers = ("total", "planned", "packed", "sealed", "reopened")
    for one, other, told in (
        (board.boxes, packing_page["total"], api["total"]),
        (board.psu, packing_page["psu"], api["psu"]),
    ):
        said = [getattr(one, name) for name in numbers]
        assert said == [getattr(other, name) for name in numbers] == [told[n] for n in numbers]
    assert (board.boxes.total, board.boxes.closed, board.psu.total) == (1_124, 31, 2)
    assert sum(area["total"] for area in api["areas"]) == 1_124
    for area in api["areas"]:
        assert board.in_area(area["area"]).total == area["total"]


def kpu_of(scope: Scope) -> User:
    user, _ = User.objects.get_or_create(username="bu_dewi_63")
    user.role_grants.get_or_create(role="kpu", area=scope.kabupaten)
    return user


def test_a_border_that_two_desa_share_stays_one_line() -> None:
    wave = [(5.0 + (n % 2) * 0.3, n * 1.0) for n in range(11)]
    left = [(0.0, 0.0), *wave, (0.0, 10.0), (0.0, 0.0)]
    right = [(9.0, 0.0), (9.0, 10.0), *reversed(wave), (9.0, 0.0)]

    found = simplified({"left": [left], "right": [right]})

    [one], [other] = found["left"], found["right"]
    shared = set(wave) & set(one)
    assert shared == set(wave) & set(other)
    assert len(shared) == 2
    assert one[0] == one[-1]


def test_the_map_draws_every_desa_and_stays_small() -> None:
    scope = demo.load(NOW)
    found = queries.figures(scope, NOW.date())
    drawing = queries.drawing(scope, found.kecamatan_names)
    assert drawing is not None
    assert len(drawing.areas) == 131
    assert len(drawing.labels) == 12
    assert sum(len(area.path) for area in drawing.areas) < 60_000
    assert queries.drawing(scope, found.kecamatan_names) == drawing


def test_a_place_without_outlines_has_no_map() -> None:
    assert draw({}, {}, "99.01") is None
