"""Commands of this room. Django is imported inside the functions that need it."""

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tepat.cli import Commands, prepare

if TYPE_CHECKING:
    from tepat.server.election.models import Scope

KINDS = ("daftar_isi", "label_a4", "label_thermal", "label_sampul")


def add(commands: Commands) -> None:
    """Add `plan documents`."""
    parser = commands.add("plan documents", "tulis daftar isi kotak dan label sebagai PDF")
    parser.add_argument("--kabupaten", required=True, help="kode, misalnya 63.09")
    parser.add_argument("--election", help="kode pemilihan, bila lebih dari satu")
    parser.add_argument("--kecamatan", default="", help="hanya kecamatan ini, misalnya 63.09.05")
    parser.add_argument("--out", required=True, type=Path, help="folder tujuan")
    parser.add_argument(
        "--kind",
        action="append",
        choices=KINDS,
        help="boleh berulang; tanpa ini: daftar_isi, label_a4, label_sampul",
    )
    parser.set_defaults(run=_documents)


def _documents(arguments: argparse.Namespace) -> int:
    prepare()
    from tepat.server.documents import services
    from tepat.server.election import scopes

    scope = scopes.find(arguments.kabupaten, arguments.election)
    _packages(scope)
    area = arguments.kecamatan or scope.kabupaten
    began = time.perf_counter()
    total = 0
    for code in arguments.kind or ("daftar_isi", "label_a4", "label_sampul"):
        start = time.perf_counter()
        written = services.write_files(scope, services.document(code), area, arguments.out)
        papers = sum(each["papers"] for each in written)
        total += papers
        print(
            f"{services.document(code).title.id}: {papers} dalam {len(written)} berkas, "
            f"{time.perf_counter() - start:.1f} detik"
        )
    print(f"Seluruhnya {total}, {time.perf_counter() - began:.1f} detik, di {arguments.out}")
    return 0


def _packages(scope: "Scope") -> None:
    """Make packages where there are none; where they no longer fit the list, say so."""
    from tepat.server import clock
    from tepat.server.election.elections import election_of
    from tepat.server.plan.packages.queries import standing
    from tepat.server.plan.packages.services import regenerate, said
    from tepat.server.plan.packages.sources import source_of

    election = election_of(scope)
    now = standing(scope, source_of(scope, election).fingerprint)
    where = f"--kabupaten {scope.kabupaten} --election {scope.election}"
    if now.made_at is None and not now.is_stale:
        print(f"Paket belum ada, disusun dulu: {said(regenerate(scope, election, clock.now()))}")
    elif now.is_stale:
        print(
            "Daftar atau jumlah berubah sejak paket disusun; kertas ini memakai paket yang lama. "
            f"Susun ulang: tepat plan packages {where}"
        )
