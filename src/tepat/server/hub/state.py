"""The folder of a hub: what the office gave it, its addresses, and its certificate.

    hub/hub.json     bundle and addresses
    hub/ca.pem       the authority that phones of the hall install
    hub/server.pem   the certificate it gave, once
    hub/server.key   the key of that certificate, and the only secret here
    hub/kept.sqlite3 what phones brought

A folder with a desk never becomes a hub and a hub never becomes a desk: it has no key of the
log, so that a log cannot fork here.
"""

import os
import re
from datetime import datetime
from functools import lru_cache
from ipaddress import AddressValueError, IPv4Address
from pathlib import Path
from typing import Final

import msgspec
from django.conf import settings

from tepat.adapters import hall_certificate
from tepat.core.problems import Code, refuse
from tepat.server.hub.bundle import Bundle

ENDING: Final = ".tepat.internal"
"""A name that no resolver of the world answers: the hall's own network does."""
PORT: Final = 8443
GUIDE_PORT: Final = 8080
_NAME: Final = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")


class Hub(msgspec.Struct, frozen=True):
    """A prepared hub."""

    bundle: Bundle
    name: str
    address: str
    """The private address, "" where the network resolves the name."""
    port: int = PORT
    wifi: str = ""
    wifi_password: str = ""

    @property
    def hosts(self) -> tuple[str, ...]:
        return (self.name, self.address) if self.address else (self.name,)

    @property
    def origins(self) -> tuple[str, ...]:
        """Under which phones reach it: by its name, and by its address."""
        return tuple(f"https://{host}:{self.port}" for host in self.hosts)

    @property
    def origin(self) -> str:
        """What the poster says: an address needs no resolver."""
        return self.origins[-1]


def name_for(area: str) -> str:
    """Return the name of the hub of an area.

    >>> name_for("63.09.05")
    'hub-63-09-05.tepat.internal'
    """
    return f"hub-{area.replace('.', '-').lower()}{ENDING}"


def folder(home: Path | None = None) -> Path:
    return (home or Path(settings.HOME)) / "hub"


def is_hub(home: Path) -> bool:
    return (folder(home) / "hub.json").exists()


def checked_address(text: str) -> IPv4Address:
    """Return a private address. Raises `Refused`: a hub stands in no public network."""
    try:
        address = IPv4Address(text)
    except AddressValueError as error:
        raise refuse(Code.HUB_ADDRESS, value=text[:80]) from error
    if not address.is_private or address.is_unspecified:
        raise refuse(Code.HUB_ADDRESS, value=text[:80])
    return address


def prepare(home: Path, hub: Hub, now: datetime) -> hall_certificate.HallCertificate:
    """Make the folder of a hub. Raises `Refused` where the home is a hub already, or a desk."""
    if not _NAME.fullmatch(hub.name) or len(hub.name) > 64:
        raise refuse(Code.HUB_ADDRESS, value=hub.name[:80])
    address = checked_address(hub.address) if hub.address else None
    if any(folder(home).glob("*")) or any((home / "keys").glob("*.key")):
        raise refuse(Code.HUB_HOME, folder=str(home))
    made = hall_certificate.make(hub.name, address, now)
    place = folder(home)
    place.mkdir(parents=True, mode=0o700)
    _write(place / "server.key", made.key, 0o600)
    _write(place / "server.pem", made.server)
    _write(place / "ca.pem", made.authority)
    _write(place / "hub.json", msgspec.json.encode(hub), 0o600)  # last: now it is a hub
    return made


def renew(home: Path, bundle: Bundle) -> None:
    """Replace the bundle of a hub by a newer one of the same log; certificate and facts stay."""
    hub = hub_of(home)
    if (bundle.log, bundle.area) != (hub.bundle.log, hub.bundle.area):
        raise refuse(Code.HUB_HOME, folder=str(home))
    _write(
        folder(home) / "hub.json",
        msgspec.json.encode(msgspec.structs.replace(hub, bundle=bundle)),
        0o600,
    )


def hub_of(home: Path) -> Hub:
    """Return the hub of a home. Raises `Refused` where none was prepared."""
    path = folder(home) / "hub.json"
    try:
        return _read(path, path.stat().st_mtime_ns)
    except (OSError, msgspec.DecodeError) as error:
        raise refuse(Code.HUB_NOT_PREPARED, folder=str(home)) from error


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> Hub:
    return msgspec.json.decode(path.read_bytes(), type=Hub)


def _write(path: Path, data: bytes, mode: int = 0o644) -> None:
    beside = path.with_name(f"{path.name}.new")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)
