"""The six aims of one TPS: who reads the board in Salikung must come to the same word."""

import random
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tepat.core.watch.indicators import (
    AIMS,
    UNKNOWN,
    Packages,
    Standing,
    Tepat,
    Word,
    counts_of,
    standing_of,
)

TPS = "63.09.05.2003-007"
DEADLINE = datetime(2024, 11, 26, 16, tzinfo=UTC).timestamp()
HOUR = timedelta(hours=1).total_seconds()
NOW = DEADLINE - 20 * HOUR
CAME = NOW - HOUR
TWO, ONE_SIDED, PAPER = 0, 1, 2


class Brought(NamedTuple):
    """One package as its facts say: when it came, how that is known, what is amiss."""

    package: str
    at: float = CAME
    evidence: int = TWO
    lacks_kind: bool = False
    miscounted: bool = False
    is_harmed: bool = False
    is_astray: bool = False
    tps: int = 0

    def missing(self) -> "Brought":
        return self._replace(at=np.nan, evidence=UNKNOWN)


BOX, OTHER, BAG = Brought("BUP-K1"), Brought("GUB-K1"), Brought("P1")


def columns(brought: Sequence[Brought]) -> Packages:
    def column(name: str, kind: type) -> Any:
        return np.array([getattr(each, name) for each in brought], dtype=kind)

    flags = [
        column(name, np.bool_) for name in ("lacks_kind", "miscounted", "is_harmed", "is_astray")
    ]
    codes = [each.package for each in brought]
    return Packages(
        codes, column("tps", np.intp), column("at", np.float64), column("evidence", np.int8), *flags
    )


def standing(
    *brought: Brought,
    foreign: Iterable[tuple[int, str]] = (),
    now: float = NOW,
    tps: Sequence[str] = (TPS,),
) -> Standing:
    return standing_of(tps, columns(brought), foreign, DEADLINE, now)


def words(found: Standing, tps: str = TPS) -> str:
    """The five words in the order of the law."""
    return " ".join(each.word.name.lower() for each in found.of(tps))


def because(found: Standing, aim: Tepat) -> tuple[str, ...]:
    return next(each.because for each in found.of(TPS) if each.aim is aim)


def test_a_tps_that_has_everything_in_time_is_ready() -> None:
    found = standing(BOX, OTHER._replace(at=CAME - HOUR), BAG)

    assert words(found) == "tepat tepat tepat tepat tepat"
    assert found.is_ready.tolist() == [True]
    assert (found.complete_at.tolist(), found.evidence.tolist()) == ([CAME], [TWO])


def test_a_box_that_has_not_come_is_named_and_nothing_is_wrong_yet() -> None:
    found = standing(BOX, OTHER.missing(), BAG)

    assert words(found) == "belum belum belum belum belum"
    assert {each.because for each in found.of(TPS)} == {("GUB-K1",)}
    assert np.isnan(found.complete_at[0])


def test_after_the_deadline_what_is_missing_is_late_and_not_wrong_otherwise() -> None:
    found = standing(BOX.missing(), OTHER, now=DEADLINE + 60)

    assert words(found) == "belum belum belum tidak belum"
    assert because(found, Tepat.WAKTU) == ("BUP-K1",)


def test_what_came_after_the_deadline_stays_late_for_ever() -> None:
    found = standing(BOX._replace(at=DEADLINE + 60), OTHER, now=DEADLINE + 72 * HOUR)

    assert words(found) == "tepat tepat tepat tidak tepat"
    assert because(found, Tepat.WAKTU) == ("BUP-K1",)
    assert not found.is_ready[0]


def test_a_fact_that_arrives_days_late_counts_by_when_it_was_signed() -> None:
    assert standing(BOX, now=DEADLINE + 72 * HOUR).is_ready[0]


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
    found = standing(BOX._replace(**amiss), OTHER)

    assert [each.aim for each in found.of(TPS) if each.word is not Word.TEPAT] == [aim]
    assert because(found, aim) == ("BUP-K1",)


def test_the_box_of_another_tps_is_named_where_it_lies() -> None:
    found = standing(BOX, OTHER, foreign=[(0, "NEIGHBOUR-K1")])

    assert words(found) == "tidak tepat tepat tepat tepat"
    assert because(found, Tepat.JENIS) == ("NEIGHBOUR-K1",)


def test_a_tps_for_which_nothing_is_planned_is_not_ready() -> None:
    found = standing(now=DEADLINE + 24 * HOUR)

    assert words(found) == "belum belum belum belum belum"
    assert not found.is_ready[0]


