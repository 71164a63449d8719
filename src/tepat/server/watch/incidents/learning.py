"""Read the log for what went wrong: incidents open, join and close by what facts say.

Called before a page is shown and by whoever wants to be up to date; reading twice changes
nothing. It only reads the log, and never reports a fact.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final, NamedTuple

from django.db import transaction

from tepat.core.move import events, judging
from tepat.core.move.custody import Flag
from tepat.core.move.devices import Registry
from tepat.core.move.standing import STOPS
from tepat.core.watch.incidents import ladder
from tepat.core.watch.incidents.causes import Cause, Standing, causes_of, joined
from tepat.server.election.models import Scope
from tepat.server.log import for_folds
from tepat.server.log import queries as log
from tepat.server.log.models import Fact, FactPackage
from tepat.server.move.devices import queries as devices
from tepat.server.move.models import PackageCustody
from tepat.server.watch.incidents import papers_differ, settling
from tepat.server.watch.incidents.agreed import Agreed, agreed
from tepat.server.watch.models import Incident, IncidentAct, IncidentFact, IncidentHead

KINDS: Final = (
    "incident",
    "received",
    "given",
    "refused",
    "witnessed",
    "inspected",
    "transferred",
    "relocated",
)
"""Facts that may say that something is wrong."""
TAKEN_BACK: Final = ("cancelled", "corrected")
PART: Final = 500
"""So many numbers of the log are read in one transaction: others who write wait no longer."""


def catch_up(scope: Scope, now: datetime) -> int:
    """Read what the log holds since the last time; return how many incidents opened.

    Two queries where nothing is new.
    """
    size = log.size(scope.election, scope.kabupaten)
    seen = IncidentHead.objects.filter(scope=scope).values_list("number", flat=True).first()
    opened = 0
    while seen is None or seen < size:
        seen, new = _read(scope, size, now)
        opened += new
    return opened


@transaction.atomic
def _read(scope: Scope, size: int, now: datetime) -> tuple[int, int]:
    """Read the next part; return the number that was come to, and how many incidents opened."""
    IncidentHead.objects.get_or_create(scope=scope)
    head = IncidentHead.objects.select_for_update().get(scope=scope)
    if head.number >= size:
        return head.number, 0
    whole, size = size, min(size, head.number + PART)
    rows = Fact.objects.filter(
        election=scope.election,
        kabupaten=scope.kabupaten,
        number__gt=head.number,
        number__lte=size,
    )
    told = _told(scope, rows.filter(kind__in=KINDS), head.number, size)
    opened = _Opening(scope, now).open(told) if told.rows else 0
    _take_back(scope, rows.filter(kind__in=TAKEN_BACK))
    head.number = size
    head.save(update_fields=["number"])
    if size == whole and papers_differ.is_told(scope):
        opened += _papers(scope, now)
    settling.settle_all(scope, now)
    return size, opened


def _papers(scope: Scope, now: datetime) -> int:
    """Open and close by how forms stand, once the whole log is read; return how many opened."""
    opening = _Opening(scope, now)
    kind = opening.agreed.book.kind_for(papers_differ.WHAT)
    papers_differ.read(scope, kind, opening.take, now)
    return opening.opened


Row = tuple[str, int, datetime, events.Fact]


class _Told(NamedTuple):
    """Facts in the order of the log, and the seals of each closing of packages that differ."""

    rows: tuple[Row, ...]
    closings: dict[str, list[frozenset[str]]]


def _told(scope: Scope, rows: "Iterable[Fact]", first: int, last: int) -> _Told:
    """Return the new facts, and those of packages whose seals have come to differ, in log order."""
    new: dict[str, Row] = {
        row.id: (row.id, row.number, row.received_at, judging.parsed(bytes(row.body)))
        for row in rows
    }
    flagged = _flagged(scope, first, last)
    closings: dict[str, list[frozenset[str]]] = {}
    if flagged:
        about = for_folds.about_all(scope.election, scope.kabupaten, flagged)
        for package, facts in about.items():
            for each in facts:
                fact = judging.parsed(each.body)
                if isinstance(fact, events.Sealed):
                    closings.setdefault(package, []).append(frozenset(fact.seals))
                elif fact.KIND in KINDS and hasattr(fact, "checks"):
                    row = (each.name, each.arrival.number, each.arrival.at, fact)
                    new.setdefault(each.name, row)
    return _Told(tuple(sorted(new.values(), key=lambda each: each[1])), closings)


def _flagged(scope: Scope, first: int, last: int) -> list[str]:
    """Return the packages that new facts name and whose seals differ: two queries or few more.

    Not one that joins both: of tables that were filled a moment ago PostgreSQL knows nothing,
    and compares every row of the one with every row of the other.
    """
    rows = PackageCustody.objects.filter(scope=scope).exclude(flags=[])
    found = rows.values_list("package", "flags")
    differ = sorted(package for package, flags in found if Flag.SEAL_DIFFERS.value in flags)
    touched: set[str] = set()
    for part in log.parts(differ):
        names = FactPackage.objects.filter(
            election=scope.election,
            kabupaten=scope.kabupaten,
            package__in=part,
            fact__number__gt=first,
            fact__number__lte=last,
        )
        touched.update(names.values_list("package", flat=True))
    return sorted(touched)


class _Opening:
    """The incidents of a scope while new causes find theirs."""

    def __init__(self, scope: Scope, now: datetime) -> None:
        self.scope, self.now = scope, now
        self.agreed: Agreed = agreed(scope)
        self.registry: Registry = devices.registry(scope)
        rows = Incident.objects.select_for_update().filter(scope=scope).order_by("number")
        self.there: dict[int, Incident] = {row.number: row for row in rows}
        self.opened = 0

    def open(self, told: _Told) -> int:
        names = [row[0] for row in told.rows]
        known: set[tuple[str, str]] = set()
        for part in log.parts(names):
            rows = IncidentFact.objects.filter(scope=self.scope, fact__in=part)
            known.update(rows.values_list("fact", "cause"))
        for name, number, received_at, fact in told.rows:
            for cause in causes_of(name, fact, self.agreed.book, told.closings):
                if (cause.fact, cause.kind) not in known:
                    known.add((cause.fact, cause.kind))
                    self.take(cause, number, received_at, fact)
        return self.opened

    def take(self, cause: Cause, number: int, received_at: datetime, fact: events.Fact) -> Incident:
        """Let a cause join its incident, or open one; return it."""
        standings: list[Standing] = [row.as_standing() for row in self.there.values()]
        found = joined(cause, standings)
        party = self._party(fact)
        incident = self.there[found] if found else self._new(cause, received_at, party, fact)
        if found:
            self._join(incident, cause)
            IncidentAct.objects.create(
                incident=incident,
                at=received_at,
                did="joined",
                by=self.registry.person_of(fact) or fact.by,
                party=party,
                data={"number": number, "what": cause.what},
            )
        IncidentFact.objects.create(
            scope=self.scope, incident=incident, fact=cause.fact, number=number, cause=cause.kind
        )
        return incident

    def _party(self, fact: events.Fact) -> str:
        given = self.registry.assignment_of(fact)
        return f"{given.role}@{given.area}" if given else ""

    def _new(self, cause: Cause, received_at: datetime, party: str, fact: events.Fact) -> Incident:
        book = self.agreed.book
        kind = book.kind(cause.kind)
        role, _, area = party.partition("@")
        place = cause.place or self.scope.kabupaten
        steps = self.agreed.ladders[book.ladder(kind.ladder).code]
        incident = Incident.objects.create(
            scope=self.scope,
            number=max(self.there, default=0) + 1,
            cause=kind.code,
            kind=kind.code,
            urgency=book.urgency(kind.urgency).code,
            percent=book.urgency(kind.urgency).percent,
            ladder=steps.code,
            start=ladder.start_of(steps, role, area or cause.begins or self.scope.kabupaten, place),
            place=place[:40],
            subjects=sorted(cause.subjects),
            packages=list(cause.packages),
            shipment=cause.shipment[:20],
            reporter=party,
            happened_at=fact.at,
            opened_at=received_at,
            is_contoh=self.scope.is_contoh,
        )
        self.there[incident.number] = incident
        self.opened += 1
        return incident

    def _join(self, incident: Incident, cause: Cause) -> None:
        incident.subjects = sorted({*incident.subjects, *cause.subjects})
        incident.packages = sorted({*incident.packages, *cause.packages})
        incident.shipment = incident.shipment or cause.shipment[:20]
        incident.save(update_fields=["subjects", "packages", "shipment"])


def _take_back(scope: Scope, rows: "Iterable[Fact]") -> None:
    """Set aside what the same device took back, or KPU did, with a key that stands."""
    found = [(row.id, judging.parsed(bytes(row.body))) for row in rows]
    wanted = {
        f.fact: (n, f) for n, f in found if isinstance(f, events.Cancelled | events.Corrected)
    }
    if not wanted:
        return
    registry = devices.registry(scope)
    for row in IncidentFact.objects.filter(scope=scope, fact__in=sorted(wanted), aside=""):
        name, fact = wanted[row.fact]
        if registry.standing(fact) & STOPS:
            continue
        said_by = Fact.objects.filter(pk=row.fact).values_list("device", flat=True).first()
        if (
            fact.device == said_by
            or registry.is_desk(fact.device)
            or registry.role_of(fact) == "kpu"
        ):
            row.aside = name
            row.save(update_fields=["aside"])
