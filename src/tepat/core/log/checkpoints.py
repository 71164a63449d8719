"""A checkpoint: origin, size and root of a log at one moment (C2SP tlog-checkpoint)."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from tepat.core.log import keys, notes, spelling, tree

FINGERPRINT_DIGITS: Final = 24


class BadCheckpoint(ValueError):
    """This text is not the text of a checkpoint."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log says of itself: `size` leaves with this `root` (32 bytes)."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The text that log and witnesses sign, ending in a newline."""
        return self.body + "".join(f"{line}\n" for line in self.extensions)

    @property
    def body(self) -> str:
        """The three lines that everybody checks."""
        return f"{self.origin}\n{self.size}\n{spelling.to_base64(self.root)}\n"


def parse(text: str) -> Checkpoint:
    """Return the checkpoint in the text of a note. Raises `BadCheckpoint`."""
    if not text.endswith("\n"):
        raise BadCheckpoint("last line not ended")
    lines = text[:-1].split("\n")
    if len(lines) < 3 or not all(lines):
        raise BadCheckpoint("not three lines")
    size, root = spelling.to_number(lines[1]), spelling.from_base64(lines[2])
    if size is None:
        raise BadCheckpoint("size is not a number")
    if root is None or len(root) != tree.HASH_BYTES:
        raise BadCheckpoint("root is not 32 bytes in base64")
    return Checkpoint(lines[0], size, root, tuple(lines[3:]))


def sign(checkpoint: Checkpoint, signer: keys.Signer) -> notes.Note:
    """Return the note by which a log signs: the name of its key is its origin."""
    return notes.sign_note(checkpoint.text, checkpoint.origin, signer)


def fingerprint(checkpoint: Checkpoint) -> str:
    """Return 24 digits in groups of four that stand for a checkpoint on paper.

    They are the first 10 bytes of the SHA-256 of the three lines as a big-endian number,
    modulo 10**24: about 79 bits. Print them beside the size, always.

    >>> fingerprint(Checkpoint("tepat.example/e/99.01", 0, tree.EMPTY_ROOT))
    '0390 5494 3103 5810 9740 6601'
    """
    return digits_of(sha256(checkpoint.body.encode()).digest())


def digits_of(digest: bytes) -> str:
    """Return a SHA-256 as the 24 digits that people compare on paper."""
    number = int.from_bytes(digest[:10], "big")
    digits = f"{number % 10**FINGERPRINT_DIGITS:0{FINGERPRINT_DIGITS}}"
    return " ".join(digits[at : at + 4] for at in range(0, FINGERPRINT_DIGITS, 4))
