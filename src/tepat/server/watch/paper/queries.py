"""The rows of a table of papers: what the plan expects, what the log says, what was typed."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery

from tepat.core.election.ids import Form
from tepat.core.election.regions import split_tps
from tepat.core.move.pairing import Evidence
from tepat.core.watch.paper.rows import Edge, Expected, Known, Way, sides_of
from tepat.server.election.models import Region, Scope, Tps, User
from tepat.server.move.models import PackageCustody, PackageState, ShipmentPackage
from tepat.server.move.packing.queries import packages_with_state
from tepat.server.plan.models import Package
from tepat.server.watch.models import PaperDraft, PaperPhoto, PaperRow


def packages(scope: Scope, kecamatan: str = "") -> "QuerySet[Package]":
    """Boxes and bags that travel, of a kecamatan or of all; stock for votes held again does not."""
    rows = packages_with_state(scope).exclude(form=Form.ENVELOPE.value).exclude(kecamatan="")
    return rows.filter(kecamatan=kecamatan) if kecamatan else rows


class _Load(NamedTuple):
    """A load that takes packages to a place: its code, its list, and whence it goes."""

    code: str = ""
    list_hash: str = ""
    start: str = ""


NO_LOAD: Final = _Load()


def expected(scope: Scope, way: Way, kecamatan: str) -> list[Expected]:
    """Return every row of one table, by area: four queries, however many rows."""
    lines = packages(scope, kecamatan).order_by("code").values_list("code", "place", "desa")
    loads = _loads(scope, kecamatan, way)
    grouped: defaultdict[tuple[str, _Load], list[str]] = defaultdict(list)
    for code, place, desa in lines:
        if area := _area(way, kecamatan, place, desa):
            load = loads.get((code, sides_of(way, area).place), NO_LOAD)
            grouped[area, load].append(code)
    here = packages(scope, kecamatan).order_by().values("code")
    seals = _seals(scope, here)
    known = _known(scope, here)
    return [
        Expected(
            way=way,
            area=area,
            packages=tuple(codes),
            seals={each: seals[each] for each in codes if each in seals},
            shipment=load.code,
            list_hash=load.list_hash,
            start=load.start,
            known={each: known[each] for each in codes if each in known},
        )
        for (area, load), codes in sorted(grouped.items())
    ]


def _area(way: Way, kecamatan: str, place: str, desa: str) -> str:
    """The row to which a package of `place` belongs on this way, "" where it does not go it."""
    if way is Way.TO_PPK:
        return kecamatan
    if way.is_of_tps:
        return place if split_tps(place) else ""
    return desa


def _loads(scope: Scope, kecamatan: str, way: Way) -> dict[tuple[str, str], _Load]:
    """By package and destination, the load that takes it there: one query."""
    if way.is_back:
        return {}
    rows = ShipmentPackage.objects.filter(
        shipment__scope=scope, shipment__destination__startswith=kecamatan
    )
    load = ("shipment__code", "shipment__list_hash", "shipment__origin")
    found = rows.values_list("package", "shipment__destination", *load)
    return {(row[0], row[1]): _Load(*row[2:]) for row in found}


def _seals(scope: Scope, here: Any) -> dict[str, tuple[str, ...]]:
    rows = PackageState.objects.filter(scope=scope, package__in=here).exclude(seals=[])
    return {package: tuple(seals) for package, seals in rows.values_list("package", "seals")}


def _known(scope: Scope, here: Any) -> dict[str, Known]:
    rows = PackageCustody.objects.filter(scope=scope, package__in=here)
    return {
        package: known_of(json.loads(line)) for package, line in rows.values_list("package", "line")
    }


def known_of(state: Mapping[str, Any]) -> Known:
    """Return what the published state of a package says of its handovers."""
    return Known(
        holder=state.get("holder", ""),
        flags=tuple(state.get("flags", ())),
        handovers=tuple(Edge(*each) for each in state.get("handovers", ())),
        open=tuple(Edge(*each) for each in state.get("open", ())),
        confirmed=tuple(each[0] for each in state.get("witnesses", ()) if not each[3]),
        stage=state.get("stage", ""),
    )


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed in one table: recorded rows, drafts of this person, photos, names."""

    rows: Mapping[str, PaperRow]
    """The last version of each, by key; those taken back too."""
    drafts: Mapping[str, PaperDraft]
    photos: list[PaperPhoto]
    who: Mapping[UUID, str] = field(default_factory=dict)

    @property
    def by_number(self) -> dict[str, str]:
        return {str(each.number): each.sha256 for each in self.photos}


def typed(scope: Scope, way: Way, kecamatan: str, account: UUID | None) -> Typed:
    """Return what was typed in one table: four queries."""
    table: dict[str, Any] = {"scope": scope, "way": way.value, "kecamatan": kecamatan}
    rows = {row.key: row for row in PaperRow.objects.filter(**table).order_by("pk")}
    drafts = PaperDraft.objects.filter(**table, by=account) if account else []
    photos = list(PaperPhoto.objects.filter(**table).order_by("number"))
    return Typed(rows, {each.key: each for each in drafts}, photos, names_of(rows.values()))


def names_of(rows: Iterable[PaperRow]) -> dict[UUID, str]:
    """Return what people call those who typed `rows`: one query."""
    users = User.objects.filter(account__in={row.by for row in rows})
    return {user.account: user.get_full_name() or user.username for user in users}


@dataclass(frozen=True, slots=True)
class Mix:
    """How well it is known where the boxes of one kecamatan are, and what was typed."""

    area: str
    name: str
    tps: int
    by_evidence: Mapping[str, int]
    """Packages by the evidence of their last handover; "" where there was none."""
    typed: Mapping[str, int]
    """Recorded rows by way."""

    @property
    def total(self) -> int:
        return sum(self.by_evidence.values())

    @property
    def two(self) -> int:
        return self.by_evidence.get(Evidence.TWO_SIGNATURES, 0)

    @property
    def paper(self) -> int:
        return self.by_evidence.get(Evidence.PAPER, 0)

    @property
    def half(self) -> int:
        return self.by_evidence.get(Evidence.ONE_SIDED, 0)

    @property
    def rest(self) -> int:
        return self.by_evidence.get("", 0)


_LAST: Final = ("kecamatan", "way", "key", "facts")


def mixes(scope: Scope) -> list[Mix]:
    """Return every kecamatan with its mix of evidence: four queries."""
    of_package = PackageCustody.objects.filter(scope=scope, package=OuterRef("code"))
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    rows = packages(scope).order_by().annotate(sure=Subquery(of_package.values("evidence")[:1]))
    fields: list[str] = ["kecamatan", "sure"]
    for row in rows.values(*fields).annotate(n=Count("pk")):
        counts[row["kecamatan"]][row["sure"] or ""] += row["n"]
    done: defaultdict[str, Counter[str]] = defaultdict(Counter)
    taken = PaperRow.objects.filter(scope=scope).order_by("pk")
    last = {(row[0], row[1], row[2]): row[3] for row in taken.values_list(*_LAST)}
    for (kecamatan, way, _), facts in last.items():
        done[kecamatan][way] += bool(facts)
    tps = Counter(Tps.objects.filter(scope=scope).values_list("kecamatan", flat=True))
    areas = sorted(tps.keys() | counts.keys())
    names = dict(Region.objects.filter(code__in=areas).values_list("code", "name"))
    return [Mix(each, names.get(each, each), tps[each], counts[each], done[each]) for each in areas]
