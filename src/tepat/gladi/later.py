"""A vote that was postponed: its boxes are kept at the PPS, go out again and vote days later."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from tepat.core.election.roles import Role
from tepat.gladi import homeward, packing, voting, watching

if TYPE_CHECKING:
    from tepat.gladi.world import World

DAYS: Final = 7
"""Days after the vote on which a postponed one is held; the law gives ten."""


def play(world: "World") -> None:
    """Play the second distribution and the vote of every TPS that held none; most have held it."""
    waiting = sorted(tps for tps, each in world.stations.items() if each.odd.not_held)
    if not waiting:
        return
    packing.inspect(world, world.moment(-3, 8))
    world.agenda.add(world.moment(1 - DAYS, 4, 30), world.look_at_log)
    kecamatan = sorted({tps[:8] for tps in waiting})
    for area in kecamatan:
        packing.on_duty(world, world.must(Role.PPK, area), range(-3, -DAYS - 3, -1))
    world.agenda.add(world.moment(1 - DAYS, 14), partial(_out_again, world, waiting))
    voting.plan(world, days=-DAYS, only=frozenset(waiting))
    homeward.plan(world, days=-DAYS)
    world.held_later |= set(waiting)
    watching.seldom(world, world.moment(-3, 7), world.moment(-DAYS - 1, 20), timedelta(hours=5))
    watching.often(world, world.moment(-DAYS, 6), world.moment(-DAYS, 9))
    world.run(world.moment(-DAYS - 2, 18))


def _out_again(world: "World", waiting: Sequence[str], at: datetime) -> None:
    for tps in waiting:
        kpps, pps = world.phone(Role.KPPS, tps), world.phone(Role.PPS, tps[:13])
        if kpps is not None and pps is not None:
            homeward.hand_out(world, pps, kpps, world.stations[tps], at)


def keep_until_then(world: "World", tps: str, at: datetime) -> None:
    """The KPPS of a TPS that holds no vote brings its closed boxes to the PPS."""
    kpps, pps = world.phone(Role.KPPS, tps), world.phone(Role.PPS, tps[:13])
    if kpps is not None and pps is not None:
        homeward.bring_back_closed(world, kpps, pps, tps, at)
