"""The six aims, TPS by TPS: tepat, tidak or belum, by rules that anybody may read.

Input: columns with one entry for each package that the plan sends to a TPS, as its facts say.
Output: columns with one word for each TPS and aim. Bulk is numpy, so that a board of ten
thousand TPS costs milliseconds; `Standing.of` is the view of one TPS. `BIAYA` is no word about
a TPS: money is spent on legs, and a region has a ratio.

The rules (the words about a TPS):

- `JENIS`: every planned package has been received, each with the kinds of papers and items it
  should have, and none that belongs elsewhere.
- `JUMLAH`: what was received is what was planned, piece by piece.
- `KUALITAS`: every package came with its seals as they were closed, dry and undamaged, and lay
  in no store that its last inspection called unfit.
- `WAKTU`: the last package came before the deadline.
- `SASARAN`: no package of this TPS lies, or was received, where nobody sends it.

What is wrong is said as soon as it is known, also while packages are missing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tepat.core.move.pairing import Evidence

Flags = NDArray[np.bool_]
Seconds = NDArray[np.float64]
"""Moments as seconds since 1970 UTC; NaN where there is none."""
Places = NDArray[np.intp]
Words = NDArray[np.int8]


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


class Word(IntEnum):
    """What is said of one aim. `BELUM`: nothing speaks against it, and it is not done."""

    BELUM = 0
    TEPAT = 1
    TIDAK = 2


WEAKNESS: Final = (Evidence.TWO_SIGNATURES, Evidence.ONE_SIDED, Evidence.PAPER)
"""How well it is known that a TPS has its packages, the weakest last."""
UNKNOWN: Final = -1
"""Stands for no evidence where nothing was received."""


@dataclass(frozen=True, slots=True)
class Packages:
    """What the plan sends to each TPS, one entry per package; what lies inside is not here."""

    code: Sequence[str]
    tps: Places
    """Which TPS each goes to: its place in the list of TPS."""
    at: Seconds
    """When its KPPS received it, by the clock of who signed."""
    evidence: Words
    """Place in `WEAKNESS`; `UNKNOWN` where it was not received."""
    lacks_kind: Flags
    """What was packed has a paper or an item too many, or lacks one, of the planned kinds."""
    miscounted: Flags
    """What was packed, or counted since, is not the planned number."""
    is_harmed: Flags
    """A seal differs, it is wet or damaged, or it lay in a store that is unfit."""
    is_astray: Flags
    """It lies where neither its list nor its own code sends it."""

    def __len__(self) -> int:
        return len(self.code)


@dataclass(frozen=True, slots=True)
class Said:
    """The word for one aim, and the packages that keep it from being *tepat*."""

    aim: Tepat
    word: Word
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """How every TPS stands, at one moment."""

    tps: tuple[str, ...]
    words: Words
    """One row per TPS, one column per aim of `AIMS`; values of `Word`."""
    complete_at: Seconds
    """When the last planned package came; NaN while one is missing."""
    evidence: Words
    """The weakest of its packages: place in `WEAKNESS`, or `UNKNOWN`."""
    packages: Packages
    foreign: tuple[tuple[int, str], ...]
    """Packages that a KPPS holds and that belong elsewhere, with the place of its TPS."""
    deadline: float
    """Seconds since 1970 UTC; NaN where the election has none."""
    now: float

    @property
    def is_ready(self) -> Flags:
        """Of each TPS, whether all five aims are tepat: *TPS siap*."""
        ready: Flags = (self.words == Word.TEPAT).all(axis=1)
        return ready

    @property
    def is_wrong(self) -> Flags:
        """Of each TPS, whether an aim is *tidak*."""
        wrong: Flags = (self.words == Word.TIDAK).any(axis=1)
        return wrong

    def of(self, tps: str) -> tuple[Said, ...]:
        """Return the five words about one TPS, and what keeps each from being tepat.

        Raises ValueError where the plan knows no such TPS.
        """
        place = self.tps.index(tps)
        mine = np.flatnonzero(self.packages.tps == place)
        missing = self._codes(mine[np.isnan(self.packages.at[mine])])
        strange = tuple(sorted(code for at, code in self.foreign if at == place))
        wrong = (
            (*self._codes(mine[self.packages.lacks_kind[mine]]), *strange),
            self._codes(mine[self.packages.miscounted[mine]]),
            self._codes(mine[self.packages.is_harmed[mine]]),
            self._codes(mine[_is_late(self.packages.at, self.deadline, self.now)[mine]]),
            self._codes(mine[self.packages.is_astray[mine]]),
        )
        said = []
        for aim, value, found in zip(AIMS, self.words[place], wrong, strict=True):
            word = Word(value)
            because = found if word is Word.TIDAK else missing if word is Word.BELUM else ()
            said.append(Said(aim, word, because))
        return tuple(said)

    def _codes(self, places: Places) -> tuple[str, ...]:
        return tuple(sorted(self.packages.code[each] for each in places.tolist()))


def standing_of(
    tps: Sequence[str],
    packages: Packages,
    foreign: Iterable[tuple[int, str]],
    deadline: float,
    now: float,
) -> Standing:
    """Return the five words about each of `tps`, in its order.

    Without a deadline (NaN) `WAKTU` is tepat as soon as everything is there. A TPS for which
    nothing is planned is belum in every aim: nobody has said what it needs.
    """
    count = len(tps)
    strange = tuple(foreign)
    missing = _any(packages.tps, np.isnan(packages.at), count)
    is_open = missing | (np.bincount(packages.tps, minlength=count) == 0)
    lacking = _any(packages.tps, packages.lacks_kind, count)
    lacking[[place for place, _ in strange]] = True
    wrong = (
        lacking,
        _any(packages.tps, packages.miscounted, count),
        _any(packages.tps, packages.is_harmed, count),
        _any(packages.tps, _is_late(packages.at, deadline, now), count),
        _any(packages.tps, packages.is_astray, count),
    )
    words: Words = np.full((count, len(AIMS)), Word.TEPAT, dtype=np.int8)
    words[is_open] = Word.BELUM
    for column, found in enumerate(wrong):
        words[found, column] = Word.TIDAK
    complete_at = np.full(count, -np.inf)
    np.maximum.at(complete_at, packages.tps, np.nan_to_num(packages.at, nan=-np.inf))
    complete_at[is_open] = np.nan
    evidence: Words = np.full(count, UNKNOWN, dtype=np.int8)
    np.maximum.at(evidence, packages.tps, packages.evidence)
    return Standing(tuple(tps), words, complete_at, evidence, packages, strange, deadline, now)


def _any(of: Places, flags: Flags, count: int) -> Flags:
    """Of each TPS, whether any of its packages has the flag."""
    found = np.zeros(count, dtype=np.bool_)
    found[of[flags]] = True
    return found


def _is_late(at: Seconds, deadline: float, now: float) -> Flags:
    """Of each package, whether it came after the deadline, or is still awaited then."""
    late: Flags = np.where(np.isnan(at), now, at) > deadline
    return late


@dataclass(frozen=True, slots=True)
class Counts:
    """How the TPS of one area stand: for each aim, and for all five, tepat, belum and tidak."""

    area: str
    tps: int
    ready: int
    wrong: int
    """TPS of which an aim is *tidak*."""
    aims: tuple[tuple[int, int, int], ...]
    """For each of `AIMS` how many TPS are tepat, belum, tidak; they add up to `tps`."""
    evidence: tuple[int, int, int]
    """Ready TPS by how well it is known, in the order of `WEAKNESS`."""

    @property
    def open(self) -> int:
        """TPS that are neither ready nor wrong."""
        return self.tps - self.ready - self.wrong


def counts_of(standing: Standing, areas: Sequence[str]) -> dict[str, Counts]:
    """Return how the TPS of each area stand. `areas` has the area of each TPS, in its order.

    >>> nothing = np.zeros(0)
    >>> empty = Packages((), nothing.astype(np.intp), nothing, nothing.astype(np.int8),
    ...     *[nothing.astype(np.bool_)] * 4)
    >>> found = standing_of(["63.09.05.2003-007"], empty, (), np.nan, 0.0)
    >>> counts_of(found, ["63.09.05"])["63.09.05"].aims[0]
    (0, 1, 0)
    """
    names, of = np.unique(np.array(areas, dtype=np.str_), return_inverse=True)
    count = len(names)
    ready = standing.is_ready

    def per_area(flags: Flags) -> list[int]:
        found: list[int] = np.bincount(of[flags], minlength=count).tolist()
        return found

    by_word = [
        [per_area(standing.words[:, aim] == word) for aim in range(len(AIMS))]
        for word in (Word.TEPAT, Word.BELUM, Word.TIDAK)
    ]
    total = per_area(np.ones(len(standing.tps), dtype=np.bool_))
    is_ready, is_wrong = per_area(ready), per_area(standing.is_wrong)
    known = [per_area(ready & (standing.evidence == grade)) for grade in range(len(WEAKNESS))]
    return {
        str(name): Counts(
            str(name),
            total[at],
            is_ready[at],
            is_wrong[at],
            tuple(
                (by_word[0][aim][at], by_word[1][aim][at], by_word[2][aim][at])
                for aim in range(len(AIMS))
            ),
            (known[0][at], known[1][at], known[2][at]),
        )
        for at, name in enumerate(names)
    }
