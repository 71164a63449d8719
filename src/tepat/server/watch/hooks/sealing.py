"""Secrets of webhooks at rest: sealed with a key that follows from the session key.

Whoever has the database alone signs nothing. Where the session key was changed, a secret
can no longer be opened and is made anew.
"""

from base64 import b64decode, b64encode
from hashlib import sha256

from django.conf import settings
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from tepat.core.watch.hooks.signing import Secret


def seal(secret: Secret) -> str:
    """Return a secret as the table keeps it."""
    return b64encode(bytes(_box().encrypt(secret.data))).decode()


def unseal(text: str) -> Secret | None:
    """Return a secret of the table, None where the key it was sealed with is gone."""
    try:
        return Secret.of_bytes(_box().decrypt(b64decode(text)))
    except (CryptoError, ValueError):
        return None


def _box() -> SecretBox:
    return SecretBox(sha256(b"tepat/v1/webhook\0" + settings.SECRET_KEY.encode()).digest())