def test_without_a_deadline_nothing_is_late() -> None:
    found = standing_of([TPS], columns([BOX, OTHER.missing()]), (), np.nan, DEADLINE + HOUR)
    assert words(found) == "belum belum belum belum belum"


def test_one_package_on_paper_makes_the_whole_tps_known_from_paper() -> None:
    one_sided, on_paper = OTHER._replace(evidence=ONE_SIDED), BAG._replace(evidence=PAPER)

    assert standing(BOX, one_sided).evidence[0] == ONE_SIDED
    assert standing(BOX, one_sided, on_paper).evidence[0] == PAPER
    assert standing(BOX, one_sided, on_paper).is_ready[0], "all count; the mix is shown"


def test_a_region_counts_its_tps_and_how_well_they_are_known() -> None:
    tps = [f"63.09.05.2003-00{number}" for number in range(1, 5)] + ["63.09.06.2001-001"]
    found = standing(
        BOX,
        OTHER._replace(tps=1, evidence=PAPER),
        BOX._replace(tps=2).missing(),
        BOX._replace(tps=3, is_harmed=True),
        BOX._replace(tps=4),
        tps=tps,
    )
    by_kecamatan = counts_of(found, [each[:8] for each in tps])

    haruai = by_kecamatan["63.09.05"]
    assert (haruai.tps, haruai.ready, haruai.wrong, haruai.open) == (4, 2, 1, 1)
    assert haruai.evidence == (1, 0, 1)
    assert haruai.aims[AIMS.index(Tepat.KUALITAS)] == (2, 1, 1)
    assert by_kecamatan["63.09.06"].ready == 1


packages = st.builds(
    Brought,
    package=st.sampled_from(["A", "B", "C", "D"]),
    at=st.sampled_from([np.nan, CAME, DEADLINE + 1]),
    evidence=st.sampled_from([TWO, ONE_SIDED, PAPER]),
    lacks_kind=st.booleans(),
    miscounted=st.booleans(),
    is_harmed=st.booleans(),
    is_astray=st.booleans(),
    tps=st.integers(0, 2),
)
SOME = st.lists(packages, max_size=8)
THREE = ["63.09.05.2003-001", "63.09.05.2003-002", "63.09.06.2001-001"]
MOMENTS = st.sampled_from([NOW, DEADLINE + 60])


@given(SOME, MOMENTS)
def test_what_is_tepat_has_no_reason_against_it_and_all_else_has_one(
    brought: list[Brought], now: float
) -> None:
    found = standing(*brought, now=now, tps=THREE)
    for place, tps in enumerate(THREE):
        planned = any(each.tps == place for each in brought)
        for each in found.of(tps):
            assert (each.word is Word.TEPAT) == (planned and not each.because)
        ready = all(each.word is Word.TEPAT for each in found.of(tps))
        assert found.is_ready[place] == ready
        assert ready <= bool(np.isfinite(found.complete_at[place]))


@given(SOME, MOMENTS)
def test_a_tps_comes_to_the_same_alone_and_among_others(brought: list[Brought], now: float) -> None:
    together = standing(*brought, now=now, tps=THREE)
    for place, tps in enumerate(THREE):
        mine = [each._replace(tps=0) for each in brought if each.tps == place]
        alone = standing(*mine, now=now, tps=[tps])
        assert alone.of(tps) == together.of(tps)


@given(SOME, MOMENTS)
def test_the_parts_of_a_region_add_up(brought: list[Brought], now: float) -> None:
    found = standing(*brought, now=now, tps=THREE)
    whole = counts_of(found, ["63.09"] * 3)["63.09"]
    parts = counts_of(found, [each[:8] for each in THREE]).values()

    assert whole.tps == sum(each.tps for each in parts) == 3
    assert whole.ready == sum(each.ready for each in parts) == sum(whole.evidence)
    assert whole.wrong == sum(each.wrong for each in parts)
    assert all(sum(counts) == whole.tps for counts in whole.aims)
    assert whole.open >= 0


@given(SOME, st.randoms())
def test_order_cannot_matter(brought: list[Brought], dice: random.Random) -> None:
    mixed = list(brought)
    dice.shuffle(mixed)
    one, other = standing(*brought, tps=THREE), standing(*mixed, tps=THREE)
    assert [one.of(tps) for tps in THREE] == [other.of(tps) for tps in THREE]
