"""Placeholders of an agency's own layout: which there are, and what stands in them.

`{{ nomor }}` is one value; a table row with `{{ baris.keterangan }}` is repeated for
every row of the paper. The names come from the paper itself, so that a new column is a
new placeholder without another list.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tepat.core.documents.papers import Letterhead

PEOPLE = {"pihak": 2, "ttd": 3, "saksi": 5}
_PERSON = ("nama", "nip", "jabatan")


@dataclass(frozen=True, slots=True)
class Filling:
    """What is filled into a layout: values by placeholder, and rows of `baris.*`."""

    values: Mapping[str, str]
    rows: tuple[Mapping[str, str], ...]

    def names(self) -> list[str]:
        """Every placeholder, in the order a person looks for it."""
        columns = {name for row in self.rows for name in row}
        return [*self.values, *sorted(columns)]


def filling(
    content: Mapping[str, Any], letterhead: Letterhead, election: str, footer: str
) -> Filling:
    """Return what `content`, a letter as its template reads it, fills into a layout."""
    values = {
        "kop": "\n".join(letterhead.lines),
        "alamat": letterhead.address,
        "judul": content["title"],
        "pemilihan": election,
        "nomor": content["number"],
        "tempat_tanggal": content["signed_at"],
        "pembuka": content["opening"],
        "uraian": _paragraphs(content["before"]),
        "catatan": "\n".join(content["notes"]),
        "penutup": _paragraphs(content["after"]),
        "tembusan": "\n".join(content["copies"]),
        "keterangan_digital": footer,
    }
    values |= {slug(name): value for name, value in content["facts"]}
    if addressed := content["addressed"]:
        values |= {slug(name): value for name, value in addressed["facts"]}
        values |= {"kepada": addressed["recipient"], "di": addressed["recipient_place"]}
    people = {
        "pihak": [{slug(n): v for n, v in each["facts"]} for each in content["parties"]],
        "ttd": [_person(each) for each in content["signatures"]],
        "saksi": [_person(each) for each in content["witnesses"]],
    }
    for group, most in PEOPLE.items():
        for number in range(1, most + 1):
            person = people[group][number - 1] if number <= len(people[group]) else {}
            for part in _PERSON:
                values[f"{group}{number}.{part}"] = person.get(part, "")
    table = content["table"] or {"columns": [], "rows": [], "foot": None}
    columns = [slug(name) for name, _form in table["columns"]]
    for column, total in zip(columns, table["foot"] or [], strict=False):
        if total:
            values[f"jumlah.{column}"] = total
    rows = tuple(
        {f"baris.{column}": value for column, value in zip(columns, row, strict=True)}
        for row in table["rows"]
    )
    return Filling(values, rows)


def slug(name: str) -> str:
    """Return a label as a placeholder writes it.

    >>> slug("TPS/Tujuan"), slug("No."), slug("Kode paket")
    ('tps_tujuan', 'no', 'kode_paket')
    """
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


def _paragraphs(runs: list[list[list[Any]]]) -> str:
    return "\n".join("".join(text for text, _bold in paragraph) for paragraph in runs)


def _person(signature: Mapping[str, str]) -> dict[str, str]:
    return {
        "nama": signature["name"],
        "nip": signature["nip"],
        "jabatan": signature["role"],
    }
