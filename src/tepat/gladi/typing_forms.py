"""Forms on paper: brought to the kecamatan in the evening, typed at the camat's desk.

The first one of a kecamatan is typed by keyboard and confirmed by a second person; the others
come as a sheet every half hour, as a desk with many forms does it.
"""

import csv
import io
import re
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Final

from tepat.gladi.agenda import end_of_step
from tepat.gladi.ballots import Poll, Station
from tepat.gladi.desk import DeskFailed

if TYPE_CHECKING:
    from tepat.gladi.desk import Desk
    from tepat.gladi.world import World

BROUGHT: Final = (40, 150)
"""Minutes from a form that is ready to its being at the desk of the kecamatan."""
EVERY: Final = 30
"""Minutes between two sheets."""
_HEADS: Final = {
    "registered": "DPT",
    "dpt": "Pengguna DPT",
    "moved": "DPTb",
    "unlisted": "DPK",
    "users": "Pengguna",
    "received": "Diterima",
    "used": "Digunakan",
    "spoiled": "Rusak",
    "left": "Sisa",
    "valid": "Sah",
    "invalid": "Tidak sah",
    "total": "Seluruhnya",
}
_DIGEST: Final = re.compile(r'name="digest" value="([0-9a-f]{64})"')


def bring(world: "World", station: Station, ready: datetime, chance: Random) -> None:
    """Lay the forms of a TPS without a phone on the desk of its kecamatan, when they get there."""
    at = ready + timedelta(minutes=chance.randint(*BROUGHT))
    world.agenda.add(at, partial(_lay, world, station))


def _lay(world: "World", station: Station, at: datetime) -> None:
    kecamatan = station.tps[:8]
    waiting = world.forms.setdefault(kecamatan, [])
    if not waiting:
        later = end_of_step(at) + timedelta(minutes=EVERY, seconds=-1)
        world.agenda.add(later, partial(_type, world, kecamatan))
    waiting += [(station.tps, poll) for poll in station.polls if poll.is_held]


def _type(world: "World", kecamatan: str, at: datetime) -> None:
    """Type everything that lies here; what phones told comes first."""
    world.send()
    forms = sorted(world.forms.pop(kecamatan), key=lambda each: (each[0], each[1].sku))
    desk = world.desk(f"camat-{kecamatan.rpartition('.')[2]}")
    if kecamatan not in world.typed_first:
        world.typed_first.add(kecamatan)
        _by_keyboard(world, desk, *forms.pop(0))
    if forms:
        _as_sheet(desk, forms)


def _by_keyboard(world: "World", desk: "Desk", tps: str, poll: Poll) -> None:
    path = f"hitung/tps/{tps}/{poll.kind}/"
    asked = f"{path}?nomor={len(poll.votes)}"
    fields = {name: str(count) for name, count in poll.form.items()}
    fields |= {f"no-{number}": str(count) for number, count in poll.votes.items()}
    answer = desk.post(asked, fields)
    if answer.status == 200:  # it does not add up, and stays as it is on the paper
        answer = desk.post(asked, fields | {"anyway": "1"})
    if answer.status != 302:
        raise DeskFailed(f"{desk.name} {path}: {answer.status} {answer.said()}")
    second = world.desk("desk")
    if digest := _DIGEST.search(second.get(path).text):
        second.post(f"{path}setuju/", {"digest": digest[1]})


def _as_sheet(desk: "Desk", forms: list[tuple[str, Poll]]) -> None:
    numbers = sorted({number for _, poll in forms for number in poll.votes}, key=int)
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(["Kode TPS", "Jenis", *_HEADS.values(), *(f"no {each}" for each in numbers)])
    for tps, poll in forms:
        votes = [poll.votes.get(number, "") for number in numbers]
        writer.writerow([tps, poll.kind, *(poll.form[name] for name in _HEADS), *votes])
    answer = desk.upload("hitung/lembar/", "file", "lembar.csv", buffer.getvalue().encode())
    if answer.status != 302:
        raise DeskFailed(f"{desk.name} hitung/lembar/: {answer.status} {answer.said()}")
    desk.post(answer.place, {"do": "apply"})
