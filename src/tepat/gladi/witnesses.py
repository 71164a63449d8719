"""Witnesses outside of KPU's office, with keys of their own: two laptops, and a supervisor's phone.

The laptops run the ordinary witness program beside the rehearsal: one of the organisation of
supervisors, which also mirrors the log by a token, and one of a candidate. KPU's policy names
both. At the end it is read what each of them holds.
"""

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from tepat.core.log import checkpoints, notes, policies, witnessing
from tepat.core.problems import Code, refuse
from tepat.gladi import clock, home, server
from tepat.gladi.desk import Line

if TYPE_CHECKING:
    from tepat.gladi.world import World

FOLDER: Final = "saksi"
POLICY: Final = "policies/policy.txt"
LOG: Final = "saksi.log"
SLOWEST_S: Final = 60.0
"""So long it is waited for the log to begin, and at the end for what the laptops hold."""
EVERY_S: Final = "2"
"""Seconds between two copies of a laptop: a day of the rehearsal may take three."""


@dataclass(frozen=True, slots=True)
class Laptop:
    """One laptop: its short name, whose it is, and whether it keeps a copy of the log."""

    name: str
    whose: str
    mirrors: bool = False


LAPTOPS: Final = (
    Laptop("bawaslu", "Bawaslu", mirrors=True),
    Laptop("paslon1", "pasangan calon 1"),
)


@dataclass(frozen=True, slots=True)
class Held:
    """What one witness outside held at the end, and how much there was to hold."""

    whose: str
    size: int
    there: int = 0
    """0: a phone, which signs each morning and not the last."""
    said: str = ""
    """What its own check of its copy said; empty: it keeps none."""
    faults: tuple[str, ...] = ()

    def line(self) -> tuple[str, str]:
        """Return the row of the report card."""
        copy = f"; salinannya: {self.said}" if self.said else ""
        of = f" dari {_number(self.there)}" if self.there else ""
        said = f"menandatangani {_number(self.size)}{of} peristiwa{copy}"
        return f"Saksi {self.whose}", said

    def as_json(self) -> dict[str, Any]:
        return {"whose": self.whose, "size": self.size, "there": self.there, "copy": self.said}


@dataclass
class Watching:
    """The witnesses of one rehearsal while they run."""

    processes: list["subprocess.Popen[bytes]"] = field(default_factory=list)
    ports: dict[str, int] = field(default_factory=dict)
    log: IO[str] | None = None

    def stop(self) -> None:
        """End the laptops; what they promised stays in their folders."""
        for each in self.processes:
            each.terminate()
        for each in self.processes:
            each.wait(timeout=15)
        self.processes.clear()
        if self.log:
            self.log.close()


def begin(world: "World") -> None:
    """Make the witnesses of a log that has begun, let KPU's policy name them, and start them."""
    own = _keys(world)
    lines = [f"log {each}" for each in own]
    with ThreadPoolExecutor(len(LAPTOPS)) as side_by_side:
        vkeys = list(side_by_side.map(partial(_made, world, own), LAPTOPS))
    for laptop, vkey in zip(LAPTOPS, vkeys, strict=True):
        port = world.watching.ports[laptop.name] = server.free_port()
        lines.append(f"witness {laptop.name} {vkey} http://127.0.0.1:{port}")
    names = " ".join(laptop.name for laptop in LAPTOPS)
    lines += [f"group laptop {len(LAPTOPS)} {names}", "quorum laptop"]
    policy = world.place / POLICY
    policy.parent.mkdir(exist_ok=True)
    serve(world.place, world.port, world.watching, _where(world))
    policy.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _made(world: "World", own: Sequence[str], laptop: Laptop) -> str:
    """Make the folder of a laptop, which knows the log by its `own` keys; return its key."""
    place = _folder(world.place, laptop)
    place.parent.mkdir(exist_ok=True)
    words = ["--name", f"{laptop.name}-{world.asked.name}.example/saksi"]
    words += [word for each in own for word in ("--log", each)]
    said = _run(world.place, "log", "witness", "init", str(place), *words)
    lines = (line.strip() for line in said.splitlines())
    return next(line for line in lines if line.startswith(f"{laptop.name}-"))


def name_phone(place: Path, vkey: str) -> None:
    """Name the witness key of a phone in the policy, once: what it signs is no stranger's then."""
    policy = place / POLICY
    if not vkey or not policy.exists() or vkey in (text := policy.read_text(encoding="utf-8")):
        return
    clock.write(policy, text.replace("group ", f"witness hp {vkey}\ngroup ", 1))


def serve(place: Path, port: int, watching: Watching, where: str) -> None:
    """Start the laptops of a rehearsal, at the ports that its policy names."""
    watching.ports = watching.ports or _ports(place)
    watching.log = (place / LOG).open("a", encoding="utf-8")
    token = place / home.FIELD / "token-saksi.txt"
    token.write_text(server.witness_token(place), encoding="ascii")
    for laptop in LAPTOPS:
        if laptop.name not in watching.ports:
            continue
        words = [str(_folder(place, laptop)), "--port", str(watching.ports[laptop.name])]
        words += ["--clock", str(place / clock.FILE)]
        if laptop.mirrors:
            words += ["--mirror", f"http://127.0.0.1:{port}{where}", "--every", EVERY_S]
            words += ["--token-file", str(token)]
        watching.processes.append(
            subprocess.Popen(
                [sys.executable, "-m", "tepat", "log", "witness", "serve", *words],
                env=server.outside(),
                stdout=watching.log,
                stderr=watching.log,
            )
        )


