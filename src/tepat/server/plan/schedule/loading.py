"""What a command of the plan works on: an instance, from a file or from the tables.

A file needs no database. What cannot be used is said on standard error and left out.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tepat.core.plan import plan_file
from tepat.core.plan.instance import reading, writing
from tepat.core.plan.instance.checks import sound
from tepat.core.plan.instance.reach import unreached
from tepat.core.plan.instance.values import Instance
from tepat.core.plan.learning import applying as learning
from tepat.core.plan.learning import file as learning_file
from tepat.core.plan.network.backups import backups
from tepat.core.plan.network.matrices import Matrices
from tepat.core.plan.schedule.values import Plan
from tepat.core.problems import Code, Problem, refuse
from tepat.core.sentences import sentence

if TYPE_CHECKING:
    from tepat.server.election.models import Scope

MOST_TOLD = 40
"""Problems printed; of more only the number is told."""


def instance_of(arguments: argparse.Namespace) -> Instance:
    """Return what `--instance` or `--kabupaten` names, without what cannot be used."""
    if arguments.instance:
        return from_file(arguments.instance)
    if arguments.kabupaten:
        return _from_tables(arguments)
    beside = data_file(arguments.plan) if getattr(arguments, "plan", None) else None
    if beside and beside.exists():
        return from_file(beside)
    raise refuse(Code.PLAN_NO_DATA, file=beside.name if beside else "--instance")


def from_file(path: Path) -> Instance:
    """Return the instance in a file. Raises `Refused` where nothing can be planned from it."""
    if not path.is_file():
        raise refuse(Code.FILE_MISSING, file=path.name)
    instance, problems = reading.read(path.read_bytes())
    if instance is None:
        tell(problems[:-1])
        raise refuse(problems[-1].code, **dict(problems[-1].facts))
    return _sound(instance, problems)


def scope_of(arguments: argparse.Namespace) -> "Scope":
    """Return the scope that `--kabupaten` and `--election` name, with the database at hand."""
    from tepat.cli import prepare

    prepare()
    from tepat.server.election import scopes

    return scopes.find(arguments.kabupaten, arguments.election)


def _from_tables(arguments: argparse.Namespace) -> Instance:
    scope = scope_of(arguments)
    from tepat.server.plan.inputs.from_tables import instance_of_scope
    from tepat.server.plan.schedule import queries, store

    roads = getattr(arguments, "roads", [])
    source = None if arguments.fleet or roads else queries.current_input(scope)
    if source:
        print(f"- Memakai masukan versi {source.number} dari meja kerja.", file=sys.stderr)
        return _sound(store.instance_of(source.hash), ())
    instance, problems = instance_of_scope(scope, arguments.fleet, roads)
    return _sound(instance, problems)


def _sound(instance: Instance, problems: Sequence[Problem]) -> Instance:
    sane, more = sound(instance)
    tell([*problems, *more])
    for part in ("warehouses", "desa"):
        if not getattr(sane, part):
            raise refuse(Code.INSTANCE_EMPTY, path=part)
    return sane


def taught(instance: Instance, path: Path) -> Instance:
    """Return `instance` with the priors in a file laid over it, and say what changed.

    Raises `Refused` where it is no such file, or one of another kabupaten.
    """
    if not path.is_file():
        raise refuse(Code.FILE_MISSING, file=path.name)
    priors = learning_file.read(path.read_bytes(), path.name)
    made = learning.for_place(instance, priors)
    tell(made.problems)
    key = learning_file.key_id(priors)
    signed = f"ditandatangani kunci {key}, cocokkan" if key else "tidak ditandatangani siapa pun"
    print(f"Pelajaran {priors.election}: {signed}.", file=sys.stderr)
    for line in learning.explained(made):
        print(f"- {line.id}", file=sys.stderr)
    return made.instance


def travel_of(instance: Instance) -> Matrices:
    """Return its tables, and say which desa nothing reaches."""
    travel = tables_of(instance)
    if instance.vehicles:
        tell(unreached(instance, travel))
    return travel


def tables_of(instance: Instance) -> Matrices:
    """Return the tables of an instance."""
    try:
        from tepat.adapters import routing_cch
    except ModuleNotFoundError as missing:
        raise refuse(Code.PLAN_PART, part=str(missing.name), what="tepat plan") from missing
    return routing_cch.travel(instance)


def solver() -> Any:
    """Return the solver of routes."""
    try:
        from tepat.adapters.vrp import Solver
    except ModuleNotFoundError as missing:
        raise refuse(Code.PLAN_PART, part=str(missing.name), what="tepat plan") from missing
    return Solver()


def plan_of(path: Path) -> Plan:
    """Return the plan in a file."""
    if not path.is_file():
        raise refuse(Code.FILE_MISSING, file=path.name)
    return plan_file.read(path.read_bytes())


def same_data(plan: Plan, instance: str) -> None:
    """Raise `Refused` where `plan` was not made from the instance with this name."""
    for problem in plan_file.differs(plan, instance):
        raise refuse(problem.code, **dict(problem.facts))


def data_file(plan: Path) -> Path:
    """Return where the instance of a plan file lies: beside it."""
    return plan.with_name(f"{plan.stem}.data.json")


def with_backups(instance: Instance, travel: Matrices, plan: Plan) -> Plan:
    """Return `plan` with the other road of each desa, by what serves it first.

    Roads are looked for from the warehouse: on the way back nobody has looked.
    """
    if instance.journey.is_back:
        return plan
    profiles = {vehicle.id: vehicle.profile for vehicle in instance.vehicles}
    serving: dict[str, str] = {}
    for trip in sorted(plan.trips, key=lambda each: (each.day, each.start, each.id)):
        for stop in trip.stops:
            serving.setdefault(stop.place, profiles[trip.vehicle])
    found = backups(instance, travel, list(dict.fromkeys(serving.values())))
    mine = tuple(each for each in found if serving.get(each.desa) == each.mode)
    return replace(plan, backups=mine)


def keep(plan: Plan, instance: Instance, out: Path) -> None:
    """Write a plan and, beside it, the instance it was made from."""
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(plan_file.write(plan))
    data_file(out).write_bytes(writing.write(instance))


def tell(problems: Sequence[Problem]) -> None:
    """Say problems on standard error, one line each."""
    for problem in problems[:MOST_TOLD]:
        print(f"- {sentence(problem)}", file=sys.stderr)
    if len(problems) > MOST_TOLD:
        print(f"- dan {len(problems) - MOST_TOLD} lagi.", file=sys.stderr)


class Progress:
    """How far a long step is, on one line of standard error; silent where nobody looks."""

    width = 24

    def __call__(self, what: str, done: int, of: int) -> None:
        if not sys.stderr.isatty():
            return
        filled = self.width * done // max(1, of)
        bar = "#" * filled + "." * (self.width - filled)
        end = "\n" if done >= of else ""
        print(f"\r{what} [{bar}] {done}/{of}", end=end, file=sys.stderr, flush=True)
