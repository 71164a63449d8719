"""What the packing pages and the papers read. Each function says what it costs."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, OuterRef, QuerySet, Subquery

from tepat.core.election.catalogue import Election
from tepat.core.election.ids import Form
from tepat.core.move.events import Counted
from tepat.core.move.packing_state import PackageState as Folded
from tepat.core.move.packing_state import State, problems_with
from tepat.core.move.records import PackedRecord, SealingRecord
from tepat.core.move.station import inside
from tepat.core.plan.packing import closes_with
from tepat.core.problems import Problem
from tepat.server.election.models import Region, Scope, User
from tepat.server.log import services as log
from tepat.server.move.models import PackageState, PackingSession
from tepat.server.plan.models import Package


@dataclass(frozen=True, slots=True)
class Progress:
    """How far packing has come in one area: boxes by state, and bags that are filled."""

    area: str
    name: str
    planned: int = 0
    packed: int = 0
    sealed: int = 0
    reopened: int = 0
    bags: int = 0
    bags_packed: int = 0

    @property
    def total(self) -> int:
        """Boxes in all."""
        return self.planned + self.packed + self.sealed + self.reopened

    @property
    def is_done(self) -> bool:
        return self.sealed == self.total and self.bags_packed == self.bags


@dataclass(frozen=True, slots=True)
class ToReopen:
    """A closed package and how its contents differ from the plan of now."""

    package: Package
    state: str
    problems: tuple[Problem, ...]


def packages_with_state(scope: Scope) -> "QuerySet[Package]":
    """The packages of `scope` that are still wanted, each with `state` from its facts."""
    state = PackageState.objects.filter(scope=scope, package=OuterRef("code")).values("state")[:1]
    return Package.objects.filter(scope=scope, withdrawn_at=None).annotate(state=Subquery(state))


def progress(scope: Scope, kecamatan: str = "") -> list[Progress]:
    """How far each kecamatan is, or each desa of `kecamatan`: two queries.

    Boxes of the kabupaten itself (PSU) stand under its own code.
    """
    area = "desa" if kecamatan else "kecamatan"
    rows = packages_with_state(scope).exclude(form=Form.ENVELOPE.value)
    if kecamatan:
        rows = rows.filter(kecamatan=kecamatan)
    counted: dict[str, Counter[str]] = {}
    for row in rows.values(area, "form", "state").annotate(n=Count("pk")).order_by():
        counts = counted.setdefault(row[area] or kecamatan or scope.kabupaten, Counter())
        state = row["state"] or State.PLANNED.value
        if row["form"] == Form.BOX.value:
            counts[state] += row["n"]
        else:
            counts["bags"] += row["n"]
            counts["bags_packed"] += row["n"] if state in _FILLED else 0
    names = region_names(counted)
    return [Progress(code, names.get(code, code), **c) for code, c in sorted(counted.items())]


_FILLED = (State.PACKED.value, State.SEALED.value)


def summed(areas: Iterable[Progress], apart: str) -> Progress:
    """Add up the progress of several areas, leaving out `apart`: the PSU stock."""
    total: Counter[str] = Counter()
    for each in areas:
        if each.area == apart:
            continue
        for name in ("planned", "packed", "sealed", "reopened", "bags", "bags_packed"):
            total[name] += getattr(each, name)
    return Progress("", "", **total)


def packages_at(scope: Scope, area: str) -> "QuerySet[Package]":
    """The boxes and bags of one desa, of one kecamatan's PPK, or of the kabupaten: one query."""
    rows = packages_with_state(scope).exclude(form=Form.ENVELOPE.value)
    if len(area) == 13:
        rows = rows.filter(desa=area)
    else:
        rows = rows.filter(place=area)
    return rows.order_by("place", "form", "code")


