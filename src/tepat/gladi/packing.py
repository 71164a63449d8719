"""The warehouse fills and closes every box, and the stores are looked at before goods come."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from tepat.core.election.roles import Role
from tepat.core.move import events, inspections
from tepat.core.plan.packing import closes_with
from tepat.gladi.phone import Phone
from tepat.gladi.setting_up import in_area, team
from tepat.gladi.world import Package, World

FIRST: Final = (9, 7)
"""Days before the vote and hour at which packing begins; it takes ten hours."""
HOURS: Final = 10
SEALS_BEGIN: Final = 300_001
EVERY: Final = timedelta(minutes=30)
SHORT: Final = 25
"""Ballots of a bundle."""
DUTY: Final = timedelta(minutes=100)
"""The duty officer of a PPK reports so often by day: silence is then a sign."""


def plan(world: World) -> None:
    """Put the filling of every box into the agenda, half an hour of work at a time."""
    outer = sorted(code for code, each in world.packages.items() if not each.inside)
    begins = world.moment(*FIRST)
    parts = int(timedelta(hours=HOURS) / EVERY)
    inner: dict[str, list[Package]] = {}
    for each in world.packages.values():
        if each.inside:
            inner.setdefault(each.inside, []).append(each)
    each_part = -(-len(outer) // parts)
    for part in range(parts):
        codes = outer[part * each_part : (part + 1) * each_part]
        numbers = range(part * each_part, part * each_part + len(codes))
        world.agenda.add(
            begins + part * EVERY,
            partial(_fill, world, inner, codes, numbers),
        )
    inspect(world, world.moment(8, 7))
    _duty(world)


def _fill(
    world: World, inner: dict[str, list[Package]], codes: list[str], numbers: range, at: datetime
) -> None:
    fixed = closes_with(world.election)
    for number, code in zip(numbers, codes, strict=True):
        package, holds = world.packages[code], inner.get(code, [])
        lines = [line for each in holds for line in each.contents]
        lines += [line for line in package.contents if line[0] not in fixed]
        contents = _counted(lines, world.packs.get(code, ""))
        phone = team(world, number)
        done = at + timedelta(seconds=(number % 60) * 4)
        packed = phone.say(
            events.Packed,
            done,
            package=code,
            contents=contents,
            holds=tuple(sorted(each.code for each in holds)),
        )
        if package.form != "K":
            continue
        seals = tuple(f"GL{SEALS_BEGIN + 2 * number + end:07d}" for end in (0, 1))
        world.seals[code] = seals
        world.sealed_by[code] = phone.say(
            events.Sealed, done + timedelta(seconds=90), package=code, seals=seals, after=(packed,)
        )


def _counted(lines: list[tuple[str, str, int | None]], how: str) -> tuple[events.Counted, ...]:
    """Return what is counted into a box: as planned, a bundle short, or without its ballots."""
    found = [events.Counted(item, count, sku) for item, sku, count in lines if count is not None]
    if how == "short":
        found = [
            replace(each, count=max(0, each.count - SHORT)) if each.sku else each for each in found
        ]
    return tuple(each for each in found if how != "left_out" or not each.sku)


def inspect(world: World, begins: datetime) -> None:
    """PPK look at every store of their kecamatan, and a packer at the warehouse."""
    for kecamatan in world.kecamatan():
        at = begins + timedelta(hours=1) + world.jitter(0, 60)
        ppk = world.must(Role.PPK, kecamatan)
        for place in (f"{kecamatan}:ppk", *(f"{desa}:pps" for desa in world.desa(kecamatan))):
            at += world.jitter(4, 9)
            world.agenda.add(at, partial(_good, ppk, place))
    sari = team(world, 0)
    gudang = f"{world.asked.kabupaten}:gudang-1"
    world.agenda.add(begins, partial(_good, sari, gudang))


def _good(phone: Phone, place: str, at: datetime) -> None:
    phone.say(events.Inspected, at, place=place, outcome=inspections.GOOD)


def _duty(world: World) -> None:
    """From the first load on, the duty officer of each PPK reports by day."""
    for phone in in_area(world, Role.PPK, world.asked.kabupaten):
        on_duty(world, phone, range(7, 0, -1))


def on_duty(world: World, phone: Phone, days: Iterable[int]) -> None:
    """Let an officer report through these days before the vote; 0 and less: from the vote on."""
    for each in days:
        at = world.moment(each, 5, 20) + world.jitter(0, 20)
        while at < world.moment(each, 21, 50):
            world.agenda.add(at, partial(_good, phone, f"{phone.area}:ppk"))
            at += DUTY
