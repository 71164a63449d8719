"""What stands in the fields of a fact, in the words of people, each with the page behind it.

The bytes stay what they are, and stand beside; here codes become names. What has no name
here, because another installation made it, is shown as it is.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import fields as dataclass_fields
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from tepat.adapters.checklist_files import asks
from tepat.core.election.ids import read_package, readable
from tepat.core.election.regions import is_in, split_tps
from tepat.core.move import inspections
from tepat.core.move.events import envelope
from tepat.core.move.seals import readable_seal
from tepat.server.desk import words
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope
from tepat.server.keeping.pages import kinds
from tepat.server.log import words as typed
from tepat.server.log.models import Fact
from tepat.server.move.packages.words import party_words, place_words, role_words
from tepat.server.move.packing.words import FORMS, Names
from tepat.server.plan.models import Package

ENVELOPE: Final = frozenset({"v", "kind", "mono", "session", "salt"})
"""Fields that tell a reader nothing; the bytes and the text code hold them."""
_HEADER: Final = frozenset(each.name for each in dataclass_fields(envelope.Fact))
"""Fields that every fact has: they stand after those of its kind."""
MOST: Final = 40
"""Values of one field that are shown; a load may name thousands of packages."""
DEGREE: Final = 100_000

_MOMENTS: Final = frozenset({"at", "starts", "ends"})
_PACKAGES: Final = frozenset({"package", "packages", "without", "replacement", "holds"})
_PLACES: Final = frozenset({"place", "to", "start", "area", "kabupaten"})
_PARTIES: Final = frozenset({"giver", "receiver", "escort", "guard"})
_FACTS: Final = frozenset({"after", "prev", "given", "fact", "assignment", "stands", "ended"})
_DEVICES: Final = frozenset({"device", "target"})
_PEOPLE: Final = frozenset({"by", "person"})
_TEXTS: Final = frozenset({"note", "checklist"})
_WORDS: Final = frozenset({"reason", "what", "condition", "finding", "outcome"})


@dataclass(frozen=True, slots=True)
class Part:
    """One value: what a person reads, the page behind it, and the code that was meant."""

    said: str
    href: str = ""
    code: str = ""
    is_typed: bool = False
    """Somebody's own words, in Indonesian whatever the reader's language."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One field of a fact."""

    label: str
    parts: list[Part]
    more: int
    """Values that are not shown."""


def shown(
    scope: Scope,
    body: Mapping[str, Any],
    people: Mapping[str, str],
    *,
    may_follow: bool,
) -> list[Shown]:
    """Return the fields of a fact, those of its kind first: at most five queries.

    `people` names accounts, persons and keys; `may_follow` says whether facts about
    movements may be named, or only numbered.
    """
    reader = _Reader(scope, body, people, may_follow=may_follow)
    own_first = sorted(body, key=lambda key: (key in _HEADER, key))
    return [reader.field(key, body[key]) for key in own_first if key not in ENVELOPE]


