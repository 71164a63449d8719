"""`tepat plan tps`: when each TPS gets its goods from its PPS, and by whom."""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tepat.cli import Commands
from tepat.server.plan.schedule.options import add_data, add_tps

if TYPE_CHECKING:
    from tepat.core.plan.instance.values import Instance
    from tepat.core.plan.last_mile.lists import DesaList
    from tepat.core.plan.last_mile.values import TpsLoad
    from tepat.core.plan.schedule.values import Plan

WORDS = {"day": "", "night": "gelap", "late": "terlambat"}


def add(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add("plan tps", "tampilkan jam serah tiap TPS dari PPS-nya")
    parser.add_argument("plan", type=Path, help="berkas rencana")
    add_data(parser)
    add_tps(parser)
    parser.add_argument("--desa", action="append", help="hanya desa ini, boleh berulang")
    parser.set_defaults(run=_run)


def lists_of(arguments: argparse.Namespace, plan: "Plan", instance: "Instance") -> "list[DesaList]":
    """Return the list of each desa that the options name, by default of all."""
    from tepat.core.plan.last_mile.lists import TpsLists
    from tepat.core.problems import Code, refuse

    lists = TpsLists(plan, instance, _table(arguments, instance))
    known = {each.code for each in instance.desa}
    wanted = getattr(arguments, "desa", None)
    for code in wanted or ():
        if code not in known:
            raise refuse(Code.TPS_DESA_UNKNOWN, value=code[:40])
    return [lists.of(code) for code in wanted] if wanted else list(lists.all())


def _table(
    arguments: argparse.Namespace, instance: "Instance"
) -> "Mapping[str, Sequence[TpsLoad]]":
    """TPS from a table, else from the database where it is asked for, else by number."""
    from tepat.server.plan.schedule import loading

    if arguments.tps:
        from tepat.adapters.tps_points import read_tps

        found, problems = read_tps(arguments.tps, {each.code: each for each in instance.desa})
        loading.tell(problems)
        return found
    if arguments.kabupaten and not arguments.instance:
        from tepat.server.election import scopes
        from tepat.server.plan.last_mile.table import table_of

        return table_of(scopes.find(arguments.kabupaten, arguments.election), instance)
    return {}


def _run(arguments: argparse.Namespace) -> int:
    from tepat.core.plan.instance.axis import Axis
    from tepat.core.plan.instance.writing import name_of
    from tepat.core.plan.last_mile.lists import said_end
    from tepat.core.problems import Code
    from tepat.server.plan.schedule import loading
    from tepat.server.plan.schedule.text import aligned

    plan = loading.plan_of(arguments.plan)
    instance = loading.instance_of(arguments)
    loading.same_data(plan, name_of(instance))
    axis = Axis(instance.days)
    lists = lists_of(arguments, plan, instance)
    for each in lists:
        came = ", ".join(axis.said(arrival.at) for arrival in each.errand.arrivals) or "-"
        by = said_end(axis, each.errand.deadline)
        print(f"{each.desa.name} ({each.desa.code}): tiba {came}, batas {by}")
        rows = [
            (
                f"  {row.tps.number:03}",
                axis.said(row.at) + ("*" if each.is_unplaced(row.tps) else ""),
                f"{row.tps.boxes} kotak",
                ", ".join(
                    f"{each.carrier(part.carrier)} {part.unit}.{part.number}" for part in row.parts
                ),
                WORDS[row.state.value],
            )
            for row in each.list.handovers
        ]
        print("\n".join(aligned(rows)))
    # A guess of every desa must not crowd out the few that are late: so many are told.
    found = [problem for each in lists for problem in each.problems]
    loading.tell(sorted(found, key=lambda each: each.code is Code.TPS_UNPLACED))
    handed = sum(len(each.list.handovers) for each in lists)
    wrong = sum(len(each.list.late) + len(each.list.dark) for each in lists)
    print(f"{handed} TPS dalam {len(lists)} desa, {wrong} gelap atau terlambat")
    return 0
