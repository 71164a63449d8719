"""Unofficial results as NIST SP 1500-100 version 2 (election results reporting, JSON).

Each kind of election has ballot papers of its own, so each is an `Election` with one contest:
only then do the counts of ballots belong to it. Every report says that it is unofficial. The
same values are the same bytes. Pure, for who checks a bundle makes the report again.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from tepat.core.count.form import Form
from tepat.core.count.lists import in_order, is_row, words_for
from tepat.core.election.catalogue import Words

UNOFFICIAL: Final = (
    "Bukan hasil resmi. Unofficial: only the count of those who hold the election is official."
)
_TYPES: Final[Mapping[int, tuple[str, str]]] = {
    2: ("county", ""),
    3: ("other", "kecamatan"),
    4: ("village", ""),
    5: ("precinct", ""),
}
"""Level of a region (2 kabupaten ... 5 TPS): type of NIST, and the other type."""


@dataclass(frozen=True, slots=True)
class Area:
    """A region or TPS; `level` is 2 for kabupaten, 3 kecamatan, 4 desa, 5 TPS."""

    code: str
    name: str
    level: int
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Contest:
    """One kind of election. `choices`: number on the paper and name, "" where it is not known.

    `names` are those that an office typed, also of candidates below a party; they add no number.
    """

    sku: str
    name: str
    area: str
    choices: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def name_of(self, number: str, other: str) -> str:
        """Return what stands beside a number on the paper, `other` where nobody typed it."""
        return self.names.get(number) or self.choices.get(number) or other


@dataclass(frozen=True, slots=True)
class About:
    """What a report is about. `generated` has a zone; of a log: when its last fact came."""

    election: str
    name: str
    voting: date
    scope: str
    issuer: str
    generated: datetime
    program: str
    is_test: bool = False


def report(
    about: About, areas: Iterable[Area], contests: Iterable[Contest], forms: Iterable[Form]
) -> dict[str, Any]:
    """Return the report as a value for JSON. Forms of other SKU or places are left out."""
    places = sorted(areas, key=lambda each: each.code)
    by_sku: dict[str, list[Form]] = {}
    known = {each.code for each in places if each.level == 5}
    for each in sorted(forms, key=lambda form: form.place):
        if each.place in known:
            by_sku.setdefault(each.sku, []).append(each)
    kinds = sorted(contests, key=lambda each: each.sku)
    is_whole = all(len(by_sku.get(each.sku, ())) == len(known) for each in kinds)
    return {
        "@type": "ElectionResults.ElectionReport",
        "Format": "precinct-level",
        "GeneratedDate": about.generated.isoformat(timespec="seconds"),
        "Issuer": about.issuer,
        "IssuerAbbreviation": about.scope,
        "IsTest": about.is_test,
        "Notes": UNOFFICIAL,
        "SequenceStart": 1,
        "SequenceEnd": 1,
        "Status": "unofficial-complete" if kinds and is_whole else "unofficial-partial",
        "VendorApplicationId": about.program,
        "GpUnit": [_unit(each, places, by_sku) for each in places],
        "Election": [
            _election(about, each, by_sku.get(each.sku, []), len(known)) for each in kinds
        ],
    }


def written(document: Mapping[str, Any]) -> bytes:
    """Return the bytes of a report: the same values are the same bytes."""
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _unit(
    area: Area, places: Sequence[Area], by_sku: Mapping[str, Sequence[Form]]
) -> dict[str, Any]:
    kind, other = _TYPES[area.level]
    unit: dict[str, Any] = {
        "@id": _gp(area.code),
        "@type": "ElectionResults.ReportingUnit",
        "Type": kind,
        "Name": _text(area.name),
        "ExternalIdentifier": [
            {
                "@type": "ElectionResults.ExternalIdentifier",
                "Type": "national-level",
                "Value": area.code,
            }
        ],
    }
    if other:
        unit["OtherType"] = other
    if below := [_gp(each.code) for each in places if each.parent == area.code]:
        unit["ComposingGpUnitIds"] = below
    return unit


def _election(about: About, contest: Contest, forms: Sequence[Form], tps: int) -> dict[str, Any]:
    told = {*contest.choices, *(number for form in forms for number in form.votes)}
    numbers = sorted(each for each in told if not is_row(each))
    rows = sorted((each for each in told if is_row(each)), key=in_order)
    own = f"{about.election}-{contest.sku}"
    return {
        "@type": "ElectionResults.Election",
        "Name": _text(f"{about.name}: {contest.name}"),
        "Type": "general",
        "StartDate": about.voting.isoformat(),
        "EndDate": about.voting.isoformat(),
        "ElectionScopeId": _gp(about.scope),
        "Candidate": [
            {
                "@id": f"cand-{own}-{number}",
                "@type": "ElectionResults.Candidate",
                "BallotName": _text(contest.name_of(number, number)),
            }
            for number in numbers
        ]
        + [
            {
                "@id": f"cand-{own}-{row}",
                "@type": "ElectionResults.Candidate",
                "BallotName": _text(contest.name_of(row, (words_for(row) or Words(row, row)).id)),
            }
            for row in rows
        ],
        "BallotCounts": [count for form in forms for count in _ballots(form)],
        "Contest": [
            _contest(about, contest, each, name, forms, tps)
            for each, name in ((numbers, ""), (rows, "-calon"))
            if each or not name
        ],
    }


def _contest(
    about: About,
    contest: Contest,
    numbers: Sequence[str],
    suffix: str,
    forms: Sequence[Form],
    tps: int,
) -> dict[str, Any]:
    """The numbers on a paper, or, with a suffix, the lists of names below them.

    Two contests, so that no total is counted beside the rows that it holds.
    """
    own = f"{about.election}-{contest.sku}"
    return {
        "@id": f"contest-{own}{suffix}",
        "@type": "ElectionResults.CandidateContest",
        "Name": contest.name + (": suara partai dan calon" if suffix else ""),
        "ElectionDistrictId": _gp(contest.area),
        "VotesAllowed": 1,
        "SubUnitsReported": len(forms),
        "TotalSubUnits": tps,
        "ContestSelection": [
            _selection(own, number, place, forms, about.scope)
            for place, number in enumerate(numbers, 1)
        ],
    }


def _selection(
    own: str, number: str, place: int, forms: Sequence[Form], scope: str
) -> dict[str, Any]:
    counts: Counter[str] = Counter()
    for form in forms:
        if (votes := form.votes.get(number)) is not None:
            counts[form.place] = votes
    rows = [*sorted(counts.items()), (scope, sum(counts.values()))]
    return {
        "@id": f"sel-{own}-{number}",
        "@type": "ElectionResults.CandidateSelection",
        "CandidateIds": [f"cand-{own}-{number}"],
        "SequenceOrder": place,
        "VoteCounts": [
            {
                "@type": "ElectionResults.VoteCounts",
                "GpUnitId": _gp(code),
                "Type": "total",
                "Count": votes,
            }
            for code, votes in rows
        ],
    }


def _ballots(form: Form) -> list[dict[str, Any]]:
    used, invalid = form.figures.get("used"), form.figures.get("invalid")
    if used is None and invalid is None:
        return []
    count: dict[str, Any] = {
        "@type": "ElectionResults.BallotCounts",
        "GpUnitId": _gp(form.place),
        "Type": "total",
    }
    if used is not None:
        count["BallotsCast"] = used
    if invalid is not None:
        count["BallotsRejected"] = invalid
    return [count]


def _gp(code: str) -> str:
    return f"gp-{code}"


def _text(words: str) -> dict[str, Any]:
    return {
        "@type": "ElectionResults.InternationalizedText",
        "Text": [{"@type": "ElectionResults.LanguageString", "Language": "id", "Content": words}],
    }
