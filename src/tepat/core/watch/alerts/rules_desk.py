"""What the installation itself notices: phones in doubt, refused entries, sums, suppliers."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tepat.core.watch.alerts.found import Found, evidence_of, key_of
from tepat.core.watch.alerts.kinds import Kind
from tepat.core.watch.alerts.limits import Limits
from tepat.core.watch.alerts.situation import Situation


def forked(now: Situation, limits: Limits) -> Iterator[Found]:
    """Yield phones whose history forks, or whose letter two phones used, by kecamatan."""
    for each in now.forked:
        yield Found(
            Kind.FORKED,
            key_of(Kind.FORKED, each.area),
            each.area,
            each.since,
            count=each.count,
            params={"area": each.area, "count": each.count, "device": each.name},
        )


def quarantined(now: Situation, limits: Limits) -> Iterator[Found]:
    """Yield what lies in quarantine longer than a letter takes to arrive, by reason."""
    for each in now.quarantined:
        if now.now - each.seen < limits.span("quarantine"):
            continue
        yield Found(
            Kind.QUARANTINE,
            key_of(Kind.QUARANTINE, each.name),
            now.kabupaten,
            each.since,
            count=each.count,
            params={"reason": each.name, "count": each.count},
        )


def balances_open(now: Situation, limits: Limits) -> Iterator[Found]:
    """Yield one alert while ballots do not add up and the day of the balance is near.

    It must hold when surplus is destroyed, at H-1; earlier, sorting and packing keep it open.
    """
    if not now.balances or now.voting_day is None:
        return
    from_day = now.voting_day - timedelta(days=1) - limits.span("balance")
    since = _midnight(now, from_day)
    if now.now < since:
        return
    worst = max(now.balances, key=lambda each: (abs(each.difference), each.name))
    yield Found(
        Kind.BALANCE,
        key_of(Kind.BALANCE),
        now.kabupaten,
        since,
        count=len(now.balances),
        params={
            "item": worst.name,
            "difference": abs(worst.difference),
            "count": len(now.balances),
        },
    )


def suppliers_late(now: Situation, limits: Limits) -> Iterator[Found]:
    """Yield one alert per supplier with goods that are overdue."""
    by_supplier: dict[str, list[int]] = {}
    for at, each in enumerate(now.owed):
        by_supplier.setdefault(each.supplier, []).append(at)
    for supplier, rows in sorted(by_supplier.items()):
        lines = sorted((now.owed[at] for at in rows), key=lambda each: (each.due, each.name))
        first = lines[0]
        yield Found(
            Kind.SUPPLIER,
            key_of(Kind.SUPPLIER, supplier),
            now.kabupaten,
            _midnight(now, first.due) + timedelta(days=1),
            count=len(lines),
            evidence=evidence_of("contract", (str(each.line) for each in lines)),
            params={
                "supplier": supplier or "?",
                "item": first.name,
                "missing": first.missing,
                "due_on": first.due.isoformat(),
                "count": len(lines),
            },
        )


def questions_waiting(now: Situation, limits: Limits) -> Iterator[Found]:
    """Yield operators whose question has no answer after the limit, by kecamatan."""
    for each in now.questions:
        if now.now - each.since < limits.span("question"):
            continue
        yield Found(
            Kind.QUESTION,
            key_of(Kind.QUESTION, each.area),
            # The asker may be the camat: it calls at the desk of the kabupaten.
            now.kabupaten,
            each.since,
            count=each.count,
            params={
                "area": each.area,
                "number": each.name,
                "asked_at": each.since.isoformat(),
                "count": each.count,
            },
        )


def meetings_missed(now: Situation, limits: Limits) -> Iterator[Found]:
    """Yield each agency that missed its meeting, until the next one is called.

    One that nobody missed for longer than the limit is given up, not missed.
    """
    for each in now.skipped:
        if now.now - each.since > limits.span("meeting_told"):
            continue
        yield Found(
            Kind.MEETING_MISSED,
            key_of(Kind.MEETING_MISSED, each.agency),
            now.kabupaten,
            each.since,
            evidence=evidence_of("meeting", [str(each.number)]),
            params={
                "agency": each.agency,
                "last_at": each.last.isoformat(),
                "every": each.every_days,
            },
        )


def _midnight(now: Situation, day: date) -> datetime:
    local = datetime.combine(day, time(), ZoneInfo(now.zone))
    return local.astimezone(now.now.tzinfo)


DESK: tuple[Callable[[Situation, Limits], Iterator[Found]], ...] = (
    forked,
    quarantined,
    balances_open,
    suppliers_late,
    questions_waiting,
    meetings_missed,
)
