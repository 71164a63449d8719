"""What a clerk typed in one row, read into what the paper says, or into sentences.

Clerks write 0640 or 6.40, y for seals as on the list, and " for what stands above.
A row with a mistake keeps everything that was typed; the rows beside it are taken.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final

from tepat.core.move.clocks import TOLERANCE
from tepat.core.move.events.envelope import Check
from tepat.core.move.events.words import WORDS
from tepat.core.move.seals import read_seal
from tepat.core.problems import Code, Problem
from tepat.core.watch.paper.rows import Expected

FIELDS: Final = ("boxes", "seals", "condition", "time", "number", "photo", "receiver")
"""The cells of a row, in the order in which Enter goes through them."""
_WANTED: Final = {
    "boxes": ("jumlah kotak", "number of boxes"),
    "seals": ("segel", "seals"),
    "time": ("jam", "time"),
    "number": ("nomor berita acara", "number of the paper"),
}
"""What every paper says, in the words of the sentence that asks for it."""
DITTO: Final = '"'
CONDITIONS: Final = WORDS["received.condition"]
AS_LISTED: Final = frozenset({"y", "ya", "s", "sesuai", "yes"})
OLDEST: Final = timedelta(days=30)
"""A paper from before that is a slip of the finger."""
LONGEST: Final = 120
"""Characters of one cell."""
_TIME: Final = re.compile(
    r"(?:(\d{1,2})(?:[/-](\d{1,2})(?:[/-](\d{4}))?)?\s+)?(\d{1,2})[.:,]?(\d{2})", re.ASCII
)
_NUMBER: Final = re.compile(r"[!-~](?:[ -~]{0,58}[!-~])?")


@dataclass(frozen=True, slots=True)
class Typed:
    """One row as it was typed. `missing` and `other_seals` are by package."""

    boxes: str = ""
    seals: str = ""
    condition: str = ""
    time: str = ""
    number: str = ""
    photo: str = ""
    receiver: str = ""
    missing: tuple[str, ...] = ()
    other_seals: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed; a choice of condition alone is nothing."""
        cells = (getattr(self, name) for name in FIELDS if name != "condition")
        return not any(cells) and not self.missing and not self.other_seals


@dataclass(frozen=True, slots=True)
class Entry:
    """What one paper says."""

    packages: tuple[str, ...]
    missing: tuple[str, ...]
    checks: tuple[Check, ...]
    condition: str
    at: datetime
    number: str
    photo: str
    """Its hash; empty where there is none yet."""
    receiver: str
    """Kept beside the log, never in it."""


def with_dittos(rows: Iterable[Typed]) -> list[Typed]:
    """Return `rows` with each `"` replaced by what stands above it.

    >>> [each.number for each in with_dittos([Typed(number="7/BA"), Typed(), Typed(number='"')])]
    ['7/BA', '', '7/BA']
    """
    found = []
    above: dict[str, str] = {}
    for row in rows:
        cells = {name: getattr(row, name) for name in FIELDS}
        said = {name: above.get(name, "") for name, text in cells.items() if text == DITTO}
        above.update({name: text for name, text in (cells | said).items() if text})
        found.append(replace(row, **said))  # type: ignore[arg-type]
    return found


@dataclass(frozen=True, slots=True)
class Desk:
    """What reading a row needs to know of the page: its day, the clock, its photos."""

    day: date
    zone: tzinfo
    now: datetime
    photos: Mapping[str, str] = field(default_factory=dict)
    """By number, the hash of each photo."""


def read_row(expected: Expected, typed: Typed, desk: Desk) -> tuple[Entry | None, list[Problem]]:
    """Return what the paper of a row says, or everything that keeps it out."""
    problems = _empty(typed)
    missing = _missing(expected, typed, problems)
    here = tuple(each for each in expected.packages if each not in missing)
    checks = _checks(expected, here, typed, problems)
    at = _moment(typed.time, desk, problems)
    if typed.condition and typed.condition not in CONDITIONS:
        problems.append(Problem(Code.PAPER_CONDITION, {"value": typed.condition[:40]}))
    if typed.number.strip() and not _NUMBER.fullmatch(typed.number.strip()):
        problems.append(Problem(Code.PAPER_NUMBER, {"value": typed.number[:LONGEST]}))
    photo = typed.photo.strip().upper().removeprefix("F").lstrip("0")
    if photo and photo not in desk.photos:
        facts = {"value": typed.photo[:40], "choices": ", ".join(desk.photos) or "-"}
        problems.append(Problem(Code.PAPER_PHOTO, facts))
    if problems or at is None:
        return None, problems
    entry = Entry(
        packages=here,
        missing=missing,
        checks=checks,
        condition=typed.condition,
        at=at,
        number=typed.number.strip(),
        photo=desk.photos.get(photo, ""),
        receiver=" ".join(typed.receiver.split())[:LONGEST],
    )
    return entry, []


