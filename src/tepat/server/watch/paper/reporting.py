"""Rows of papers become facts through the one door; a row that was wrong is put right by others.

Part of the page layer: it reports facts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from tepat.core.log import canonical
from tepat.core.move import events, judging
from tepat.core.problems import Code, Problem, Refused
from tepat.core.watch.paper import facts as paper
from tepat.core.watch.paper.reading import Desk, Entry, Typed, read_row, with_dittos
from tepat.core.watch.paper.rows import Expected
from tepat.server import flow
from tepat.server.election.models import Scope
from tepat.server.log import services as log
from tepat.server.log.models import Fact
from tepat.server.watch.models import PaperRow
from tepat.server.watch.paper import queries, services
from tepat.server.watch.paper.services import Draft, Table

NamedReceived = tuple[str, events.Received]


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of the rows of one form."""

    recorded: int = 0
    mended: int = 0
    known: int = 0
    """They said what was recorded already."""
    problems: Mapping[str, Sequence[Problem]] = field(default_factory=dict)
    """By row, what keeps it out."""


@dataclass(frozen=True, slots=True)
class _Ready:
    """A row that can be recorded: its facts, and those of the version that they replace."""

    key: str
    typed: Typed
    entry: Entry
    facts: Sequence[events.Received]
    """Empty where they stand in the log already."""
    wrong: Sequence[NamedReceived]
    ended: Sequence[events.Used] = ()
    """What a paper of the way back says beside: voting with these boxes is over."""


@transaction.atomic
def save(table: Table, rows: Iterable[Draft], day: date, by: UUID, now: datetime) -> Saved:
    """Record every row that can be read; keep the others as drafts with what is wrong.

    All of it is one transaction: either every good row is in the log, or none.
    """
    scope = table.scope
    log.lock(scope.election, scope.kabupaten)
    there = queries.typed(scope, table.way, table.kecamatan, None)
    expected = {each.key: each for each in queries.expected(scope, table.way, table.kecamatan)}
    sent = [each for each in rows if each.key in expected]
    desk = Desk(day, ZoneInfo(scope.zone), now, there.by_number)
    problems: dict[str, Sequence[Problem]] = {}
    ready: list[_Ready] = []
    known = 0
    full = with_dittos(each.typed for each in sent)
    for draft, typed in zip(sent, full, strict=True):
        if typed.is_empty:
            services.forget_draft(table, draft.key, by)
            continue
        row = expected[draft.key]
        entry, found = read_row(row, typed, desk)
        made = _ready(scope, row, typed, entry, there, by) if entry else None
        if made and not made.facts:
            known += 1
            _name_receiver(there.rows[draft.key], made.entry.receiver, by, now)
            services.forget_draft(table, draft.key, by)
            continue
        in_the_way = _in_the_way(row, made, draft.mends, there) if made else found
        if made and not in_the_way:
            ready.append(made)
            continue
        problems[draft.key] = in_the_way
        kept = Draft(draft.key, typed, draft.mends)
        services.keep_draft(table, kept, by, now, sent=True)
    _report(table, ready, by, now)
    mended = sum(bool(each.wrong) for each in ready)
    return Saved(len(ready) - mended, mended, known, problems)


@transaction.atomic
def take_back(table: Table, key: str, mends: str, by: UUID, now: datetime) -> None:
    """Set a recorded row aside with nothing in its place: its paper is of another one.

    Raises `Refused` where it is not the row that was shown, or a supervisor has confirmed it.
    """
    scope = table.scope
    log.lock(scope.election, scope.kabupaten)
    there = queries.typed(scope, table.way, table.kecamatan, None)
    expected = {each.key: each for each in queries.expected(scope, table.way, table.kecamatan)}
    row = there.rows.get(key)
    wrong = stored(row.facts) if row else []
    if row is None or not wrong:
        return  # somebody else was faster: it is what was asked for
    if problems := _whose(expected.get(key), key, wrong, mends, there):
        raise Refused(problems[0])
    flow.report(scope, _corrections(scope, wrong, "", paper.TYPO, by, now), by, now)
    PaperRow.objects.create(**table.fields, key=key, facts=[], by=by, at=now)
    services.forget_draft(table, key, by)


