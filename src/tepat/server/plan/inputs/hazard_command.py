"""`tepat plan hazard`: what may close the roads of a kabupaten, and who says so."""

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tepat.cli import Commands
from tepat.server.plan.schedule.options import add_scope

if TYPE_CHECKING:
    from tepat.core.plan.hazard.laying import Change
    from tepat.core.plan.instance.values import Instance
    from tepat.server.plan.inputs.kept import Shelf

STATES = {
    "in_force": "berlaku",
    "ahead": "berlaku nanti",
    "expired": "SUDAH LEWAT, tidak dihitung",
    "cancelled": "DICABUT, tidak dihitung",
    "exercise": "latihan atau uji coba, tidak dihitung",
    "read": "terbaca",
    "unread": "TIDAK TERBACA",
}


def add(commands: Commands) -> None:
    """Add `plan hazard add`, `show` and `clear`."""
    put = commands.add(
        "plan hazard add",
        "simpan peringatan dan prakiraan BMKG, poligon banjir, laporan, atau jam tutup",
    )
    put.add_argument("files", type=Path, nargs="+", help="jenisnya dikenali")
    put.add_argument("--source", default="", help="siapa pembuatnya, misalnya 'BPBD 2024'")
    add_scope(put)
    put.set_defaults(run=_add)

    show = commands.add("plan hazard show", "tampilkan peluang tiap zona dan hari, dan kata siapa")
    add_scope(show)
    show.set_defaults(run=_show)

    clear = commands.add("plan hazard clear", "hapus semua yang tersimpan tentang banjir dan cuaca")
    add_scope(clear)
    clear.set_defaults(run=_clear)


def _add(arguments: argparse.Namespace) -> int:
    from tepat.server.plan.schedule import loading

    scope = loading.scope_of(arguments)
    from tepat.adapters.plan_files import HAZARD
    from tepat.server import clock
    from tepat.server.plan.inputs import kept, source_services

    told = source_services.add(
        scope, arguments.files, (HAZARD,), None, clock.now(), arguments.source
    )
    loading.tell(told.problems)
    if not told.files:
        return 1
    shelf = kept.load(scope)
    for each in told.files:
        print(f"{each.name}: {STATES[shelf.states.get(each.hash, 'read')]}")
    print("\n".join(["", *changed(told.instance, told.changes)]))
    return 0


def _show(arguments: argparse.Namespace) -> int:
    from tepat.server.plan.schedule import loading

    scope = loading.scope_of(arguments)
    from tepat.server import clock
    from tepat.server.plan.inputs import from_tables, kept, source_services
    from tepat.server.plan.schedule import queries, store

    now, shelf, source = clock.now(), kept.load(scope), queries.current_input(scope)
    if source:
        instance = store.instance_of(source.hash)
        states = source_services.states_now(shelf, now)
        shelf = replace(shelf, states={**shelf.states, **states})
    else:
        made, problems = from_tables.begun(scope, shelf, now)
        loading.tell(problems)
        instance, shelf = made.instance, made.shelf
    print("\n".join(shelf_lines(shelf)))
    print("\n".join(["", *zones(instance, shelf)]))
    return 0


def _clear(arguments: argparse.Namespace) -> int:
    from tepat.server.plan.schedule import loading

    scope = loading.scope_of(arguments)
    from tepat.adapters.plan_files import HAZARD
    from tepat.server import clock
    from tepat.server.plan.inputs import source_services

    told = source_services.clear(scope, (HAZARD,), None, clock.now())
    if told is None:
        print("Tidak ada berkas banjir atau cuaca yang tersimpan.")
        return 0
    loading.tell(told.problems)
    print("Berkas dan laporan banjir dihapus; peluang awal berlaku lagi.")
    print("\n".join(["", *changed(told.instance, told.changes)]))
    return 0


def changed(instance: "Instance", found: "list[Change]") -> list[str]:
    """Return what zones were and are, a line for days that are alike."""
    from tepat.server.plan.schedule import text

    if not found:
        return ["Tidak ada peluang yang berubah."]
    rows = [("zona", "hari", "semula", "menjadi", "kata siapa")]
    rows += [
        (
            each.name,
            days(instance, each.days),
            _share(each.before),
            _share(each.now),
            _said(each.source.by, each.source.at, each.source.note, each.source.rough),
        )
        for each in found
    ]
    return text.aligned(rows, right=[2, 3])


def days(instance: "Instance", which: tuple[int, ...]) -> str:
    """Return days by label: those that follow each other from first to last."""
    labels = [day.label or day.date.isoformat() for day in instance.days]
    if len(which) > 1 and which == tuple(range(which[0], which[-1] + 1)):
        return f"{labels[which[0]]} s.d. {labels[which[-1]]}"
    return ", ".join(labels[each] for each in which)


def zones(instance: "Instance", shelf: "Shelf") -> list[str]:
    """Return each zone with its probability on each day, and which source decides it."""
    from tepat.core.plan.hazard.sources import SOURCE_BY_ID
    from tepat.server.plan.schedule import text

    rows = [("zona", "hari", "peluang", "menurut", "kata siapa")]
    for zone in instance.hazard.zones:
        kinds = shelf.kinds.get(zone.id, [])
        alike: dict[tuple[float, str, str], list[int]] = {}
        for day, chance in enumerate(zone.probability):
            said = zone.said_by(day)
            kind = kinds[day] if day < len(kinds) else "prior"
            key = (
                chance,
                SOURCE_BY_ID[kind].title_id,
                _said(said.by, said.at, said.note, said.rough),
            )
            alike.setdefault(key, []).append(day)
        rows += [
            (zone.name or zone.id, days(instance, tuple(which)), _share(chance), kind, said)
            for (chance, kind, said), which in alike.items()
        ]
    return text.aligned(rows, right=[2]) if len(rows) > 1 else ["Belum ada zona banjir."]


def shelf_lines(shelf: "Shelf") -> list[str]:
    """Return the files and reports on hazards that are kept, with what became of each."""
    from tepat.adapters.plan_files import HAZARD
    from tepat.server.plan.inputs.map_command import file_row
    from tepat.server.plan.schedule import text

    rows = [
        (*file_row(each), STATES[shelf.states.get(each.hash, "read")]) for each in shelf.of(HAZARD)
    ]
    rows += [
        (
            str(row["place"]),
            "laporan: " + ("dapat dilalui" if row["passable"] else "tertutup"),
            str(row["by"]),
            str(row["at"])[:16],
            "terbaca",
        )
        for row in shelf.reports
    ]
    return text.aligned(rows) if rows else ["Belum ada berkas banjir atau cuaca."]


def _share(chance: float) -> str:
    """Return a probability with a comma.

    >>> _share(0.2), _share(1.0)
    ('0,2', '1')
    """
    return f"{chance:.4g}".replace(".", ",")


def _said(by: str, at: str, note: str, rough: bool) -> str:
    who = " ".join(each for each in (by, at[:16]) if each) or "-"
    said = "; ".join(each for each in (who, note) if each)
    return f"{said} (perkiraan kasar)" if rough else said
