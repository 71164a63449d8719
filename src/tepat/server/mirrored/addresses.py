"""Which addresses a room may read a log from: public ones, private ones only as it is set.

A room's settings are written by its keeper; but an address that was handed over on paper must
not turn this machine into somebody else's hand inside the office's network.
"""

import ipaddress
import socket
from urllib.parse import urlsplit

from tepat.core.problems import Code, refuse
from tepat.server import environment


def check(where: str) -> None:
    """Raise `Refused` for an address inside a private network, unless the setting allows it.

    A folder is read as it is. A name that cannot be resolved is told when it is read.
    """
    if not where.startswith(("http://", "https://")):
        return
    host = urlsplit(where).hostname or ""
    if environment.flag("TEPAT_MIRROR_PRIVATE"):
        return
    try:
        found = {info[4][0] for info in socket.getaddrinfo(host, None)}
    except OSError:
        return
    if any(not ipaddress.ip_address(str(each).partition("%")[0]).is_global for each in found):
        raise refuse(Code.ROOM_PRIVATE, address=where)
