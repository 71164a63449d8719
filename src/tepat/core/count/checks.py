"""What does not add up on a result form: the checks A1 to A16, as one list.

Each identity names its figures, so that one list serves a person at the keyboard, a
spreadsheet and a nation of columns. A finding is said and kept; nothing is corrected by
itself: corrections are made in the plenary of the kecamatan, as a new version.
Source of the identities: the fields of C.HASIL and of the public Sirekap data.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tepat.core.count.form import BY_SEX, VOTER_FIGURES, Form
from tepat.core.count.lists import Paper, in_order, is_on, is_row, sums_of


class Severity(StrEnum):
    """How much a finding weighs."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Relation(StrEnum):
    """How the left side of an identity stands to its right side."""

    EQUAL = "="
    AT_MOST = "<="


VOTES: Final = "votes"
"""Stands in an identity for the sum of the candidates."""
DELIVERED: Final = "delivered"
PLANNED_DPT: Final = "planned_dpt"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known beside the form. None: not known, so not compared."""

    delivered: int | None = None
    """Ballot papers by the custody log, with what came from other TPS and without what went."""
    planned_dpt: int | None = None
    cap: int | None = None
    """The most papers of one TPS: voters by law (300 in Pemilu, 600 in Pilkada) and reserve."""
    users_of_others: tuple[int, ...] = ()
    """Voters at the same TPS by its other forms."""
    paper: Paper | None = None
    """The numbers on the paper, with how many candidates stand below each."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One check that does not hold; `about` names the figure where the check has several."""

    code: str
    severity: Severity
    left: int
    right: int
    about: str = ""

    @property
    def by(self) -> int:
        """How much the left side is larger than the right."""
        return self.left - self.right


@dataclass(frozen=True, slots=True)
class Identity:
    """`sum of left` stands in `relation` to `sum of right`."""

    code: str
    severity: Severity
    left: tuple[str, ...]
    relation: Relation
    right: tuple[str, ...]

    @property
    def about(self) -> str:
        return self.left[0]


IDENTITIES: Final = (
    *(
        Identity(
            "A1",
            Severity.ERROR,
            (each,),
            Relation.EQUAL,
            tuple(f"{each}_{sex}" for sex in BY_SEX),
        )
        for each in VOTER_FIGURES
    ),
    Identity("A2", Severity.ERROR, ("users",), Relation.EQUAL, ("dpt", "moved", "unlisted")),
    Identity("A3", Severity.ERROR, ("dpt",), Relation.AT_MOST, ("registered",)),
    Identity("A4", Severity.ERROR, ("received",), Relation.EQUAL, ("used", "spoiled", "left")),
    Identity("A5", Severity.ERROR, ("used",), Relation.EQUAL, ("users",)),
    Identity("A6", Severity.ERROR, ("total",), Relation.EQUAL, ("valid", "invalid")),
    Identity("A7", Severity.ERROR, ("total",), Relation.EQUAL, ("used",)),
    Identity("A8", Severity.ERROR, ("valid",), Relation.EQUAL, (VOTES,)),
    Identity("A9", Severity.ERROR, ("received",), Relation.EQUAL, (DELIVERED,)),
    Identity("A10", Severity.WARNING, ("registered",), Relation.EQUAL, (PLANNED_DPT,)),
    Identity("A11", Severity.ERROR, ("users",), Relation.AT_MOST, ("received",)),
)
"""Checks that are sums, in the order of their codes."""

LOWEST_TURNOUT: Final = 10
"""Percent below which a turnout is asked about."""


def findings(form: Form, known: Known = Known()) -> list[Finding]:
    """Return every check that does not hold, in the order of their codes.

    A check whose figures are not all known is left out, as if it held: see `unchecked`.

    >>> form = Form("63.09.05.2003-007", "KWK-BUP", {"valid": 350, "invalid": 10, "total": 361})
    >>> [(each.code, each.by) for each in findings(form)]
    [('A6', 1)]
    """
    found = [each for identity in IDENTITIES if (each := _held(identity, form, known))]
    for special in _SPECIAL:
        found += special(form, known)
    return found


def unchecked(form: Form, known: Known = Known()) -> list[str]:
    """Return the codes of identities that could not be compared, each once."""
    lacking = (each.code for each in IDENTITIES if _sides(each, form, known) is None)
    return list(dict.fromkeys(lacking))


def weight(all_: Iterable[Finding]) -> Severity | None:
    """Return the gravest severity, None where nothing was found."""
    there = {each.severity for each in all_}
    return next((each for each in Severity if each in there), None)


def _held(identity: Identity, form: Form, known: Known) -> Finding | None:
    sides = _sides(identity, form, known)
    if sides is None:
        return None
    left, right = sides
    is_right = left == right if identity.relation == Relation.EQUAL else left <= right
    if is_right:
        return None
    about = identity.about if identity.code == "A1" else ""
    return Finding(identity.code, identity.severity, left, right, about)


