"""Who was heard, and who was not."""

from datetime import UTC, datetime, timedelta

import pytest

from tepat.core.watch.hearing import Heard, Hearing, Limits, heard_of

NOW = datetime(2024, 11, 25, 8, 40, tzinfo=UTC)
JARO, HARUAI = "63.09.09", "63.09.05"


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(0, "heard"), (39, "heard"), (40, "late"), (119, "late"), (120, "silent"), (-5, "heard")],
)
def test_silence_has_two_limits(minutes: int, said: str) -> None:
    heard = Heard(JARO, 1, NOW - timedelta(minutes=minutes))
    assert heard.hearing(NOW, Limits()) == said


def test_phones_that_never_spoke_are_silent_and_no_phone_is_another_word() -> None:
    assert Heard(JARO, 2).hearing(NOW, Limits()) is Hearing.SILENT
    assert Heard(JARO).hearing(NOW, Limits()) is Hearing.NOBODY


def test_the_newest_fact_of_any_phone_in_the_kecamatan_counts() -> None:
    old = NOW - timedelta(hours=3)
    duties = [(f"{JARO}.2001", old), (JARO, NOW), (f"{HARUAI}.2003", None), ("63.09", NOW)]
    found = heard_of([JARO, HARUAI], duties)

    assert found[JARO] == Heard(JARO, 2, NOW)
    assert found[HARUAI] == Heard(HARUAI, 1, None)
