"""What was typed of one form, by whom, and whether two people say the same.

Every typing is a version and none is ever overwritten. A form counts as confirmed when a second
person stands behind its newest version: by confirming it beside the photo, or by having typed
every vote of it the same. Who stands behind it twice is one person.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Final

from tepat.core.count.form import Form
from tepat.core.log import canonical

_SUMS: Final = ("valid", "invalid")


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
    """Versions that say otherwise and that whoever typed them still stands by."""


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


def differ(one: Form, other: Form) -> bool:
    """Tell whether two typings say otherwise in some cell that both have. A blank says nothing."""
    return any(
        mine[name] != theirs[name]
        for mine, theirs in ((one.votes, other.votes), (one.figures, other.figures))
        for name in _shared(mine, theirs)
    )


def seconds(second: Form, first: Form) -> bool:
    """Tell whether `second` says the same, and every vote of `first`: it may stand behind it.

    Figures of papers and voters may be missing: the sheet of a phone has fewer cells than the
    sheet of a desk. One number alone confirms no form.

    >>> desk = Form("t", "KWK-BUP/99.01", {"valid": 3, "used": 4}, {"1": 1, "2": 2})
    >>> seconds(Form("t", "KWK-BUP/99.01", {"valid": 3}, {"1": 1, "2": 2}), desk)
    True
    >>> seconds(Form("t", "KWK-BUP/99.01", {"valid": 3}, {"1": 1}), desk)
    False
    """
    needed = _counted(first)
    return has_votes(first) and needed <= _counted(second) and not differ(first, second)


def _counted(form: Form) -> frozenset[str]:
    """The votes that a form says, by name, with `valid` and `invalid`."""
    sums = {name: form.figures.get(name) for name in _SUMS}
    return frozenset(name for name, n in {**form.votes, **sums}.items() if n is not None)


def _shared(one: Mapping[str, int | None], other: Mapping[str, int | None]) -> list[str]:
    return [name for name, n in one.items() if n is not None and other.get(name) is not None]


def standing_of(versions: Sequence[Version]) -> Standing:
    """Return how a form stands; `versions` in the order in which they were told.

    The newest whole version with votes counts. Of those that say nothing else the fullest is
    shown, so that a few numbers never hide what was typed of the same sheet. It is agreed where a
    second person said every vote of it and nobody said otherwise, or where somebody confirmed it.
    """
    told = [each for each in versions if has_votes(each.form)]
    if not told:
        return Standing(State.MISSING, versions[-1] if versions else None)
    voices = _voices(told)
    said = [_counted(each.form) for each in voices]
    whole = [v for v, mine in zip(voices, said, strict=True) if not any(mine < o for o in said)]
    newest = whole[-1]
    like = [(place, v) for place, v in enumerate(voices) if not differ(v.form, newest.form)]
    _, current = max(like, key=lambda at: (len(said[at[0]]), _filled(at[1].form), at[0]))
    unlike = tuple(each for each in voices if differ(each.form, current.form))
    same = [each for each in voices if seconds(each.form, current.form)]
    if any(set(each.confirmed_by) - {each.by} for each in same):
        state = State.AGREED
    elif unlike:
        state = State.DIFFERS
    else:
        state = State.AGREED if len({each.by for each in same}) > 1 else State.ONE
    return Standing(state, current, unlike)


def _voices(told: Sequence[Version]) -> list[Version]:
    """Return what everybody stands by, in order: the newest of each person.

    An earlier one stays beside it while the newer leaves out a vote that others tell too: a few
    cells typed later take back no disagreement.
    """
    found = []
    for place, each in enumerate(told):
        others: set[str] = set()
        others = others.union(*(_counted(v.form) for v in told if v.by != each.by))
        needed = _counted(each.form) & others
        later = (v for v in told[place + 1 :] if v.by == each.by)
        if not any(needed <= _counted(v.form) for v in later):
            found.append(each)
    return found


def _filled(form: Form) -> int:
    return sum(each is not None for each in (*form.figures.values(), *form.votes.values()))


def forms_of(standings: Iterable[Standing], *, confirmed_only: bool) -> list[Form]:
    """Return the forms that count, of all or of those that two people stand behind."""
    wanted = {State.AGREED} if confirmed_only else set(State) - {State.MISSING}
    return [each.current.form for each in standings if each.current and each.state in wanted]
