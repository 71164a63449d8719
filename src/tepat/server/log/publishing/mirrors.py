"""Who may read a log before the public: mirrors, each with a token; every read is recorded.

The setting `TEPAT_LOG_MIRRORS` lists them as `name:token` or `name+audience:token`, with
spaces between: `bawaslu:3f... polres+security:9c...`. Best kept in a file, by
`TEPAT_LOG_MIRRORS_FILE`.
"""

import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from tepat.core.log import tiles
from tepat.core.problems import Code, refuse
from tepat.server.log.publishing.release import PARTS, Part

SHORTEST_TOKEN = 24
TAIL_BYTES = 256 * 1024
_ENTRIES = "tile/entries/"
AUDIENCES = frozenset(part.audience for part in PARTS if part.audience)


@dataclass(frozen=True, slots=True)
class Mirror:
    """One reader: its name, the audiences whose bodies it may see, the hash of its token."""

    name: str
    audiences: frozenset[str]
    token_hash: bytes

    def may_read(self, part: Part) -> bool:
        return not part.audience or part.audience in self.audiences


def mirrors_in(words: Sequence[str]) -> list[Mirror]:
    """Return the mirrors of a setting. Raises `Refused` for a word that is none."""
    return [_mirror(word) for word in words]


def _mirror(word: str) -> Mirror:
    who, _, token = word.partition(":")
    name, *audiences = who.split("+")
    if not name or len(token) < SHORTEST_TOKEN or not AUDIENCES.issuperset(audiences):
        raise refuse(Code.LOG_MIRROR, value=name, least=SHORTEST_TOKEN)
    return Mirror(name, frozenset(audiences), _hash(token))


def mirror_with(token: str, mirrors: Sequence[Mirror]) -> Mirror | None:
    """Return the mirror whose token this is; takes as long whether one is or none."""
    asked = _hash(token)
    found = None
    for mirror in mirrors:
        if hmac.compare_digest(asked, mirror.token_hash):
            found = mirror
    return found


def record(path: Path, mirror: Mirror, log: str, file: str, now: datetime) -> None:
    """Add one line about a read to the record at `path`.

    A file and not a table: a mirror reads hundreds of files, and the database has one
    writer, who is taking facts.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    line = {"at": now.isoformat(timespec="seconds"), "file": file, "log": log, "who": mirror.name}
    with path.open("a", encoding="utf-8") as file_:
        file_.write(json.dumps(line, sort_keys=True) + "\n")


@dataclass(frozen=True, slots=True)
class LastRead:
    """What one mirror last fetched of one log."""

    at: datetime
    size: int
    """Entries up to which it fetched bundles, as far as the record that was read tells."""


def last_reads(path: Path, log: str, most: int = TAIL_BYTES) -> dict[str, LastRead]:
    """Return the last read of each mirror, by its name, from the end of the record.

    Only the last `most` bytes are opened, so that a page costs the same after a million reads.
    """
    found: dict[str, LastRead] = {}
    for line in _tail(path, most):
        try:
            read = json.loads(line)
            at, who, file = datetime.fromisoformat(read["at"]), str(read["who"]), str(read["file"])
            is_ours = read["log"] == log and at.tzinfo is not None
        except (ValueError, KeyError, TypeError):
            continue
        if is_ours:
            before = found.get(who)
            size = max(_size_of(file), before.size if before else 0)
            found[who] = LastRead(max(at, before.at) if before else at, size)
    return found


def _tail(path: Path, most: int) -> list[bytes]:
    try:
        with path.open("rb") as file:
            end = file.seek(0, 2)
            file.seek(max(0, end - most))
            lines = file.read().split(b"\n")
    except OSError:
        return []
    return lines[1:] if end > most else lines


def _size_of(file: str) -> int:
    """Up to which entry a bundle reaches; 0 for other files.

    >>> _size_of("tile/entries/001"), _size_of("tile/entries/x001/000.p/7"), _size_of("log.json")
    (512, 256007, 0)
    """
    if not file.startswith(_ENTRIES):
        return 0
    number, _, width = file.removeprefix(_ENTRIES).partition(".p/")
    digits = number.replace("x", "").replace("/", "")
    if not digits.isdecimal():
        return 0
    return int(digits) * tiles.WIDTH + (int(width) if width.isdecimal() else tiles.WIDTH)


def _hash(token: str) -> bytes:
    return sha256(token.encode("utf-8", "surrogatepass")).digest()
