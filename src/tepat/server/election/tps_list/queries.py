"""Reads of the TPS list. Each says how many queries it costs; none grows with the rows."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet, Sum

from tepat.core.election.regions import SPECIAL_FROM
from tepat.server.election.models import Region, Scope, Tps, TpsImport

PER_PAGE = 100
NO_VOTERS = Q(dpt__isnull=True)
NO_POINT = Q(lat__isnull=True)


@dataclass(frozen=True, slots=True)
class Filter:
    """What a person asked to see."""

    kecamatan: str = ""
    desa: str = ""
    text: str = ""
    only: str = ""
    """`unset`, `above`, `special` or `no_point`."""


def names_in(scope: Scope) -> dict[str, str]:
    """Names of kabupaten, kecamatan and desa by code: one query."""
    inside = Q(code=scope.kabupaten) | Q(code__startswith=f"{scope.kabupaten}.")
    return dict(Region.objects.filter(inside).order_by("code").values_list("code", "name"))


def by_kecamatan(scope: Scope, cap: int | None) -> list[dict[str, Any]]:
    """TPS, desa, voters and open questions of each kecamatan: one query."""
    above = Q(dpt__gt=cap) if cap is not None else Q(pk__isnull=True)
    rows = (
        Tps.objects.filter(scope=scope)
        .values("kecamatan")
        .order_by("kecamatan")
        .annotate(
            count=Count("pk"),
            desa=Count("desa", distinct=True),
            voters=Sum("dpt"),
            unset=Count("pk", filter=NO_VOTERS),
            above=Count("pk", filter=above),
            special=Count("pk", filter=Q(number__gte=SPECIAL_FROM)),
            no_point=Count("pk", filter=NO_POINT),
        )
    )
    return [dict(row) for row in rows]


def listed(
    scope: Scope, wanted: Filter, names: dict[str, str], cap: int | None = None
) -> QuerySet[Tps]:
    """The TPS that fit a filter, in order of code: one query when it is read."""
    found = Tps.objects.filter(scope=scope).order_by("code")
    if wanted.kecamatan:
        found = found.filter(kecamatan=wanted.kecamatan)
    if wanted.desa:
        found = found.filter(desa=wanted.desa)
    if text := wanted.text.strip():
        like = text.lower()
        places = [code for code, name in names.items() if like in name.lower()][:200]
        fits = Q(code__icontains=text) | Q(name__icontains=text)
        found = found.filter(fits | Q(desa__in=places) | Q(kecamatan__in=places))
    only = {
        "unset": NO_VOTERS,
        "special": Q(number__gte=SPECIAL_FROM),
        "no_point": NO_POINT,
        "above": Q(dpt__gt=cap) if cap is not None else Q(pk__isnull=True),
    }
    return found.filter(only[wanted.only]) if wanted.only in only else found


def page_of(found: QuerySet[Tps], number: str) -> Page[Tps]:
    """One page of TPS: two queries, whatever the length of the list."""
    return Paginator(found, PER_PAGE).get_page(number)


def recent_imports(scope: Scope) -> QuerySet[TpsImport]:
    """The last imports of a scope without what they read: one query."""
    return (
        TpsImport.objects.filter(scope=scope)
        .exclude(state=TpsImport.State.DISCARDED)
        .select_related("by")
        .defer("preview", "before")
        .order_by("-pk")[:10]
    )
