"""What happened before what, read from links, device chains and checkpoints seen, never from
a clock.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from itertools import accumulate, combinations
from operator import or_
from typing import Final

from tepat.core.move.clocks import Arrival
from tepat.core.move.events.envelope import Fact

_NO_ARRIVALS: Final[Mapping[str, Arrival]] = {}


class Order:
    """A strict order of the facts of one package.

    A fact comes after those it names, after those its device signed before, and after those
    that were in the log of the newest checkpoint its device had seen. Keys of the
    installation sign for many people, so their numbers order nothing. Facts that would each
    be before the other are in no order.
    """

    __slots__ = ("_bit", "_past")

    def __init__(
        self,
        named: Mapping[str, Fact],
        is_desk: Callable[[str], bool],
        arrivals: Mapping[str, Arrival] = _NO_ARRIVALS,
    ) -> None:
        self._bit = {name: 1 << place for place, name in enumerate(named)}
        bit = self._bit
        past: dict[str, int] = {}
        chains: dict[str, list[tuple[int, str]]] = {}
        for name, fact in named.items():
            mask = 0
            for link in fact.after:
                mask |= bit.get(link, 0)
            for attribute in ("given", "fact"):
                if link := getattr(fact, attribute, ""):
                    mask |= bit.get(link, 0)
            past[name] = mask
            if fact.device:
                chains.setdefault(fact.device, []).append((fact.seq, name))
        for device, links in chains.items():
            if len(links) > 1 and not is_desk(device):
                _follow(sorted(links), past, bit)
        _follow_seen(named, arrivals, past, bit)
        for middle, own in bit.items():
            through = past[middle]
            if through:
                for name, mask in past.items():
                    if mask & own:
                        past[name] = mask | through | past[name]
        self._past = past

    def before(self, one: str, other: str) -> bool:
        """Tell whether fact `one` comes before fact `other`."""
        past, bit = self._past, self._bit
        return bool(past.get(other, 0) & bit.get(one, 0)) and not (
            past.get(one, 0) & bit.get(other, 0)
        )

    def last(self, names: Iterable[str]) -> list[str]:
        """Return those of `names` that none of the others comes after, sorted."""
        known = sorted(names)
        after = 0
        for name in known:
            after |= self._past.get(name, 0)
        return [
            name
            for name in known
            if not after & self._bit.get(name, 0)
            or not any(self.before(name, other) for other in known)
        ]


def _follow(links: list[tuple[int, str]], past: dict[str, int], bit: Mapping[str, int]) -> None:
    """Put the facts of one device after those with lower numbers."""
    done, same, at = 0, 0, -1
    for seq, name in links:
        if seq != at:
            done |= same
            same, at = 0, seq
        past[name] |= done
        same |= bit[name]


def _follow_seen(
    named: Mapping[str, Fact],
    arrivals: Mapping[str, Arrival],
    past: dict[str, int],
    bit: Mapping[str, int],
) -> None:
    """Put each fact after those whose numbers its device's newest checkpoint held.

    A checkpoint that was not there yet when the fact arrived, nobody has seen.
    """
    came = sorted((arrivals[name].number, name) for name in named if name in arrivals)
    numbers = [number for number, _ in came]
    masks = [0, *accumulate((bit[name] for _, name in came), or_)]
    for number, name in came:
        seen = named[name].seen
        if seen and seen.size < number:
            past[name] |= masks[bisect_right(numbers, seen.size)]


def strict(count: int, before: Callable[[int, int], bool]) -> list[int]:
    """Return, for each of `count` things, a mask of all before it; cycles order nothing.

    >>> strict(3, lambda one, other: (one, other) in {(0, 1), (1, 2)})
    [0, 1, 3]
    """
    past = [0] * count
    for one, other in combinations(range(count), 2):
        if before(one, other):
            past[other] |= 1 << one
        if before(other, one):
            past[one] |= 1 << other
    for middle in range(count):
        for each in range(count):
            if past[each] >> middle & 1:
                past[each] |= past[middle]
    own = list(past)
    for one in range(count):
        for other in range(count):
            if own[one] >> other & 1 and own[other] >> one & 1:
                past[one] &= ~(1 << other)
    return past
