"""The bytes of a manifest: canonical JSON in columns, so that gzip finds what repeats.

A package code is derived from its place, so only its last characters travel, once for all
places that have the same packages. Seals are numbers in a row, so only steps travel.
What does not follow the rule travels as it is written; nothing is ever left out.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from hashlib import sha256
from itertools import groupby
from typing import Any, Final

from tepat.core.election import choices
from tepat.core.election.ids import check_character
from tepat.core.log import canonical
from tepat.core.move.field_manifest.values import (
    Checklist,
    Contact,
    Days,
    DeskKey,
    Kind,
    Last,
    LoadList,
    Manifest,
    Met,
    Neighbour,
    Place,
    Question,
    Trust,
    You,
)

VERSION: Final = 4
LARGEST: Final = 4 * 2**20
"""Bytes before compression; a kabupaten of 3,000 TPS takes a tenth of it."""
UNSET: Final = -1
"""Stands for a number that nobody has set."""
PHOTO: Final = 1
GRAVE: Final = 2
"""Marks of a question, added up."""
WIDEST: Final = 15
"""Digits of a seal's number: one that says more would fill the reader's memory."""
_SEAL: Final = re.compile(r"(.*?)([0-9]{1,15})", re.ASCII | re.DOTALL)


class BadManifest(ValueError):
    """These bytes are no manifest; the text says why."""


def write(manifest: Manifest) -> bytes:
    """Return the bytes of a manifest, of everything in it."""
    return canonical.encode(_value(manifest), at_most=LARGEST)


def tag_of(manifest: Manifest) -> str:
    """Return what changes only where a phone must read again: 32 digits.

    The newest checkpoint and the newest fact of the device change all day and come with
    every answer to a batch, so they do not count.
    """
    steady = _value(manifest) | {"checkpoint": "", "last": asdict(Last())}
    return sha256(canonical.encode(steady, at_most=LARGEST)).hexdigest()[:32]


def read(data: bytes) -> Manifest:
    """Return the manifest in `data`. Raises `BadManifest`."""
    try:
        value = canonical.decode(data, at_most=LARGEST)
        if type(value) is not dict or value.get("v") != VERSION:
            raise BadManifest("not this version")
        return _read(value)
    except (canonical.NotCanonical, KeyError, TypeError, ValueError, IndexError) as error:
        raise BadManifest(str(error)) from error


def _value(manifest: Manifest) -> dict[str, Any]:
    codes = [met.code for place in manifest.places for met in place.packages]
    at = {code: number for number, code in enumerate(codes)}
    met = [each for place in manifest.places for each in place.packages]
    return {
        "v": VERSION,
        "log": manifest.log,
        "election": manifest.election,
        "tag": manifest.tag,
        "kabupaten": manifest.kabupaten,
        "zone": manifest.zone,
        "contoh": manifest.contoh,
        "you": asdict(manifest.you),
        "days": asdict(manifest.days),
        "kinds": [
            [each.short, each.code, each.name, choices.write(each.choices)]
            for each in manifest.kinds
        ],
        "areas": [[code, name] for code, name in sorted(manifest.areas.items())],
        **_places(manifest),
        "seals": _seals([each.seals for each in met]),
        "foreign": [[at[each.code], *each.foreign] for each in met if each.foreign],
        "loads": [_load(each, at) for each in manifest.loads],
        "contacts": [[each.role, each.area, each.name, each.phone] for each in manifest.contacts],
        "devices": [
            [each.key, each.role, each.area, _number(each.upto)] for each in manifest.devices
        ],
        "trust": {
            "keys": list(manifest.trust.keys),
            "policy": manifest.trust.policy,
            "desks": [[each.key, _number(each.upto)] for each in manifest.trust.desks],
        },
        "checklists": [_checklist(each) for each in manifest.checklists],
        "last": asdict(manifest.last),
        "checkpoint": manifest.checkpoint,
    }


# -- places and packages ------------------------------------------------------------


def _places(manifest: Manifest) -> dict[str, Any]:
    """Return places in columns: areas with their numbers, and the sets of packages they have."""
    sets: dict[tuple[str, ...], int] = {}
    groups = []
    for area, places in groupby(manifest.places, key=lambda each: each.code.partition("-")[0]):
        several = list(places)
        kept = [sets.setdefault(_suffixes(manifest.tag, each), len(sets)) for each in several]
        numbers = [int(each.code.partition("-")[2] or 0) for each in several]
        voters = [[_number(each.dpt) for each in several], [_number(each.dptb) for each in several]]
        groups.append([area, numbers, kept, *voters])
    columns = [
        [_number(place.ballots[at]) if place.ballots else UNSET for place in manifest.places]
        for at in range(len(manifest.kinds))
    ]
    papers = sorted({sku for place in manifest.places for sku in place.skus if sku})
    which = {sku: number for number, sku in enumerate(papers)} | {"": UNSET}
    skus = [
        [which[place.skus[at]] if place.skus else UNSET for place in manifest.places]
        for at in range(len(manifest.kinds))
    ]
    return {
        "skus": [papers, *skus] if papers else [],
        "places": groups,
        "sets": [list(each) for each in sets],
        "ballots": columns if any(place.ballots for place in manifest.places) else [],
    }


def _suffixes(tag: str, place: Place) -> tuple[str, ...]:
    return tuple(_suffix(tag, place.code, each.code) for each in place.packages)


def _suffix(tag: str, place: str, code: str) -> str:
    """Return the five characters that tell this package of a place from its others.

    A code that does not follow from its place stands whole behind `=`.
    """
    suffix = code[16:21]
    return suffix if code == _code(tag, place, suffix) else f"={code}"


def _code(tag: str, place: str, suffix: str) -> str:
    if suffix.startswith("="):
        return suffix[1:]
    body = tag + place.replace(".", "").replace("-", "").ljust(13, "0") + suffix
    try:
        return body + check_character(body)
    except ValueError:
        return ""


def _seals(rows: Sequence[tuple[str, ...]]) -> dict[str, Any]:
    """Return seals as steps from one number to the next, for each way of writing them."""
    shapes: dict[tuple[str, int], int] = {}
    before: dict[int, int] = {}
    written: list[list[Any]] = []
    for row in rows:
        parts = [_parted(each) for each in row]
        found = {shape for shape, _ in parts}
        if len(found) != 1 or None in found:
            written.append(list(row))
            continue
        [shape] = found
        at = shapes.setdefault(shape, len(shapes))  # type: ignore[arg-type]
        steps = []
        for _, number in parts:
            steps.append(number - before.get(at, 0))
            before[at] = number
        written.append([at, *steps])
    return {"shapes": [list(each) for each in shapes], "rows": written}


def _parted(seal: str) -> tuple[tuple[str, int] | None, int]:
    match = _SEAL.fullmatch(seal)
    if match is None:
        return None, 0
    return (match[1], len(match[2])), int(match[2])


def _unsealed(value: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    shapes, before = value["shapes"], [0] * len(value["shapes"])
    for row in value["rows"]:
        if not row or isinstance(row[0], str):
            yield tuple(row)
            continue
        at, *steps = row
        prefix, width = shapes[at]
        if not 0 <= width <= WIDEST:
            raise BadManifest("a seal's number is too wide")
        seals = []
        for step in steps:
            before[at] += step
            seals.append(f"{prefix}{before[at]:0{width}}")
        yield tuple(seals)


# -- the rest -------------------------------------------------------------------------


def _load(load: LoadList, at: dict[str, int]) -> dict[str, Any]:
    """Return a load whose packages are runs in the order of the manifest, or codes."""
    known = sorted(at[code] for code in load.packages if code in at)
    runs: list[list[int]] = []
    for number in known:
        if runs and sum(runs[-1]) == number:
            runs[-1][1] += 1
        else:
            runs.append([number, 1])
    return {
        "code": load.code,
        "from": load.start,
        "to": load.to,
        "list": load.list,
        "stage": load.stage,
        "departs": load.departs,
        "vehicle": load.vehicle,
        "runs": [number for run in runs for number in run],
        "more": sorted(code for code in load.packages if code not in at),
    }


def _checklist(checklist: Checklist) -> dict[str, Any]:
    questions = [
        [each.code, each.ask, each.photo * PHOTO + each.grave * GRAVE]
        for each in checklist.questions
    ]
    return {
        "code": checklist.code,
        "version": checklist.version,
        "title": checklist.title,
        "questions": questions,
    }


def _number(value: int | None) -> int:
    return UNSET if value is None else value


def _unset(value: int) -> int | None:
    return None if value == UNSET else value


# -- reading ----------------------------------------------------------------------------


def _read(value: dict[str, Any]) -> Manifest:
    places = tuple(_read_places(value))
    codes = [met.code for place in places for met in place.packages]
    return Manifest(
        **{name: value[name] for name in ("log", "election", "tag", "kabupaten", "zone", "contoh")},
        you=You(**value["you"]),
        days=Days(**value["days"]),
        kinds=tuple(
            Kind(short, code, name, choices.read(numbers) or ())
            for short, code, name, numbers in value["kinds"]
        ),
        areas=dict(value["areas"]),
        places=places,
        loads=tuple(_read_load(each, codes) for each in value["loads"]),
        contacts=tuple(Contact(*each) for each in value["contacts"]),
        devices=tuple(
            Neighbour(key, role, area, _unset(upto)) for key, role, area, upto in value["devices"]
        ),
        trust=Trust(
            tuple(value["trust"]["keys"]),
            value["trust"]["policy"],
            tuple(DeskKey(key, _unset(upto)) for key, upto in value["trust"]["desks"]),
        ),
        checklists=tuple(
            Checklist(
                each["code"],
                each["version"],
                each["title"],
                tuple(
                    Question(code, ask, bool(marks & PHOTO), bool(marks & GRAVE))
                    for code, ask, marks in each["questions"]
                ),
            )
            for each in value["checklists"]
        ),
        last=Last(**value["last"]),
        checkpoint=value["checkpoint"],
    )


def _read_places(value: dict[str, Any]) -> Iterable[Place]:
    rows = list(_unsealed(value["seals"]))
    foreign = {number: tuple(codes) for number, *codes in value["foreign"]}
    at, number = 0, 0
    papers, *columns = value["skus"] or [[]]
    for area, numbers, kept, dpts, moved in value["places"]:
        for tps, which, dpt, dptb in zip(numbers, kept, dpts, moved, strict=True):
            code = f"{area}-{tps:03d}" if tps else area
            packages = []
            for suffix in value["sets"][which]:
                made = _code(value["tag"], code, suffix)
                if not made:
                    raise BadManifest("no package code")
                packages.append(Met(made, rows[at], foreign.get(at, ())))
                at += 1
            ballots = tuple(_unset(column[number]) for column in value["ballots"])
            skus = tuple(
                papers[one] if (one := column[number]) != UNSET else "" for column in columns
            )
            number += 1
            is_set = any(each is not None for each in ballots)
            yield Place(
                code,
                tuple(packages),
                _unset(dpt),
                ballots if is_set else (),
                _unset(dptb),
                skus if any(skus) else (),
            )
    if at != len(rows):
        raise BadManifest("seals of packages that are not there")


def _read_load(value: dict[str, Any], codes: Sequence[str]) -> LoadList:
    runs = value["runs"]
    packages = [
        code
        for start, count in zip(runs[::2], runs[1::2], strict=True)
        for code in codes[start : start + count]
    ]
    return LoadList(
        value["code"],
        value["from"],
        value["to"],
        value["list"],
        value["stage"],
        tuple(sorted([*packages, *value["more"]])),
        value["departs"],
        value["vehicle"],
    )
