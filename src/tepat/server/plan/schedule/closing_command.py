"""`tepat plan close`: a road is closed, and the rest of the plan is made again around it."""

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tepat.cli import Commands
from tepat.core.problems import Code, Problem, Refused, refuse
from tepat.server.plan.schedule.options import add_data

if TYPE_CHECKING:
    from tepat.core.plan.instance.values import Instance, Status


def add(commands: Commands) -> None:
    """Add `plan close`."""
    close = commands.add("plan close", "tutup jalan dan susun ulang yang belum berangkat")
    close.add_argument("plan", type=Path, help="berkas rencana yang berlaku")
    close.add_argument(
        "--road", action="append", required=True, help="kode, nama, atau dua ujungnya: 'A - B'"
    )
    close.add_argument("--restricted", action="store_true", help="masih dapat dilalui pelan")
    close.add_argument("--open", action="store_true", help="jalan dibuka kembali")
    close.add_argument("--now", default="", help="saat ini, misalnya 'H-3 06:00'")
    close.add_argument("--comment", default="", help="apa yang terjadi")
    close.add_argument("--by", default="", help="siapa yang melaporkan")
    close.add_argument(
        "--reliability",
        choices=("heard", "seen", "confirmed"),
        default="unknown",
        help="kabar, dilihat di tempat, atau dibenarkan orang kedua",
    )
    close.add_argument("--seed", type=int, default=1)
    close.add_argument("--out", type=Path, required=True, help="berkas rencana baru .json")
    add_data(close)
    close.set_defaults(run=_close)


def _close(arguments: argparse.Namespace) -> int:
    from tepat.core.plan import plan_file
    from tepat.core.plan.closing import around, trips_over
    from tepat.core.plan.comparing import compare
    from tepat.core.plan.instance.source import Reliability, Source
    from tepat.core.plan.instance.writing import name_of
    from tepat.core.plan.replanning import closed
    from tepat.core.plan.risk.judging import judge
    from tepat.server.plan.schedule import loading, text

    old = loading.plan_of(arguments.plan)
    before = loading.instance_of(arguments)
    if before.journey.is_back:
        raise refuse(Code.BACK_AFRESH)
    loading.same_data(old, name_of(before))
    source = Source(
        arguments.by,
        arguments.now,
        rough=not arguments.by,
        reliability=Reliability(arguments.reliability),
    )
    arcs = _arcs(before, arguments.road)
    instance = closed(before, arcs, _status(arguments), arguments.comment, source)
    touched = trips_over(loading.tables_of(before), before, old, arcs)
    travel = loading.travel_of(instance)
    judged = judge(instance, travel, old, old.verdicts.scenarios, old.verdicts.seed)
    stays = replace(old, verdicts=judged)
    new = around(
        instance,
        travel,
        loading.solver(),
        old,
        touched,
        _now(before, arguments.now),
        seed=arguments.seed,
        name=name_of(instance),
    )
    new = replace(new, number=old.number + 1, after=plan_file.name_of(old))
    new = loading.with_backups(instance, travel, new)
    loading.keep(new, instance, arguments.out)
    print(f"{len(arcs)} ruas diubah, dilalui {len(touched)} perjalanan.")
    print("Semula dinilai dengan keadaan jalan yang baru:")
    print("\n".join(text.comparison(compare(instance, stays, new))))
    print(f"\nDitulis: {arguments.out}, rencana {plan_file.name_of(new)}")
    return 0


def _arcs(instance: "Instance", roads: list[str]) -> list[str]:
    from tepat.core.plan.closing import arcs_named
    from tepat.server.plan.schedule import loading

    found: dict[str, None] = {}
    problems: list[Problem] = []
    for words in roads:
        arcs, more = arcs_named(instance, words)
        found |= dict.fromkeys(arcs)
        problems += more
    loading.tell(problems[:-1])
    if problems:
        raise Refused(problems[-1])
    return list(found)


def _status(arguments: argparse.Namespace) -> "Status":
    from tepat.core.plan.instance.values import Status

    if arguments.open:
        return Status.OPERATIONAL
    return Status.RESTRICTED if arguments.restricted else Status.CLOSED


def _now(instance: "Instance", words: str) -> int:
    """Return the moment that `words` name; before the first day where nothing is said."""
    from tepat.core.plan.instance.axis import Axis

    if not words:
        return -1
    moment = Axis(instance.days).read(words)
    if moment is None:
        raise refuse(Code.PLAN_MOMENT, got=words)
    return moment