class _Reader:
    """The names that one fact needs, fetched together."""

    def __init__(
        self, scope: Scope, body: Mapping[str, Any], people: Mapping[str, str], *, may_follow: bool
    ) -> None:
        self.scope, self.people, self.may_follow = scope, people, may_follow
        found = list(_walk(body))
        codes = {value for key, value in found if key in _PACKAGES}
        rows = Package.objects.filter(scope=scope, code__in=codes)
        self.packages = {row.code: row for row in rows}
        places = [value.partition(":")[0] for key, value in found if key in _PLACES]
        places += [value.partition("@")[2] for key, value in found if key in _PARTIES]
        places += [row.place for row in self.packages.values()]
        places += [each.place for code in codes if (each := read_package(code))]
        self.names = Names(election_of(scope), places)
        hashes = [value for key, value in found if key in _TEXTS]
        self.texts = typed.texts(scope.election, scope.kabupaten, hashes) if hashes else {}
        wanted = {value for key, value in found if key in _FACTS}
        rows_of_facts = Fact.objects.filter(
            election=scope.election, kabupaten=scope.kabupaten, pk__in=wanted
        )
        self.facts = {
            name: (number, kind, audience)
            for name, number, kind, audience in rows_of_facts.values_list(
                "pk", "number", "kind", "audience"
            )
        }

    def field(self, key: str, value: Any) -> Shown:
        every = value if isinstance(value, list) else [value]
        parts = [part for each in every[:MOST] for part in self._parts(key, each)]
        return Shown(kinds.field_words(key), parts, max(0, len(every) - MOST))

    def _parts(self, key: str, value: Any) -> list[Part]:
        if isinstance(value, dict):
            return self._object(key, value)
        if not isinstance(value, str):
            return [Part(words.number(value) if type(value) is int else str(value))]
        return [self._text(key, value)]

    def _object(self, key: str, value: dict[str, Any]) -> list[Part]:
        if key == "gps":
            degrees = (words.number(value[each] / DEGREE) for each in ("lat", "lon"))
            return [Part("; ".join(degrees))]
        if "count" in value and "item" in value:
            item = self.names.item(value["item"], value.get("sku", ""))
            return [Part(f"{words.number(value['count'])} {item}", code=value.get("sku", ""))]
        found = []
        for name, inner in sorted(value.items(), key=lambda each: each[0] != "package"):
            for each in inner if isinstance(inner, list) else [inner]:
                found += self._parts(name, each)
        return found

    def _text(self, key: str, value: str) -> Part:
        if key in _MOMENTS:
            return Part(words.moment(datetime.fromisoformat(value), self.scope.zone), code=value)
        if key in _PACKAGES:
            return Part(self._package(value), self._to("package", value), readable(value))
        if key in _PLACES:
            return self._place(value)
        if key in _PARTIES:
            return Part(self._party(value), self._area(value.partition("@")[2]), value)
        if key in _FACTS:
            return self._fact(value)
        if key in _DEVICES:
            page = self._to("log_devices") if self.may_follow else ""
            return Part(self.people.get(value, ""), page, value)
        if key in _PEOPLE:
            return Part(self.people.get(value, ""), code=value)
        if key in _WORDS:
            return Part(kinds.word(value))
        if key in ("role", "as_role"):
            return Part(role_words(value))
        if key == "election":
            return Part(election_of(self.scope).name.say(words.language()), code=value)
        if key == "photos":  # a page says so where a phone has not sent it yet
            return Part("", self._to("photo", value), value[:16])
        if key == "seals":
            return Part("", self._to("seals"), readable_seal(value))
        if key == "shipment":
            return Part("", self._to("shipment", value), value)
        if key in _TEXTS and value in self.texts:
            text = self.texts[value]
            is_typed = inspections.read_filled(text) is None
            return Part(self._said(text), code=value[:16], is_typed=is_typed)
        return Part("", code=value)

    def _said(self, text: str) -> str:
        filled = inspections.read_filled(text)
        if filled is None:
            return text
        good, of = inspections.score_of(filled.answers)
        lacks = [code for code, is_good in filled.answers.items() if not is_good]
        said = gettext("%(good)s of %(of)s in order") % {"good": good, "of": of}
        if not lacks:
            return said
        asked = asks(Path(settings.HOME), filled, "en" if words.language() == "en" else "id")
        return f"{said}: {', '.join(asked.get(code, code) for code in lacks)}"

    def _package(self, code: str) -> str:
        if row := self.packages.get(code):
            return self.names.package(row)
        parts = read_package(code)
        if parts is None:
            return ""
        kind = next((k.code for k in self.names.election.kinds if k.short == parts.kind), "")
        form = gettext(FORMS[parts.form])
        return f"{form} {self.names.kind(kind)}, {self.names.place(parts.place)}"

    def _place(self, value: str) -> Part:
        area, _, store = value.partition(":")
        is_office = bool(store) or bool(split_tps(area))
        said = place_words(self.names, value) if is_office else self.names.region(area)
        return Part("" if said == value else said, self._area(area), value)

    def _party(self, value: str) -> str:
        said = party_words(self.names, value)
        return "" if said == value else said

    def _area(self, area: str) -> str:
        """The packages of an area of this kabupaten; "" elsewhere."""
        if not is_in(area, self.scope.kabupaten):
            return ""
        narrowed = f"?{urlencode({'area': area})}" if area != self.scope.kabupaten else ""
        return self._to("packages") + narrowed

    def _fact(self, name: str) -> Part:
        known = self.facts.get(name)
        if known is None:
            return Part("", code=name[:16])
        number, kind, audience = known
        is_open = audience == "public" or (audience == "agencies" and self.may_follow)
        said = (
            f"{kinds.kind_words(kind)}, {words.number(number)}" if is_open else words.number(number)
        )
        return Part(said, self._to("log_fact", name), name[:16])

    def _to(self, page: str, *more: str) -> str:
        try:
            return reverse(page, args=[self.scope.election, self.scope.kabupaten, *more])
        except NoReverseMatch:  # a code that another program made fits no address
            return ""


def _walk(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a fact with the name of its field; of long lists the first ones."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _walk(inner, name)
    elif isinstance(value, list):
        for each in value[:MOST]:
            yield from _walk(each, key)
    elif isinstance(value, str):
        yield key, value


def ids_in(body: Mapping[str, Any]) -> Iterable[str]:
    """Return the ids of people and devices that a fact names."""
    return [value for key, value in _walk(body) if key in _PEOPLE or key in _DEVICES]
