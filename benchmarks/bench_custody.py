"""Facts read, and 40,000 of them folded into the state of every package.

The log of a regency: 3,330 boxes packed, sealed, handed over in loads of 40 by their list,
then each to its TPS and back, opened, used, sealed again, put away.
"""

import time
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from benchmarks.figures import figure
from tepat.core.election.ids import Form, PackageCode
from tepat.core.log import canonical
from tepat.core.move import events
from tepat.core.move.devices import device_of
from tepat.core.move.folding import context_of, fold, fold_all, state_line
from tepat.core.move.manifests import Manifest

BUDGET_READ_US, BUDGET_FOLD_US, BUDGET_ALL_S = 25.0, 300.0, 10.0
BOXES, LOAD = 3_330, 40
NIGHT = datetime(2024, 11, 25, 1, 0, tzinfo=UTC)


class Signer:
    """A key that makes facts; the signatures are not part of this figure."""

    def __init__(self, seed: str, log: dict[str, events.Fact], **who: str) -> None:
        self.key = b64encode(sha256(seed.encode()).digest()).decode()
        self.device, self.who, self.log = device_of(self.key), who, log
        self.seq, self.prev = 0, ""

    def sign(self, kind: type[events.Fact], **fields: Any) -> str:
        """Make a fact, put it into the log, return its name."""
        self.seq += 1
        fact = kind(
            **{
                "election": "pilkada-2024",
                "kabupaten": "35.17",
                "at": NIGHT + timedelta(seconds=len(self.log)),
                "device": self.device,
                "seq": self.seq,
                "prev": self.prev,
                **self.who,
                **fields,
            }
        )
        self.prev = canonical.name_of(events.write(fact))
        self.log[self.prev] = fact
        return self.prev


def log_of() -> tuple[dict[str, events.Fact], dict[str, Manifest]]:
    """Return the facts of a made-up regency, and its lists."""
    log: dict[str, events.Fact] = {}
    desk = Signer("desk", log)
    desk.sign(events.DeskEnrolled, key=desk.key)
    times = {"starts": NIGHT - timedelta(days=1), "ends": NIGHT + timedelta(days=9)}

    def person(name: str, role: str, area: str) -> Signer:
        letter = desk.sign(events.Assigned, person=name, as_role=role, area=area, **times)
        phone = Signer(name, log, by=name, role=role, assignment=letter)
        phone.sign(events.Enrolled, key=phone.key, mac="0" * 64)
        return phone

    sari, joko = person("sari", "warehouse", "35.17"), person("joko", "driver", "35.17")
    adi = person("adi", "bawaslu", "35.17")
    lists: dict[str, Manifest] = {}
    for load in range(BOXES // LOAD + 1):
        kecamatan = f"35.17.{1 + load % 21:02d}"
        rina = person(f"rina-{load}", "ppk", kecamatan)
        ani = person(f"ani-{load}", "kpps", kecamatan)
        first = load * LOAD
        boxes = [
            str(
                PackageCode("P24", f"{kecamatan}.2001-{1 + n % 900:03d}", "BUP", Form.BOX, load % 9)
            )
            for n in range(first, min(first + LOAD, BOXES))
        ]
        shipment = f"SJ-{load}"
        name = sha256(shipment.encode()).hexdigest()
        lists[name] = Manifest(name, shipment, "", f"{kecamatan}:ppk", frozenset(boxes))
        listed = {"shipment": shipment, "list": name}
        _pack(desk, boxes)
        _hand(sari, joko, "warehouse@35.17", "driver@35.17", "35.17:gudang-1", listed)
        there = f"{kecamatan}:ppk"
        seen = _hand(joko, rina, "driver@35.17", f"ppk@{kecamatan}", there, listed)
        adi.sign(events.Witnessed, fact=seen, **listed)
        for box in boxes:
            one = {"shipment": box, "packages": (box,)}
            tps = f"{kecamatan}.2001-001"
            _hand(rina, ani, f"ppk@{kecamatan}", f"kpps@{kecamatan}.2001", tps, one)
            ani.sign(events.Opened, package=box, place=tps, seals=(f"K{box}",))
            ani.sign(events.Used, package=box, place=tps)
            ani.sign(events.Sealed, package=box, seals=(f"L{box}",))
            _hand(ani, rina, f"kpps@{kecamatan}.2001", f"ppk@{kecamatan}", there, one)
            rina.sign(events.Archived, packages=(box,), place=there)
            adi.sign(events.Inspected, packages=(box,), place=there, outcome="good")
    return log, lists


def _box(place: str, number: int) -> str:
    return str(PackageCode("P24", place, "BUP", Form.BOX, number))


def _pack(desk: Signer, boxes: list[str]) -> None:
    for box in boxes:
        packed = desk.sign(events.Packed, package=box, contents=(events.Counted("ballot", 494),))
        desk.sign(events.Sealed, package=box, seals=(f"K{box}",), after=(packed,))


def _hand(
    one: Signer, other: Signer, giver: str, receiver: str, place: str, load: dict[str, Any]
) -> str:
    sides = {"giver": giver, "receiver": receiver, "place": place}
    given = one.sign(events.Given, **sides, **load)
    return other.sign(events.Received, given=given, **sides, **load)


def main() -> None:
    """Tell each figure beside its budget."""
    log, lists = log_of()
    bodies = [events.write(fact) for fact in log.values()]
    began = time.perf_counter()
    facts = [(canonical.name_of(body), events.read(body)) for body in bodies]
    each = (time.perf_counter() - began) / len(bodies) * 1e6
    figure(f"fact read, of {len(bodies):,}", each, BUDGET_READ_US, "us")
    began = time.perf_counter()
    states = fold_all(facts, lists, facts[0][0])
    lines = [state_line(state) for state in states.values()]
    whole = time.perf_counter() - began
    figure(f"fold {len(facts):,} facts to {len(lines):,} lines", whole, BUDGET_ALL_S, "s")
    _one(facts, lists, next(iter(states)))


def _one(facts: list[tuple[str, events.Fact]], lists: dict[str, Manifest], box: str) -> None:
    """One package again and again, as the door refolds it: its signers are looked up once."""
    context = context_of(facts, lists, facts[0][0])
    own = [(name, fact) for name, fact in facts if events.speaks_of(fact, box, lists)]
    fold(box, own, context)
    began = time.perf_counter()
    for _ in range(500):
        fold(box, own, context)
    each = (time.perf_counter() - began) / 500 * 1e6
    figure(f"state of a package with {len(own)} facts", each, BUDGET_FOLD_US, "us")


if __name__ == "__main__":
    main()
