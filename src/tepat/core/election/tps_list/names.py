"""Which desa a sheet means: by code, else by kecamatan and name.

A name fits when it is the same after what spelling may change: case, spaces, marks,
DESA and KEL. before it, abbreviations, roman numerals, doubled letters. Anything less
is a suggestion that a person confirms; nothing near is taken for the same.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from tepat.core.election.regions import Level, is_in, level_of, normal_code

Closest = Callable[[str, Sequence[str], int], list[str]]
"""From a name and the names there are, the nearest few, nearest first."""

_KINDS: Final = frozenset(
    {"DESA", "DS", "DES", "KELURAHAN", "KEL", "KECAMATAN", "KEC", "DISTRIK", "PEKON", "GAMPONG"}
    | {"NAGARI", "KAMPUNG", "KALURAHAN", "TIYUH", "KAPANEWON", "KEMANTREN", "LEMBANG", "PPS", "PPK"}
)
_SHORT: Final = {
    "SEI": "SUNGAI", "SEE": "SUNGAI", "TJ": "TANJUNG", "TJG": "TANJUNG",
    "TG": "TANJUNG", "TANJ": "TANJUNG", "GN": "GUNUNG", "GNG": "GUNUNG", "KP": "KAMPUNG",
    "KPG": "KAMPUNG", "KAMP": "KAMPUNG", "BTG": "BATANG", "TB": "TUMBANG", "TBG": "TUMBANG",
    "PDG": "PADANG", "PSR": "PASAR", "MA": "MUARA", "MR": "MUARA", "MUARO": "MUARA",
    "UTR": "UTARA", "SLT": "SELATAN", "SEL": "SELATAN", "BRT": "BARAT", "TMR": "TIMUR",
    "TIM": "TIMUR", "TGH": "TENGAH", "TENG": "TENGAH",
}  # fmt: skip
_ROMANS: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_ROMAN: Final = {text: str(number) for number, text in enumerate(_ROMANS, start=1)}
_CODE: Final = re.compile(r"\d{2}\.\d{2}\.\d{2}\.\d{4}")
_LEADING: Final = re.compile(r"^\s*(\d{1,3}\s*[.)\-]\s*|\d{4}\s+|\d{10}\s+)")


class Place(NamedTuple):
    """One region by code and name."""

    code: str
    name: str


class Alias(NamedTuple):
    """Another spelling or code that stands for a region, under a kecamatan as written."""

    alias: str
    parent: str
    region: str


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for a name: one desa, or the candidates a person chooses from."""

    code: str = ""
    candidates: tuple[Place, ...] = ()
    is_ambiguous: bool = False


def plain(text: str) -> str:
    """Return the letters and digits of a name, without marks.

    >>> plain("Ba'ah  Panjang-1"), plain("Pasar Krúi")
    ('BAAHPANJANG1', 'PASARKRUI')
    """
    return "".join(_tokens(text))


def bare(text: str) -> str:
    """Return the name without what kind of place it is, or its number in a list.

    >>> bare("KEL. Pulau (Kota)"), bare("3. Desa Hapalah"), bare("Desa")
    ('PULAU', 'HAPALAH', 'DESA')
    """
    return "".join(_bare_tokens(text))


def folded(text: str) -> str:
    """Return the name with abbreviations, numerals and doubled letters made alike.

    >>> folded("Sei Rukam II") == folded("SUNGAI RUKAM 2"), folded("Tjempaka"), folded("Mannggu")
    (True, 'CEMPAKA', 'MANGU')
    """
    tokens = [_SHORT.get(token, _ROMAN.get(token, token)) for token in _bare_tokens(text)]
    joined = "".join(tokens).replace("OE", "U").replace("DJ", "J").replace("TJ", "C")
    return re.sub(r"([A-Z])\1+", r"\1", joined)


_TIERS: Final = (plain, bare, folded)


def _tokens(text: str) -> list[str]:
    text = unicodedata.normalize("NFKD", text.upper())
    text = "".join(character for character in text if not unicodedata.combining(character))
    # An apostrophe joins (Ba'ah), everything else parts.
    text = re.sub(r"['`’‘ʼ\"]", "", text)
    return re.findall(r"[A-Z]+|\d+", text)


def _bare_tokens(text: str) -> list[str]:
    text = _LEADING.sub("", text)
    without = re.sub(r"\([^)]*\)\s*$", "", text)
    tokens = _tokens(without) or _tokens(text)
    while len(tokens) > 1 and tokens[0] in _KINDS:
        tokens = tokens[1:]
    return tokens


