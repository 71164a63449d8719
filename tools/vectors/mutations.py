"""Each value of a small bundle changed by itself and signed anew: what the verifier says then.

What stays fine has to stand in `UNPROVEN`, beside the sentence that the verifier prints of it.
"""

import copy
import json
import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from tepat.core.count import bundle
from tepat.core.log import canonical
from tepat.core.sentences.bundles import NOT_PROVEN
from tools.vectors import results

UNPROVEN: Final = (
    (0, re.compile(r"(hasil\.xlsx|nama\.csv)$")),
    (1, re.compile(r"hasil\.json .*\b(Content|Name|\w+Date|IsTest|Issuer|VendorApplicationId)$")),
    (2, re.compile(r"hasil\.csv \d/(5: (A9)?|4: (desk|sheet))$")),
)
"""The place of a sentence in `NOT_PROVEN`, and the changes that it covers; some are found."""


class Mutation(NamedTuple):
    """One file as somebody wrote it instead; `shows` names the value."""

    shows: str
    file: str
    text: str


def mutations(good: dict[str, str]) -> Iterator[Mutation]:
    """Yield every value of a bundle changed, each by itself."""
    for name in (bundle.SHEET, bundle.NAMES):
        yield Mutation(name, name, good[name] + "x")
    yield from _of_table(good[bundle.TABLE])
    document = json.loads(good[bundle.NIST])
    for where, changed in _changed(document):
        text = json.dumps(changed, ensure_ascii=False, indent=1) + "\n"
        yield Mutation(f"{bundle.NIST} {where}", bundle.NIST, text)
    for name in (bundle.FORMS, bundle.SHEETS, bundle.ENTRIES):
        lines = good[name].splitlines()
        for place, line in enumerate(lines):
            for where, changed in _changed(json.loads(line)):
                anew = [*lines[:place], canonical.encode(changed).decode(), *lines[place + 1 :]]
                shows = f"{name} {place}/{where}"
                yield Mutation(shows, name, "".join(f"{each}\n" for each in anew))


def _of_table(text: str) -> Iterator[Mutation]:
    rows = text.split("\r\n")
    shorter = "\r\n".join(row.rpartition(",")[0] for row in rows)
    yield Mutation(f"{bundle.TABLE} without its last column", bundle.TABLE, shorter)
    for place, row in enumerate(rows[1:-1], 1):
        cells = row.split(",")
        for column, cell in enumerate(cells):
            other = str(int(cell) + 1) if cell.isdecimal() else f"{cell}x" if cell else "1"
            for new in (other, "" if cell else "0"):
                anew = ",".join([*cells[:column], new, *cells[column + 1 :]])
                made = "\r\n".join([*rows[:place], anew, *rows[place + 1 :]])
                yield Mutation(f"{bundle.TABLE} {place}/{column}: {new}", bundle.TABLE, made)
        for column, new in ((4, "desk"), (4, "sheet"), (5, "A9"), (5, "A4"), (3, "beda")):
            anew = ",".join([*cells[:column], new, *cells[column + 1 :]])
            if anew != row:
                made = "\r\n".join([*rows[:place], anew, *rows[place + 1 :]])
                yield Mutation(f"{bundle.TABLE} {place}/{column}: {new}", bundle.TABLE, made)


def _changed(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield a value with one thing in it changed: a leaf, a list shorter or with one twice."""
    for path, there in _leaves((), value):
        for shows, put in _instead(there):
            made = copy.deepcopy(value)
            inner = made
            for step in path[:-1]:
                inner = inner[step]
            inner[path[-1]] = put
            yield "/".join(map(str, path)) + shows, made


def _instead(there: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(there, bool):
        yield "", not there
    elif isinstance(there, int):
        yield "", there + 1
    elif isinstance(there, str):
        yield "", f"{there}x"
    else:
        yield " shorter", there[1:]
        yield " twice", there[:1] * 2 + there[1:]


def _leaves(path: tuple[Any, ...], value: Any) -> Iterator[tuple[tuple[Any, ...], Any]]:
    steps = value.items() if isinstance(value, dict) else enumerate(value)
    for step, there in steps:
        if isinstance(there, dict):
            yield from _leaves((*path, step), there)
        elif isinstance(there, list):
            if there:
                yield (*path, step), there
            yield from _leaves((*path, step), there)
        else:
            yield (*path, step), there


def is_unproven(shows: str) -> bool:
    """Tell whether the verifier itself says that this is not proven."""
    return any(covered.search(shows) for _, covered in UNPROVEN)


def cases() -> list[dict[str, Any]]:
    """Every change as a cut and what is put there, with what the verifier says of it."""
    good = results.bundles()
    found = []
    for shows, file, text in mutations(good):
        old = good[file]
        first = _alike(old, text)
        last = _alike(old[first:][::-1], text[first:][::-1])
        rest = {name: each for name, each in good.items() if name != bundle.INDEX}
        report = results.judged(results.signed({**rest, file: text}), results.policy_of())
        found.append(
            {
                "shows": shows,
                "file": file,
                "at": first,
                "cut": len(old) - last - first,
                "put": text[first : len(text) - last],
                "outcome": report.outcome.value,
            }
        )
    return found


def _alike(one: str, other: str) -> int:
    """Return how many characters two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def not_proven() -> list[str]:
    """What the verifier says each time of what it cannot prove."""
    return [each.id for each in NOT_PROVEN]


def signer() -> str:
    """The seed of the desk that signs each change, in hexadecimal digits."""
    return results.seed()
