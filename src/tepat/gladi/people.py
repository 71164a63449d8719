"""Training: from the morning of H-1 chosen roles are left to people, and the field waits for them.

Until then programs play everybody. Then people get letters of their own, the clock runs at the
chosen speed, and whoever is waited for is named with what is expected.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tepat.gladi.world import World

BEGINS: Final = (1, 5, 30)
"""Days before the vote, hour and minute at which people take over."""
ASKED: Final = timedelta(minutes=15)
RECEIVED: Final = "received"


@dataclass
class Expected:
    """One thing that somebody is waited for."""

    who: str
    what: str
    since: datetime
    shipment: str = ""
    done: datetime | None = None

    def said(self) -> str:
        """Return what is expected, as a sentence."""
        return f"Ditunggu: {self.who} {self.what}."


def plan(world: "World") -> None:
    """Let people take over in the morning of H-1, and look after them until the end."""
    if not world.asked.people:
        return
    begins = world.moment(*BEGINS)
    world.agenda.add(begins, partial(_take_over, world))
    at = begins + ASKED
    while at < world.moment(1, 23, 30):
        world.agenda.add(at, partial(_look, world))
        at += ASKED


def _take_over(world: "World", at: datetime) -> None:
    world.send()
    roles = world.asked.people
    areas = sorted({(role, area.partition("#")[0]) for role, area in world.phones if role in roles})
    lines = [f"{role}; {area}; Peserta {role.upper()} {area}" for role, area in areas]
    until = (world.voting_day + timedelta(days=14)).isoformat()
    if lines:
        fields = {"officers": "\n".join(lines), "until": until}
        world.desk("kpu").post("log/perangkat/petugas/", fields)
    for key in [key for key in world.phones if key[0] in roles]:
        del world.phones[key]
    world.left_to_people = frozenset(roles)
    address = f"http://127.0.0.1:{world.port}"
    world.tell(f"\nMulai: {', '.join(roles).upper()} dimainkan orang. Desk: {address}/")
    for desk in world.desks.values():
        if desk.role in roles or desk.name == "kpu":
            world.tell(f"  {desk.name:<14} {desk.password:<14} {desk.role} {desk.area}")
    world.tell(
        f"  Surat tugas HP (masuk sebagai kpu): {address}{world.desk('kpu').root}log/perangkat/"
    )


def expect(world: "World", who: str, what: str, at: datetime, shipment: str = "") -> None:
    """Wait for somebody, and say so."""
    found = Expected(who, what, at, shipment)
    world.expected.append(found)
    world.tell(f"{world.local(at):%H.%M} {found.said()}")


def _look(world: "World", at: datetime) -> None:
    """Read which loads were received, and say who is still waited for."""
    open_ones = [each for each in world.expected if each.done is None and each.shipment]
    if not open_ones:
        return
    root = f"/api/e/{world.asked.election}/{world.asked.kabupaten}/read/shipments"
    rows, after = [], ""
    while True:
        page = world.desk("kpu").json(f"{root}?limit=1000" + (f"&after={after}" if after else ""))
        rows += page["items"]
        after = page["next"] or ""
        if not after:
            break
    received = {row["code"] for row in rows if row["stage"] == RECEIVED}
    for each in open_ones:
        if each.shipment in received:
            each.done = at
            world.tell(f"{world.local(at):%H.%M} Selesai: {each.who} {each.what}.")
