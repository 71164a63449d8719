"""Who signs checkpoints: remembers the last one, and signs nothing that contradicts it.

The rule, whoever asks: a checkpoint must continue the last one this key signed, and be
no smaller than what any witness has seen. What was signed is on the disk before the
signature leaves. `tepat log signer` runs this in a process of its own, so that keys may
belong to a user whose files the server cannot read; `ProcessSigner` speaks to it.
"""

import base64
import json
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol, TextIO

from tepat.core.log import checkpoints, describing, notes, spelling, tree
from tepat.core.problems import Code, Problem, Refused, refuse
from tepat.server.log.publishing import keys
from tepat.server.log.publishing.disk import Disk
from tepat.server.log.publishing.place import Place

_SCOPE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}/[0-9]{2}\.[0-9]{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Memory:
    """What a log's key has promised: the last tree it signed, and the least size allowed."""

    size: int = 0
    root: bytes = tree.EMPTY_ROOT
    floor: int = 0
    """The largest size any witness said it has seen."""
    floor_root: bytes = b""
    """The root that it saw there; empty: it did not say."""


class SignsLogs(Protocol):
    """What the sequencer needs from a signer, in this process or in another."""

    def memory(self) -> Memory: ...

    def vkeys(self) -> list[str]: ...

    def begin(self) -> None: ...

    def set_floor(self, size: int, root: bytes = b"") -> None: ...

    def greet(self) -> bytes: ...

    def describe(self, digest: str) -> str: ...

    def sign(
        self,
        checkpoint: checkpoints.Checkpoint,
        proof: Sequence[bytes],
        floor_proof: Sequence[bytes] = (),
    ) -> bytes: ...


class FileSigner:
    """Signs with the keys in files, after the rule above."""

    def __init__(self, place: Place, disk: Disk) -> None:
        self.place = place
        self.disk = disk

    @property
    def _path(self) -> Path:
        return self.place.keys / f"{self.place.key_name}.signed.json"

    def memory(self) -> Memory:
        """Return what was promised. Raises `Refused` where that cannot be read.

        A memory that is unreadable is never taken for an empty one.
        """
        data = self.disk.read(self._path)
        if data is None:
            return Memory()
        try:
            stored = json.loads(data)
            root, floor_root = (bytes.fromhex(stored[name]) for name in ("root", "floor_root"))
            return Memory(stored["size"], root, stored["floor"], floor_root)
        except (ValueError, KeyError, TypeError) as error:
            raise refuse(Code.LOG_KEY_BROKEN, file=self._path.name) from error

    def vkeys(self) -> list[str]:
        return keys.all_vkeys(self.place)

    def begin(self) -> None:
        """Make the first key of a log. Raises `Refused` where it had one that is gone."""
        if keys.keys_of(self.place):
            return
        was_published = (self.place.folder / "checkpoint").exists()
        if was_published or self._path.exists() or keys.all_vkeys(self.place):
            raise refuse(Code.LOG_KEY_MISSING, log=str(self.place), folder=str(self.place.keys))
        keys.make_key(self.place, self.disk)

    def set_floor(self, size: int, root: bytes = b"") -> None:
        """Sign nothing smaller than `size` from now on: a witness has seen so much.

        With its `root`, sign nothing either that is another history than the one it saw.
        """
        memory = self.memory()
        if (size, root) != (memory.floor, memory.floor_root):
            self._remember(replace(memory, floor=size, floor_root=root))

    def sign(
        self,
        checkpoint: checkpoints.Checkpoint,
        proof: Sequence[bytes],
        floor_proof: Sequence[bytes] = (),
    ) -> bytes:
        """Return the signed note of `checkpoint`; `proof` shows it continues the last one.

        Where witnesses have seen more than this key remembers, which is so after a restore,
        `floor_proof` shows that it continues what they saw.

        Raises `Refused` for a smaller tree, for another history, and for less than a
        witness has seen.
        """
        memory, log = self.memory(), str(self.place)
        size, root = checkpoint.size, checkpoint.root
        if checkpoint.origin != self.place.origin:
            raise refuse(Code.LOG_FORK, log=log, size=size, last=memory.size)
        if size < memory.size:
            raise refuse(Code.LOG_SMALLER, log=log, size=size, last=memory.size)
        if size < memory.floor:
            raise refuse(Code.LOG_BEHIND_WITNESS, log=log, size=size, last=memory.floor)
        if not tree.check_consistency(memory.size, size, memory.root, root, list(proof)):
            raise refuse(Code.LOG_FORK, log=log, size=size, last=memory.size)
        if memory.floor > memory.size and memory.floor_root:
            seen = (memory.floor, size, memory.floor_root, root)
            if not tree.check_consistency(*seen, list(floor_proof)):
                raise refuse(Code.LOG_FORK, log=log, size=size, last=memory.floor)
        signing = keys.keys_of(self.place)
        if not signing:
            raise refuse(Code.LOG_KEY_MISSING, log=log, folder=str(self.place.keys))
        self._remember(replace(memory, size=size, root=root))
        return _signed(checkpoint, signing)

    def greet(self) -> bytes:
        """Return the signed note of the empty tree, which every tree continues.

        A witness that has seen more answers with the size it has seen.
        """
        empty = checkpoints.Checkpoint(self.place.origin, 0, tree.EMPTY_ROOT)
        return _signed(empty, keys.keys_of(self.place))

    def describe(self, digest: str) -> str:
        """Return the signed note over the digest of `log.json`; empty before the first key."""
        signers = [each.signer for each in keys.keys_of(self.place)]
        return describing.sign(self.place.origin, digest, signers)

    def _remember(self, memory: Memory) -> None:
        stored = {
            "size": memory.size,
            "root": memory.root.hex(),
            "floor": memory.floor,
            "floor_root": memory.floor_root.hex(),
        }
        data = json.dumps(stored, sort_keys=True).encode()
        self.disk.write(self._path, data, mode=keys.ONLY_OWNER)


def _signed(checkpoint: checkpoints.Checkpoint, signing: Sequence[keys.LogKey]) -> bytes:
    note = notes.Note(checkpoint.text)
    for key in signing:
        note = note.with_signatures(checkpoints.sign(checkpoint, key.signer).signatures)
    return notes.write_note(note)


class ProcessSigner:
    """Asks a signer in another process, over its standard input and output."""

    def __init__(self, place: Place, process: "subprocess.Popen[str]") -> None:
        self.place = place
        self.process = process

    def memory(self) -> Memory:
        said = self._ask("memory")
        root, floor_root = (base64.b64decode(said[name]) for name in ("root", "floor_root"))
        return Memory(said["size"], root, said["floor"], floor_root)

    def vkeys(self) -> list[str]:
        return list(self._ask("vkeys")["vkeys"])

    def begin(self) -> None:
        self._ask("begin")

    def set_floor(self, size: int, root: bytes = b"") -> None:
        self._ask("set_floor", size=size, root=_text(root))

    def greet(self) -> bytes:
        return base64.b64decode(self._ask("greet")["note"])

    def describe(self, digest: str) -> str:
        return str(self._ask("describe", digest=digest)["note"])

    def sign(
        self,
        checkpoint: checkpoints.Checkpoint,
        proof: Sequence[bytes],
        floor_proof: Sequence[bytes] = (),
    ) -> bytes:
        said = self._ask(
            "sign",
            size=checkpoint.size,
            root=_text(checkpoint.root),
            proof=[_text(each) for each in proof],
            floor_proof=[_text(each) for each in floor_proof],
        )
        return base64.b64decode(said["note"])

    def _ask(self, verb: str, **rest: Any) -> dict[str, Any]:
        """Return the answer. Raises `Refused` as the signer did, and where it is gone."""
        place = self.place
        log = [place.election, place.kabupaten, place.origin]
        assert self.process.stdin
        assert self.process.stdout
        try:
            self.process.stdin.write(json.dumps({"verb": verb, "log": log, **rest}) + "\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except (OSError, ValueError) as error:
            raise refuse(Code.LOG_SIGNER_GONE, log=str(place)) from error
        if not line:
            raise refuse(Code.LOG_SIGNER_GONE, log=str(place))
        said: dict[str, Any] = json.loads(line)
        if "refused" in said:
            raise Refused(Problem(Code(said["refused"]), said["facts"]))
        return said


def serve(home: Path, lines: TextIO, answers: TextIO, disk: Disk) -> None:
    """Answer requests, one JSON object per line, until the lines end."""
    for line in lines:
        answers.write(json.dumps(_answer(home, json.loads(line), disk)) + "\n")
        answers.flush()


def _answer(home: Path, asked: Mapping[str, Any], disk: Disk) -> dict[str, Any]:
    election, kabupaten, origin = asked["log"]
    if not _SCOPE.fullmatch(f"{election}/{kabupaten}"):
        raise ValueError("no log has such a name")
    signer = FileSigner(Place(home, election, kabupaten, origin), disk)
    try:
        match asked["verb"]:
            case "memory":
                now = signer.memory()
                seen = {"floor": now.floor, "floor_root": _text(now.floor_root)}
                return {"size": now.size, "root": _text(now.root), **seen}
            case "vkeys":
                return {"vkeys": signer.vkeys()}
            case "begin":
                signer.begin()
            case "set_floor":
                signer.set_floor(int(asked["size"]), base64.b64decode(asked["root"]))
            case "greet":
                return {"note": _text(signer.greet())}
            case "describe":
                digest = str(asked["digest"])
                if not spelling.is_hex(digest, 64):
                    raise ValueError("not a digest")
                return {"note": signer.describe(digest)}
            case "sign":
                root = base64.b64decode(asked["root"])
                checkpoint = checkpoints.Checkpoint(origin, int(asked["size"]), root)
                proofs = (
                    [base64.b64decode(each) for each in asked[name]]
                    for name in ("proof", "floor_proof")
                )
                return {"note": _text(signer.sign(checkpoint, *proofs))}
    except Refused as refused:
        return {"refused": refused.problem.code.value, "facts": dict(refused.problem.facts)}
    except OSError as error:
        facts = {"log": f"{election}/{kabupaten}", "reason": str(error.strerror)}
        return {"refused": Code.LOG_DISK.value, "facts": facts}
    return {}


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
