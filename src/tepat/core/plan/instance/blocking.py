"""Hours in which a desa takes nothing: Friday prayer, worship, market day, low tide."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from tepat.core.plan.instance.values import MINUTES_A_DAY, Day, Desa, Instance, Window
from tepat.core.problems import Code, Problem

WEEKDAYS: Final = (
    ("senin", "monday"),
    ("selasa", "tuesday"),
    ("rabu", "wednesday"),
    ("kamis", "thursday"),
    ("jumat", "friday"),
    ("sabtu", "saturday"),
    ("minggu", "sunday"),
)
ALL: Final = "*"


class Blocked(NamedTuple):
    """One row as somebody wrote it: where, on which day, minutes after midnight, and why."""

    place: str
    day: str
    start: int
    end: int
    why: str = ""


def with_blocked(instance: Instance, rows: Iterable[Blocked]) -> tuple[Instance, list[Problem]]:
    """Return `instance` with these hours beside those its desa have, and rows of no use."""
    found: dict[str, list[Window]] = {}
    problems = []
    for row in rows:
        desa, days = _places(instance.desa, row.place), _days(instance.days, row.day)
        if not desa or not days:
            facts = {"place": row.place, "day": row.day}
            problems.append(Problem(Code.BLOCKED_UNUSED, facts))
        for each in desa:
            found.setdefault(each.code, []).extend(
                Window(day * MINUTES_A_DAY + row.start, day * MINUTES_A_DAY + row.end, row.why)
                for day in days
            )
    changed = tuple(
        replace(each, blocked=tuple(dict.fromkeys((*each.blocked, *found[each.code]))))
        if each.code in found
        else each
        for each in instance.desa
    )
    return replace(instance, desa=changed), problems


def _places(desa: Sequence[Desa], place: str) -> list[Desa]:
    """Return the desa of a code, of a kecamatan's code, or of one name; all for `*`."""
    if place == ALL:
        return list(desa)
    within = [each for each in desa if place in (each.code, each.kecamatan)]
    named = [each for each in desa if each.name.casefold() == place.casefold()]
    return within or (named if len(named) == 1 else [])


def _days(days: Sequence[Day], said: str) -> list[int]:
    plain = said.strip().lower().replace("'", "")
    return [
        at
        for at, day in enumerate(days)
        if plain in (ALL, day.label.lower(), day.date.isoformat(), *WEEKDAYS[day.date.weekday()])
    ]
