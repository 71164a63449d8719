"""The six aims, TPS by TPS: tepat, tidak or belum, by rules that anybody may read.

Input: for one TPS the packages that the plan sends there, each as its facts say, and what lies
there that belongs elsewhere. Output: a word for each aim, with the packages because of which it
is not *tepat*. `BIAYA` is no word about a TPS: money is spent on legs, see `costs` of a region.

The rules (design of the six tepat):

- `JENIS`: every planned package has been received, with the papers and items it should have,
  and none that belongs elsewhere.
- `JUMLAH`: what was received is what was planned, piece by piece.
- `KUALITAS`: every package came with its seals as they were closed, dry and undamaged, and lay
  in no store that its last inspection called unfit.
- `WAKTU`: the last package came before the deadline.
- `SASARAN`: no package of this TPS lies, or was received, where nobody sends it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final


class Tepat(StrEnum):
    """The six aims, in the order in which the law names them."""

    JENIS = "jenis"
    JUMLAH = "jumlah"
    KUALITAS = "kualitas"
    WAKTU = "waktu"
    SASARAN = "sasaran"
    BIAYA = "biaya"


AIMS: Final = (Tepat.JENIS, Tepat.JUMLAH, Tepat.KUALITAS, Tepat.WAKTU, Tepat.SASARAN)
"""Those that are said of a TPS; it is ready (*TPS siap*) where all five are tepat."""


class Word(StrEnum):
    """What is said of one aim. `BELUM`: nothing speaks against it, and it is not done."""

    TEPAT = "tepat"
    BELUM = "belum"
    TIDAK = "tidak"


class Evidence(StrEnum):
    """How well it is known that a TPS has its packages, the weakest last."""

    TWO_SIGNATURES = "two_signatures"
    ONE_SIDED = "one_sided"
    PAPER = "paper"


_WEAKNESS: Final = {each: rank for rank, each in enumerate(Evidence)}


@dataclass(frozen=True, slots=True)
class Brought:
    """One package that the plan sends to a TPS, as its facts say."""

    package: str
    at: datetime | None = None
    """When the KPPS received it, by the clock of who signed; None: not yet."""
    evidence: Evidence | None = None
    """How well that is known; None where it was not received."""
    lacks_kind: bool = False
    """What was packed has a paper or an item too many, or lacks one, of the planned kinds."""
    miscounted: bool = False
    """What was packed, or counted since, is not the planned number."""
    is_harmed: bool = False
    """A seal differs, it is wet or damaged, or it lay in a store that is unfit."""
    is_astray: bool = False
    """It lies where neither its list nor its own code sends it."""


@dataclass(frozen=True, slots=True)
class Said:
    """The word for one aim, and the packages that keep it from being *tepat*."""

    word: Word
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Readiness:
    """What is known of one TPS."""

    tps: str
    said: tuple[Said, ...]
    """In the order of `AIMS`."""
    complete_at: datetime | None
    """When the last planned package came; None while one is missing."""
    evidence: Evidence | None
    """The weakest of its packages; None while none was received."""

    @property
    def is_ready(self) -> bool:
        """Whether all five aims are tepat: *TPS siap*."""
        return all(each.word is Word.TEPAT for each in self.said)

    def of(self, aim: Tepat) -> Said:
        """Return what is said of `aim`. Raises ValueError for `BIAYA`."""
        if aim not in AIMS:
            raise ValueError(f"{aim} is said of legs and regions, not of a TPS")
        return self.said[AIMS.index(aim)]


def readiness_of(
    tps: str,
    brought: Sequence[Brought],
    foreign: Iterable[str],
    deadline: datetime | None,
    now: datetime,
) -> Readiness:
    """Return the five words about one TPS.

    `brought` are the planned packages that are to be handed over (not what lies inside them),
    `foreign` the packages that its KPPS holds and that belong elsewhere. Without a deadline
    `WAKTU` is tepat as soon as everything is there. A TPS for which nothing is planned is
    belum in every aim: nobody has said what it needs.
    """
    missing = tuple(each.package for each in brought if each.at is None)
    complete_at = max((each.at for each in brought if each.at is not None), default=None)
    if missing:
        complete_at = None
    strange = tuple(sorted(foreign))
    open_ = missing or not brought
    said = (
        _said(open_, missing, (*_those(brought, "lacks_kind"), *strange)),
        _said(open_, missing, _those(brought, "miscounted")),
        _said(open_, missing, _those(brought, "is_harmed")),
        _in_time(brought, missing, deadline, now),
        _said(open_, missing, _those(brought, "is_astray")),
    )
    known = [each.evidence for each in brought if each.evidence is not None]
    weakest = max(known, key=_WEAKNESS.__getitem__, default=None)
    return Readiness(tps, said, complete_at, weakest)


def _those(brought: Sequence[Brought], amiss: str) -> tuple[str, ...]:
    return tuple(each.package for each in brought if getattr(each, amiss))


def _said(is_open: object, missing: tuple[str, ...], wrong: tuple[str, ...]) -> Said:
    if wrong:
        return Said(Word.TIDAK, wrong)
    return Said(Word.BELUM, missing) if is_open else Said(Word.TEPAT)


def _in_time(
    brought: Sequence[Brought],
    missing: tuple[str, ...],
    deadline: datetime | None,
    now: datetime,
) -> Said:
    late = tuple(
        each.package for each in brought if deadline is not None and (each.at or now) > deadline
    )
    return _said(missing or not brought, missing, late)
