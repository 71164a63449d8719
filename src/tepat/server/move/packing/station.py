"""The packing station: one scan is one decision, made here and remembered at once.

Part of the page layer: it keeps the open box of a person in `PackingSession` and
reports facts through the one door. A power cut loses nothing but the scan in hand.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction

from tepat.core.election.catalogue import Election
from tepat.core.election.ids import Form, looks_own, plain_code, read_package, readable
from tepat.core.move import events, foreign, seals, station
from tepat.core.move.packing_state import State
from tepat.core.plan import packing
from tepat.core.problems import Code, Fact, Problem
from tepat.server import flow
from tepat.server.election.models import Scope, User
from tepat.server.log import services as log
from tepat.server.move.models import (
    ForeignCode,
    PackageState,
    PackingSession,
    SealRange,
    SealUse,
)
from tepat.server.move.packing.reporting import facts_of, header, local
from tepat.server.plan.models import Package

_NUMBER: Final = re.compile(r"[0-9]{1,6}")
IDLE: Final = timedelta(minutes=15)
"""After so long without a scan another person may take an open box over."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one scan came to. A `wrong` thing in the hand fills the screen."""

    problem: Problem | None = None
    wrong: bool = False
    done: str = ""
    """What went well: opened, ticked, counted, bound, packed, seal, sealed, left, again."""
    text: str = ""

    @property
    def is_question(self) -> bool:
        """Whether the person is only asked to look again."""
        return self.problem is not None and self.problem.code in (
            Code.COUNT_AGAIN,
            Code.COUNT_MISSING,
            Code.ENVELOPE_MISSING,
            Code.SEALS_MISSING,
        )


@dataclass(frozen=True, slots=True)
class Table:
    """The open box as the page shows it. `taken` names the session's own rows."""

    session: PackingSession
    package: Package
    bench: station.Bench
    state: State
    needs_seals: int

    @property
    def is_sealing(self) -> bool:
        return self.state is State.PACKED


def open_table(scope: Scope, user: User, election: Election) -> Table | None:
    """Return the box `user` has open, None where there is none: four queries."""
    found = PackingSession.objects.filter(scope=scope, by=user, is_parked=False, closed_at=None)
    session = found.order_by("-touched_at").first()
    return _table(scope, session, election) if session else None


@transaction.atomic
def scan(scope: Scope, user: User, election: Election, text: str, now: datetime) -> Outcome:
    """Judge one scan or typed number of `user` and remember what it came to."""
    text = events.clean(text)[:200]
    log.lock(scope.election, scope.kabupaten)  # what is checked now still holds when it is stored
    table = open_table(scope, user, election)
    if not text:
        return close(scope, user, election, now) if table else Outcome()
    outcome = _judge(scope, user, election, table, text, now)
    if table and table.session.pk:
        fields = {"last_scan": text, "touched_at": now}
        PackingSession.objects.filter(pk=table.session.pk).update(**fields)
    return outcome


def _judge(
    scope: Scope, user: User, election: Election, table: Table | None, text: str, now: datetime
) -> Outcome:
    if table and table.package.withdrawn_at:
        return _withdrawn(table.package)
    if table and table.session.is_binding:
        return _bind(scope, user, table, text, now)
    if looks_own(text):
        own = read_package(text)
        package = Package.objects.filter(scope=scope, code=str(own)).first() if own else None
        if package:
            return _package(scope, user, election, table, package, now)
        return _no(Code.PACKAGE_UNKNOWN if own else Code.PACKAGE_CODE, value=text)
    # A number is what the station asks for now; only then what somebody bound once.
    number = _NUMBER.fullmatch(plain_code(text))
    if table and table.is_sealing and seals.read_seal(text):
        return _seal(scope, table, text)
    if number and not (table and table.is_sealing):
        return _count(table, int(number[0])) if table else _no(Code.BOX_NONE)
    bound = bound_to(scope, text)
    if len(bound) > 1:
        boxes = ", ".join(readable(each.code) for each in bound)
        return _wrong(Code.FOREIGN_TWICE, value=text, count=len(bound), boxes=boxes)
    if bound:
        return _package(scope, user, election, table, bound[0], now)
    if table is None:
        return _no(Code.PACKAGE_UNKNOWN, value=text)
    if table.is_sealing:
        return _no(Code.SEAL_NUMBER, value=text)
    seal = seals.read_seal(text)
    if seal and seals.range_of(seal, _ranges(scope)):
        return _no(Code.SEAL_EARLY, value=text)
    return _wrong(Code.ITEM_FOREIGN, value=text, box=readable(table.package.code))


def bound_to(scope: Scope, text: str) -> list[Package]:
    """Return the packages that another system's code `text` is bound to; more than one is wrong."""
    codes = ForeignCode.objects.filter(scope=scope, code=text).values("package")
    return list(Package.objects.filter(scope=scope, code__in=codes).order_by("code"))


