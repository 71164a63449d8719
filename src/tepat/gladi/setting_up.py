"""Before the first box: officers get letters, phones enrol, packages are read from the desk."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from hashlib import sha256
from typing import Final

from tepat.core.election.regions import is_in
from tepat.core.election.roles import Role
from tepat.core.log import letters
from tepat.gladi import server
from tepat.gladi.phone import Phone
from tepat.gladi.world import Package, World

PACKERS: Final = 4
VEHICLES: Final = 12
LETTERS: Final = "surat.jsonl"
LINES: Final = 900
PER_PAGE: Final = 500

Officer = tuple[Role, str, str]
"""Role, area, name."""


def begin(world: World) -> None:
    """Give letters to the officers with phones, enrol them, and read the list of packages."""
    _read_packages(world)
    officers = list(_officers(world))
    desk = world.desk("kpu")
    until = world.voting_day + timedelta(days=14)
    for part in _parts(officers):
        text = "\n".join(f"{role.value}; {area}; {name}" for role, area, name in part)
        desk.post("log/perangkat/petugas/", {"officers": text, "until": until.isoformat()})
    path = world.place / "lapangan" / LETTERS
    place = ["--kabupaten", world.asked.kabupaten, "--election", world.asked.election]
    address = f"http://127.0.0.1:{world.port}"
    server.run(world.place, "log", "letters", *place, "--server", address, "--out", str(path))
    _enrol(world, path.read_text(encoding="utf-8"))
    path.unlink()


def _parts(officers: list[Officer]) -> Iterator[list[Officer]]:
    return (officers[at : at + LINES] for at in range(0, len(officers), LINES))


def _read_packages(world: World) -> None:
    desk, page = world.desk("gudang"), 1
    root = f"/api/e/{world.asked.election}/{world.asked.kabupaten}"
    while True:
        rows = desk.json(f"{root}/packages?page={page}")
        for row in rows:
            contents = tuple(
                (each["item"], each["sku"], each["quantity"]) for each in row["contents"]
            )
            world.packages[row["code"]] = Package(
                row["code"], row["place"], row["form"], row["inside"], contents
            )
        if len(rows) < PER_PAGE:
            return
        page += 1


def _officers(world: World) -> Iterator[Officer]:
    """Who has a phone. The others have paper, and the PPK types it."""
    chance, shares, kabupaten = world.chance, world.asked.shares, world.asked.kabupaten
    for number in range(1, PACKERS + 1):
        yield Role.WAREHOUSE, kabupaten, f"Tim gudang {number}"
    for number in range(1, VEHICLES + 1):
        yield Role.DRIVER, kabupaten, f"Sopir {number}"
    yield Role.BAWASLU, kabupaten, "Pak Adi"
    yield Role.POLRES, kabupaten, "Pak Yusuf"
    for kecamatan in world.kecamatan():
        yield Role.PPK, kecamatan, f"PPK {kecamatan}"
        yield Role.PANWASCAM, kecamatan, f"Panwascam {kecamatan}"
        yield Role.POLSEK, kecamatan, f"Polsek {kecamatan}"
    for desa in world.desa():
        yield Role.PKD, desa, f"PKD {desa}"
        if chance.randrange(100) < shares.pps_phones:
            yield Role.PPS, desa, f"PPS {desa}"
    for tps in world.tps():
        if chance.randrange(100) < shares.kpps_phones:
            yield Role.KPPS, tps, f"KPPS {tps}"
        if chance.randrange(100) < shares.ptps_phones:
            yield Role.PTPS, tps, f"PTPS {tps}"


def _enrol(world: World, text: str) -> None:
    asked = world.asked
    api = f"/api/e/{asked.election}/{asked.kabupaten}/"
    rows = sorted((json.loads(line) for line in text.splitlines()), key=_order)
    numbers: dict[tuple[str, str], int] = {}
    for row in rows:
        letter = letters.parse(row["qr"].encode()).letter
        where = (letter.role, letter.area)
        number = numbers.get(where, 0)
        numbers[where] = number + 1
        seed = sha256(json.dumps([asdict(asked)["seed"], *where, number]).encode()).hexdigest()
        phone = Phone(letter, api, seed, asked.election, asked.kabupaten)
        world.phones[letter.role, letter.area + (f"#{number}" if number else "")] = phone
        if world.chance.randrange(100) < asked.shares.bad_clocks:
            phone.drift = timedelta(minutes=world.chance.randint(-90, 90))
        phone.enrol(world.now - timedelta(minutes=1))
    world.send()


def _order(row: dict[str, str]) -> tuple[str, str, str]:
    return row["role"], row["area"], row["name"]


def in_area(world: World, role: Role, area: str) -> list[Phone]:
    """Return the phones of a role whose area lies in `area`."""
    return [
        phone
        for (named, where), phone in sorted(world.phones.items())
        if named == role.value and is_in(where.partition("#")[0], area)
    ]


def team(world: World, number: int) -> Phone:
    """Return the phone of one packing team."""
    end = number % PACKERS
    return world.phones["warehouse", world.asked.kabupaten + (f"#{end}" if end else "")]


def driver(world: World, vehicle: str) -> Phone:
    """Return the phone of whoever drives a vehicle: always the same one."""
    number = int(sha256(vehicle.encode()).hexdigest(), 16) % VEHICLES
    return world.phones["driver", world.asked.kabupaten + (f"#{number}" if number else "")]
