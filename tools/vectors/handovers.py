"""Both halves of handovers as a phone must write them, and the packages they speak of."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tepat.core.log import canonical
from tepat.core.move import events
from tepat.core.move.events.envelope import packages_of
from tepat.core.move.manifests import read_manifest
from tepat.core.move.shipments import list_of
from tools.vectors.made import BU_RINA, BU_SARI, Case, case, name

ROUTE = ("99.01.02:ppk", "99.01.02.2003:pps")
SIDES: dict[str, Any] = {
    "giver": "ppk@99.01.02",
    "receiver": "pps@99.01.02.2003",
    "place": ROUTE[1],
}
BOXES = tuple(
    f"P249901022003{tps}K1X" for tps in ("007BUP", "007GUB", "008BUP", "008GUB", "009BUP")
)
SEALS = {box: (f"S{2 * at + 1:05}", f"S{2 * at + 2:05}") for at, box in enumerate(BOXES)}
STRAY = "P249901022004001BUPK1X"
LIST = list_of("pilkada-2024", "99.01", "SJ-7", ROUTE, BOXES)


@dataclass(frozen=True)
class Otherwise:
    """What somebody saw that is not as it was said."""

    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    checks: tuple[events.Check, ...] = ()

    def as_json(self) -> dict[str, Any]:
        checks = [
            {"package": each.package}
            | ({"seals": list(each.seals)} if each.seals else {})
            | ({"condition": each.condition} if each.condition else {})
            for each in self.checks
        ]
        return {"missing": list(self.missing), "extra": list(self.extra), "checks": checks}


WHOLE = Otherwise()
SEEN = {
    "as it should be": WHOLE,
    "one box missing": Otherwise(missing=BOXES[2:3]),
    "one box too many": Otherwise(extra=(STRAY,)),
    "another seal": Otherwise(checks=(events.Check(BOXES[0], ("S00001", "S77777")),)),
    "a wet box": Otherwise(checks=(events.Check(BOXES[1], (), "wet"),)),
    "one missing, one too many": Otherwise(missing=BOXES[:1], extra=(STRAY,)),
}


def lists() -> list[Case]:
    """The list of a load, spelt once, and bytes that are none."""
    load = {"shipment": "SJ-7", "start": ROUTE[0], "to": ROUTE[1], "packages": list(BOXES)}
    return [
        case("a load of five boxes", bytes=LIST, list=canonical.name_of(LIST), load=load),
        case("a fact", bytes=_given(WHOLE)[1], list=None),
        case("no JSON", bytes=b"[", list=None),
        case("another version", bytes=LIST.replace(b'"v":1', b'"v":2'), list=None),
    ]


def halves() -> list[Case]:
    """What giver and receiver say: `otherwise` of each, and the bytes they sign."""
    made = []
    for shows, seen in SEEN.items():
        named, body, fact = _given(seen)
        made.append(_case(f"given, {shows}", "given", seen, body, fact))
    named, given, _ = _given(WHOLE)
    for shows, seen in SEEN.items():
        for kind in ("received", "refused"):
            body, fact = _answer(kind, named, seen)
            made.append(_case(f"{kind}, {shows}", kind, seen, body, fact) | {"given": given.hex()})
    body, fact = _paper()
    made.append(_case("received on paper", "paper", WHOLE, body, fact))
    return made


def _case(shows: str, kind: str, seen: Otherwise, body: bytes, fact: events.Fact) -> Case:
    manifest = read_manifest(LIST)
    known = {manifest.name: manifest} if manifest else {}
    packages = sorted(packages_of(fact, known))
    return case(shows, kind=kind, otherwise=seen.as_json(), body=body, packages=packages)


def _header(giver: bool) -> dict[str, Any]:
    signer = BU_SARI if giver else BU_RINA
    return {
        "election": "pilkada-2024",
        "kabupaten": "99.01",
        "at": datetime.fromisoformat("2024-11-25T13:37:05+07:00"),
        "device": signer.key_id,
        "seq": 7,
        "prev": name("before"),
        "role": "ppk" if giver else "pps",
        "assignment": name("letter of the giver" if giver else "letter of the receiver"),
    }


def _given(seen: Otherwise) -> tuple[str, bytes, events.Fact]:
    said = {each.package: each for each in seen.checks}
    there = [each for each in BOXES if each not in seen.missing]
    checks = tuple(said.get(each) or events.Check(each, SEALS[each]) for each in there)
    fact = events.Given(
        **_header(giver=True),
        **SIDES,
        shipment="SJ-7",
        list=canonical.name_of(LIST),
        to=ROUTE[1],
        without=tuple(sorted(seen.missing)),
        packages=tuple(sorted(seen.extra)),
        checks=checks,
    )
    body = events.write(fact)
    return canonical.name_of(body), body, fact


def _answer(kind: str, named: str, seen: Otherwise) -> tuple[bytes, events.Fact]:
    make = events.Received if kind == "received" else events.RefusedLoad
    more: dict[str, Any] = {"reason": "wrong_load"} if kind == "refused" else {}
    fact = make(
        **_header(giver=False),
        **SIDES,
        shipment="SJ-7",
        list=canonical.name_of(LIST),
        to=ROUTE[1],
        without=tuple(sorted(seen.missing)),
        packages=tuple(sorted(seen.extra)),
        checks=seen.checks,
        given=named,
        **more,
    )
    return events.write(fact), fact


def _paper() -> tuple[bytes, events.Fact]:
    fact = events.Received(
        **_header(giver=False),
        **SIDES,
        shipment="SJ-7",
        list=canonical.name_of(LIST),
        to=ROUTE[1],
        paper="BA-12/PPS/2024",
        photos=(name("photo"),),
    )
    return events.write(fact), fact


def known() -> dict[str, Any]:
    """What both phones know of the load."""
    return {
        "seals": {box: list(seals) for box, seals in SEALS.items()},
        "sides": SIDES,
        "paper": {"number": "BA-12/PPS/2024", "photos": [name("photo")]},
    }
