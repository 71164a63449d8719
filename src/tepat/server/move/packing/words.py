"""Names of places, items and packages as the packing pages say them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property

from django.utils.translation import get_language, gettext, gettext_noop

from tepat.core.election.catalogue import At, Election
from tepat.core.election.ids import Form
from tepat.core.election.regions import split_tps
from tepat.core.problems import Problem
from tepat.server.election.models import Region
from tepat.server.plan.models import Package

FORMS = {
    Form.BOX.value: gettext_noop("Box"),
    Form.ENVELOPE.value: gettext_noop("Envelope"),
    Form.BAG.value: gettext_noop("Bag outside the boxes"),
}
STATES = {
    "planned": ("belum", gettext_noop("not packed")),
    "packed": ("menyusul", gettext_noop("packed")),
    "sealed": ("tepat", gettext_noop("sealed")),
    "reopened": ("perhatian", gettext_noop("reopened")),
}


class Names:
    """Names for one page: the election's own, and the regions of `places` in one query."""

    def __init__(self, election: Election, places: Iterable[str] = ()) -> None:
        self.election = election
        self.language = "en" if (get_language() or "id").startswith("en") else "id"
        self._codes = {place.split("-")[0] for place in places}

    @cached_property
    def _regions(self) -> Mapping[str, str]:
        return dict(Region.objects.filter(code__in=self._codes).values_list("code", "name"))

    @cached_property
    def _items(self) -> Mapping[str, str]:
        return {item.code: item.name.say(self.language) for item in self.election.items}

    @cached_property
    def _units(self) -> Mapping[str, str]:
        return {item.code: item.unit.say(self.language) for item in self.election.items}

    @cached_property
    def _kinds(self) -> Mapping[str, str]:
        return {kind.code: kind.name.say(self.language) for kind in self.election.kinds}

    def item(self, code: str, sku: str = "") -> str:
        """Name an item; a ballot paper with its kind and area."""
        name = self._items.get(code, code)
        if not sku:
            return name
        kind, _, area = sku.partition("/")
        return f"{name} {self._kinds.get(kind, kind)} ({area})"

    def unit(self, code: str) -> str:
        return self._units.get(code, "")

    def kind(self, code: str) -> str:
        return self._kinds.get(code, code) if code else gettext("General")

    def place(self, code: str) -> str:
        """Name a place: TPS 007 Muara Teduh, PPK Hilir."""
        if split := split_tps(code):
            desa, number = split
            return f"TPS {number:03d} {self._regions.get(desa, desa)}"
        name = self._regions.get(code, code)
        titles = {8: "PPK", 13: "PPS"}
        return f"{titles.get(len(code), 'KPU')} {name}"

    def region(self, code: str) -> str:
        """Name a region without the office that sits there; a TPS as `place` does."""
        return self.place(code) if split_tps(code) else self._regions.get(code, code)

    def package(self, package: Package) -> str:
        """Name a package: Kotak Bupati, TPS 003 Salikung."""
        form = gettext(FORMS[package.form])
        what = form if package.form == Form.BAG.value else f"{form} {self.kind(package.kind)}"
        if package.at == At.PPK.value and package.form == Form.BOX.value:
            what = gettext("Recap box %(kind)s") % {"kind": self.kind(package.kind)}
        elif package.at == At.KPU.value and package.form == Form.BOX.value:
            what = gettext("PSU stock %(kind)s") % {"kind": self.kind(package.kind)}
        return f"{what}, {self.place(package.place)}"

    def problem(self, problem: Problem) -> Problem:
        """Return `problem` with names instead of codes of items and places."""
        facts = dict(problem.facts)
        if "item" in facts:
            facts["item"] = self.item(str(facts["item"]))
        if "place" in facts:
            self._codes.add(str(facts["place"]).split("-")[0])
            self.__dict__.pop("_regions", None)
            facts["place"] = self.place(str(facts["place"]))
        return replace(problem, facts=facts)
