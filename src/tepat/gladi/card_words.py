"""How the report card calls what had to be noticed and whose it is, and the card as a page."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Final

HOW: Final[Mapping[str, str]] = {
    "alert": "peringatan",
    "incident": "masalah",
    "refusal": "ditolak",
    "proof": "terbukti",
}
KIND: Final[Mapping[str, str]] = {
    "ballots": "surat suara tidak cocok",
    "board": "papan sama dengan lapangan",
    "content": "isi kotak lain dari rencana",
    "crime": "gangguan keamanan",
    "damage": "kotak rusak",
    "damaged": "kotak rusak",
    "envelope": "sampul kotak lain",
    "flood": "banjir",
    "form_photo": "foto formulir ada",
    "form_wrong": "formulir tidak cocok",
    "half_handover": "serah terima satu sisi",
    "late_arrival": "terlambat tiba",
    "late_departure": "terlambat berangkat",
    "log": "log diperiksa orang luar",
    "missing": "kotak hilang",
    "not_held": "pemungutan tidak dibuka",
    "opened_late": "TPS buka terlambat",
    "psu": "surat suara PSU",
    "road_closed": "jalan tertutup",
    "seal": "segel lain",
    "seal_differs": "segel lain",
    "silent": "kecamatan tidak terdengar",
    "store_unfit": "tempat simpan tidak layak",
    "vehicle": "kendaraan bermasalah",
    "wrong_place": "di tempat lain",
}
ROLE: Final[Mapping[str, str]] = {
    "desk_kecamatan": "desk kecamatan",
    "kpu": "KPU",
    "ppk": "PPK",
    "warehouse": "gudang",
}
_SHAPE: Final = {"terdeteksi": "ya"}
_HEADS: Final = ("Peristiwa", "Harus terdeteksi", "Di mana", "Waktu", "Hasil")
_STYLE: Final = """
:root{color-scheme:light dark;--ink:#14201E;--quiet:#5E6966;--paper:#F6F5F1;--sheet:#fff;
--line:#DAD8CF;--ya:#0A6850;--tidak:#A8231B}
@media(prefers-color-scheme:dark){:root{--ink:#EDF2EF;--quiet:#93A09B;--paper:#0D1312;
--sheet:#141C1A;--line:#2C3733;--ya:#5CC7A1;--tidak:#FF9184}}
body{margin:0;padding:16px;background:var(--paper);color:var(--ink);
font:15px/1.5 system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif}
main{max-width:1100px;margin:0 auto}
h1{font-size:1.6em;line-height:1.2;margin:.4em 0}h2{font-size:1.1em;margin:1.4em 0 .4em}
.hasil{font-size:2.2em;font-weight:700;line-height:1.1}.ya{color:var(--ya)}.tidak{color:var(--tidak)}
small,th{color:var(--quiet)}
dl,.t{background:var(--sheet);border:1px solid var(--line)}
dl{display:grid;grid-template-columns:minmax(9em,16em) 1fr;margin:12px 0}
dt,dd{margin:0;padding:4px 10px;border-top:1px solid var(--line)}dt{color:var(--quiet)}
dt:first-of-type,dd:first-of-type{border-top:0}dd{font-weight:600;overflow-wrap:anywhere}
.t{overflow-x:auto}table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:5px 10px;border-top:1px solid var(--line)}
th{font-weight:500;border-top:0}td:last-child{font-weight:600}
@media(max-width:600px){thead{display:none}
tr{display:block;border-top:1px solid var(--line);padding:6px 0}
td{display:block;border:0;padding:1px 10px}td:empty{display:none}td:first-child{font-weight:600}
dl{grid-template-columns:1fr}dd{border-top:0;padding-top:0}}
@media print{body{background:none}}
"""


def what(how: str, kind: str, role: str) -> str:
    """Return what had to be noticed, in words; a code that has none stays as it is.

    >>> what("alert", "late_departure", "warehouse")
    'peringatan: terlambat berangkat, bagi gudang'
    """
    whose = f", bagi {ROLE.get(role, role)}" if role else ""
    return f"{HOW.get(how, how)}: {KIND.get(kind, kind)}{whose}"


def page(
    name: str,
    passes: bool,
    said: str,
    sums: Iterable[tuple[str, str]],
    rows: Iterable[Sequence[str]],
    lists: Mapping[str, Sequence[str]],
    note: str,
) -> str:
    """Return the card as one page that needs no server; `said` is its result, `lists` are those
    above the table.
    """
    shape = "ya" if passes else "tidak"
    figures = "".join(f"<dt>{escape(a)}<dd>{escape(b)}" for a, b in sums)
    heads = "".join(f"<th>{each}" for each in _HEADS)
    table = "".join(_row(cells) for cells in rows)
    below = "".join(
        f"<h2>{escape(title)}</h2><ul>{''.join(f'<li>{escape(each)}' for each in found)}</ul>"
        for title, found in lists.items()
        if found
    )
    return (
        '<!doctype html><html lang="id"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>GLADI - {escape(name)}</title><style>{_STYLE}</style><main>"
        f'<h1>GLADI: Kartu rapor {escape(name)}</h1><p class="hasil {shape}">{escape(said)}</p>'
        f"<dl>{figures}</dl>{below}<h2>Yang harus terdeteksi</h2>"
        f'<div class="t"><table><thead><tr>{heads}</thead><tbody>{table}</tbody></table></div>'
        f"<p><small>{escape(note)}</small></p></main></html>\n"
    )


def _row(cells: Sequence[str]) -> str:
    shape = _SHAPE.get(cells[-1], "tidak")
    plain = "".join(f"<td>{escape(each) if each != '-' else ''}" for each in cells[:-1])
    return f'<tr>{plain}<td class="{shape}">{escape(cells[-1])}'
