"""What a log's office publishes beside its entries: TPS list, packages, loads, plans.

`office.json` is canonical JSON, signed by the log's key as `log.json` is. It names each part
by the SHA-256 of its file `office/<hash>`: parts are gzipped JSON, plans and what they were
made from are the very files that facts name. What is in no fact is the word of whoever
holds the key, at the moment `made`; a copy never goes back to an earlier one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from tepat.core.log import canonical, describing, notes, spelling

FILE: Final = "office.json"
FOLDER: Final = "office"
VERSION: Final = 1
LARGEST_INDEX: Final = 1 << 18
LARGEST_FILE: Final = 64 << 20
"""Bytes of one part as it travels."""
MOST_FILES: Final = 500
PLANS, INPUTS, SHAPES = "plans", "inputs", "shapes"
KINDS: Final = (PLANS, INPUTS, SHAPES)
_FIELDS: Final = {"v", "election", "kabupaten", "origin", "made", "parts", "files"}


class BadOffice(ValueError):
    """This is no index of an office; the text says why."""


@dataclass(frozen=True, slots=True)
class Office:
    """The index: `parts` and `files` give hashes, of shapes the hash of the input they draw."""

    election: str
    kabupaten: str
    origin: str
    made: str
    """UTC (`spelling.to_utc`)."""
    parts: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By kind, name to hash; of plans and inputs both are the same."""

    @property
    def hashes(self) -> list[str]:
        """Every file that this index names, each once, in order."""
        named = [*self.parts.values(), *(h for each in self.files.values() for h in each.values())]
        return sorted(set(named))

    def as_value(self) -> dict[str, Any]:
        """Return the object without its note."""
        return {
            "v": VERSION,
            "election": self.election,
            "kabupaten": self.kabupaten,
            "origin": self.origin,
            "made": self.made,
            "parts": dict(self.parts),
            "files": {kind: dict(each) for kind, each in self.files.items()},
        }


def write(office: Office, note: str) -> bytes:
    """Return the bytes of the index with the note over `describing.digest_of` it."""
    return canonical.encode({**office.as_value(), describing.FIELD: note}, at_most=LARGEST_INDEX)


def parse(data: bytes, known: Iterable[notes.Verifier]) -> Office:
    """Return an index that one of these keys signed. Raises `BadOffice` for any other."""
    try:
        value = canonical.decode(data, at_most=LARGEST_INDEX)
    except canonical.NotCanonical as error:
        raise BadOffice(str(error)) from error
    if not isinstance(value, dict) or set(value) != _FIELDS | {describing.FIELD}:
        raise BadOffice("not the fields of an office")
    texts = [value[name] for name in ("election", "kabupaten", "origin", "made")]
    if value["v"] != VERSION or not all(isinstance(each, str) for each in texts):
        raise BadOffice("another form")
    election, kabupaten, origin, made = texts
    office = Office(
        election, kabupaten, origin, made, _hashes(value["parts"]), _files(value["files"])
    )
    if spelling.from_utc(office.made) is None:
        raise BadOffice("not a time in UTC")
    if not office.origin.endswith(f"/{office.election}/{office.kabupaten}"):
        raise BadOffice("not the scope of its log")
    if len(office.hashes) > MOST_FILES:
        raise BadOffice("too many files")
    own = [each for each in known if each.name == office.origin]
    if not describing.is_signed(office.origin, value, own):
        raise BadOffice("not signed by a key of this log")
    return office


def _files(value: Any) -> dict[str, dict[str, str]]:
    if not isinstance(value, dict) or not set(value) <= set(KINDS):
        raise BadOffice("not kinds of files")
    return {kind: _hashes(each) for kind, each in value.items()}


def _hashes(value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or not all(
        isinstance(name, str) and spelling.is_hex(each, 64) for name, each in value.items()
    ):
        raise BadOffice("not names and hashes")
    return value
