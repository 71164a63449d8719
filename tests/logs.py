"""Published logs for tests: signed facts of Kabupaten Contoh, laid out as files.

Made with the core alone, so that whoever reads a log is tested against the formats and
not against a server.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from tepat.core.log import (
    canonical,
    checkpoint_index,
    checkpoints,
    cosignatures,
    describing,
    entries,
    keys,
    notes,
    receipts,
    spelling,
    tiles,
    tree,
)
from tepat.core.move import events, folding
from tepat.core.move.clocks import Arrival, Arrivals
from tepat.core.move.standing import Link

ELECTION, KABUPATEN = "contoh-2029", "99.01"
ORIGIN = f"tepat.example/{ELECTION}/{KABUPATEN}"
START = datetime(2029, 11, 20, 8, tzinfo=UTC)
AT = "2029-11-20T16:00:00+08:00"


def signer(name: str) -> keys.Signer:
    """The key of somebody, always the same for the same name."""
    return keys.Signer(sha256(name.encode()).digest())


@dataclass
class Device:
    """A phone or the desk: signs facts in one gapless chain."""

    owner: str
    seq: int = 0
    prev: str = ""
    own: dict[str, str] = field(default_factory=dict)
    """Person, role and assignment, once the phone is enrolled."""

    @property
    def signer(self) -> keys.Signer:
        return signer(self.owner)

    def fact(self, kind: str, **fields: Any) -> tuple[bytes, bytes]:
        """Body and signature of the next fact of this device."""
        self.seq += 1
        value = {
            "v": 1,
            "kind": kind,
            "election": ELECTION,
            "kabupaten": KABUPATEN,
            "device": self.signer.key_id,
            "seq": self.seq,
            "at": AT,
            **self.own,
            **fields,
        }
        if self.prev:
            value["prev"] = self.prev
        body = canonical.encode(value)
        self.prev = canonical.name_of(body)
        return body, keys.sign_body(self.signer, keys.EVENT, body)


def key_text(owner: str) -> str:
    """A public key as facts write it."""
    return spelling.to_base64(signer(owner).public)


@dataclass
class Log:
    """A log under construction in `folder`; `publish` writes what is new."""

    folder: Path
    witnesses: tuple[str, ...] = ("bawaslu", "polres", "saksi_paslon")
    origin: str = ORIGIN
    operator: str = "log"
    leaves: list[bytes] = field(default_factory=list)
    published: int = 0
    shows_entries: bool = True
    signs_description: bool = True
    ahead: dict[str, int] = field(default_factory=dict)
    releases: dict[str, str | None] = field(
        default_factory=lambda: {"entries": "2029-11-28T00:00:00+08:00", "security": None}
    )
    state_lines: Callable[[Sequence[bytes]], list[bytes]] | None = None

    def add(self, body: bytes, signature: bytes, **more: Any) -> int:
        """Append one signed fact; return its number."""
        received = spelling.to_utc(START + timedelta(seconds=len(self.leaves)))
        self.leaves.append(entries.write(entries.FactEntry(body, signature, received, **more)))
        return len(self.leaves)

    def hide(self, body: bytes, signature: bytes, audience: str, *, shown: bool = False) -> int:
        """Append one fact whose body is withheld, or lies beside the log."""
        received = spelling.to_utc(START + timedelta(seconds=len(self.leaves)))
        value = json.loads(body)
        entry = entries.HiddenEntry(
            canonical.name_of(body),
            audience,
            value["device"],
            value["seq"],
            signature,
            received,
            value.get("prev", ""),
        )
        self.leaves.append(entries.write(entry))
        if shown:
            data = canonical.encode({"body": body.decode()}, at_most=70_000)
            self._write(f"bodies/{audience}/{len(self.leaves)}.json", data)
        return len(self.leaves)

    def list(self, data: bytes) -> str:
        """Put a list beside the log; return its name."""
        name = canonical.name_of(data)
        self._write(f"lists/{name}", data)
        return name

    @property
    def checkpoint(self) -> checkpoints.Checkpoint:
        """The checkpoint over everything that was added."""
        hashes = [tree.leaf_hash(each) for each in self.leaves]
        return checkpoints.Checkpoint(self.origin, len(hashes), tree.root_of(hashes))

    def note(self, witnesses: Iterable[str] | None = None) -> notes.Note:
        """The checkpoint, signed by the log and by these witnesses (all by default).

        `ahead` is the time of witnesses that tell another one.
        """
        made = checkpoints.sign(self.checkpoint, signer(self.operator))
        by = self.witnesses if witnesses is None else tuple(witnesses)
        time = int((START + timedelta(days=1)).timestamp())
        return made.with_signatures(
            cosignatures.cosign(
                made.text, f"{each}.example/w", signer(each), self.ahead.get(each, time)
            )
            for each in by
        )

    def publish(self, witnesses: Iterable[str] | None = None) -> Path:
        """Write tiles, bundles, states and checkpoint of everything that was added."""
        hashes = [tree.leaf_hash(each) for each in self.leaves]
        size = len(hashes)
        self._write("log.json", canonical.encode(self._about()))
        for tile in tiles.tiles_between(self.published, size):
            each = 1 << tiles.HEIGHT * tile.level
            first = tile.index * tiles.WIDTH * each
            starts = range(first, first + tile.width * each, each)
            data = b"".join(tree.root_of(hashes[at : at + each]) for at in starts)
            self._write(tile.path, data)
            if tile.level == 0 and self.shows_entries:
                bundle = tiles.write_bundle(self.leaves[first : first + tile.width])
                self._write(tiles.entries_path(tile.index, tile.width), bundle)
        if self.state_lines:
            lines = self.state_lines(self.leaves)
            self._write(f"states/{size}.jsonl", b"".join(line + b"\n" for line in lines))
        data = notes.write_note(self.note(witnesses))
        self._write(f"checkpoints/{size}", data)
        names = (each.name for each in (self.folder / "checkpoints").iterdir())
        sizes = [int(name) for name in names if name.isdecimal()]
        self._write("checkpoints/index", checkpoint_index.write(sizes))
        self._write("checkpoint", data)
        self.published = size
        return self.folder

    def receipt(
        self,
        number: int,
        fact: str,
        verdict: str = receipts.ACCEPTED,
        reason: str = "",
        desk: str = "desk",
    ) -> tuple[bytes, bytes]:
        """What the door answered for a fact."""
        received = spelling.to_utc(START + timedelta(seconds=number))
        receipt = receipts.Receipt(fact, self.origin, number, received, verdict, reason)
        return receipts.sign(receipt, signer(desk))

    def policy(self, path: Path, quorum: int = 2) -> Path:
        """Write the policy of a supervisor who trusts this log's key and its witnesses."""
        path.write_text(policy_text(self.origin, self.operator, self.witnesses, quorum))
        return path

    def _about(self) -> dict[str, Any]:
        vkey = notes.write_vkey(
            notes.Verifier(self.origin, notes.ED25519, signer(self.operator).public)
        )
        about: dict[str, Any] = {
            "v": 1,
            "origin": self.origin,
            "election": ELECTION,
            "kabupaten": KABUPATEN,
            "keys": [vkey],
            "release": self.releases,
        }
        if self.signs_description:
            digest = describing.digest_of(about)
            about["note"] = describing.sign(self.origin, digest, [signer(self.operator)])
        return about

    def _write(self, path: str, data: bytes) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def log_vkey(origin: str = ORIGIN, operator: str = "log") -> str:
    """The key of a log as a policy names it."""
    return notes.write_vkey(notes.Verifier(origin, notes.ED25519, signer(operator).public))


