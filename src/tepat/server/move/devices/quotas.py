"""How much one sender may bring that cannot be accepted yet, and how often they may ask.

Facts that are accepted count against nobody's quarantine: a warehouse that was offline for
three days sends everything at once. Counters live in the process and forget by themselves.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address
from typing import Final

from django.conf import settings
from django.http import HttpRequest

from tepat.core.problems import Code, refuse
from tepat.server.election.models import Scope
from tepat.server.log import queries as log

QUARANTINE_PER_HOUR: Final = 2_000
"""Facts of one sender that may go into quarantine within an hour."""
BATCHES_PER_MINUTE: Final = 240
"""Batches of one sender whose key is known."""
FACTS_PER_HOUR: Final = 20_000
"""Facts of one sender whose key is known, with all keys of the same letter, and of all whose key
is not: a warehouse writes some thousand in a week.

The fold of a package reads all facts about it, so a stolen phone must not bring millions.
"""
STRANGERS_PER_MINUTE: Final = 30
"""Batches from one address whose sender nobody knows."""
STRANGER_FACTS_PER_HOUR: Final = 2_000
"""Facts from one address whose sender nobody knows: those of an outbox, which may all be good."""
LETTER_KEYS_PER_HOUR: Final = 12
"""Keys that enrol with one letter: one as a rule, and a letter may be photographed."""
STRANGER: Final = "stranger"
"""How the name begins of whoever uploads with a key that the log does not know."""
STRANGER_PER_HOUR: Final = 200
"""Facts that may go into quarantine from one address: the largest batch, once."""
STRANGERS_PER_HOUR: Final = 4_000
"""The same of all addresses together: an entry of the log stays for ever."""
MOST_SENDERS: Final = 20_000
RETRY_S: Final = 60


def check_quarantine(scope: Scope, uploader: str, more: int, now: datetime) -> None:
    """Raise `Refused` where `more` facts in quarantine are too many of one sender: two queries."""
    where, since = (scope.election, scope.kabupaten), now - timedelta(hours=1)
    is_strange = uploader.startswith(STRANGER)
    count = log.quarantined_since(*where, uploader, since) + more
    is_full = count > (STRANGER_PER_HOUR if is_strange else QUARANTINE_PER_HOUR)
    if is_strange and not is_full:
        count = log.quarantined_like(*where, STRANGER, since) + more
        is_full = count > STRANGERS_PER_HOUR
    if is_full:
        raise refuse(Code.DOOR_QUOTA, count=count, seconds=RETRY_S * 10)


def stranger_at(address: str) -> str:
    """Return who somebody unknown is, by address: a hash, and of IPv6 the network.

    >>> stranger_at("2001:db8::1") == stranger_at("2001:db8::2") != stranger_at("192.0.2.1")
    True
    """
    try:
        found = ip_address(address)
    except ValueError:
        return STRANGER
    if isinstance(found, IPv6Address):
        found = IPv6Address(int(found) >> 64 << 64)
    return f"{STRANGER} {sha256(found.packed).hexdigest()[:16]}"


def stranger_of(request: HttpRequest) -> str:
    """Return who somebody unknown is, through as many proxies as `TEPAT_PROXIES` trusts.

    Counted by the connection alone, one visitor would use up the quota of everybody behind
    the proxy. A header with fewer addresses than proxies did not come through them.
    """
    proxies: int = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    hops = [each.strip() for each in request.headers.get("X-Forwarded-For", "").split(",")]
    came = hops[-proxies] if 0 < proxies <= len(hops) else ""
    return stranger_at(came or request.META.get("REMOTE_ADDR", ""))


class Buckets:
    """Tokens that fill up with time, for each sender; the least recent ones are forgotten."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, sender: str, most: int, *, count: int = 1, seconds: int = 60) -> None:
        """Take `count` tokens of `sender`, who gets `most` anew in so many seconds.

        Raises `Refused` where so many are not left; then none is taken.
        """
        now = self._clock()
        with self._lock:
            left, at = self._left.pop(sender, (float(most), now))
            left = min(most, left + (now - at) * most / seconds)
            is_enough = left >= count
            self._left[sender] = (left - count if is_enough else left, now)
            while len(self._left) > MOST_SENDERS:
                self._left.popitem(last=False)
        if not is_enough:
            raise refuse(Code.DOOR_QUOTA, count=most, seconds=RETRY_S)


buckets = Buckets()
