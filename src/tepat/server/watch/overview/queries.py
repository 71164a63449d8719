"""What the overview reads: counts of preparation, in a number of queries that never grows."""

from dataclasses import dataclass, field
from datetime import date

from django.core.cache import cache
from django.db.models import Count, Q, Sum

from tepat.core.election.catalogue import Election
from tepat.core.election.regions import parent_of
from tepat.core.watch.next_steps import Preparation
from tepat.server.election.models import Region, Scope, Tps
from tepat.server.election.regions import queries as regions
from tepat.server.watch.overview.map import Drawing, draw


@dataclass(slots=True)
class Row:
    """One desa, or the sum of a kecamatan or of all."""

    code: str
    name: str
    tps: int = 0
    voters: int = 0
    without_voters: int = 0
    special: int = 0

    def add(self, other: "Row") -> None:
        self.tps += other.tps
        self.voters += other.voters
        self.without_voters += other.without_voters
        self.special += other.special


@dataclass(frozen=True, slots=True)
class Figures:
    """Every count of the overview, summed once from the rows of the desa."""

    total: Row
    kecamatan: list[Row]
    desa: list[Row]
    unsurveyed: int
    without_point: int
    unknown_desa: list[str] = field(default_factory=list)
    """Desa that hold TPS but stand in no table of regions here."""

    @property
    def desa_without_tps(self) -> int:
        return sum(row.tps == 0 for row in self.desa)


def figures(scope: Scope, today: date) -> Figures:
    """Count TPS and voters by desa, kecamatan and kabupaten: two queries."""
    counted = {
        row["desa"]: row
        for row in Tps.objects.filter(scope=scope)
        .values("desa")
        .annotate(
            n=Count("pk"),
            voters=Sum("dpt"),
            unset=Count("pk", filter=Q(dpt__isnull=True)),
            special=Count("pk", filter=Q(number__gte=901)),
        )
        .order_by("desa")
    }
    places = list(
        regions.standing(scope.kabupaten, today).only("code", "name", "level", "lat", "provenance")
    )
    total = Row(scope.kabupaten, _name(places, scope.kabupaten))
    kecamatan = {place.code: Row(place.code, place.name) for place in places if place.level == 3}
    desa = {place.code: Row(place.code, place.name) for place in places if place.level == 4}
    for code, row in counted.items():
        here = desa.setdefault(code, Row(code, code))
        here.tps, here.voters = row["n"], row["voters"] or 0
        here.without_voters, here.special = row["unset"], row["special"]
        above = kecamatan.setdefault(parent_of(code), Row(parent_of(code), parent_of(code)))
        above.add(here)
        total.add(here)
    known = {place.code for place in places}
    villages = [place for place in places if place.level == 4]
    return Figures(
        total,
        sorted(kecamatan.values(), key=lambda row: row.code),
        sorted(desa.values(), key=lambda row: row.code),
        unsurveyed=sum(not regions.is_known(place) for place in villages),
        without_point=sum(place.lat is None for place in villages),
        unknown_desa=sorted(set(counted) - known),
    )


def _name(places: list[Region], code: str) -> str:
    return next((place.name for place in places if place.code == code), code)


def items_unset(election: Election) -> int:
    """How many items of the election have a quantity that nobody has said: no query."""
    return sum(any(rule.count is None for rule in item.rules) for item in election.items)


def preparation(found: Figures, election: Election) -> Preparation:
    """Return the counts as the rules for the next steps want them."""
    return Preparation(
        tps=found.total.tps,
        tps_without_voters=found.total.without_voters,
        desa_without_tps=found.desa_without_tps,
        desa=len(found.desa),
        desa_unsurveyed=found.unsurveyed,
        items_unset=items_unset(election),
    )


def drawing(scope: Scope) -> Drawing | None:
    """The map of the kabupaten: one query, two more when its outlines have changed."""
    version = regions.outlines_version(scope.kabupaten)
    key = f"map:{version}"
    found: Drawing | None = cache.get(key)
    if found is None:
        names = dict(
            Region.objects.filter(regions.inside(scope.kabupaten), level=3).values_list(
                "code", "name"
            )
        )
        found = draw(regions.outlines_of(scope.kabupaten), names, scope.kabupaten)
        cache.set(key, found, timeout=None)
    return found
