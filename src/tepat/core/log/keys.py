"""Ed25519 keys, and the one verdict on a signature.

Libraries disagree on signatures that no honest program makes. One rule for door, verifier
and phone: key and R are canonical points of the large prime-order group, S is below the
order of that group (RFC 8032, section 5.1.7, without its leniencies). What is signed
always begins with its purpose, so that a signature for one use is none for another.
"""

from dataclasses import dataclass, field
from functools import cache, lru_cache
from hashlib import sha256
from typing import Final

from nacl import bindings
from nacl.exceptions import CryptoError

EVENT: Final = b"tepat/v1/event\n"
RECEIPT: Final = b"tepat/v1/receipt\n"
REQUEST: Final = b"tepat/v1/request\n"
LETTER: Final = b"tepat/v1/letter\n"
WITNESS: Final = b"tepat/v1/witness\n"
MANIFEST: Final = b"tepat/v1/manifest\n"
PUBLISHED: Final = b"tepat/v1/published\n"
RESULTS: Final = b"tepat/v1/results\n"
PRIORS: Final = b"tepat/v1/priors\n"

SEED_BYTES: Final = 32
PUBLIC_BYTES: Final = 32
SIGNATURE_BYTES: Final = 64

_PRIME: Final = 2**255 - 19
_SMALL_ORDER_Y: Final = frozenset(
    int.from_bytes(bytes.fromhex(y), "little")
    for y in (
        "01" + 31 * "00",
        "00" * 32,
        "ec" + 30 * "ff" + "7f",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    )
)


_PROBE: Final = (  # R has a part of small order: holds only where both sides are multiplied by 8
    "88aa55e6afeed8960a3191de78600347db8acd0a3795412f275f049b86260488",
    "afab3bbe6d8060f11a1ec1cb0f4fbfb3afbc9ae570b4810f785e3bdd9d57a2f5"
    "00a2496b4159b473607c0466497e9ab0a8c9fa87d59f180803d135625b555a02",
)


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key, made of 32 secret bytes. Its text never shows them."""

    seed: bytes = field(repr=False)
    public: bytes = field(init=False)
    _secret: bytes = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.seed) != SEED_BYTES:
            raise ValueError("a seed has 32 bytes")
        public, secret = bindings.crypto_sign_seed_keypair(self.seed)
        object.__setattr__(self, "public", public)
        object.__setattr__(self, "_secret", secret)

    @property
    def key_id(self) -> str:
        """The id that facts name this key by, as `key_id`."""
        return key_id(self.public)

    def sign(self, message: bytes) -> bytes:
        """Return the 64 bytes of the signature (RFC 8032, section 5.1.6)."""
        return bindings.crypto_sign(message, self._secret)[:SIGNATURE_BYTES]


def key_id(public: bytes) -> str:
    """Return the id of a key: the first 32 hexadecimal digits of the SHA-256 of its bytes."""
    return sha256(public).hexdigest()[:32]


@lru_cache(maxsize=4096)
def is_weak(public: bytes) -> bool:
    """Say whether this key must be refused at enrolment.

    Weak is what is not the canonical encoding of a point of the large prime-order group:
    other lengths, small and mixed order, y beyond the prime, no point at all.
    """
    if len(public) != PUBLIC_BYTES:
        return True
    return not bindings.crypto_core_ed25519_is_valid_point(public)


def verifies(public: bytes, message: bytes, signature: bytes) -> bool:
    """Return the one verdict on a signature. Never raises for any bytes."""
    if len(signature) != SIGNATURE_BYTES or is_weak(public):
        return False
    y = int.from_bytes(signature[:32], "little") & (2**255 - 1)
    if y >= _PRIME or y in _SMALL_ORDER_Y:
        return False
    if _is_lenient() and not bindings.crypto_core_ed25519_is_valid_point(signature[:32]):
        return False
    return _equation_holds(public, message, signature)


def _equation_holds(public: bytes, message: bytes, signature: bytes) -> bool:
    try:
        bindings.crypto_sign_open(signature + message, public)
    except CryptoError:
        return False
    return True


@cache
def _is_lenient() -> bool:
    """Whether the library multiplies by the cofactor, as newer ones do: then R is looked at."""
    public, signature = map(bytes.fromhex, _PROBE)
    return _equation_holds(public, b"tepat", signature)


def sign_body(signer: Signer, purpose: bytes, body: bytes) -> bytes:
    """Return the signature over `body` for one of the purposes above."""
    return signer.sign(purpose + body)


def body_verifies(public: bytes, purpose: bytes, body: bytes, signature: bytes) -> bool:
    """Return the verdict on a signature made by `sign_body`."""
    return verifies(public, purpose + body, signature)
