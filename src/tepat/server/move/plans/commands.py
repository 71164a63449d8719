"""`tepat plan again` and `tepat plan back`: votes held again, and the way back after the count."""

import argparse
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tepat.cli import Commands
from tepat.core.problems import Code, refuse
from tepat.server.plan.schedule.options import add_data, add_effort, count

if TYPE_CHECKING:
    from tepat.core.plan.instance.journey import Purpose
    from tepat.core.plan.instance.values import Instance

KINDS = ("psu", "psl", "pss")
MOST_BYTES = 1_000_000


def add(commands: Commands) -> None:
    """Add `plan again` and `plan back`."""
    again = commands.add("plan again", "jadwal PSU, PSL, atau PSS di sebagian TPS")
    add_data(again)
    again.add_argument("--kind", choices=KINDS, required=True, help="ulang, lanjutan, susulan")
    again.add_argument("--date", required=True, help="hari pemungutan suaranya, 2024-12-05")
    again.add_argument("--tps", required=True, help="kode TPS atau desa, atau berkas berisi kode")
    again.add_argument("--days", type=_days, default=2, help="hari pengiriman sebelumnya")
    again.add_argument("--kinds", default="", help="kode jenis pemilihan yang diulang")
    again.add_argument("--decision", default="", help="nomor keputusan")
    again.add_argument("--reason", default="", help="alasan")
    _add_plan(again)
    again.set_defaults(run=_again)

    back = commands.add("plan back", "jadwal arus balik: kotak ke PPK, lalu ke gudang")
    add_data(back)
    back.add_argument("--days", type=count, default=7, help="hari, mulai hari pemungutan suara")
    back.add_argument("--vote", default="", help="hari pemungutan suara, 2024-11-27")
    back.add_argument("--count-done", default="", help="hitung selesai, misalnya 'H 22:00'")
    back.add_argument("--at-ppk", default="", help="kotak di PPK, misalnya 'H+1 12:00'")
    back.add_argument("--recap", default="", help="rekap PPK selesai, misalnya 'H+3 08:00'")
    back.add_argument("--by-day", action="store_true", help="tidak ada perjalanan malam")
    back.add_argument("--box-litres", type=count, default=0, help="isi satu kotak, liter")
    back.add_argument("--box-kg", type=count, default=0, help="berat satu kotak, kg")
    _add_plan(back)
    back.set_defaults(run=_back)


def _add_plan(parser: argparse.ArgumentParser) -> None:
    add_effort(parser)
    parser.add_argument("--seed", type=int, default=1, help="seed; seed sama, rencana sama")
    parser.add_argument("--out", type=Path, required=True, help="berkas rencana .json")


def _again(arguments: argparse.Namespace) -> int:
    from tepat.core.plan.instance.journey import Journey, Purpose
    from tepat.core.plan.journeys import subsets
    from tepat.server.plan.schedule import commands, loading

    whole = loading.instance_of(arguments)
    vote, tps = _date(arguments.date), subsets.read_tps(_written(arguments.tps))
    purpose, chosen = Purpose(arguments.kind), tuple(arguments.kinds.replace(",", " ").split())
    if arguments.kabupaten and not arguments.instance:
        made = _from_tables(arguments, whole, purpose, vote, tps, chosen)
    else:
        journey = Journey(purpose, vote, tps, chosen, arguments.decision, arguments.reason)
        main = whole.journey.vote or whole.days[-1].date + timedelta(days=1)
        loading.tell(subsets.problems_with(journey, main))
        counts = subsets.counted(whole, tps)
        made = subsets.again(whole, counts, journey, arguments.days, len(chosen))
    return commands.plan_of(made, arguments)


def _from_tables(
    arguments: argparse.Namespace,
    whole: "Instance",
    purpose: "Purpose",
    vote: date,
    tps: tuple[str, ...],
    kinds: tuple[str, ...],
) -> "Instance":
    """Return the inputs by the TPS list of the database, and say how many ballots are marked."""
    from tepat.core.plan.explaining import figure
    from tepat.server.election import scopes
    from tepat.server.move.plans import occasions
    from tepat.server.move.plans.marked import Marking, missing
    from tepat.server.plan.schedule import loading
    from tepat.server.plan.schedule.text import aligned

    scope = scopes.find(arguments.kabupaten, arguments.election)
    asked = occasions.Again(
        purpose, vote, tps, arguments.days, kinds, arguments.decision, arguments.reason
    )
    made, problems = occasions.again(scope, whole, asked)
    journey = made.journey
    is_marked = purpose.value == "psu"
    ballots = Marking(scope).rows(journey.tps, journey.kinds) if is_marked else []
    loading.tell([*problems, *missing(ballots)])
    if ballots:
        rows = [("surat suara bertanda PSU", "perlu", "di gudang")]
        for row in ballots:
            need = "belum diatur" if row.need is None else figure(row.need)
            have = "belum tercatat" if row.have is None else figure(row.have)
            rows.append((row.name, need, have))
        print("\n".join(aligned(rows, right=[1, 2])), end="\n\n")
    return made


def _back(arguments: argparse.Namespace) -> int:
    from tepat.core.plan.journeys import subsets
    from tepat.server.plan.schedule import commands, loading

    whole = loading.instance_of(arguments)
    main = whole.journey.vote or whole.days[-1].date + timedelta(days=1)
    vote = _date(arguments.vote) if arguments.vote else main
    times = (arguments.count_done, arguments.at_ppk, arguments.recap)
    back = subsets.back_of(vote, arguments.days, *times, night=not arguments.by_day)
    box = arguments.box_litres, arguments.box_kg
    made = subsets.way_back(whole, vote, back, box)
    return commands.plan_of(made, arguments)


def _written(text: str) -> str:
    """Return the codes as written, or those in the file that `text` names."""
    path = Path(text)
    if len(text) > 255 or not path.is_file():
        return text
    if path.stat().st_size > MOST_BYTES:
        raise refuse(Code.AGAIN_FORM, field=path.name, value=f"{path.stat().st_size} byte")
    return path.read_text(encoding="utf-8-sig", errors="replace")


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise refuse(Code.AGAIN_FORM, field="Tanggal", value=text[:40]) from None


def _days(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 7:
        raise argparse.ArgumentTypeError("1 sampai 7")
    return number
