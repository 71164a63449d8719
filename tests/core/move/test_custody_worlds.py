"""Worlds in which anybody signs anything: the fold never falls over and order never matters."""

import random
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tepat.core.move import events
from tepat.core.move.folding import fold_all, state_line
from tests.core.move.field_world import BOX, OTHER_BOX, Phone, World

PARTIES = ("warehouse@99.01", "driver@99.01", "ppk@99.01.02", "ppk@99.01.01", "kpps@99.01.02.2003")
PLACES = ("99.01:gudang-1", "99.01.02:ppk", "99.01.01:ppk", "99.01.02.2003-007")
ROLES = (
    ("warehouse", "99.01"),
    ("driver", "99.01"),
    ("ppk", "99.01.02"),
    ("ppk", "99.01.01"),
    ("kpps", "99.01.02.2003"),
    ("kpu", "99.01"),
    ("bawaslu", "99.01"),
)
KINDS = (
    *("given", "received") * 5,
    "refused",
    "witnessed",
    "corrected",
    "cancelled",
    "packed",
    "sealed",
    "unsealed",
    "opened",
    "used",
    "relocated",
    "archived",
    "replaced",
    "revoked",
    "fork",
)
Act = tuple[int, str, int, int, int, bool]
ACTS = st.lists(
    st.tuples(
        st.integers(0, len(ROLES)),
        st.sampled_from(KINDS),
        st.integers(0, 9),
        st.integers(0, 9),
        st.integers(0, 9),
        st.booleans(),
    ),
    max_size=25,
)


def play(acts: list[Act]) -> World:
    """Let people sign what the acts say, about what was signed before."""
    world = World()
    phones = [world.phone(f"p{at}", role, area) for at, (role, area) in enumerate(ROLES)]
    phones.append(world.desk)
    world.listed("SJ-1", PLACES[0], PLACES[1], [BOX, OTHER_BOX])
    for act in acts:
        _sign(world, phones, act)
    return world


def _sign(world: World, phones: list[Phone], act: Act) -> None:
    who, kind, one, two, three, linked = act
    phone, names = phones[who], list(world.facts)
    earlier = names[-1 - one % len(names)]
    load: dict[str, Any] = {"packages": (BOX,)} if two % 2 else {"list": next(iter(world.lists))}
    load["shipment"] = "SJ-1"
    more: dict[str, Any] = {"after": (earlier,)} if linked else {}
    sides = {
        "giver": PARTIES[one % 5],
        "receiver": PARTIES[two % 5],
        "place": PLACES[three % 4],
        "paper": "12/BAST" if three == 9 else "",
    }
    given = [n for n, f in world.facts.items() if isinstance(f, events.Given)]
    half = given[-1 - one % len(given)] if given else "ab" * 32
    if kind == "given" and three < 8:  # most people give as themselves
        phone = phones[one % 5]
    if given and kind in ("received", "refused") and three < 8:  # and answer what they were given
        told = world.facts[half]
        assert isinstance(told, events.Given)
        sides |= {"giver": told.giver, "receiver": told.receiver}
        phone = phones[PARTIES.index(told.receiver)]
        load = {"shipment": "SJ-1", "list": told.list, "packages": told.packages}
    match kind:
        case "fork":
            phones[who] = replace(phone)
            phone.sign(events.Incident, what="macet", packages=(BOX,))
        case "revoked":
            phone.sign(events.Revoked, target=phones[one % 7].device, upto=two)
        case "given":
            phone.sign(events.Given, **load, **sides, **more)
        case "received" | "refused":
            phone.sign(events.EVENTS[kind], given=half, **load, **sides, **more)
        case "witnessed" | "corrected" | "cancelled":
            reason = {} if kind == "witnessed" else {"reason": "salah"}
            phone.sign(events.EVENTS[kind], fact=earlier, **load, **reason, **more)
        case "relocated":
            phone.sign(events.Relocated, to=PLACES[three % 4], **load, **more)
        case "archived":
            phone.sign(events.Archived, place=PLACES[three % 4], **load, **more)
        case "replaced":
            phone.sign(events.Replaced, package=BOX, replacement=OTHER_BOX, reason="rusak", **more)
        case "opened" | "used":
            phone.sign(events.EVENTS[kind], package=BOX, place=PLACES[three % 4], **more)
        case "sealed":
            phone.sign(events.Sealed, package=BOX, seals=(f"KB{one}",), **more)
        case _:
            phone.sign(events.EVENTS[kind], package=BOX, **more)


def lines(world: World, known: list[tuple[str, events.Fact]]) -> list[bytes]:
    return [state_line(each) for each in fold_all(known, world.lists, world.root).values()]


@given(ACTS, st.randoms(use_true_random=False))
def test_in_any_world_the_set_of_facts_alone_decides(acts: list[Act], dice: random.Random) -> None:
    world = play(acts)
    known = [each for each in world.named() if dice.random() < 0.9]
    again = [*known, *known]
    dice.shuffle(again)

    assert lines(world, again) == lines(world, known)


@given(ACTS)
def test_in_any_world_a_holder_was_named_by_two_people_or_a_paper(acts: list[Act]) -> None:
    world = play(acts)
    for state in fold_all(world.named(), world.lists, world.root).values():
        for edge in state.custody.pairs.edges:
            received = world.facts[edge.received]
            assert isinstance(received, events.Received)
            if edge.evidence != "paper":
                assert world.facts[edge.given].device != received.device
            else:
                assert received.paper
        said = {edge.receiver for edge in state.custody.pairs.edges}
        said |= {edge.giver for edge in (*state.custody.pairs.edges, *state.custody.pairs.open)}
        assert state.custody.holder in said | {""}
