"""The states of all packages as anybody with the entries of a log folds them.

From the published bytes and not from our tables: what a verifier compares with must not
be able to differ by a mistake in how we store.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from tepat.adapters import list_files
from tepat.core.log import entries, spelling
from tepat.core.move import events, folding
from tepat.core.move.clocks import Arrival, Arrivals
from tepat.core.move.manifests import Manifest, read_manifest
from tepat.core.move.standing import Link


def lines(leaves: Iterable[bytes], lists: Path) -> Iterator[bytes]:
    """Give one canonical line per package, sorted by package."""
    named: list[tuple[str, events.Fact]] = []
    countersigned: dict[str, tuple[str, ...]] = {}
    hidden: list[tuple[str, Link]] = []
    facts: dict[str, Arrival] = {}
    moments: dict[int, datetime] = {}
    root = ""
    for number, leaf in enumerate(leaves, start=1):
        entry = entries.parse(leaf)
        if received := spelling.from_utc(entry.received):
            moments[number] = received
        if isinstance(entry, entries.HiddenEntry):
            hidden.append((entry.device, Link(entry.seq, entry.name, entry.prev)))
        if not isinstance(entry, entries.FactEntry):
            continue
        name = entry.name
        if name not in facts:
            facts[name] = Arrival(number, moments[number])
            named.append((name, events.read(entry.body)))
        if number == 1:
            root = name
        if entry.countersigned:
            more = tuple(each.device for each in entry.countersigned)
            countersigned[name] = countersigned.get(name, ()) + more
    folded = folding.fold_all(
        named,
        _manifests(named, lists),
        root,
        countersigned,
        arrivals=Arrivals(facts, moments),
        hidden=hidden,
    )
    yield from map(folding.state_line, folded.values())


def _manifests(named: Iterable[tuple[str, events.Fact]], folder: Path) -> dict[str, Manifest]:
    found = {}
    for name in {fact.list for _, fact in named if isinstance(fact, events.Load) and fact.list}:
        body = list_files.read(folder, name)
        manifest = read_manifest(body) if body is not None else None
        if manifest:
            found[name] = manifest
    return found
