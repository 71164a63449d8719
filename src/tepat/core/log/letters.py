"""The assignment letter whose QR lets a phone enrol, also without network.

The letter carries a secret of 128 bits. The phone proves that it holds the letter by
`mac`, which goes into its first fact; the secret itself never enters the log. The secret
is derived from a key of the installation, so that letters survive a restored backup.
"""

import hmac
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from tepat.core.log import canonical, keys, spelling

LARGEST_LETTER: Final = 2048
"""What a QR on paper can hold and a cheap phone can still read."""
LONGEST_NAME: Final = 60
"""Characters of the name of a place."""
_FIELDS: Final = {"area", "assignment", "expires", "log", "role", "secret", "servers", "v"}


class BadLetter(ValueError):
    """These bytes are no enrolment letter; the text says why."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What stands in the QR: one assignment, where to send facts, until when (UTC)."""

    area: str
    assignment: str
    expires: str
    log: str
    role: str
    secret: str
    servers: tuple[str, ...]
    name: str = ""
    """The area as people call it, for the screen before any list has come; may be unknown."""


@dataclass(frozen=True, slots=True)
class SignedLetter:
    """A letter as read, with the bytes that its desk key signed."""

    letter: Letter
    signed: bytes
    signature: bytes

    def verifies(self, desk_public: bytes) -> bool:
        """Return the verdict on the signature of this letter."""
        return keys.body_verifies(desk_public, keys.LETTER, self.signed, self.signature)


def secret_of(letter_key: bytes, assignment: str) -> str:
    """Return the secret of one letter: half of HMAC-SHA256(letter key, assignment name)."""
    return hmac.new(letter_key, assignment.encode(), sha256).hexdigest()[:32]


def mac_of(secret: str, public: bytes) -> str:
    """Return the proof that goes into `enrolled`: HMAC-SHA256(secret, public key), in hex.

    Both go in as bytes: 16 of the secret, 32 of the key. Raises ValueError for a secret
    that is not 32 hexadecimal digits.
    """
    if not spelling.is_hex(secret, 32):
        raise ValueError("a secret has 32 hexadecimal digits")
    return hmac.new(bytes.fromhex(secret), public, sha256).hexdigest()


def mac_holds(secret: str, public: bytes, mac: str) -> bool:
    """Say whether `mac` was made with this secret for this key, in constant time."""
    return hmac.compare_digest(mac_of(secret, public).encode(), mac.encode())


def write(letter: Letter, desk: keys.Signer) -> bytes:
    """Return the bytes of the QR, signed by a desk key. Raises `BadLetter`."""
    value = _value(letter)
    _check(value)
    signature = keys.sign_body(desk, keys.LETTER, canonical.encode(value))
    data = canonical.encode({**value, "sig": spelling.to_base64(signature)})
    if len(data) > LARGEST_LETTER:
        raise BadLetter("too large")
    return data


def parse(data: bytes) -> SignedLetter:
    """Return the letter in a QR, its signature not looked at. Raises `BadLetter`."""
    try:
        value = canonical.decode(data, at_most=LARGEST_LETTER)
    except canonical.NotCanonical as error:
        raise BadLetter(str(error)) from error
    if not isinstance(value, dict):
        raise BadLetter("not an object")
    text = value.pop("sig", None)
    signature = spelling.from_base64(text) if isinstance(text, str) else None
    if signature is None or len(signature) != keys.SIGNATURE_BYTES:
        raise BadLetter("not a signature")
    _check(value)
    fields = {**value, "servers": tuple(value["servers"])}
    del fields["v"]
    return SignedLetter(Letter(**fields), canonical.encode(value), signature)


def _value(letter: Letter) -> dict[str, Any]:
    named = {"name": letter.name} if letter.name else {}
    return {
        **named,
        "area": letter.area,
        "assignment": letter.assignment,
        "expires": letter.expires,
        "log": letter.log,
        "role": letter.role,
        "secret": letter.secret,
        "servers": list(letter.servers),
        "v": 1,
    }


def _check(value: dict[str, Any]) -> None:
    if set(value) - {"name"} != _FIELDS:
        raise BadLetter("not the fields of a letter")
    if isinstance(value["v"], bool) or value["v"] != 1:
        raise BadLetter("not version 1")
    if not all(isinstance(value[key], str) and value[key] for key in ("area", "log", "role")):
        raise BadLetter("not text")
    name = value.get("name", "-")
    if not isinstance(name, str) or not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise BadLetter("not a name")
    if not spelling.is_hex(value["assignment"], 64) or not spelling.is_hex(value["secret"], 32):
        raise BadLetter("not hexadecimal")
    if spelling.from_utc(value["expires"]) is None:
        raise BadLetter("not a time in UTC")
    servers = value["servers"]
    if not isinstance(servers, list) or not servers:
        raise BadLetter("no server")
    if not all(isinstance(each, str) and each for each in servers):
        raise BadLetter("not text")
