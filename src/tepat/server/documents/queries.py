"""Papers from tables: packages joined with names of places, kinds and items."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from tepat.core.documents import papers
from tepat.core.documents.sheets import FORM_NAMES
from tepat.core.election.catalogue import Election
from tepat.core.election.ids import Form
from tepat.core.election.regions import split_tps
from tepat.core.move.records import ShipmentLine
from tepat.server.documents.models import IssuedNumber, Letterhead, PaperJob, Signatory
from tepat.server.election.models import Region, Scope
from tepat.server.move.models import PackageState
from tepat.server.plan.models import BundleSize, Package

BOX_FORMS = (Form.BOX, Form.BAG)
"""What gets a large label. Envelopes get a small one."""


@dataclass(frozen=True, slots=True)
class Names:
    """Names of the places of a scope by code, as papers write them."""

    by_code: dict[str, str]

    def of(self, code: str) -> str:
        return self.by_code.get(code, code)

    def area(self, place: str) -> papers.Area:
        """Return the names above a package's place."""
        tps = split_tps(place)
        code = tps[0] if tps else place
        return papers.Area(
            kabupaten=self.of(code[:5]),
            provinsi=self.of(code[:2]),
            kecamatan=self.of(code[:8]) if len(code) >= 8 else "",
            desa=self.of(code) if len(code) == 13 else "",
            tps=tps[1] if tps else None,
        )


def names_of(scope: Scope) -> Names:
    """The names of every place in a scope: one query."""
    rows = Region.objects.filter(code__startswith=scope.kabupaten) | Region.objects.filter(
        code=scope.kabupaten[:2]
    )
    return Names(
        {
            code: _written(name, kind)
            for code, name, kind in rows.values_list("code", "name", "kind")
        }
    )


def _written(name: str, kind: str) -> str:
    """Desa and kelurahan by their kind, since both names may stand in one kecamatan."""
    if kind in ("desa", "kelurahan") and not name.lower().startswith(kind):
        return f"{kind.capitalize()} {name}"
    return name


def packages_in(scope: Scope, area: str) -> "QuerySet[Package]":
    """The packages of a scope in `area` (kabupaten, kecamatan or desa), in label order."""
    found = Package.objects.filter(scope=scope, withdrawn_at=None)
    found = found.order_by("kecamatan", "place", "code")
    if len(area) == 13:
        return found.filter(desa=area)
    return found.filter(kecamatan=area) if len(area) == 8 else found


class Order:
    """The order in which packages are packed, labelled and written down.

    By kecamatan, desa and TPS, then as boxes are opened on the day: that is the order of
    the kinds in the election's data. What lies outside the boxes comes last.
    """

    def __init__(self, election: Election) -> None:
        self.kinds = {kind.code: place for place, kind in enumerate(election.kinds)}

    def of(self, row: Package) -> tuple[object, ...]:
        return (row.kecamatan, *self._of(row.place, row.form, row.kind, row.code))

    def of_line(self, line: ShipmentLine) -> tuple[object, ...]:
        return self._of(line.place, line.form, line.kind, line.package)

    def _of(self, place: str, form: str, kind: str, code: str) -> tuple[object, ...]:
        forms = (Form.BOX.value, Form.BAG.value, Form.ENVELOPE.value)
        at = forms.index(form) if form in forms else len(forms)
        return place, at, self.kinds.get(kind, len(self.kinds)), code


def label_papers(
    scope: Scope, election: Election, area: str, forms: Iterable[Form]
) -> list[papers.LabelPaper]:
    """One label per package in `area` of the given forms, in the order boxes are opened.

    Two queries, however many packages.
    """
    names, kinds, order = names_of(scope), _kinds(election), Order(election)
    wanted = {form.value for form in forms}
    rows = [row for row in packages_in(scope, area) if row.form in wanted]
    rows.sort(key=order.of)
    at_place = Counter((row.place, row.form) for row in rows)
    seen: Counter[tuple[str, str]] = Counter()
    made = []
    for row in rows:
        key = (row.place, row.form)
        seen[key] += 1
        made.append(
            papers.LabelPaper(
                row.code,
                names.area(row.place),
                row.place,
                kinds.get(row.kind),
                seen[key],
                at_place[key],
            )
        )
    return made


