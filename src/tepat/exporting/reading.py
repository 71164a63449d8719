"""The facts and lists of a log, read from its published folder or from the database.

A folder is taken only where its files agree with each other and with its checkpoint, and
every signature holds: a view of a changed log would look as good as any. Whose key signed
the checkpoint is not asked here; that needs a policy, and is what `tepat log verify` does.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tepat.adapters import list_files
from tepat.core.log import entries, notes
from tepat.core.move import events
from tepat.core.move.events import Fact, Lists
from tepat.core.move.manifests import read_manifest
from tepat.core.problems import Code, refuse
from tepat.witness import sources, trust
from tepat.witness.verifying import states
from tepat.witness.verifying.facts import Facts
from tepat.witness.verifying.hashes import Tree
from tepat.witness.verifying.report import Grade, Report


@dataclass(frozen=True, slots=True)
class Held:
    """What a log says, in its order."""

    origin: str
    named: list[tuple[str, Fact]]
    lists: Lists
    last_received: str
    """When its newest entry came, UTC; empty for an empty log."""
    hidden: int = 0
    """Hidden facts of the log. None is exported, not even where its body lies beside."""


def from_folder(where: str, token: str = "") -> Held:
    """Return what the log published at `where` (folder or address) says.

    Raises `Refused` where nothing is published, entries are withheld, or a file was changed.
    """
    source = sources.opened(where, token)
    data = source.read("checkpoint", notes.LARGEST_NOTE)
    read = trust.read_checkpoint(data) if data is not None else None
    if read is None:
        raise refuse(Code.LOG_NO_CHECKPOINT, where=where)
    checkpoint = read[1]
    report = Report(source.name)
    report.checkpoint = checkpoint
    tree = Tree(source, checkpoint.size, report)
    _, election, kabupaten = ["", "", *checkpoint.origin.split("/")][-3:]
    facts = Facts(source, (election, kabupaten), report)
    given = 0
    for group in tree.walk():
        for offset, leaf in enumerate(group.entries):
            if leaf is not None:
                given += 1
                facts.read(group.first + offset + 1, leaf, "tile/entries")
    facts.finish()
    lists = states.read_lists(source, facts, report)
    root = tree.root_at(checkpoint.size) if tree.is_whole else b""
    if report.counts[Grade.CHANGED] or root != checkpoint.root:
        raise refuse(Code.EXPORT_CHANGED, where=where)
    if given < checkpoint.size:
        raise refuse(Code.EXPORT_WITHHELD, where=where, size=checkpoint.size, count=given)
    shown = [each for each in facts.named if each[0] not in facts.beside]
    return Held(checkpoint.origin, shown, lists, facts.last_received, report.hidden)


def from_entries(origin: str, leaves: Iterable[bytes], lists: Path) -> Held:
    """Return what the entries of an installation say; `lists` is its folder of lists."""
    named: list[tuple[str, Fact]] = []
    last_received, hidden = "", 0
    for leaf in leaves:
        entry = entries.parse(leaf)
        last_received = max(last_received, entry.received)
        if isinstance(entry, entries.FactEntry):
            named.append((entry.name, events.read(entry.body)))
        hidden += isinstance(entry, entries.HiddenEntry)
    held = {}
    for name in {fact.list for _, fact in named if isinstance(fact, events.Load) and fact.list}:
        body = list_files.read(lists, name)
        if body is not None and (manifest := read_manifest(body)):
            held[name] = manifest
    return Held(origin, list(dict(named).items()), held, last_received, hidden)
