"""The scenarios that come with tepat: all eighteen, the five threats, and what they lack."""

import csv
from pathlib import Path

import pytest

import tepat
from tepat.core.election.village import is_village
from tepat.core.problems import Code, Refused
from tepat.gladi import scenarios
from tepat.gladi.play import election_named
from tepat.gladi.scenarios import Scenario
from tepat.gladi.stories import stories, story_named


@pytest.fixture(scope="module")
def known() -> dict[str, Scenario]:
    return scenarios.scenarios()


def test_all_eighteen_events_and_five_threats_are_there(known: dict[str, Scenario]) -> None:
    numbers = {each.number for each in known.values()}
    assert numbers >= {str(number) for number in range(1, 19)}
    assert numbers >= {f"S2.{number}" for number in range(1, 6)}


def test_what_cannot_be_played_says_what_it_needs(known: dict[str, Scenario]) -> None:
    for each in known.values():
        assert bool(each.do) is not bool(each.needs), each.code
        assert each.needs or each.detects, each.code


def test_every_event_and_threat_can_be_played(known: dict[str, Scenario]) -> None:
    assert [code for code, each in known.items() if each.needs] == []


def test_every_one_has_a_source_and_a_name_in_both_languages(known: dict[str, Scenario]) -> None:
    for each in known.values():
        assert each.source
        assert set(each.name) == {"id", "en"}


def _why(text: str) -> str:
    with pytest.raises(Refused) as refused:
        scenarios.read(text, "coba.toml")
    assert refused.value.problem.code is Code.GLADI_SCENARIO
    return str(refused.value.problem.facts["why"])


def test_a_file_that_is_wrong_names_the_scenario_and_the_word() -> None:
    assert "banjir" in _why('[[scenario]]\ncode = "banjir"\ndo = "rains"\n')
    assert "do atau needs" in _why('[[scenario]]\ncode = "banjir"\n')
    detect = '[[scenario.detect]]\nhow = "alert"\nkind = "x"\nwithin_minutes = 5\n'
    assert "kind" in _why(f'[[scenario]]\ncode = "b"\ndo = "no_network"\n{detect}')
    assert _why("[[scenario") != ""


def test_scenarios_are_chosen_by_code_and_an_unknown_one_is_named() -> None:
    [one] = scenarios.chosen(["sopir-tidak-datang"])
    assert one.number == "S2.3"
    every = scenarios.scenarios().values()
    assert scenarios.chosen(["semua"]) == [each for each in every if not each.alone]
    for codes in (["gempa"], ["semua", "gempa"]):
        with pytest.raises(Refused) as refused:
            scenarios.chosen(codes)
        assert refused.value.problem.facts["value"] == "gempa"
        assert "sopir-tidak-datang" in str(refused.value.problem.facts["choices"])


def test_an_unknown_story_is_named_with_those_that_are_there() -> None:
    assert "tabalong" in stories()
    with pytest.raises(Refused) as refused:
        story_named("atlantis")
    assert "tabalong" in str(refused.value.problem.facts["choices"])


def test_every_story_plays_an_election_with_a_day(tmp_path: Path) -> None:
    for story in stories().values():
        election = election_named(story.election, tmp_path, story)
        assert election.voting_day is not None, story.code


def test_the_pilkades_is_made_up_from_its_desa_to_its_numbers(tmp_path: Path) -> None:
    story = story_named("pilkades")
    election = election_named(story.election, tmp_path, story)

    assert is_village(election)
    assert all(
        rule.source.id.startswith("contoh") for item in election.items for rule in item.rules
    )
    folder = Path(tepat.__file__).parent / "data" / story.facts
    rows = list(csv.DictReader(folder.joinpath("tps.csv").read_text().splitlines()[1:]))
    assert len({row["desa"] for row in rows}) == 10
    assert {row["mark"] for row in rows} == {"contoh"}
    assert election.tps_cap is not None
    assert all(int(row["dpt"]) <= election.tps_cap for row in rows)
    with pytest.raises(Refused):
        election_named(story.election, tmp_path)  # it lies beside the story alone
