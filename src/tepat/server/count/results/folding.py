"""How every form stands, kept up with the log: only what a new fact touches is folded anew.

Called before a page is shown and by whoever wants to be up to date; reading twice changes
nothing, and folding everything again comes to the same. It reads the log and never reports.
"""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Final

from django.db import transaction
from django.db.models import Count, Max, Sum

from tepat.core.count import told
from tepat.core.count.checks import Known, Severity, findings, weight
from tepat.core.count.form import PAPER_FIGURES, Form
from tepat.core.count.moves import STILL, Moved
from tepat.core.count.reconciling import Counted, Line, Point, gaps
from tepat.core.count.saying import blanks_of, has_negative
from tepat.core.count.versions import Standing, Version, standing_of
from tepat.core.election.catalogue import Kind
from tepat.core.election.regions import is_in, split_tps
from tepat.core.move import events, judging
from tepat.core.move.devices import Registry
from tepat.core.move.nearness import place_of
from tepat.core.move.standing import STOPS
from tepat.server import bulk
from tepat.server.count.back.departing import departures, photos_of
from tepat.server.count.ballots import moving
from tepat.server.count.ballots.papers import Way, line_of, ways_of
from tepat.server.count.contests import Contests, contests_of
from tepat.server.count.models import CountHead, FormState, PapersMove, ToldFact
from tepat.server.count.results.gathering import gather
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope, Tps
from tepat.server.log import queries as log
from tepat.server.log.models import Fact, FactPackage
from tepat.server.move.devices import queries as devices
from tepat.server.plan.models import PackagePlan

TAKEN_BACK: Final = (events.Cancelled.KIND, events.Corrected.KIND)
TAKEN: Final = moving.TAKEN
READ: Final = (*told.KINDS, events.PapersMoved.KIND)
"""Kinds of facts that this room reads one by one."""
TYPED: Final = (events.Ballots.KIND, events.Result.KIND)
"""Kinds that this desk signs for a form typed here: the form itself is a `TypedForm`."""
MOST_TOUCHED: Final = 400
"""TPS that are folded by name; when more are touched, all are."""
_KEY: Final = ("tps", "sku")
_COLUMNS: Final = (
    "kecamatan",
    "kind",
    "state",
    "weight",
    "checks",
    "is_blank",
    "form",
    "planned",
    "packed",
    "delivered",
    "received",
    "accounted",
    "came",
    "went",
    "photo",
    "left",
    "lost",
    "found",
)


def catch_up(scope: Scope) -> None:
    """Read what the log holds since the last time: five queries where nothing is new."""
    size, beside = log.size(scope.election, scope.kabupaten), _beside(scope)
    head = CountHead.objects.filter(scope=scope).values_list("number", "beside").first()
    if head is None or head[0] < size or head[1] != beside:
        _read(scope, size, beside)


@transaction.atomic
def rebuild(scope: Scope) -> None:
    """Drop everything that is folded, and fold it again."""
    CountHead.objects.filter(scope=scope).delete()
    _read(scope, log.size(scope.election, scope.kabupaten), _beside(scope))


@transaction.atomic
def refold(scope: Scope, tps: Iterable[str]) -> None:
    """Fold the forms of these TPS anew: what somebody has just typed stands at once."""
    _fold(scope, frozenset(tps))


@transaction.atomic
def _read(scope: Scope, size: int, beside: str) -> None:
    CountHead.objects.get_or_create(scope=scope)
    head = CountHead.objects.select_for_update().get(scope=scope)
    begins = head.beside != beside
    if not begins and head.number >= size:
        return
    if begins:
        ToldFact.objects.filter(scope=scope).delete()
        PapersMove.objects.filter(scope=scope).delete()
        head.number = 0
    touched = _take(scope, head.number, size)
    if not begins:
        touched |= _moved(scope, head.number, size)
    _fold(scope, None if begins else touched)
    head.number, head.beside = size, beside
    head.save(update_fields=["number", "beside"])


def _beside(scope: Scope) -> str:
    """Hash what else decides how forms stand: keys, lists of TPS, packages: four queries."""
    registry = devices.registry(scope)
    tps = Tps.objects.filter(scope=scope)
    lists = tps.aggregate(n=Count("pk"), last=Max("pk"), dpt=Sum("dpt"), dptb=Sum("dptb"))
    plan = PackagePlan.objects.filter(scope=scope).values_list("fingerprint", "at").first()
    forked = sorted(name for name, chain in registry.chains.items() if chain.forked_from)
    keyed = log.keyed(scope.election, scope.kabupaten)
    return sha256(repr((keyed, forked, sorted(lists.items()), plan)).encode()).hexdigest()


