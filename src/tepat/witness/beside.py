"""What lies beside the tree in a copy: bodies, lists, states, and what the log is.

Bodies and lists may be released long after their entries: the copy remembers which bundles
name something it lacks, and asks again, so many in each round. Of the states the newest few
are kept. What has not the form and size it must have is not kept, and said.
"""

import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Final

from tepat.core.log import canonical, checkpoints, entries, notes, office, spelling, tiles
from tepat.witness import files, sources
from tepat.witness.verifying import about

LARGEST_BODY_FILE: Final = 2 * canonical.LARGEST_BODY + 1_024
MOST_ASKED: Final = 256
"""Missing bodies and lists that one round asks for again; it ends with the bundle."""
STATES_KEPT: Final = 5
LARGEST_STATES: Final = 2**29
_STATES_AT_LEAST: Final = 2**26
_STATES_PER_ENTRY: Final = 2_048
WAITING: Final = ".menunggu.json"
_LARGEST_WAITING: Final = 2**22


class Beside:
    """Copies what lies beside one log, from `source` into `folder`."""

    def __init__(self, source: sources.Source, folder: Path, was: int) -> None:
        self._source = source
        self._folder = folder
        self._waiting, self._next = _read_waiting(folder, was)
        self._asked = 0
        self._fresh: set[int] = set()
        """Bundles whose names were asked for in this round."""
        self.bodies = 0
        """Bodies that this round brought."""
        self.unfit: list[str] = []
        """Files that were not kept, for they have not the form they must have."""

    def bundle(self, index: int, leaves: Sequence[bytes]) -> None:
        """Copy what the entries of one bundle name; remember it where something is missing."""
        self._fresh.add(index)
        first = index * tiles.WIDTH + 1
        brought = [self._named(number, leaf) for number, leaf in enumerate(leaves, first)]
        if all(brought):
            self._waiting.discard(index)
        else:
            self._waiting.add(index)

    def ask_again(self, size: int) -> None:
        """Ask for what was missing before: from where the last round ended, and so many."""
        self._asked = 0
        turn = sorted(self._waiting - self._fresh)
        ahead = [each for each in turn if each >= self._next]
        for index in ahead + turn[: len(turn) - len(ahead)]:
            if self._asked >= MOST_ASKED:
                self._next = index
                break
            width = min(tiles.WIDTH, size - index * tiles.WIDTH)
            if width <= 0:
                self._waiting.discard(index)
                continue
            path = self._folder / tiles.entries_path(index, width)
            if path.is_file():  # else the bundle itself is withheld, and comes with all it names
                data = files.read(path, tiles.LARGEST_BUNDLE)
                with suppress(tiles.BadTile):  # the disk spoiled it: `tepat log verify` tells
                    self.bundle(index, tiles.parse_bundle(data, width))
        else:
            self._next = 0
        data = json.dumps({"bundles": sorted(self._waiting), "next": self._next}).encode()
        _write_new(self._folder / WAITING, data)

    def states(self, size: int) -> None:
        """Copy the states of the tree of `size`, checked line by line; keep the newest few."""
        path = f"states/{size}.jsonl"
        target = self._folder / path
        beside = target.with_name(f".{target.name}.baru")
        limit = min(LARGEST_STATES, _STATES_AT_LEAST + _STATES_PER_ENTRY * size)
        if not target.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                if self._source.save(path, limit, beside):
                    if _are_states(beside):
                        files.put(beside, target)
                    else:
                        self.unfit.append(path)
            except sources.TooLarge:
                self.unfit.append(path)
            finally:
                beside.unlink(missing_ok=True)
        sizes = sorted(_sizes(each.name for each in target.parent.glob("*.jsonl")))
        for old in sizes[:-STATES_KEPT]:
            (target.parent / f"{old}.jsonl").unlink()

    def about(self, checkpoint: checkpoints.Checkpoint) -> None:
        """Copy `log.json` where it describes this log."""
        try:
            data = self._source.read(about.FILE, about.LARGEST)
        except sources.TooLarge:
            data = b""
        if data is None:
            return
        if about.described(data, checkpoint.origin) is None:
            self.unfit.append(about.FILE)
        else:
            _write_new(self._folder / about.FILE, data)

    def office(self, checkpoint: checkpoints.Checkpoint, known: Iterable[notes.Verifier]) -> None:
        """Copy what the office publishes: all that its signed index names, the index last.

        One that is older than the copy's, or whose parts do not fit, leaves the copy as it is.
        """
        data = self._ask(office.FILE, office.LARGEST_INDEX)
        target = self._folder / office.FILE
        if data is None or (target.is_file() and target.read_bytes() == data):
            return
        keys = list(known)
        try:
            new = office.parse(data, keys)
        except office.BadOffice:
            self.unfit.append(office.FILE)
            return
        if new.origin != checkpoint.origin or new.made < _made(target, keys):
            self.unfit.append(office.FILE)
            return
        brought = [self._part(name) for name in new.hashes]
        if all(brought):
            files.write(target, data)
            _only(target.with_name(office.FOLDER), new.hashes)

    def _part(self, name: str) -> bool:
        path = f"{office.FOLDER}/{name}"
        if (self._folder / path).is_file():
            return True
        data = self._ask(path, office.LARGEST_FILE)
        if data is None or sha256(data).hexdigest() != name:
            if data is not None:
                self.unfit.append(path)
            return False
        files.write(self._folder / path, data)
        return True

    def _named(self, number: int, leaf: bytes) -> bool:
        """Copy what one entry names; return whether all of it is there."""
        try:
            entry = entries.parse(leaf)
        except entries.BadEntry:
            return True
        if isinstance(entry, entries.HiddenEntry):
            return self._body(f"bodies/{entry.audience}/{number}.json", entry.name)
        if isinstance(entry, entries.FactEntry):
            brought = [self._list(name) for name in lists_of(entry.body)]
            return all(brought)
        return True

    def _body(self, path: str, name: str) -> bool:
        if (self._folder / path).is_file():
            return True
        data = self._ask(path, LARGEST_BODY_FILE)
        body = body_of(data) if data is not None else None
        if data is None or not body or canonical.name_of(body) != name:
            return False
        files.write(self._folder / path, data)
        self.bodies += 1
        return True

    def _list(self, name: str) -> bool:
        path = f"lists/{name}"
        if (self._folder / path).is_file():
            return True
        data = self._ask(path, canonical.LARGEST_LIST)
        if data is None or canonical.name_of(data) != name:
            return False
        files.write(self._folder / path, data)
        return True

    def _ask(self, path: str, limit: int) -> bytes | None:
        self._asked += 1
        try:
            return self._source.read(path, limit)
        except sources.TooLarge:
            self.unfit.append(path)
            return None


