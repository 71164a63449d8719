"""How every TPS stands by the log and the plan: a number of queries that never grows."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property, lru_cache
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from tepat.core.election.catalogue import Election
from tepat.core.election.regions import split_tps
from tepat.core.election.roles import Role
from tepat.core.move.custody import Flag, Stage
from tepat.core.move.inspections import UNFIT
from tepat.core.move.loads import LoadStage
from tepat.core.move.nearness import place_of
from tepat.core.plan.schedule.values import Chance
from tepat.core.problems import Refused
from tepat.core.watch import indicators
from tepat.core.watch.forecast import (
    NOTHING,
    Forecast,
    Hopes,
    forecast_by_aim,
    forecast_of,
    hopes_of,
)
from tepat.core.watch.indicators import Counts, Flags, Packages, Standing, Word
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope, Tps
from tepat.server.move.models import PackageCustody, ShipmentPackage
from tepat.server.move.packing.differing import Differs, differing
from tepat.server.plan.models import Package
from tepat.server.plan.schedule import queries as plans
from tepat.server.plan.schedule import store as plan_files
from tepat.server.watch.stores import looking

AT_TPS: Final = "di_tps"
"""The deadline of the election by which a KPPS must have everything."""
GRACE: Final = timedelta(minutes=60)
"""A load that has not left so long after its hour is behind the plan."""
_HARMS: Final = frozenset({Flag.SEAL_DIFFERS.value, Flag.DAMAGED.value})
_HERE: Final = frozenset(
    {Stage.AT_TPS.value, Stage.CLAIMED.value, Stage.OPENED.value, Stage.USED.value}
)
_GRADES: Final = {grade.value: at for at, grade in enumerate(indicators.WEAKNESS)}
_SURE: Final = Differs()


@dataclass(frozen=True)
class Board:
    """Every TPS of a scope at one moment, and what the plan expects of it."""

    standing: Standing
    kecamatan: tuple[str, ...]
    """Of each TPS, in the order of `standing.tps`."""
    desa: tuple[str, ...]
    chances: Mapping[str, Chance]
    """By desa, of the published plan; empty where there is none."""
    is_there: Flags
    """Of each TPS, whether all its packages lie in its desa or nearer."""
    is_behind: Flags
    """Of each TPS, whether one of its packages should have left and did not."""
    deadline: datetime | None
    unfit: tuple[str, ...]
    """Stores whose last inspection called them unfit."""

    @cached_property
    def ready(self) -> frozenset[str]:
        """The codes of TPS siap."""
        flags = self.standing.is_ready.tolist()
        return frozenset(
            tps for tps, is_ready in zip(self.standing.tps, flags, strict=True) if is_ready
        )

    @cached_property
    def total(self) -> Counts:
        """All TPS; with none, nought everywhere."""
        found = indicators.counts_of(self.standing, [""] * len(self.standing.tps))
        nothing = Counts("", 0, 0, 0, ((0, 0, 0),) * len(indicators.AIMS), (0, 0, 0))
        return found.get("", nothing)

    @cached_property
    def by_kecamatan(self) -> dict[str, Counts]:
        return indicators.counts_of(self.standing, self.kecamatan)

    @cached_property
    def by_desa(self) -> dict[str, Counts]:
        return indicators.counts_of(self.standing, self.desa)

    @cached_property
    def hopes(self) -> Hopes:
        """What is hoped of each TPS while it is open."""
        return hopes_of(self.standing, self.chances, self.is_there, self.is_behind)

    @cached_property
    def is_soon(self) -> Flags:
        """Of each TPS, whether it is open and surer than not to be ready in time."""
        soon: Flags = self.hopes.is_likely & ~self.standing.is_ready & ~self.standing.is_wrong
        return soon

    @cached_property
    def soon_by_aim(self) -> list[int]:
        """For each of `AIMS`, how many TPS are open in it and surer than not to follow."""
        open_in = (self.standing.words == Word.BELUM) & self.hopes.is_likely[:, np.newaxis]
        found: list[int] = open_in.sum(axis=0).tolist()
        return found

    def soon_by(self, areas: Sequence[str]) -> Counter[str]:
        """How many TPS of each area are `is_soon`; `areas` as `kecamatan` or `desa`."""
        return Counter(
            area for area, soon in zip(areas, self.is_soon.tolist(), strict=True) if soon
        )

    @cached_property
    def forecast(self) -> Forecast:
        """What is expected at the deadline, of all TPS."""
        return forecast_of(self.standing, self.hopes).get("", NOTHING)

    @cached_property
    def forecast_by_aim(self) -> list[Forecast]:
        """For each of `AIMS`, how many TPS are expected to be tepat in it."""
        return forecast_by_aim(self.standing, self.hopes)

    @cached_property
    def forecast_by_kecamatan(self) -> dict[str, Forecast]:
        return forecast_of(self.standing, self.hopes, self.kecamatan)

    @cached_property
    def forecast_by_desa(self) -> dict[str, Forecast]:
        return forecast_of(self.standing, self.hopes, self.desa)


def board_of(scope: Scope, now: datetime) -> Board:
    """Return how every TPS of `scope` stands at `now`: at most 15 queries.

    Raises `Refused` where the election has no usable file.
    """
    election = election_of(scope)
    rows = Tps.objects.filter(scope=scope).order_by("code")
    known = list(rows.values_list("code", "kecamatan", "desa"))
    tps = [code for code, _, _ in known]
    places = {code: at for at, code in enumerate(tps)}
    held = _custody(scope)
    planned = [
        (code, places[place])
        for code, place in Package.objects.filter(scope=scope, withdrawn_at=None, inside="")
        .filter(place__contains="-")
        .order_by("code")
        .values_list("code", "place")
        if place in places
    ]
    deadline = deadline_of(election, scope.zone)
    unfit = tuple(sorted(place for place, outcome in inspected(scope).items() if outcome == UNFIT))
    packages = _packages(planned, held, differing(scope, election), _laid_badly(scope, unfit))
    standing = indicators.standing_of(
        tps,
        packages,
        _foreign(held, places),
        deadline.timestamp() if deadline else np.nan,
        now.timestamp(),
    )
    near = np.array([_is_near(held.get(code), code) for code, _ in planned], dtype=np.bool_)
    behind = _behind(scope, now)
    late = np.array([code in behind for code, _ in planned], dtype=np.bool_)
    return Board(
        standing,
        kecamatan=tuple(kecamatan for _, kecamatan, _ in known),
        desa=tuple(desa for _, _, desa in known),
        chances=chances_of(scope),
        is_there=_all(packages, near, len(tps)),
        is_behind=_any(packages, late, len(tps)),
        deadline=deadline,
        unfit=unfit,
    )


def deadline_of(election: Election, zone: str) -> datetime | None:
    """Return when a KPPS must have everything; a deadline without an hour ends with its day."""
    if election.voting_day is None:
        return None
    for each in election.deadlines:
        if each.code == AT_TPS:
            day = election.voting_day + timedelta(days=each.days)
            if each.hour is None:
                return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone))
            return datetime.combine(day, each.hour, ZoneInfo(zone))
    return None


def chances_of(scope: Scope) -> dict[str, Chance]:
    """Return the chance of each desa in the published plan: one query, and its file.

    Without a plan, or where its file is gone, no chance is known of any.
    """
    run = plans.in_force(scope)
    if run is None:
        return {}
    try:
        plan = plan_files.plan_of(run.hash)
    except Refused:
        return {}
    return {each.desa: each for each in plan.verdicts.desa}


@dataclass(frozen=True, slots=True)
class _Held:
    """What the facts of one package say, as far as the board asks."""

    stage: str
    holder: str
    place: str
    flags: frozenset[str]
    reached_at: datetime | None
    reached_by: str


def _custody(scope: Scope) -> dict[str, _Held]:
    rows = PackageCustody.objects.filter(scope=scope).annotate(said=Cast("flags", TextField()))
    columns = ("package", "stage", "holder", "place", "said", "reached_at", "reached_by")
    return {
        package: _Held(stage, holder, place, _flags(said), reached_at, reached_by)
        for package, stage, holder, place, said, reached_at, reached_by in rows.values_list(
            *columns
        ).iterator(chunk_size=5_000)
    }


@lru_cache(maxsize=1_000)
def _flags(said: str) -> frozenset[str]:
    """Read a list of flags: few are ever different, and there is one for each package."""
    return frozenset(json.loads(said))


def _packages(
    planned: Sequence[tuple[str, int]],
    held: Mapping[str, _Held],
    differs: Mapping[str, Differs],
    laid_badly: frozenset[str],
) -> Packages:
    nothing = _Held("", "", "", frozenset(), None, "")
    found = [held.get(code, nothing) for code, _ in planned]
    content = [differs.get(code, _SURE) for code, _ in planned]

    def flags(values: Sequence[bool]) -> Flags:
        return np.array(values, dtype=np.bool_)

    return Packages(
        code=[code for code, _ in planned],
        tps=np.array([at for _, at in planned], dtype=np.intp),
        at=np.array(
            [each.reached_at.timestamp() if each.reached_at else np.nan for each in found],
            dtype=np.float64,
        ),
        evidence=np.array(
            [_GRADES.get(each.reached_by, indicators.UNKNOWN) for each in found], dtype=np.int8
        ),
        lacks_kind=flags([each.lacks_kind for each in content]),
        miscounted=flags([each.miscounted for each in content]),
        is_harmed=flags(
            [
                bool(each.flags & _HARMS) or code in laid_badly
                for each, (code, _) in zip(found, planned, strict=True)
            ]
        ),
        is_astray=flags([Flag.WRONG_DESTINATION.value in each.flags for each in found]),
    )


def _foreign(held: Mapping[str, _Held], places: Mapping[str, int]) -> list[tuple[int, str]]:
    """Packages that a KPPS has and that are made for another place, with its TPS."""
    found = []
    for code, each in held.items():
        if each.stage not in _HERE or not each.holder.startswith(f"{Role.KPPS.value}@"):
            continue
        area = each.holder.partition("@")[2]
        where = each.place if split_tps(each.place) else area
        if where in places and place_of(code) not in ("", where):
            found.append((places[where], code))
    return sorted(found)


def _is_near(held: _Held | None, code: str) -> bool:
    """Whether a package lies in its desa, or went further."""
    if held is None:
        return False
    desa = place_of(code).partition("-")[0]
    return held.reached_at is not None or held.place.startswith(desa)


def _all(packages: Packages, flags: Flags, count: int) -> Flags:
    """Of each TPS, whether it has packages and all of them have the flag."""
    some: Flags = np.bincount(packages.tps, minlength=count) > 0
    some[packages.tps[~flags]] = False
    return some


def _any(packages: Packages, flags: Flags, count: int) -> Flags:
    """Of each TPS, whether any of its packages has the flag."""
    some: Flags = np.zeros(count, dtype=np.bool_)
    some[packages.tps[flags]] = True
    return some


def _behind(scope: Scope, now: datetime) -> frozenset[str]:
    """Packages on loads that should have left and that nobody has handed over: one query."""
    rows = ShipmentPackage.objects.filter(
        shipment__scope=scope,
        shipment__stage=LoadStage.PREPARED.value,
        shipment__departs_at__lt=now - GRACE,
    )
    return frozenset(rows.values_list("package", flat=True))


def _laid_badly(scope: Scope, unfit: Sequence[str]) -> frozenset[str]:
    """Packages that lie or lay in a store that is unfit: at most one query."""
    if not unfit:
        return frozenset()
    lay = Q()
    for place in unfit:
        lay |= Q(line__contains=f'"{place}"')
    rows = PackageCustody.objects.filter(lay, scope=scope).values_list("package", "place", "line")
    bad = frozenset(unfit)
    return frozenset(
        package
        for package, place, line in rows
        if place in bad or any(edge[2] in bad for edge in json.loads(line).get("handovers", ()))
    )


def inspected(scope: Scope) -> dict[str, str]:
    """Return the outcome of the last inspection of each store: at most five queries."""
    return {place: look.outcome for place, look in looking.last_looks(scope).items()}