def _take(scope: Scope, first: int, last: int) -> set[str]:
    """Store new facts about voters, papers, votes and papers that moved; return their TPS."""
    rows = Fact.objects.filter(
        election=scope.election, kabupaten=scope.kabupaten, number__gt=first, number__lte=last
    )
    of_use = rows.filter(kind__in=READ).order_by("number")
    new = list(of_use.only("id", "number", "kind", "device", "body"))
    again = rows.filter(kind__in=TAKEN_BACK).exists()
    if not new and not again:
        return set()
    registry, known = devices.registry(scope), _codes(scope)
    taken = _taken_back(scope, registry)
    made = [
        each
        for row in new
        if row.kind in told.KINDS
        and not (row.kind in TYPED and registry.is_desk(row.device))
        and (each := _told(scope, row, registry, taken, known))
    ]
    ToldFact.objects.bulk_create(made, ignore_conflicts=True, batch_size=500)
    touched = {each.tps for each in made}
    moved = [row for row in new if row.kind == events.PapersMoved.KIND]
    touched |= moving.take(scope, moved, registry, election_of(scope).ballot.code)
    if taken:
        touched |= moving.take_back(scope, taken)
    if again:
        for part in log.parts(sorted({name for name, _ in taken})):
            for old in ToldFact.objects.filter(scope=scope, fact__in=part, aside=""):
                device = judging.parsed(old.body.encode()).device
                if _is_taken(old.fact, device, taken):
                    ToldFact.objects.filter(pk=old.pk).update(aside=TAKEN)
                    touched.add(old.tps)
    return touched


def _codes(scope: Scope) -> frozenset[str]:
    return frozenset(Tps.objects.filter(scope=scope).values_list("code", flat=True))


def _taken_back(scope: Scope, registry: Registry) -> set[tuple[str, str]]:
    """Return what was taken back, with the device that did; "" for KPU and the desk.

    A key that does not stand takes nothing back.
    """
    found = set()
    for _, body in log.bodies_of_kinds(scope.election, scope.kabupaten, TAKEN_BACK):
        fact = judging.parsed(body)
        if not isinstance(fact, events.Cancelled | events.Corrected):
            continue
        if not registry.standing(fact) & STOPS:
            is_office = registry.is_desk(fact.device) or registry.role_of(fact) == "kpu"
            found.add((fact.fact, "" if is_office else fact.device))
    return found


def _is_taken(name: str, device: str, taken: set[tuple[str, str]]) -> bool:
    return (name, "") in taken or (name, device) in taken


def _told(
    scope: Scope,
    row: Fact,
    registry: Registry,
    taken: set[tuple[str, str]],
    known: frozenset[str],
) -> ToldFact | None:
    fact = judging.parsed(bytes(row.body))
    if not isinstance(fact, told.Said) or fact.place not in known:
        return None  # of no TPS here: the log has it, no form does
    aside = sorted(registry.standing(fact) & STOPS)
    if not aside and _is_taken(row.pk, row.device, taken):
        aside = [TAKEN]  # type: ignore[list-item]
    return ToldFact(
        scope=scope,
        number=row.number,
        fact=row.pk,
        kind=row.kind,
        tps=fact.place,
        sku=getattr(fact, "sku", "")[:60],
        at=fact.at,
        person=(registry.person_of(fact) or fact.device)[:40],
        role=registry.role_of(fact)[:20],
        is_desk=registry.is_desk(fact.device),
        voters=getattr(fact, "voters", None),
        dpt=getattr(fact, "dpt", 0),
        moved=getattr(fact, "moved", 0),
        unlisted=getattr(fact, "unlisted", 0),
        body=bytes(row.body).decode(),
        aside=str(aside[0]) if aside else "",
    )


def _moved(scope: Scope, first: int, last: int) -> set[str]:
    """Return the TPS whose packages new facts name: what was delivered may have changed."""
    rows = FactPackage.objects.filter(
        election=scope.election,
        kabupaten=scope.kabupaten,
        fact__number__gt=first,
        fact__number__lte=last,
    )
    places = {place_of(code) for code in rows.values_list("package", flat=True).distinct()}
    return {place for place in places if _is_tps(scope, place)}


def _is_tps(scope: Scope, place: str) -> bool:
    parts = split_tps(place)
    return parts is not None and is_in(parts[0], scope.kabupaten)


