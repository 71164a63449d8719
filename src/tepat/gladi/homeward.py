"""The way back: boxes are closed anew and go from KPPS to PPS, PPK and the warehouse, and with
them the booths and the board of the TPS: no election file says that anything stays there.

Phones name the boxes one by one, as the program of phones does where the desk made no load.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Final

from tepat.core.election.roles import Role
from tepat.core.move import events
from tepat.gladi import homeward_paper
from tepat.gladi.ballots import Station
from tepat.gladi.phone import Phone
from tepat.gladi.setting_up import driver, team
from tepat.gladi.world import World

NEW_SEALS: Final = 700_001
LEAVES: Final = (21, 30)
"""Hour and minute from which a PPS takes what it has to the PPK."""
RECAP_DAYS: Final = 2
"""Days after the vote on which boxes go from the PPK to the warehouse: a short recapitulation."""
MOST: Final = 150
"""Boxes that one fact names with their seals: 400 were too large for a fact."""
AT_SEA: Final = timedelta(minutes=30)
BOAT: Final = "perahu kembali"


def plan_one(world: World, station: Station, phone: Phone, ready: datetime, chance: Random) -> None:
    """Put sealing and leaving of one TPS into the agenda; `ready`: its form is told."""
    sealed = ready + timedelta(minutes=chance.randint(10, 30))
    world.agenda.add(sealed, partial(_seal, world, station, phone))
    leaves = sealed + timedelta(minutes=chance.randint(15, 60))
    world.agenda.add(leaves, partial(_leave, world, station, phone))


def plan(world: World, days: int = 0) -> None:
    """Put the ways of PPS and PPK into the agenda, for a vote so many days before the main one."""
    for desa in world.desa():
        pps = world.phone(Role.PPS, desa)
        if pps is not None:
            by_boat = any(
                world.odd_tps[tps].by_boat for tps in world.tps(desa) if tps in world.odd_tps
            )
            at = world.moment(days, *LEAVES)
            at += timedelta(0) if by_boat else world.jitter(0, 90)
            world.agenda.add(at, partial(_from_pps, world, pps))
            morning = world.moment(days - 1, homeward_paper.MORNING) + world.jitter(0, 90)
            world.agenda.add(morning, partial(_from_pps_again, world, pps))
    homeward_paper.plan(world, days)
    for kecamatan in world.kecamatan():
        at = world.moment(days - RECAP_DAYS, 9) + world.jitter(0, 300)
        world.agenda.add(at, partial(_from_ppk, world, kecamatan))


def _seal(world: World, station: Station, phone: Phone, at: datetime) -> None:
    """Voting and counting with each box are over, and it is closed with new seals."""
    for box in station.boxes:
        world.resealed += 1
        number = NEW_SEALS + 2 * world.resealed
        seals = (f"GL{number:07d}", f"GL{number + 1:07d}")
        used = phone.say(events.Used, at, package=box, place=station.tps)
        phone.say(events.Sealed, at + timedelta(minutes=1), package=box, seals=seals, after=(used,))
        world.seals[box] = seals
    for code in station.others:  # else it would come home as what nobody needed
        phone.say(events.Used, at, package=code, place=station.tps)


def _leave(world: World, station: Station, phone: Phone, at: datetime) -> None:
    """The KPPS brings all it has to its PPS, or to the PPK where the PPS has no phone."""
    desa = station.tps[:13]
    pps = world.phone(Role.PPS, desa)
    receiver = pps or world.phone(Role.PPK, desa[:8])
    if receiver is None or not station.packages:
        return
    place = f"{desa}:pps" if pps else f"{desa[:8]}:ppk"
    _hand(world, phone, receiver, place, station.packages, at)


def bring_back_closed(world: World, kpps: Phone, pps: Phone, tps: str, at: datetime) -> None:
    """Boxes that nobody opened go back to the PPS, and are guarded there."""
    boxes = [box for box in world.boxes_of(tps) if world.packages[box].form == "K"]
    _hand(world, kpps, pps, f"{pps.area}:pps", boxes, at)


def hand_out(world: World, pps: Phone, kpps: Phone, station: Station, at: datetime) -> None:
    """Closed boxes go out a second time, the day before a later vote."""
    _hand(world, pps, kpps, station.tps, station.boxes, at)


def _hand(
    world: World,
    giver: Phone,
    receiver: Phone,
    place: str,
    boxes: Sequence[str],
    at: datetime,
    to: str = "",
) -> None:
    """Both sign for packages by their codes, before the eyes of a supervisor."""
    about = {
        "giver": giver.party,
        "receiver": receiver.party,
        "place": place,
        "to": to or place,
        "packages": tuple(sorted(boxes)),
        "checks": tuple(
            events.Check(box, world.seals[box]) for box in sorted(boxes) if box in world.seals
        ),
    }
    given = giver.say(events.Given, at, **about)
    for box in boxes:
        world.back[box] = receiver.party
    received = receiver.say(events.Received, at + timedelta(minutes=4), given=given, **about)
    _seen(world, place, received, boxes, at + timedelta(minutes=9))


def _seen(world: World, place: str, fact: str, boxes: Sequence[str], at: datetime) -> None:
    """The supervisor of a place signs what was handed over there; nobody at the warehouse does."""
    area = place.partition(":")[0]
    role = Role.PANWASCAM if len(area) == len("63.09.05") else Role.PKD
    phone = world.phone(role, area[:13])
    if phone is not None:
        phone.say(events.Witnessed, at, fact=fact, place=place, packages=tuple(sorted(boxes)))


def _at(world: World, party: str) -> list[str]:
    return sorted(box for box, holder in world.back.items() if holder == party)


def _from_pps(world: World, pps: Phone, at: datetime) -> None:
    """A PPS brings to the PPK what came back to it, save boxes that still wait for their vote."""
    boxes = [
        box
        for box in _at(world, pps.party)
        if not world.waits(box) and box not in world.back_on_paper
    ]
    ppk = world.phone(Role.PPK, pps.area[:8])
    if not boxes or ppk is None:
        return
    place = f"{ppk.area}:ppk"
    lost = [box for box in boxes if world.is_lost_on_return(box)]
    if lost:
        _by_boat(world, pps, ppk, boxes, lost, at)
        return
    _hand(world, pps, ppk, place, boxes, at)


def _from_pps_again(world: World, pps: Phone, at: datetime) -> None:
    """In the morning a PPS brings what came to it on paper; its phone has seen that it did."""
    boxes = [box for box in _at(world, pps.party) if box in world.back_on_paper]
    ppk = world.phone(Role.PPK, pps.area[:8])
    if boxes and ppk is not None:
        _hand(world, pps, ppk, f"{ppk.area}:ppk", boxes, at)


def _by_boat(
    world: World, pps: Phone, ppk: Phone, boxes: list[str], lost: list[str], at: datetime
) -> None:
    """The boat that takes them loses some at sea: its driver says so, the rest arrives."""
    boat = driver(world, BOAT)
    here, place = f"{pps.area}:pps", f"{ppk.area}:ppk"
    _hand(world, pps, boat, here, boxes, at, to=place)
    world.agenda.add(at + AT_SEA, partial(_say_lost, boat, place, lost))
    rest = sorted(set(boxes) - set(lost))
    if rest:
        world.agenda.add(
            at + timedelta(minutes=90), partial(_arrive, world, boat, ppk, place, rest)
        )


def _say_lost(boat: Phone, place: str, lost: list[str], at: datetime) -> None:
    boat.say(
        events.Incident,
        at,
        what="missing",
        place=place,
        packages=tuple(lost),
        checks=tuple(events.Check(box, (), "missing") for box in lost),
    )


def _arrive(
    world: World, boat: Phone, ppk: Phone, place: str, boxes: list[str], at: datetime
) -> None:
    _hand(world, boat, ppk, place, boxes, at)


def _from_ppk(world: World, kecamatan: str, at: datetime) -> None:
    """After the recapitulation the boxes of a kecamatan go back to the warehouse by truck."""
    ppk = world.phone(Role.PPK, kecamatan)
    if ppk is None:
        return
    store = f"{world.asked.kabupaten}:gudang-1"
    truck = driver(world, f"kembali {kecamatan}")
    recap = world.boxes_of(kecamatan) if kecamatan not in world.recap_back else []
    world.recap_back.add(kecamatan)
    boxes = _at(world, ppk.party) + [box for box in recap if world.packages[box].form == "K"]
    drives = timedelta(minutes=90) + world.jitter(0, 60)
    for some in (boxes[first : first + MOST] for first in range(0, len(boxes), MOST)):
        _hand(world, ppk, truck, f"{kecamatan}:ppk", some, at, to=store)
        world.agenda.add(at + drives, partial(_unload, world, truck, store, some))


def _unload(world: World, truck: Phone, store: str, boxes: list[str], at: datetime) -> None:
    _hand(world, truck, team(world, 0), store, boxes, at)
