"""The ladder of an incident: raised by people or by its clocks; asking later changes nothing."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tepat.adapters import incident_files
from tepat.core.watch.incidents.book import Ladder
from tepat.core.watch.incidents.ladder import Act, Climb, Did, State, climb, start_of

BOOK = incident_files.book(Path("nowhere"))
LADDERS = {each.code: each for each in BOOK.ladders}
EQUIPMENT: Ladder = LADDERS["equipment"]
TPS = "99.01.01.2002-001"
OPENED = datetime(2024, 11, 25, 3, 20, tzinfo=UTC)


def after(minutes: int) -> datetime:
    return OPENED + timedelta(minutes=minutes)


def climbed(*acts: Act, minutes: int, start: int = 1, percent: int = 100) -> Climb:
    return climb(LADDERS, "equipment", start, TPS, OPENED, percent, acts, after(minutes))


def test_a_pps_holds_what_it_reported_until_its_limit() -> None:
    found = climbed(minutes=59)
    assert found.holder.party == "pps@99.01.01.2002"
    assert found.due == after(60)
    assert not found.is_over(after(59))


def test_a_limit_that_passes_lifts_it_without_anybody() -> None:
    found = climbed(minutes=61)
    assert found.holder.party == "ppk@99.01.01"
    assert [(r.by_clock, r.used(after(61))) for r in found.rungs if r.state is State.PASSED] == [
        (True, 60)
    ]
    assert climbed(minutes=60 + 120 + 240 + 1).holder.party == "kpu_provinsi@99"


def test_the_last_step_keeps_it_and_is_over() -> None:
    late = 60 + 120 + 240 + 480 + 5
    found = climbed(minutes=late)
    assert found.holder.party == "kpu_provinsi@99"
    assert found.is_over(after(late))


def test_a_person_raises_it_sooner_and_the_next_clock_starts_there() -> None:
    found = climbed(Act(after(45), Did.RAISED), minutes=100)
    assert [r.party for r in found.rungs][:2] == ["pps@99.01.01.2002", "ppk@99.01.01"]
    assert found.rungs[0].used(after(100)) == 45
    assert found.due == after(45 + 120)


def test_a_decision_stops_the_ladder_and_sets_its_own_time() -> None:
    decided = Act(after(30), Did.DECIDED, due=after(90))
    found = climbed(decided, minutes=600)
    assert found.holder.party == "pps@99.01.01.2002"
    assert found.due == after(90)
    assert found.is_over(after(600))
    again = climbed(decided, Act(after(100), Did.RESUMED), minutes=101)
    assert again.due == after(160)


def test_triage_halves_the_time_from_then_on_and_leaves_the_past_alone() -> None:
    before = climbed(minutes=70)
    found = climbed(Act(after(70), Did.TRIAGED, percent=50), minutes=70)
    assert found.rungs[0] == before.rungs[0]
    assert found.due == after(60 + 60)


def test_another_kind_goes_on_at_the_same_height_of_another_ladder() -> None:
    found = climbed(Act(after(70), Did.TRIAGED, ladder="security"), minutes=80)
    assert found.holder.party == "polsek@99.01.01"


def test_who_reports_says_where_it_begins() -> None:
    def party(role: str, area: str, place: str = TPS) -> str:
        step = EQUIPMENT.steps[start_of(EQUIPMENT, role, area, place)]
        return step.party(place)

    assert party("kpps", TPS) == f"kpps@{TPS}"
    assert party("ppk", "99.01.01") == "ppk@99.01.01"
    assert party("pkd", "99.01.01.2002") == "pps@99.01.01.2002"
    assert party("bawaslu", "99.01") == "kpu@99.01"
    assert party("pps", "99.01.01.2002", "99.01:gudang-1") == "kpu@99.01"
    assert party("", "") == f"kpps@{TPS}"


MOMENTS = st.integers(0, 900)


@given(
    st.lists(st.tuples(MOMENTS, st.sampled_from([Did.RAISED, Did.RETURNED])), max_size=5),
    MOMENTS,
    MOMENTS,
)
def test_asking_later_never_changes_what_is_past(
    told: list[tuple[int, Did]], one: int, more: int
) -> None:
    acts = [Act(after(at), did) for at, did in told]
    early = climbed(*(a for a in acts if a.at <= after(one)), minutes=one)
    late = climbed(*acts, minutes=one + more)
    passed = [
        each for each in early.rungs if each.state is State.PASSED and each.until != after(one)
    ]
    assert late.rungs[: len(passed)] == tuple(passed)
