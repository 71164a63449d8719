"""What the packing pages and the papers read. Each function says what it costs."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from django.db.models import Count, OuterRef, QuerySet, Subquery

from tepat.core.election.ids import Form
from tepat.core.move.events import Counted
from tepat.core.move.packing_state import PackageState as Folded
from tepat.core.move.packing_state import State
from tepat.core.move.records import SealingRecord
from tepat.server.election.models import Region, Scope, User
from tepat.server.log import queries as log
from tepat.server.move.models import ForeignCode, PackageState, PackingSession
from tepat.server.plan.models import Package


@dataclass(frozen=True, slots=True)
class Progress:
    """How far packing has come in one area: boxes by state, and bags that are filled."""

    area: str
    name: str = ""
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
    def closed(self) -> int:
        """Boxes that are filled, sealed or not."""
        return self.packed + self.sealed

    @property
    def is_done(self) -> bool:
        return self.sealed == self.total and self.bags_packed == self.bags


def packages_with_state(scope: Scope) -> "QuerySet[Package]":
    """The packages of `scope` that are still wanted, each with `state` from its facts."""
    state = PackageState.objects.filter(scope=scope, package=OuterRef("code")).values("state")[:1]
    return Package.objects.filter(scope=scope, withdrawn_at=None).annotate(state=Subquery(state))


def counts_by_area(scope: Scope, kecamatan: str = "") -> dict[str, Progress]:
    """Boxes and bags of the kabupaten, of each kecamatan and of each desa, by area: one query.

    The only place where boxes are counted: overview, packing page and API show these. PSU
    stock belongs to no kecamatan; it stands under `PSU` and in no other sum. A box of a
    PPK counts for its kecamatan and, among the desa, under the code of the kecamatan with
    `:ppk`. With `kecamatan`, only what belongs to it is read.
    """
    rows = packages_with_state(scope).exclude(form=Form.ENVELOPE.value)
    if kecamatan:
        rows = rows.filter(kecamatan=kecamatan)
    counted: dict[str, Counter[str]] = {}
    # "state" is an annotation of that query, which the types of Django do not see.
    fields: list[str] = ["kecamatan", "desa", "form", "state"]
    for row in rows.values(*fields).annotate(n=Count("pk")).order_by():
        above = row["kecamatan"]
        areas = (scope.kabupaten, above, row["desa"] or f"{above}:ppk") if above else (PSU,)
        for area in areas:
            counts = counted.setdefault(area, Counter())
            state = row["state"] or State.PLANNED.value
            if row["form"] == Form.BOX.value:
                counts[state] += row["n"]
            else:
                counts["bags"] += row["n"]
                counts["bags_packed"] += row["n"] if state in FILLED else 0
    return {area: Progress(area, "", **counts) for area, counts in counted.items()}


def progress(scope: Scope, kecamatan: str = "") -> tuple[Progress, list[Progress]]:
    """The sum, and how far each kecamatan is, or each desa of `kecamatan`: two queries.

    PSU stock is not in the sum; it is the last row, under the code of the kabupaten.
    """
    found = counts_by_area(scope, kecamatan)
    total = found.pop(kecamatan or scope.kabupaten, Progress(kecamatan or scope.kabupaten))
    psu = found.pop(PSU, None)
    if kecamatan:
        found.pop(scope.kabupaten, None)
    by_code = {
        area.removesuffix(":ppk"): each
        for area, each in found.items()
        if bool(kecamatan) is (len(area) > 8)
    }
    areas = [replace(each, area=area) for area, each in sorted(by_code.items())]
    if psu:
        areas.append(replace(psu, area=scope.kabupaten))
    names = region_names(each.area for each in areas)
    return total, [replace(each, name=names.get(each.area, each.area)) for each in areas]


PSU: Final = "psu"
"""Stands for the boxes of the stock for repeat voting, which belong to no kecamatan."""
FILLED: Final = (State.PACKED.value, State.SEALED.value)
"""States of a package that is closed."""


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


def withdrawn_filled(scope: Scope) -> list[PackageState]:
    """Closed boxes and bags that nothing asks for any more: to be emptied, one query."""
    gone = Package.objects.filter(scope=scope, inside="").exclude(withdrawn_at=None)
    rows = PackageState.objects.filter(scope=scope, package__in=gone.values("code"))
    return list(rows.filter(state__in=FILLED).order_by("package"))


def bound_twice(scope: Scope) -> dict[str, list[str]]:
    """Codes of other systems that facts bind to several packages, with these: one query."""
    rows = ForeignCode.objects.filter(scope=scope)
    codes = rows.values("code").annotate(n=Count("pk")).filter(n__gt=1).values("code")
    found: dict[str, list[str]] = {}
    for code, package in (
        rows.filter(code__in=codes).values_list("code", "package").order_by("code", "package")
    ):
        found.setdefault(code, []).append(package)
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
