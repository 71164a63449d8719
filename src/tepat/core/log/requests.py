"""Requests of a phone, signed by its device key: no cookies, no passwords.

The signature covers method, path and the hash of the body. Every such call is
idempotent, so that a request sent again by a stranger does nothing new.
"""

from hashlib import sha256

from tepat.core.log import keys


def message(method: str, path: str, body: bytes) -> bytes:
    """Return what is signed. `path` begins with a slash and includes the query, if any.

    Raises ValueError for a method or path that could be read as another.
    """
    if not method.isascii() or not method.isalpha() or not method.isupper():
        raise ValueError("not a method")
    if not path.startswith("/") or not path.isascii() or not path.isprintable() or " " in path:
        raise ValueError("not a path")
    return f"{method}\n{path}\n{sha256(body).hexdigest()}".encode()


def sign(signer: keys.Signer, method: str, path: str, body: bytes = b"") -> bytes:
    """Return the signature of a request."""
    return keys.sign_body(signer, keys.REQUEST, message(method, path, body))


def verifies(public: bytes, method: str, path: str, body: bytes, signature: bytes) -> bool:
    """Return the verdict on a request. Never raises for what a stranger sends."""
    try:
        signed = message(method, path, body)
    except ValueError:
        return False
    return keys.body_verifies(public, keys.REQUEST, signed, signature)
