"""The six aims of one TPS: who reads the board in Salikung must come to the same word."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tepat.core.watch.tepat import AIMS, Brought, Evidence, Readiness, Tepat, Word, readiness_of

TPS = "63.09.05.2003-007"
DEADLINE = datetime(2024, 11, 26, 16, tzinfo=UTC)
NOW = DEADLINE - timedelta(hours=20)
CAME = NOW - timedelta(hours=1)
BOX, OTHER, BAG = (
    Brought(each, CAME, Evidence.TWO_SIGNATURES) for each in ("BUP-K1", "GUB-K1", "P1")
)


def said(*brought: Brought, foreign: tuple[str, ...] = (), now: datetime = NOW) -> Readiness:
    return readiness_of(TPS, brought, foreign, DEADLINE, now)


def words(found: Readiness) -> str:
    """The five words as people abbreviate them, in the order of the law."""
    return " ".join(each.word.value for each in found.said)


def test_a_tps_that_has_everything_in_time_is_ready() -> None:
    found = said(BOX, OTHER, BAG)

    assert words(found) == "tepat tepat tepat tepat tepat"
    assert found.is_ready
    assert (found.complete_at, found.evidence) == (CAME, Evidence.TWO_SIGNATURES)


def test_a_box_that_has_not_come_is_named_and_nothing_is_wrong_yet() -> None:
    found = said(BOX, replace(OTHER, at=None, evidence=None), BAG)

    assert words(found) == "belum belum belum belum belum"
    assert {each.because for each in found.said} == {("GUB-K1",)}
    assert found.complete_at is None


def test_after_the_deadline_what_is_missing_is_late_and_not_wrong_otherwise() -> None:
    found = said(replace(BOX, at=None, evidence=None), OTHER, now=DEADLINE + timedelta(minutes=1))

    assert words(found) == "belum belum belum tidak belum"


def test_what_came_after_the_deadline_stays_late_for_ever() -> None:
    late = replace(BOX, at=DEADLINE + timedelta(minutes=1))
    found = said(late, OTHER, now=DEADLINE + timedelta(days=3))

    assert words(found) == "tepat tepat tepat tidak tepat"
    assert found.of(Tepat.WAKTU).because == ("BUP-K1",)
    assert not found.is_ready


def test_a_fact_that_arrives_days_late_counts_by_when_it_was_signed() -> None:
    assert said(BOX, now=DEADLINE + timedelta(days=3)).is_ready


@pytest.mark.parametrize(
    ("amiss", "aim"),
    [
        ({"lacks_kind": True}, Tepat.JENIS),
        ({"miscounted": True}, Tepat.JUMLAH),
        ({"is_harmed": True}, Tepat.KUALITAS),
        ({"is_astray": True}, Tepat.SASARAN),
    ],
)
def test_what_is_amiss_with_a_box_speaks_about_its_aim_alone(
    amiss: dict[str, Any], aim: Tepat
) -> None:
    found = said(replace(BOX, **amiss), OTHER)

    assert [each for each in AIMS if found.of(each).word is not Word.TEPAT] == [aim]
    assert found.of(aim).because == ("BUP-K1",)


def test_the_box_of_another_tps_is_named_where_it_lies() -> None:
    found = said(BOX, OTHER, foreign=("NEIGHBOUR-K1",))

    assert (found.of(Tepat.JENIS).word, found.of(Tepat.JENIS).because) == (
        Word.TIDAK,
        ("NEIGHBOUR-K1",),
    )
    assert found.of(Tepat.JUMLAH).word is Word.TEPAT


def test_a_tps_for_which_nothing_is_planned_is_not_ready() -> None:
    found = said(now=DEADLINE + timedelta(days=1))
    assert words(found) == "belum belum belum belum belum"
    assert not found.is_ready


def test_one_package_on_paper_makes_the_whole_tps_known_from_paper() -> None:
    one_sided = replace(OTHER, evidence=Evidence.ONE_SIDED)
    on_paper = replace(BAG, evidence=Evidence.PAPER)

    assert said(BOX, one_sided).evidence is Evidence.ONE_SIDED
    assert said(BOX, one_sided, on_paper).evidence is Evidence.PAPER
    assert said(BOX, one_sided, on_paper).is_ready, "all count; the mix is shown"


def test_biaya_is_said_of_no_tps() -> None:
    with pytest.raises(ValueError, match="biaya"):
        said(BOX).of(Tepat.BIAYA)


packages = st.builds(
    Brought,
    package=st.sampled_from(["A", "B", "C", "D"]),
    at=st.none() | st.datetimes(timezones=st.just(UTC)),
    evidence=st.sampled_from(list(Evidence)),
    lacks_kind=st.booleans(),
    miscounted=st.booleans(),
    is_harmed=st.booleans(),
    is_astray=st.booleans(),
)


@given(st.lists(packages, max_size=6), st.datetimes(timezones=st.just(UTC)))
def test_what_is_tepat_has_no_reason_against_it_and_all_else_has_one(
    brought: list[Brought], now: datetime
) -> None:
    found = said(*brought, now=now)
    for each in found.said:
        assert (each.word is Word.TEPAT) <= (not each.because)
        assert not brought or (each.word is Word.TEPAT) == (not each.because)
    assert found.is_ready == all(each.word is Word.TEPAT for each in found.said)


@given(st.lists(packages, min_size=1, max_size=6), st.randoms())
def test_order_cannot_matter(brought: list[Brought], dice: random.Random) -> None:
    mixed = list(brought)
    dice.shuffle(mixed)
    one, other = said(*brought), said(*mixed)
    assert [each.word for each in one.said] == [each.word for each in other.said]
    assert [set(each.because) for each in one.said] == [set(each.because) for each in other.said]
