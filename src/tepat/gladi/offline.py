"""A day on which no phone has a network: papers, QR codes and texts alone bring everything.

Phones that meet give each other their halves as QR codes. What a phone has signed is carried to
the PPK as `TEPAT1:` texts, whole or cut for SMS, and pasted at its desk, which still has power.
In the evening the board is compared with what happened. At 23.00 there is a network again, and the
phones send it all once more by themselves.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from tepat.core.log import parcels, series
from tepat.gladi import watching
from tepat.gladi.desk import DeskFailed
from tepat.gladi.distributing import LATE_PAPER
from tepat.gladi.happening import Happens, Verb
from tepat.gladi.phone import Phone
from tepat.gladi.world import World

HOURS: Final = range(7, 22)
"""Hours of H-1 at which somebody brings texts to the desk of the PPK."""
COMES: Final = 50
"""Per cent of phones whose texts come along each time; the last time all of them do."""
BY_SMS: Final = 20
"""Per cent of texts that come cut into parts, in any order."""
EVENING: Final = (1, 21, 45)
COMPARED: Final = (1, 22, 15)


def day_without_network(world: World, settings: Mapping[str, Any]) -> Happens:
    """No phone of the kabupaten has a network on H-1."""
    begins, ends = world.moment(1, 0), world.moment(1, 23)
    world.agenda.add(begins, partial(_cut_off, world, ends))
    for hour in HOURS:
        world.agenda.add(world.moment(1, hour, 20), partial(_bring, world, COMES))
    world.agenda.add(world.moment(*EVENING), partial(_bring, world, 100))
    compared = world.moment(*COMPARED)
    world.agenda.add(compared, partial(_compare, world))
    explains = ("silent", "disputed", "no_witness", "late_departure", *LATE_PAPER)
    for kecamatan in world.kecamatan():
        world.happened("hari tanpa jaringan", kecamatan, begins, ends, *explains)
    return Happens(world.asked.kabupaten, compared, ends, explains)


def _cut_off(world: World, ends: datetime, at: datetime) -> None:
    for phone in world.phones.values():
        phone.offline_until = ends


def _bring(world: World, per_cent: int, at: datetime) -> None:
    """Paste what phones signed since the last time, kecamatan by kecamatan."""
    for name in (*(each.rpartition(".")[2] for each in world.kecamatan()), ""):
        texts = [
            text
            for (_, area), phone in sorted(world.phones.items())
            if _desk_of(area) == name and world.chance.randrange(100) < per_cent
            for text in _texts(world, phone)
        ]
        if texts:
            _paste(world, f"ppk-{name}" if name else "gudang", texts)


def _desk_of(area: str) -> str:
    """Return the end of the kecamatan in whose area a phone is; the warehouse has the rest."""
    return area.split(".")[2][:2] if area.count(".") >= 2 else ""


def _texts(world: World, phone: Phone) -> list[str]:
    """Return what was not carried yet as texts, in the ways in which phones show them."""
    new = [each for each in phone.outbox if each.body not in world.carried]
    world.carried |= {each.body for each in new}
    if not new:
        return []
    if world.chance.randrange(100) >= BY_SMS:
        return [series.whole(new)]
    return _parts(world, new)


def _parts(world: World, items: Sequence[parcels.Item]) -> list[str]:
    found = series.parts(list(items), series.SMS_LETTERS)
    world.chance.shuffle(found)
    return found


def _paste(world: World, desk: str, texts: Sequence[str]) -> None:
    fields = {"text": "\n".join(texts), "take": "1"}
    answer = world.desk(desk).post("log/tempel/", fields)
    if answer.status != 200 or 'role="alert"' in answer.text:
        raise DeskFailed(f"{desk} log/tempel/: {answer.status} {answer.said()}")


def _compare(world: World, at: datetime) -> None:
    """Compare the TPS that the board calls ready with those that really have every box."""
    root = f"/api/e/{world.asked.election}/{world.asked.kabupaten}/read/tps"
    ready = {row["tps"] for row in watching.every(world, root) if row["ready"]}
    truly = {tps for tps, when in world.reached.items() if when <= at - timedelta(minutes=30)}
    if ready == truly:
        world.truth.notice("proof", "board", world.asked.kabupaten, at)
        return
    said = ", ".join(sorted(ready ^ truly)[:5])
    world.tell(f"Papan {len(ready)} TPS siap, sebenarnya {len(truly)}: {said}")


ALL: Final[tuple[Verb, ...]] = (day_without_network,)
"""Verbs of this module."""
