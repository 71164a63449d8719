"""Whom to believe: logs, witnesses, groups with thresholds, a quorum (C2SP tlog-policy)."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from tepat.core.log import checkpoints, notes, spelling

LARGEST_POLICY: Final = 512 * 1024
MOST_LINES: Final = 4096
NONE: Final = "none"

_CONTROL = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]")


class BadPolicy(ValueError):
    """This file is no policy; the text names the line and says why."""


@dataclass(frozen=True, slots=True)
class Party:
    """A log or a witness: its key, and its address where the policy gives one."""

    verifier: notes.Verifier
    url: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """At least `threshold` of `members`, which are names of witnesses or groups."""

    threshold: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy as read. Names of witnesses and groups mean nothing outside of it."""

    logs: tuple[Party, ...] = ()
    witnesses: Mapping[str, Party] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    quorum: str = NONE

    @property
    def verifiers(self) -> tuple[notes.Verifier, ...]:
        """Every key of the policy, logs first."""
        return tuple(each.verifier for each in (*self.logs, *self.witnesses.values()))


@dataclass(frozen=True, slots=True)
class Judgement:
    """Who of the policy signed a checkpoint. `met` only where log and quorum both did."""

    log: notes.Verifier | None
    witnesses: frozenset[str]
    met: bool


def parse(data: bytes) -> Policy:
    """Return the policy in a file. Raises `BadPolicy` with the number of the line."""
    if len(data) > LARGEST_POLICY:
        raise BadPolicy("too large")
    if _CONTROL.search(data):
        raise BadPolicy("control character")
    if not data.endswith(b"\n"):
        raise BadPolicy("last line not ended: the file may be cut short")
    lines = data[:-1].split(b"\n")
    if len(lines) > MOST_LINES:
        raise BadPolicy("too many lines")
    reading = _Reading()
    for number, line in enumerate(lines, start=1):
        # Names are opaque octets: what is not UTF-8 is kept as it is.
        words = [each.decode("utf-8", "surrogateescape") for each in re.split(rb"[ \t]+", line)]
        words = [each for each in words if each]
        if not words or words[0].startswith("#"):
            continue
        try:
            reading.take(words)
        except (BadPolicy, notes.BadNote) as error:
            raise BadPolicy(f"line {number}: {error}") from error
    if reading.quorum is None:
        raise BadPolicy("no quorum line")
    return Policy(tuple(reading.logs), reading.witnesses, reading.groups, reading.quorum)


def quorum_of(policy: Policy, witnessed: Collection[str]) -> bool:
    """Say whether these witnesses, by their names in the policy, are a quorum."""
    if policy.quorum == NONE:
        return True
    held = {name: name in witnessed for name in policy.witnesses}
    for name, group in policy.groups.items():  # a group names only what stands before it
        held[name] = sum(held[each] for each in group.members) >= group.threshold
    return held[policy.quorum]


def judge(policy: Policy, note: notes.Note) -> Judgement:
    """Return who signed this checkpoint. Raises `BadNote` or `BadCheckpoint`.

    A log counts only under its own origin. Every line of a known key must hold.
    """
    origin = checkpoints.parse(note.text).origin
    held = notes.verified(note, policy.verifiers)
    log = next(
        (
            each.verifier
            for each in policy.logs
            if each.verifier in held and each.verifier.name == origin
        ),
        None,
    )
    witnesses = frozenset(name for name, each in policy.witnesses.items() if each.verifier in held)
    return Judgement(log, witnesses, log is not None and quorum_of(policy, witnesses))


def quorum_met(policy: Policy, note: notes.Note) -> bool:
    """Say whether a log of the policy signed this checkpoint and a quorum cosigned it.

    A note that is spoiled, or no checkpoint, never meets a policy.
    """
    try:
        return judge(policy, note).met
    except (notes.BadNote, checkpoints.BadCheckpoint):
        return False


class _Reading:
    """A policy while its lines are read, top to bottom."""

    def __init__(self) -> None:
        self.logs: list[Party] = []
        self.witnesses: dict[str, Party] = {}
        self.groups: dict[str, Group] = {}
        self.quorum: str | None = None
        self._members: set[str] = set()

    def take(self, words: list[str]) -> None:
        match words:
            case ["log", vkey, *url] if len(url) <= 1:
                kinds = (notes.ED25519, notes.COSIGNATURE)
                self.logs.append(_party(vkey, url, kinds, self.logs))
            case ["witness", name, vkey, *url] if len(url) <= 1:
                self._is_free(name)
                known = self.witnesses.values()
                self.witnesses[name] = _party(vkey, url, (notes.COSIGNATURE,), known)
            case ["group", name, threshold, *members] if members:
                self._group(name, threshold, members)
            case ["quorum", name]:
                self._quorum(name)
            case _:
                raise BadPolicy("not a line of a policy")

    def _group(self, name: str, threshold: str, members: list[str]) -> None:
        self._is_free(name)
        for each in members:
            if each not in self.witnesses and each not in self.groups:
                raise BadPolicy("member not defined before")
            if each in self._members:
                raise BadPolicy("member of two groups")
            self._members.add(each)
        words = {"any": 1, "all": len(members)}
        count = words.get(threshold) or spelling.to_number(threshold)
        if count is None or not 1 <= count <= len(members):
            raise BadPolicy("threshold out of range")
        self.groups[name] = Group(count, tuple(members))

    def _quorum(self, name: str) -> None:
        if self.quorum is not None:
            raise BadPolicy("second quorum line")
        if name != NONE and name not in self.witnesses and name not in self.groups:
            raise BadPolicy("quorum not defined before")
        self.quorum = name

    def _is_free(self, name: str) -> None:
        if name == NONE or name in self.witnesses or name in self.groups:
            raise BadPolicy("name already defined")


def _party(vkey: str, url: list[str], kinds: tuple[int, ...], known: Collection[Party]) -> Party:
    verifier = notes.parse_vkey(vkey)
    if verifier.kind not in kinds:
        raise BadPolicy("key of another signature type")
    if any(each.verifier.public == verifier.public for each in known):
        raise BadPolicy("key listed twice")
    return Party(verifier, url[0] if url else "")
