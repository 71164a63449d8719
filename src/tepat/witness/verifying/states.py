"""The states of packages that a server published, against those its own facts give."""

import json
import re
from collections.abc import Iterable
from typing import Final

from tepat.core.log import canonical, spelling
from tepat.core.move import events, folding, manifests
from tepat.core.move.clocks import Arrival, Arrivals
from tepat.core.move.events import Lists
from tepat.core.problems import Code
from tepat.witness.sources import Source, TooLarge
from tepat.witness.verifying.facts import Facts
from tepat.witness.verifying.report import Report

_LARGEST: Final = 2**29
_ASKED: Final = 20
"""States are folded at quiet moments: so many sizes are asked for before a server has none."""
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
            facts.without.add(name)
        elif canonical.name_of(data) != name:
            report.found(Code.LIST_CHANGED, file=path)
            facts.without.add(name)
        elif manifest := manifests.read_manifest(data):
            held[name] = manifest
    return held


def say_not_compared(source: Source, size: int, report: Report) -> None:
    """Report states that are published where their entries are not all here."""
    if source.has_names and any(_sizes(source, size, ())):
        report.found(Code.STATES_NONE, size=size)


def check(
    source: Source, facts: Facts, lists: Lists, size: int, older: Iterable[int], report: Report
) -> None:
    """Compare each `states/<size>.jsonl` with the fold of the first `size` facts.

    A server, which has no listing, is asked for the newest of `older` that it has.
    """
    compared = 0
    for at in _sizes(source, size, older):
        path = f"states/{at}.jsonl"
        try:
            data = source.read(path, _LARGEST)
        except TooLarge:
            report.found(Code.STATES_UNREADABLE, file=path, line=0)
            continue
        if data is not None:
            compared += 1
            lacks = _lacks_lists(facts, at)
            _compare(path, data, expected(facts, lists, at), report, lacks_lists=lacks)
            if not source.has_names:
                break
    if not compared and expected(facts, lists, size):
        report.found(Code.STATES_NONE, size=size)


def _arrivals(facts: Facts) -> Arrivals:
    moments = {
        number: at
        for number, text in facts.received.items()
        if (at := spelling.from_utc(text)) is not None
    }
    came = {
        name: Arrival(number, moments[number])
        for name, number in facts.numbers.items()
        if number in moments
    }
    return Arrivals(came, moments)


def expected(facts: Facts, lists: Lists, size: int) -> dict[str, bytes]:
    """Return the line of every package that the first `size` facts name, sorted by package."""
    aside = facts.forged | facts.beside
    known = [
        (name, fact)
        for name, fact in facts.named
        if facts.numbers[name] <= size and name not in aside
    ]
    hidden = [(device, link) for number, device, link in facts.hidden_links if number <= size]
    folded = folding.fold_all(
        known,
        lists,
        facts.root,
        facts.countersigned_at(size),
        arrivals=_arrivals(facts),
        hidden=hidden,
    )
    return {package: folding.state_line(each) for package, each in folded.items()}


def _sizes(source: Source, size: int, older: Iterable[int]) -> list[int]:
    """Which sizes may have states: a folder tells, a server is asked for the newest."""
    names = source.names("states")
    if names is None:
        known = {size, *(each for each in older if each < size)}
        return sorted(known, reverse=True)[:_ASKED]
    found = [int(match[1]) for each in names if (match := _FILE.fullmatch(each))]
    return sorted(each for each in found if each <= size)


def _lacks_lists(facts: Facts, size: int) -> bool:
    """Whether a load among the first `size` facts names a list that is not here, or is changed."""
    return any(
        isinstance(fact, events.Load) and fact.list in facts.without and facts.numbers[name] <= size
        for name, fact in facts.named
    )


def _compare(
    path: str, data: bytes, right: dict[str, bytes], report: Report, *, lacks_lists: bool
) -> None:
    """Compare one file of states, by its packages.

    A list that is not here may be about any package and say more of it, so that nobody is
    accused of a difference: those packages are left out, and their number is said.
    """
    report.packages = max(report.packages, len(right))
    if data == b"".join(line + b"\n" for line in right.values()):
        return
    before = sum(report.counts.values())
    seen: set[str] = set()
    left_out = 0
    for number, line in enumerate(data.split(b"\n")[:-1], start=1):
        package = _package_in(line)
        if package is None or package in seen:
            report.found(Code.STATES_UNREADABLE, file=path, line=number)
            continue
        seen.add(package)
        if lacks_lists and line != right.get(package):
            left_out += 1
        elif package not in right:
            report.found(Code.STATE_STRANGER, file=path, package=package)
        elif line != right[package]:
            report.found(Code.STATE_DIFFERS, file=path, package=package)
    for package in right.keys() - seen:
        report.found(Code.STATE_MISSING, file=path, package=package)
    if left_out:
        report.found(Code.STATES_WITHOUT_LIST, file=path, count=left_out)
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
