"""Incidents are answered: KPU decides, officers do it, and their facts close what was open.

What nothing can prove is closed by a person, with a reason, when it is over in the field.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from tepat.core.election.roles import Role
from tepat.core.move import events, inspections
from tepat.core.move.nearness import place_of

if TYPE_CHECKING:
    from tepat.gladi.phone import Phone
    from tepat.gladi.world import World

DECIDES: Final = (20, 80)
"""Minutes from an incident to what KPU decides of it."""
DONE: Final = (30, 120)
"""Minutes until an officer has done it."""
EVERY: Final = timedelta(minutes=55)
OVER: Final = timedelta(hours=10)
"""So long a thing that nothing can prove stays open before somebody closes it."""
_CODES: Final = re.compile(r"\bP[0-9][0-9A-Z]{14,24}\b")
RESEALS: Final = 900_001


@dataclass
class Case:
    """One incident that somebody works on. `closed`: the product calls it closed."""

    number: int
    kind: str
    area: str
    opened: datetime
    closed: bool = False
    decided: str = ""
    """The remedy that was decided; empty: none yet."""


def look(world: "World") -> None:
    """Open the queue as somebody does each hour; plan what is done about each new incident."""
    if world.looks_again and world.now < world.looks_again:
        return
    world.looks_again = world.now + EVERY
    world.desk("kpu").get("masalah/")
    root = f"/api/e/{world.asked.election}/{world.asked.kabupaten}/read/incidents"
    for row in world.desk("kpu").json(f"{root}?limit=1000")["items"]:
        known = world.cases.get(row["number"])
        if known is None:
            case = Case(row["number"], row["kind"], row["area"], world.now)
            world.cases[case.number] = case
            world.agenda.add(world.now + world.jitter(*DECIDES), partial(_decide, world, case))
        elif row["closed_at"]:
            known.closed = True


def _decide(world: "World", case: Case, at: datetime) -> None:
    """Choose a remedy that facts can prove, where there is one for this kind."""
    world.send()
    remedy = _REMEDIES.get(case.kind)
    done = remedy(world, case, at) if remedy else False
    if not done:
        world.agenda.add(at + OVER, partial(_close, world, case))


def _act(world: "World", case: Case, do: str, fields: Mapping[str, Any]) -> bool:
    answer = world.desk("kpu").post(f"masalah/{case.number}/{do}/", fields, must=False)
    return answer.status == 302


def _boxes(world: "World", case: Case) -> list[str]:
    """Return the boxes that the page of an incident names."""
    text = world.desk("kpu").get(f"masalah/{case.number}/").text
    return sorted(set(_CODES.findall(text)) & world.packages.keys() & world.seals.keys())


def _reseal(world: "World", case: Case, at: datetime) -> bool:
    """The officer who has a box closes it anew, before whoever is there."""
    boxes = _boxes(world, case)
    phones = [_keeper(world, box) for box in boxes]
    if not boxes or None in phones:
        return False
    fields = {"remedy": "reseal", "package": boxes, "text": "Segel baru di tempat.", "why": "Foto"}
    if not _act(world, case, "putuskan", fields):
        return False
    case.decided = "reseal"
    for box, phone in zip(boxes, phones, strict=True):
        assert phone is not None
        world.agenda.add(at + world.jitter(*DONE), partial(_close_anew, world, case, phone, box))
    return True


def _keeper(world: "World", box: str) -> "Phone | None":
    """Return the phone of the PPS in whose desa a box is; None where it has none."""
    return world.phone(Role.PPS, place_of(box)[:13])


def _close_anew(world: "World", case: Case, phone: "Phone", box: str, at: datetime) -> None:
    """Close a box with new seals while the PPS has it; at its TPS it is opened as it is."""
    if place_of(box) in world.reached:
        world.agenda.add(at + OVER, partial(_close, world, case))
        return
    seen = (events.Check(box, (), "broken"),)
    place = f"{phone.area}:pps"
    packages = (box,)
    phone.say(events.Inspected, at, packages=packages, place=place, outcome="lacking", checks=seen)
    opened = phone.say(events.Unsealed, at, package=box, reason="suspicion")
    world.resealed += 1
    number = RESEALS + 2 * world.resealed
    seals = (f"GL{number:07d}", f"GL{number + 1:07d}")
    phone.say(events.Sealed, at + timedelta(minutes=1), package=box, seals=seals, after=(opened,))
    world.seals[box] = seals


def _repair(world: "World", case: Case, at: datetime) -> bool:
    """A store is dried or mended; an inspection that finds it good closes it."""
    desa = case.area[:13]
    phone = world.phone(Role.PPS, desa)
    if phone is None or len(case.area) != len(desa):
        return False
    if not _act(world, case, "putuskan", {"remedy": "repair", "text": "Keringkan, periksa lagi."}):
        return False
    case.decided = "repair"
    world.agenda.add(at + OVER, partial(_found_good, phone, f"{desa}:pps"))
    return True


def _found_good(phone: "Phone", place: str, at: datetime) -> None:
    phone.say(events.Inspected, at, place=place, outcome=inspections.GOOD)


def _water(world: "World", case: Case, at: datetime) -> bool:
    """A TPS under water moves and everybody there is told; a store is dried."""
    return _move(world, case, at) if "-" in case.area else _repair(world, case, at)


def _move(world: "World", case: Case, at: datetime) -> bool:
    informs = [f"kpps@{case.area}", f"pps@{case.area[:13]}", f"pkd@{case.area[:13]}"]
    fields = {
        "remedy": "relocate",
        "text": "Pindah ke balai desa.",
        "tps": case.area,
        "name": "Balai desa",
        "lat": "-2.1",
        "lon": "115.4",
        "informs": informs,
    }
    if not _act(world, case, "putuskan", fields):
        return False
    case.decided = "relocate"
    for who in informs:
        world.agenda.add(at + world.jitter(*DONE), partial(_inform, world, case, who))
    return True


def _inform(world: "World", case: Case, who: str, at: datetime) -> None:
    _act(world, case, "kabari", {"who": who})


def _close(world: "World", case: Case, at: datetime) -> None:
    _act(world, case, "tutup", {"reason": "solved", "text": "Selesai di lapangan."})


_REMEDIES: Final[Mapping[str, Callable[["World", Case, datetime], bool]]] = {
    "seal": _reseal,
    "damage": _reseal,
    "flood": _water,
    "store": _repair,
}


def sums(world: "World") -> tuple[int, int, int]:
    """Return how many incidents there were, were decided with a remedy, and are closed."""
    cases = world.cases.values()
    return len(cases), sum(bool(each.decided) for each in cases), sum(c.closed for c in cases)
