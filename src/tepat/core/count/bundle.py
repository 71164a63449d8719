"""A file of unofficial results with all that shows it: table, facts, proofs, one checkpoint.

Whoever has the bundle and a policy needs no server: each number of the table is made again from
the facts that people signed, and each fact is proved to stand in the log of that checkpoint. What
the bundle cannot show is that nothing newer was said: that only the whole log shows.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tepat.core.count import told
from tepat.core.count.form import FIGURES, Form
from tepat.core.count.told import Told
from tepat.core.count.versions import State
from tepat.core.count.words import FIGURE_WORDS
from tepat.core.log import canonical
from tepat.core.move import events

VERSION: Final = 1
INDEX: Final = "bundel.json"
"""Canonical JSON: scope, size of the checkpoint, SHA-256 of every other file, and the signature
of the desk over all of it."""
CHECKPOINT: Final = "checkpoint"
ENTRIES: Final = "peristiwa.jsonl"
"""One entry of the log a line: {"n", "leaf", "proof"} and "body" of one that is hidden."""
SHEETS: Final = "lembar.jsonl"
"""Whole sheets as they were typed, whose salted hash a fact carries: {"salt", "text"}."""
FORMS: Final = "formulir.jsonl"
"""One form a line: {"tps", "sku", "kind", "state", "fact", "also"}, in the order of the table."""
TABLE: Final = "hasil.csv"
NIST: Final = "hasil.json"
SHEET: Final = "hasil.xlsx"
NAMES: Final = "nama.csv"
WHOLE: Final = (CHECKPOINT, ENTRIES, SHEETS, FORMS, TABLE, NIST)
"""What every bundle has beside its index."""
MEMBERS: Final = frozenset({*WHOLE, INDEX, SHEET, NAMES})
"""Every file that a bundle may have."""
SIGNATURE: Final = "sig"
BEFORE_FIGURES: Final = ("Catatan", "Kode TPS", "Jenis", "Keadaan", "Asal", "Tidak cocok")
"""The columns of the table before those of figures."""
UNOFFICIAL: Final = "bukan hasil resmi"
STATE_WORDS: Final[Mapping[str, str]] = {
    State.AGREED: "dua orang sama",
    State.ONE: "satu orang",
    State.DIFFERS: "beda",
}
"""*Keadaan* of a row, by the state of its form."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One form of the table, and the facts that show it.

    `fact` is the one that says it, empty where no fact can; `also` are those of other people who
    say the same.
    """

    tps: str
    sku: str
    kind: str
    state: str
    fact: str = ""
    also: tuple[str, ...] = ()

    def as_value(self) -> dict[str, Any]:
        return {
            "tps": self.tps,
            "sku": self.sku,
            "kind": self.kind,
            "state": self.state,
            "fact": self.fact,
            "also": list(self.also),
        }


def shown_from(value: Any) -> Shown:
    """Return a form of the bundle. Raises `ValueError` for anything else."""
    if not isinstance(value, dict) or set(value) != set(Shown("", "", "", "").as_value()):
        raise ValueError("not a form of a bundle")
    texts = [value[name] for name in ("tps", "sku", "kind", "state", "fact")]
    if not all(isinstance(each, str) for each in (*texts, *value["also"])):
        raise ValueError("not a form of a bundle")
    tps, sku, kind, state, fact = texts
    return Shown(tps, sku, kind, state, fact, tuple(value["also"]))


def heads_of(numbers: Iterable[str]) -> list[str]:
    """Return the heads of the table: what a form is, its figures, then the votes by number."""
    figures = [FIGURE_WORDS[name].id for name in FIGURES]
    return [*BEFORE_FIGURES, *figures, *(f"nomor {number}" for number in numbers)]


def numbers_in(heads: Sequence[str]) -> tuple[str, ...] | None:
    """Return the numbers on the paper that a table has; None where its heads are others."""
    rest = heads[len(BEFORE_FIGURES) + len(FIGURES) :]
    numbers = tuple(each.removeprefix("nomor ") for each in rest)
    return numbers if list(heads) == heads_of(numbers) else None


Signed = tuple[int, events.Fact, str]
"""A fact with its number in the log, and who signed it."""


class Evidence:
    """The facts of a bundle by name, with whole sheets by the hash that a fact carries.

    `desks` are the keys of the installation.
    """

    def __init__(
        self,
        facts: Mapping[str, Signed],
        sheets: Mapping[str, str],
        desks: Collection[str] = frozenset(),
    ) -> None:
        self.facts, self.sheets, self.desks = facts, sheets, desks
        self._by_place: dict[str, list[tuple[str, Signed]]] = {}
        for name, signed in facts.items():
            place = getattr(signed[1], "place", "")
            self._by_place.setdefault(place, []).append((name, signed))

    def form(self, name: str) -> Form | None:
        """Return the form that a fact says, made again; None where it says none.

        Of the desk it is the sheet whose hash the fact carries. Of a phone it is put together from
        all that the same person had told of the TPS until then.
        """
        number, fact, person = self.facts.get(name, (0, None, ""))
        if not isinstance(fact, events.Ballots | events.Result):
            return None
        if fact.device in self.desks:
            return self._typed(fact) if isinstance(fact, events.Result) else None
        rows = [
            (at, Told(each, said, person))
            for each, (at, said, who) in self.of_place(fact.place)
            if isinstance(said, told.Said)
            and who == person
            and said.device not in self.desks
            and at <= number
        ]
        rows.sort(key=lambda row: row[0])
        versions = told.versions_of(each for _, each in rows).get(fact.sku, [])
        return next((each.form for each in versions if each.fact == name), None)

    def of_place(self, place: str) -> list[tuple[str, Signed]]:
        """Return the facts of one TPS with their names."""
        return self._by_place.get(place, [])

    def person(self, name: str) -> str:
        """Who signed a fact; empty where it is not here."""
        return self.facts[name][2] if name in self.facts else ""

    def _typed(self, fact: events.Result) -> Form:
        votes = {each.item: each.count for each in fact.votes}
        figures: dict[str, int | None] = {"valid": fact.valid, "invalid": fact.invalid}
        figures |= figures_in(self.sheets.get(fact.note, ""))
        return Form(fact.place, fact.sku, figures, votes)


def whole_sheet(figures: Mapping[str, int | None]) -> str:
    """Return every figure of a form as a text: the fact of its votes carries the salted hash.

    >>> whole_sheet({"used": 400, "left": None})
    '{"figures":{"used":400}}'
    """
    return canonical.encode(
        {"figures": {name: n for name, n in figures.items() if n is not None}}
    ).decode()


def figures_in(text: str) -> dict[str, int]:
    """Return the figures of such a text; none where it is not one.

    >>> figures_in(whole_sheet({"used": 400})), figures_in("[]")
    ({'used': 400}, {})
    """
    try:
        value = json.loads(text) if text else {}
    except ValueError:
        return {}
    figures = value.get("figures") if isinstance(value, dict) else None
    if not isinstance(figures, dict):
        return {}
    return {name: n for name, n in figures.items() if name in FIGURES and type(n) is int}


def differing(form: Form, cells: Mapping[str, int | None]) -> list[tuple[str, int | None]]:
    """Return the cells of a row that say otherwise than `form`, with what the form says.

    A number on the paper that has no cell at all is a blank one.

    >>> differing(Form("t", "KWK", {"valid": 3}, {"1": 1, "2": 2}), {"valid": 3, "1": 2})
    [('1', 1), ('2', 2)]
    """
    shown = {**cells, **{name: None for name in form.votes if name not in cells}}
    said = {**dict.fromkeys(shown), **form.figures, **form.votes}
    return [(name, said.get(name)) for name, n in shown.items() if said.get(name) != n]
