"""What the table and the NIST file of a bundle must say, made again from the forms that are proved.

What cannot be made again the verifier says each time (`sentences/bundles.py`); the rest of both
files is compared value by value. Twin of `field/src/verify/results_nist.ts`.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final, NoReturn

from tepat.core.count import nist
from tepat.core.count.checks import CODES, findings
from tepat.core.count.form import Form
from tepat.core.count.lists import parts_of
from tepat.core.count.versions import Source

ELSEWHERE: Final = frozenset({"A9", "A10", "A12", "A13"})
"""Checks that compare with what stands on no form: papers delivered, lists, other forms."""
MOST_TOLD: Final = 20
"""Differences of one file that are told."""
_TEXTS: Final = frozenset(
    {"GeneratedDate", "Issuer", "VendorApplicationId", "StartDate", "EndDate", "Content", "Name"}
)
_TEST: Final = "IsTest"
_CUT: Final = 60

Difference = tuple[str, str, str]
"""Where, what the file says, and what it should."""


def checks_amiss(said: str, form: Form) -> str | None:
    """Return what *Tidak cocok* of a form should be; None where `said` is right.

    Checks that need more than the form are taken as they are said.

    >>> form = Form("t", "KWK", {"valid": 3, "invalid": 1, "total": 5})
    >>> checks_amiss("A6 A9", form), checks_amiss("A9", form), checks_amiss("A9 A6", form)
    (None, 'A6 A9', 'A6 A9')
    """
    told = set(said.split(" ")) & ELSEWHERE
    held = {each.code for each in findings(form)} - ELSEWHERE
    should = " ".join(code for code in CODES if code in told | held)
    return None if should == said else should


def source_amiss(said: str, *, is_desk: bool) -> str | None:
    """Return what *Asal* of a form should be; None where `said` may be right.

    >>> source_amiss("sheet", is_desk=True), source_amiss("desk", is_desk=False)
    (None, 'phone')
    """
    may = (Source.DESK, Source.SHEET) if is_desk else (Source.PHONE,)
    return None if said in may else may[0].value


def report_amiss(
    data: bytes, election: str, kabupaten: str, forms: Iterable[Form]
) -> Iterator[Difference]:
    """Yield what differs in a NIST report of these forms. Raises `ValueError` for no report.

    A report that has a value twice, a number that is not whole, or other bytes than its
    values make, is none.
    """
    try:
        given = json.loads(data, parse_float=_refused, parse_constant=_refused)
        if nist.written(given) != data:
            raise ValueError("other bytes than its values make")
        made = _again(given, election, kabupaten, list(forms))
    except (KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise ValueError("no report of results") from error
    yield from _differences("", _masked(given), _masked(made))


def _refused(value: str) -> NoReturn:
    raise ValueError(value)


def _again(given: Any, election: str, kabupaten: str, forms: Sequence[Form]) -> dict[str, Any]:
    """Return the report of `forms`, with the areas, papers and numbers that `given` names."""
    codes = {_after("gp-", each["@id"]) for each in given["GpUnit"]}
    codes |= {kabupaten, *(form.place for form in forms)}
    areas = [area for code in sorted(codes) if (area := _area(code, kabupaten))]
    papers: dict[str, dict[str, str]] = {form.sku: {} for form in forms}
    for each in given["Election"]:
        sku = _after(f"contest-{election}-", each["Contest"][0]["@id"])
        numbers = [_after(f"cand-{election}-{sku}-", one["@id"]) for one in each["Candidate"]]
        papers.setdefault(sku, {}).update({n: "" for n in numbers if parts_of(n)})
    contests = [nist.Contest(sku, "", kabupaten, papers[sku]) for sku in papers]
    day = date(2000, 1, 1)
    moment = datetime(2000, 1, 1, tzinfo=UTC)
    about = nist.About(election, "", day, kabupaten, "", moment, "")
    return nist.report(about, areas, contests, forms)


def _after(first: str, text: str) -> str:
    return text.removeprefix(first)


def _area(code: str, kabupaten: str) -> nist.Area | None:
    if code == kabupaten:
        return nist.Area(code, "", 2)
    if "-" in code:
        return nist.Area(code, "", 5, code.partition("-")[0])
    level = {8: 3, 13: 4}.get(len(code))
    return nist.Area(code, "", level, code.rpartition(".")[0]) if level else None


def _masked(value: Any, key: str = "") -> Any:
    """The same value without what cannot be made again."""
    if isinstance(value, dict):
        return {name: _masked(each, name) for name, each in value.items()}
    if isinstance(value, list):
        return [_masked(each) for each in value]
    if key in _TEXTS and isinstance(value, str):
        return ""
    return False if key == _TEST and isinstance(value, bool) else value


def _differences(where: str, given: Any, made: Any) -> Iterator[Difference]:
    if type(given) is not type(made):
        yield where, _said(given), _said(made)
    elif isinstance(given, Mapping):
        for name in sorted(given.keys() | made.keys()):
            yield from _differences(_below(where, name), given.get(name, ...), made.get(name, ...))
    elif isinstance(given, list):
        if len(given) != len(made):
            yield where, _said(given), _said(made)
        for place, (one, other) in enumerate(zip(given, made, strict=False)):
            yield from _differences(_named(where, place, other), one, other)
    elif given != made:
        yield where, _said(given), _said(made)


def _below(where: str, name: str) -> str:
    return f"{where}/{name}" if where else name


def _named(where: str, place: int, made: Any) -> str:
    """Where one of a list stands: by its own name, or by its TPS, else by its place."""
    if isinstance(made, Mapping) and "@id" in made:
        return str(made["@id"])
    at = made.get("GpUnitId", place) if isinstance(made, Mapping) else place
    return _below(where, str(at))


def _said(value: Any) -> str:
    if value is None or value is ...:
        return "kosong"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | dict):
        return f"{len(value)} butir"
    return str(value)[:_CUT]
