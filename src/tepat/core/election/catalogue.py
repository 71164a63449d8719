"""What one election hands out: kinds of ballot, items, and how each is counted.

An election is data (`data/elections/*.toml`); these are the values it is read into.
A quantity nobody has published is unset (`count is None`) and stays unset: it is
shown as such and never guessed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from enum import StrEnum

from tepat.core.election.regions import is_in, kind_of

EVERYWHERE = "all"
"""Stands for every region in a table by region."""
SET_BY_OFFICE = "S"
"""Status of a quantity that this office set at the desk; no file may say it."""


class Per(StrEnum):
    """What a quantity is counted by. A closed list, not a language."""

    VOTER = "voter"
    """Each voter of the TPS, plus the reserve."""
    PLACE = "place"
    """Each TPS, PPS, PPK or KPU office: the rule's own level."""
    BOX = "box"
    """Each ballot box at that place."""
    SKU = "sku"
    """Each different ballot paper that the kabupaten holds: kind x dapil."""


class At(StrEnum):
    """The level at which a quantity is needed."""

    TPS = "tps"
    PPS = "pps"
    PPK = "ppk"
    KPU = "kpu"


class Rounding(StrEnum):
    """How the reserve becomes a whole number."""

    CEIL = "ceil"
    ROUND = "round"
    FLOOR = "floor"


class DiffersBy(StrEnum):
    """The area within which all ballots of a kind are the same paper."""

    NATION = "nation"
    PROVINSI = "provinsi"
    KABUPATEN = "kabupaten"
    DAPIL = "dapil"
    DESA = "desa"


class Goes(StrEnum):
    """Where an item travels when a TPS is packed."""

    BOX = "box"
    """Inside the ballot box of its kind."""
    FIRST_BOX = "first_box"
    """Inside the box of the first kind: things the TPS needs once."""
    OUTSIDE = "outside"
    """Beside the boxes: booths, and the boxes themselves."""
    ON_BOX = "on_box"
    """Fixed to the box when it is closed: seals, cable ties, stickers."""


@dataclass(frozen=True, slots=True)
class Words:
    """One name in Indonesian and English."""

    id: str
    en: str

    def say(self, language: str) -> str:
        return self.en if language == "en" else self.id

    def __bool__(self) -> bool:
        return bool(self.id)


UNSAID = Words("", "")
"""No words at all: false, as an empty text is."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of ballot: PPWP, DPR, KWK-BUP, ..."""

    code: str
    short: str
    """Three letters for package codes: BUP."""
    name: Words
    colour: Words
    colour_hex: str
    differs_by: DiffersBy
    only_kind: str = ""
    """"kabupaten" or "kota" where the kind is held in only one of them."""
    not_in: tuple[str, ...] = ()
    """Region codes that do not hold it: DKI has no DPRD-KABKO."""
    choices: Mapping[str, tuple[int, ...]] = field(default_factory=dict, hash=False)
    """The numbers that stand on the paper, by region code; "all": everywhere."""
    lists: Mapping[str, tuple[int, ...]] = field(default_factory=dict, hash=False)
    """How many candidates each number has below it, in the order of `choices`, by region code;
    none where the paper has no lists of names, or nobody has said."""
    source: Words = UNSAID

    def candidates_in(self, area: str) -> dict[str, int]:
        """Return how many candidates stand below each number on the paper of `area`."""
        within = [code for code in self.lists if is_in(area, code)]
        counts = self.lists[max(within, key=len)] if within else self.lists.get(EVERYWHERE, ())
        return dict(zip(map(str, self.choices_in(area)), counts, strict=False))

    def choices_in(self, area: str) -> tuple[int, ...]:
        """Return the numbers on the paper of `area`; none where nobody has said.

        >>> words = Words("Bupati", "Regent")
        >>> bup = Kind("KWK-BUP", "BUP", words, words, "", DiffersBy.KABUPATEN,
        ...     choices={"63.09": (1, 2, 3)})
        >>> bup.choices_in("63.09.05.2003-007"), bup.choices_in("63.10")
        ((1, 2, 3), ())
        """
        within = [code for code in self.choices if is_in(area, code)]
        return self.choices[max(within, key=len)] if within else self.choices.get(EVERYWHERE, ())


@dataclass(frozen=True, slots=True)
class Rule:
    """How many of an item one place needs. `count` None means nobody has said."""

    at: At
    per: Per
    count: int | None
    by_kind: bool = False
    kinds: tuple[str, ...] = ()
    """Only for these kinds; empty means all."""
    reserve: Decimal = Decimal(0)
    rounding: Rounding = Rounding.CEIL
    psu: bool = False
    """Belongs to the stock for repeat voting (PSU), kept apart."""
    source: Words = UNSAID
    status: str = ""
    """V verified in a source, D derived, M from memory, ? unknown (then count is None),
    S set by this office at the desk."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is handed out."""

    code: str
    name: Words
    unit: Words
    goes: Goes
    rules: tuple[Rule, ...]
    is_ballot: bool = False
    is_box: bool = False


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something that must have happened, counted from voting day: H-1 is `days` -1."""

    code: str
    at: At
    name: Words
    days: int
    hour: time | None = None
    source: Words = UNSAID
    status: str = ""


@dataclass(frozen=True, slots=True)
class Election:
    """One election, as its file says."""

    code: str
    tag: str
    """Three characters that begin each package code."""
    name: Words
    voting_day: date | None
    tps_cap: int | None
    kinds: tuple[Kind, ...]
    items: tuple[Item, ...]
    deadlines: tuple[Deadline, ...] = ()
    index: dict[str, Words] = field(default_factory=dict)
    """The names of the six tepat where this election's regulation words them differently."""
    roles: dict[str, Words] = field(default_factory=dict)
    approvals: dict[str, str] = field(default_factory=dict)
    """Which role consents to a step: {"reopen": "kpu"} for opening a packed box."""
    source: Words = UNSAID

    def kinds_in(self, kabupaten: str) -> tuple[Kind, ...]:
        """Return the kinds that `kabupaten` votes on, in the order boxes are opened."""
        return tuple(kind for kind in self.kinds if _held_in(kind, kabupaten))

    def item(self, code: str) -> Item:
        return next(item for item in self.items if item.code == code)

    def kind(self, code: str) -> Kind:
        return next(kind for kind in self.kinds if kind.code == code)

    @property
    def ballot(self) -> Item:
        return next(item for item in self.items if item.is_ballot)


def _held_in(kind: Kind, kabupaten: str) -> bool:
    if kind.only_kind and kind_of(kabupaten) != kind.only_kind:
        return False
    return not any(kabupaten == area or kabupaten.startswith(area + ".") for area in kind.not_in)


def sku_of(kind: Kind, desa: str, dapil: str | None = None) -> str | None:
    """Return the ballot paper used in `desa`: kind and the area where it is the same.

    None where the kind differs by dapil and the dapil of the place is not known.

    >>> gub = Kind("KWK-GUB", "GUB", Words("", ""), Words("", ""), "", DiffersBy.PROVINSI)
    >>> sku_of(gub, "63.09.05.2003")
    'KWK-GUB/63'
    """
    areas = {
        DiffersBy.NATION: "ID",
        DiffersBy.PROVINSI: desa[:2],
        DiffersBy.KABUPATEN: desa[:5],
        DiffersBy.DESA: desa,
        DiffersBy.DAPIL: dapil,
    }
    area = areas[kind.differs_by]
    return f"{kind.code}/{area}" if area else None


def names(things: Sequence[Kind | Item]) -> dict[str, Words]:
    """Return the names of kinds or items by code."""
    return {thing.code: thing.name for thing in things}
