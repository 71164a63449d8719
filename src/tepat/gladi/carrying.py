"""Facts of many phones in few parcels: one phone carries what the others have signed.

As in a place without a network. What was before somebody looks comes to the door so, many
facts in one transaction instead of a parcel from each phone.
"""

from collections.abc import Sequence

from tepat.gladi.desk import Line
from tepat.gladi.phone import MOST, Phone


def together(waiting: Sequence[Phone], line: Line) -> int:
    """Send the outboxes of `waiting` by the first phone that the door knows; return how many
    facts got their receipts. Each phone keeps what got none.

    The order of phones, and of the facts of each, is kept.
    """
    if not waiting:
        return 0
    carrier = next((each for each in waiting if each.newest), None)
    done = 0
    if carrier is None:  # nobody has enrolled yet: the first one does, and is known then
        carrier, done = waiting[0], waiting[0].send(line)
    sent = [(phone, item) for phone in waiting for item in phone.outbox]
    for batch in (sent[at : at + MOST] for at in range(0, len(sent), MOST)):
        receipts = carrier.bring(line, [item for _, item in batch])
        if receipts is None:
            return done
        for (phone, item), receipt in zip(batch, receipts, strict=True):
            phone.settle(item, receipt)
            phone.outbox.remove(item)
        done += len(batch)
    for phone in waiting:
        phone.send(line)  # photos
    return done
