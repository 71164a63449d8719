"""Voting day: TPS that told of no opening, of no vote at all, and forms that do not add up.

Only a TPS whose KPPS has a phone is expected to tell: of a TPS on paper nothing follows from
silence. A rule says what was told; whether the vote itself was late, somebody has to ask.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from tepat.core.count.voting import OPENS_AT
from tepat.core.watch.alerts.found import Found, Value, evidence_of, key_of
from tepat.core.watch.alerts.kinds import Kind
from tepat.core.watch.alerts.limits import Limits
from tepat.core.watch.alerts.situation import Opening, Situation

ENDS_AT: Final = 13 * 60
"""Minutes after midnight, by the clock of the TPS: voting ends at 13.00."""


def openings_late(now: Situation, limits: Limits) -> Iterator[Found]:
    """Yield kecamatan with TPS that told of no opening in time; who told it late is history.

    From the end of voting on, `not_held` speaks of those that told nothing.
    """
    due = _at(now, OPENS_AT, limits.span("opening"))
    end = _at(now, ENDS_AT, timedelta(0))
    if due is None or end is None or now.now < due:
        return
    for kecamatan, rows in _by_kecamatan(now).items():
        silent = [each for each in rows if each.starts is None] if now.now < end else []
        late = [each for each in rows if each.starts is not None and each.starts > due]
        known = silent or late
        if not known:
            continue
        ended = [each.starts for each in known if each.starts is not None]
        until = None if silent else max(ended)
        yield _found(now, Kind.OPENED_LATE, kecamatan, known, due, until)


def votes_not_held(now: Situation, limits: Limits) -> Iterator[Found]:
    """Yield kecamatan with TPS that told of no voting when it should have been over."""
    due = _at(now, ENDS_AT, timedelta(0))
    if due is None or now.now < due:
        return
    for kecamatan, rows in _by_kecamatan(now).items():
        if silent := [each for each in rows if each.starts is None]:
            yield _found(now, Kind.NOT_HELD, kecamatan, silent, due, None)


def forms_wrong(now: Situation, limits: Limits) -> Iterator[Found]:
    """Yield kecamatan with result forms that do not add up: which, never what they say."""
    for each in now.wrong_forms:
        yield Found(
            Kind.FORM_WRONG,
            key_of(Kind.FORM_WRONG, each.area),
            each.area,
            each.since,
            count=each.count,
            evidence=evidence_of("place", [each.name]),
            params={"area": each.area, "count": each.count, "place": each.name},
        )


def _by_kecamatan(now: Situation) -> dict[str, list[Opening]]:
    found: defaultdict[str, list[Opening]] = defaultdict(list)
    for each in sorted(now.openings, key=lambda each: each.tps):
        found[each.kecamatan].append(each)
    return dict(sorted(found.items()))


def _found(
    now: Situation,
    kind: Kind,
    kecamatan: str,
    rows: list[Opening],
    due: datetime,
    until: datetime | None,
) -> Found:
    params: dict[str, Value] = {
        "area": kecamatan,
        "count": len(rows),
        "place": rows[0].tps,
        "due_at": due.isoformat(),
    }
    evidence = (
        *evidence_of("place", (each.tps for each in rows)),
        *evidence_of("fact", (each.fact for each in rows))[:5],
    )
    return Found(kind, key_of(kind, kecamatan), kecamatan, due, until, len(rows), evidence, params)


def _at(now: Situation, minute: int, more: timedelta) -> datetime | None:
    """Return a minute of voting day, and so much later; None where no day is set."""
    if now.voting_day is None:
        return None
    begins = datetime.combine(now.voting_day, time(minute // 60, minute % 60), ZoneInfo(now.zone))
    return (begins + more).astimezone(now.now.tzinfo)


VOTING: tuple[Callable[[Situation, Limits], Iterator[Found]], ...] = (
    openings_late,
    votes_not_held,
    forms_wrong,
)
