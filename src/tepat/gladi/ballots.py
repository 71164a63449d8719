"""What really happens to voters and papers at every TPS: all numbers, before anybody tells one.

Each TPS draws its own numbers from seed and code, so that what happens elsewhere changes none
of them. The truth file has them all; the server gets only what somebody there tells or types.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from tepat.gladi.world import World

LEAST_PER_CENT: Final = 55
MOST_PER_CENT: Final = 84
"""Turnout of a played TPS, of its list. Made up (contoh)."""
CHOICES: Final = 3
"""Numbers on a played paper where nobody has set them."""
SHORT: Final = 25
"""Ballots of a bundle."""
NOTHING: Final = timedelta(0)


@dataclass
class Odd:
    """What a scenario lets be otherwise at one TPS on voting day."""

    late: timedelta = NOTHING
    """Voting begins so much after 07.00."""
    reason: str = ""
    not_held: bool = False
    """No vote is held on the day; one may be held later."""
    misprint: int = 0
    """The form says so many valid votes more than there are."""
    astray: int = 0
    """So many ballots less are left over than should be, and nobody knows where they went."""
    by_boat: bool = False
    """Its boxes are lost on their way back."""
    photo: bool = False
    counted: int = 0
    """Minutes after the end of voting at which its form is ready; 0: by chance."""


@dataclass
class Poll:
    """One vote at one TPS. `told` are figures that the form says otherwise."""

    sku: str
    figures: dict[str, int]
    votes: dict[str, int]
    told: dict[str, int] = field(default_factory=dict)

    @property
    def form(self) -> dict[str, int]:
        """What stands on the form."""
        return self.figures | self.told

    @property
    def is_held(self) -> bool:
        """Whether there were papers to vote with."""
        return self.figures["received"] > 0

    @property
    def kind(self) -> str:
        return self.sku.partition("/")[0]


@dataclass
class Station:
    """One TPS on voting day."""

    tps: str
    registered: int
    dpt: int
    moved: int
    unlisted: int
    polls: list[Poll]
    boxes: tuple[str, ...]
    """Its ballot boxes that are really there."""
    missing: tuple[str, ...] = ()
    odd: Odd = field(default_factory=Odd)
    others: tuple[str, ...] = ()
    """Its packages that are no boxes: booths, board. Nobody seals them."""

    @property
    def packages(self) -> tuple[str, ...]:
        """Everything that goes home from here."""
        return self.boxes + self.others

    @property
    def users(self) -> int:
        return self.dpt + self.moved + self.unlisted

    def voted_by(self, part: float) -> tuple[int, int, int]:
        """Return how many of each list had voted when so much of the day was over."""
        return int(self.dpt * part), int(self.moved * part), int(self.unlisted * part)

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield its true numbers and what its forms say, for the truth file."""
        for poll in self.polls:
            row = {"what": "suara", "area": self.tps, "sku": poll.sku, "figures": poll.figures}
            yield row | {"votes": poll.votes, "told": poll.told, "held": not self.odd.not_held}


def drawn(world: "World") -> dict[str, Station]:
    """Return every TPS of the rehearsal with what will happen there on voting day."""
    inner: dict[str, list[str]] = {}
    for each in world.packages.values():
        if each.inside:
            inner.setdefault(each.inside, []).append(each.code)
    return {tps: _station(world, tps, inner) for tps in world.tps()}


def _station(world: "World", tps: str, inner: Mapping[str, list[str]]) -> Station:
    chance = Random(f"{world.asked.seed}/suara/{tps}")
    roll, odd = world.rolls[tps], world.odd_tps.get(tps, Odd())
    registered = roll.dpt or 0
    dpt = registered * chance.randint(LEAST_PER_CENT, MOST_PER_CENT) // 100
    moved, unlisted = chance.randint(0, 3), chance.randint(0, 4)
    outer = world.boxes_of(tps)
    boxes = [code for code in outer if world.packages[code].form == "K"]
    others = tuple(code for code in outer if code not in boxes and code not in world.lost)
    there = tuple(code for code in boxes if code not in world.lost)
    polls = [
        _poll(chance, world, sku, registered, (dpt, moved, unlisted), received)
        for sku, received in _papers(world, boxes, inner).items()
    ]
    if odd.misprint and polls:
        first = polls[0]
        first.told["valid"] = first.figures["valid"] + odd.misprint
    if odd.astray and polls:
        polls[0].figures["left"] -= odd.astray
    gone = tuple(code for code in boxes if code in world.lost)
    return Station(tps, registered, dpt, moved, unlisted, polls, there, gone, odd, others)


def _papers(world: "World", boxes: list[str], inner: Mapping[str, list[str]]) -> dict[str, int]:
    """Return how many papers really lie in the boxes that came, by SKU."""
    found: dict[str, int] = {}
    for code in boxes:
        for each in (code, *inner.get(code, ())):
            for _, sku, count in world.packages[each].contents:
                if sku:
                    found[sku] = found.get(sku, 0) + _really(world, code, count or 0)
    return dict(sorted(found.items()))


def _really(world: "World", box: str, planned: int) -> int:
    if box in world.lost or world.packs.get(box) == "left_out":
        return 0
    return max(0, planned - SHORT) if world.packs.get(box) == "short" else planned


def _poll(
    chance: Random,
    world: "World",
    sku: str,
    registered: int,
    voters: tuple[int, int, int],
    received: int,
) -> Poll:
    users = sum(voters)
    used = min(users, received)
    spoiled = min(chance.randint(0, 3), received - used)
    invalid = min(used, chance.randint(0, max(1, used // 30)))
    valid = used - invalid
    numbers = _numbers(world, sku)
    figures = {
        "registered": registered,
        "dpt": voters[0],
        "moved": voters[1],
        "unlisted": voters[2],
        "users": users,
        "received": received,
        "used": used,
        "spoiled": spoiled,
        "left": received - used - spoiled,
        "valid": valid,
        "invalid": invalid,
        "total": used,
    }
    return Poll(sku, figures, _split(chance, valid, numbers))


def _numbers(world: "World", sku: str) -> tuple[str, ...]:
    return world.numbers.get(sku.partition("/")[0]) or tuple(
        str(number) for number in range(1, CHOICES + 1)
    )


def _split(chance: Random, valid: int, numbers: tuple[str, ...]) -> dict[str, int]:
    """Return the votes of each number; together they are `valid`."""
    weights = [chance.uniform(0.5, 2.0) for _ in numbers]
    found: dict[str, int] = {}
    left = valid
    for number, weight in zip(numbers[:-1], weights, strict=False):
        found[number] = min(left, int(valid * weight / sum(weights)))
        left -= found[number]
    return found | {numbers[-1]: left}


def as_told(station: Station) -> Mapping[str, Poll]:
    """Return the polls of a TPS whose forms somebody tells, by SKU."""
    return {poll.sku: poll for poll in station.polls if poll.is_held}
