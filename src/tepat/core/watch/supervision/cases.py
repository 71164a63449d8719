"""How a case goes from its door to its end: the stages of temuan and laporan.

Input: what was done, step by step. Output: where the case stands and since when. A step is
never changed; one that was wrong is followed by another.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from tepat.core.watch.supervision.clocks import Course, Rest


class Sort(StrEnum):
    """By which door it came: found by a supervisor, or told by somebody else."""

    TEMUAN = "temuan"
    LAPORAN = "laporan"


class Stage(StrEnum):
    """Where a case stands."""

    DRAFT = "draft"
    RECEIVED = "received"
    INITIAL = "initial"
    COMPLETION = "completion"
    REGISTERED = "registered"
    STUDY = "study"
    PLENO = "pleno"
    DECIDED = "decided"
    FORWARDED = "forwarded"
    DONE = "done"


class Verdict(StrEnum):
    """What the pleno decided."""

    PROVEN = "proven"
    NOT_PROVEN = "not_proven"


class Forward(StrEnum):
    """To whom a proven case goes."""

    KPU = "kpu"
    GAKKUMDU = "gakkumdu"
    DKPP = "dkpp"
    OTHER = "other"


_LAST: Final = {
    Stage.REGISTERED: (Stage.STUDY,),
    Stage.STUDY: (Stage.PLENO,),
    Stage.PLENO: (Stage.STUDY, Stage.DECIDED),
    Stage.DECIDED: (Stage.FORWARDED, Stage.DONE),
    Stage.FORWARDED: (Stage.DONE,),
    Stage.DONE: (),
}
NEXT: Final[Mapping[Sort, Mapping[Stage, tuple[Stage, ...]]]] = {
    Sort.TEMUAN: {Stage.DRAFT: (Stage.REGISTERED, Stage.DONE), **_LAST},
    Sort.LAPORAN: {
        Stage.DRAFT: (Stage.RECEIVED, Stage.DONE),
        Stage.RECEIVED: (Stage.INITIAL, Stage.DONE),
        Stage.INITIAL: (Stage.COMPLETION, Stage.REGISTERED, Stage.DONE),
        Stage.COMPLETION: (Stage.REGISTERED, Stage.DONE),
        **_LAST,
    },
}
"""Which stages may follow. Before the register, `DONE` means that it was not registered."""

SHOWN: Final = (
    (Stage.DRAFT, Stage.RECEIVED),
    (Stage.INITIAL, Stage.COMPLETION),
    (Stage.REGISTERED,),
    (Stage.STUDY,),
    (Stage.PLENO,),
    (Stage.DECIDED, Stage.FORWARDED, Stage.DONE),
)
"""The six marks of a list."""

EXTENDS_IN: Final = frozenset({Stage.REGISTERED, Stage.STUDY, Stage.PLENO})
"""Where more information may be asked for, which makes the time longer."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing done with a case, `at` the moment it was done; no stage: it was extended."""

    at: datetime
    stage: Stage | None
    verdict: str = ""
    to: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands."""

    sort: Sort
    stage: Stage
    course: Course
    verdict: str = ""
    to: str = ""

    @property
    def is_open(self) -> bool:
        return self.stage is not Stage.DONE

    @property
    def is_extended(self) -> bool:
        return self.course.extended_at is not None

    @property
    def mark(self) -> int:
        """Which of the six marks it is at, from 1."""
        return next(n for n, stages in enumerate(SHOWN, start=1) if self.stage in stages)

    @property
    def next(self) -> tuple[Stage, ...]:
        return NEXT[self.sort][self.stage]

    @property
    def may_extend(self) -> bool:
        return self.stage in EXTENDS_IN and not self.is_extended


def standing_of(
    sort: Sort,
    steps: Iterable[Step],
    known_at: datetime | None = None,
    found_at: datetime | None = None,
) -> Standing:
    """Return where a case stands after `steps`, in the order in which they were written.

    The first time counts for each stage: what was reached once starts no clock anew.
    """
    since: dict[str, datetime] = {}
    if known_at:
        since["known"] = known_at
    if found_at:
        since["found"] = found_at
    stays: dict[str, list[Rest]] = {}
    stage, verdict, to = Stage.DRAFT, "", ""
    extended: datetime | None = None
    begun: datetime | None = None
    for step in steps:
        if step.stage is None:
            extended = extended or step.at
            continue
        if begun:
            stays.setdefault(stage.value, []).append(Rest(begun, step.at))
        stage, begun = step.stage, step.at
        since.setdefault(stage.value, step.at)
        verdict, to = step.verdict or verdict, step.to or to
    if begun and stage is not Stage.DONE:
        stays.setdefault(stage.value, []).append(Rest(begun))
    course = Course(since, extended, {name: tuple(each) for name, each in stays.items()})
    return Standing(sort, stage, course, verdict, to)


class Lack(StrEnum):
    """What a case still lacks to be admitted."""

    REPORTER = "reporter"
    ADDRESS = "address"
    ACCUSED = "accused"
    LATE = "late"
    PLACE = "place"
    TIME = "time"
    STORY = "story"
    EVIDENCE = "evidence"


FORMAL: Final = (Lack.REPORTER, Lack.ADDRESS, Lack.ACCUSED, Lack.LATE)
MATERIAL: Final = (Lack.PLACE, Lack.TIME, Lack.STORY, Lack.EVIDENCE)


@dataclass(frozen=True, slots=True)
class Told:
    """Whether each part of a case is there."""

    sort: Sort
    has_reporter: bool = False
    has_address: bool = False
    has_accused: bool = False
    is_in_time: bool = True
    has_place: bool = False
    has_time: bool = False
    has_story: bool = False
    has_evidence: bool = False


def lacking(told: Told) -> list[Lack]:
    """Return what is missing, formal conditions first. A finding needs no reporter.

    >>> [each.value for each in lacking(Told(Sort.TEMUAN, has_accused=True, has_place=True))]
    ['time', 'story', 'evidence']
    """
    formal = [
        (Lack.REPORTER, told.has_reporter or told.sort is Sort.TEMUAN),
        (Lack.ADDRESS, told.has_address or told.sort is Sort.TEMUAN),
        (Lack.ACCUSED, told.has_accused),
        (Lack.LATE, told.is_in_time),
    ]
    material = [
        (Lack.PLACE, told.has_place),
        (Lack.TIME, told.has_time),
        (Lack.STORY, told.has_story),
        (Lack.EVIDENCE, told.has_evidence),
    ]
    return [lack for lack, is_there in [*formal, *material] if not is_there]


ROMAN: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def number_of(
    pattern: str, number: int, sort: Sort, day: datetime, fills: Mapping[str, str]
) -> str:
    """Return a register number as `pattern` writes it; what is unset stays as a question mark.

    >>> when = datetime(2024, 11, 20)
    >>> fills = {"pemilihan": "PB", "wilayah": "22.07"}
    >>> number_of("{nomor}/{jenis}/{pemilihan}/Kab/{wilayah}/{bulan}/{tahun}", 3,
    ...     Sort.LAPORAN, when, fills)
    '003/LP/PB/Kab/22.07/XI/2024'
    """
    known = {
        "nomor": f"{number:03d}",
        "jenis": "LP" if sort is Sort.LAPORAN else "TM",
        "bulan": ROMAN[day.month - 1],
        "tahun": str(day.year),
        **{name: value or "?" for name, value in fills.items()},
    }
    written = pattern
    for name, value in known.items():
        written = written.replace("{" + name + "}", value)
    return written


def check_order(steps: Sequence[Step], at: datetime, now: datetime) -> bool:
    """Tell whether a step done at `at` may follow: not before the last one, not in the future."""
    return at <= now and (not steps or at >= steps[-1].at)