def _empty(typed: Typed) -> list[Problem]:
    """Return one problem for all cells that every paper fills and that are empty."""
    names = [name for name in _WANTED if not getattr(typed, name).strip()]
    if "seals" in names and any(text.strip() for text in typed.other_seals.values()):
        names.remove("seals")
    if not names:
        return []
    said, said_en = (", ".join(_WANTED[name][at] for name in names) for at in (0, 1))
    return [Problem(Code.PAPER_EMPTY, {"cells": said, "cells_en": said_en})]


def _missing(expected: Expected, typed: Typed, problems: list[Problem]) -> tuple[str, ...]:
    """Return which boxes the paper lacks; they are asked for only where the count is lower."""
    count, plan = typed.boxes.strip(), len(expected.packages)
    if not count:
        return ()
    if not count.isascii() or not count.isdecimal() or len(count) > 4:
        problems.append(Problem(Code.PAPER_BOXES, {"value": count[:40], "expected": plan}))
        return ()
    got = int(count)
    if got == 0:
        problems.append(Problem(Code.PAPER_NO_BOX))
    elif got > plan:
        problems.append(Problem(Code.PAPER_TOO_MANY, {"got": got, "expected": plan}))
    elif got < plan:
        missing = tuple(each for each in expected.packages if each in typed.missing)
        if len(missing) == plan - got:
            return missing
        facts = {"got": got, "expected": plan, "short": plan - got, "ticked": len(missing)}
        problems.append(Problem(Code.PAPER_MISSING, facts))
    return ()


def _checks(
    expected: Expected, here: Sequence[str], typed: Typed, problems: list[Problem]
) -> tuple[Check, ...]:
    """Return the seals that were seen on each box that is here."""
    said = typed.seals.strip()
    other = {each: text for each, text in typed.other_seals.items() if text.strip()}
    if not said and not other:
        return ()
    if said.casefold() not in AS_LISTED and said and not other:
        if len(here) != 1:
            problems.append(Problem(Code.PAPER_SEAL_WHICH, {"value": said[:40]}))
            return ()
        other = {here[0]: said}
    checks = []
    for package in here:
        listed = expected.seals.get(package, ())
        seals = _seals(other[package], problems) if package in other else listed
        if seals:
            checks.append(Check(package, seals))
    return tuple(checks)


def _seals(text: str, problems: list[Problem]) -> tuple[str, ...]:
    """Return the numbers in `text`, which are parted by commas; blanks stand within them."""
    found = []
    for part in re.split(r"[,;+]", text[:LONGEST]):
        number = read_seal(part)
        if number:
            found.append(number)
        elif part.strip():
            problems.append(Problem(Code.PAPER_SEAL_NUMBER, {"value": part.strip()[:40]}))
    return tuple(dict.fromkeys(found))


def _moment(text: str, desk: Desk, problems: list[Problem]) -> datetime | None:
    """Return the hour on the paper, None where it cannot be one, which is then said."""
    if not text.strip():
        return None
    found = read_time(text, desk.day, desk.zone)
    shown = text.strip()[:40]
    if found is None:
        problems.append(Problem(Code.PAPER_TIME, {"value": shown}))
    elif found > desk.now + TOLERANCE:
        problems.append(Problem(Code.PAPER_TIME_AHEAD, {"value": f"{found:%d/%m %H.%M}"}))
        return None
    elif found < desk.now - OLDEST:
        day = f"{found:%d/%m/%Y}"
        problems.append(Problem(Code.PAPER_TIME_OLD, {"value": day, "days": OLDEST.days}))
        return None
    return found


def read_time(text: str, day: date, zone: tzinfo) -> datetime | None:
    """Return the moment in `text`, on `day` unless it names another; None where it is none.

    >>> from datetime import UTC
    >>> for text in ("0640", "6.40", "26 0640", "30 2359", "2540"):
    ...     found = read_time(text, date(2024, 11, 27), UTC)
    ...     print(found and f"{found:%d/%m %H:%M}")
    27/11 06:40
    27/11 06:40
    26/11 06:40
    30/10 23:59
    None
    """
    parts = _TIME.fullmatch(" ".join(text.split()))
    if not parts:
        return None
    try:
        clock = time(int(parts[4]), int(parts[5]))
        named = _day(parts[1], parts[2], parts[3], day)
    except ValueError:
        return None
    return datetime.combine(named, clock, zone)


def _day(number: str | None, month: str | None, year: str | None, day: date) -> date:
    """The day that is meant: the last one of that number up to the day after `day`."""
    if not number:
        return day
    if month:
        return date(int(year) if year else day.year, int(month), int(number))
    first = day.replace(day=1)
    for start in (day + timedelta(days=1), day, first - timedelta(days=1)):
        try:
            found = start.replace(day=int(number))
        except ValueError:
            continue
        if found <= day + timedelta(days=1):
            return found
    raise ValueError
