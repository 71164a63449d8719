"""Post to, or read from, an address that somebody typed, without being led into the house.

The name is resolved once, every address it has must be one of the open internet, and the
connection goes to that very address: a name that changes its mind between the look and the
call leads nowhere. No redirect is followed. Time and bytes of the answer are bounded.
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

CONNECT_S: Final = 5.0
WHOLE_S: Final = 15.0
MOST_ANSWER: Final = 16_384
"""Bytes of an answer that are read; nothing in it is heeded but its status."""
LONGEST_URL: Final = 500

Resolve = Callable[[str, int], list[str]]


class BadAddress(ValueError):
    """A message may not go there; the text is one word that says why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `status` is 0 where nothing did; `fault` says why in one word."""

    status: int
    fault: str = ""

    @property
    def is_taken(self) -> bool:
        return 200 <= self.status < 300


def resolve(host: str, port: int) -> list[str]:
    """Return every address of a name. Raises `OSError` where it has none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def check(url: str, allow_private: bool = False) -> SplitResult:
    """Return the parts of an address to which messages may go, before it is resolved.

    Raises `BadAddress`: only https, no login in it, no fragment.
    """
    if len(url) > LONGEST_URL or any(ord(each) <= 32 or ord(each) > 126 for each in url):
        raise BadAddress("spelling")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise BadAddress("spelling") from None
    if parts.scheme not in (("https", "http") if allow_private else ("https",)):
        raise BadAddress("https")
    if not parts.hostname or port == 0 or parts.fragment:
        raise BadAddress("spelling")
    if parts.username is not None or parts.password is not None:
        raise BadAddress("login")
    if not allow_private and not is_open(parts.hostname, otherwise=True):
        raise BadAddress("private")
    return parts


def is_open(address: str, otherwise: bool = False) -> bool:
    """Tell whether an address belongs to the open internet; `otherwise` where it is a name.

    >>> is_open("8.8.8.8"), is_open("10.0.0.1"), is_open("169.254.169.254"), is_open("::1")
    (True, False, False, False)
    >>> is_open("::ffff:127.0.0.1"), is_open("64:ff9b::a00:1"), is_open("fec0::1")
    (False, False, False)
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return otherwise
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    closed = _CLOSED_6 if isinstance(found, ipaddress.IPv6Address) else _CLOSED_4
    if any(found in block for block in closed):
        return False
    return found.is_global and not found.is_multicast and not found.is_reserved


def _blocks(text: str) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    return tuple(ipaddress.ip_network(each) for each in text.split())


# The IANA special-purpose registries, IPv4 and IPv6: every block that is not globally
# reachable, whatever this Python's `is_global` knows of it, and those behind which another
# address lies (NAT64, 6to4, Teredo) or a service of the network itself.
_CLOSED_4: Final = _blocks(
    "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24"
    " 192.0.2.0/24 192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24"
    " 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4"
)
_CLOSED_6: Final = _blocks(
    "::/96 64:ff9b::/96 64:ff9b:1::/48 100::/64 100:0:0:1::/64 2001::/23 2001:db8::/32 2002::/16"
    " 2620:4f:8000::/48 3fff::/20 5f00::/16 fc00::/7 fe80::/10 fec0::/10 ff00::/8"
)


def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    allow_private: bool = False,
    resolving: Resolve = resolve,
    context: ssl.SSLContext | None = None,
) -> Answer:
    """Post `body` and return how it was answered; never raises for what others do."""
    try:
        connection, path = _connection(url, allow_private, resolving, context)
    except BadAddress as bad:
        return Answer(0, str(bad))
    return _asked(connection, path, body, headers)


def read(
    url: str, most: int, *, allow_private: bool = False, resolving: Resolve = resolve
) -> bytes:
    """Return what lies at `url`. Raises `BadAddress` with one word for what went wrong."""
    connection, path = _connection(url, allow_private, resolving, None)
    try:
        with _ended_by_time(connection):
            connection.request("GET", path, headers={"accept": "application/json"})
            answer = connection.getresponse()
            data = answer.read(most + 1)
    except ssl.SSLError as error:
        raise BadAddress("certificate") from error
    except (OSError, http.client.HTTPException, ValueError, AttributeError) as error:
        raise BadAddress("time" if connection.is_cut else "connection") from error
    if answer.status != 200:
        raise BadAddress(str(answer.status))
    if len(data) > most:
        raise BadAddress("size")
    return data


def _connection(
    url: str, allow_private: bool, resolving: Resolve, context: ssl.SSLContext | None
) -> tuple["_Pinned", str]:
    """Return a connection to the judged address of `url`, and the path there."""
    parts = check(url, allow_private)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    host = str(parts.hostname)
    try:
        addresses = resolving(host, port)
    except (OSError, UnicodeError):
        raise BadAddress("name") from None
    if not addresses:
        raise BadAddress("name")
    if not allow_private and not all(is_open(each) for each in addresses):
        raise BadAddress("private")
    secure = (context or ssl.create_default_context()) if parts.scheme == "https" else None
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return _Pinned(host, port, addresses[0], secure), path


@contextlib.contextmanager
def _ended_by_time(connection: "_Pinned") -> Iterator[None]:
    """Cut the connection after `WHOLE_S`, and close it at the end."""
    watch = threading.Timer(WHOLE_S, connection.cut)
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()
        connection.close()


def _asked(connection: "_Pinned", path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    try:
        with _ended_by_time(connection):
            connection.request("POST", path, body, dict(headers))
            answer = connection.getresponse()
            status = answer.status
            answer.read(MOST_ANSWER)
    except TimeoutError:
        return Answer(0, "time")
    except ssl.SSLError:
        return Answer(0, "certificate")
    except (OSError, http.client.HTTPException, ValueError, AttributeError):
        return Answer(0, "time" if connection.is_cut else "connection")
    return Answer(status, "" if 200 <= status < 300 else "redirect" if 300 <= status < 400 else "")


class _Pinned(http.client.HTTPConnection):
    """A connection to one address, whatever its name would resolve to now."""

    def __init__(self, host: str, port: int, address: str, context: ssl.SSLContext | None) -> None:
        super().__init__(host, port, timeout=CONNECT_S)
        self._address, self._context = address, context
        self.is_cut = False
        if context is not None:
            self.default_port = 443  # so that the Host header has no port

    def connect(self) -> None:
        """Connect to the address that was judged; the certificate must bear the name."""
        plain = socket.create_connection((self._address, self.port), self.timeout)
        self.sock: Any = plain
        if self._context is not None:
            self.sock = self._context.wrap_socket(plain, server_hostname=self.host)

    def cut(self) -> None:
        """End it from another thread: who answers a byte at a time holds nobody up."""
        self.is_cut = True
        with contextlib.suppress(OSError, AttributeError):
            self.sock.shutdown(socket.SHUT_RDWR)
