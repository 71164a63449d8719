"""The nation as text for a terminal and the report: by provinsi, totals, and the least sure."""

from collections.abc import Mapping, Sequence

from tepat.core.plan.explaining import figure
from tepat.core.plan.readiness import NONE, Row, State, by_provinsi, least_sure, totals
from tepat.core.plan.saying import chance, rupiah
from tepat.server.plan.schedule.text import aligned

LISTED = 15
"""Kabupaten named in the summary; all are in the table."""


def summary(rows: Sequence[Row], provinsi: Mapping[str, str], why: Mapping[str, str]) -> list[str]:
    """Return the answer to *are we ready?*, or what the rounds cost where only they were made."""
    sums = totals(rows)
    planned = [each for each in rows if each.all_ppm != NONE]
    lines = [
        f"Ronde PPK ke PPS: {figure(sums['rounds'])} dari {figure(sums['kecamatan'])} kecamatan, "
        f"{figure(sums['proved'])} terbukti termurah; {rupiah(sums['rounds_rupiah'])} "
        "(contoh, tanpa peta)."
    ]
    if sums["unknown"]:
        lines.append(f"{figure(sums['unknown'])} TPS di desa yang tidak ada di tabel wilayah.")
    if planned or sums["gagal"]:
        lines += ["", *_ready(sums, planned)]
        lines += ["", *_table(rows, provinsi)]
        lines += _least(rows, why)
    return lines


def _ready(sums: Mapping[str, int], planned: Sequence[Row]) -> list[str]:
    lines = [
        f"Siap: {sums['siap']} dari {sums['kabupaten']} kabupaten; siap hanya bila "
        f"kering {sums['kering']}, belum {sums['belum']}, gagal {sums['gagal']}.",
        f"Biaya dari gudang {rupiah(sums['rupiah'])}.",
        f"{figure(sums['under'])} desa di bawah target, {figure(sums['left'])} belum terlayani.",
    ]
    if any(each.rough for each in planned):
        lines.append("Semua peluang dan biaya: perkiraan kasar.")
    if sums["without_zones"]:
        lines.append(
            f"{sums['without_zones']} kabupaten tanpa zona banjir: peluangnya seolah semua jalan "
            "kering. Isi [[zones]] di berkas armada, atau coba --flood 0.05."
        )
    more = sum(each.fleet_times > 1 for each in planned)
    if more:
        lines.append(f"{more} kabupaten memakai armada contoh yang diperbanyak.")
    return lines


def _table(rows: Sequence[Row], provinsi: Mapping[str, str]) -> list[str]:
    states = ("siap", "kering", "belum", "gagal")
    head = ("provinsi", "kabupaten", *states, "paling rawan", "peluang", "biaya")
    table: list[tuple[str, ...]] = [head]
    for code, mine in by_provinsi(rows).items():
        sums = totals(mine)
        planned = [each for each in mine if each.all_ppm != NONE]
        worst = min(planned, key=lambda each: (each.all_ppm, each.code), default=None)
        table.append(
            (
                f"{code} {provinsi.get(code, '')}".strip(),
                str(sums["kabupaten"]),
                *(str(sums[state]) for state in states),
                worst.name if worst else "-",
                chance(worst.all_ppm) if worst else "-",
                rupiah(sums["rupiah"]),
            )
        )
    return aligned(table, right=[1, 2, 3, 4, 5, 8])


def _least(rows: Sequence[Row], why: Mapping[str, str]) -> list[str]:
    """Return the kabupaten to look at first, with one reason each."""
    listed = least_sure(rows, LISTED)
    if not listed:
        return []
    lines = ["", "Lihat dulu:"]
    for each in listed:
        if each.state is State.FAILED:
            lines.append(f"- {each.code} {each.name}: {why.get(each.code, 'gagal')}")
            continue
        said = (
            f"semua tepat waktu {chance(each.all_ppm)} "
            f"({figure(each.all_low // 1000)} sampai {figure(each.all_high // 1000)} dari 1.000)"
        )
        parts = [said, f"{each.under} desa di bawah target"]
        parts += [f"{each.left} desa belum terlayani"] if each.left else []
        parts += [f"{each.unknown} TPS tidak dikenal"] if each.unknown else []
        if each.worst:
            parts.append(f"paling rawan {each.worst_name} ({chance(each.worst_ppm)})")
        lines.append(f"- {each.code} {each.name}: {'; '.join(parts)}.")
    return lines
