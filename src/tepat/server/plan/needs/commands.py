"""`tepat plan needs`: the needs of a kabupaten as a workbook or a CSV."""

import argparse
from pathlib import Path

from tepat.cli import Commands, prepare
from tepat.core.problems import Code, refuse

FORMATS = (".xlsx", ".csv")


def add(commands: Commands) -> None:
    """Add `plan needs`."""
    needs = commands.add("plan needs", "hitung kebutuhan dan tulis ke xlsx atau csv")
    needs.add_argument("--kabupaten", required=True)
    needs.add_argument("--election")
    needs.add_argument("--out", type=Path, help="berkas .xlsx atau .csv; tanpa ini hanya ringkasan")
    needs.set_defaults(run=_needs)


def _needs(arguments: argparse.Namespace) -> int:
    out: Path | None = arguments.out
    if out and out.suffix.lower() not in FORMATS:
        raise refuse(Code.OUTPUT_TYPE, value=out.name, choices=", ".join(FORMATS))
    prepare()
    from tepat.core.plan.explaining import figure
    from tepat.server.election import scopes
    from tepat.server.plan.needs import downloads
    from tepat.server.plan.needs.queries import needs_of
    from tepat.server.plan.needs.tables import rows_of

    needs = needs_of(scopes.find(arguments.kabupaten, arguments.election))
    rows = rows_of(needs)
    for row in rows:
        if row.quantity is not None:
            level = "PSU" if row.is_psu else row.at.value.upper()
            left = f"  ({figure(row.unset)} belum diatur)" if row.unset else ""
            print(f"{level:<4} {row.item.name.id:<40} {figure(row.quantity):>12}{left}")
    unset = sum(row.quantity is None for row in rows)
    print(f"{figure(len(needs.lists.tps))} TPS; {unset} jumlah belum diatur.")
    if out:
        write = downloads.as_csv if out.suffix.lower() == ".csv" else downloads.as_xlsx
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(write(needs))
        print(f"Ditulis: {out}")
    return 0
