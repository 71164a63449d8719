"""The accountability report (SPJ) as a workbook: sums beside the plan, each cost, who is paid."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from tepat.adapters.excel_out import Sheet, workbook
from tepat.core import mark
from tepat.core.plan.schedule.costs import Group
from tepat.core.watch.costs.ratios import Same, same_work
from tepat.server.election.models import Scope
from tepat.server.watch.costs.queries import Legs, kinds, spent_of
from tepat.server.watch.models import RealCost

HIDDEN = "(nama dirahasiakan)"
PURGED = "(nama sudah dihapus)"


def payee_name(row: RealCost, *, sees_names: bool) -> str:
    """Return who was paid, or why the name is not told."""
    if row.payee is None:
        return ""
    if row.payee.purged_at:
        return PURGED
    return row.payee.name if sees_names else HIDDEN


def report(
    scope: Scope,
    rows: Sequence[RealCost],
    legs: Legs,
    names: Mapping[str, str],
    now: datetime,
    *,
    area: str = "",
    sees_names: bool = True,
) -> bytes:
    """Return the SPJ of a scope, or of one kecamatan, as xlsx."""
    mine = [row for row in rows if area in ("", row.area)]
    created = now.astimezone(ZoneInfo(scope.zone)).replace(tzinfo=None, microsecond=0)
    where = names.get(area or scope.kabupaten, area or scope.kabupaten)
    above = [f"Laporan biaya nyata (SPJ) {where}", f"Dibuat {created:%d-%m-%Y %H.%M}"]
    if scope.is_contoh:
        above.append(mark.line("contoh: semua angka dan nama dibuat-buat"))
    sheets = [
        _sums(mine, legs, names, area, above),
        _details(mine, names, above, sees_names=sees_names),
        _payees(mine, names, above, sees_names=sees_names),
    ]
    return workbook(sheets, created, above[0])


def _sums(
    rows: Sequence[RealCost], legs: Legs, names: Mapping[str, str], area: str, above: list[str]
) -> Sheet:
    """Per kecamatan and heading: the whole plan, each kind, and typed work beside its own plan.

    What nobody typed is in no difference, and a heading of which nothing was typed has none.
    """
    known = kinds()
    real: defaultdict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for row in rows:
        kind = known.get(row.kind)
        heading = (kind.heading if kind else Group.REST).value
        sums = real[row.area, heading]
        sums[row.kind] = sums.get(row.kind, 0) + row.rupiah
    planned = {key: n for key, n in legs.by_heading.items() if area in ("", key[0])}
    order = {each.value: at for at, each in enumerate(Group)}
    same = same_work(spent_of(rows, legs), legs.planned, legs.done)
    same = {key: each for key, each in same.items() if area in ("", key[0])}
    lines: list[list[str | int | None]] = []
    total_plan = total_real = 0
    for key in sorted(real.keys() | planned.keys(), key=lambda each: (each[0], order[each[1]])):
        plan, sums = planned.get(key, 0), real.get(key, {})
        spent = sum(sums.values())
        lines.append(
            [names.get(key[0], key[0]), key[1], "jumlah", plan, spent, *_beside(same.get(key))]
        )
        for code in sorted(sums):
            said = known[code].name.id if code in known else code
            lines.append(
                [names.get(key[0], key[0]), key[1], said, None, sums[code], *_beside(None)]
            )
        total_plan, total_real = total_plan + plan, total_real + spent
    compared = [each for each in same.values() if each.typed]
    whole = Same(
        sum(each.recorded for each in compared),
        sum(each.planned for each in compared),
        sum(each.typed for each in same.values()),
        sum(each.done for each in same.values()),
    )
    lines.append(["Semua", "", "jumlah", total_plan, total_real, *_beside(whole)])
    header = [
        "Kecamatan", "Judul RAB", "Jenis", "Rencana seluruhnya (Rp)", "Nyata (Rp)",
        "Nyata pekerjaan selesai (Rp)", "Rencana pekerjaan itu (Rp)", "Selisih (Rp)",
        "Biaya sudah diketik",
    ]  # fmt: skip
    note = "Selisih hanya dari pekerjaan yang biayanya sudah diketik, terhadap rencananya sendiri."
    widths = (22, 34, 28, 22, 16, 24, 24, 16, 26)
    return Sheet("Ringkasan", header, lines, [*above, note], widths)


def _beside(same: Same | None) -> list[str | int | None]:
    """Return cells: what was typed of done work, its own plan, the difference, how many."""
    if same is None or not same.done:
        return [None, None, None, None]
    said = f"{same.typed} dari {same.done} pekerjaan"
    if not same.typed:
        return [None, None, None, said]
    return [same.recorded, same.planned, same.planned - same.recorded, said]


def _details(
    rows: Sequence[RealCost], names: Mapping[str, str], above: list[str], *, sees_names: bool
) -> Sheet:
    known = kinds()
    lines: list[list[str | int | None]] = [
        [
            row.number,
            row.day.isoformat(),
            names.get(row.area, row.area),
            known[row.kind].name.id if row.kind in known else row.kind,
            row.shipment or row.place,
            row.rupiah,
            row.paper,
            row.photo[:16] or "belum ada",
            payee_name(row, sees_names=sees_names),
            f"versi {row.version}: {row.why}" if row.version > 1 else "",
        ]
        for row in sorted(rows, key=lambda each: each.number)
    ]
    header = [
        "No.", "Tanggal", "Kecamatan", "Jenis", "Muatan atau tempat", "Rupiah", "Kuitansi",
        "Foto", "Penerima", "Koreksi",
    ]  # fmt: skip
    return Sheet("Rincian", header, lines, above, (6, 12, 20, 26, 20, 14, 20, 18, 26, 30))


def _payees(
    rows: Sequence[RealCost], names: Mapping[str, str], above: list[str], *, sees_names: bool
) -> Sheet:
    """The list that people sign who receive an honorarium: one line for each of them."""
    known = kinds()
    sums: defaultdict[tuple[str, str, str, str], int] = defaultdict(int)
    for row in rows:
        kind = known.get(row.kind)
        if kind and kind.honorarium and row.payee:
            who = payee_name(row, sees_names=sees_names)
            sums[who, row.payee.duty, kind.name.id, names.get(row.area, row.area)] += row.rupiah
    lines: list[list[str | int | None]] = [
        [at, who, duty, kind, where, rupiah, f"{at}. ............"]
        for at, ((who, duty, kind, where), rupiah) in enumerate(sorted(sums.items()), start=1)
    ]
    header = ["No.", "Nama", "Tugas", "Jenis", "Kecamatan", "Jumlah (Rp)", "Tanda tangan"]
    return Sheet("Daftar penerima", header, lines, above, (6, 30, 20, 26, 22, 16, 22))