def witness_vkey(name: str) -> str:
    """The key of a witness as a policy names it."""
    verifier = notes.Verifier(f"{name}.example/w", notes.COSIGNATURE, signer(name).public)
    return notes.write_vkey(verifier)


def policy_text(origin: str, operator: str, witnesses: Sequence[str], quorum: int) -> str:
    """A policy: this log, these witnesses, `quorum` of them."""
    lines = [f"log {log_vkey(origin, operator)}"]
    lines += [f"witness {each} {witness_vkey(each)}" for each in witnesses]
    if not witnesses:
        return "\n".join([*lines, "quorum none", ""])
    lines.append(f"group saksi {quorum} {' '.join(witnesses)}")
    return "\n".join([*lines, "quorum saksi", ""])


def folded(leaves: Sequence[bytes], lists: events.Lists | None = None) -> list[bytes]:
    """The lines of `states/<size>.jsonl` for a log with these lists, by their names."""
    facts: dict[str, events.Fact] = {}
    signed: dict[str, tuple[str, ...]] = {}
    hidden: list[tuple[str, Link]] = []
    came: dict[str, Arrival] = {}
    moments = {}
    for number, leaf in enumerate(leaves, start=1):
        entry = entries.parse(leaf)
        if at := spelling.from_utc(entry.received):
            moments[number] = at
        if isinstance(entry, entries.FactEntry):
            facts[entry.name] = events.read(entry.body)
            more = tuple(each.device for each in entry.countersigned)
            signed[entry.name] = signed.get(entry.name, ()) + more
            came.setdefault(entry.name, Arrival(number, moments[number]))
        elif isinstance(entry, entries.HiddenEntry):
            hidden.append((entry.device, Link(entry.seq, entry.name, entry.prev)))
    others = {name: each for name, each in signed.items() if each}
    states = folding.fold_all(
        facts.items(),
        lists or {},
        next(iter(facts)),
        others,
        arrivals=Arrivals(came, moments),
        hidden=hidden,
    )
    return [folding.state_line(each) for each in states.values()]


def assigned(log: Log, desk: Device, phone: Device, role: str) -> None:
    """The desk assigns the owner of `phone` the whole kabupaten, and the phone enrols."""
    body, signature = desk.fact(
        "assigned",
        person=phone.owner,
        as_role=role,
        area=KABUPATEN,
        starts="2029-11-01T00:00:00+08:00",
        ends="2029-12-31T00:00:00+08:00",
    )
    log.add(body, signature)
    assignment = canonical.name_of(body)
    log.add(*phone.fact("enrolled", key=key_text(phone.owner), assignment=assignment, mac="0" * 64))
    phone.own = {"by": phone.owner, "role": role, "assignment": assignment}


def a_log(folder: Path, facts: int = 40, **more: Any) -> Log:
    """A log of `facts` facts of the desk, bu_sari and pak_joko, not yet published.

    The desk enrols itself, assigns both and their phones enrol; then bu_sari seals
    packages `KB0001`, `KB0002` ... that pak_joko never touches.
    """
    log = Log(folder, **{"state_lines": folded} | more)
    desk, bu_sari, pak_joko = Device("desk"), Device("bu_sari"), Device("pak_joko")
    log.add(*desk.fact("desk_enrolled", key=key_text("desk")))
    assigned(log, desk, bu_sari, "kpu")
    assigned(log, desk, pak_joko, "driver")
    number = 0
    while len(log.leaves) < facts:
        number += 1
        package = f"KB{(number + 1) // 2:04}"
        if number % 2:
            contents = [{"count": 400 + number, "item": "surat_suara_bupati"}]
            log.add(*bu_sari.fact("packed", package=package, contents=contents))
        else:
            fields = {"package": package, "seals": [f"S{number:05}"], "after": [bu_sari.prev]}
            log.add(*bu_sari.fact("sealed", **fields))
    return log
