"""Read who receives goods at each place, with a phone, from a table (`.csv`) of the office.

Columns, Indonesian or English, in any order: `kode` (of a desa or kecamatan), `telepon`, and
`nama` where known. Only run sheets show it; it goes into no plan file and no log.
"""

import csv
import io
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Final

from tepat.adapters.region_table import decoded
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
    if not path.is_file():
        raise refuse(Code.FILE_MISSING, file=path.name)
    raw = path.read_bytes()
    if len(raw) > LIMIT:
        raise refuse(Code.FILE_TOO_HEAVY, file=path.name, size=len(raw) >> 20, limit=LIMIT >> 20)
    text = decoded(raw)
    if not text.strip():
        raise refuse(Code.FILE_EMPTY, file=path.name)
    head = text.partition("\n")[0]
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
    found: dict[str, Receiver] = {}
    problems: list[Problem] = []
    try:
        columns = _columns(next(lines), path.name)
        for row, cells in enumerate(lines, start=2):
            said = {name: cells[at].strip() for name, at in columns.items() if at < len(cells)}
            if not any(said.values()):
                continue
            code = said.get("code", "")
            if code in known:
                found[code] = Receiver(said.get("name", ""), said.get("phone", ""))
            else:
                facts: dict[str, Fact] = {"file": path.name, "row": row, "value": code[:40] or "-"}
                problems.append(Problem(Code.RECEIVER_PLACE, facts))
    except csv.Error as no:
        raise refuse(Code.FILE_BROKEN, file=path.name) from no
    return found, problems


def _columns(head: list[str], file: str) -> dict[str, int]:
    words = [" ".join(cell.lower().replace(".", " ").split()) for cell in head]
    found = {}
    for name, known in COLUMNS.items():
        at = next((at for at, word in enumerate(words) if word in known), None)
        if at is not None:
            found[name] = at
        elif name != "name":
            raise refuse(Code.COLUMN_MISSING, sheet=file, column=name)
    return found