def packages_in(scope: Scope, area: str = "") -> "QuerySet[Package]":
    """All packages in `area` (kecamatan, desa, TPS; empty: all), with their state: one query."""
    rows = packages_with_state(scope).order_by("code")
    if "-" in area:
        return rows.filter(place=area)
    if len(area) == 13:
        return rows.filter(desa=area)
    return rows.filter(kecamatan=area) if area else rows


def sealing_records(scope: Scope, area: str = "") -> list[SealingRecord]:
    """Every sealed package in `area` with its seals, for the BA segel: three queries."""
    rows = {row.code: row for row in packages_in(scope, area)}
    states = PackageState.objects.filter(scope=scope, state=State.SEALED.value)
    found = [row for row in states if row.package in rows]
    when = log.moments([name for row in found for name in row.heads])
    return [
        SealingRecord(
            row.package,
            rows[row.package].place,
            rows[row.package].kind,
            tuple(row.seals),
            max(when[name] for name in row.heads),
            tuple(row.broken),
            tuple(row.foreign),
        )
        for row in sorted(found, key=lambda row: row.package)
    ]


def packed_records(scope: Scope, codes: Iterable[str]) -> dict[str, PackedRecord]:
    """What was counted into each of `codes`, with seals and foreign codes: one query.

    Packages without any fact are not in the answer.
    """
    wanted = set(codes)
    return {
        row.package: PackedRecord(
            row.package,
            row.state,
            tuple((each["item"], each["sku"], each["count"]) for each in row.contents),
            tuple(row.seals),
            tuple(row.foreign),
        )
        for row in PackageState.objects.filter(scope=scope)
        if row.package in wanted
    }


def to_reopen(scope: Scope, election: Election) -> list[ToReopen]:
    """Closed boxes whose plan changed since they were filled: two queries.

    A voter list that changes after packing changes the ballots of its boxes; each such
    box must be opened with approval, or its difference recorded. A closed box that nothing
    asks for any more must hold nothing.
    """
    states = {
        row.package: row
        for row in PackageState.objects.filter(scope=scope, state__in=_FILLED, lies_in="")
    }
    within: dict[str, list[Package]] = {}
    packages = []
    for row in Package.objects.filter(scope=scope).order_by("code"):
        if row.inside and row.withdrawn_at is None:
            within.setdefault(row.inside, []).append(row)
        elif not row.inside and row.code in states:
            packages.append(row)
    closing = closes_with(election)
    found = []
    for package in packages:
        value = package.as_value()
        ballots = [
            line for each in within.get(package.code, []) for line in each.as_value().contents
        ]
        plan = (*ballots, *inside(value.contents, closing))
        if package.withdrawn_at:
            plan = ()
        state = states[package.code]
        if problems := problems_with(folded(state), plan):
            found.append(ToReopen(package, state.state, tuple(problems)))
    return found


def folded(row: PackageState) -> Folded:
    """Return a stored state as the value it was folded to (its problems left out)."""
    return Folded(
        package=row.package,
        state=State(row.state),
        contents=tuple(Counted(each["item"], each["count"], each["sku"]) for each in row.contents),
        lies_in=row.lies_in,
        seals=tuple(row.seals),
        broken=tuple(row.broken),
        foreign=tuple(row.foreign),
        heads=tuple(row.heads),
        filled=row.filled,
    )


def open_sessions(scope: Scope) -> list[PackingSession]:
    """Boxes that are on a table or put aside, with who has them: one query."""
    found = PackingSession.objects.filter(scope=scope, closed_at=None)
    return list(found.select_related("by").order_by("-touched_at")[:20])


def recent_sessions(scope: Scope, user: User) -> list[PackingSession]:
    """The last boxes `user` closed: one query."""
    found = PackingSession.objects.filter(scope=scope, by=user).exclude(closed_at=None)
    return list(found.order_by("-closed_at")[:5])


def region_names(codes: Iterable[str]) -> dict[str, str]:
    """Return the names of regions by code: one query."""
    wanted = set(codes)
    return dict(Region.objects.filter(code__in=wanted).values_list("code", "name"))
