"""`log.json` as its log signs it: the description itself carries a signed note over its digest.

The note's text is the purpose, the origin, and the SHA-256 of the canonical object without
its field `note`. Its second line is no number, so that it is never the text of a checkpoint.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from tepat.core.log import canonical, keys, notes

PURPOSE: Final = "tepat/v1/description"
FIELD: Final = "note"
LARGEST: Final = 1 << 18


def digest_of(described: Mapping[str, Any]) -> str:
    """Return the digest of a description without its note. Raises `NotCanonical`."""
    unsigned = {name: each for name, each in described.items() if name != FIELD}
    return canonical.name_of(canonical.encode(unsigned, at_most=LARGEST))


def _text(origin: str, digest: str) -> str:
    return f"{PURPOSE}\n{origin}\n{digest}\n"


def sign(origin: str, digest: str, signers: Iterable[keys.Signer]) -> str:
    """Return the note over a digest, signed by every key that stands; empty without any."""
    text = _text(origin, digest)
    note = notes.Note(text)
    for each in signers:
        note = note.with_signatures(notes.sign_note(text, origin, each).signatures)
    return notes.write_note(note).decode() if note.signatures else ""


def is_signed(origin: str, described: Mapping[str, Any], known: Iterable[notes.Verifier]) -> bool:
    """Tell whether one of these keys signed the description as it is. Raises `NotCanonical`."""
    try:
        note = notes.parse_note(str(described[FIELD]).encode())
        return note.text == _text(origin, digest_of(described)) and bool(
            notes.verified(note, known)
        )
    except notes.BadNote:
        return False