def _package(
    scope: Scope,
    user: User,
    election: Election,
    table: Table | None,
    package: Package,
    now: datetime,
) -> Outcome:
    if package.withdrawn_at:
        return _withdrawn(package)
    is_envelope = package.form == Form.ENVELOPE.value
    if table is None:
        if is_envelope:
            return _no(Code.ENVELOPE_FIRST, **_whose(package, election, package.inside))
        return open_box(scope, user, election, package, now)
    if package.code == table.package.code:
        return Outcome(done="again")
    if not is_envelope:
        box = table.package
        return _no(Code.BOX_OPEN, box=readable(box.code), place=box.place)
    if package.code not in table.bench.envelopes:
        facts = _whose(package, election, table.package.code)
        return _wrong(Code.ENVELOPE_ELSEWHERE, **facts)
    _save(table.session, station.tick(table.bench, package.code))
    return Outcome(done="ticked", text=readable(package.code))


def open_box(
    scope: Scope, user: User, election: Election, package: Package, now: datetime
) -> Outcome:
    """Put `package` on the table of `user`, unless somebody else has it or it is sealed."""
    state = PackageState.objects.filter(scope=scope, package=package.code).first()
    done = {State.SEALED.value}
    if package.form == Form.BAG.value:
        done.add(State.PACKED.value)
    if state and state.state in done:
        return _no(Code.BOX_SEALED, box=readable(package.code))
    session, is_new = PackingSession.objects.select_for_update().get_or_create(
        scope=scope,
        package=package.code,
        defaults={"by": user, "opened_at": now, "touched_at": now},
    )
    if not is_new and not _may_take(session, user, now):
        since = session.opened_at.astimezone(ZoneInfo(scope.zone)).strftime("%H.%M")
        who = session.by.first_name or session.by.username
        return _no(Code.BOX_TAKEN, box=readable(package.code), who=who, since=since)
    if session.closed_at is not None:  # opened again after it was closed: begin anew
        session.ticked, session.counts, session.seals = [], {}, []
        session.opened_at = now
    session.by, session.touched_at = user, now
    session.is_parked, session.is_binding, session.closed_at = False, False, None
    session.last_scan = package.code
    session.save()
    return Outcome(done="opened", text=readable(package.code))


def _may_take(session: PackingSession, user: User, now: datetime) -> bool:
    free = session.is_parked or session.closed_at is not None
    return free or session.by_id == user.pk or now - session.touched_at > IDLE


def _count(table: Table, number: int) -> Outcome:
    line = table.bench.current
    if line is None:
        return Outcome(done="nothing", text=str(number))
    bench, problem = station.count(table.bench, number)
    _save(table.session, bench)
    return Outcome(problem, done="" if problem else "counted", text=f"{line.item}|{number}")


def _bind(scope: Scope, user: User, table: Table, text: str, now: datetime) -> Outcome:
    PackingSession.objects.filter(pk=table.session.pk).update(is_binding=False)
    if problem := foreign.why_not(text, _ranges(scope)):
        return Outcome(problem)
    package = table.package.code
    bound = bound_to(scope, text)
    for other in bound:
        if other.code != package:
            box = readable(other.code)
            return _wrong(Code.FOREIGN_BOUND, value=text, box=box, place=other.place)
    if bound:
        return Outcome(done="bound", text=text)
    known = facts_of(scope, package)
    released = [
        name
        for name, fact in known.items()
        if isinstance(fact, events.Released) and fact.foreign == text
    ]
    fact = events.Commissioned(
        election=scope.election,
        kabupaten=scope.kabupaten,
        at=local(scope, now),
        by=str(user.account),
        after=tuple(sorted(released)),
        package=package,
        foreign=text,
    )
    flow.report(scope, [fact], user.account, now)
    return Outcome(done="bound", text=text)


def _seal(scope: Scope, table: Table, text: str) -> Outcome:
    number = seals.read_seal(text)
    if number is None:
        return _no(Code.SEAL_NUMBER, value=text)
    if number in table.session.seals:
        return Outcome(done="again")
    shown = seals.readable_seal(number)
    if problem := _used(scope, [number]):
        return Outcome(problem, wrong=True)
    if not seals.range_of(number, _ranges(scope)):
        return _wrong(Code.SEAL_NOT_ISSUED, value=shown)
    on_tables = PackingSession.objects.filter(scope=scope, closed_at=None).exclude(
        pk=table.session.pk
    )
    for other in on_tables:
        if number in other.seals:
            return _wrong(Code.SEAL_ON_TABLE, value=shown, box=readable(other.package))
    table.session.seals = [*table.session.seals, number]
    table.session.save(update_fields=["seals"])
    return Outcome(done="seal", text=shown)


def _used(scope: Scope, numbers: list[str]) -> Problem | None:
    """Tell which of `numbers` a fact already places on a box, whole or broken."""
    used = SealUse.objects.filter(scope=scope, number__in=numbers).order_by("number").first()
    if used is None:
        return None
    package = Package.objects.filter(scope=scope, code=used.package).first()
    where = package.place if package else ""
    facts = {"value": seals.readable_seal(used.number), "box": readable(used.package)}
    return Problem(Code.SEAL_USED, {**facts, "place": where})


