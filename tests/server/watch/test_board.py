"""What the board says of Muara Teduh while its boxes come."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from tepat.core.election.roles import Role
from tepat.core.move import events
from tepat.core.watch.indicators import AIMS, Tepat, Word
from tepat.server import flow
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope
from tepat.server.move.models import PackageCustody
from tepat.server.plan.packages.services import regenerate
from tepat.server.watch.board import queries
from tests.phones import NIGHT
from tests.server.watch.delivered import TEDUH, Delivery
from tests.worlds import contoh_scope

pytestmark = pytest.mark.django_db

ONE, TWO, THREE = (f"{TEDUH}-00{number}" for number in (1, 2, 3))
READY = "tepat tepat tepat tepat tepat"
OPEN = "belum belum belum belum belum"


@pytest.fixture
def way() -> Delivery:
    way = Delivery(contoh_scope())
    way.pack()
    return way


def words(scope: Scope, tps: str, days: int = 0) -> str:
    found = queries.board_of(scope, NIGHT + timedelta(days=days)).standing
    return " ".join(each.word.name.lower() for each in found.of(tps))


def because(scope: Scope, tps: str, aim: Tepat) -> tuple[str, ...]:
    found = queries.board_of(scope, NIGHT).standing.of(tps)
    return next(each.because for each in found if each.aim is aim)


def test_before_anything_came_every_aim_is_open(way: Delivery) -> None:
    board = queries.board_of(way.scope, NIGHT)

    assert (board.total.tps, board.total.ready, board.total.wrong) == (10, 0, 0)
    assert words(way.scope, ONE) == OPEN
    assert because(way.scope, ONE, Tepat.JENIS) == tuple(way.boxes(ONE))


def test_a_tps_is_ready_when_its_kpps_signed_for_its_last_box(way: Delivery) -> None:
    first, *others = way.boxes(ONE)
    way.to_pps()
    way.to_kpps(ONE, [first])
    assert words(way.scope, ONE) == OPEN
    assert because(way.scope, ONE, Tepat.WAKTU) == tuple(others)

    way.to_kpps(ONE, others)
    board = queries.board_of(way.scope, NIGHT)
    assert words(way.scope, ONE) == READY
    assert board.by_desa[TEDUH].ready == board.by_kecamatan["99.01.02"].ready == 1
    assert board.by_desa[TEDUH].evidence == (1, 0, 0)
    place = board.standing.tps.index(ONE)
    signed = PackageCustody.objects.filter(package__in=others).values_list("reached_at", flat=True)
    last = max(each for each in signed if each)
    assert board.standing.complete_at[place] == last.timestamp()
    assert timedelta() <= last - way.at < timedelta(minutes=10)


def test_a_paper_counts_and_says_that_it_is_a_paper(way: Delivery) -> None:
    way.to_pps()
    way.to_kpps(ONE, paper="BA-17")
    board = queries.board_of(way.scope, NIGHT)
    assert words(way.scope, ONE) == READY
    assert board.total.evidence == (0, 0, 1)


def test_what_only_the_giver_says_is_not_received(way: Delivery) -> None:
    way.to_pps()
    way.to_kpps(ONE, is_answered=False)
    assert words(way.scope, ONE) == OPEN


def test_a_box_of_the_neighbour_speaks_about_both_tps(way: Delivery) -> None:
    way.to_pps()
    swapped = way.boxes(TWO)[0]
    way.to_kpps(ONE, [*way.boxes(ONE), swapped])

    assert because(way.scope, ONE, Tepat.JENIS) == (swapped,)
    assert words(way.scope, ONE).split()[1:] == ["tepat"] * 4
    assert because(way.scope, TWO, Tepat.SASARAN) == (swapped,)
    assert words(way.scope, TWO) == "belum belum belum belum tidak"


def test_another_seal_is_no_quality(way: Delivery) -> None:
    way.to_pps()
    [box, *_] = way.boxes(ONE)
    way.to_kpps(ONE, checks=(events.Check(box, ("KB0000001",)),))
    assert because(way.scope, ONE, Tepat.KUALITAS) == (box,)


def test_five_papers_short_is_the_number_and_no_template_is_the_kind() -> None:
    way = Delivery(contoh_scope())
    way.pack(way.boxes(ONE), short=5)
    way.pack(way.boxes(TWO), without=("alat_bantu_tunanetra",))
    way.to_pps([*way.boxes(ONE), *way.boxes(TWO)])
    for tps in (ONE, TWO):
        way.to_kpps(tps)

    assert words(way.scope, ONE) == "tepat tidak tepat tepat tepat"
    assert words(way.scope, TWO).split()[:2] == ["tidak", "tidak"]


def test_a_list_of_voters_that_grew_after_packing_shows_at_once(way: Delivery) -> None:
    assert because(way.scope, ONE, Tepat.JUMLAH) == tuple(way.boxes(ONE))
    way.scope.all_tps.filter(code=ONE).update(dpt=500)
    regenerate(way.scope, election_of(way.scope), NIGHT + timedelta(hours=1))

    found = queries.board_of(way.scope, NIGHT).standing.of(ONE)
    assert [each.word for each in found if each.aim is Tepat.JUMLAH] == [Word.TIDAK]


def test_what_lay_in_a_store_that_is_unfit_is_no_quality_until_it_is_looked_at_again(
    way: Delivery,
) -> None:
    way.to_pps()
    rina = way.phone(Role.PPK, "99.01.02")
    for outcome, said in (("unfit", Word.TIDAK), ("good", Word.BELUM)):
        rina.at += timedelta(hours=1)
        way.send(rina.say(events.Inspected, place="99.01.02:ppk", outcome=outcome))
        found = queries.board_of(way.scope, NIGHT).standing.of(ONE)
        assert found[AIMS.index(Tepat.KUALITAS)].word is said


def test_late_is_said_after_the_day_before_the_vote_and_a_late_fact_takes_it_back(
    way: Delivery,
) -> None:
    way.to_pps()
    deadline = queries.board_of(way.scope, NIGHT).deadline
    assert deadline is not None
    assert deadline.isoformat() == "2024-11-27T00:00:00+08:00"
    assert words(way.scope, ONE, days=20) == "belum belum belum tidak belum"

    way.to_kpps(ONE)
    assert words(way.scope, ONE, days=20) == READY


def test_the_board_is_the_same_after_everything_was_folded_again(way: Delivery) -> None:
    way.to_pps()
    way.to_kpps(ONE)
    before = queries.board_of(way.scope, NIGHT)

    assert flow.rebuild(way.scope).differences == ()
    after = queries.board_of(way.scope, NIGHT)
    assert (before.standing.words == after.standing.words).all()
    assert before.total == after.total


def test_boxes_in_their_desa_are_expected_without_a_plan(way: Delivery) -> None:
    assert queries.board_of(way.scope, NIGHT).forecast.expected == 0
    way.to_pps()
    found = queries.board_of(way.scope, NIGHT).forecast
    assert (found.expected, found.unknown) == (3, 7)


def test_without_tps_the_board_is_empty_and_whole() -> None:
    scope = Scope.objects.create(election="pilkada-2024", kabupaten="99.01", zone="Asia/Makassar")
    board = queries.board_of(scope, NIGHT)
    assert (board.total.tps, board.forecast.tps, board.by_desa) == (0, 0, {})


@pytest.mark.parametrize("boxes", [1, 3])
def test_more_boxes_cost_no_more_queries(
    way: Delivery, boxes: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    way.to_pps()
    for tps in way.tps[:boxes]:
        way.to_kpps(tps)
    way.phone(Role.PPK, "99.01.02")
    queries.board_of(way.scope, NIGHT)
    with django_assert_max_num_queries(8) as asked:
        queries.board_of(way.scope, NIGHT)
    assert len(asked) == 8
