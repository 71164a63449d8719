"""One fact, or one package of one, as a row of an export.

A row about the log is named by its fact and package and never changes its name, so that
whoever takes rows twice knows them again. What the fold says of it (evidence, witnesses,
whether it counts) is as it was when the file was made.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from tepat.core.election.ids import read_package
from tepat.core.move import events
from tepat.core.move.nearness import place_of
from tepat.core.watch.exports import words

Value = str | int | None
Row = dict[str, Value]

DIGITS: Final = 20
"""Digits of a fact's name in the id of a row."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact of the log, with who signed it besides: role, device and finding of each."""

    name: str
    number: int
    received_at: datetime
    fact: events.Fact
    role: str = ""
    """In which it was signed; empty for the desk's key."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the fold of one package says of its facts."""

    evidence: Mapping[str, str] = field(default_factory=dict)
    """By fact: of the handover it belongs to."""
    aside: frozenset[str] = frozenset()
    """Facts that move nothing: taken back, or amiss with who signed."""
    witnesses: tuple[tuple[str, str, str, str], ...] = ()
    """Fact, role, device, finding."""
    seals: tuple[str, ...] = ()
    """Those it was closed with last."""


UNTOLD: Final = Told()


@dataclass(frozen=True, slots=True)
class Ground:
    """What rows ask beside the log: names of areas, and who stands behind a random id."""

    zone: ZoneInfo
    names: Mapping[str, str]
    officers: Mapping[str, tuple[str, str]]
    """Name and phone by person; empty for whoever may not read them."""


def row_id(name: str, package: str = "", device: str = "") -> str:
    """Return the lasting name of a row; `device` of who signed besides.

    >>> row_id("ab" * 32, "P1")
    'abababababababababab-P1'
    """
    return "-".join(each for each in (name[:DIGITS], package, device[:8]) if each)


def told_of(line: Mapping[str, object]) -> Told:
    """Return what the published state of a package says of its facts."""
    evidence: dict[str, str] = {}
    for part in ("handovers", "open", "claims"):
        for edge in _rows(line.get(part)):
            evidence |= {name: str(edge[6]) for name in (str(edge[4]), str(edge[5])) if name}
    aside = {str(name) for name in _rows(line.get("aside"))}
    aside |= {str(each[0]) for each in _rows(line.get("apart"))}
    witnesses = tuple(
        (str(fact), str(role), str(device), str(finding))
        for fact, role, device, finding in _rows(line.get("witnesses"))
    )
    seals = tuple(str(each) for each in _rows(line.get("seals")))
    return Told(evidence, frozenset(aside), witnesses, seals)


def _rows(value: object) -> Sequence[Sequence[object]]:
    return value if isinstance(value, list) else ()


def entry_row(entry: Entry, ground: Ground, package: str = "") -> Row:
    """Return what every row about a fact says: its place in the log, when, and who signed."""
    fact = entry.fact
    at = fact.at.astimezone(ground.zone)
    officer, phone = ground.officers.get(fact.by, ("", ""))
    return {
        "row": row_id(entry.name, package),
        "number": entry.number,
        "what": words.WHAT.get(fact.KIND, fact.KIND),
        "fact": entry.name,
        "claimed_at": at.isoformat(timespec="seconds"),
        "day": at.date().isoformat(),
        "hour": at.strftime("%H.%M"),
        "received_at": moment(entry.received_at, ground.zone),
        "role": words.ROLES.get(entry.role, entry.role),
        "role_code": entry.role,
        "person": fact.by,
        "officer": officer,
        "phone": phone,
    }


def moment(at: datetime | None, zone: ZoneInfo) -> str:
    """Write a time with its offset, to the second; empty for none."""
    return at.astimezone(zone).replace(microsecond=0).isoformat() if at else ""


def area_row(place: str, ground: Ground) -> Row:
    """Return what a row says of a TPS, desa, kecamatan, or a store in one of them."""
    code = place.partition(":")[0]
    desa, kecamatan = code[:13], code[:8]
    return {
        "tps": code if "-" in code else "",
        "desa": desa if len(desa) == 13 else "",
        "desa_name": ground.names.get(desa, "") if len(desa) == 13 else "",
        "kecamatan": kecamatan if len(kecamatan) == 8 else "",
        "kecamatan_name": ground.names.get(kecamatan, "") if len(kecamatan) == 8 else "",
    }


def area_of(package: str, fact: events.Fact) -> str:
    """Return the area that a row is about: the package's own, else where it happened."""
    place = place_of(package)
    return place if place.count(".") >= 2 else str(getattr(fact, "place", "")).partition(":")[0]