def _sides(identity: Identity, form: Form, known: Known) -> tuple[int, int] | None:
    left, right = _sum(identity.left, form, known), _sum(identity.right, form, known)
    return None if left is None or right is None else (left, right)


def _sum(names: Sequence[str], form: Form, known: Known) -> int | None:
    total = 0
    for name in names:
        value = _value(name, form, known)
        if value is None:
            return None
        total += value
    return total


def _value(name: str, form: Form, known: Known) -> int | None:
    if name == VOTES:
        return form.sum_of_votes
    if name == DELIVERED:
        return known.delivered
    if name == PLANNED_DPT:
        return known.planned_dpt
    return form.figures.get(name)


def _above_cap(form: Form, known: Known) -> Iterator[Finding]:
    """A12: a figure of votes above what a TPS can have; the largest is named."""
    if known.cap is None:
        return
    named = {**form.votes, **{name: form.figures.get(name) for name in ("valid", "total")}}
    there = [(value, name) for name, value in named.items() if value is not None]
    if there and (largest := max(there))[0] > known.cap:
        yield Finding("A12", Severity.WARNING, largest[0], known.cap, largest[1])


def _differs_between_kinds(form: Form, known: Known) -> Iterator[Finding]:
    """A13: voters differ between kinds. Allowed where people who moved get fewer papers."""
    users = form.figures.get("users")
    if users is None:
        return
    other = next((each for each in known.users_of_others if each != users), None)
    if other is not None:
        yield Finding("A13", Severity.INFO, users, other)


def _odd_shares(form: Form, known: Known) -> Iterator[Finding]:
    """A14: turnout above 100 % or below 10 %, or one candidate with every vote."""
    users = form.figures.get("users")
    lists = [form.figures.get(name) for name in ("registered", "moved", "unlisted")]
    people = sum(each for each in lists if each is not None)
    if users is not None and lists[0] is not None and people > 0:
        if users > people:
            yield Finding("A14", Severity.WARNING, users, people, "above")
        elif users * 100 < people * LOWEST_TURNOUT:
            yield Finding("A14", Severity.WARNING, users, people, "below")
    total = form.sum_of_votes
    numbers = {name: votes for name, votes in form.votes.items() if not is_row(name)}
    if total and len(numbers) > 1:
        yield from (
            Finding("A14", Severity.WARNING, total, total, number)
            for number, votes in numbers.items()
            if votes == total
        )


def _lists(form: Form, known: Known) -> Iterator[Finding]:
    """A15: the total of a party is its own votes and those of its candidates."""
    for party, rows in sums_of(form.votes).items():
        total = form.votes.get(party)
        if total is not None and rows is not None and total != rows:
            yield Finding("A15", Severity.ERROR, total, rows, party)


def _strangers(form: Form, known: Known) -> Iterator[Finding]:
    """A16: votes for numbers that do not stand on the paper; all of them in one finding."""
    if known.paper is None:
        return
    found = {
        name: count
        for name, count in form.votes.items()
        if count is not None and not is_on(name, known.paper)
    }
    if found:
        about = " ".join(sorted(found, key=in_order))
        yield Finding("A16", Severity.ERROR, sum(found.values()), 0, about)


_SPECIAL: Final[tuple[Callable[[Form, Known], Iterator[Finding]], ...]] = (
    _above_cap,
    _differs_between_kinds,
    _odd_shares,
    _lists,
    _strangers,
)

CODES: Final = (*dict.fromkeys(each.code for each in IDENTITIES), "A12", "A13", "A14", "A15", "A16")
"""Every code, in order."""


def swapped(form: Form, known: Known = Known()) -> tuple[str, str] | None:
    """Return two neighbouring figures whose exchange lets every error vanish, None where none does.

    A hint for who compares with the photo: two columns were taken for each other. Figures that
    stand on one side of every sum, as spoiled and left, cannot be told apart by sums.
    """
    if weight(findings(form, known)) != Severity.ERROR:
        return None
    for one, other in _NEIGHBOURS:
        first, second = form.figures.get(one), form.figures.get(other)
        if first is None or second is None or first == second:
            continue
        figures: Mapping[str, int | None] = {**form.figures, one: second, other: first}
        tried = Form(form.place, form.sku, figures, form.votes)
        if weight(findings(tried, known)) != Severity.ERROR:
            return one, other
    return None


_NEIGHBOURS: Final = (
    ("valid", "invalid"),
    ("valid", "total"),
    ("used", "left"),
    ("used", "spoiled"),
    ("received", "used"),
    ("registered", "dpt"),
    ("dpt", "users"),
)
