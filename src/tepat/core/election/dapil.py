"""Which dapil an area belongs to, read from a table with the columns kind, area, dapil.

Kinds that differ by dapil (DPR, DPRD) have one ballot paper per dapil; until the dapil
of a place is known, its ballot paper is unset. An area is a kabupaten, kecamatan or desa.
"""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from tepat.core.election.catalogue import DiffersBy, Election
from tepat.core.election.regions import is_in, normal_code
from tepat.core.problems import Code, Fact, Problem

COLUMNS: Final = ("kind", "area", "dapil")


class DapilRow(NamedTuple):
    """One area and its dapil, for one kind of ballot."""

    kind: str
    area: str
    dapil: str


def read_dapil(
    rows: Iterable[Mapping[str, str]], election: Election, kabupaten: str
) -> tuple[list[DapilRow], list[Problem]]:
    """Return every row that could be read, and every reason one could not.

    `rows` map column to text; the first is row 2 of the file, below the header.
    """
    found: dict[tuple[str, str], DapilRow] = {}
    problems: list[Problem] = []
    for number, row in enumerate(rows, start=2):
        read = _row(number, row, election, kabupaten)
        if isinstance(read, Problem):
            problems.append(read)
        elif found.get((read.kind, read.area), read) != read:
            facts: dict[str, Fact] = {"row": number, "value": f"{read.kind} {read.area}"}
            problems.append(Problem(Code.DAPIL_TWICE, facts))
        else:
            found[(read.kind, read.area)] = read
    return list(found.values()), problems


def _row(
    number: int, row: Mapping[str, str], election: Election, kabupaten: str
) -> DapilRow | Problem:
    kinds = [
        kind.code for kind in election.kinds_in(kabupaten) if kind.differs_by is DiffersBy.DAPIL
    ]
    facts: dict[str, Fact]
    kind, dapil = row["kind"].strip().upper(), " ".join(row["dapil"].split())
    area = normal_code(row["area"])
    if kind not in kinds:
        facts = {"row": number, "value": kind, "choices": ", ".join(kinds) or "-"}
        return Problem(Code.DAPIL_KIND, facts)
    if area is None or not is_in(area, kabupaten):
        facts = {"row": number, "value": row["area"].strip(), "kabupaten": kabupaten}
        return Problem(Code.DAPIL_AREA, facts)
    if not dapil:
        return Problem(Code.DAPIL_EMPTY, {"row": number, "value": area})
    return DapilRow(kind, area, dapil)
