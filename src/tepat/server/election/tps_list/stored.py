"""Between the tables of a scope and the values the rules work on."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tepat.core.election.regions import is_in, parent_of, split_tps
from tepat.core.election.tps_list.difference import FIELDS, State
from tepat.core.election.tps_list.names import Alias, Place, Places, folded
from tepat.core.problems import Code, Problem, refuse
from tepat.server import bulk
from tepat.server.election.models import Region, RegionAlias, Scope, Tps

_COLUMNS = ("scope_id", "code", "desa", "kecamatan", "number", *FIELDS)


def known_tps(scope: Scope) -> dict[str, State]:
    """The stored state of each TPS of a scope by code: one query."""
    rows = Tps.objects.filter(scope=scope).values_list("code", *FIELDS)
    return {code: dict(zip(FIELDS, values, strict=True)) for code, *values in rows}


def write(scope: Scope, states: Mapping[str, State | None]) -> None:
    """Give each TPS its state; None removes it. One upsert, and a delete per 500 TPS."""
    rows = [_row(scope, code, state) for code, state in states.items() if state is not None]
    bulk.upsert(Tps, _COLUMNS, rows, unique=["scope_id", "code"])
    gone = sorted(code for code, state in states.items() if state is None)
    for start in range(0, len(gone), 500):
        Tps.objects.filter(scope=scope, code__in=gone[start : start + 500]).delete()


def _row(scope: Scope, code: str, state: State) -> tuple[Any, ...]:
    desa, number = split_tps(code) or ("", 0)
    return (scope.pk, code, desa, parent_of(desa), number, *(state[name] for name in FIELDS))


def places_of(kabupaten: str) -> Places:
    """Kecamatan and desa of a kabupaten with their other names: two queries.

    Raises `Refused` (REGION_UNKNOWN) where its regions were not imported.
    """
    below = Region.objects.filter(code__startswith=f"{kabupaten}.", until__isnull=True)
    places = [Place(code, name) for code, name in below.values_list("code", "name")]
    if not places:
        raise refuse(Code.REGION_UNKNOWN, value=kabupaten)
    aliases = RegionAlias.objects.filter(region__startswith=f"{kabupaten}.")
    named = aliases.values_list("alias", "parent", "region")
    return Places(sorted(places), (Alias(*each) for each in named))


def owner_of(kecamatan: Sequence[str], kabupaten: str) -> str:
    """Return code and name of the kabupaten that most of these kecamatan belong to: two queries.

    Empty where the regions of the nation are not loaded, where two kabupaten fit alike,
    where fewer than half the names are its own, or where it is `kabupaten` itself.
    """
    wanted = {folded(name) for name in kecamatan}
    level = Region.objects.filter(level=3, until__isnull=True).values_list("code", "name")
    fits = Counter(code[:5] for code, name in level if folded(name) in wanted)
    ranked = fits.most_common(2)
    if not ranked or ranked[0][0] == kabupaten or ranked[0][1] * 2 < len(wanted):
        return ""
    if len(ranked) > 1 and ranked[0][1] == ranked[1][1]:
        return ""
    code = ranked[0][0]
    found = Region.objects.filter(code=code, until__isnull=True).first()
    return f"{code} {found.name}" if found else code


def problem_to_json(problem: Problem) -> list[Any]:
    return [problem.code.value, dict(problem.facts)]


def problems_from_json(stored: Iterable[Sequence[Any]]) -> list[Problem]:
    return [Problem(Code(code), facts) for code, facts in stored]


def is_desa_of(code: str, kabupaten: str) -> bool:
    """One query: tell whether `code` is a desa of this kabupaten."""
    is_desa = is_in(code, kabupaten) and code != kabupaten
    return is_desa and Region.objects.filter(code=code, level=4, until__isnull=True).exists()
