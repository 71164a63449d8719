"""What offices agree on before anything goes wrong: kinds, ladders with limits, playbooks.

An office edits these as data files (`data/incidents/*.toml`); they are read into the values
below. Every limit that is shipped is made up (contoh) until an office sets its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from tepat.core.election.catalogue import Words


class Aght(StrEnum):
    """Ancaman, gangguan, hambatan, tantangan: how officials class what may go wrong."""

    THREAT = "threat"
    DISTURBANCE = "disturbance"
    OBSTACLE = "obstacle"
    CHALLENGE = "challenge"


class Tier(StrEnum):
    """The area that one step of a ladder, or one mitigation sheet, is about."""

    TPS = "tps"
    DESA = "desa"
    KECAMATAN = "kecamatan"
    KABUPATEN = "kabupaten"
    PROVINSI = "provinsi"


_LENGTH: Final = {
    Tier.PROVINSI: 2,
    Tier.KABUPATEN: 5,
    Tier.KECAMATAN: 8,
    Tier.DESA: 13,
    Tier.TPS: 17,
}
HEIGHT: Final = {tier: height for height, tier in enumerate(Tier)}


def area_at(place: str, tier: Tier) -> str:
    """Return the area of `place` at `tier`; the place's own area where it is no smaller.

    >>> area_at("63.09.05.2003-007", Tier.KECAMATAN), area_at("63.09:gudang-1", Tier.DESA)
    ('63.09.05', '63.09')
    """
    return place.partition(":")[0][: _LENGTH[tier]]


def tier_of(place: str) -> Tier:
    """Return the smallest tier that `place` lies in.

    >>> tier_of("63.09.05:ppk").value, tier_of("63.09.05.2003-007").value
    ('kecamatan', 'tps')
    """
    length = len(place.partition(":")[0])
    return next((tier for tier in Tier if length >= _LENGTH[tier]), Tier.KABUPATEN)


@dataclass(frozen=True, slots=True)
class Urgency:
    """How fast: each limit of a ladder is taken times `percent` of a hundred."""

    code: str
    name: Words
    percent: int


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a ladder: who holds it, where, and for how many minutes at most."""

    role: str
    tier: Tier
    minutes: int

    def party(self, place: str) -> str:
        """Return who that is for `place`, as `role@area`."""
        return f"{self.role}@{area_at(place, self.tier)}"


@dataclass(frozen=True, slots=True)
class Ladder:
    """Steps from the field upwards."""

    code: str
    name: Words
    steps: tuple[Step, ...]

    def with_limits(self, minutes: Mapping[str, int]) -> "Ladder":
        """Return the ladder with the limits that an office set, by role."""
        steps = tuple(replace(s, minutes=minutes.get(s.role, s.minutes)) for s in self.steps)
        return replace(self, steps=steps)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of incident. `whats` are the words of phones that open it."""

    code: str
    name: Words
    aght: Aght
    ladder: str
    urgency: str
    playbook: str = ""
    whats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Playbook:
    """Steps that were agreed on beforehand."""

    code: str
    name: Words
    steps: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that mitigation sheets ask for, of these tiers."""

    code: str
    about: str
    name: Words
    tiers: tuple[Tier, ...]


@dataclass(frozen=True, slots=True)
class Seed:
    """A row with which the register of risks begins."""

    code: str
    kind: str
    title: str
    owner: str
    likelihood: str
    impact: str
    after_likelihood: str
    after_impact: str
    mitigation: str
    trigger: str


@dataclass(frozen=True, slots=True)
class Book:
    """Everything that was agreed on, in the order of its files."""

    kinds: tuple[Kind, ...]
    urgencies: tuple[Urgency, ...]
    ladders: tuple[Ladder, ...]
    playbooks: tuple[Playbook, ...] = ()
    asks: tuple[Ask, ...] = ()
    seeds: tuple[Seed, ...] = ()
    _by_what: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        words = {what: kind.code for kind in self.kinds for what in kind.whats}
        object.__setattr__(self, "_by_what", words)

    def kind(self, code: str) -> Kind:
        """Return a kind; the last one, which is for all else, where there is none such."""
        return next((each for each in self.kinds if each.code == code), self.kinds[-1])

    def kind_for(self, what: str) -> str:
        """Return the kind that a word of a phone opens."""
        return self._by_what.get(what, self.kinds[-1].code)

    def urgency(self, code: str) -> Urgency:
        return next((each for each in self.urgencies if each.code == code), self.urgencies[0])

    def ladder(self, code: str) -> Ladder:
        return next((each for each in self.ladders if each.code == code), self.ladders[0])

    def playbook(self, code: str) -> Playbook | None:
        return next((each for each in self.playbooks if each.code == code), None)
