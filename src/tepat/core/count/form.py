"""The figures of one result form: one TPS, one kind of election, as somebody typed them.

A figure that is not there is None: a blank is never a nought. What was typed is kept as it is,
also where it cannot be; `checks` says so. Names of the public Sirekap data stand in `SIREKAP`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from tepat.core.count.lists import is_row

VOTER_FIGURES: Final = ("registered", "dpt", "moved", "unlisted", "users")
"""People: on the list (DPT), and those who voted: of the list, moved in (DPTb), on no list
(DPK, by KTP), all together."""
PAPER_FIGURES: Final = ("received", "used", "spoiled", "left")
"""Ballot papers: received with the reserve, used, returned or wrongly marked, left over."""
VOTE_FIGURES: Final = ("valid", "invalid", "total")
BY_SEX: Final = ("men", "women")
FIGURES: Final = (
    *(name for each in VOTER_FIGURES for name in (*(f"{each}_{sex}" for sex in BY_SEX), each)),
    *PAPER_FIGURES,
    *VOTE_FIGURES,
)
"""Every figure of a form beside the votes, in the order of the paper."""

_SIREKAP_VOTERS: Final = {
    "registered": "pemilih_dpt",
    "dpt": "pengguna_dpt",
    "moved": "pengguna_dptb",
    "unlisted": "pengguna_non_dpt",
    "users": "pengguna_total",
}
SIREKAP: Final[Mapping[str, str]] = {
    **{
        f"{theirs}_{letter}": f"{ours}{suffix}"
        for ours, theirs in _SIREKAP_VOTERS.items()
        for letter, suffix in (("l", "_men"), ("p", "_women"), ("j", ""))
    },
    "suara_sah": "valid",
    "suara_tidak_sah": "invalid",
    "suara_total": "total",
}
"""Figures by the names of the public Sirekap data of 2024."""


@dataclass(frozen=True, slots=True)
class Form:
    """One form as typed. `votes` are by the number on the ballot paper, in its order."""

    place: str
    sku: str
    figures: Mapping[str, int | None] = field(default_factory=dict)
    votes: Mapping[str, int | None] = field(default_factory=dict)

    def figure(self, name: str) -> int | None:
        """Return a figure, None where it was not typed. Raises KeyError for another name."""
        if name not in _NAMES:
            raise KeyError(name)
        return self.figures.get(name)

    @property
    def sum_of_votes(self) -> int | None:
        """All numbers on the paper together; None while one is missing or there is none to add.

        Rows below a party stand in its number already (`lists.py`).
        """
        whole = [each for name, each in self.votes.items() if not is_row(name)]
        known = [each for each in whole if each is not None]
        return sum(known) if known and len(known) == len(whole) else None

    @property
    def missing(self) -> tuple[str, ...]:
        """The figures and candidates that were left blank, by name."""
        blank = [name for name in FIGURES if self.figures.get(name) is None]
        return (*blank, *(number for number, each in self.votes.items() if each is None))


_NAMES: Final = frozenset(FIGURES)


def from_sirekap(place: str, sku: str, value: Mapping[str, object]) -> Form:
    """Return a form of a raw answer of Sirekap: `administrasi` and `chart`.

    What is no whole number is taken as blank; `null` of `chart` is no candidate.
    """
    office, chart = value.get("administrasi"), value.get("chart")
    office = office if isinstance(office, Mapping) else {}
    chart = chart if isinstance(chart, Mapping) else {}
    figures = {ours: _whole(office.get(theirs)) for theirs, ours in SIREKAP.items()}
    votes = {str(name): _whole(each) for name, each in chart.items() if str(name) != "null"}
    return Form(place, sku, figures, dict(sorted(votes.items())))


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
