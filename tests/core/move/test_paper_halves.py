"""A paper that the desk types in, and what phones say of the same handover."""

from dataclasses import replace

from tepat.core.move import events
from tepat.core.move.clocks import Arrival, Arrivals
from tepat.core.move.custody import Custody, Flag, Stage
from tepat.core.move.events.envelope import Seen
from tests.core.move.field_world import BOX, NIGHT
from tests.core.move.test_custody import PPK, Field

SIDES = {"giver": "driver@99.01", "receiver": "ppk@99.01.02", "place": PPK, "to": PPK}
BA = "07/BA/PPK/2024"


def typed(field: Field, **more: object) -> str:
    """The clerk knows boxes, sides and the number of the paper; no list, no other half."""
    fields = {"packages": (BOX,), "paper": BA, **SIDES, **more}
    return field.world.desk.sign(events.Received, **fields)


def shown(now: Custody) -> tuple[str, str, Stage, str, tuple[Flag, ...], int]:
    return now.holder, now.place, now.stage, now.evidence, now.flags, len(now.pairs.open)


ON_PAPER = ("ppk@99.01.02", PPK, Stage.RECEIVED, "paper", (), 0)
BY_PHONES = ("ppk@99.01.02", PPK, Stage.RECEIVED, "two_signatures", (), 0)


def test_a_paper_is_the_other_half_of_what_the_giver_signed() -> None:
    field = Field()
    field.to_driver()
    field.give(field.pak_joko, **SIDES)
    typed(field)

    assert shown(field.now()) == ON_PAPER
    assert field.now().pairs.edges[-1].given


def test_a_half_that_comes_after_the_paper_finds_it() -> None:
    field = Field()
    field.to_driver()
    typed(field)
    field.give(field.pak_joko, **SIDES)

    assert shown(field.now()) == ON_PAPER


def test_both_phones_make_more_of_it_and_nothing_twice() -> None:
    field = Field()
    field.to_driver()
    typed(field)
    given, received = field.to_ppk()

    assert shown(field.now()) == BY_PHONES
    assert shown(field.now(given)) == ON_PAPER  # the receiver alone adds nothing to a paper
    assert shown(field.now(received)) == ON_PAPER


def test_a_receiver_who_signs_later_by_their_own_phone_is_the_second_signature() -> None:
    field = Field()
    field.to_driver()
    field.give(field.pak_joko, **SIDES, paper=BA)
    field.bu_rina.sign(events.Received, packages=(BOX,), paper=BA, **SIDES)

    assert shown(field.now()) == BY_PHONES


def test_a_paper_of_the_office_comes_after_the_driver_who_brought_the_load() -> None:
    field = Field()
    typed(field, giver="warehouse@99.01")
    assert shown(field.now()) == ON_PAPER
    field.to_driver()
    assert shown(field.now()) == ON_PAPER
    given, _ = field.to_ppk()

    assert shown(field.now(given)) == ON_PAPER
    assert shown(field.now()) == BY_PHONES


def test_a_paper_of_the_office_answers_the_driver_who_gave() -> None:
    field = Field()
    typed(field, giver="warehouse@99.01")
    field.to_driver()
    field.give(field.pak_joko, **SIDES)

    assert shown(field.now()) == ON_PAPER


def test_a_paper_that_names_another_receiver_is_a_dispute() -> None:
    field = Field()
    field.to_driver()
    field.to_ppk()
    typed(field, receiver="ppk@99.01.01", place="99.01.01:ppk", to="99.01.01:ppk")
    now = field.now()

    assert Flag.DISPUTED in now.flags
    assert now.contenders == ("ppk@99.01.01", "ppk@99.01.02")
    assert now.holder == "driver@99.01"


def test_a_paper_with_other_seals_shows_them_and_moves_nothing() -> None:
    field = Field()
    field.to_driver()
    field.to_ppk()
    typed(field, checks=(events.Check(BOX, ("KB9",)),))

    assert shown(field.now()) == (*BY_PHONES[:4], (Flag.SEAL_DIFFERS,), 0)


def test_a_paper_joins_no_half_where_two_wait() -> None:
    field = Field()
    field.to_driver()
    field.give(field.pak_joko, **SIDES)
    field.give(field.pak_joko, **SIDES)
    typed(field)

    assert (field.now().evidence, len(field.now().pairs.open)) == ("paper", 2)


def test_a_giver_who_had_seen_the_paper_means_another_handover() -> None:
    field = Field()
    field.to_driver()
    paper = typed(field)
    again = field.give(field.pak_joko, **SIDES, seen=Seen("0" * 16, 9))
    arrivals = {paper: Arrival(9, NIGHT), again: Arrival(12, NIGHT)}
    field.world = replace(field.world, arrivals=Arrivals(arrivals))

    assert [half.given for half in field.now().pairs.open] == [again]


def test_a_wrong_paper_is_taken_back_by_the_desk_that_typed_it() -> None:
    field = Field()
    field.to_driver()
    given = field.give(field.pak_joko, **SIDES)
    wrong = typed(field, given=given, condition="wet")
    assert Flag.DAMAGED in field.now().flags
    right = typed(field, given=given)
    field.world.desk.sign(
        events.Corrected, packages=(BOX,), fact=wrong, stands=right, reason="typo", paper=BA
    )

    assert shown(field.now()) == (*ON_PAPER[:4], (Flag.CORRECTED,), 0)
    assert field.now().pairs.aside == (wrong,)


def test_a_paper_that_a_supervisor_confirmed_is_not_taken_back_by_the_desk_alone() -> None:
    field = Field()
    field.to_driver()
    wrong = typed(field, given=field.give(field.pak_joko, **SIDES))
    field.pak_adi.sign(events.Witnessed, packages=(BOX,), fact=wrong)
    field.world.desk.sign(events.Corrected, packages=(BOX,), fact=wrong, reason="typo")

    assert shown(field.now()) == ON_PAPER


def test_what_two_phones_signed_is_not_taken_back_by_a_paper_of_the_desk() -> None:
    field = Field()
    field.to_driver()
    _, received = field.to_ppk()
    field.world.desk.sign(events.Corrected, packages=(BOX,), fact=received, reason="typo")

    assert shown(field.now()) == BY_PHONES


def test_a_paper_of_the_way_back_is_not_the_load_that_a_driver_brought() -> None:
    """Both name the same receiver and place; the driver came by the list of a load."""
    field = Field()
    field.to_driver()
    _, received = field.to_ppk()
    pps = {"place": "99.01.02.2003:pps", "to": "99.01.02.2003:pps"}
    out = typed(field, giver="ppk@99.01.02", receiver="pps@99.01.02.2003", after=(received,), **pps)
    back = typed(field, giver="pps@99.01.02.2003", after=(out,))

    assert back in {each.received for each in field.now().pairs.edges}
    assert (field.now().holder, field.now().place) == ("ppk@99.01.02", PPK)
    assert Flag.DISPUTED not in field.now().flags
