"""`tepat plan delta`: the boxes to open again since the voter list or a quantity changed."""

import argparse
from pathlib import Path

from tepat.cli import Commands, prepare
from tepat.core.problems import Code, refuse

FORMATS = (".xlsx", ".csv")


def add(commands: Commands) -> None:
    """Add `plan delta`."""
    parser = commands.add("plan delta", "kotak yang perlu dibuka ulang, dan siapa menyetujui")
    parser.add_argument("--kabupaten", required=True, help="kode, misalnya 63.09")
    parser.add_argument("--election", help="kode pemilihan, bila lebih dari satu")
    parser.add_argument("--out", type=Path, help="berkas .xlsx atau .csv; tanpa ini ke layar")
    parser.set_defaults(run=_delta)


def _delta(arguments: argparse.Namespace) -> int:
    out: Path | None = arguments.out
    if out and out.suffix.lower() not in FORMATS:
        raise refuse(Code.OUTPUT_TYPE, value=out.name, choices=", ".join(FORMATS))
    prepare()
    from tepat.core.plan.explaining import figure
    from tepat.server.election import scopes
    from tepat.server.election.elections import election_of
    from tepat.server.move.packing import delta
    from tepat.server.plan.packages.queries import standing
    from tepat.server.plan.packages.sources import source_of

    scope = scopes.find(arguments.kabupaten, arguments.election)
    where = f"--kabupaten {scope.kabupaten} --election {scope.election}"
    if standing(scope, source_of(scope, election_of(scope)).fingerprint).is_due:
        print(f"Paket belum disusun dari daftar sekarang. Susun dulu: tepat plan packages {where}")
    lines = delta.lines_of(scope)
    for line in [] if out else lines:
        print(
            f"{line.code}  {line.box}: {line.item} {figure(line.before)} -> {figure(line.after)} "
            f"({line.state}; persetujuan {line.approver})"
        )
    boxes = len({line.code for line in lines})
    print(f"{figure(boxes)} kotak perlu dibuka ulang, {figure(len(lines))} baris berbeda.")
    if out:
        write = delta.as_csv if out.suffix.lower() == ".csv" else delta.as_xlsx
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(write(scope, lines))
        print(f"Ditulis: {out}")
    return 0