def held(world: "World") -> list[Held]:
    """Return what each witness outside holds, once the last checkpoint has reached it."""
    found: list[Held] = []
    if not world.watching.processes:
        return found
    ends = time.monotonic() + SLOWEST_S
    written = max(phone.newest for phone in world.phones.values())
    while True:
        published = world.checkpoint()
        found = [_held(world, laptop, published) for laptop in LAPTOPS]
        is_whole = all(each.size == each.there for each in found)
        if (is_whole and _size(published) >= written) or time.monotonic() > ends:
            break
        time.sleep(0.1)
    signed = [_with_copy(world, *each) for each in zip(LAPTOPS, found, strict=True)]
    for phone in world.phones.values():
        if phone.cosigned:
            signed.append(Held(f"HP {phone.party}", phone.cosigned))
    return signed


def _held(world: "World", laptop: Laptop, published: notes.Note) -> Held:
    """Compare the newest note that a laptop signed with what is published."""
    there = checkpoints.parse(published.text)
    policy = policies.parse((world.place / POLICY).read_bytes())
    known = policy.witnesses[laptop.name]
    path = witnessing.newest_path(there.origin)
    try:
        answer, body = Line(world.watching.ports[laptop.name]).ask("GET", path, b"", {})
        note = notes.parse_note(body) if answer.status == 200 else None
        seen = checkpoints.parse(note.text) if note else None
    except (OSError, notes.BadNote, checkpoints.BadCheckpoint):
        seen = None
    if seen is None:
        return Held(laptop.whose, 0, there.size, faults=(f"saksi {laptop.whose} tidak menjawab",))
    faults = []
    if seen.size == there.size and seen.root != there.root:
        faults.append(f"saksi {laptop.whose} menandatangani isi lain pada {seen.size} peristiwa")
    if laptop.name not in policies.judge(policy, published).witnesses and seen == there:
        seen = checkpoints.Checkpoint(seen.origin, 0, seen.root)  # its line is not yet published
    if any((_folder(world.place, laptop) / "bukti").glob("*")):
        faults.append(f"saksi {laptop.whose} menyimpan bukti terhadap log")
    assert known.verifier.kind == notes.COSIGNATURE
    return Held(laptop.whose, seen.size, there.size, faults=tuple(faults))


def _with_copy(world: "World", laptop: Laptop, held: Held) -> Held:
    """Let a laptop with a copy check it by itself; what it says first stands on the card."""
    faults = list(held.faults)
    if held.size != held.there:
        faults.append(f"saksi {held.whose} berhenti di {held.size} dari {held.there} peristiwa")
    if not laptop.mirrors:
        return Held(held.whose, held.size, held.there, "", tuple(faults))
    folder = _folder(world.place, laptop) / "salinan"
    ends, status, said = time.monotonic() + SLOWEST_S, 1, "belum ada salinan"
    while status and time.monotonic() < ends:  # the next round of copying may bring the rest
        if _copied(folder) == held.there:
            status, said = _checked(world.place, folder)
        time.sleep(0.1 if status else 0)
    if status:
        status, said = _checked(world.place, folder)
    if status:
        faults.append(f"salinan saksi {held.whose} tidak lolos periksa: {said}")
    return Held(held.whose, held.size, held.there, said, tuple(faults))


def _checked(place: Path, folder: Path) -> tuple[int, str]:
    """Let the program of witnesses check the copy in a folder; return its status and sentence."""
    copies = sorted(folder.rglob("log.json"))
    if not copies:
        return 1, "belum ada salinan"
    words = ["log", "verify", str(copies[0].parent), "--policy", str(place / POLICY)]
    done = subprocess.run(
        [sys.executable, "-m", "tepat", *words],
        env=server.outside(),
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    return done.returncode, (done.stdout.strip().splitlines() or ["tanpa jawaban"])[0]


def _copied(folder: Path) -> int:
    """Return how many entries the copy of one log in a folder has, 0: there is none yet."""
    for path in folder.rglob("checkpoint"):
        try:
            return _size(notes.parse_note(path.read_bytes()))
        except (OSError, notes.BadNote):
            continue
    return 0


def _keys(world: "World") -> list[str]:
    """Return the keys of the log as it announces them, once it has begun."""
    ends = time.monotonic() + SLOWEST_S
    while time.monotonic() < ends:
        answer, body = world.lines.line.ask("GET", f"{_where(world)}/log.json", b"", {})
        if answer.status == 200:
            return [str(each) for each in json.loads(body)["keys"]]
        time.sleep(0.1)  # the sequencer begins a log within seconds
    raise refuse(Code.GLADI_SERVER, name=world.asked.name, why="log belum terbit", file=server.LOG)


def _where(world: "World") -> str:
    return f"/log/{world.asked.election}/{world.asked.kabupaten}"


def _folder(place: Path, laptop: Laptop) -> Path:
    return place / home.FIELD / FOLDER / laptop.name


def _ports(place: Path) -> dict[str, int]:
    """Return where the policy of a rehearsal says that its laptops are."""
    try:
        policy = policies.parse((place / POLICY).read_bytes())
    except OSError:
        return {}
    there = {name: each.url for name, each in policy.witnesses.items() if each.url}
    return {name: int(url.rpartition(":")[2]) for name, url in there.items()}


def _run(place: Path, *words: str) -> str:
    return server.run(place, *words, env=server.outside())


def _number(count: int) -> str:
    """Return a number as Indonesian papers write it.

    >>> _number(2794)
    '2.794'
    """
    return f"{count:,}".replace(",", ".")


def _size(note: notes.Note) -> int:
    return checkpoints.parse(note.text).size
