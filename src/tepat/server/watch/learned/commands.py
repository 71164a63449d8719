"""`tepat election learn`: from a finished election to priors for the next plan."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from tepat.cli import Commands, prepare

if TYPE_CHECKING:
    from tepat.core.plan.learning.values import Priors

SHOWN = 12
"""Legs printed; the file has all."""


def add(commands: Commands) -> None:
    """Add `election learn`."""
    learn = commands.add("election learn", "tulis pelajaran pemilihan ini untuk rencana berikutnya")
    learn.add_argument("--kabupaten", required=True, help="kode kabupaten: 63.09")
    learn.add_argument("--election", help="boleh kosong bila hanya ada satu")
    learn.add_argument("--out", type=Path, required=True, help="berkas .json yang ditulis")
    learn.set_defaults(run=_learn)


def _learn(arguments: argparse.Namespace) -> int:
    prepare()
    from tepat.core.plan.learning import file
    from tepat.server.election.scopes import find
    from tepat.server.move.devices.queries import receipt_key
    from tepat.server.watch.learned.queries import learned

    scope = find(arguments.kabupaten, arguments.election)
    priors, desk = learned(scope), receipt_key(scope)
    data = file.write(priors, desk)
    arguments.out.write_bytes(data)
    print("\n".join(lines(priors)))
    print(f"\nDitulis: {arguments.out}, {len(data)} byte, SHA-256 {file.name_of(data)}")
    print(f"Ditandatangani meja ini, kunci {desk.key_id}: bacakan kepada yang memakainya.")
    print(f"Pakai: tepat plan make --priors {arguments.out} ..., atau di meja: Rencana, Masukan.")
    return 0


def lines(priors: "Priors") -> list[str]:
    """Return what was learned, as a person reads it; few observations are said to be few."""
    from tepat.server.plan.schedule.text import aligned

    found = [
        f"{priors.election}, kabupaten {priors.kabupaten}: {priors.facts} fakta, "
        f"{len(priors.plans)} rencana.",
        f"Ruas yang ditempuh: {len(priors.legs)}; bongkar {len(priors.services)}; "
        f"tempat banjir atau tutup {len(priors.closures)}; pemasok {len(priors.suppliers)}; "
        f"biaya {len(priors.costs)}; titik disurvei {len(priors.points)}.",
    ]
    found += [f"Tidak dipakai, {why.replace('_', ' ')}: {n}" for why, n in priors.left_out]
    rows = [
        (
            f"{leg.start} ke {leg.goal}",
            leg.vehicle,
            f"rencana {leg.planned}",
            f"nyata {leg.real.median} ({leg.real.low}-{leg.real.high}) menit",
            f"{leg.real.n} perjalanan" + (", sedikit pengamatan" if leg.real.is_few else ""),
        )
        for leg in priors.legs[:SHOWN]
    ]
    rows += [
        (
            "semua ruas",
            pace.vehicle,
            "rencana 100 %",
            f"nyata {pace.real.median // 10_000} %",
            f"{pace.real.n} perjalanan" + (", sedikit pengamatan" if pace.real.is_few else ""),
        )
        for pace in priors.paces
    ]
    return [*found, "", *aligned(rows)] if rows else found
