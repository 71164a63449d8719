"""Receipts of the office that come back to a hub by a stick, as its facts went there.

A hub believes none of them more than a phone does: one counts for a fact that lies here, in
this log, signed by a key that the desk's lists name. Phones check it again.
"""

from base64 import b64decode
from collections.abc import Sequence

import msgspec

from tepat.core.log import receipts, spelling
from tepat.core.move.field_manifest import wire
from tepat.core.problems import Code, refuse
from tepat.server.hub.kept import Kept
from tepat.server.hub.state import Hub
from tepat.server.move.devices import batches

LARGEST = 8 * 2**20


def read(data: bytes) -> list[batches.SignedReceipt]:
    """Return the receipts in a file. Raises `Refused` for anything else."""
    if len(data) > LARGEST:
        raise refuse(Code.BATCH_TOO_LARGE, facts=0, bytes=LARGEST)
    try:
        return msgspec.json.decode(data, type=batches.Answer).receipts
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise refuse(Code.BATCH_UNREADABLE, reason=str(error)[:120]) from error


def take(kept: Kept, hub: Hub, found: Sequence[batches.SignedReceipt]) -> int:
    """Keep those that hold for facts of this hub; return how many."""
    desks = desks_of(hub)
    true = [(each.body, each.sig) for each in found if _is_signed(each, desks)]
    return kept.receive(true, hub.bundle.log)


def desks_of(hub: Hub) -> list[bytes]:
    """Return the keys of the desk that the lists of the bundle name, without those that ended."""
    found = {
        each.key
        for listed in hub.bundle.lists.values()
        for each in wire.read(listed.text.encode()).trust.desks
        if each.upto is None
    }
    return [b64decode(each) for each in sorted(found)]


def _is_signed(each: batches.SignedReceipt, desks: Sequence[bytes]) -> bool:
    signature = spelling.from_base64(each.sig) or b""
    return any(receipts.verifies(desk, each.body.encode(), signature) for desk in desks)
