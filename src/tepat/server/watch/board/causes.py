"""Why an aim of one TPS is *tidak*: each cause as a sentence, with the very fact that says it.

From a number of the board to its fact are three presses: the number, the TPS, the cause. A
cause without a fact is an absence (nobody received it in time); its packages are named.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from tepat.core.election.roles import Role
from tepat.core.move import events, judging
from tepat.core.move.custody import Flag
from tepat.core.move.inspections import UNFIT, Look
from tepat.core.move.nearness import place_of
from tepat.core.watch.indicators import Said, Tepat, Word
from tepat.server.desk.words import moment
from tepat.server.election.models import Scope
from tepat.server.keeping import opening
from tepat.server.log import queries as log
from tepat.server.log.models import Fact
from tepat.server.move.models import PackageCustody
from tepat.server.move.packages import queries as packages
from tepat.server.move.packages.words import place_words
from tepat.server.move.packing.words import Names
from tepat.server.watch.board.queries import Board

RECEIVER, PLACE, GIVEN, RECEIVED = 1, 2, 4, 5
"""Where an edge of a published line names who received, where, and both facts."""


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason: its sentence, the fact that says it, and the packages it speaks of."""

    text: str
    fact: str
    packages: tuple[str, ...]
    number: int = 0
    """Of the fact in the log."""
    href: str = ""


Reason = tuple[str, str]
"""A sentence and the name of its fact, "" where none says it."""


@dataclass(frozen=True)
class _About:
    """What is read once for the packages of one TPS."""

    scope: Scope
    board: Board
    looks: dict[str, Look]
    names: Names
    follows: bool
    custody: dict[str, PackageCustody]
    lines: dict[str, dict[str, Any]] = field(default_factory=dict)

    def edges(self, code: str) -> list[list[str]]:
        """Handovers of a package, then halves of one."""
        line = self.lines.get(code, {})
        return [*line.get("handovers", ()), *line.get("open", ()), *line.get("claims", ())]

    def last(self, code: str) -> list[str]:
        """The handover that brought a package where it is, else the one named last."""
        edges, row = self.edges(code), self.custody.get(code)
        here = [edge for edge in edges if row and edge[PLACE] == row.place]
        return (here or edges or [[]])[-1]

    def taken(self, code: str) -> str:
        """The fact by which a KPPS took a package, also where the giver's letter was over."""
        edges = [each for each in self.edges(code) if each[RECEIVER].startswith(f"{Role.KPPS}@")]
        return _fact_of(edges[-1]) if edges else _fact_of(self.last(code))


def causes_of(
    scope: Scope,
    board: Board,
    said: Iterable[Said],
    looks: dict[str, Look],
    names: Names,
    *,
    follows: bool,
) -> dict[Tepat, list[Cause]]:
    """Return the causes of each aim that is *tidak*; `looks` are the inspections that decide.

    Two queries, one for each package with other contents, and some ten for each with a broken
    seal or damage. Hours and places of a load are said only to who `follows` loads.
    """
    wrong = [each for each in said if each.word is Word.TIDAK]
    codes = {code for each in wrong for code in each.because}
    held = PackageCustody.objects.filter(scope=scope, package__in=codes)
    custody = {row.package: row for row in held}
    lines = {code: json.loads(row.line) for code, row in custody.items()}
    about = _About(scope, board, looks, names, follows, custody, lines)
    found: dict[Tepat, list[Cause]] = {}
    for each in wrong:
        groups: dict[Reason, list[str]] = {}
        for code in each.because:
            for reason in _REASONS[each.aim](about, code):
                groups.setdefault(reason, []).append(code)
        found[each.aim] = [Cause(text, fact, tuple(some)) for (text, fact), some in groups.items()]
    return _numbered(scope, found, follows)


def _numbered(
    scope: Scope, found: dict[Tepat, list[Cause]], follows: bool
) -> dict[Tepat, list[Cause]]:
    """Give each cause the number of its fact, and its page to who may open it: one query."""
    names = {each.fact for causes in found.values() for each in causes if each.fact}
    rows = Fact.objects.filter(
        election=scope.election, kabupaten=scope.kabupaten, pk__in=names
    ).only("pk", "number", "kind", "audience", "body")
    known = {row.pk: row for row in rows}
    here = (scope.election, scope.kabupaten)

    def told(each: Cause) -> Cause:
        if (row := known.get(each.fact)) is None:
            return each
        may_open = follows or opening.needs(row) is None
        href = reverse("log_fact", args=[*here, each.fact]) if may_open else ""
        return replace(each, number=row.number, href=href)

    return {aim: [told(each) for each in causes] for aim, causes in found.items()}


