"""Checkpoints of a log as a policy sees them: who signed, and which one to start from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from tepat.core.log import checkpoint_index, checkpoints, cosignatures, notes, policies
from tepat.core.problems import Code, refuse
from tepat.witness import trust
from tepat.witness.sources import Source, TooLarge
from tepat.witness.verifying.report import Report

_OLDER: Final = "checkpoints"
MOST_FETCHED: Final = 200
"""Older checkpoints that are fetched from a server, spread over all of its index."""


@dataclass(frozen=True, slots=True)
class Signed:
    """One checkpoint whose log signature holds, and the witnesses whose signatures do."""

    file: str
    checkpoint: checkpoints.Checkpoint
    note: notes.Note
    witnesses: frozenset[str]
    agreed_s: int
    """The newest time that a quorum of these witnesses had reached; 0 without one."""


class Reader:
    """Reads checkpoints of one source and judges them by one policy."""

    def __init__(self, source: Source, policy: policies.Policy, report: Report) -> None:
        self._source = source
        self._policy = policy
        self._report = report
        self.sizes: list[int] = []
        """What the index names, once `newest` was asked."""

    def newest(self, policy_file: str) -> tuple[Signed | None, list[Signed]]:
        """Return the checkpoint to verify, and every older one that the folder holds.

        Where `checkpoint` itself is not to be trusted the largest older one stands in.
        Refuses where there is none to read at all, or the log is not in the policy.
        """
        data = self._read("checkpoint")
        read = trust.read_checkpoint(data) if data is not None else None
        paths = self._paths(read[1].size if read else 0)
        older = [each for path in paths if (each := self._judged(path, self._read(path)))]
        if data is None and not older:
            raise refuse(Code.LOG_NO_CHECKPOINT, where=self._source.name)
        first = self._judged("checkpoint", data)
        if first is None and not older:
            self._refuse_other_log(data, policy_file)
        largest = max(older, key=lambda each: each.checkpoint.size, default=None)
        return first or largest, older

    def read(self, file: str, data: bytes) -> Signed | None:
        """Judge a checkpoint that came from elsewhere, such as a stick."""
        return self._judged(file, data)

    def _read(self, path: str) -> bytes | None:
        try:
            return self._source.read(path, notes.LARGEST_NOTE)
        except TooLarge:
            return b""

    def _paths(self, published: int) -> list[str]:
        named = self._index()
        self.sizes = named or []
        paths = self._source.names(_OLDER)
        if paths is None:
            sizes = checkpoint_index.spread(named or [], MOST_FETCHED)
            return [f"{_OLDER}/{size}" for size in sizes]
        there = sorted((each for each in paths if _size_in(each) is not None), key=_size_of)
        if named is not None:
            self._compare(named, [_size_of(each) for each in there], published)
        return there

    def _index(self) -> list[int] | None:
        """The sizes that the log says it signed; None: it does not say, or not readably."""
        try:
            data = self._source.read(checkpoint_index.PATH, checkpoint_index.LARGEST_INDEX)
            if data is not None:
                return checkpoint_index.parse(data)
            self._report.found(Code.INDEX_MISSING, file=checkpoint_index.PATH)
            return None
        except (TooLarge, checkpoints.BadCheckpoint):
            self._report.found(Code.INDEX_DIFFERS, file=checkpoint_index.PATH, size=0)
            return None

    def _compare(self, named: list[int], there: list[int], published: int) -> None:
        """What lies there and what is named must be the same, up to what is published."""
        if unlike := [size for size in sorted(set(named) ^ set(there)) if size <= published]:
            self._report.found(Code.INDEX_DIFFERS, file=checkpoint_index.PATH, size=unlike[0])

    def _judged(self, file: str, data: bytes | None) -> Signed | None:
        read = trust.read_checkpoint(data) if data is not None else None
        if read is None:
            self._report.found(Code.NOTE_UNREADABLE, file=file)
            return None
        note, checkpoint = read
        held: set[notes.Verifier] = set()
        strangers = 0
        times: dict[notes.Verifier, int] = {}
        for line in note.signatures:
            holds = self._holds(note, line)
            if holds is None:
                strangers += 1
            elif holds:
                held.add(holds)
                if holds.kind == notes.COSIGNATURE:
                    times[holds] = max(times.get(holds, 0), cosignatures.time_of(line))
            else:
                self._report.found(Code.NOTE_SPOILED, file=file, name=line.name)
        if strangers:
            self._report.found(Code.NOTE_STRANGER, file=file, count=strangers)
        if not held.intersection(trust.log_keys(self._policy, checkpoint.origin)):
            self._report.found(Code.NOTE_UNTRUSTED, file=file)
            return None
        if _size_in(file) not in (None, checkpoint.size):
            self._report.found(Code.OLDER_DIFFERS, file=file, size=checkpoint.size)
            return None
        names = {n for n, each in self._policy.witnesses.items() if each.verifier in held}
        agreed_s = agreed(self._policy, times)
        return Signed(file, checkpoint, note, frozenset(names), agreed_s)

    def _holds(
        self, note: notes.Note, line: notes.Signature
    ) -> notes.Verifier | Literal[False] | None:
        """The key that signed this line, False where a known key did not, None if unknown."""
        try:
            held = notes.verified(notes.Note(note.text, (line,)), self._policy.verifiers)
        except notes.BadNote:
            return False
        return held[0] if held else None

    def _refuse_other_log(self, data: bytes | None, policy_file: str) -> None:
        read = trust.read_checkpoint(data) if data is not None else None
        if read and not trust.log_keys(self._policy, read[1].origin):
            raise refuse(Code.POLICY_OTHER_LOG, origin=read[1].origin, file=policy_file)


def agreed(policy: policies.Policy, times: Mapping[notes.Verifier, int]) -> int:
    """Return the newest time that a quorum had reached, 0 where there is none.

    One witness that lies ahead moves nobody's deadline. Where the policy asks for no quorum it
    is the time that half of them had reached.
    """
    by_name = {
        name: times[each.verifier]
        for name, each in policy.witnesses.items()
        if each.verifier in times
    }
    newest_first = sorted(set(by_name.values()), reverse=True)
    if policy.quorum == policies.NONE:
        return sorted(by_name.values())[(len(by_name) - 1) // 2] if by_name else 0
    for time in newest_first:
        if policies.quorum_of(policy, {name for name, at in by_name.items() if at >= time}):
            return time
    return 0


def _size_in(path: str) -> int | None:
    folder, _, name = path.rpartition("/")
    return int(name) if folder == _OLDER and name.isascii() and name.isdecimal() else None


def _size_of(path: str) -> int:
    return _size_in(path) or 0
