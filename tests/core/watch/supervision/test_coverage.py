"""Coverage: who saw what, which marks it gets, and who is nearest to what comes."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tepat.core.watch.supervision.coverage import (
    Cell,
    Coming,
    Grade,
    Leg,
    Post,
    Watched,
    in_order,
    leg_of,
    matrix_of,
    nearest,
)

NOW = datetime(2024, 11, 26, 2, tzinfo=UTC)


def seen(key: str, leg: Leg, kecamatan: str, *by: str) -> Watched:
    return Watched(key, leg, kecamatan, f"{kecamatan}:ppk", NOW, by)


def test_what_nobody_saw_is_the_headline() -> None:
    rows = [
        seen("a", Leg.TO_PPS, "99.01.01", "pkd"),
        seen("b", Leg.TO_PPS, "99.01.01"),
        seen("c", Leg.STORE, "99.01.02"),
    ]
    matrix = matrix_of(rows, ["99.01.01", "99.01.02", "99.01.03"])
    assert matrix.whole.missed == 2
    assert matrix.rows["99.01.01"][Leg.TO_PPS] == Cell(1, 2)
    assert matrix.rows["99.01.03"][Leg.TO_TPS].grade is Grade.NOTHING
    assert matrix.total[Leg.STORE].grade is Grade.NOBODY
    assert (matrix.handovers, matrix.stores) == (Cell(1, 2), Cell(0, 1)), "two words, two counts"


@given(
    rows=st.lists(
        st.builds(
            seen,
            st.text(max_size=3),
            st.sampled_from(list(Leg)),
            st.sampled_from(["99.01.01", "99.01.02"]),
            st.sampled_from(["pkd", "ptps"]),
        )
    )
)
def test_every_row_stands_in_the_matrix_once(rows: list[Watched]) -> None:
    matrix = matrix_of(rows, [])
    assert matrix.whole == Cell(len(rows), len(rows))
    assert matrix.whole.missed == 0


@pytest.mark.parametrize(
    ("giver", "receiver", "leg"),
    [
        ("warehouse@99.01", "ppk@99.01.01", Leg.TO_PPK),
        ("driver@99.01", "pps@99.01.01.2001", Leg.TO_PPS),
        ("pps@99.01.01.2001", "kpps@99.01.01.2001-001", Leg.TO_TPS),
        ("kpps@99.01.01.2001-001", "pps@99.01.01.2001", None),
        ("ppk@99.01.01", "kpu@99.01", None),
    ],
)
def test_only_the_way_out_is_counted(giver: str, receiver: str, leg: Leg | None) -> None:
    assert leg_of(giver, receiver) is leg


def test_who_watches_the_smallest_area_is_nearest() -> None:
    posts = [Post("bawaslu", "99.01"), Post("pkd", "99.01.01.2001"), Post("panwascam", "99.01.01")]
    found = nearest("99.01.01.2001-004", posts)
    assert found is not None
    assert found.role == "pkd"
    assert nearest("99.02.01:ppk", posts) is None
    assert nearest("99.01.011:ppk", [Post("panwascam", "99.01.01")]) is None


def test_what_has_a_time_comes_first_then_stores_where_most_was_missed() -> None:
    rows = [seen("a", Leg.STORE, "99.01.02"), seen("b", Leg.TO_PPS, "99.01.02")]
    matrix = matrix_of(rows, ["99.01.01", "99.01.02"])
    early, late = NOW, NOW + timedelta(hours=3)
    coming = [
        Coming(None, "store", "99.01.01:ppk", "99.01.01"),
        Coming(None, "store", "99.01.02:ppk", "99.01.02"),
        Coming(late, "arrival", "99.01.01", "99.01.01"),
        Coming(early, "departure", "99.01", "99.01.02"),
    ]
    ordered = in_order(coming, matrix)
    assert [each.at for each in ordered] == [early, late, None, None]
    asked = in_order(coming, matrix, {("99.01", "departure")})
    assert [each.at for each in asked] == [late, early, None, None], "what nobody will see first"
    assert ordered[2].kecamatan == "99.01.02"
