"""`tepat plan make`, `judge`, `show`, `curve`, `close`: a schedule on the command line."""

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tepat.cli import Commands
from tepat.server.plan.inputs import hazard_command, map_command
from tepat.server.plan.last_mile import command as tps_command
from tepat.server.plan.nation import command as nation_command
from tepat.server.plan.schedule import closing_command
from tepat.server.plan.schedule.options import SCENARIOS, add_data, add_effort, count

if TYPE_CHECKING:
    from tepat.core.plan.instance.values import Instance
    from tepat.core.plan.schedule.effort import Effort


def add(commands: Commands) -> None:
    """Add the commands of the schedule."""
    make = commands.add("plan make", "susun jadwal pengiriman dengan peluang tepat waktu")
    add_data(make)
    add_effort(make)
    make.add_argument(
        "--roads",
        type=Path,
        action="append",
        default=[],
        help="peta jalan untuk sekali ini, menggantikan yang tersimpan; boleh diulang",
    )
    make.add_argument("--priors", type=Path, help="pelajaran dari tepat election learn")
    make.add_argument("--seed", type=int, default=1, help="seed; seed sama, rencana sama")
    make.add_argument("--out", type=Path, required=True, help="berkas rencana .json")
    make.set_defaults(run=_make)

    judge = commands.add("plan judge", "nilai rencana atas skenario banjir")
    judge.add_argument("plan", type=Path, help="berkas rencana")
    add_data(judge)
    judge.add_argument("--scenarios", type=count, default=SCENARIOS)
    judge.add_argument("--seed", type=int, default=2, help="seed skenario")
    judge.add_argument(
        "--calibrate", action="store_true", help="bandingkan yang dikatakan dengan yang terjadi"
    )
    judge.set_defaults(run=_judge)

    show = commands.add("plan show", "tampilkan rencana: perjalanan, risiko, biaya")
    show.add_argument("plan", type=Path, help="berkas rencana")
    show.add_argument("--with", dest="other", type=Path, help="bandingkan dengan rencana ini")
    add_data(show)
    show.set_defaults(run=_show)

    curve = commands.add("plan curve", "rupiah terhadap peluang tepat waktu")
    add_data(curve)
    add_effort(curve)
    curve.add_argument("--seed", type=int, default=1)
    curve.add_argument(
        "--guesses", action="store_true", help="peringkat bila banjir setengah atau dua kali"
    )
    curve.set_defaults(run=_curve)
    closing_command.add(commands)
    map_command.add(commands)
    hazard_command.add(commands)
    nation_command.add(commands)
    tps_command.add(commands)


def _make(arguments: argparse.Namespace) -> int:
    from tepat.server.plan.schedule import loading

    instance = loading.instance_of(arguments)
    if arguments.priors:
        instance = loading.taught(instance, arguments.priors)
    return plan_of(instance, arguments)


def plan_of(instance: "Instance", arguments: argparse.Namespace) -> int:
    """Make the plan of `instance`, write it and say what it costs and how sure it is."""
    from tepat.core.plan import plan_file
    from tepat.core.plan.instance.writing import name_of
    from tepat.core.plan.journeys import waiting
    from tepat.core.plan.schedule.planning import make
    from tepat.core.plan.schedule.waves import too_full
    from tepat.core.plan.why.reasons import explanations, limits_of
    from tepat.server.plan.schedule import loading, text

    travel = loading.travel_of(instance)
    plan = make(
        instance,
        travel,
        loading.solver(),
        arguments.seed,
        effort_of(arguments),
        name_of(instance),
        loading.Progress(),
    )
    plan = loading.with_backups(instance, travel, plan)
    loading.keep(plan, instance, arguments.out)
    best = limits_of(instance, travel, plan)
    _print(text.summary(instance, plan, plan_file.name_of(plan), best))
    loading.tell(too_full(instance, plan.trips))
    told = explanations(instance, travel, plan, best, brief=True)
    _print(["", *text.risks(instance, plan, told)])
    longer = waiting.waited(instance, travel, loading.solver(), plan)
    if longer:
        _print(["", waiting.said(plan, longer)[0]])
    print(f"\nDitulis: {arguments.out}, datanya {loading.data_file(arguments.out).name}")
    return 0


