"""One box on the packing table: what is still missing, and when it may be closed.

Input: the lines and envelopes that are planned, and what a person scanned and typed.
Output: the next thing to do, or every reason why the box stays open. A number that
differs from the list is typed twice, so that a slip of the finger is not a shortage.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from tepat.core.move.events import Counted
from tepat.core.plan.packing import Content
from tepat.core.problems import Code, Problem


@dataclass(frozen=True, slots=True)
class Typed:
    """A number that was typed; `sure` once it fits the list or was typed twice."""

    count: int
    sure: bool


@dataclass(frozen=True, slots=True)
class Bench:
    """The open box. `lines` are what must lie inside, those of its envelopes included."""

    package: str
    lines: tuple[Content, ...]
    envelopes: tuple[str, ...] = ()
    ticked: frozenset[str] = frozenset()
    typed: Mapping[str, Typed] = field(default_factory=dict)
    chosen: str = ""
    """Key of the line that a person chose to count again."""

    @property
    def current(self) -> Content | None:
        """The line whose number is expected now: the chosen one, else the first open one.

        Lines without a set quantity come only when chosen: nobody has said how many.
        """
        for line in self.lines:
            if key_of(line) == self.chosen:
                return line
        return next(
            (each for each in self.lines if each.quantity is not None and not self.fits(each)),
            None,
        )

    def fits(self, line: Content) -> bool:
        """Tell whether `line` was counted and is what the list says, or has no set quantity."""
        typed = self.typed.get(key_of(line))
        return typed is not None and line.quantity in (None, typed.count)

    @property
    def missing_envelopes(self) -> tuple[str, ...]:
        return tuple(each for each in self.envelopes if each not in self.ticked)

    @property
    def counted(self) -> tuple[Counted, ...]:
        """What was counted into the box, as its fact will say."""
        return tuple(
            Counted(line.item, self.typed[key_of(line)].count, line.sku)
            for line in self.lines
            if key_of(line) in self.typed
        )


def key_of(line: Content) -> str:
    """Return the name of a line within its box: item and ballot paper."""
    return f"{line.item}|{line.sku}"


def tick(bench: Bench, envelope: str) -> Bench:
    """Return `bench` with one of its envelopes scanned."""
    return replace(bench, ticked=bench.ticked | {envelope})


def count(bench: Bench, number: int) -> tuple[Bench, Problem | None]:
    """Return `bench` with `number` typed for its current line, and what is wrong with it.

    >>> bench = Bench("BOX", (Content("tinta", 2),))
    >>> bench, problem = count(bench, 1)
    >>> problem.code.value
    'count_again'
    >>> bench, problem = count(bench, 1)
    >>> problem.code.value, bench.typed["tinta|"].sure
    ('count_differs', True)
    """
    line = bench.current
    if line is None:
        return bench, None
    key = key_of(line)
    before = bench.typed.get(key)
    fits = line.quantity in (None, number)
    sure = fits or (before is not None and before.count == number)
    done = replace(bench, typed={**bench.typed, key: Typed(number, sure)})
    if fits:
        return replace(done, chosen=""), None
    return done, _difference(line, number, sure)


def why_open(bench: Bench) -> list[Problem]:
    """Return every reason why the box cannot be closed yet; empty when it can."""
    found = [Problem(Code.ENVELOPE_MISSING, {"envelope": each}) for each in bench.missing_envelopes]
    for line in bench.lines:
        typed = bench.typed.get(key_of(line))
        if line.quantity is None:
            continue
        if typed is None:
            if line.quantity:
                found.append(Problem(Code.COUNT_MISSING, {"item": line.item}))
        elif typed.count != line.quantity:
            found.append(_difference(line, typed.count, sure=True))
    return found


def inside(contents: Iterable[Content], closing: frozenset[str]) -> tuple[Content, ...]:
    """Return the lines that lie inside a box: without what is fixed on it when it closes."""
    return tuple(line for line in contents if line.item not in closing)


def seals_needed(contents: Iterable[Content]) -> int:
    """Return how many numbered seals close a box: as its list says, at least one.

    Paper seals are items whose code begins with `segel`.
    """
    said = [line.quantity for line in contents if line.item.startswith("segel")]
    return max(1, sum(quantity or 0 for quantity in said))


def _difference(line: Content, number: int, sure: bool) -> Problem:
    expected = line.quantity or 0
    return Problem(
        Code.COUNT_DIFFERS if sure else Code.COUNT_AGAIN,
        {
            "item": line.item,
            "expected": expected,
            "got": number,
            "difference": number - expected,
        },
    )
