"""Verification from beginning to end: what is checked, in which order."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tepat.core.log import notes, policies, spelling, tiles
from tepat.core.problems import Code, refuse
from tepat.witness import files, trust
from tepat.witness.sources import Source
from tepat.witness.verifying import about, desks, phones, states
from tepat.witness.verifying.facts import Facts
from tepat.witness.verifying.hashes import Tree
from tepat.witness.verifying.notes import Reader, Signed
from tepat.witness.verifying.report import Report


@dataclass(frozen=True, slots=True)
class Asked:
    """What to verify by: the policy, and what was kept from earlier."""

    policy: policies.Policy
    policy_file: str
    since: tuple[Path, ...] = ()
    """Older checkpoints, as files."""
    phones: tuple[Path, ...] = ()


def verify(source: Source, asked: Asked) -> Report:
    """Return everything that was found about the log at `source`.

    Refuses only what cannot be read at all; every other fault is in the report.
    """
    report = Report(source.name)
    reader = Reader(source, asked.policy, report)
    outboxes = [phones.read(path) for path in asked.phones]
    newest, older = reader.newest(asked.policy_file)
    report.witnesses_of = len(asked.policy.witnesses)
    if newest is None:
        return report
    _begin(report, newest, asked.policy)
    releases = about.check(source, newest.checkpoint.origin, asked.policy, report)
    older += [_since(reader, path) for path in asked.since]
    older += [each for box in outboxes for each in phones.checkpoints_of(box, reader)]
    is_open = about.is_due(releases, "entries", newest.agreed_s)
    tree = Tree(source, newest.checkpoint.size, report, is_open=is_open)
    facts = Facts(source, _scope(newest.checkpoint.origin), report)
    read = _read(tree, facts)
    if tree.is_whole:
        tree.check_levels()
    _check_roots(tree, newest, older, facts, report)
    facts.finish()
    known = desks.check(facts, read, report)
    now_s = max(newest.agreed_s, _seconds(facts.last_received))
    for audience, count in list(report.withheld.items()):
        if audience != "entries" and about.is_due(releases, audience, now_s):
            report.found(Code.BODIES_MISSING, audience=audience, count=count)
    if read:
        unread = range(1, tree.size + 1) if report.is_partial else ()
        shown = phones.Shown(newest.checkpoint.origin, now_s, unread)
        checker = phones.Phones(facts, known, shown, report)
        for each in outboxes:
            checker.check(each)
        lists = states.read_lists(source, facts, report)
    if read and read == tree.size:
        states.check(source, facts, lists, tree.size, reader.sizes, report)
    elif report.is_partial:
        states.say_not_compared(source, tree.size, report)
    return report


def _begin(report: Report, newest: Signed, policy: policies.Policy) -> None:
    size = newest.checkpoint.size
    trust.refuse_too_long(size, newest.file)
    report.checkpoint = newest.checkpoint
    report.witnesses = sorted(newest.witnesses)
    report.quorum = policies.quorum_of(policy, newest.witnesses)
    if not report.quorum:
        have, of = len(newest.witnesses), len(policy.witnesses)
        report.found(Code.QUORUM_MISSING, size=size, have=have, of=of)


def _since(reader: Reader, path: Path) -> Signed:
    """An own older checkpoint must be good: what it proves hangs on it."""
    signed = reader.read(str(path), files.read(path, notes.LARGEST_NOTE))
    if signed is None:
        raise refuse(Code.NOTE_UNTRUSTED, file=str(path))
    return signed


def _read(tree: Tree, facts: Facts) -> int:
    """Walk the log once; return how many entries held."""
    read = 0
    for group in tree.walk():
        file = tiles.entries_path(group.first // tiles.WIDTH, len(group.hashes))
        for offset, leaf in enumerate(group.entries):
            if leaf is not None:
                facts.read(group.first + offset + 1, leaf, file)
                read += 1
    return read


def _check_roots(
    tree: Tree, newest: Signed, older: Sequence[Signed], facts: Facts, report: Report
) -> None:
    size, origin = newest.checkpoint.size, newest.checkpoint.origin
    wanted = {size, *(each.checkpoint.size for each in older), *(each.size for each in facts.saw)}
    roots = tree.roots_at(wanted)
    if roots.get(size) != newest.checkpoint.root and tree.is_whole:
        report.found(Code.ROOT_DIFFERS, file=newest.file, size=size)
    report.older = len(older)
    for each in older:
        was = each.checkpoint
        if was.origin != newest.checkpoint.origin:
            report.found(Code.NOTE_UNTRUSTED, file=each.file)
        elif was.size > size:
            report.found(Code.LOG_CUT, file=each.file, was=was.size, now=size)
        elif was.size in roots and roots[was.size] != was.root:
            report.found(Code.OLDER_DIFFERS, file=each.file, size=was.size)
    at_hand = [each.checkpoint for each in (newest, *older)]
    signed = {(was.size, was.root.hex()[:16]) for was in at_hand if was.origin == origin}
    for saw in facts.saw:
        root = roots.get(saw.size)
        if saw.size > size or (root is not None and root.hex()[:16] != saw.root):
            # The word of one phone, which its key makes true of that phone and of nothing else.
            is_proven = (saw.size, saw.root) in signed
            code = Code.SEEN_DIFFERS if is_proven else Code.SEEN_UNPROVEN
            report.found(code, number=saw.number, device=saw.device, size=saw.size)


def _scope(origin: str) -> tuple[str, str]:
    """Election and kabupaten, the last two parts of an origin."""
    _, election, kabupaten = ["", "", *origin.split("/")][-3:]
    return election, kabupaten


def _seconds(received: str) -> int:
    moment = spelling.from_utc(received)
    return int(moment.timestamp()) if moment else 0