def packing_list_papers(
    scope: Scope, election: Election, area: str
) -> list[papers.PackingListPaper]:
    """One packing list per place in `area`, every package that goes there. Five queries."""
    names, kinds, order = names_of(scope), _kinds(election), Order(election).kinds
    bundles = dict(BundleSize.objects.filter(scope=scope).values_list("sku", "size"))
    by_place: dict[str, list[Package]] = defaultdict(list)
    for row in packages_in(scope, area):
        by_place[row.place].append(row)
    packer = person(scope, "gudang", scope.kabupaten)
    states = {
        each.package: each
        for each in PackageState.objects.filter(
            scope=scope, package__in=packages_in(scope, area).values("code")
        )
    }
    made = []
    for place, rows in sorted(by_place.items()):
        # An envelope stands below the box it lies in.
        rows.sort(key=lambda r: (r.form == "P", order.get(r.kind, 99), r.inside or r.code, r.form))
        boxes = tuple(_packed(row, election, kinds, bundles, states.get(row.code)) for row in rows)
        made.append(papers.PackingListPaper(names.area(place), place, boxes, packer))
    return made


def _packed(
    row: Package,
    election: Election,
    kinds: dict[str, papers.KindMark],
    bundles: dict[str, int],
    state: PackageState | None,
) -> papers.PackedBox:
    form = FORM_NAMES[Form(row.form)]
    name = f"{form} (di dalam kotak)" if row.inside else form
    return papers.PackedBox(
        row.code,
        name,
        kinds.get(row.kind),
        tuple(_line(each, election, bundles) for each in row.contents),
        tuple(state.seals) if state else (),
        ", ".join(state.foreign) if state else "",
    )


def _line(
    content: dict[str, object], election: Election, bundles: dict[str, int]
) -> papers.PackedLine:
    code, sku = str(content["item"]), str(content.get("sku") or "")
    quantity = content.get("quantity")
    item = next((each for each in election.items if each.code == code), None)
    return papers.PackedLine(
        item.name.id if item else code,
        item.unit.id if item else "",
        quantity if isinstance(quantity, int) else None,
        bundles.get(sku or code),
        sku,
    )


def _kinds(election: Election) -> dict[str, papers.KindMark]:
    return {
        kind.code: papers.KindMark(kind.name.id, kind.colour.id, kind.colour_hex)
        for kind in election.kinds
    }


def letterhead(scope: Scope, area: str = "") -> Letterhead:
    """The letterhead of an office; what a PPK has not set is the kabupaten's. One query."""
    wanted = (area[:8], scope.kabupaten)
    found = {each.area: each for each in Letterhead.objects.filter(scope=scope, area__in=wanted)}
    for code in wanted:
        if code in found:
            return found[code]
    return Letterhead(scope=scope, area=scope.kabupaten)


def person(scope: Scope, signs: str, area: str = "") -> papers.Person:
    """Who signs as `signs` in an area, or a blank line with the title. One query."""
    wanted = (area[:8], scope.kabupaten)
    found = {
        each.area: each
        for each in Signatory.objects.filter(scope=scope, signs=signs, area__in=wanted)
    }
    for code in wanted:
        if code in found:
            return found[code].as_value()
    return Signatory(signs=signs).as_value()


def register(scope: Scope, document: str = "") -> "QuerySet[IssuedNumber]":
    """The register of numbers, newest first: one query."""
    found = IssuedNumber.objects.filter(scope=scope).select_related("by").order_by("-at", "-number")
    return found.filter(document=document) if document else found


def numbered(scope: Scope, keys: Sequence[str]) -> set[tuple[str, str]]:
    """Which papers of the records `keys` have a number, as (document, key): one query."""
    rows = IssuedNumber.objects.filter(scope=scope, record__in=keys)
    return set(rows.values_list("document", "record"))


def recent_jobs(scope: Scope) -> list[PaperJob]:
    """The last orders for files: one query."""
    return list(PaperJob.objects.filter(scope=scope).select_related("by").order_by("-at")[:12])


def kecamatan_of(scope: Scope) -> list[tuple[str, str, int]]:
    """Kecamatan that have packages, with name and number of packages: two queries."""
    counts = Counter(packages_in(scope, "").values_list("kecamatan", flat=True))
    found = dict(
        Region.objects.filter(code__in=[code for code in counts if code]).values_list(
            "code", "name"
        )
    )
    return [(code, found.get(code, code), n) for code, n in sorted(counts.items()) if code]


def desa_of(scope: Scope, kecamatan: str) -> list[tuple[str, str]]:
    """The desa of one kecamatan, by name: one query, none where no kecamatan is chosen."""
    if not kecamatan.startswith(scope.kabupaten):
        return []
    found = Region.objects.filter(parent=kecamatan).order_by("name")
    return list(found.values_list("code", "name"))


def offices_of(scope: Scope) -> list[tuple[str, str]]:
    """The offices that may have a letterhead: the kabupaten, then each PPK. One query."""
    inside = Region.objects.filter(parent=scope.kabupaten)
    own = Region.objects.filter(code=scope.kabupaten)
    rows = (own | inside).order_by("code").values_list("code", "name")
    return [(code, f"PPK {name}" if len(code) == 8 else f"KPU {name}") for code, name in rows]
