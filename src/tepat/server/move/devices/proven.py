"""Keys that signed a batch in this process: what they send next is read before anybody counts it.

Reading a batch costs more than checking one signature, so that whoever is unknown is counted by
address, and by the size of what they bring, before their bytes are looked at. The log decides
afterwards what a key may do: one that was revoked is only spared this count.
"""

import threading
from collections import OrderedDict
from typing import Final

import msgspec
from django.http import HttpRequest

from tepat.core.log import spelling
from tepat.server.move.devices import quotas
from tepat.server.move.devices.taking import Call

MOST: Final = 20_000
UNREAD_PER_MINUTE: Final = 600
"""Pieces of `PIECE` that one address may bring in a minute before it is known who they are.

Behind one address may be a hall of phones that come at once, each with a batch of one piece.
"""
PIECE: Final = 64 * 1024

Log = tuple[str, str]


class Proven:
    """Public keys by log and device; the least recent ones are forgotten."""

    def __init__(self) -> None:
        self._keys: OrderedDict[tuple[Log, str], bytes] = OrderedDict()
        self._lock = threading.Lock()

    def add(self, log: Log, device: str, public: bytes) -> None:
        """Remember that this key signed a batch for this log."""
        with self._lock:
            self._keys[log, device] = public
            self._keys.move_to_end((log, device))
            while len(self._keys) > MOST:
                self._keys.popitem(last=False)

    def key(self, log: Log, device: str) -> bytes | None:
        with self._lock:
            return self._keys.get((log, device))


proven = Proven()


def counted(request: HttpRequest, log: Log, body: bytes) -> Call:
    """Return a batch as a call of the door. Nobody has read it yet.

    Raises `Refused` where one address brings too much that no known key has signed.
    """
    call = Call(
        *log,
        device=request.headers.get("Tepat-Device", ""),
        signature=spelling.from_base64(request.headers.get("Tepat-Signature", "")) or b"",
        method=str(request.method),
        path=request.get_full_path(),
        stranger=quotas.stranger_of(request),
        kind=str(request.content_type),
        body=body,
    )
    public = proven.key(log, call.device)
    if public is not None and call.is_signed(public):
        return msgspec.structs.replace(call, checked=public)
    pieces = 1 + len(body) // PIECE
    quotas.buckets.take(f"unread {call.stranger}", UNREAD_PER_MINUTE, count=pieces)
    return call
