"""Commands of this room. Django is imported inside the functions that need it.

`plan papers` needs no database where the data of the plan is a file.
"""

import argparse
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tepat.cli import Commands, prepare
from tepat.server.plan.schedule.options import add_data, add_tps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tepat.server.election.models import Scope

KINDS = ("daftar_isi", "label_a4", "label_thermal", "label_sampul")


def add(commands: Commands) -> None:
    """Add `plan documents`, `plan papers` and `watch dark-pack`."""
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

    sheets = commands.add(
        "plan papers", "tulis lembar jalan, surat jadwal, daftar serah, dan RAB sebagai PDF"
    )
    sheets.add_argument("plan", type=Path, help="berkas rencana")
    add_data(sheets)
    sheets.add_argument("--out", required=True, type=Path, help="folder tujuan")
    sheets.add_argument("--receivers", type=Path, help="csv: kode desa atau TPS, nama, telepon")
    add_tps(sheets)
    sheets.add_argument("--kop", action="append", help="baris kop surat, boleh berulang")
    sheets.add_argument("--place", default="", help="tempat surat ditandatangani")
    sheets.add_argument("--date", type=date.fromisoformat, help="tanggal surat, 2024-11-18")
    sheets.set_defaults(run=_papers)

    dark = commands.add("watch dark-pack", "tulis paket hari gelap satu kecamatan sebagai PDF")
    dark.add_argument("--kecamatan", required=True, help="kode, misalnya 63.09.05")
    dark.add_argument("--election", help="kode pemilihan, bila lebih dari satu")
    dark.add_argument("--out", required=True, type=Path, help="berkas PDF tujuan")
    dark.set_defaults(run=_dark_pack)


def _dark_pack(arguments: argparse.Namespace) -> int:
    prepare()
    from tepat.server import clock
    from tepat.server.documents import rakor_papers
    from tepat.server.election import scopes

    scope = scopes.find(arguments.kecamatan[:5], arguments.election)
    made = rakor_papers.dark_pack_pdf(scope, arguments.kecamatan, clock.now())
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_bytes(made)
    print(f"{arguments.out}: paket hari gelap {arguments.kecamatan}, {len(made) // 1024} kB")
    return 0


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


def _papers(arguments: argparse.Namespace) -> int:
    from tepat.adapters import plan_pdf
    from tepat.adapters.receivers_table import read_receivers
    from tepat.core.documents import from_plan, plan_budget
    from tepat.core.documents.from_tps_lists import tps_sheets
    from tepat.core.documents.papers import Letterhead
    from tepat.core.plan import plan_file
    from tepat.core.plan.instance.writing import name_of
    from tepat.server.plan.last_mile import command as tps_command
    from tepat.server.plan.schedule import loading

    plan = loading.plan_of(arguments.plan)
    instance = loading.instance_of(arguments)
    loading.same_data(plan, name_of(instance))
    lists = tps_command.lists_of(arguments, plan, instance)
    known = {each.code for each in instance.desa} | {each.code for each in instance.kecamatan}
    known |= {tps.code for each in lists for tps in each.errand.tps}
    receivers, problems = (
        read_receivers(arguments.receivers, known) if arguments.receivers else ({}, [])
    )
    loading.tell(problems)
    travel = loading.travel_of(instance)

    def ways(profile: str, start: str, goal: str) -> "Sequence[str] | None":
        way = travel.way(profile, start, goal)
        return way.arcs if way else None

    kop = Letterhead(tuple(arguments.kop)) if arguments.kop else None
    name = plan_file.name_of(plan)
    frame = from_plan.frame_of(plan, name, instance, kop, place=arguments.place, on=arguments.date)
    papers = from_plan.run_sheets(frame, plan, instance, ways, receivers)
    files = {
        "surat-jadwal.pdf": plan_pdf.schedule_letter(
            from_plan.schedule_letter(frame, plan, instance)
        ),
        "rab.pdf": plan_pdf.budget(plan_budget.budget(frame, plan, instance)),
    }
    if papers:
        files["lembar-jalan.pdf"] = plan_pdf.run_sheets(papers)
    handed = tps_sheets(frame, instance, lists, receivers)
    if handed:
        files["daftar-serah.pdf"] = plan_pdf.tps_sheets(handed)
    arguments.out.mkdir(parents=True, exist_ok=True)
    for file, content in files.items():
        (arguments.out / file).write_bytes(content)
    told = f"{len(papers)} lembar jalan, {len(handed)} daftar serah, surat jadwal, dan RAB"
    print(f"{told} ditulis di {arguments.out}")
    return 0