def move_row(entry: Entry, package: str, told: Told, ground: Ground) -> Row:
    """Return one package of a fact that moves it."""
    fact = entry.fact
    check = _check(fact, package)
    giver, receiver = (str(getattr(fact, side, "")) for side in ("giver", "receiver"))
    given = str(getattr(fact, "given", ""))
    return (
        entry_row(entry, ground, package)
        | area_row(area_of(package, fact), ground)
        | {
            "package": package,
            "kind": _kind(package),
            "shipment": str(getattr(fact, "shipment", "")),
            "leg": words.leg(giver, receiver),
            "giver": words.party(giver, ground.names),
            "receiver": words.party(receiver, ground.names),
            "giver_code": giver,
            "receiver_code": receiver,
            "place": str(getattr(fact, "place", "")),
            "to": str(getattr(fact, "to", "")),
            "seals": " ".join(check.seals) if check else "",
            "closed_with": " ".join(told.seals),
            "condition": _condition(fact, check),
            "evidence": words.EVIDENCE.get(told.evidence.get(entry.name, ""), ""),
            "standing": words.STANDING[entry.name not in told.aside],
            "witnesses": len({each[2] for each in told.witnesses if each[0] == entry.name}),
            "paper": str(getattr(fact, "paper", "")),
            "answers": row_id(given, package) if given else "",
        }
    )


def witness_row(entry: Entry, package: str, about: Entry | None, told: Told, ground: Ground) -> Row:
    """Return one package of what a supervisor saw. `about` is the fact that was seen."""
    fact = entry.fact
    check = _check(fact, package)
    seen = about.fact if about else None
    return (
        entry_row(entry, ground, package)
        | area_row(area_of(package, fact), ground)
        | {
            "package": package,
            "kind": _kind(package),
            "finding": words.FINDINGS.get(
                str(getattr(fact, "finding", "")), str(getattr(fact, "finding", ""))
            ),
            "standing": words.STANDING[entry.name not in told.aside],
            "about": row_id(str(getattr(fact, "fact", "")), package),
            "about_what": words.WHAT.get(seen.KIND, seen.KIND) if seen else "",
            "giver": words.party(str(getattr(seen, "giver", "")), ground.names),
            "receiver": words.party(str(getattr(seen, "receiver", "")), ground.names),
            "giver_code": str(getattr(seen, "giver", "")),
            "receiver_code": str(getattr(seen, "receiver", "")),
            "place": str(getattr(fact, "place", "") or getattr(seen, "place", "")),
            "seals": " ".join(check.seals) if check else "",
        }
    )


def countersigned_row(
    entry: Entry, package: str, signer: tuple[str, str], told: Told, ground: Ground
) -> Row:
    """Return one package of a fact that a supervisor signed on the spot: role and device."""
    role, device = signer
    row_of = move_row(entry, package, told, ground)
    return row_of | {
        "row": row_id(entry.name, package, device),
        "what": words.WHAT["countersigned"],
        "role": words.ROLES.get(role, role),
        "role_code": role,
        "finding": words.FINDINGS[""],
        "about": row_id(entry.name, package),
        "about_what": words.WHAT.get(entry.fact.KIND, entry.fact.KIND),
        "person": "",
        "officer": "",
        "phone": "",
    }


def presence_row(entry: Entry, ground: Ground) -> Row:
    """Return one report of who escorts a load or guards a place."""
    fact = entry.fact
    place = str(getattr(fact, "place", ""))
    starts, ends = (getattr(fact, name, None) for name in ("starts", "ends"))
    unit = str(getattr(fact, "escort", "") or getattr(fact, "guard", ""))
    return (
        entry_row(entry, ground)
        | area_row(place, ground)
        | {
            "shipment": str(getattr(fact, "shipment", "")),
            "place": place,
            "unit": words.party(unit, ground.names),
            "unit_code": unit,
            "count": int(getattr(fact, "count", 0)),
            "starts": moment(starts, ground.zone),
            "ends": moment(ends, ground.zone),
        }
    )


@dataclass(frozen=True, slots=True)
class Seen:
    """Handovers and their boxes, and how many of both a supervisor saw."""

    handovers: int = 0
    seen: int = 0
    boxes: int = 0
    boxes_seen: int = 0

    def __add__(self, other: "Seen") -> "Seen":
        return Seen(
            self.handovers + other.handovers,
            self.seen + other.seen,
            self.boxes + other.boxes,
            self.boxes_seen + other.boxes_seen,
        )


def coverage_rows(found: Mapping[tuple[str, str], Seen], ground: Ground) -> Iterator[Row]:
    """Return one row per kecamatan and day: handovers and boxes, and how many were seen."""
    for (kecamatan, day), each in sorted(found.items()):
        yield {
            "row": f"{kecamatan}-{day}",
            "kecamatan": kecamatan,
            "kecamatan_name": ground.names.get(kecamatan, ""),
            "day": day,
            "handovers": each.handovers,
            "seen": each.seen,
            "unseen": each.handovers - each.seen,
            "percent": each.seen * 100 // each.handovers if each.handovers else None,
            "boxes": each.boxes,
            "boxes_seen": each.boxes_seen,
        }


def _check(fact: events.Fact, package: str) -> events.Check | None:
    checks: tuple[events.Check, ...] = getattr(fact, "checks", ())
    return next((each for each in checks if each.package == package), None)


def _condition(fact: events.Fact, check: events.Check | None) -> str:
    said = check.condition if check else ""
    said = said or str(getattr(fact, "condition", ""))
    return words.CONDITIONS.get(said, said)


def _kind(package: str) -> str:
    code = read_package(package)
    return code.kind if code else ""
