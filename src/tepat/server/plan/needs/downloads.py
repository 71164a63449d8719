"""Needs as files: a workbook to work with, and a CSV for other programs."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time

from tepat.adapters.excel_out import Cell, Sheet, workbook
from tepat.core import mark
from tepat.core.election.catalogue import At, Item
from tepat.core.plan.explaining import STATUS, explain, rule_text
from tepat.core.plan.needs import UNSET, Column
from tepat.server.plan.needs.queries import Needs
from tepat.server.plan.needs.tables import Row, areas_at, rows_of, rules_of

_UNSET = "belum diatur"
_SOME_DAY = date(2024, 1, 1)
"""The date of a workbook whose election has no voting day yet; any fixed day will do."""
_CSV = (
    "tingkat", "tempat", "kecamatan", "desa", "barang", "jenis", "surat_suara", "psu",
    "jumlah", "satuan", "penjelasan",
)  # fmt: skip


def as_xlsx(needs: Needs) -> bytes:
    """Return the needs as an Indonesian workbook; the same data gives the same bytes."""
    created = datetime.combine(needs.election.voting_day or _SOME_DAY, time())
    place = needs.names.get(needs.scope.kabupaten, needs.scope.kabupaten)
    title = f"Kebutuhan logistik {needs.election.name.id}, {place} ({needs.scope.kabupaten})"
    above = [title]
    if needs.scope.is_contoh:
        above.append(mark.line("contoh: sebagian angka dibuat untuk peragaan"))
    sheets = [
        _summary(needs, above),
        _areas(needs, above, "per kecamatan", 8),
        _areas(needs, above, "per desa", 13),
        _areas(needs, above, "per TPS", 17),
        _rules(needs, above),
    ]
    return workbook(sheets, created, title)


def as_csv(needs: Needs) -> bytes:
    """Return every need of every place, one line each: UTF-8 with a mark that Excel knows.

    A quantity nobody has published has one empty line, for the whole kabupaten.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_CSV)
    writer.writerows(_lines(needs))
    return out.getvalue().encode("utf-8-sig")


def _summary(needs: Needs, above: Sequence[str]) -> Sheet:
    header = ["Tingkat", "Barang", "Jenis", "Jumlah", "Satuan", "Belum diatur (tempat)"]
    header += ["Penjelasan", "Status", "Sumber"]
    rows: list[Sequence[Cell]] = []
    for row in rows_of(needs):
        level = "Cadangan PSU" if row.is_psu else row.at.value.upper()
        for part in row.parts:
            name, unit = row.item.name.id, row.item.unit.id
            quantity = _UNSET if part.quantity is None else part.quantity
            line: list[Cell] = [level, name, part.kind, quantity, unit, part.unset or None]
            rows.append([*line, part.why, part.status, part.column.rule.source.id])
    widths = [14, 38, 28, 12, 10, 12, 60, 24, 60]
    return Sheet("ringkasan", header, rows, above, widths, frozen=2)


def _areas(needs: Needs, above: Sequence[str], name: str, width: int) -> Sheet:
    columns = _known_columns(needs)
    missing = len({c.item.code for c in needs.tps_columns}) - len({c[0].code for c in columns})
    if missing:
        above = [*above, f"{missing} barang belum diatur jumlahnya; lihat lembar ringkasan."]
    header = {8: ["Kode", "Kecamatan"], 13: ["Kode", "Kecamatan", "Desa atau kelurahan"]}.get(
        width, ["Kode TPS", "Kecamatan", "Desa atau kelurahan", "TPS"]
    )
    names = len(header)
    if width < 17:
        header = [*header, "Jumlah TPS", "TPS tanpa DPT"]
    header = [*header, "DPT", "Pemilih pindahan"]
    header += [f"{item.name.id} {_short(needs, kind)}".strip() for item, kind, _ in columns]
    rows: list[list[Cell]] = []
    for row in areas_at(needs, columns, width):
        line: list[Cell] = [row.code, needs.names.get(row.code[:8], row.code[:8])]
        if width > 8:
            line.append(needs.names.get(row.code[:13], row.code[:13]))
        if width == 17:
            line.append(row.code[-3:])
        else:
            line += [row.tps, row.tps_unset or None]
        line += [_UNSET if row.dpt is None else row.dpt, row.moved]
        line += [_UNSET if quantity is None else quantity for quantity in row.quantities]
        rows.append(line)
    widths = [18, *[22] * (names - 1), *[12] * (len(header) - names)]
    return Sheet(name, header, rows, above, widths, frozen=names)


