"""Messages are signed as Standard Webhooks says, so that any library of it checks them."""

from base64 import b64decode

import pytest
from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from tepat.core.watch.hooks.signing import PUBLIC_PREFIX, Secret, headers, shared_of

PUBLISHED = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
"""Secret, message and signature of the tests of the specification's own library."""
MESSAGE, TIMESTAMP = "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330
BODY = b'{"test": 2432232314}'
SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_the_published_example_comes_out() -> None:
    secret = Secret(shared_of(PUBLISHED), b"\1" * 32)
    made = headers([secret], MESSAGE, TIMESTAMP, BODY)
    assert made["webhook-id"] == MESSAGE
    assert made["webhook-timestamp"] == str(TIMESTAMP)
    assert made["webhook-signature"].split()[0] == SIGNATURE


def test_the_public_key_checks_and_cannot_sign() -> None:
    secret = Secret(b"\2" * 32, b"\1" * 32)
    line = headers([secret], MESSAGE, TIMESTAMP, BODY)["webhook-signature"].split()[1]
    version, _, signature = line.partition(",")
    key = VerifyKey(b64decode(secret.public.removeprefix(PUBLIC_PREFIX)))
    content = f"{MESSAGE}.{TIMESTAMP}.".encode() + BODY
    assert version == "v1a"
    key.verify(content, b64decode(signature))
    with pytest.raises(BadSignatureError):
        key.verify(content + b" ", b64decode(signature))


def test_while_a_secret_changes_both_sign() -> None:
    one, other = Secret(b"\1" * 32, b"\2" * 32), Secret(b"\3" * 32, b"\4" * 32)
    lines = headers([one, other], MESSAGE, TIMESTAMP, BODY)["webhook-signature"].split()
    alone = headers([other], MESSAGE, TIMESTAMP, BODY)["webhook-signature"].split()
    assert len(set(lines)) == 4
    assert lines[2:] == alone
    assert Secret.of_bytes(one.data) == one
    assert shared_of(one.text) == one.shared
