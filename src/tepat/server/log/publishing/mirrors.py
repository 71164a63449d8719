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

from tepat.core.problems import Code, refuse
from tepat.server.log.publishing.release import PARTS, Part

SHORTEST_TOKEN = 24
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


def _hash(token: str) -> bytes:
    return sha256(token.encode("utf-8", "surrogatepass")).digest()