def _ranges(scope: Scope) -> list[seals.SealRange]:
    return [each.as_value() for each in SealRange.objects.filter(scope=scope)]


@transaction.atomic
def close(scope: Scope, user: User, election: Election, now: datetime) -> Outcome:
    """Close the step at hand: report the box packed, or once it is packed, sealed."""
    log.lock(scope.election, scope.kabupaten)
    table = open_table(scope, user, election)
    if table is None:
        return _no(Code.BOX_NONE)
    if table.package.withdrawn_at:
        return _withdrawn(table.package)
    return (
        _close_seals(scope, user, table, now)
        if table.is_sealing
        else _close_box(scope, user, table, now)
    )


def _close_box(scope: Scope, user: User, table: Table, now: datetime) -> Outcome:
    problems = station.why_open(table.bench)
    if problems:
        return Outcome(problems[0])
    fact = events.Packed(
        **header(scope, user, table.package.code, now),
        package=table.package.code,
        contents=table.bench.counted,
        holds=tuple(sorted(table.bench.ticked)),
    )
    flow.report(scope, [fact], user.account, now)
    if table.package.form == Form.BAG.value:
        _end(table.session, now)
    return Outcome(done="packed", text=readable(table.package.code))


def _close_seals(scope: Scope, user: User, table: Table, now: datetime) -> Outcome:
    scanned = table.session.seals
    if problem := _used(scope, scanned):  # a fact came in while the seals lay on the table
        left = [each for each in scanned if not _used(scope, [each])]
        PackingSession.objects.filter(pk=table.session.pk).update(seals=left)
        return Outcome(problem, wrong=True)
    if len(scanned) < table.needs_seals:
        return _no(Code.SEALS_MISSING, got=len(scanned), expected=table.needs_seals)
    fact = events.Sealed(
        **header(scope, user, table.package.code, now),
        package=table.package.code,
        seals=tuple(sorted(scanned)),
    )
    flow.report(scope, [fact], user.account, now)
    _end(table.session, now)
    return Outcome(done="sealed", text=readable(table.package.code))


def leave(scope: Scope, user: User) -> Outcome:
    """Put the open box aside with what was counted; anybody may go on with it."""
    found = PackingSession.objects.filter(scope=scope, by=user, is_parked=False, closed_at=None)
    found.update(is_parked=True, is_binding=False)
    return Outcome(done="left")


def choose(scope: Scope, user: User, line: str) -> Outcome:
    """Make `line` the one whose number is typed next."""
    found = PackingSession.objects.filter(scope=scope, by=user, is_parked=False, closed_at=None)
    found.update(line=line)
    return Outcome(done="chosen")


def bind_next(scope: Scope, user: User) -> Outcome:
    """Make the next scan bind another system's code to the open box."""
    found = PackingSession.objects.filter(scope=scope, by=user, is_parked=False, closed_at=None)
    return Outcome(done="binding") if found.update(is_binding=True) else _no(Code.BOX_NONE)


ACTIONS: Final[dict[str, Callable[[Scope, User], Outcome]]] = {"leave": leave, "bind": bind_next}


def _table(scope: Scope, session: PackingSession, election: Election) -> Table:
    package = Package.objects.get(scope=scope, code=session.package)
    within = list(Package.objects.filter(scope=scope, inside=package.code, withdrawn_at=None))
    state = PackageState.objects.filter(scope=scope, package=package.code).first()
    value = package.as_value()
    lines = station.inside(value.contents, packing.closes_with(election))
    ballots = tuple(line for each in within for line in each.as_value().contents)
    bench = station.Bench(
        package.code,
        (*ballots, *lines),
        tuple(each.code for each in within),
        frozenset(session.ticked),
        {key: station.Typed(**typed) for key, typed in session.counts.items()},
        session.line,
    )
    now = State(state.state) if state else State.PLANNED
    return Table(session, package, bench, now, station.seals_needed(value.contents))


def _save(session: PackingSession, bench: station.Bench) -> None:
    session.ticked = sorted(bench.ticked)
    session.counts = {
        key: {"count": typed.count, "sure": typed.sure} for key, typed in bench.typed.items()
    }
    session.line = bench.chosen
    session.save(update_fields=["ticked", "counts", "line"])


def _end(session: PackingSession, now: datetime) -> None:
    PackingSession.objects.filter(pk=session.pk).update(closed_at=now)


def _whose(envelope: Package, election: Election, box: str) -> dict[str, Fact]:
    kind = election.kind(envelope.kind).name.id if envelope.kind else ""
    return {"place": envelope.place, "kind": kind, "box": readable(box)}


def _withdrawn(package: Package) -> Outcome:
    return _wrong(Code.PACKAGE_WITHDRAWN, value=readable(package.code), place=package.place)


def _no(code: Code, **facts: Fact) -> Outcome:
    return Outcome(Problem(code, facts))


def _wrong(code: Code, **facts: Fact) -> Outcome:
    return Outcome(Problem(code, facts), wrong=True)
