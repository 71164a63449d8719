"""What can go wrong on voting day and after: late openings, floods, postponed votes, forms, seas.

Verbs as in `troubles`. They strike last, and only desa that nothing else has struck.
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from html import unescape
from typing import Any, Final

from tepat.core.election.roles import Role
from tepat.core.move import events
from tepat.gladi import homeward, later
from tepat.gladi.ballots import Odd
from tepat.gladi.happening import Happens, NoPlace, Verb
from tepat.gladi.phone import Phone
from tepat.gladi.world import World

FOLLOWS: Final = timedelta(days=14)
"""A form that does not add up is called until somebody puts it right."""
MISPRINT: Final = 10
COUNTED: Final = 90
"""Minutes after the end of voting at which a misprinted form is told."""
MARKED: Final = 600
"""PSU ballots that lie in the warehouse beside those in closed boxes."""
_PILE: Final = re.compile(r'<option value="([^"]+~psu)"[^>]*>[^<]*: ([0-9.]+)</option>')


def _tps_with_phones(world: World, least: int, *, pps: bool = False) -> list[str]:
    """Return the TPS with a phone of one desa that nothing has struck. Raises `NoPlace`."""
    struck = {load.area for load in world.loads.values() if load.code in world.struck}
    struck |= {each[:13] for each in struck} | {tps[:13] for tps in world.odd_tps}
    struck |= {world.packages[box].place[:13] for box in world.packs}
    found = []
    for desa in world.desa():
        if desa in struck or desa[:8] in world.apart or (pps and not world.phone(Role.PPS, desa)):
            continue
        there = [tps for tps in world.tps(desa) if world.phone(Role.KPPS, tps)]
        if len(there) >= least:
            found.append(there)
    if not found:
        raise NoPlace("desa yang TPS-nya ber-HP")
    return world.chance.choice(found)


def _seven(world: World) -> datetime:
    return world.moment(0, 7)


def tps_opens_late(world: World, settings: Mapping[str, Any]) -> Happens:
    """Something is missing in the morning: a TPS begins long after 07.00."""
    [tps, *_] = _tps_with_phones(world, 1)
    late = timedelta(minutes=int(settings["minutes"]))
    world.odd_tps[tps] = Odd(late=late, reason="incomplete")
    until = _seven(world) + late + timedelta(hours=1)
    return Happens(tps[:8], _seven(world), until, ("opened_late",))


def tps_floods(world: World, settings: Mapping[str, Any]) -> Happens:
    """Water stands in a TPS before dawn: it moves to higher ground and begins late."""
    [tps, *_] = _tps_with_phones(world, 1)
    world.odd_tps[tps] = Odd(late=timedelta(minutes=int(settings["minutes"])), reason="weather")
    at = world.moment(0, 5, 30)
    world.agenda.add(at, partial(_say, world.must(Role.KPPS, tps), "flood", tps))
    explains = ("opened_late", "flood")
    return Happens(tps[:8], at, world.moment(0, 13), explains, arrives=_seven(world))


def _say(phone: Phone, what: str, place: str, at: datetime) -> None:
    phone.say(events.Incident, at, what=what, place=place)


def vote_postponed(world: World, settings: Mapping[str, Any]) -> Happens:
    """No vote can be held in a desa; its boxes are kept and go out again a week later."""
    there = _tps_with_phones(world, 1, pps=True)
    desa = there[0][:13]
    for tps in world.tps(desa):
        world.odd_tps[tps] = Odd(not_held=True)
    at = world.moment(0, 6, 20)
    world.agenda.add(at, partial(_say, world.must(Role.KPPS, there[0]), "unrest", there[0]))
    for tps in there:
        world.agenda.add(world.moment(0, 15), partial(later.keep_until_then, world, tps))
    explains = ("opened_late", "not_held", "crime")
    until = world.moment(-later.DAYS, 9)
    return Happens(desa[:8], at, until, explains, arrives=world.moment(0, 13))


def form_misprinted(world: World, settings: Mapping[str, Any]) -> Happens:
    """The forms of some TPS say more valid votes than there were voters."""
    [first, *_] = _tps_with_phones(world, 1)
    others = [tps for tps in world.tps(first[:8]) if tps not in world.odd_tps and tps != first]
    more = world.chance.sample(others, min(len(others), int(settings["tps"]) - 1))
    for tps in (first, *more):
        world.odd_tps[tps] = Odd(misprint=MISPRINT, counted=COUNTED)
    since = world.moment(0, 13) + timedelta(minutes=COUNTED)
    return Happens(first[:8], since, since + FOLLOWS, ("form_wrong",))


def ballot_astray(world: World, settings: Mapping[str, Any]) -> Happens:
    """One ballot of a TPS is not there when those left over are counted, and the form says so."""
    [tps, *_] = _tps_with_phones(world, 1)
    world.odd_tps[tps] = Odd(astray=int(settings["papers"]), counted=COUNTED)
    since = world.moment(0, 13) + timedelta(minutes=COUNTED)
    return Happens(tps[:8], since, since + FOLLOWS, ("form_wrong", "ballots"))


def boxes_lost_at_sea(world: World, settings: Mapping[str, Any]) -> Happens:
    """A boat loses the boxes of a TPS on the way back; its form was photographed before."""
    [tps, *_] = _tps_with_phones(world, 1, pps=True)
    world.odd_tps[tps] = Odd(by_boat=True, photo=True)
    at = world.moment(0, *homeward.LEAVES) + homeward.AT_SEA
    world.agenda.add(world.moment(-1, 8), partial(_form_is_there, world, tps))
    explains = ("missing", "vehicle", "half_handover", "no_witness")
    return Happens(tps[:8], at, world.moment(-2, 20), explains)


def _form_is_there(world: World, tps: str, at: datetime) -> None:
    """Before the plenary the desk of the kecamatan looks for the photo of a form."""
    desk = world.desk(f"camat-{tps[:8].rpartition('.')[2]}")
    photo = world.photographed.get(tps, "")
    if photo and desk.get(f"foto/{photo}").status == 200:
        world.truth.notice("proof", "form_photo", tps[:8], at)


def marked_ballots(world: World, settings: Mapping[str, Any]) -> Happens:
    """Marked ballots are asked for to fill a gap before the vote, and by a decision after it."""
    lines = [line for each in world.packages.values() for line in each.contents]
    goods = next((f"{item}|{sku}" for item, sku, _ in lines if sku), "")
    if not goods:
        raise NoPlace("surat suara")
    received, asked = world.moment(5, 9), world.moment(1, 16)
    world.agenda.add(received, partial(_receive_marked, world, goods))
    world.agenda.add(asked, partial(_take_marked, world, "SK-0/PSU", "refused"))
    world.agenda.add(world.moment(-2, 10), partial(_take_marked, world, "SK-1/PSU", "issued"))
    return Happens(
        world.asked.kabupaten, asked, world.moment(-2, 20), (), arrives=world.moment(-2, 10)
    )


def _receive_marked(world: World, goods: str, at: datetime) -> None:
    sku = goods.partition("|")[2]
    boxed = sum(
        count or 0
        for package in world.packages.values()
        if package.place == world.asked.kabupaten
        for _, each, count in package.contents
        if each == sku
    )
    fields = {
        "goods": f"{goods}|psu",
        "declared": str(boxed + MARKED),
        "counted": str(boxed + MARKED),
        "damaged": "0",
        "place": f"{world.asked.kabupaten}:gudang-1",
        "supplier": "PT Cetak (contoh)",
        "bttb": "BTTB-PSU",
        "bast": "BAST-PSU",
        "surat_jalan": "SJ-PSU",
    }
    world.desk("gudang").post("gudang/terima/", fields)


def _take_marked(world: World, decision: str, wanted: str, at: datetime) -> None:
    """Ask the book of the warehouse for marked ballots; notice what it says to that."""
    tps = world.tps()[0]
    before = _pile(world)
    fields = {
        "pile": before[0],
        "to": tps,
        "decision": decision,
        "receiver": f"KPPS {tps}",
        "quantity": "100",
        "paper": "BAST-PSU-1",
    }
    answer = world.desk("kpu").post("gudang/psu/", fields, must=False)
    status = answer.status
    if wanted == "issued" and status != 302:
        world.tell(f"Gudang menolak surat suara PSU: {answer.said()}")
    if wanted == "refused" and status == 422 and before[1] >= MARKED and _pile(world) == before:
        world.truth.notice("refusal", "psu", world.asked.kabupaten, at)
    if wanted == "issued" and status == 302 and _pile(world)[1] == before[1] - 100:
        world.truth.notice("proof", "psu", world.asked.kabupaten, at)


def _pile(world: World) -> tuple[str, int]:
    """Return the pile of marked ballots as the page offers it, and how many lie there."""
    text = world.desk("kpu").get("gudang/psu/").text
    found = _PILE.search(text)
    return (unescape(found[1]), int(found[2].replace(".", ""))) if found else ("", 0)


ALL: Final[tuple[Verb, ...]] = (
    tps_opens_late,
    tps_floods,
    vote_postponed,
    form_misprinted,
    ballot_astray,
    boxes_lost_at_sea,
    marked_ballots,
)
"""Every verb of voting day and after."""
