"""Standard Webhooks, symmetric and asymmetric: who sent a message, and that it is whole.

What is signed is `<id>.<timestamp>.<body>`. `v1` is HMAC-SHA256 under a secret that both
sides have; `v1a` is Ed25519, which whoever receives it can check and not make.
"""

import hmac
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from nacl.signing import SigningKey

SECRET_BYTES: Final = 32
SEED_BYTES: Final = 32
PREFIX: Final = "whsec_"
PUBLIC_PREFIX: Final = "whpk_"


@dataclass(frozen=True, slots=True)
class Secret:
    """The two keys of one receiver: `shared` it has as well, `seed` stays here."""

    shared: bytes
    seed: bytes

    @classmethod
    def of_bytes(cls, data: bytes) -> "Secret":
        """Return the secret whose `SECRET_BYTES + SEED_BYTES` bytes these are."""
        if len(data) != SECRET_BYTES + SEED_BYTES:
            raise ValueError("not the bytes of a secret")
        return cls(data[:SECRET_BYTES], data[SECRET_BYTES:])

    @property
    def data(self) -> bytes:
        return self.shared + self.seed

    @property
    def text(self) -> str:
        """As it is shown once to who receives messages."""
        return PREFIX + b64encode(self.shared).decode()

    @property
    def public(self) -> str:
        """The key with which `v1a` is checked; anybody may know it."""
        return PUBLIC_PREFIX + b64encode(bytes(SigningKey(self.seed).verify_key)).decode()


def headers(secrets: Sequence[Secret], message: str, timestamp: int, body: bytes) -> dict[str, str]:
    """Return the headers of a message, signed with each secret that is valid now.

    `timestamp` is in seconds since 1970.
    """
    content = f"{message}.{timestamp}.".encode() + body
    signatures = [
        line for each in secrets for line in (_shared(each, content), _own(each, content))
    ]
    return {
        "webhook-id": message,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signatures),
    }


def shared_of(text: str) -> bytes:
    """Return the bytes of a secret as it is shown: with or without its prefix."""
    return b64decode(text.removeprefix(PREFIX))


def _shared(secret: Secret, content: bytes) -> str:
    digest = hmac.new(secret.shared, content, sha256).digest()
    return "v1," + b64encode(digest).decode()


def _own(secret: Secret, content: bytes) -> str:
    return "v1a," + b64encode(SigningKey(secret.seed).sign(content).signature).decode()
