"""Rows of a table of papers as the page shows them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from tepat.core.election.ids import Form, read_package, readable
from tepat.core.move import events
from tepat.core.move.custody import Flag
from tepat.core.move.seals import readable_seal
from tepat.core.problems import Code, Problem
from tepat.core.watch.paper.reading import CONDITIONS, Desk, Typed, read_row
from tepat.core.watch.paper.rows import Expected, Says
from tepat.server import clock
from tepat.server.election.elections import election_of
from tepat.server.move.packages.words import FLAGS, party_words
from tepat.server.move.packing.words import Names
from tepat.server.plan.models import Package
from tepat.server.problems import say
from tepat.server.watch.models import PaperRow
from tepat.server.watch.paper import queries, reporting, words
from tepat.server.watch.paper.services import Table, typed_of

DETAIL = frozenset({Code.PAPER_MISSING, Code.PAPER_SEAL_WHICH, Code.PAPER_SEAL_NUMBER})
"""Problems that are mended box by box, below the row."""
SEEN = (
    Flag.DISPUTED,
    Flag.SEAL_DIFFERS,
    Flag.DAMAGED,
    Flag.WRONG_DESTINATION,
    Flag.CHAIN_BROKEN,
)
"""Flags of packages that a row names beside what the log says of it."""
MOST_DETAIL = 400
"""Boxes of a row that are shown one by one."""


@dataclass
class Shown:
    """One page of a table. `mending` is the key of the recorded row that is opened again."""

    table: Table
    there: queries.Typed
    day: date
    may_enter: bool
    mending: str = ""

    @cached_property
    def names(self) -> Names:
        return Names(election_of(self.table.scope), self._areas)

    def rows(self, expected: Iterable[Expected]) -> list[dict[str, Any]]:
        """Return what the page says of each row: three queries, however many rows."""
        found = list(expected)
        self._areas = [self.table.kecamatan, *(each.area for each in found)]
        zone = ZoneInfo(self.table.scope.zone)
        self._desk = Desk(self.day, zone, clock.now(), self.there.by_number)
        recorded = [self.there.rows[each.key] for each in found if each.key in self.there.rows]
        firsts = [row.facts[0] for row in recorded if row.facts]
        self._facts = dict(reporting.stored(firsts))
        self._numbers = {sha: number for number, sha in self.there.by_number.items()}
        rows = [self._row(place, each) for place, each in enumerate(found)]
        for row, each in zip(rows, found, strict=True):
            row["boxes"] = self.boxes(each, row["typed"]) if row["in_parts"] else []
        return rows

    def _row(self, place: int, row: Expected) -> dict[str, Any]:
        recorded = self.there.rows.get(row.key)
        if recorded is not None and not recorded.facts:
            recorded = None
        draft = self.there.drafts.get(row.key)
        is_mending = self.may_enter and row.key == self.mending
        is_done = recorded is not None or row.says in (Says.PAPER, Says.TWO_SIGNATURES)
        is_open = self.may_enter and (is_mending or draft is not None or not is_done)
        cells = Typed()
        if draft is not None:
            cells = typed_of(draft.cells)
        elif is_mending and recorded:
            cells = typed_of(recorded.cells, recorded.receiver)
        mends = draft.mends if draft else ""
        if is_mending and recorded:
            mends = recorded.facts[0]
        problems: list[Problem] = []
        if draft is not None and draft.was_sent:
            problems = self._problems(row, cells, recorded, mends)
        is_detailed = bool(cells.missing or cells.other_seals)
        is_detailed = is_detailed or any(each.code in DETAIL for each in problems)
        sides = row.sides
        return {
            "id": f"b{place + 1}",
            "key": row.key,
            "name": party_words(self.names, sides.receiver if not row.way.is_back else sides.giver),
            "shipment": row.shipment,
            "giver": party_words(self.names, sides.giver),
            "plan": len(row.packages),
            "made_of": _made_of(row),
            "state": words.SAYS[row.says][0],
            "words": gettext(words.SAYS[row.says][1]),
            "here": len(row.received),
            "flags": _flags(row),
            "is_open": is_open,
            "is_mending": is_mending and recorded is not None,
            "typed": cells,
            "mends": mends,
            "problems": [say(each) for each in problems],
            "in_parts": is_detailed,
            "recorded": self._recorded(row, recorded) if recorded else None,
        }

    def _problems(
        self, row: Expected, cells: Typed, recorded: PaperRow | None, mends: str
    ) -> list[Problem]:
        _, problems = read_row(row, cells, self._desk)
        if not problems and recorded and recorded.facts[0] != mends:
            when = recorded.at.astimezone(self._desk.zone)
            who = self.there.who.get(recorded.by, "?")
            problems = [Problem(Code.PAPER_CHANGED, {"who": who, "when": f"{when:%d/%m %H.%M}"})]
        return problems

    def _recorded(self, row: Expected, recorded: PaperRow) -> dict[str, Any]:
        """Return what was recorded, as the log has it."""
        fact = self._facts.get(recorded.facts[0])
        cells = typed_of(recorded.cells)
        checks = fact.checks if fact else ()
        other = [
            ", ".join(map(readable_seal, each.seals))
            for each in checks
            if each.seals != row.seals.get(each.package, each.seals)
        ]
        photo = fact.photos[0] if fact and fact.photos else ""
        return {
            "boxes": cells.boxes,
            "seals": "; ".join(other) or gettext("as listed"),
            "differs": bool(other),
            "condition": _condition(fact),
            "at": fact.at if fact else None,
            "number": fact.paper if fact else cells.number,
            "photo": photo,
            "photo_number": self._numbers.get(photo, ""),
            "receiver": recorded.receiver if self.may_enter else "",
            "fact": recorded.facts[0],
            "who": self.there.who.get(recorded.by, "?"),
            "when": recorded.at,
        }

    def boxes(self, row: Expected, cells: Typed) -> list[dict[str, Any]]:
        """Name the boxes of one row, to say which is missing or has another seal."""
        return [
            {
                "code": code,
                "readable": readable(code),
                "name": self.names.package(self._packages[code]),
                "is_missing": code in cells.missing,
                "seal": cells.other_seals.get(code, ""),
                "listed": ", ".join(map(readable_seal, row.seals.get(code, ()))),
            }
            for code in row.packages[:MOST_DETAIL]
            if code in self._packages
        ]

    @cached_property
    def _packages(self) -> dict[str, Package]:
        """Every package of the kecamatan, read only where boxes are shown one by one."""
        here = Package.objects.filter(scope=self.table.scope, kecamatan=self.table.kecamatan)
        return {each.code: each for each in here.defer("contents")}


def counts(expected: Iterable[Expected]) -> dict[str, int]:
    """Count the rows of a table by what the log says."""
    found = Counter(each.says for each in expected)
    sure = found[Says.TWO_SIGNATURES] + found[Says.PAPER]
    return {
        "total": sum(found.values()),
        "sure": sure,
        "two": found[Says.TWO_SIGNATURES],
        "paper": found[Says.PAPER],
        "half": found[Says.GIVEN],
        "partly": found[Says.PARTLY],
        "disputed": found[Says.DISPUTED],
        "nothing": found[Says.NOTHING],
    }


def conditions() -> list[tuple[str, str]]:
    """Return what may be said of boxes that are not whole."""
    return [(each, gettext(words.CONDITIONS[each])) for each in CONDITIONS]


def _condition(fact: events.Received | None) -> str:
    said = fact.condition if fact else ""
    return gettext(words.CONDITIONS.get(said, said)) if said else gettext("whole")


def _made_of(row: Expected) -> str:
    """Say how many boxes and bags a row has, where there are bags: papers count both."""
    read = [read_package(each) for each in row.packages]
    bags = sum(code is not None and code.form is Form.BAG for code in read)
    if not bags:
        return ""
    said = {"boxes": len(read) - bags, "bags": bags}
    return gettext("%(boxes)s boxes, %(bags)s bags") % said


def _flags(row: Expected) -> list[tuple[str, str]]:
    here = {flag for each in row.known.values() for flag in each.flags}
    return [(FLAGS[flag][0], gettext(FLAGS[flag][1])) for flag in SEEN if flag.value in here]
