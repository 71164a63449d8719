"""Many rows in one statement: what is named changes, what is not stays."""

from datetime import UTC, datetime

import pytest

from tepat.server import bulk
from tepat.server.election.models import Tps
from tests.worlds import contoh_scope

pytestmark = pytest.mark.django_db


def test_rows_that_are_named_change_and_others_stay() -> None:
    scope = contoh_scope()
    first, second, *others = Tps.objects.filter(scope=scope).order_by("code")
    before = list(Tps.objects.exclude(pk__in=[first.pk, second.pk]).order_by("pk").values())
    at = datetime(2024, 11, 26, 3, 0, tzinfo=UTC)

    bulk.update(
        Tps,
        ("name", "lat", "point_at"),
        [(first.pk, "Balai Desa", -2.25, at), (second.pk, "SD 1", None, None)],
    )

    changed = Tps.objects.filter(pk__in=[first.pk, second.pk]).order_by("code")
    assert list(changed.values_list("name", "lat", "point_at")) == [
        ("Balai Desa", -2.25, at),
        ("SD 1", None, None),
    ]
    assert [each.dpt for each in changed] == [first.dpt, second.dpt]
    assert others
    left = Tps.objects.exclude(pk__in=[first.pk, second.pk]).order_by("pk")
    assert list(left.values()) == before


def test_no_rows_are_no_statement(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        bulk.update(Tps, ("name",), [])


def test_rows_that_are_read_are_those_of_the_usual_way() -> None:
    scope = contoh_scope()
    codes = list(Tps.objects.order_by("code").values_list("code", flat=True))[:2]
    columns = ("code", "name", "lat", "point_at")
    at = datetime(2024, 11, 26, 3, 0, tzinfo=UTC)
    Tps.objects.filter(code=codes[0]).update(lat=-2.25, point_at=at)

    read = bulk.select(Tps, columns, {"code": [*codes, "none"]}, scope_id=scope.pk)

    wanted = Tps.objects.filter(scope=scope, code__in=codes)
    assert sorted(read) == sorted(wanted.values_list(*columns))
    assert set(bulk.objects(Tps, {"code": codes}, scope_id=scope.pk)) == set(wanted)
    assert bulk.select(Tps, columns, {"code": codes}, scope_id=scope.pk + 1) == []


def test_nothing_is_asked_for_no_keys(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert bulk.select(Tps, ("code",), {"code": []}) == []
