"""Read who receives goods at each place, with a phone, from a table (`.csv`) of the office.

Columns, Indonesian or English, in any order: `kode` (of a desa or kecamatan), `telepon`, and
`nama` where known. Only run sheets show it; it goes into no plan file and no log.
"""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Final

from tepat.adapters.office_csv import columns_and_rows
from tepat.core.documents.plan_papers import Receiver
from tepat.core.problems import Code, Fact, Problem, refuse

LIMIT: Final = 2**20
COLUMNS: Final[Mapping[str, frozenset[str]]] = {
    "code": frozenset({"kode", "code", "kode desa", "kode wilayah"}),
    "phone": frozenset({"telepon", "telp", "phone", "hp", "nomor hp", "no hp"}),
    "name": frozenset({"nama", "name", "penerima"}),
}


def read_receivers(path: Path, known: Collection[str]) -> tuple[dict[str, Receiver], list[Problem]]:
    """Return receivers by the code of their place, and rows of a place not in `known`.

    Raises `Refused` where the file is no such table.
    """
    columns, rows = columns_and_rows(path, COLUMNS, LIMIT)
    for needed in ("code", "phone"):
        if needed not in columns:
            raise refuse(Code.COLUMN_MISSING, sheet=path.name, column=needed)
    found: dict[str, Receiver] = {}
    problems: list[Problem] = []
    for row, said in rows:
        code = said.get("code", "")
        if code in known:
            found[code] = Receiver(said.get("name", ""), said.get("phone", ""))
        else:
            facts: dict[str, Fact] = {"file": path.name, "row": row, "value": code[:40] or "-"}
            problems.append(Problem(Code.RECEIVER_PLACE, facts))
    return found, problems