def _fold(scope: Scope, touched: Iterable[str] | None) -> None:
    """Write how the forms of `touched` stand, of every TPS where it is None."""
    some = None if touched is None else sorted(touched)
    if some is not None and not some:
        return
    whole = some is None or len(some) > MOST_TOUCHED
    contests = contests_of(scope)
    wanted = list(contests.tps) if whole else [each for each in some or () if each in contests.tps]
    names = () if whole else wanted
    said = gather(scope, names)
    ways = ways_of(scope, contests.election.ballot.code, names)
    moved = moving.moved(scope, names)
    left, photos = departures(scope, ways), photos_of(scope, names)
    rows = []
    for tps in wanted:
        there = said.versions.get(tps, {}), ways.get(tps, {}), moved.get(tps, {})
        for row in _rows(scope, contests, tps, *there):
            row.left, row.photo = left.get((tps, row.sku)), photos.get((tps, row.sku))
            rows.append(row)
    if whole:
        FormState.objects.filter(scope=scope).delete()
    bulk.upsert(
        FormState,
        ("scope_id", *_KEY, *_COLUMNS),
        [(scope.pk, *(getattr(row, name) for name in (*_KEY, *_COLUMNS))) for row in rows],
        ("scope_id", *_KEY),
    )


def _rows(
    scope: Scope,
    contests: Contests,
    tps: str,
    versions: Mapping[str, list[Version]],
    ways: Mapping[str, Way],
    moved: Mapping[str, Moved],
) -> list[FormState]:
    kinds: dict[str, Kind | None] = {**contests.at(tps)}
    others = (*versions, *moved)
    kinds |= {sku: None for sku in others if sku not in kinds}  # a paper nobody sends here
    standings = {sku: standing_of(versions.get(sku, ())) for sku in kinds}
    users = {
        sku: n
        for sku, each in standings.items()
        if each.current and (n := each.current.form.figures.get("users")) is not None
    }
    rows = []
    for sku, kind in kinds.items():
        others_users = tuple(n for other, n in users.items() if other != sku)
        of_sku = moved.get(sku, STILL)
        line = line_of(tps, sku, ways.get(sku), _counted(standings[sku]), of_sku)
        delivered = line.counts.get(Point.DELIVERED)
        there = delivered.count + of_sku.came - of_sku.left if delivered else None
        known = contests.known(tps, there, others_users, kind)
        row = _row(scope, tps, sku, standings[sku], line, known)
        row.kecamatan = contests.tps[tps][0]
        row.kind = kind.code if kind else sku.partition("/")[0][:20]
        rows.append(row)
    return rows


def _row(
    scope: Scope, tps: str, sku: str, standing: Standing, line: Line, known: Known
) -> FormState:
    row = FormState(scope=scope, tps=tps, sku=sku, state=standing.state.value)
    for point in Point:
        counted = line.counts.get(point)
        setattr(row, point.value, counted.count if counted else None)
    row.came, row.went = line.moved_in, line.moved_out
    all_gaps = gaps(line)
    row.lost = -sum(each.by for each in all_gaps if each.by < 0)
    row.found = sum(each.by for each in all_gaps if each.by > 0)
    if standing.current is None:
        return row
    form = standing.current.form
    found = findings(form, known)
    gravest = Severity.ERROR if has_negative(form) else weight(found)
    row.weight = gravest.value if gravest else ""
    row.checks = " ".join(dict.fromkeys(each.code for each in found))
    row.is_blank = bool(blanks_of(form))
    row.form = _stored(standing.current)
    return row


def _stored(version: Version) -> dict[str, object]:
    return {
        "figures": {name: n for name, n in version.form.figures.items() if n is not None},
        "votes": dict(version.form.votes),
        "by": version.by,
        "source": version.source.value,
        "at": version.at.isoformat(),
        "fact": version.fact,
        "photos": list(version.photos),
    }


def _counted(standing: Standing) -> dict[Point, Counted]:
    """What the TPS itself counted: before the vote, and afterwards."""
    form: Form | None = standing.current.form if standing.current else None
    if form is None or standing.current is None:
        return {}
    shown = (standing.current.fact,) if standing.current.fact else ()
    received, *rest = (form.figures.get(name) for name in PAPER_FIGURES)
    found = {}
    if received is not None:
        found[Point.RECEIVED] = Counted(received, shown)
    if all(each is not None for each in rest):
        found[Point.ACCOUNTED] = Counted(sum(each or 0 for each in rest), shown)
    return found
