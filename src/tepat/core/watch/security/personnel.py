"""How many people the TPS of an area need, how many are there, and how many are short.

TPS are counted by area and class in the database; here are the sums. Teams are formed within
one kecamatan and one class, so that a kecamatan needs whole teams and a desa a share of them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil

from tepat.core.watch.security.book import PARTS, Pattern

Patterns = Mapping[tuple[str, str], Pattern]
"""By class and area: a kecamatan's own, or "" for the whole kabupaten."""


@dataclass(frozen=True, slots=True)
class Need:
    """People for some TPS. `open` counts TPS of no class, `unset` those without linmas set."""

    tps: int = 0
    police: Fraction = Fraction(0)
    linmas: Fraction = Fraction(0)
    open: int = 0
    unset: int = 0

    def __add__(self, other: "Need") -> "Need":
        return Need(
            self.tps + other.tps,
            self.police + other.police,
            self.linmas + other.linmas,
            self.open + other.open,
            self.unset + other.unset,
        )


@dataclass(frozen=True, slots=True)
class Area:
    """One kecamatan or desa: TPS by class, people needed, people there."""

    code: str
    counts: Mapping[str, int]
    need: Need
    there: Mapping[str, int] = field(default_factory=dict)
    """People by part of the pattern; a part that is missing was never told."""
    lacking: Mapping[str, int] | None = None
    """Of a sum of areas, what they lack together; None for one area."""

    def short(self, part: str) -> int | None:
        """Return how many people of `part` are missing; None where nobody said who is there."""
        if part not in self.there:
            return None
        if self.lacking is not None:
            return self.lacking.get(part, 0)
        wanted = self.need.police if part == "police" else self.need.linmas
        return max(ceil(wanted) - self.there[part], 0)


def pattern_of(patterns: Patterns, grade: str, kecamatan: str) -> Pattern | None:
    """Return the pattern for a class: the kecamatan's own, else that of the kabupaten."""
    return patterns.get((grade, kecamatan)) or patterns.get((grade, ""))


def need_of(counts: Mapping[str, int], patterns: Patterns, kecamatan: str) -> Need:
    """Return the whole teams that the TPS of one kecamatan need.

    Of 7 TPS, 5 are guarded by one team of 2 and 2 by another; linmas stand at each TPS:

    >>> found = need_of({"rawan": 7}, {("rawan", ""): Pattern(2, 5, 10)}, "63.09.05")
    >>> int(found.police), int(found.linmas)
    (4, 14)
    """
    return _sum(counts, patterns, kecamatan, whole=True)


def share_of(counts: Mapping[str, int], patterns: Patterns, kecamatan: str) -> Need:
    """Return the share of those teams that falls on one desa; it need not be whole.

    >>> found = share_of({"rawan": 2}, {("rawan", ""): Pattern(2, 5, 10)}, "63.09.05")
    >>> float(found.police), float(found.linmas)
    (0.8, 4.0)
    """
    return _sum(counts, patterns, kecamatan, whole=False)


def _sum(counts: Mapping[str, int], patterns: Patterns, kecamatan: str, *, whole: bool) -> Need:
    total = Need()
    for grade, tps in counts.items():
        pattern = pattern_of(patterns, grade, kecamatan) if grade else None
        if pattern is None:
            total += Need(tps=tps, open=tps)
            continue
        share = Fraction(tps, pattern.tps)
        police = (ceil(share) if whole else share) * pattern.police
        linmas = share * (pattern.linmas or 0)
        total += Need(
            tps,
            Fraction(police),
            Fraction(ceil(linmas)) if whole else linmas,
            unset=tps if pattern.linmas is None else 0,
        )
    return total


def areas_of(
    counted: Iterable[tuple[str, str, int]],
    patterns: Patterns,
    there: Mapping[str, Mapping[str, int]],
    *,
    level: int = 3,
) -> list[Area]:
    """Return one row per kecamatan (`level` 3) or desa (4), from TPS counted by desa and class.

    `there` has the people by kecamatan; of a desa's share nobody knows who is there.
    """
    width = 8 if level == 3 else 13
    by_area: dict[str, Counter[str]] = {}
    for desa, grade, tps in counted:
        by_area.setdefault(desa[:width], Counter())[grade] += tps
    work = need_of if level == 3 else share_of
    return [
        Area(code, counts, work(counts, patterns, code[:8]), there.get(code, {}))
        for code, counts in sorted(by_area.items())
    ]


def total_of(areas: Iterable[Area], reserve: Mapping[str, int]) -> Area:
    """Return the sum of areas; `reserve` are people of the kabupaten who stand for no kecamatan.

    What is short is what the areas lack, less the reserve: people who are over in one area
    are not counted for another, for somebody would have to move them.
    """
    rows = list(areas)
    counts: Counter[str] = Counter()
    there: Counter[str] = Counter(reserve)
    need = Need()
    for area in rows:
        counts.update(area.counts)
        there.update(area.there)
        need += area.need
    lacking = {
        part: max(sum(area.short(part) or 0 for area in rows) - reserve.get(part, 0), 0)
        for part in PARTS
    }
    return Area("", counts, need, there, lacking)


def teams_of(tps: Iterable[tuple[str, str]], patterns: Patterns) -> list[tuple[str, ...]]:
    """Return which TPS are guarded together: neighbours by code, of one class and kecamatan.

    `tps` are pairs of TPS and class; one of no class, or of a class without a pattern, is
    in no team.

    >>> all_tps = [(f"63.09.05.2003-00{number}", "r") for number in (1, 2, 3)]
    >>> [len(team) for team in teams_of(all_tps, {("r", ""): Pattern(2, 2, 4)})]
    [2, 1]
    """
    groups: dict[tuple[str, str], list[str]] = {}
    for code, grade in sorted(tps):
        groups.setdefault((code[:8], grade), []).append(code)
    found = []
    for (kecamatan, grade), codes in sorted(groups.items()):
        pattern = pattern_of(patterns, grade, kecamatan)
        if pattern is None:
            continue
        found += [tuple(codes[at : at + pattern.tps]) for at in range(0, len(codes), pattern.tps)]
    return sorted(found)


def slots_of(
    tps: Iterable[tuple[str, str]], patterns: Patterns, part: str
) -> list[tuple[str, ...]]:
    """Return one entry per person needed: the TPS that this person guards with the team.

    `part` is police or linmas.

    >>> rows = [("63.09.05.2003-001", "r"), ("63.09.05.2003-002", "r")]
    >>> [len(each) for each in slots_of(rows, {("r", ""): Pattern(1, 2, 4)}, "linmas")]
    [2, 2, 2, 2]
    """
    grade_of = dict(tps)
    found = []
    for team in teams_of(grade_of.items(), patterns):
        pattern = pattern_of(patterns, grade_of[team[0]], team[0][:8])
        if pattern is None:
            continue
        if part == "police":
            people = pattern.police
        else:
            people = ceil(Fraction(len(team), pattern.tps) * (pattern.linmas or 0))
        found += [team] * people
    return found
