"""Folders of rehearsals: made once, marked first, wiped as a whole."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tepat.core import moving
from tepat.core.problems import Code, Refused
from tepat.gladi import clock, home

AT = datetime(2024, 11, 17, 6, tzinfo=UTC)


@pytest.fixture(autouse=True)
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TEPAT_HOME", str(tmp_path))
    return tmp_path


def _refused(do: object) -> Code:
    with pytest.raises(Refused) as refused:
        do()  # type: ignore[operator]
    return refused.value.problem.code


def test_a_rehearsal_has_a_folder_of_its_own_and_is_wiped_with_it(base: Path) -> None:
    (base / "tepat.sqlite3").write_text("sungguhan")
    place = home.begin("tabalong-1", {"seed": 1}, AT)

    assert place == base / "gladi" / "tabalong-1"
    assert home.all_names() == ["tabalong-1"]
    home.wipe("tabalong-1")
    assert not place.exists()
    assert home.all_names() == []
    assert (base / "tepat.sqlite3").read_text() == "sungguhan"


def test_the_same_name_twice_is_refused_and_what_is_there_stays() -> None:
    place = home.begin("latihan", {}, AT)
    (place / "tepat.sqlite3").write_text("gladi")

    assert _refused(lambda: home.begin("latihan", {}, AT)) is Code.GLADI_THERE
    assert (place / "tepat.sqlite3").read_text() == "gladi"


@pytest.mark.parametrize("name", ["", "..", "a/b", "Latihan", "-a", "a" * 41, "a b"])
def test_a_name_that_leads_elsewhere_is_none(name: str) -> None:
    assert _refused(lambda: home.begin(name, {}, AT)) is Code.GLADI_NAME
    assert _refused(lambda: home.wipe(name)) is Code.GLADI_NAME


def test_no_rehearsal_begins_inside_of_another(monkeypatch: pytest.MonkeyPatch) -> None:
    place = home.begin("latihan", {}, AT)
    monkeypatch.setenv("TEPAT_HOME", str(place))
    assert _refused(lambda: home.begin("lain", {}, AT)) is Code.GLADI_INSIDE
    (place / home.MARK).unlink()
    assert _refused(home.base) is Code.GLADI_INSIDE


def test_an_unknown_rehearsal_is_named_with_those_that_are_there() -> None:
    home.begin("latihan", {}, AT)
    with pytest.raises(Refused) as refused:
        home.known("lain")
    assert refused.value.problem.facts["choices"] == "latihan"


def test_the_clock_stands_until_it_is_set_and_runs_where_it_has_a_speed() -> None:
    place = home.begin("latihan", {}, AT)
    kept = moving.read((place / clock.FILE).read_text())
    assert kept.now(kept.set_at + 3600) == AT

    clock.set_to(place, AT + timedelta(hours=1), speed=60)
    kept = moving.read((place / clock.FILE).read_text())
    assert kept.now(kept.set_at + 60) == AT + timedelta(hours=2)


def test_a_clock_that_runs_is_waited_for_and_never_turned_back() -> None:
    place = home.begin("latihan", {}, AT)
    shown = clock.wait_for(place, AT + timedelta(minutes=2), speed=1200)
    assert AT + timedelta(minutes=2) <= shown < AT + timedelta(hours=6)
    assert clock.wait_for(place, AT, speed=1200) >= shown
