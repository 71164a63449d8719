"""A list of another kabupaten that carries no codes: said once, not desa by desa.

Where hardly a kecamatan of the file is one of ours, its rows do not wait for a person to
choose a desa: no choice would be right.
"""

from collections.abc import Sequence
from typing import Final

from tepat.core.election.tps_list.expected import Expected
from tepat.core.election.tps_list.names import folded
from tepat.core.election.tps_list.rows import TpsRow
from tepat.core.problems import Code, Problem

KNOWN_TENTHS: Final = 1
"""With more than this many tenths of the names known, the file is ours with some faults."""
NAMED: Final = 4
"""Names told as examples."""


def find(
    rows: Sequence[TpsRow], waiting: Sequence[TpsRow], expected: Expected
) -> tuple[list[TpsRow], Problem, int] | None:
    """Return the rows still to be chosen, what is wrong, and how many rows that keeps out.

    None where the file has kecamatan of this kabupaten, or names none. A name spelt
    nearly like one of ours, with a desa of its own below it, counts as ours.
    """
    written: dict[str, str] = {}
    for row in [*rows, *waiting]:
        written.setdefault(folded(row.kecamatan_text), row.kecamatan_text)
    written.pop("", None)
    ours = {folded(row.kecamatan_text) for row in rows}
    unknown = {key: text for key, text in written.items() if key not in ours}
    unknown = {key: text for key, text in unknown.items() if not expected.places.kecamatan_of(text)}
    owner = expected.owner_of(list(unknown.values())) if unknown else ""
    near = set() if owner else {folded(r.kecamatan_text) for r in waiting if _is_near(r, expected)}
    strange = {key: text for key, text in unknown.items() if key not in near}
    known = len(written) - len(strange)
    if not strange or known * 10 > len(written) * KNOWN_TENTHS or (len(written) < 2 and not owner):
        return None
    out = [row for row in waiting if folded(row.kecamatan_text) in strange]
    if not out:
        return None
    named = list(strange.values())
    more = ", ..." if len(named) > NAMED else ""
    facts: dict[str, str | int] = {
        "sheet": out[0].sheet,
        "row": out[0].row,
        "rows": len(out),
        "value": ", ".join(named[:NAMED]) + more,
        "kabupaten": expected.kabupaten,
    }
    code = Code.KECAMATAN_ELSEWHERE if owner else Code.KECAMATAN_NONE
    problem = Problem(code, facts | {"owner": owner} if owner else facts)
    left = [row for row in waiting if folded(row.kecamatan_text) not in strange]
    return left, problem, len(out)


def _is_near(row: TpsRow, expected: Expected) -> bool:
    places = expected.places
    return bool(places.suggest(row.kecamatan_text, row.desa_text, expected.closest))