def body_of(data: bytes) -> bytes | None:
    """Return the body in a `bodies/` file, None where it is none."""
    try:
        value = canonical.decode(data, at_most=LARGEST_BODY_FILE)
    except canonical.NotCanonical:
        return None
    body = value.get("body") if isinstance(value, dict) and len(value) == 1 else None
    return body.encode() if isinstance(body, str) else None


def lists_of(body: bytes) -> list[str]:
    """Return the hashes of the lists and plans that a fact names."""
    try:
        value = canonical.decode(body)
    except canonical.NotCanonical:
        return []
    names = [value.get(key) for key in ("list", "plan")] if isinstance(value, dict) else []
    return [str(each) for each in names if spelling.is_hex(each, 64)]


def _are_states(path: Path) -> bool:
    """Tell whether each line is the state of a package, sorted by package, each once."""
    last = ""
    with path.open("rb") as lines:
        while line := lines.readline(canonical.LARGEST_BODY + 2):
            try:
                value = canonical.decode(line.removesuffix(b"\n"))
            except canonical.NotCanonical:
                return False
            package = value.get("package") if isinstance(value, dict) else None
            if not line.endswith(b"\n") or not isinstance(package, str) or package <= last:
                return False
            last = package
    return True


def _sizes(names: Iterable[str]) -> set[int]:
    stems = (name.removesuffix(".jsonl") for name in names)
    return {int(stem) for stem in stems if stem.isascii() and stem.isdecimal()}


def _read_waiting(folder: Path, was: int) -> tuple[set[int], int]:
    """Which bundles name something missing, and where to go on; all, where nobody wrote it."""
    try:
        value = json.loads((folder / WAITING).read_bytes()[:_LARGEST_WAITING])
        return {int(each) for each in value["bundles"]}, int(value["next"])
    except (OSError, ValueError, KeyError, TypeError):
        return set(range(-(-was // tiles.WIDTH))), 0


def _write_new(path: Path, data: bytes) -> None:
    if not path.is_file() or path.read_bytes() != data:
        files.write(path, data)


def _made(path: Path, known: Iterable[notes.Verifier]) -> str:
    """When the index of the copy was made; empty where there is none that can be read."""
    try:
        return office.parse(path.read_bytes(), known).made
    except (OSError, office.BadOffice):
        return ""


def _only(folder: Path, names: Sequence[str]) -> None:
    """Remove the parts that no index names any more."""
    for each in folder.iterdir():
        if spelling.is_hex(each.name, 64) and each.name not in names:
            each.unlink(missing_ok=True)