def stored(names: Iterable[str]) -> list[NamedReceived]:
    """Return facts of the log by their names, in this order: one query."""
    order = list(names)
    rows = dict(Fact.objects.filter(pk__in=order).values_list("id", "body")) if order else {}
    read = ((name, judging.parsed(bytes(rows[name]))) for name in order if name in rows)
    return [(name, fact) for name, fact in read if isinstance(fact, events.Received)]


def _ready(
    scope: Scope, row: Expected, typed: Typed, entry: Entry, there: queries.Typed, by: UUID
) -> _Ready:
    """Return the facts of a row, none where they are known, and those they put right."""
    before = there.rows.get(row.key)
    wrong = stored(before.facts) if before else []
    where = (scope.election, scope.kabupaten)
    ended = paper.ended(row, entry, where, str(by))
    after = [canonical.name_of(events.write(each)) for each in ended]
    facts = paper.received(row, entry, where, str(by), wrong[0][1] if wrong else None, after)
    same = len(facts) == len(wrong) and all(
        paper.is_same(one, other) for one, (_, other) in zip(facts, wrong, strict=True)
    )
    if same:
        return _Ready(row.key, typed, entry, (), ())
    return _Ready(row.key, typed, entry, facts, wrong, ended)


def _name_receiver(row: PaperRow, receiver: str, by: UUID, now: datetime) -> None:
    """Keep another name of who received: it stands in no fact, so that none is reported."""
    if receiver and receiver != row.receiver:
        row.pk, row.receiver, row.by, row.at = None, receiver, by, now
        row.save(force_insert=True)


def _in_the_way(row: Expected, made: _Ready, mends: str, there: queries.Typed) -> Sequence[Problem]:
    return _whose(row, row.key, made.wrong, mends, there) if made.wrong else ()


def _whose(
    row: Expected | None, key: str, wrong: Sequence[NamedReceived], mends: str, there: queries.Typed
) -> Sequence[Problem]:
    """Return why what was recorded is not to be put right by this form."""
    last = there.rows[key]
    if wrong[0][0] != mends:
        when = last.at.astimezone(wrong[0][1].at.tzinfo)
        facts = {"who": there.who.get(last.by, "?"), "when": f"{when:%d/%m %H.%M}"}
        return [Problem(Code.PAPER_CHANGED, facts)]
    names = {name for name, _ in wrong}
    if row and names & row.confirmed:
        return [Problem(Code.PAPER_SETTLED)]
    return ()


def _report(table: Table, ready: Sequence[_Ready], by: UUID, now: datetime) -> None:
    """Report all rows at once, and keep each with the names of its facts."""
    drafts: list[events.Fact] = []
    for row in ready:
        first = canonical.name_of(events.write(row.facts[0]))
        reason = paper.reason_of(row.wrong, row.facts)
        drafts += [
            *row.ended,
            *row.facts,
            *_corrections(table.scope, row.wrong, first, reason, by, now),
        ]
    if not drafts:
        return
    names = [each.id for each in flow.report(table.scope, drafts, by, now)]
    at = 0
    for row in ready:
        cells = services.cells_of(row.typed)
        cells.pop("receiver", None)
        PaperRow.objects.create(
            **table.fields,
            key=row.key,
            cells=cells,
            receiver=row.entry.receiver,
            facts=names[at + len(row.ended) :][: len(row.facts)],
            by=by,
            at=now,
        )
        services.forget_draft(table, row.key, by)
        at += len(row.ended) + len(row.facts) + len(row.wrong)


def _corrections(
    scope: Scope,
    wrong: Sequence[NamedReceived],
    stands: str,
    reason: str,
    by: UUID,
    now: datetime,
) -> list[events.Corrected]:
    header = events.Header(
        election=scope.election,
        kabupaten=scope.kabupaten,
        at=now.astimezone(ZoneInfo(scope.zone)).replace(microsecond=0),
        by=str(by),
        after=(),
    )
    return list(paper.corrected(wrong, stands, reason, header))
