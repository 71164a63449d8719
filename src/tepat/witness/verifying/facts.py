"""The facts of a log: form, signatures, chains of devices, links, hidden bodies, lists.

Facts are read once, in the order of the log; what depends on later ones (a key that is
enrolled afterwards, a link that points ahead) is settled in `finish`.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, NamedTuple

from tepat.core.log import canonical, entries, keys, spelling
from tepat.core.move import events, standing
from tepat.core.move.events import DeskEnrolled, Enrolled, Fact
from tepat.core.problems import Code
from tepat.witness.beside import LARGEST_BODY_FILE, body_of
from tepat.witness.sources import Source, TooLarge
from tepat.witness.verifying.report import Report

_TRIES: Final = 3
"""So many bodies of one audience are asked for before a server is taken to withhold all."""


class Link(NamedTuple):
    """One fact in the chain of its device."""

    seq: int
    number: int
    name: str
    prev: str


class Pending(NamedTuple):
    """A signature whose key is not known yet."""

    number: int
    body: bytes
    signature: bytes
    code: Code


class Saw(NamedTuple):
    """A checkpoint that a device says it had seen."""

    number: int
    device: str
    size: int
    root: str


@dataclass
class Facts:
    """Everything that was read from the entries of one log."""

    source: Source
    scope: tuple[str, str]
    report: Report
    keys: dict[str, bytes] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    """The number of each fact, by its name."""
    aside: dict[str, dict[int, str]] = field(default_factory=dict)
    """Bytes in quarantine by their name: each number with its reason. When a key comes late, the
    fact stands in the log again as one that was admitted; and one body may come with two wrong
    signatures."""
    named: list[tuple[str, Fact]] = field(default_factory=list)
    beside: set[str] = field(default_factory=set)
    """Names of hidden facts whose body was given. No state follows from them, so that
    whoever has no bodies comes to the same states."""
    hidden_links: list[tuple[int, str, standing.Link]] = field(default_factory=list)
    """Number, device and link of each hidden fact, whether its body was given or not: everybody
    with the entries has them."""
    countersigned: dict[str, dict[str, int]] = field(default_factory=dict)
    """By fact the devices that signed it besides its own, each with the entry that shows it."""
    again: dict[str, set[int]] = field(default_factory=dict)
    """The numbers of entries that say a fact once more, for others who signed it."""
    root: str = ""
    """The name of the first fact, the root of authority."""
    lists: dict[str, int] = field(default_factory=dict)
    """Lists that facts name, each with the first fact that does."""
    without: set[str] = field(default_factory=set)
    """Those of the lists that are not here as they were named."""
    forged: set[str] = field(default_factory=set)
    """Names of facts whose signature does not hold; nothing follows from them."""
    saw: list[Saw] = field(default_factory=list)
    last_received: str = ""
    received: dict[int, str] = field(default_factory=dict)
    """When each entry was received, by its number."""
    _chains: defaultdict[str, list[Link]] = field(default_factory=lambda: defaultdict(list))
    _pending: defaultdict[str, list[Pending]] = field(default_factory=lambda: defaultdict(list))
    _after: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)
    _silent: Counter[str] = field(default_factory=Counter)

    def read(self, number: int, leaf: bytes, file: str) -> None:
        """Take in one entry."""
        try:
            entry = entries.parse(leaf)
        except entries.BadEntry:
            self.report.found(Code.ENTRY_UNREADABLE, number=number, file=file)
            return
        self.received[number] = entry.received
        if isinstance(entry, entries.QuarantinedEntry):
            self.aside.setdefault(entry.name, {})[number] = entry.reason
            self.report.quarantined += 1
            self.last_received = max(self.last_received, entry.received)
            return
        first = self.numbers.setdefault(entry.name, number)
        if first != number and isinstance(entry, entries.FactEntry) and self._again(number, entry):
            self.last_received = max(self.last_received, entry.received)
            return
        if first != number:
            self.report.found(Code.ENTRY_TWICE, number=number, first=first)
            return
        self.last_received = max(self.last_received, entry.received)
        if isinstance(entry, entries.FactEntry):
            self._fact(number, entry, file)
        else:
            self._hidden(number, entry)

    @cached_property
    def taken(self) -> frozenset[int]:
        """The numbers at which something is known. Only after everything was read."""
        several = (*self.aside.values(), *self.again.values())
        return frozenset(self.numbers.values()).union(*several)

    def places(self, name: str) -> set[int]:
        """Every number at which `name` stands in the log, as a fact or in quarantine."""
        own = {self.numbers[name]} if name in self.numbers else set()
        return own | set(self.aside.get(name, ())) | self.again.get(name, set())

    def countersigned_at(self, size: int) -> dict[str, tuple[str, ...]]:
        """Who signed facts besides their own device, as the first `size` entries show."""
        found = {
            name: tuple(sorted(device for device, number in others.items() if number <= size))
            for name, others in self.countersigned.items()
        }
        return {name: others for name, others in found.items() if others}

    def links_of(self, device: str) -> list[Link]:
        """The chain of one device, hidden facts included; without those that are forged."""
        return [each for each in self._chains.get(device, ()) if each.name not in self.forged]

    def finish(self) -> None:
        """Settle what had to wait for later facts."""
        for device, waiting in self._pending.items():
            public = self.keys.get(device)
            if public is None:
                first = min(waiting)
                self.report.found(
                    Code.ENTRY_KEY_UNKNOWN,
                    device=device,
                    count=len(waiting),
                    number=first.number,
                )
                continue
            for each in waiting:
                self._verify(each, device, public)
        for device, links in self._chains.items():
            self._check_chain(device, links)
        for number, after in self._after:
            missing = sum(not self.places(name) for name in after)
            if missing:
                self.report.found(Code.LINK_MISSING, number=number, count=missing)

    def _fact(self, number: int, entry: entries.FactEntry, file: str) -> None:
        self.report.facts += 1
        try:
            fact = events.read(entry.body)
        except events.Unreadable:
            self.report.found(Code.ENTRY_UNREADABLE, number=number, file=file)
            return
        name = entry.name
        self._learn_key(fact)
        self._signed(number, fact.device, entry.body, entry.signature, entry.countersigned)
        if entry.countersigned:
            self.countersigned[name] = {each.device: number for each in entry.countersigned}
        self._chains[fact.device].append(Link(fact.seq, number, name, fact.prev))
        self._take(number, name, fact)

    def _again(self, number: int, entry: entries.FactEntry) -> bool:
        """Take in who signed a fact besides; False where the entry brings nobody new."""
        devices = {each.device for each in entry.countersigned}
        there = self.countersigned.get(entry.name, {})
        if not devices or devices & there.keys():
            return False
        try:
            fact = events.read(entry.body)
        except events.Unreadable:
            return False
        self.countersigned[entry.name] = there | dict.fromkeys(devices, number)
        self.again.setdefault(entry.name, set()).add(number)
        self._signed(number, fact.device, entry.body, entry.signature, entry.countersigned)
        return True

    def _take(self, number: int, name: str, fact: Fact) -> None:
        if (fact.election, fact.kabupaten) != self.scope:
            scope = f"{fact.election}/{fact.kabupaten}"
            self.report.found(Code.ENTRY_SCOPE, number=number, scope=scope)
            return
        self.named.append((name, fact))
        if fact.after:
            self._after.append((number, fact.after))
        if fact.seen:
            self.saw.append(Saw(number, fact.device, fact.seen.size, fact.seen.root))
        # A plan is named by its hash and given to the agencies; only lists lie beside the log.
        if listed := getattr(fact, "list", ""):
            self.lists.setdefault(listed, number)

    def _hidden(self, number: int, entry: entries.HiddenEntry) -> None:
        self.report.hidden += 1
        self._chains[entry.device].append(Link(entry.seq, number, entry.name, entry.prev))
        link = standing.Link(entry.seq, entry.name, entry.prev)
        self.hidden_links.append((number, entry.device, link))
        path = f"bodies/{entry.audience}/{number}.json"
        body = self._body(path, entry.audience)
        if body is None:
            self.report.withheld[entry.audience] += 1
            return
        fact = self._fitting(entry, body)
        if fact is None:
            self.report.found(Code.ENTRY_BODY, file=path, number=number)
            return
        self._signed(number, entry.device, body, entry.signature, entry.countersigned)
        self.beside.add(entry.name)
        self._take(number, entry.name, fact)

    def _body(self, path: str, audience: str) -> bytes | None:
        """The hidden body if it was given, b"" where the file holds none."""
        if not self.source.has_names and self._silent[audience] >= _TRIES:
            return None
        try:
            data = self.source.read(path, LARGEST_BODY_FILE)
        except TooLarge:
            return b""
        if data is None:
            self._silent[audience] += 1
            return None
        return body_of(data) or b""

    @staticmethod
    def _fitting(entry: entries.HiddenEntry, body: bytes) -> Fact | None:
        if canonical.name_of(body) != entry.name:
            return None
        try:
            fact = events.read(body)
        except events.Unreadable:
            return None
        envelope = (fact.device, fact.seq, fact.prev, fact.AUDIENCE.value)
        said = (entry.device, entry.seq, entry.prev, entry.audience)
        return fact if envelope == said else None

    def _learn_key(self, fact: Fact) -> None:
        """A key is known by its id, so that any fact may bring it."""
        if isinstance(fact, Enrolled | DeskEnrolled):
            public = spelling.from_base64(fact.key)
            if public is not None and not keys.is_weak(public):
                self.keys[keys.key_id(public)] = public

    def _signed(
        self,
        number: int,
        device: str,
        body: bytes,
        signature: bytes,
        others: tuple[entries.Countersignature, ...],
    ) -> None:
        self._check(device, Pending(number, body, signature, Code.ENTRY_SIGNATURE))
        for each in others:
            signed = Pending(number, body, each.signature, Code.ENTRY_COUNTERSIGNATURE)
            self._check(each.device, signed)

    def _check(self, device: str, signed: Pending) -> None:
        public = self.keys.get(device)
        if public is None:
            self._pending[device].append(signed)
        else:
            self._verify(signed, device, public)

    def _verify(self, signed: Pending, device: str, public: bytes) -> None:
        self.report.signatures += 1
        if not keys.body_verifies(public, keys.EVENT, signed.body, signed.signature):
            self.report.found(signed.code, number=signed.number, device=device)
            self._distrust(signed, device)

    def _distrust(self, signed: Pending, device: str) -> None:
        name = canonical.name_of(signed.body)
        if signed.code is Code.ENTRY_SIGNATURE:
            self.forged.add(name)
        elif name in self.countersigned:
            self.countersigned[name].pop(device, None)

    def _check_chain(self, device: str, links: list[Link]) -> None:
        """Say where the chain of one device forks, breaks or waits for facts to come."""
        links.sort()
        before: list[Link] = []
        same: list[Link] = []
        for link in links:
            if same and link.seq == same[0].seq:
                self.report.found(
                    Code.CHAIN_FORK,
                    device=device,
                    seq=link.seq,
                    first=same[0].number,
                    number=link.number,
                )
                same.append(link)
            else:
                last = same[0].seq if same else 0
                if link.seq > last + 1:
                    self.report.found(
                        Code.CHAIN_GAP, device=device, seq=link.seq, count=link.seq - last - 1
                    )
                before, same = (same if link.seq == last + 1 else []), [link]
            if before and link.prev not in {each.name for each in before}:
                self.report.found(Code.CHAIN_BROKEN, device=device, number=link.number)
