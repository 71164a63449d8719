"""What was typed of one form, by whom, and whether two people say the same.

Every typing is a version and none is ever overwritten. A form counts as confirmed when a second
person stands behind its newest version: by confirming it beside the photo, or by having typed
the same. Who stands behind it twice is one person.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from tepat.core.count.form import Form
from tepat.core.log import canonical


class Source(StrEnum):
    """Where a version was typed."""

    PHONE = "phone"
    DESK = "desk"
    SHEET = "sheet"


class State(StrEnum):
    """How far a form has come."""

    MISSING = "missing"
    ONE = "one"
    """One person typed it."""
    AGREED = "agreed"
    """A second person stands behind it."""
    DIFFERS = "differs"
    """Two people typed it otherwise, and nobody has confirmed either."""


@dataclass(frozen=True, slots=True)
class Version:
    """One typing of a form. `by` is the random id of a person, as in the log."""

    form: Form
    by: str
    source: Source
    at: datetime
    fact: str = ""
    """The fact that says it; empty where its cells cannot be said as one."""
    photos: tuple[str, ...] = ()
    reason: str = ""
    confirmed_by: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        return digest_of(self.form)


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of one form: its state, the version that counts, and who else typed."""

    state: State
    current: Version | None = None
    others: tuple[Version, ...] = ()
    """Newest versions of other people that say otherwise."""


def digest_of(form: Form) -> str:
    """Return the hash of everything a form says, so that a confirmation is of just this."""
    said = {
        "place": form.place,
        "sku": form.sku,
        "figures": {name: n for name, n in form.figures.items() if n is not None},
        "votes": {name: n for name, n in form.votes.items() if n is not None},
    }
    return sha256(canonical.encode(said)).hexdigest()


def has_votes(form: Form) -> bool:
    """Tell whether a form says any vote: what a phone told of papers alone is no result yet."""
    return any(each is not None for each in form.votes.values())


def agree(one: Form, other: Form) -> bool:
    """Tell whether two typings say the same wherever both say something, votes among it.

    A blank says nothing: the sheet of a phone has fewer cells than the sheet of a desk.

    >>> phone = Form("t", "KWK-BUP/99.01", {"valid": 3}, {"1": 1, "2": 2})
    >>> agree(phone, Form("t", "KWK-BUP/99.01", {"valid": 3, "used": 4}, {"1": 1, "2": 2}))
    True
    >>> agree(phone, Form("t", "KWK-BUP/99.01", {"valid": 3}, {"1": 2, "2": 1}))
    False
    """
    shared = _shared(one.votes, other.votes)
    same_votes = bool(shared) and all(one.votes[name] == other.votes[name] for name in shared)
    figures = _shared(one.figures, other.figures)
    return same_votes and all(one.figures[name] == other.figures[name] for name in figures)


def _shared(one: Mapping[str, int | None], other: Mapping[str, int | None]) -> list[str]:
    return [name for name, n in one.items() if n is not None and other.get(name) is not None]


def standing_of(versions: Sequence[Version]) -> Standing:
    """Return how a form stands; `versions` in the order in which they were told.

    The newest version with votes counts. Of several people who agree, the fullest typing is
    shown, so that a phone's few numbers never hide what the desk typed of the same sheet.
    """
    told = [each for each in versions if has_votes(each.form)]
    if not told:
        return Standing(State.MISSING, versions[-1] if versions else None)
    newest = told[-1]
    last_of = {each.by: each for each in told}
    others = [each for by, each in last_of.items() if by != newest.by]
    same = [each for each in others if agree(newest.form, each.form)]
    unlike = tuple(each for each in others if not agree(newest.form, each.form))
    told_so = (newest, *same)
    if any(set(each.confirmed_by) - {each.by} for each in told_so):
        state = State.AGREED
    elif unlike:
        state = State.DIFFERS
    else:
        state = State.AGREED if same else State.ONE
    current = max(told_so, key=lambda each: (_filled(each.form), each is newest))
    return Standing(state, current, unlike)


def _filled(form: Form) -> int:
    return sum(each is not None for each in (*form.figures.values(), *form.votes.values()))


def forms_of(standings: Iterable[Standing], *, confirmed_only: bool) -> list[Form]:
    """Return the forms that count, of all or of those that two people stand behind."""
    wanted = {State.AGREED} if confirmed_only else set(State) - {State.MISSING}
    return [each.current.form for each in standings if each.current and each.state in wanted]