def failed_looks(row: PackageCustody, looks: Mapping[str, Look]) -> list[Look]:
    """Return the inspections that failed of the stores in which a package lies or lay."""
    passed = {row.place, *(edge[PLACE] for edge in json.loads(row.line).get("handovers", ()))}
    known = (looks[each] for each in sorted(passed) if each in looks)
    return [each for each in known if each.outcome == UNFIT]


def _quality(about: _About, code: str) -> Iterator[Reason]:
    row = about.custody.get(code)
    if row is None:
        return
    for look in failed_looks(row, about.looks):
        facts = {
            "place": place_words(about.names, look.place),
            "at": moment(look.at, about.scope.zone),
        }
        said = gettext("Lay in %(place)s, which failed its inspection of %(at)s.") % facts
        yield said, look.name
    for flag, words in _HARMS.items():
        if flag.value in row.flags:
            yield gettext(words), _raised(about.scope, code, flag)


def _raised(scope: Scope, code: str, flag: Flag) -> str:
    """Return the fact since which `flag` stands, in the order of the log."""
    known = packages.known(scope, code)
    raised = ""
    for n in range(1, len(known.entries) + 1):
        so_far = replace(known, entries=known.entries[:n])
        stands = flag in packages.folded(scope, so_far)[0].custody.flags
        raised = (raised or known.entries[n - 1].name) if stands else ""
    return raised


def _kind(about: _About, code: str) -> Iterator[Reason]:
    own = {about.board.standing.packages.code[each] for each in _lacking(about.board)}
    if code in own:
        said = gettext("What was packed lacks a kind that is planned, or has one too many.")
        yield said, _filled(about, code)
        return
    facts = {"place": about.names.place(place_of(code))}
    yield (
        gettext("This KPPS received it, and it is made for %(place)s.") % facts,
        about.taken(code),
    )


def _lacking(board: Board) -> list[int]:
    found: list[int] = board.standing.packages.lacks_kind.nonzero()[0].tolist()
    return found


def _number(about: _About, code: str) -> Iterator[Reason]:
    yield gettext("What was packed is not the number that is needed now."), _filled(about, code)


def _time(about: _About, code: str) -> Iterator[Reason]:
    row = about.custody.get(code)
    if row is None or row.reached_at is None:
        yield gettext("Not received when the deadline passed."), ""
        return
    at = moment(row.reached_at.astimezone(UTC), about.scope.zone)
    late = gettext("Received after the deadline, on %(at)s.") % {"at": at}
    yield late if about.follows else gettext("Received after the deadline."), about.taken(code)


def _target(about: _About, code: str) -> Iterator[Reason]:
    edge = about.last(code)
    if edge and about.follows:
        facts = {"place": place_words(about.names, edge[PLACE])}
        said = gettext("It lies at %(place)s, where nothing sends it.") % facts
    else:
        said = gettext("It lies where nothing sends it.")
    yield said, _fact_of(edge)


def _fact_of(edge: list[str]) -> str:
    """The newer fact of a handover: who received it, else who gave it."""
    return (edge[RECEIVED] or edge[GIVEN]) if edge else ""


def _filled(about: _About, code: str) -> str:
    """The newest fact that filled a package: one query."""
    scope = about.scope
    rows = log.about(scope.election, scope.kabupaten, code)
    filling = [row.name for row in rows if isinstance(judging.parsed(row.body), events.Packed)]
    return filling[-1] if filling else ""


_HARMS: Final = {
    Flag.SEAL_DIFFERS: gettext_noop("The seal that was read is not the one it was closed with."),
    Flag.DAMAGED: gettext_noop("It was said to be damaged or wet."),
}
_REASONS: Final[dict[Tepat, Callable[[_About, str], Iterator[Reason]]]] = {
    Tepat.JENIS: _kind,
    Tepat.JUMLAH: _number,
    Tepat.KUALITAS: _quality,
    Tepat.WAKTU: _time,
    Tepat.SASARAN: _target,
}
