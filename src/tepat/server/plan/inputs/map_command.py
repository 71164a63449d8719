"""`tepat plan map`: roads of a kabupaten from a file, kept and used by every plan from then on."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from tepat.cli import Commands
from tepat.server.plan.schedule.options import add_scope

if TYPE_CHECKING:
    from tepat.core.plan.instance.values import Instance
    from tepat.server.plan.inputs.kept import Kept
    from tepat.server.plan.inputs.sources import MapFigures

WORST = 10
"""Places listed by how far they lie from the map."""


def add(commands: Commands) -> None:
    """Add `plan map add`, `show` and `clear`."""
    put = commands.add("plan map add", "simpan peta jalan: .osm.pbf, garis GeoJSON, atau tabel CSV")
    put.add_argument("files", type=Path, nargs="*", help="satu atau lebih peta")
    put.add_argument("--times", type=Path, action="append", default=[], help="waktu tempuh CSV")
    put.add_argument("--source", default="", help="siapa pembuatnya, misalnya 'BIG 2025'")
    add_scope(put)
    put.set_defaults(run=_add)

    show = commands.add("plan map show", "tampilkan peta yang tersimpan")
    add_scope(show)
    show.set_defaults(run=_show)

    clear = commands.add("plan map clear", "hapus peta dan waktu tempuh; kembali ke tanpa peta")
    add_scope(clear)
    clear.set_defaults(run=_clear)


def _add(arguments: argparse.Namespace) -> int:
    from tepat.server.plan.schedule import loading

    scope = loading.scope_of(arguments)
    from tepat.adapters.plan_files import MAP, TIMES
    from tepat.core.problems import Code, refuse
    from tepat.server import clock
    from tepat.server.plan.inputs import source_services

    paths = [*arguments.files, *arguments.times]
    if not paths:
        raise refuse(Code.FILE_MISSING, file="BERKAS")
    told = source_services.add(scope, paths, (MAP, TIMES), None, clock.now(), arguments.source)
    loading.tell(told.problems)
    if not told.files:
        return 1
    if told.figures:
        print("\n".join(figures(told.instance, told.figures)))
    names = ", ".join(each.name for each in told.files)
    print(f"\nTersimpan: {names}. Rencana berikutnya memakainya.")
    return 0


def _show(arguments: argparse.Namespace) -> int:
    from tepat.server.plan.schedule import loading

    scope = loading.scope_of(arguments)
    from tepat.adapters.plan_files import MAP, TIMES
    from tepat.core.problems import Code, Problem
    from tepat.server.plan.inputs import from_tables, kept, source_services
    from tepat.server.plan.schedule import text

    shelf = kept.load(scope)
    files = shelf.of(MAP, TIMES)
    instance, _ = from_tables.ground_of_scope(scope)
    if not files:
        loading.tell([Problem(Code.MAP_NONE, {"place": instance.name})])
        return 0
    print("\n".join(text.aligned([file_row(each) for each in files])))
    found = source_services.figures_of(shelf)
    if found:
        print("\n".join(["", *figures(instance, found)]))
    return 0


def _clear(arguments: argparse.Namespace) -> int:
    from tepat.server.plan.schedule import loading

    scope = loading.scope_of(arguments)
    from tepat.adapters.plan_files import MAP, TIMES
    from tepat.server import clock
    from tepat.server.plan.inputs import source_services

    told = source_services.clear(scope, (MAP, TIMES), None, clock.now())
    if told is None:
        print("Tidak ada peta yang tersimpan.")
        return 0
    loading.tell(told.problems)
    print("Peta dan waktu tempuh dihapus. Rencana berikutnya tanpa peta.")
    return 0


def file_row(file: "Kept") -> tuple[str, str, str, str]:
    """Return one kept file as a row: name, kind, who says so, since when."""
    from tepat.adapters.plan_files import KIND_BY_ID

    return file.name, KIND_BY_ID[file.kind].title_id, file.by or "perkiraan kasar", file.given


def figures(instance: "Instance", found: "MapFigures") -> list[str]:
    """Return what a map gave, in lines: size, classes, places and what no land leads to."""
    from tepat.core.plan.explaining import figure
    from tepat.server.plan.schedule import text

    names = {each.code: each.name or each.code for each in instance.desa}
    names |= {each.code: f"PPK {each.name or each.code}" for each in instance.kecamatan}
    names |= {each.id: each.name or each.id for each in instance.warehouses}
    rows = [
        (
            "Simpul",
            figure(found.nodes),
            f"{figure(found.used_nodes)} dalam rencana, dengan tempat",
        ),
        ("Ruas", figure(found.arcs), f"{figure(found.used_arcs)} dalam rencana, dengan tempat"),
    ]
    rows += [(road, f"{figure(km)} km", "") for road, km in found.km.items()]
    lines = ["Peta:", *text.aligned(rows, right=[1])]
    far = sorted(found.snapped, key=lambda each: (-each.metres, each.place))
    beyond = sum(each.far for each in far)
    lines += [
        "",
        f"{len(far)} tempat diletakkan di peta, {beyond} jauh dari jalan. Yang terjauh:",
        *text.aligned(
            [
                (
                    names.get(each.place, each.place),
                    f"{figure(each.metres)} m",
                    "jauh: dihubungkan dengan garis perkiraan" if each.far else "",
                )
                for each in far[:WORST]
            ],
            right=[1],
        ),
    ]
    if found.without_land:
        said = ", ".join(names.get(each, each) for each in found.without_land[:WORST])
        rest = len(found.without_land) - WORST
        more = f", dan {rest} lagi" if rest > 0 else ""
        lines += ["", f"Tidak tercapai lewat darat: {said}{more}."]
    return lines
