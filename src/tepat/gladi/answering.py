"""Whoever has an alert takes it, as somebody at a desk does; some are away, and it rises."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from tepat.core.watch.alerts.kinds import ALERT_BY_KIND, Kind

if TYPE_CHECKING:
    from tepat.gladi.desk import Desk
    from tepat.gladi.world import World

QUICKEST: Final = 5
SLOWEST: Final = 35
"""Minutes until somebody at a desk takes what is theirs."""
AWAY: Final = 15
"""Per cent of alerts whose first owner is away: the next one has to take them."""


@dataclass
class Open:
    """An alert that nobody has taken yet, and when its owner will."""

    id: int
    kind: str
    area: str
    due: datetime
    least: int
    """The level from which somebody is there."""


def answer(world: "World") -> None:
    """Take what is due, each by its holder of now; what lapsed or grew is taken again."""
    root = f"/api/e/{world.asked.election}/{world.asked.kabupaten}/read/alerts"
    for row in world.desk("kpu").json(f"{root}?limit=1000")["items"]:
        _learn(world, row)
    for known in list(world.open_alerts.values()):
        if known.due <= world.now:
            _take(world, known)


def _learn(world: "World", row: dict[str, Any]) -> None:
    if row["closed_at"] or row["taken_at"]:
        world.open_alerts.pop(row["id"], None)
        return
    if row["id"] in world.open_alerts:
        return
    due = world.now + world.jitter(QUICKEST, SLOWEST)
    least = int(row["id"] not in world.taken and world.chance.randrange(100) < AWAY)
    known = Open(row["id"], row["kind"], row["area"], due, least)
    if least:  # the clock of the first owner has to run out
        known.due = world.now + timedelta(minutes=ALERT_BY_KIND[Kind(known.kind)].minutes + 35)
    world.open_alerts[known.id] = known


def _take(world: "World", known: Open) -> None:
    """Take an alert; a level above the last one is the last one."""
    spec = ALERT_BY_KIND[Kind(known.kind)]
    for level in range(known.least, len(spec.ladder_in(known.area))):
        desk = _desk(world, spec.holder(level, known.area).name, known.area)
        if desk is None:
            continue
        answer = world.desk(desk.name).post(f"peringatan/{known.id}/ambil/", {}, must=False)
        if answer.status == 302:
            world.taken[known.id] = min(world.taken.get(known.id, world.now), world.now)
            world.open_alerts.pop(known.id, None)
            return
    world.open_alerts.pop(known.id, None)


def _desk(world: "World", role: str, area: str) -> "Desk | None":
    found = [
        desk for desk in world.desks.values() if desk.role == role and area.startswith(desk.area)
    ]
    return found[0] if found else None
