"""Signed notes: a text, and under it one line per signature (C2SP signed-note).

A note proves nothing until `verified` names the known keys that signed it. Lines of
unknown keys are kept and ignored; a line of a known key that does not hold spoils the
note.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from tepat.core.log import keys, spelling

ED25519: Final = 0x01
"""Signature over the text itself: what a log signs with."""

COSIGNATURE: Final = 0x04
"""Signature with a time over the text: what a witness signs with (tlog-cosignature)."""

LARGEST_NOTE: Final = 256 * 1024
MOST_SIGNATURES: Final = 1024
"""A regency may have several hundred witnesses with phones."""

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_DASH: Final = "— "


class BadNote(ValueError):
    """These bytes are no note, no verifier key, or a signature that does not hold."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key with the name and the type of signature it is known for."""

    name: str
    kind: int
    public: bytes

    @property
    def key_hash(self) -> bytes:
        """The four bytes by which signature lines name this key."""
        named = self.name.encode() + b"\n" + bytes([self.kind]) + self.public
        return sha256(named).digest()[:4]


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: name and hash of a key, and what it signed with."""

    name: str
    key_hash: bytes
    value: bytes

    @property
    def line(self) -> str:
        """The line as it stands in a note, with its newline."""
        return f"{_DASH}{self.name} {spelling.to_base64(self.key_hash + self.value)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends in a newline, and the signatures under it."""

    text: str
    signatures: tuple[Signature, ...] = ()

    def with_signatures(self, more: Iterable[Signature]) -> "Note":
        """Return the note with `more` below; a line that is already there is not doubled."""
        return Note(self.text, tuple(dict.fromkeys((*self.signatures, *more))))


def write_vkey(verifier: Verifier) -> str:
    """Return the verifier key as text: name, hash, and type with key in base64."""
    key = spelling.to_base64(bytes([verifier.kind]) + verifier.public)
    return f"{verifier.name}+{verifier.key_hash.hex()}+{key}"


def parse_vkey(text: str) -> Verifier:
    """Return the verifier that `write_vkey` wrote. Raises `BadNote` with the reason.

    Only the types of this module are known, and a key that `keys.is_weak` is refused.
    """
    parts = text.split("+", 2)  # base64 itself may hold a plus
    if len(parts) != 3:
        raise BadNote("not a verifier key")
    name, key_hash, encoded = parts
    data = spelling.from_base64(encoded)
    if not _is_name(name) or not data or data[0] not in (ED25519, COSIGNATURE):
        raise BadNote("not a verifier key")
    verifier = Verifier(name, data[0], data[1:])
    if keys.is_weak(verifier.public):
        raise BadNote("weak key")
    if key_hash != verifier.key_hash.hex():
        raise BadNote("key and its hash differ")
    return verifier


def parse_note(data: bytes) -> Note:
    """Return the note in `data`, nothing of it verified. Raises `BadNote`."""
    if len(data) > LARGEST_NOTE:
        raise BadNote("too large")
    try:
        whole = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadNote("not UTF-8") from error
    if _CONTROL.search(whole):
        raise BadNote("control character")
    text, gap, under = whole.rpartition("\n\n")
    if not gap or not under.endswith("\n"):
        raise BadNote("no signatures")
    return Note(text + "\n", parse_signatures(under))


def parse_signatures(under: str) -> tuple[Signature, ...]:
    """Return the signature lines in `under`, such as the answer of a witness."""
    if not under.endswith("\n"):
        raise BadNote("no signatures")
    lines = under[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise BadNote("too many signatures")
    return tuple(_parse_line(line) for line in lines)


def write_note(note: Note) -> bytes:
    """Return the bytes of a note. Raises `BadNote` for what `parse_note` would refuse."""
    if not note.text.endswith("\n") or _CONTROL.search(note.text) or not note.signatures:
        raise BadNote("not a note")
    return (note.text + "\n" + "".join(each.line for each in note.signatures)).encode()


def sign_note(text: str, name: str, signer: keys.Signer) -> Note:
    """Return `text` as a note with one Ed25519 signature of the key named `name`."""
    verifier = Verifier(name, ED25519, signer.public)
    if not _is_name(name):
        raise BadNote("not a key name")
    return Note(text, (Signature(name, verifier.key_hash, signer.sign(text.encode())),))


def verified(note: Note, verifiers: Iterable[Verifier]) -> tuple[Verifier, ...]:
    """Return the known keys that signed this note, in the order of its lines.

    A key counts once, by its first line. Raises `BadNote` where a line of a known key
    does not hold, and never where a line is of an unknown key: the answer may be empty,
    and then the note must be ignored.
    """
    known = {(each.name, each.key_hash): each for each in verifiers}
    held = []
    for line in note.signatures:
        verifier = known.pop((line.name, line.key_hash), None)
        if verifier is None:
            continue
        if not _holds(verifier, note.text, line.value):
            raise BadNote("signature of a known key does not hold")
        held.append(verifier)
    return tuple(held)


def cosigned_message(time: int, text: str) -> bytes:
    """Return what a witness signs: time (seconds since 1970) and text (tlog-cosignature)."""
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def _holds(verifier: Verifier, text: str, value: bytes) -> bool:
    if verifier.kind == ED25519:
        return keys.verifies(verifier.public, text.encode(), value)
    time = int.from_bytes(value[:8], "big")
    if len(value) != 8 + keys.SIGNATURE_BYTES or time > spelling.LARGEST_SIZE:
        return False
    return keys.verifies(verifier.public, cosigned_message(time, text), value[8:])


def _parse_line(line: str) -> Signature:
    name, gap, encoded = line.removeprefix(_DASH).partition(" ")
    data = spelling.from_base64(encoded)
    if not line.startswith(_DASH) or not gap or not _is_name(name) or not data or len(data) < 5:
        raise BadNote("not a signature line")
    return Signature(name, data[:4], data[4:])


def _is_name(name: str) -> bool:
    if not name or "+" in name or _CONTROL.search(name) or any(map(str.isspace, name)):
        return False
    return name.isascii() or not any("\ud800" <= each <= "\udfff" for each in name)
