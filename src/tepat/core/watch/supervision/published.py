"""What Bawaslu publishes of its cases, as one signed file that any installation can read.

Canonical JSON: `v`, `room`, `election`, `kabupaten`, `made` (UTC), `key` (base64), `cases`, and
`signature` (base64) by that key over the rest. A case is there once, as its newest version; an
empty text says that it was taken back. No reporter, no accused, no story: nobody is named.
"""

import unicodedata
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

from tepat.core.election.regions import is_in
from tepat.core.log import canonical, keys, spelling
from tepat.core.watch.supervision.cases import Sort, Stage, Verdict

VERSION: Final = 1
ROOM: Final = "bawaslu"
LARGEST: Final = 1 << 20
LONGEST_TEXT: Final = 400
_LONGEST: Final = {"text": LONGEST_TEXT, "register": 80, "focus": 40, "focus_name": 80, "area": 20}
_FIELDS: Final = {"v", "room", "election", "kabupaten", "made", "key", "cases"}
_SIGNATURE: Final = "signature"


class BadFile(ValueError):
    """These bytes are no such file; the text says why in a few words."""


@dataclass(frozen=True, slots=True)
class Case:
    """The short form of one case. `at` is when this version was published, in UTC."""

    number: int
    version: int
    sort: str
    register: str
    focus: str
    focus_name: str
    area: str
    stage: str
    verdict: str
    text: str
    at: str


@dataclass(frozen=True, slots=True)
class File:
    """Everything that is published of one kabupaten, at the moment `made`, in UTC."""

    election: str
    kabupaten: str
    made: str
    cases: tuple[Case, ...] = ()
    key: str = ""

    @property
    def key_id(self) -> str:
        """Return the id by which people compare the key: 32 hexadecimal digits."""
        return keys.key_id(b64decode(self.key))


def write(file: File, signer: keys.Signer) -> bytes:
    """Return the file signed by `signer`, whose key it announces."""
    value = {
        "v": VERSION,
        "room": ROOM,
        "election": file.election,
        "kabupaten": file.kabupaten,
        "made": file.made,
        "key": spelling.to_base64(signer.public),
        "cases": [_plain(case) for case in sorted(file.cases, key=lambda each: each.number)],
    }
    body = canonical.encode(value, at_most=LARGEST)
    signature = keys.sign_body(signer, keys.PUBLISHED, body)
    signed = {**value, _SIGNATURE: spelling.to_base64(signature)}
    return canonical.encode(signed, at_most=LARGEST)


def _plain(case: Case) -> dict[str, Any]:
    return {
        name: unicodedata.normalize("NFC", each) if isinstance(each, str) else each
        for name, each in asdict(case).items()
    }


def parse(data: bytes) -> File:
    """Return a file whose signature is by the key it names. Raises `BadFile` for any other.

    Whether that key is Bawaslu's only the reader can say.
    """
    try:
        value = canonical.decode(data, at_most=LARGEST)
    except canonical.NotCanonical as error:
        raise BadFile(str(error)) from error
    if not isinstance(value, dict) or set(value) != _FIELDS | {_SIGNATURE}:
        raise BadFile("not the fields of a publication")
    signature = spelling.from_base64(str(value.pop(_SIGNATURE)))
    public = spelling.from_base64(str(value["key"]))
    body = canonical.encode(value, at_most=LARGEST)
    if not public or not signature:
        raise BadFile("signature")
    if not keys.body_verifies(public, keys.PUBLISHED, body, signature):
        raise BadFile("signature")
    if value["v"] != VERSION or value["room"] != ROOM or not isinstance(value["cases"], list):
        raise BadFile("another form")
    if spelling.from_utc(value["made"]) is None:
        raise BadFile("made")
    kabupaten = str(value["kabupaten"])
    cases = tuple(_case(each, kabupaten) for each in value["cases"])
    if len({case.number for case in cases}) < len(cases):
        raise BadFile("a case twice")
    return File(str(value["election"]), kabupaten, value["made"], cases, str(value["key"]))


def _case(value: object, kabupaten: str) -> Case:
    names = {each.name for each in fields(Case)}
    if not isinstance(value, Mapping) or set(value) != names:
        raise BadFile("a case of another form")
    for name in names:
        kind = int if name in ("number", "version") else str
        if type(value[name]) is not kind:
            raise BadFile(name)
    case = Case(**value)
    if not 0 < case.number < 2**31 or not 0 < case.version < 2**31:
        raise BadFile("number")
    for name, most in _LONGEST.items():
        if len(value[name]) > most:
            raise BadFile(name)
    if case.sort not in {each.value for each in Sort}:
        raise BadFile("sort")
    if case.stage not in {each.value for each in Stage}:
        raise BadFile("stage")
    if case.verdict not in {"", *(each.value for each in Verdict)}:
        raise BadFile("verdict")
    if not is_in(case.area, kabupaten) or spelling.from_utc(case.at) is None:
        raise BadFile("area or time")
    return case
