"""The authority of a hall is believed for its own name and address, and for nothing else."""

import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import pytest

from tepat.adapters import hall_certificate as hall

x509 = pytest.importorskip("cryptography.x509", reason="the extra [hub] is not installed here")

NAME = "hub-63-09-05.tepat.internal"
ADDRESS = IPv4Address("192.168.137.1")
NOW = datetime.now(UTC)


def handshake(folder: Path, made: hall.HallCertificate, asked: str) -> str:
    """Return "" where OpenSSL trusts the server as `asked`, else why not."""
    for name, data in (("ca", made.authority), ("cert", made.server), ("key", made.key)):
        (folder / name).write_bytes(data)
    outside, inside = socket.socketpair()
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / "cert", folder / "key")
    client = ssl.create_default_context(cafile=str(folder / "ca"))

    def answer() -> None:
        try:
            server.wrap_socket(inside, server_side=True).close()
        except OSError:
            inside.close()

    thread = threading.Thread(target=answer)
    thread.start()
    try:
        with client.wrap_socket(outside, server_hostname=asked):
            return ""
    except ssl.SSLCertVerificationError as error:
        return error.verify_message
    finally:
        outside.close()
        thread.join()


@pytest.mark.parametrize("asked", [NAME, str(ADDRESS)])
def test_openssl_trusts_the_hub_by_name_and_by_address(tmp_path: Path, asked: str) -> None:
    assert handshake(tmp_path, hall.make(NAME, ADDRESS, NOW), asked) == ""


def test_another_name_is_not_what_the_certificate_says(tmp_path: Path) -> None:
    assert "mismatch" in handshake(tmp_path, hall.make(NAME, ADDRESS, NOW), "kpu.go.id")


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("bank.example", ADDRESS),
        (NAME, IPv4Address("192.168.137.2")),
        ("tepat.internal", ADDRESS),
    ],
)
def test_what_the_authority_may_not_vouch_for_is_refused_although_it_signed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, address: IPv4Address
) -> None:
    constraints = hall._constraints(NAME, ADDRESS)
    monkeypatch.setattr(hall, "_constraints", lambda *_: constraints)

    made = hall.make(name, address, NOW)

    assert "permitted subtree violation" in handshake(tmp_path, made, name)


def test_without_an_address_it_may_vouch_for_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    constraints = hall._constraints(NAME, None)
    monkeypatch.setattr(hall, "_constraints", lambda *_: constraints)

    assert "excluded subtree" in handshake(tmp_path, hall.make(NAME, ADDRESS, NOW), NAME)


def test_it_ends_and_its_constraint_is_critical(tmp_path: Path) -> None:
    old = hall.make(NAME, ADDRESS, NOW - timedelta(days=hall.DAYS + 1))
    found = x509.load_pem_x509_certificate(hall.make(NAME, ADDRESS, NOW).authority)
    extension = found.extensions.get_extension_for_class(x509.NameConstraints)

    assert "expired" in handshake(tmp_path, old, NAME)
    assert extension.critical
    assert hall.ends(old.server) < NOW


def test_without_the_library_one_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import sys

    from tepat.core.problems import Refused
    from tepat.core.sentences import sentence

    monkeypatch.setitem(sys.modules, "cryptography", None)

    with pytest.raises(Refused) as refused:
        hall.make(NAME, ADDRESS, NOW)

    assert "pip install 'tepat[server,hub]'" in sentence(refused.value.problem)
