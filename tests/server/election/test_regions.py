"""Regions are dated, never deleted, and a point that somebody surveyed stays."""

from datetime import UTC, date, datetime

import pytest

from tepat.adapters.region_table import RegionRow, RegionTable
from tepat.core.problems import Code, Refused
from tepat.server.election import demo
from tepat.server.election.models import Boundary, Region, Scope, Tps, User
from tepat.server.election.regions import services

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 11, 15, 2, 0, tzinfo=UTC)


def region(code: str, name: str = "Contoh", lat: float | None = -1.5) -> RegionRow:
    lon = None if lat is None else 115.0
    return RegionRow(code, name, "desa", lat, lon, "centroid" if lat else "", True)


def table(*rows: RegionRow) -> RegionTable:
    return RegionTable(list(rows), [], len(rows), True)


def test_importing_twice_is_importing_once() -> None:
    rows = table(region("99.01"), region("99.01.02"), region("99.01.02.2003"))

    assert services.import_table(rows).new == 3
    again = services.import_table(rows)
    assert (again.new, again.changed, again.same) == (0, 0, 3)


def test_a_region_that_is_gone_ends_and_is_not_deleted() -> None:
    since = date(2025, 1, 1)
    services.import_table(table(region("99.01"), region("99.01.02"), region("98.01")))

    kept = services.import_table(table(region("99.01"), region("99.01.03")), since)
    assert kept.ended == 0
    ended = services.import_table(table(region("99.01"), region("99.01.03")), since, ends=True)
    assert ended.ended == 1
    assert Region.objects.get(code="99.01.02").until == since
    assert Region.objects.get(code="99.01.03").since == since
    assert Region.objects.get(code="98.01").until is None, "another area was not spoken for"


def test_a_surveyed_point_wins_over_a_later_centroid() -> None:
    bu_sari = User.objects.create(username="bu_sari")
    services.import_table(table(region("99.01"), region("99.01.02")))

    services.move_point("99.01.02", "-1,6", "115.1", "surveyed", bu_sari, NOW)
    services.import_table(table(region("99.01"), region("99.01.02", "Nama Baru")))

    moved = Region.objects.get(code="99.01.02")
    assert (moved.name, moved.lat, moved.provenance) == ("Nama Baru", -1.6, "surveyed")
    assert (moved.point_by, moved.point_at) == (bu_sari, NOW)


@pytest.mark.parametrize(
    ("lat", "lon", "code"),
    [
        ("115.1", "-1.6", Code.POINT_FORM),
        ("abc", "115", Code.POINT_FORM),
        ("nan", "115", Code.POINT_FORM),
        ("4.2", "96.9", Code.POINT_FAR),
    ],
)
def test_a_slip_of_the_hand_is_refused(lat: str, lon: str, code: Code) -> None:
    bu_sari = User.objects.create(username="bu_sari")
    services.import_table(table(region("99.01"), region("99.01.02")))
    with pytest.raises(Refused) as refused:
        services.move_point("99.01.02", lat, lon, "surveyed", bu_sari, NOW)
    assert refused.value.problem.code is code


def test_an_alias_needs_the_region_it_means() -> None:
    with pytest.raises(Refused):
        services.name_alias("99.01.02", "99.01.03")
    services.import_table(table(region("99.01"), region("99.01.02"), region("99.01.03")))
    services.name_alias("99.01.02", "99.01.03", "Kepmendagri contoh", date(2025, 1, 1))
    assert Region.objects.get(code="99.01.02").until == date(2025, 1, 1)


def test_the_demo_holds_the_published_counts() -> None:
    scope = demo.load(NOW)
    again = demo.load(NOW)

    assert (scope, Scope.objects.count()) == (again, 1)
    assert (Region.objects.filter(level=3).count(), Region.objects.filter(level=4).count()) == (
        12,
        131,
    )
    assert Boundary.objects.count() == 144
    all_tps = Tps.objects.filter(scope=scope)
    assert all_tps.count() == 550
    assert sum(dpt or 0 for dpt in all_tps.values_list("dpt", flat=True)) == 188_015
    assert all_tps.filter(kecamatan="63.09.06").count() == 113
    assert [all_tps.filter(desa=f"63.09.12.{n}").count() for n in (2005, 2006, 2009)] == [6, 4, 2]
    assert scope.is_contoh
    assert scope.zone == "Asia/Makassar"
