"""The inputs of a plan beside the main delivery: the way back, and votes held again."""

from dataclasses import dataclass
from datetime import date

from tepat.core.plan.instance.journey import Journey, Purpose
from tepat.core.plan.instance.values import Instance
from tepat.core.plan.journeys import subsets
from tepat.core.problems import Code, Problem, refuse
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope, Tps

MOST_DAYS = 7
"""Days of driving before a vote held again, at most."""


@dataclass(frozen=True, slots=True)
class Again:
    """A vote held again as it is asked for: `tps` as written, codes of TPS or desa."""

    purpose: Purpose
    vote: date
    tps: tuple[str, ...]
    days: int = 2
    kinds: tuple[str, ...] = ()
    decision: str = ""
    reason: str = ""


def again(scope: Scope, instance: Instance, asked: Again) -> tuple[Instance, list[Problem]]:
    """Return the inputs of a vote held again, and what is unusual about it.

    Raises `Refused` where a TPS is not in the list, or for a day that cannot be.
    """
    election = election_of(scope)
    kinds = [each.code for each in election.kinds_in(scope.kabupaten)]
    strange = [code for code in asked.kinds if code not in kinds]
    if strange:
        raise refuse(Code.AGAIN_FORM, field="Jenis", value=", ".join(strange)[:60])
    codes = _all_tps(scope, asked.tps)
    chosen = tuple(code for code in kinds if code in asked.kinds)
    journey = Journey(
        asked.purpose, asked.vote, codes, chosen, asked.decision[:120], asked.reason[:200]
    )
    problems = subsets.problems_with(journey, election.voting_day)
    counts = subsets.counted(instance, codes)
    return subsets.again(instance, counts, journey, asked.days, len(chosen)), problems


def vote_of(scope: Scope) -> date:
    """Return the day of the main vote. Raises `Refused` where it is unset."""
    vote = election_of(scope).voting_day
    if vote is None:
        raise refuse(Code.VOTING_DAY_UNKNOWN, election=scope.election)
    return vote


def _all_tps(scope: Scope, tps: tuple[str, ...]) -> tuple[str, ...]:
    """Return the codes of single TPS, those of a whole desa spelt out: one query."""
    known = set(Tps.objects.filter(scope=scope).values_list("code", flat=True))
    found: set[str] = set()
    strange = []
    for code in tps:
        mine = {code} & known or {each for each in known if each.startswith(f"{code}-")}
        found |= mine
        strange += [] if mine else [code]
    if strange:
        raise refuse(Code.AGAIN_TPS, tps=", ".join(strange[:5]))
    return tuple(sorted(found))
