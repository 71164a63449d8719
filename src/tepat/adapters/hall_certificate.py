"""Certificates of a hall: an authority that may speak for one name and one address only.

Whoever installs the authority on a phone lets it vouch for the hub and for nothing else: the
constraint is critical, so that a phone that does not understand it refuses. Its key signs once
and is never written anywhere; nobody, not even the laptop's owner, can make a second certificate.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv4Address, IPv4Network, IPv6Network
from typing import Any, Final

from tepat.core.problems import Code, refuse

DAYS: Final = 120
"""From the training to the end of the count. Browsers take at most 398 days."""
EARLIER: Final = timedelta(days=1)
"""It begins this much earlier: clocks of phones are wrong."""


@dataclass(frozen=True, slots=True)
class HallCertificate:
    """PEM texts of the authority, of the server, and the server's key."""

    authority: bytes
    server: bytes
    key: bytes


def make(
    name: str, address: IPv4Address | None, now: datetime, days: int = DAYS
) -> HallCertificate:
    """Return a new authority and the certificate that it signed for `name` and `address`.

    Raises `Refused` where the library for it is not installed.
    """
    x509 = _library()
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    authority_key, key = (
        ec.generate_private_key(ec.SECP256R1()),
        ec.generate_private_key(ec.SECP256R1()),
    )
    issuer = _named(f"Aula tepat {name}"[:64])
    authority = _authority(issuer, authority_key, _constraints(name, address), (now, days))
    alternatives: list[Any] = [x509.DNSName(name)]
    if address is not None:
        alternatives.append(x509.IPAddress(address))
    server = (
        _begun(_named(name[:64]), issuer, key.public_key(), (now, days))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .add_extension(
            x509.ExtendedKeyUsage([x509.oid.ExtendedKeyUsageOID.SERVER_AUTH]), critical=False
        )
        .add_extension(_usage(), critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()),
            critical=False,
        )
        .sign(authority_key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    return HallCertificate(
        authority.public_bytes(pem),
        server.public_bytes(pem),
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
    )


def ends(certificate: bytes) -> datetime:
    """Return until when a certificate in PEM is good."""
    found: datetime = _library().load_pem_x509_certificate(certificate).not_valid_after_utc
    return found


def as_der(certificate: bytes) -> bytes:
    """Return a certificate in PEM as phones install it."""
    from cryptography.hazmat.primitives import serialization

    found = _library().load_pem_x509_certificate(certificate)
    encoded: bytes = found.public_bytes(serialization.Encoding.DER)
    return encoded


def fingerprint(certificate: bytes) -> str:
    """Return the first 16 digits of the SHA-256 of a certificate, in fours: read from paper."""
    digits = sha256(as_der(certificate)).hexdigest()[:16].upper()
    return " ".join(digits[at : at + 4] for at in range(0, 16, 4))


def _authority(issuer: Any, key: Any, constraints: Any, when: tuple[datetime, int]) -> Any:
    from cryptography.hazmat.primitives import hashes

    x509 = _library()
    return (
        _begun(issuer, issuer, key.public_key(), when)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(constraints, critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def _constraints(name: str, address: IPv4Address | None) -> Any:
    """What is permitted; a kind of name that is not mentioned would be free, so each is."""
    x509 = _library()
    permitted: list[Any] = [x509.DNSName(name)]
    excluded: list[Any] = [x509.IPAddress(IPv6Network("::/0"))]
    if address is None:
        excluded.append(x509.IPAddress(IPv4Network("0.0.0.0/0")))
    else:
        permitted.append(x509.IPAddress(IPv4Network(address)))
    return x509.NameConstraints(permitted_subtrees=permitted, excluded_subtrees=excluded)


def _begun(subject: Any, issuer: Any, public: Any, when: tuple[datetime, int]) -> Any:
    x509, (now, days) = _library(), when
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - EARLIER)
        .not_valid_after(now + timedelta(days=days))
    )


def _named(name: str) -> Any:
    x509 = _library()
    return x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, name)])


def _usage(*, signs: bool = False) -> Any:
    return _library().KeyUsage(
        digital_signature=not signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs,
        crl_sign=signs,
        encipher_only=False,
        decipher_only=False,
    )


def _library() -> Any:
    try:
        from cryptography import x509
    except ModuleNotFoundError as missing:
        raise refuse(Code.HUB_NO_LIBRARY) from missing
    return x509
