"""What KPU decides at the desk about a package that does not fit: a fact is set aside.

Part of the page layer: it reports facts through the one door. Only what this desk signed
and nobody answered is decided here; `core/move/remedies.py` says who decides the rest.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext

from tepat.core.move import events
from tepat.core.move.events.words import OTHER, WORDS
from tepat.core.move.remedies import Remedy, remedies
from tepat.core.problems import Code, refuse
from tepat.server import flow
from tepat.server.election.models import Scope, User
from tepat.server.keeping.pages import kinds
from tepat.server.log import services as log
from tepat.server.log import words
from tepat.server.move.devices import keys
from tepat.server.move.packages import queries
from tepat.server.move.packages.custody import Told
from tepat.server.move.packing.reporting import local

KINDS: Final[Mapping[str, type[events.Corrected | events.Cancelled]]] = {
    "corrected": events.Corrected,
    "cancelled": events.Cancelled,
}


def open_to_decide(told: Told) -> dict[str, Remedy]:
    """Return the facts about a package that can be set aside, with what each takes."""
    facts = {each.name: each.fact for each in told.entries}
    return remedies(told.custody, facts, told.registry, keys.desk().key_id)


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what may be said of a fact, by kind: its words, and each reason with its own."""
    said = {"corrected": gettext("It is wrong"), "cancelled": gettext("It did not take place")}
    return [
        (said[kind], [(f"{kind}:{each}", kinds.word(each)) for each in WORDS[f"{kind}.reason"]])
        for kind in KINDS
    ]


@transaction.atomic
def decide(
    scope: Scope, user: User, code: str, name: str, kind: str, reason: str, note: str, now: datetime
) -> None:
    """Report that the fact called `name` is wrong (`corrected`) or did not take place.

    Raises `Refused` for a reason that is not in the list of `kind`, for `other` without
    words, and where the desk cannot set that fact aside.
    """
    said = events.clean(note)
    if reason not in WORDS.get(f"{kind}.reason", ()) or (reason == OTHER and not said):
        raise refuse(Code.REASON_MISSING)
    log.lock(scope.election, scope.kabupaten)
    found = queries.known(scope, code)
    folded, registry = queries.folded(scope, found)
    facts = {each.name: each.fact for each in found.entries}
    takes = remedies(folded.custody, facts, registry, keys.desk().key_id)
    if takes.get(name) is not Remedy.DESK:
        raise refuse(Code.DECISION_NOT_HERE, package=code)
    fact = KINDS[kind](
        election=scope.election,
        kabupaten=scope.kabupaten,
        at=local(scope, now),
        by=str(user.account),
        after=(name,),
        packages=(code,),
        fact=name,
        reason=reason,
        note=words.keep(scope.election, scope.kabupaten, said, now) if said else "",
    )
    flow.report(scope, [fact], user.account, now)
