"""A rehearsal: named people pack, close and hand over boxes, and their phones send it in no order.

Batches come shuffled and some come twice; one phone forks, and strangers send what is no
fact. What the log then holds folds to the same tables however often it is folded.
"""

import random
from collections.abc import Iterator

from tepat.core.election.roles import Role
from tepat.core.log import canonical
from tepat.core.move import events
from tepat.core.move.judging import Sent
from tepat.server import flow
from tepat.server.election.models import Scope
from tests.phones import NIGHT, Phone, packed, phone_of

PPK_AREA = "99.01.01"
BATCH = 50
A_BOX = 6
"""Facts about each box: packed, sealed, given and received twice."""


OF_A_TEAM = 600
"""Facts of one bu_sari, one pak_joko and one bu_rina together."""


def rehearse(scope: Scope, facts: int) -> int:
    """Let a log grow by about `facts` facts; return how many batches were taken."""
    chance = random.Random(2024)
    batches: list[list[Sent]] = []
    for first in range(0, facts, OF_A_TEAM):
        team = first // OF_A_TEAM
        sari = phone_of(scope, f"bu_sari {team}")
        joko = phone_of(scope, f"pak_joko {team}", Role.DRIVER)
        rina = phone_of(scope, f"bu_rina {team}", Role.PPK, PPK_AREA)
        boxes = range(first // A_BOX, min(first + OF_A_TEAM, facts) // A_BOX)
        sent = [each for box in boxes for each in _box(box, sari, joko, rina)]
        if not first:
            batches.append([_forked(sari), Sent(b"not a fact", bytes(64)), Sent(b"{}", bytes(64))])
        batches += [sent[start : start + BATCH] for start in range(0, len(sent), BATCH)]
    chance.shuffle(batches)
    batches += batches[:2]
    for batch in batches:
        flow.accept(scope, batch, "somebody", NIGHT)
    return len(batches)


def _box(number: int, sari: Phone, joko: Phone, rina: Phone) -> Iterator[Sent]:
    box = f"BOX-{number}"
    said = packed(sari, box)
    yield said
    sealed = sari.say(
        events.Sealed,
        package=box,
        seals=(f"KB{number:07d}",),
        after=(canonical.name_of(said.body),),
    )
    yield sealed
    store, road = "99.01:gudang-1", f"driver@{sari.scope.kabupaten}"
    ways = (
        (sari, joko, f"warehouse@{sari.scope.kabupaten}", road, store),
        (joko, rina, road, f"ppk@{PPK_AREA}", PPK_AREA),
    )
    for one, other, giver, receiver, place in ways:
        load = {"packages": (box,), "giver": giver, "receiver": receiver, "place": place}
        given = one.say(events.Given, **load)
        yield given
        yield other.say(events.Received, given=canonical.name_of(given.body), **load)


def _forked(sari: Phone) -> Sent:
    """A second fact under a number that bu_sari's phone has used already."""
    seq, prev = sari.seq, sari.prev
    sari.seq = 2
    said = packed(sari, "BOX-0")
    sari.seq, sari.prev = seq, prev
    return said
