"""The keys that sign a log's checkpoints: one at a time, two while one follows the other.

    keys/log-<election>-<kabupaten>.<n>.key      private: the C2SP spelling, mode 600
    keys/log-<election>-<kabupaten>.<n>.retired  public: what a key no longer in use was

A key is made when its log begins and never by accident afterwards: a log that was
published and whose key is gone refuses to go on.
"""

import base64
import os
import secrets
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tepat.core.log import notes
from tepat.core.log.keys import Signer
from tepat.core.problems import Code, refuse
from tepat.server.log.publishing.disk import Disk
from tepat.server.log.publishing.place import Place

_PREFIX = "PRIVATE+KEY+"
_ED25519 = bytes([notes.ED25519])
ONLY_OWNER = 0o600


@dataclass(frozen=True, slots=True)
class LogKey:
    """One private key of a log; `number` counts the keys it ever had."""

    number: int
    name: str
    signer: Signer

    @property
    def verifier(self) -> notes.Verifier:
        return notes.Verifier(self.name, notes.ED25519, self.signer.public)

    @property
    def vkey(self) -> str:
        return notes.write_vkey(self.verifier)


def keys_of(place: Place) -> list[LogKey]:
    """Return the keys that sign now, oldest first. Raises `Refused` for an unusable file."""
    return [_read(path) for path in _files(place, "key")]


def all_vkeys(place: Place) -> list[str]:
    """Return every public key this log ever signed with, oldest first."""
    vkeys = {key.number: key.vkey for key in keys_of(place)}
    for path in _files(place, "retired"):
        vkeys[_number(path)] = path.read_text(encoding="utf-8").strip()
    return [vkeys[number] for number in sorted(vkeys)]


def make_key(
    place: Place, disk: Disk, random: Callable[[int], bytes] = secrets.token_bytes
) -> LogKey:
    """Make the next key of a log."""
    taken = [_number(path) for kind in ("key", "retired") for path in _files(place, kind)]
    number = max(taken, default=0) + 1
    key = LogKey(number, place.origin, Signer(random(32)))
    disk.write(_path(place, number, "key"), _spelled(key).encode(), mode=ONLY_OWNER)
    return key


def retire(place: Place, disk: Disk) -> list[LogKey]:
    """End an overlap: only the newest key signs from now on; return those that ended.

    Their private half is gone afterwards. Raises `Refused` where there is no overlap.
    """
    *old, newest = keys_of(place) or [None]
    if newest is None or not old:
        raise refuse(Code.LOG_KEY_ALONE, log=str(place))
    ended = [key for key in old if key is not None]
    for key in ended:
        disk.write(_path(place, key.number, "retired"), f"{key.vkey}\n".encode())
        disk.remove(_path(place, key.number, "key"))
    return ended


def is_readable_by_others(path: Path) -> bool:
    """Tell whether more than its owner may read a file; Windows has other rights."""
    return os.name != "nt" and bool(stat.S_IMODE(path.stat().st_mode) & 0o077)


def _files(place: Place, kind: str) -> list[Path]:
    found = place.keys.glob(f"{place.key_name}.*.{kind}") if place.keys.is_dir() else ()
    return sorted((path for path in found if path.suffixes[-2:-1]), key=_number)


def _number(path: Path) -> int:
    return int(path.name.rsplit(".", 2)[1])


def _path(place: Place, number: int, kind: str) -> Path:
    return place.keys / f"{place.key_name}.{number}.{kind}"


def _spelled(key: LogKey) -> str:
    secret = base64.b64encode(_ED25519 + key.signer.seed).decode("ascii")
    return f"{_PREFIX}{key.name}+{key.verifier.key_hash.hex()}+{secret}\n"


def _read(path: Path) -> LogKey:
    text = path.read_text(encoding="utf-8").strip()
    try:
        name, _, secret = text.removeprefix(_PREFIX).split("+", 2)
        data = base64.b64decode(secret, validate=True)
        if not text.startswith(_PREFIX) or data[:1] != _ED25519:
            raise ValueError("no private key of a signed note")
        key = LogKey(_number(path), name, Signer(data[1:]))
        if _spelled(key).strip() != text:
            raise ValueError("its mark does not fit")
    except ValueError as error:
        raise refuse(Code.LOG_KEY_BROKEN, file=path.name) from error
    return key