def effort_of(arguments: argparse.Namespace, base: "Effort | None" = None) -> "Effort":
    """Return how much is tried, as the options ask; `base` is where they say nothing."""
    from tepat.core.plan.schedule.effort import Effort

    scenarios = arguments.scenarios
    effort = replace(base or Effort(), scenarios=scenarios, unseen=scenarios)
    if arguments.rounds:
        effort = replace(effort, rounds=arguments.rounds)
    return replace(effort, iterations=arguments.iterations) if arguments.iterations else effort


def _judge(arguments: argparse.Namespace) -> int:
    from tepat.core.plan import plan_file
    from tepat.core.plan.instance.writing import name_of
    from tepat.core.plan.risk.checking import calibrated
    from tepat.core.plan.risk.judging import judge
    from tepat.core.plan.why.reasons import explanations, limits_of
    from tepat.server.plan.schedule import loading, text

    plan = loading.plan_of(arguments.plan)
    instance = loading.instance_of(arguments)
    loading.same_data(plan, name_of(instance))
    travel = loading.travel_of(instance)
    found = judge(instance, travel, plan, arguments.scenarios, arguments.seed)
    judged = replace(plan, verdicts=found)
    best = limits_of(instance, travel, judged)
    _print(text.summary(instance, judged, plan_file.name_of(plan), best))
    told = explanations(instance, travel, judged, best, brief=True)
    _print(["", *text.risks(instance, judged, told)])
    if arguments.calibrate:
        _print(["", *text.calibration(calibrated(instance, travel, plan, arguments.seed))])
    return 0


def _show(arguments: argparse.Namespace) -> int:
    from tepat.core.plan import plan_file
    from tepat.core.plan.comparing import compare
    from tepat.core.plan.instance.writing import name_of
    from tepat.core.plan.why.reasons import explanations, limits_of
    from tepat.server.plan.schedule import loading, text

    plan = loading.plan_of(arguments.plan)
    instance = loading.instance_of(arguments)
    if arguments.other:
        found = compare(instance, plan, loading.plan_of(arguments.other))
        _print(text.comparison(found))
        return 0
    loading.same_data(plan, name_of(instance))
    travel = loading.travel_of(instance)
    best = limits_of(instance, travel, plan)
    _print(text.summary(instance, plan, plan_file.name_of(plan), best))
    _print(["", *text.trips(instance, plan), ""])
    _print(text.risks(instance, plan, explanations(instance, travel, plan, best)))
    _print(["", *text.costs(plan)])
    return 0


def _curve(arguments: argparse.Namespace) -> int:
    from tepat.core.plan.comparing import figures
    from tepat.core.plan.risk.checking import ranked
    from tepat.core.plan.saying import chance, rupiah
    from tepat.core.plan.schedule.choosing import front
    from tepat.core.plan.schedule.effort import CURVE
    from tepat.core.plan.schedule.planning import as_plan, explore
    from tepat.server.plan.schedule import loading, text

    instance = loading.instance_of(arguments)
    travel = loading.travel_of(instance)
    effort = effort_of(arguments, CURVE)
    rounds = explore(instance, travel, loading.solver(), arguments.seed, effort, loading.Progress())
    rows = [("biaya", "semua tepat waktu", "desa di bawah target")]
    plans = [as_plan(instance, travel, each, arguments.seed, effort) for each in front(rounds)]
    for plan in plans:
        rough = any(one.rough for one in plan.verdicts.desa)
        said = chance(plan.verdicts.all_ppm, rough=rough)
        rows.append((rupiah(plan.rupiah), said, str(figures(instance, plan).under)))
    _print(text.aligned(rows, right=[0, 2]))
    if arguments.guesses:
        seed = plans[0].verdicts.seed
        found = ranked(instance, travel, plans, seed, arguments.scenarios)
        _print(["", *text.guesses(found)])
    return 0


def _print(lines: list[str]) -> None:
    print("\n".join(lines))
