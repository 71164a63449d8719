"""The true numbers of a played voting day: they add up, and only what is misprinted does not."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from tepat.core.count.checks import findings
from tepat.core.count.form import Form
from tepat.core.move.field_manifest.values import Place
from tepat.gladi import ballots, checking
from tepat.gladi.ballots import Odd, Poll
from tepat.gladi.play import election_named
from tepat.gladi.truth import Truth
from tepat.gladi.world import Asked, Package, World

MIDNIGHT = datetime(2024, 11, 27, tzinfo=UTC)
DESA = "63.09.10.2003"
SKUS = ("KWK-BUP/63.09", "KWK-GUB/63")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    election = election_named("pilkada-2024", tmp_path)
    day = election.voting_day
    assert day is not None
    asked = Asked("coba", "tabalong", 1, "pilkada-2024", "63.09", "Asia/Makassar")
    begun = World(asked, tmp_path, 0, election, day, Random(1), Truth(tmp_path), MIDNIGHT)
    for number in range(1, 61):
        tps = f"{DESA}-{number:03d}"
        begun.rolls[tps] = Place(tps, dpt=100 + 7 * number)
        for sku in SKUS:
            code = f"{tps}/{sku}"
            contents = (("surat_suara", sku, 110 + 7 * number), ("segel", "", 2))
            begun.packages[code] = Package(code, tps, "K", "", contents)
    yield begun
    begun.close()


def _forms(world: World) -> dict[tuple[str, str], Form]:
    return {
        (tps, poll.sku): Form(tps, poll.sku, poll.form, poll.votes)
        for tps, station in ballots.drawn(world).items()
        for poll in station.polls
    }


def test_every_true_form_adds_up(world: World) -> None:
    forms = _forms(world)
    assert len(forms) == 120
    wrong = {key: found for key, form in forms.items() if (found := findings(form))}
    assert wrong == {}


def test_the_same_seed_draws_the_same_and_another_tps_changes_nothing(world: World) -> None:
    before = _forms(world)
    assert _forms(world) == before
    gone = f"{DESA}-001"
    for sku in SKUS:
        del world.packages[f"{gone}/{sku}"]
    after = _forms(world)
    assert after == {key: form for key, form in before.items() if key[0] != gone}


def test_a_misprint_stands_on_the_form_and_not_in_what_happened(world: World) -> None:
    tps = f"{DESA}-007"
    world.odd_tps[tps] = Odd(misprint=10)
    [first, second] = ballots.drawn(world)[tps].polls
    assert first.form["valid"] == first.figures["valid"] + 10
    assert {each.code for each in findings(Form(tps, first.sku, first.form, first.votes))} == {
        "A6",
        "A8",
    }
    assert not second.told


def test_a_ballot_that_went_astray_is_really_gone_and_its_form_says_so(world: World) -> None:
    tps = f"{DESA}-007"
    before = ballots.drawn(world)[tps].polls[0].figures["left"]
    world.odd_tps[tps] = Odd(astray=1)
    [first, _] = ballots.drawn(world)[tps].polls
    assert first.figures["left"] == before - 1
    assert not first.told
    [found] = findings(Form(tps, first.sku, first.form, first.votes))
    assert (found.code, found.by) == ("A4", 1)


def test_a_box_that_never_came_or_was_packed_short_has_so_many_papers_less(world: World) -> None:
    lost, short = f"{DESA}-003/{SKUS[0]}", f"{DESA}-004/{SKUS[0]}"
    world.lost.add(lost)
    world.packs[short] = "short"
    stations = ballots.drawn(world)
    there = stations[f"{DESA}-003"]
    assert [poll.is_held for poll in there.polls] == [False, True]
    assert (there.missing, len(there.boxes)) == ((lost,), 1)
    received = stations[f"{DESA}-004"].polls[0].figures["received"]
    assert received == 110 + 28 - ballots.SHORT


def test_what_the_desk_counted_otherwise_is_a_fault_with_both_numbers() -> None:
    poll = Poll("KWK-BUP/63.09", {"received": 9, "valid": 300}, {"1": 200, "2": 100})
    row = {"suara sah": "300", "nomor 1": "200", "nomor 2": "101"}
    wanted = {("63.09.10.2003-001", "KWK-BUP"): poll, ("63.09.10.2003-002", "KWK-BUP"): poll}
    [gone, other] = checking.differing(wanted, {("63.09.10.2003-001", "KWK-BUP"): row})
    assert gone == "formulir tidak sampai (1): 63.09.10.2003-002 KWK-BUP"
    assert other.endswith("63.09.10.2003-001 KWK-BUP: no 2 101, seharusnya 100")
