"""When a meeting was missed, and what a meeting may only ask."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tepat.adapters.exercise_files import cases
from tepat.core.problems import Refused
from tepat.core.watch.rakor.cadence import is_owner, is_request, missed, next_due, times_carried
from tepat.core.watch.rakor.exercise import score

NOW = datetime(2024, 11, 20, 9, 0, tzinfo=UTC)


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def test_a_missed_meeting_is_told_after_a_day_of_grace() -> None:
    assert missed([ago(3.9)], [], 3, NOW) is None
    found = missed([ago(10), ago(4.1)], [], 3, NOW)
    assert found is not None
    assert found.due == ago(1.1)


def test_a_called_meeting_no_cadence_and_no_meeting_at_all_are_no_missed_ones() -> None:
    assert missed([ago(9)], [NOW + timedelta(hours=2)], 3, NOW) is None
    assert missed([ago(9)], [], 0, NOW) is None
    assert missed([], [], 3, NOW) is None
    assert missed([NOW + timedelta(days=1)], [], 3, NOW) is None


@pytest.mark.parametrize("every", [0, -1, 61, 999_999_999_999])
def test_a_cadence_beyond_the_longest_is_none(every: int) -> None:
    then = datetime(2024, 11, 1, tzinfo=UTC)
    assert next_due(then, every) is None
    assert missed([then], [], every, datetime(2024, 12, 31, tzinfo=UTC)) is None


def test_an_owner_is_named_by_a_whole_word() -> None:
    assert is_owner("kpu dan Desk Pilkada", ("desk", "Desk Pilkada"))
    assert not is_owner("Deskripsi", ("desk",))
    assert not is_owner("", ("kpu", ""))


def test_an_action_counts_the_meetings_that_closed_after_it() -> None:
    assert times_carried(ago(5), [ago(6), ago(4), ago(1)]) == 2


def test_of_seals_and_ballots_only_kpu_decides() -> None:
    assert is_request("Segel kotak Upau dibuka", "bawaslu")
    assert not is_request("Segel kotak Upau dibuka", "kpu")
    assert not is_request("Kirim perahu ke Haruai", "polres")


def test_the_shipped_cases_can_be_played_to_the_full_score(tmp_path: Path) -> None:
    found = cases(tmp_path)
    assert set(found) == {"banjir_haruai", "segel_tergosok", "kotak_hilang"}
    for case in found.values():
        assert "contoh" in case.title.id
        steps = [step.code for inject in case.injects for step in inject.expected]
        assert score(case, steps).percent == 100
        assert score(case, ["no_such_step"]).got == 0


@pytest.mark.parametrize("text", ["", "title = 1", "inject = []", "\x00", "[[inject]]\ncode='a'"])
def test_a_case_that_is_none_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "exercises").mkdir()
    (tmp_path / "exercises" / "rusak.toml").write_text(text)
    with pytest.raises(Refused, match=r"exercises/rusak\.toml"):
        cases(tmp_path)