class Places:
    """The kecamatan and desa of one kabupaten, ready to be looked up many times."""

    def __init__(self, regions: Iterable[Place], aliases: Iterable[Alias] = ()) -> None:
        places = list(regions)
        self.names = {place.code: place.name for place in places}
        self.desa = [place for place in places if level_of(place.code) is Level.DESA]
        self.kecamatan = [place for place in places if level_of(place.code) is Level.KECAMATAN]
        self._desa = _index(self.desa)
        self._kecamatan = _index(self.kecamatan)
        self._code_alias: dict[str, str] = {}
        self._name_alias: dict[tuple[str, str], set[str]] = defaultdict(set)
        for each in aliases:
            self._add_alias(each)

    def _add_alias(self, each: Alias) -> None:
        if code := normal_code(each.alias):
            self._code_alias[code] = each.region
        else:
            self._name_alias[folded(each.parent), folded(each.alias)].add(each.region)

    def code_of(self, code: str) -> str | None:
        """Return the desa that a code means, following published aliases; None if unknown."""
        code = self._code_alias.get(code, code)
        return code if code in self.names and level_of(code) is Level.DESA else None

    def kecamatan_of(self, text: str) -> str | None:
        """Return the one kecamatan `text` names, or None."""
        if (code := normal_code(text)) and code in self.names:
            return code
        chosen = self._name_alias.get(("", folded(text)), set())
        chosen = {code for code in chosen if level_of(code) is Level.KECAMATAN}
        if len(chosen) == 1:
            return next(iter(chosen))
        found = _first_tier(self._kecamatan, text)
        return found[0].code if len(found) == 1 else None

    def find(self, kecamatan: str, desa: str) -> Found:
        """Return the desa that a kecamatan and a name mean together.

        Without a kecamatan the name must be the only one of its kind in the kabupaten.
        """
        if (written := _CODE.search(desa)) and (code := self.code_of(written[0])):
            return Found(code)
        chosen = self._name_alias.get((folded(kecamatan), folded(desa)), set())
        if len(chosen) == 1:
            return Found(next(iter(chosen)))
        area = self.kecamatan_of(kecamatan) if kecamatan else ""
        if area is None:
            return Found()
        chosen = {c for c in self._name_alias.get(("", folded(desa)), set()) if is_in(c, area)}
        if len(chosen) == 1:
            return Found(next(iter(chosen)))
        found = _first_tier(self._desa, desa, area)
        if len(found) == 1:
            return Found(found[0].code)
        return Found("", tuple(found), is_ambiguous=len(found) > 1)

    def near_kecamatan(self, text: str, closest: Closest) -> list[str]:
        """Return the kecamatan spelt nearly like `text`, the nearest first."""
        by_key = {folded(place.name): place.code for place in self.kecamatan}
        return [by_key[key] for key in closest(folded(text), list(by_key), 2)]

    def suggest(self, kecamatan: str, desa: str, closest: Closest, most: int = 4) -> list[Place]:
        """Return the desa that a person most likely means, nearest first.

        Under a kecamatan that is not known, only a desa of that very name in a kecamatan
        spelt nearly so: a desa from elsewhere would be a guess.
        """
        area = self.kecamatan_of(kecamatan) if kecamatan else ""
        namesakes = _first_tier(self._desa, desa)
        if area is None:
            near_areas = self.near_kecamatan(kecamatan, closest)
            return [each for each in namesakes if each.code[:8] in near_areas][:most]
        within = [place for place in self.desa if is_in(place.code, area)]
        by_key: dict[str, list[Place]] = defaultdict(list)
        for place in within:
            by_key[folded(place.name)].append(place)
        near = [p for key in closest(folded(desa), list(by_key), most) for p in by_key[key]]
        inside = [place for place in namesakes if area and is_in(place.code, area)]
        return list(dict.fromkeys([*inside, *near, *namesakes]))[:most]


_Index = list[dict[str, list[Place]]]


def _index(places: Iterable[Place]) -> _Index:
    tiers: _Index = [defaultdict(list) for _ in _TIERS]
    for place in places:
        for tier, key in zip(tiers, _TIERS, strict=True):
            tier[key(place.name)].append(place)
    return tiers


def _first_tier(index: _Index, text: str, area: str = "") -> list[Place]:
    """Return what fits in the strictest reading of `text` that fits anything."""
    for tier, key in zip(index, _TIERS, strict=True):
        wanted = key(text)
        found = [place for place in tier.get(wanted, ()) if is_in(place.code, area)]
        if wanted and found:
            return found
    return []
