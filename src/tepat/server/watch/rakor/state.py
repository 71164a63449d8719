"""What a briefing is told, read at one moment: a number of queries that never grows."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, override

from tepat.core.election.catalogue import UNSAID, Words
from tepat.core.election.regions import is_in
from tepat.core.move.custody import Flag
from tepat.core.move.nearness import place_of as place_of_package
from tepat.core.watch.hearing import Hearing
from tepat.core.watch.indicators import AIMS, Counts
from tepat.core.watch.rakor import briefing
from tepat.core.watch.rakor.agenda import Item, agenda_of
from tepat.core.watch.rakor.state import (
    RISKY_BELOW,
    Flagged,
    Owed,
    Risky,
    Silent,
    State,
    Trouble,
    Unbalanced,
    Wanted,
)
from tepat.server.election.elections import election_of
from tepat.server.election.models import Region, Scope
from tepat.server.keeping.wiring import place_of
from tepat.server.log import queries as log
from tepat.server.log.models import Fact
from tepat.server.log.publishing.standing import standing_of
from tepat.server.move.models import PackageCustody
from tepat.server.move.packages.words import FLAGS
from tepat.server.move.stock import queries as stock
from tepat.server.move.stock.goods import Shelf, shelf_of
from tepat.server.plan.schedule import queries as plans
from tepat.server.watch.board.heard import heard, hearing_limits
from tepat.server.watch.board.queries import Board, board_of
from tepat.server.watch.incidents import queries as incidents
from tepat.server.watch.incidents.agreed import agreed
from tepat.server.watch.incidents.shown import Naming
from tepat.server.watch.models import Meeting
from tepat.server.watch.rakor import pressing, published, queries
from tepat.server.watch.rakor.moments import said, short
from tepat.server.watch.rakor.rows import evidence_of, words_of

MINUTE: Final = timedelta(minutes=1)
"""A deadline at midnight is said as the last minute of its day."""
SILENT_FROM: Final = 3
"""Days before the vote from which phones are expected to be heard from all the time."""
_TOLD: Final = tuple(
    flag
    for flag, (shape, _, _) in FLAGS.items()
    if shape == "tidak" and flag is not Flag.UNKNOWN_PACKAGE
)
"""Flags that a briefing names, the worst first."""


def state_of(scope: Scope, now: datetime, area: str = "", meeting: Meeting | None = None) -> State:
    """Return the state of `scope`, or of one kecamatan of it, at `now`: at most 40 queries.

    With `meeting` its agenda says which decisions are wanted; else they are drafted.
    """
    board = board_of(scope, now)
    election = election_of(scope)
    names = dict(
        Region.objects.filter(code__startswith=scope.kabupaten).values_list("code", "name")
    )
    today = now.astimezone(ZoneInfo(scope.zone)).date()
    days = (election.voting_day - today).days if election.voting_day else None
    run = plans.in_force(scope)
    standing = standing_of(place_of(scope))
    shelf = shelf_of(scope)
    whole = not area
    found = State(
        place=_place(scope, names, area),
        when=said(now, scope.zone),
        counts=_counts(board, area),
        days_to=days,
        forecast=board.forecast_by_kecamatan.get(area) if area else board.forecast,
        deadline=short(board.deadline - MINUTE, scope.zone) if board.deadline else UNSAID,
        plan=run.number if run else 0,
        flagged=tuple(_flagged(scope, area)),
        risky=tuple(_risky(board, names, area)) if run else (),
        owed=tuple(_owed(scope, shelf, now)) if whole else (),
        unbalanced=tuple(_unbalanced(scope, shelf)) if whole else (),
        silent=tuple(_silent(scope, names, area, now, days)),
        troubles=tuple(_troubles(scope, area, now)),
        calls=pressing.calls(scope, now) if whole else None,
        pressing=pressing.pressing(scope, now) if whole else (),
        published=published.published(scope, area, names),
        pending=tuple(queries.pending(scope, now)) if whole else (),
        log_size=log.size(scope.election, scope.kabupaten),
        fingerprint=standing.fingerprint,
        fingerprint_size=standing.checkpoint.size if standing.checkpoint else 0,
        is_witnessed=standing.is_witnessed,
    )
    return _with_wanted(found, meeting) if whole else found


def _with_wanted(state: State, meeting: Meeting | None) -> State:
    wanted = (
        _asked(meeting)
        if meeting
        else [Wanted(_ask(item), item.evidence) for item in agenda_of(state) if item.ask]
    )
    return replace(state, wanted=tuple(wanted[: briefing.MOST_OF_A_KIND + 2]))


def _ask(item: Item) -> Words:
    return Words(f"{item.title.id}: {item.ask.id}", f"{item.title.en}: {item.ask.en}")


def _asked(meeting: Meeting) -> list[Wanted]:
    """What the agenda of a meeting asks and nobody has ticked off: one query."""
    found = []
    for item in meeting.items.filter(is_done=False):
        title, ask = words_of(item.title), words_of(item.ask)
        evidence = tuple(evidence_of(each) for each in item.evidence)
        if ask and evidence:
            said_ = Words(f"{title.id}: {ask.id}", f"{title.en}: {ask.en}")
            found.append(Wanted(said_, evidence))
    return found


def _place(scope: Scope, names: Mapping[str, str], area: str) -> Words:
    kabupaten = names.get(scope.kabupaten, scope.kabupaten)
    if area:
        name = names.get(area, area)
        return Words(f"Kecamatan {name}, {kabupaten}", f"Kecamatan {name}, {kabupaten}")
    return Words(kabupaten, kabupaten)


def _counts(board: Board, area: str) -> Counts:
    nothing = Counts(area, 0, 0, 0, ((0, 0, 0),) * len(AIMS), (0, 0, 0))
    return board.by_kecamatan.get(area, nothing) if area else board.total


def _flagged(scope: Scope, area: str) -> Iterable[Flagged]:
    """Packages that do not fit, by what does not: one query."""
    rows = PackageCustody.objects.filter(scope=scope).exclude(flags=[]).order_by("package")
    by_flag: dict[str, list[str]] = {}
    for package, flags in rows.values_list("package", "flags"):
        if not area or is_in(place_of_package(package).partition("-")[0], area):
            for flag in flags:
                by_flag.setdefault(flag, []).append(package)
    for flag in _TOLD:
        if packages := by_flag.get(flag.value):
            yield Flagged(flag.value, both(FLAGS[flag][1]), tuple(packages))


def _risky(board: Board, names: Mapping[str, str], area: str) -> Iterable[Risky]:
    """Desa that may be late by the plan and are not ready yet: no query."""
    for code, chance in board.chances.items():
        counts = board.by_desa.get(code)
        is_open = counts is not None and counts.ready < counts.tps
        if chance.ppm < RISKY_BELOW and is_open and (not area or is_in(code, area)):
            yield Risky(code, names.get(code, code), chance.ppm, chance.rough)


def _owed(scope: Scope, shelf: Shelf, now: datetime) -> Iterable[Owed]:
    """Contract lines that are late, the oldest first: two queries."""
    today = now.astimezone(ZoneInfo(scope.zone)).date()
    for row in stock.expectations(scope, shelf, today):
        if row.expected.open and row.slack.overdue > 0:
            name = row.thing.name
            yield Owed(str(row.pk), name, row.slack.overdue, row.expected.open)


def _unbalanced(scope: Scope, shelf: Shelf) -> Iterable[Unbalanced]:
    for row in stock.balances(scope, shelf):
        if row.problems and row.balance.unsorted:
            yield Unbalanced(row.thing.name, row.balance.unsorted)


def _silent(
    scope: Scope, names: Mapping[str, str], area: str, now: datetime, days: int | None
) -> Iterable[Silent]:
    """Kecamatan not heard from for as long as the office allows, near the vote: four queries."""
    if days is None or not -1 <= days <= SILENT_FROM:
        return
    areas = [code for code in names if len(code) == 8 and (not area or code == area)]
    limits = hearing_limits(scope)
    late = {
        code: each.last
        for code, each in heard(scope, areas).items()
        if each.last and each.hearing(now, limits) is Hearing.SILENT
    }
    where = {"election": scope.election, "kabupaten": scope.kabupaten}
    facts = Fact.objects.filter(**where, received_at__in=set(late.values())).order_by("number")
    by_moment = dict(facts.values_list("received_at", "id"))
    for code, at in sorted(late.items()):
        if fact := by_moment.get(at):
            yield Silent(code, names.get(code, code), short(at, scope.zone), fact)


def _troubles(scope: Scope, area: str, now: datetime) -> Iterable[Trouble]:
    """Open problems, the next clock first: some eight queries."""
    known = agreed(scope)
    rows = [
        each
        for each in incidents.queue(scope, now, known).rows
        if not area or is_in(each.incident.place.partition(":")[0].partition("-")[0], area)
    ]
    said_in = {}
    for lang in ("id", "en"):
        with override(lang):
            names = Naming(scope, known, rows)
            said_in[lang] = [
                (names.title(each.incident), names.parties.party(each.owner)) for each in rows
            ]
    for at, each in enumerate(rows):
        (title, owner), (title_en, owner_en) = said_in["id"][at], said_in["en"][at]
        due = short(each.climb.due, scope.zone) if each.climb.due else UNSAID
        yield Trouble(
            each.incident.number,
            Words(title, title_en),
            Words(owner, owner_en),
            due,
            each.climb.is_over(now),
        )


def both(msgid: str) -> Words:
    """Return a message of the catalogues in both languages."""
    with override("id"):
        indonesian = gettext(msgid)
    with override("en"):
        return Words(indonesian, gettext(msgid))
