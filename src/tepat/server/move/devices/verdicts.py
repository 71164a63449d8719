"""What the door says of facts, given the keys that one log knows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tepat.core.election.roles import Role
from tepat.core.move import events, judging
from tepat.core.move.devices import Registry
from tepat.core.move.judging import Judged
from tepat.core.move.standing import STOPS
from tepat.server.election.models import Scope
from tepat.server.log import queries as log
from tepat.server.move.devices import keys, queries


@dataclass(frozen=True, slots=True)
class Look:
    """What the door saw of several batches before it locked their log."""

    reads: Sequence[Sequence[judging.Read]]
    judged: list[list[Judged]]
    size: int
    """Entries of the log by then."""
    there: dict[str, tuple[int, datetime]]
    """Which of the facts it had by then, with their numbers."""

    @property
    def waits(self) -> bool:
        """Whether any of it waits for a key, which may have come by now."""
        return any(each.waits_for for batch in self.judged for each in batch)


def look(scope: Scope, batches: Sequence[Sequence[judging.Sent]]) -> Look:
    """Read and judge several batches for one log, which need not be locked for it."""
    where = (scope.election, scope.kabupaten)
    reads = [[judging.read(each, *where) for each in batch] for batch in batches]
    size = log.size(*where)
    there = log.numbers_of(*where, [each.name for batch in reads for each in batch])
    return Look(reads, of_batches(scope, reads, set(there)), size, there)


def of_batches(
    scope: Scope, batches: Sequence[Sequence[judging.Read]], there: set[str]
) -> list[list[Judged]]:
    """Return the verdicts on several batches, as if they were one."""
    judged = iter(of(scope, [each for batch in batches for each in batch], there))
    return [[next(judged) for _ in batch] for batch in batches]


def of(scope: Scope, reads: Sequence[judging.Read], there: set[str]) -> list[Judged]:
    """Return the verdicts on `reads`. Whatever is in the log already needs no signature,
    only who signed it besides.
    """
    wanted, brought = set(), {}
    for each in reads:
        if each.fact:
            wanted |= {one.device for one in each.sent.countersigned}
            wanted |= set() if each.name in there else {each.fact.device}
    known = queries.keys_of(scope, wanted) if wanted else {}
    for each in reads:  # keys that come in this very batch, for the facts beside them
        public = judging.enrols(each.fact)
        if public is None or each.fact is None or each.fact.device in known:
            continue
        if judging.judge(each, known, keys.secret_of).reason is None:
            brought[each.fact.device] = public
    known |= brought
    return [
        judging.judge_again(each, known)
        if each.name in there
        else judging.judge(each, known, keys.secret_of)
        for each in reads
    ]


def settles(fact: events.Fact, registry: Registry) -> str | None:
    """Return whose alarms of the quarantine a fact may end: "" is everybody's, None is nobody's.

    KPU and its desk end any, somebody else only those of what their own key is said to sign.
    """
    if registry.standing(fact) & STOPS:
        return None
    is_kpu = registry.is_desk(fact.device) or registry.role_of(fact) == Role.KPU
    return "" if is_kpu else fact.device
