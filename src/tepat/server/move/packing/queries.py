"""What the packing pages and the papers read. Each function says what it costs."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, OuterRef, QuerySet, Subquery

from tepat.core.election.ids import Form
from tepat.core.move.packing_state import State
from tepat.server.election.models import Region, Scope
from tepat.server.move.models import PackageState
from tepat.server.plan.models import Package

CLOSED_FORMS = (Form.BOX.value, Form.BAG.value)
"""Packages that are packed by themselves; envelopes lie in their boxes."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far packing has come in one area, in packages."""

    area: str
    name: str
    planned: int
    packed: int
    sealed: int
    reopened: int

    @property
    def total(self) -> int:
        return self.planned + self.packed + self.sealed + self.reopened


def packages_with_state(scope: Scope) -> "QuerySet[Package]":
    """The packages of `scope` that are still wanted, each with `state` from its facts."""
    state = PackageState.objects.filter(scope=scope, package=OuterRef("code")).values("state")[:1]
    return Package.objects.filter(scope=scope, withdrawn_at=None).annotate(state=Subquery(state))


def progress(scope: Scope, kecamatan: str = "") -> list[Progress]:
    """How far each kecamatan is, or each desa of `kecamatan`: two queries.

    Packages of the kabupaten itself (PSU) stand under its own code.
    """
    area = "desa" if kecamatan else "kecamatan"
    rows = packages_with_state(scope).filter(form__in=CLOSED_FORMS)
    if kecamatan:
        rows = rows.filter(kecamatan=kecamatan)
    counted: dict[str, Counter[str]] = {}
    for row in rows.values(area, "state").annotate(n=Count("pk")).order_by():
        code = row[area] or kecamatan or scope.kabupaten
        counted.setdefault(code, Counter())[row["state"] or State.PLANNED.value] += row["n"]
    names = region_names(counted)
    return [
        Progress(
            code,
            names.get(code, code),
            *(counts[state.value] for state in State),
        )
        for code, counts in sorted(counted.items())
    ]


def region_names(codes: Iterable[str]) -> dict[str, str]:
    """Return the names of regions by code: one query."""
    wanted = set(codes)
    return dict(Region.objects.filter(code__in=wanted).values_list("code", "name"))
