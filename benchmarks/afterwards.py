"""After a peak: is every fact that was acknowledged in its log, once, as its receipt says."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from benchmarks.copies import ELECTION, Copy
from benchmarks.sending import Acknowledged

KNOWN = ("accepted", "known")


def faults(
    got: Sequence[Acknowledged], logs: Mapping[str, Sequence[tuple[int, str]]]
) -> Iterator[str]:
    """Yield what a log owes. `logs` has by kabupaten its entries: number, and name of a fact.

    >>> receipt = Acknowledged("99.01", "f1", 2, "accepted", 0.0, b"", b"")
    >>> list(faults([receipt], {"99.01": [(1, "f0"), (2, "f1")]}))
    []
    >>> list(faults([receipt], {"99.01": [(1, "f0"), (3, "f1")]}))
    ['99.01: numbers have a gap', '99.01: f1 has 3, its receipt said 2']
    >>> list(faults([receipt], {"99.01": [(1, "f0")]}))
    ['99.01: f1 was acknowledged and is not there']
    """
    for kabupaten, entries in logs.items():
        numbers = sorted(number for number, _ in entries)
        if numbers != list(range(1, len(numbers) + 1)):
            yield f"{kabupaten}: numbers have a gap"
        often = Counter(name for _, name in entries)
        yield from (f"{kabupaten}: {name} is there {n} times" for name, n in often.items() if n > 1)
    there = {(where, name): number for where, rows in logs.items() for number, name in rows}
    for each in got:
        if each.verdict not in KNOWN:
            continue
        number = there.get((each.kabupaten, each.fact))
        if number is None:
            yield f"{each.kabupaten}: {each.fact} was acknowledged and is not there"
        elif number != each.number:
            yield f"{each.kabupaten}: {each.fact} has {number}, its receipt said {each.number}"


def all_faults(copies: Sequence[Copy], got: Sequence[Acknowledged]) -> list[str]:
    """Return every fault: entries, signatures of receipts, and the fold of the first regency."""
    from tepat.core.log import receipts
    from tepat.server import flow
    from tepat.server.log.models import Fact, Quarantined
    from tepat.server.move.devices import queries

    logs: dict[str, list[tuple[int, str]]] = {}
    for copy in copies:
        where = {"election": ELECTION, "kabupaten": copy.kabupaten}
        rows = list(Fact.objects.filter(**where).values_list("number", "id"))
        aside = Quarantined.objects.filter(**where).values_list("number", "digest")
        logs[copy.kabupaten] = [*rows, *aside]
    found = list(faults(got, logs))
    desk = {copy.kabupaten: queries.receipt_key(copy.scope).public for copy in copies}
    for each in got:
        if not receipts.verifies(desk[each.kabupaten], each.body, each.sig):
            found.append(f"{each.kabupaten}: a receipt without a good signature")
    found += [f"folded anew: {each}" for each in flow.rebuild(copies[0].scope).differences]
    return found
