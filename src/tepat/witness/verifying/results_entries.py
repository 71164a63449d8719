"""The lines of a bundle of results: entries of the log with their proofs, and whole sheets."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any, Final, NamedTuple

from tepat.core.count import bundle
from tepat.core.log import canonical, checkpoints, entries, keys, spelling, tree
from tepat.core.log.words import note_hash
from tepat.core.move import events
from tepat.core.move.devices import PEOPLE, Registry, registry_of
from tepat.core.problems import Code
from tepat.witness.verifying.results_report import ResultsReport

_ENTRY: Final = frozenset({"n", "leaf", "proof"})
_BESIDE: Final = frozenset({"body"})


def lines_in(data: bytes) -> Iterator[Any]:
    """Yield the value of each line, None of one that is not canonical."""
    for line in filter(None, data.split(b"\n")):
        try:
            yield canonical.decode(line, at_most=len(line))
        except canonical.NotCanonical:
            yield None


class _Read(NamedTuple):
    """One entry that stands in the tree."""

    number: int
    fact: events.Fact
    body: bytes
    entry: entries.FactEntry | entries.HiddenEntry


def read_entries(
    data: bytes, checkpoint: checkpoints.Checkpoint, report: ResultsReport
) -> tuple[dict[str, tuple[int, events.Fact]], Registry]:
    """Return the facts that stand in the log and whose signature holds, and who speaks for whom."""
    read: list[_Read] = []
    for place, line in enumerate(lines_in(data), start=1):
        try:
            number, body, entry = _entry(line, checkpoint)
            read.append(_Read(number, events.read(body), body, entry))
        except (ValueError, KeyError, TypeError, AttributeError):
            number = line["n"] if isinstance(line, dict) and type(line.get("n")) is int else place
            report.found(Code.RESULTS_NOT_IN_LOG, number=number)
    people = [(each.entry.name, each.fact) for each in read if isinstance(each.fact, PEOPLE)]
    root = next((each.entry.name for each in read if each.number == 1), "")
    registry = registry_of(people, root, _countersigned(read))
    found: dict[str, tuple[int, events.Fact]] = {}
    for each in sorted(read, key=lambda each: each.number):
        known = registry.devices.get(each.fact.device)
        public = spelling.from_base64(known.key) if known else None
        if not public or not keys.body_verifies(
            public, keys.EVENT, each.body, each.entry.signature
        ):
            report.found(Code.RESULTS_SIGNATURE, number=each.number)
            continue
        found.setdefault(each.entry.name, (each.number, each.fact))
    report.facts = len(found)
    return found, registry


def _countersigned(read: Iterable[_Read]) -> dict[str, tuple[str, ...]]:
    """Return by fact the devices whose countersignature holds, by the keys of the bundle.

    An entry that says a fact once more brings those who signed it later.
    """
    rows = list(read)
    public = {
        keys.key_id(key): key
        for each in rows
        if isinstance(each.fact, events.Enrolled) and (key := spelling.from_base64(each.fact.key))
    }
    found: dict[str, tuple[str, ...]] = {}
    for each in rows:
        for other in each.entry.countersigned:
            key = public.get(other.device)
            if key and keys.body_verifies(key, keys.EVENT, each.body, other.signature):
                found[each.entry.name] = (*found.get(each.entry.name, ()), other.device)
    return found


def _entry(
    line: Any, checkpoint: checkpoints.Checkpoint
) -> tuple[int, bytes, entries.FactEntry | entries.HiddenEntry]:
    """Return number, body and entry of one line that stands in the tree. Raises `ValueError`."""
    number, leaf = line["n"], line["leaf"].encode()
    if line.keys() - _BESIDE != _ENTRY:
        raise ValueError("another line")
    hashes = tuple(spelling.from_base64(each) or b"" for each in line["proof"])
    if type(number) is not int or not tree.check_inclusion(
        number - 1, checkpoint.size, tree.leaf_hash(leaf), checkpoint.root, hashes
    ):
        raise ValueError("not in this tree")
    entry = entries.parse(leaf)
    if isinstance(entry, entries.FactEntry):
        if line.keys() & _BESIDE:
            raise ValueError("a body beside its entry")
        return number, entry.body, entry
    body = line["body"].encode()
    if not isinstance(entry, entries.HiddenEntry) or canonical.name_of(body) != entry.name:
        raise ValueError("not the body of this entry")
    return number, body, entry


def sheets_in(data: bytes, carried: Collection[str], report: ResultsReport) -> dict[str, str]:
    """Return whole sheets by their hash; each has to be one that a fact carries."""
    found: dict[str, str] = {}
    for line in lines_in(data):
        is_sheet = isinstance(line, dict) and line.keys() == {"salt", "text"}
        if not is_sheet or not all(isinstance(each, str) for each in line.values()):
            report.found(Code.RESULTS_FILE, file=bundle.SHEETS)
            continue
        name = note_hash(line["salt"], line["text"])
        if name not in carried:
            report.found(Code.RESULTS_FILE, file=bundle.SHEETS)
        found[name] = line["text"]
    return found
