"""`tepat election import`, `undo`, `template`: the TPS list from the command line."""

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tepat.cli import Commands, prepare

if TYPE_CHECKING:
    from tepat.server.election.models import Scope, TpsImport

SHOWN = 40
"""Problems printed in full; the rest is counted."""


def add(commands: Commands) -> None:
    """Add this subject's commands."""
    read = commands.add("election import", "impor daftar TPS dari xlsx, xls, ods, atau csv")
    read.add_argument("file", type=Path, metavar="FILE")
    _place(read)
    read.add_argument("--map", action="append", default=[], metavar="FIELD=KOLOM")
    read.add_argument("--choose", action="append", default=[], metavar="KECAMATAN/DESA=KODE")
    read.add_argument("--sheet", default="", metavar="LEMBAR")
    read.add_argument(
        "--total",
        choices=("sheet", "sum"),
        default="",
        help="bila jumlah jauh dari L + P: pakai kolom jumlah (sheet) atau L + P (sum)",
    )
    read.add_argument("--all", action="store_true", help="cetak semua catatan")
    read.add_argument(
        "--problems", type=Path, metavar="FILE.xlsx", help="tulis semua baris bermasalah"
    )
    read.add_argument("--yes", action="store_true", help="terapkan tanpa bertanya")
    read.add_argument(
        "--remove-missing", action="store_true", help="hapus TPS yang tidak ada di berkas"
    )
    read.set_defaults(run=_import)
    undo = commands.add("election undo", "batalkan impor daftar TPS yang terakhir")
    _place(undo)
    undo.set_defaults(run=_undo)
    template = commands.add("election template", "tulis template daftar TPS dengan pilihan")
    template.add_argument("--out", type=Path, required=True, metavar="template.xlsx")
    template.add_argument("--kabupaten", metavar="63.09")
    template.set_defaults(run=_template)


def _place(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--election", metavar="KODE")
    parser.add_argument("--kabupaten", required=True, metavar="63.09")


def _import(arguments: argparse.Namespace) -> int:
    prepare()
    from tepat.core.problems import Code, refuse
    from tepat.server import clock
    from tepat.server.election.tps_list import choices, services

    started = time.perf_counter()
    given = choices.mapping(arguments.map)
    chosen = choices.names(arguments.choose)
    if not arguments.file.is_file():
        raise refuse(Code.FILE_MISSING, file=str(arguments.file))
    scope, is_new = _scope(arguments)
    is_done = False
    try:
        kept = services.preview(
            scope,
            arguments.file.read_bytes(),
            arguments.file.name,
            clock.now(),
            given=given or None,
            only_sheet=arguments.sheet,
            total=arguments.total,
        )
        if chosen:
            kept = services.choose(kept.pk, chosen, clock.now())
        _show(kept, time.perf_counter() - started, is_all=arguments.all)
        _write_problems(kept, arguments.problems)
        if not kept.preview["rows"]:
            raise refuse(Code.IMPORT_NOTHING, file=kept.file_name)
        if not (arguments.yes or _agreed()):
            services.discard(kept.pk)
            print("Tidak ada yang diubah.")
            return 1
        started = time.perf_counter()
        kept = services.apply(kept.pk, clock.now(), arguments.remove_missing)
        is_done = True
        _show_done(kept, time.perf_counter() - started)
    finally:
        if is_new and not is_done:
            scope.delete()
    return 0


def _scope(arguments: argparse.Namespace) -> "tuple[Scope, bool]":
    """The scope to import into, and whether it was made for this."""
    from tepat.server.election import scopes
    from tepat.server.election.models import Scope
    from tepat.server.election.tps_list import services

    if not arguments.election:
        return scopes.find(arguments.kabupaten), False
    there = Scope.objects.filter(election=arguments.election, kabupaten=arguments.kabupaten)
    is_new = not there.exists()
    return services.open_scope(arguments.election, arguments.kabupaten), is_new


def _show(kept: "TpsImport", seconds: float, *, is_all: bool) -> None:
    from tepat.core.sentences import sentence
    from tepat.server.election.tps_list import services, stored

    told = kept.preview
    for sheet in told["sheets"]:
        columns = ", ".join(f"{field} {where}" for field, where in sheet["columns"].items())
        print(
            f"Lembar {sheet['name']}: {sheet['rows']} baris, judul di baris {sheet['header_row']}"
        )
        print(f"  {columns}")
    problems = stored.problems_from_json(told["problems"])
    most = len(problems) if is_all else SHOWN
    for problem in sorted(problems, key=lambda each: each.is_warning)[:most]:
        print(("  ! " if problem.is_warning else "  x ") + sentence(problem))
    if len(problems) > most:
        left = len(problems) - most
        print(f"  ... dan {left} catatan lain: lihat dengan --all atau --problems FILE.xlsx")
    for each in services.unmatched_in(kept):
        near = ", ".join(f"{place.name} {place.code}" for place in each.suggestions) or "-"
        why = "cocok dengan lebih dari satu" if each.is_ambiguous else "tidak dikenal"
        print(f"  ? {each.kecamatan}/{each.desa} ({each.rows} TPS) {why}. Mungkin: {near}")
        if each.suggestions:
            code = each.suggestions[0].code
            print(f'      --choose "{each.kecamatan}/{each.desa}={code}"')
    print(
        f"Dibaca {kept.rows_read} baris: {len(told['rows'])} TPS siap, "
        f"{len(told['waiting'])} menunggu nama desa, {told['refused']} ditolak "
        f"({seconds:.2f} detik)."
    )
    print(
        f"Akan berubah: {len(told['added'])} baru, {len(told['changed'])} berubah, "
        f"{told['unchanged']} tetap, {len(told['missing'])} tidak ada di berkas."
    )


def _write_problems(kept: "TpsImport", out: Path | None) -> None:
    if out is None:
        return
    from tepat.server.election.tps_list import faults

    is_csv = out.suffix.lower() == ".csv"
    out.write_bytes(faults.as_csv(kept) if is_csv else faults.as_xlsx(kept))
    print(f"{out} ditulis: {len(faults.lines(kept))} baris bermasalah.")


def _show_done(kept: "TpsImport", seconds: float) -> None:
    removed = kept.before["removed"]
    print(
        f"Diterapkan: {len(kept.before['after'])} TPS ditulis, {removed} dihapus "
        f"({seconds:.2f} detik). Batalkan dengan: tepat election undo "
        f"--election {kept.scope.election} --kabupaten {kept.scope.kabupaten}"
    )


def _agreed() -> bool:
    """Ask once; silence is no."""
    print("Terapkan? (y/t) ", end="", flush=True)
    return sys.stdin.readline().strip().lower() in {"y", "ya", "yes"}


def _undo(arguments: argparse.Namespace) -> int:
    prepare()
    from tepat.server.election import scopes
    from tepat.server.election.tps_list import services

    kept = services.undo_last(scopes.find(arguments.kabupaten, arguments.election))
    print(f"Impor {kept.file_name} dibatalkan: {len(kept.before['after'])} TPS seperti semula.")
    return 0


def _template(arguments: argparse.Namespace) -> int:
    prepare()
    from tepat.adapters.tps_template import build_template
    from tepat.server.election.tps_list import stored

    places = stored.places_of(arguments.kabupaten) if arguments.kabupaten else None
    arguments.out.write_bytes(build_template(places))
    print(f"{arguments.out} ditulis.")
    return 0
