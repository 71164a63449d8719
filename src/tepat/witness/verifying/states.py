"""The states of packages that a server published, against those its own facts give."""

import json
import re
from typing import Final

from tepat.core.log import canonical
from tepat.core.move import folding, manifests
from tepat.core.move.events import Fact, Lists
from tepat.core.problems import Code
from tepat.witness.sources import Source, TooLarge
from tepat.witness.verifying.facts import Facts
from tepat.witness.verifying.report import Report

_LARGEST: Final = 2**29
_FILE = re.compile(r"states/(0|[1-9][0-9]{0,15})\.jsonl")


def read_lists(source: Source, facts: Facts, report: Report) -> Lists:
    """Read every list that facts name, check it against its name, return what each holds."""
    held: dict[str, manifests.Manifest] = {}
    for name, number in sorted(facts.lists.items()):
        path = f"lists/{name}"
        try:
            data = source.read(path, canonical.LARGEST_LIST)
        except TooLarge:
            data = b""
        if data is None:
            report.found(Code.LIST_MISSING, file=path, number=number)
        elif canonical.name_of(data) != name:
            report.found(Code.LIST_CHANGED, file=path)
        elif manifest := manifests.read_manifest(data):
            held[name] = manifest
    return held


def check(source: Source, facts: Facts, lists: Lists, root: str, size: int, report: Report) -> None:
    """Compare each `states/<size>.jsonl` with the fold of the first `size` facts."""
    compared = 0
    aside = facts.forged | facts.beside
    for at in _sizes(source, size):
        path = f"states/{at}.jsonl"
        try:
            data = source.read(path, _LARGEST)
        except TooLarge:
            report.found(Code.STATES_UNREADABLE, file=path, line=0)
            continue
        if data is not None:
            compared += 1
            known = [
                (name, fact)
                for name, fact in facts.named
                if facts.numbers[name] <= at and name not in aside
            ]
            _compare(path, data, expected(known, lists, root, facts.countersigned_at(at)), report)
    if not compared:
        report.found(Code.STATES_NONE, size=size)


def expected(
    known: list[tuple[str, Fact]],
    lists: Lists,
    root: str,
    countersigned: dict[str, tuple[str, ...]],
) -> dict[str, bytes]:
    """Return the line of every package that these facts name, sorted by package."""
    folded = folding.fold_all(known, lists, root, countersigned)
    return {package: folding.state_line(each) for package, each in folded.items()}


def _sizes(source: Source, size: int) -> list[int]:
    """Which sizes have states: a folder tells, a server is asked for the newest only."""
    names = source.names("states")
    if names is None:
        return [size]
    found = [int(match[1]) for each in names if (match := _FILE.fullmatch(each))]
    return sorted(each for each in found if each <= size)


def _compare(path: str, data: bytes, right: dict[str, bytes], report: Report) -> None:
    report.packages = max(report.packages, len(right))
    if data == b"".join(line + b"\n" for line in right.values()):
        return
    before = sum(report.counts.values())
    seen: set[str] = set()
    for number, line in enumerate(data.split(b"\n")[:-1], start=1):
        package = _package_in(line)
        if package is None or package in seen:
            report.found(Code.STATES_UNREADABLE, file=path, line=number)
            continue
        seen.add(package)
        if package not in right:
            report.found(Code.STATE_STRANGER, file=path, package=package)
        elif line != right[package]:
            report.found(Code.STATE_DIFFERS, file=path, package=package)
    for package in right.keys() - seen:
        report.found(Code.STATE_MISSING, file=path, package=package)
    if sum(report.counts.values()) == before:
        # The same lines in another order, or without the last line feed.
        report.found(Code.STATES_UNREADABLE, file=path, line=data.count(b"\n") + 1)


def _package_in(line: bytes) -> str | None:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    package = value.get("package") if isinstance(value, dict) else None
    return package if isinstance(package, str) else None