def _rules(needs: Needs, above: Sequence[str]) -> Sheet:
    header = ["Barang", "Tingkat", "Aturan", "Per jenis", "Cadangan PSU", "Status", "Sumber hukum"]
    rows = [
        [
            item.name.id,
            rule.at.value.upper(),
            rule_text(rule),
            "ya" if rule.by_kind else "",
            "ya" if rule.psu else "",
            STATUS.get(rule.status, STATUS["?"])["id"],
            rule.source.id,
        ]
        for item, rule in rules_of(needs)
    ]
    return Sheet("penjelasan aturan", header, rows, above, [38, 10, 40, 10, 14, 32, 80])


def _known_columns(needs: Needs) -> list[tuple[Item, str, list[int]]]:
    """The columns at TPS level that somebody has set, each kind apart."""
    return [
        (column.item, column.kind.code if column.kind else "", [index])
        for index, column in enumerate(needs.tps_columns)
        if column.rule.count is not None
    ]


def _short(needs: Needs, kind: str) -> str:
    return needs.election.kind(kind).short if kind else ""


def _lines(needs: Needs) -> Iterator[list[Cell]]:
    dpt, dptb = needs.lists.dpt.tolist(), needs.lists.dptb.tolist()
    names = needs.names
    known = [each for each in enumerate(needs.tps_columns) if each[1].rule.count is not None]
    whys: dict[tuple[int, int, int], str] = {}
    for tps, code in enumerate(needs.lists.tps):
        place = [code, names.get(code[:8], ""), names.get(code[:13], "")]
        voters = (None if dpt[tps] == UNSET else dpt[tps], dptb[tps])
        for index, column in known:
            key = (index, dpt[tps], dptb[tps])
            if key not in whys:
                whys[key] = explain(column, *voters)
            quantity = int(needs.by_tps[index, tps])
            sku = _sku(needs, column, code[:13]) if column.item.is_ballot else ""
            yield _line(place, column, sku, quantity, whys[key])
    for row in rows_of(needs):
        yield from _place_lines(needs, row)


def _place_lines(needs: Needs, row: Row) -> Iterator[list[Cell]]:
    """The lines of PPS, PPK and KPU, and one for each quantity that is unset everywhere."""
    codes = {At.PPS: needs.all_desa, At.PPK: needs.all_kecamatan}
    names = needs.names
    for part in row.parts:
        is_known = part.column.rule.count is not None
        if is_known and row.at is At.TPS:
            continue
        whole = [needs.scope.kabupaten]
        for code in codes.get(row.at, whole) if is_known else whole:
            desa = names.get(code, "") if len(code) == 13 else ""
            each = UNSET if part.quantity is None else part.quantity // row.places
            is_whole = code == needs.scope.kabupaten
            why = part.why if is_whole else explain(part.column, None, None)
            yield _line([code, names.get(code[:8], ""), desa], part.column, "", each, why)


def _line(place: Sequence[Cell], column: Column, sku: str, quantity: int, why: str) -> list[Cell]:
    rule, item = column.rule, column.item
    kind = column.kind.code if column.kind else ""
    number = None if quantity == UNSET else quantity
    psu = "ya" if rule.psu else ""
    return [rule.at.value, *place, item.code, kind, sku, psu, number, item.unit.id, why]


def _sku(needs: Needs, column: Column, desa: str) -> str:
    return (needs.skus[column.kind.code][desa] or _UNSET) if column.kind else ""
