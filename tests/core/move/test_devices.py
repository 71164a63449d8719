"""Who a key speaks for, from the set of facts about keys."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tepat.core.move import events
from tepat.core.move.devices import registry_of
from tepat.core.move.standing import Chain, Link, Standing, chain_of, chains_of
from tepat.core.move.touched import touched_by
from tests.core.move.field_world import BOX, NIGHT, Phone, World


def standing(world: World, name: str, without: tuple[str, ...] = ()) -> set[Standing]:
    known = [(each, fact) for each, fact in world.named() if each not in without]
    return set(world.context(known).registry.standing(world.facts[name]))


def load(phone: Phone, kind: type[events.Fact] = events.Given, **more: object) -> str:
    fields = {
        "shipment": "SJ-1",
        "packages": (BOX,),
        "giver": "warehouse@99.01",
        "receiver": "driver@99.01",
        "place": "99.01:gudang-1",
    }
    return phone.sign(kind, **{**fields, **more})


def test_a_person_with_a_letter_stands() -> None:
    world = World()
    bu_sari = world.phone("sari", "warehouse", "99.01")

    assert standing(world, load(bu_sari)) == set()


def test_a_phone_that_knows_only_its_letter_speaks_for_the_person_of_the_letter() -> None:
    world = World()
    bu_sari = world.phone("sari", "warehouse", "99.01")
    unsaid, stranger = load(bu_sari, by=""), load(bu_sari, by="somebody-else")
    registry = world.context(list(world.named())).registry

    assert standing(world, unsaid) == set()
    assert registry.person_of(world.facts[unsaid]) == "sari"
    assert standing(world, stranger) == {Standing.NOT_ASSIGNED}


def test_a_key_nobody_enrolled_is_unknown_until_its_enrolment_comes() -> None:
    world = World()
    bu_sari = world.phone("sari", "warehouse", "99.01")
    enrolled = bu_sari.prev
    given = load(bu_sari)

    assert standing(world, given, without=(enrolled,)) >= {Standing.UNKNOWN_DEVICE}
    assert standing(world, given) == set()


def test_a_letter_that_was_not_signed_by_the_desk_gives_nothing() -> None:
    world = World()
    thief = Phone("thief", world)
    thief.sign(events.DeskEnrolled, key=thief.key)  # a root of their own
    assignment = thief.sign(
        events.Assigned,
        person="maling",
        as_role="warehouse",
        area="99.01",
        starts=NIGHT,
        ends=NIGHT + timedelta(days=1),
    )
    phone = world.enrol(assignment, "maling", "warehouse")

    assert standing(world, load(phone)) == {Standing.NOT_ASSIGNED}


@pytest.mark.parametrize(
    ("role", "area", "party", "flag"),
    [
        ("ppk", "99.01.02", "warehouse@99.01", Standing.NOT_ALLOWED),
        ("ppk", "99.01.02", "ppk@99.01.01", Standing.OUTSIDE_AREA),
        ("bawaslu", "99.01", "bawaslu@99.01", Standing.NOT_ALLOWED),
    ],
)
def test_people_give_only_as_themselves(role: str, area: str, party: str, flag: Standing) -> None:
    world = World()
    phone = world.phone("rina", role, area)

    assert standing(world, load(phone, giver=party)) == {flag}


def test_a_letter_has_a_time() -> None:
    world = World()
    bu_sari = world.phone("sari", "warehouse", "99.01", ends=NIGHT)

    assert standing(world, load(bu_sari)) == {Standing.EXPIRED}


def test_a_revoked_phone_stands_up_to_a_number() -> None:
    world = World()
    bu_sari = world.phone("sari", "warehouse", "99.01")
    before, after = load(bu_sari), load(bu_sari, shipment="SJ-2")
    world.desk.sign(events.Revoked, target=bu_sari.device, upto=2)

    assert standing(world, before) == set()
    assert standing(world, after) == {Standing.REVOKED}


def test_a_phone_cannot_revoke_another() -> None:
    world = World()
    bu_sari, pak_joko = (
        world.phone("sari", "warehouse", "99.01"),
        world.phone("joko", "driver", "99.01"),
    )
    given = load(bu_sari)
    revoked = pak_joko.sign(events.Revoked, target=bu_sari.device)

    assert standing(world, given) == set()
    assert standing(world, revoked) == {Standing.NOT_ALLOWED}


def test_a_letter_that_ends_stops_every_phone_of_it_from_that_moment() -> None:
    world = World()
    bu_sari = world.phone("sari", "warehouse", "99.01")
    before = load(bu_sari)
    world.desk.sign(events.Revoked, ended=bu_sari.assignment)
    after = load(bu_sari, shipment="SJ-2")

    assert standing(world, before) == set()
    assert standing(world, after) == {Standing.REVOKED}


def test_kpu_alone_silences_no_phone_of_a_supervisor() -> None:
    world = World()
    pak_adi = world.phone("adi", "bawaslu", "99.01")
    bu_ida = world.phone("ida", "bawaslu", "99.01")
    pkd = world.phone("pkd", "pkd", "99.01.02.2003")
    said = pak_adi.sign(events.Incident, what="hilang", packages=(BOX,))
    revoked = world.desk.sign(events.Revoked, target=pak_adi.device, upto=1)
    ended = world.desk.sign(events.Revoked, ended=pak_adi.assignment, at=NIGHT)
    assert standing(world, said) == {Standing.REVOKED_ALONE}

    for other in (pkd, pak_adi):  # one of another area, and the one that is revoked itself
        world.countersigned[revoked] = (other.device,)
        assert standing(world, said) == {Standing.REVOKED_ALONE}
    world.countersigned = {ended: (bu_ida.device,)}
    assert standing(world, said) == {Standing.REVOKED}
    world.countersigned = {revoked: (bu_ida.device,)}
    assert standing(world, said) == {Standing.REVOKED}
    assert pak_adi.device in touched_by(world.facts[bu_ida.assignment], world.context().registry)


def test_of_two_phones_with_one_letter_neither_holds_until_one_is_revoked() -> None:
    world = World()
    bu_sari = world.phone("sari", "warehouse", "99.01")
    twin = world.enrol(bu_sari.assignment, "sari", "warehouse", seed="copied letter")
    mine, theirs = load(bu_sari), load(twin)

    assert standing(world, mine) == standing(world, theirs) == {Standing.LETTER_TWICE}
    world.desk.sign(events.Revoked, target=twin.device)
    assert standing(world, mine) == set()
    assert Standing.REVOKED in standing(world, theirs)


def test_a_person_may_use_another_of_their_letters() -> None:
    world = World()
    bu_rina = world.phone("rina", "ppk", "99.01.02")
    second = world.letter("rina", "kpu", "99.01")
    foreign = world.letter("dewi", "kpu", "99.01")
    own = load(bu_rina, giver="kpu@99.01", role="kpu", assignment=second)
    borrowed = load(bu_rina, giver="kpu@99.01", role="kpu", assignment=foreign)

    assert standing(world, own) == set()
    assert standing(world, borrowed) == {Standing.NOT_ASSIGNED}


def test_a_cloned_phone_forks_and_what_it_said_before_stands() -> None:
    world = World()
    bu_sari = world.phone("sari", "warehouse", "99.01")
    before = load(bu_sari)
    clone = replace(bu_sari)
    mine, theirs = load(bu_sari, shipment="SJ-2"), load(clone, shipment="SJ-3")

    assert standing(world, before) == set()
    assert standing(world, mine) == standing(world, theirs) == {Standing.FORKED}
    assert standing(world, mine, without=(theirs,)) == set()


def test_a_missing_fact_is_waited_for_and_stops_nothing() -> None:
    world = World()
    bu_sari = world.phone("sari", "warehouse", "99.01")
    missing, later = load(bu_sari), load(bu_sari, shipment="SJ-2")

    assert standing(world, later, without=(missing,)) == {Standing.GAP}
    known = [(n, f) for n, f in world.named() if n != missing]
    assert world.context(known).registry.waiting(bu_sari.device) == 1
    assert standing(world, later) == set()


def test_what_the_desk_says_is_recorded_but_moves_no_load_without_a_paper() -> None:
    world = World()

    assert standing(world, load(world.desk)) == {Standing.NO_PERSON}
    assert standing(world, load(world.desk, paper="12/BAST/2024")) == set()
    seen = world.desk.sign(events.Witnessed, fact=world.root)
    assert standing(world, seen) == {Standing.NOT_ALLOWED}


def test_a_driver_cannot_say_on_paper_that_a_ppk_received() -> None:
    world = World()
    pak_joko = world.phone("joko", "driver", "99.01")
    sides = {"giver": "driver@99.01", "receiver": "ppk@99.01.02", "paper": "12/BAST/2024"}

    said = load(pak_joko, events.Received, **sides)
    assert standing(world, said) == {Standing.NOT_ALLOWED}


def test_a_new_desk_key_follows_the_old_and_cannot_silence_it() -> None:
    world = World()
    second = Phone("second desk", world)
    world.desk.sign(events.DeskEnrolled, key=second.key)
    letter = second.sign(
        events.Assigned,
        person="sari",
        as_role="warehouse",
        area="99.01",
        starts=NIGHT,
        ends=NIGHT + timedelta(days=1),
    )
    bu_sari = world.enrol(letter, "sari", "warehouse")
    given = load(bu_sari)
    second.sign(events.Revoked, target=world.desk.device, upto=1)
    assert standing(world, given) == set()

    world.desk.sign(events.Revoked, target=second.device, upto=0)
    assert standing(world, given) == {Standing.NOT_ASSIGNED}


@given(
    st.lists(
        st.tuples(st.integers(1, 6), st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh"))
    ),
    st.randoms(use_true_random=False),
)
def test_a_chain_is_the_same_in_any_order(
    links: list[tuple[int, str, str]], dice: random.Random
) -> None:
    known = [Link(*each) for each in links]
    again = [*known, *known]
    dice.shuffle(again)
    assert chain_of(again) == chain_of(known)


@given(st.integers(0, 30))
def test_a_whole_chain_has_no_flags(length: int) -> None:
    links = [Link(seq, f"f{seq}", f"f{seq - 1}" if seq > 1 else "") for seq in range(1, length + 1)]
    assert chain_of(links) == Chain()


def busy() -> World:
    """Letters, twins, revocations, a fork and a second desk key."""
    world = World()
    bu_sari = world.phone("sari", "warehouse", "99.01")
    twin = world.enrol(bu_sari.assignment, "sari", "warehouse", seed="twin")
    pak_joko = world.phone("joko", "driver", "99.01")
    load(bu_sari)
    load(twin)
    clone = replace(pak_joko)
    load(pak_joko, events.Received)
    load(clone, events.Received, place="99.01:gudang-2")
    second = Phone("second desk", world)
    world.desk.sign(events.DeskEnrolled, key=second.key)
    second.sign(events.Revoked, target=twin.device)
    world.desk.sign(events.Revoked, target=pak_joko.device, upto=2)
    return world


BUSY = busy()


@given(st.sets(st.sampled_from(sorted(BUSY.facts))), st.randoms(use_true_random=False))
def test_standing_is_the_same_in_any_order(names: set[str], dice: random.Random) -> None:
    known = [(name, BUSY.facts[name]) for name in sorted(names)]
    again = [*known, *known]
    dice.shuffle(again)
    one, other = BUSY.context(known).registry, BUSY.context(again).registry
    assert one == other
    assert all(one.standing(f) == other.standing(f) for f in BUSY.facts.values())


@given(st.sets(st.sampled_from(sorted(BUSY.facts))), st.sampled_from(sorted(BUSY.facts)))
def test_a_fact_about_keys_changes_only_the_devices_it_touches(names: set[str], added: str) -> None:
    known = [(name, BUSY.facts[name]) for name in sorted(names - {added})]
    more = [*known, (added, BUSY.facts[added])]
    chains = chains_of(BUSY.named())
    before = registry_of(known, BUSY.root).with_chains(chains)
    after = registry_of(more, BUSY.root).with_chains(chains)
    touched = touched_by(BUSY.facts[added], after)
    for fact in BUSY.facts.values():
        if fact.device not in touched:
            assert before.standing(fact) == after.standing(fact)
