"""The stores of a scope: added, renamed and closed by code, never deleted."""

import re
from datetime import datetime
from typing import Final

from django.db import transaction

from tepat.core.election.regions import is_in, parent_of
from tepat.core.problems import Code, refuse
from tepat.server.election.models import Region, Scope, Tps
from tepat.server.move.models import Place
from tepat.server.move.stock.ledger import lock, sums

CODE: Final = re.compile(r"(\d{2}\.\d{2}(?:\.\d{2}(?:\.\d{4})?)?):([a-z0-9-]{1,15})")
TIERS: Final = {5: "kpu", 8: "ppk", 13: "pps"}
"""Whose store it is, by the length of the region's code."""


@transaction.atomic
def prepare_places(scope: Scope) -> None:
    """Make the places of a scope that are not there: one warehouse, each PPK, each PPS."""
    known = set(Place.objects.filter(scope=scope).values_list("code", flat=True))
    all_desa = set(Tps.objects.filter(scope=scope).values_list("desa", flat=True))
    wanted = {main_place(scope): ("kpu", scope.kabupaten)}
    wanted |= {f"{parent_of(desa)}:ppk": ("ppk", parent_of(desa)) for desa in all_desa}
    wanted |= {f"{desa}:pps": ("pps", desa) for desa in all_desa}
    missing = {code: at for code, at in wanted.items() if code not in known}
    areas = {area for _, area in missing.values()}
    names = dict(Region.objects.filter(code__in=areas).values_list("code", "name"))
    words = {"kpu": "Gudang KPU", "ppk": "PPK", "pps": "PPS"}
    Place.objects.bulk_create(
        [
            Place(scope=scope, code=code, tier=tier, name=f"{words[tier]} {names.get(area, area)}")
            for code, (tier, area) in sorted(missing.items())
        ],
        ignore_conflicts=True,
    )


def main_place(scope: Scope) -> str:
    """Return the code of the first warehouse of a kabupaten."""
    return f"{scope.kabupaten}:gudang-1"


@transaction.atomic
def add(scope: Scope, code: str, name: str) -> Place:
    """Add a store. Raises `Refused` for a code of another form or region, or one that exists."""
    lock(scope)
    read = CODE.fullmatch(code.strip())
    if read is None or not is_in(read[1], scope.kabupaten):
        raise refuse(Code.PLACE_CODE, value=code.strip()[:40], kabupaten=scope.kabupaten)
    if Place.objects.filter(scope=scope, code=read[0]).exists():
        raise refuse(Code.PLACE_TAKEN, value=read[0])
    said = name.strip()[:120] or read[0]
    return Place.objects.create(scope=scope, code=read[0], name=said, tier=TIERS[len(read[1])])


@transaction.atomic
def rename(scope: Scope, code: str, name: str) -> Place:
    """Give a store another name. An empty name changes nothing."""
    place = _place(scope, code)
    if name.strip():
        place.name = name.strip()[:120]
        place.save(update_fields=["name"])
    return place


@transaction.atomic
def close(scope: Scope, code: str, at: datetime) -> Place:
    """Let nothing more be put into a store. Raises `Refused` while something lies there."""
    lock(scope)
    place = _place(scope, code)
    pieces = sum(n for slot, n in sums(scope).items() if slot.place == code)
    if pieces or code == main_place(scope):
        raise refuse(Code.PLACE_NOT_EMPTY, place=place.name, pieces=pieces)
    place.closed_at = at
    place.save(update_fields=["closed_at"])
    return place


@transaction.atomic
def reopen(scope: Scope, code: str) -> Place:
    """Let a closed store be used again."""
    place = _place(scope, code)
    place.closed_at = None
    place.save(update_fields=["closed_at"])
    return place


def _place(scope: Scope, code: str) -> Place:
    place = Place.objects.filter(scope=scope, code=code).first()
    if place is None and code == main_place(scope):
        place = Place.objects.create(scope=scope, code=code, name="Gudang KPU", tier="kpu")
    if place is None:
        raise refuse(Code.PLACE_UNKNOWN, value=code[:40])
    return place
