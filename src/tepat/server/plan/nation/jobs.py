"""One kabupaten of the nation as a piece of work: what it needs, and doing it.

A job holds all its data, so that any process on any machine gives the same bytes.
"""

import json
from dataclasses import asdict, dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from tepat import __version__
from tepat.core.election.zones import zone_of
from tepat.core.plan import plan_file
from tepat.core.plan.instance import writing
from tepat.core.plan.instance.checks import sound
from tepat.core.plan.nation import Done, Kabupaten, rounds_in
from tepat.core.plan.readiness import Row, row_of
from tepat.core.plan.schedule.effort import Effort
from tepat.core.plan.schedule.making import make
from tepat.core.problems import Code, Problem, Refused, refuse
from tepat.server.plan.inputs import fleet as fleet_file
from tepat.server.plan.inputs.fleet import Fleet
from tepat.server.plan.inputs.furnishing import Ground, furnish
from tepat.server.plan.schedule import loading

QUICK = Effort(rounds=4, iterations=100, scenarios=2_000, unseen=10_000, states=128)
"""A draft of a regency: some seconds of CPU."""
THOROUGH = Effort()
"""As much as `tepat plan make` tries."""
SPARE_DAYS = 2
"""The example fleet carries everything at one trip a day with so many days to spare."""


@dataclass(frozen=True, slots=True)
class Regency:
    """How the plan of a kabupaten is made. `flood` is a guess for every kecamatan, or 0."""

    fleet: Fleet
    effort: Effort
    vote: date
    flood: float = 0.0
    seed: int = 1
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """Rounds of one kabupaten and, where `regency` is given, its plan from the warehouse."""

    kabupaten: Kabupaten
    regency: Regency | None = None
    unknown: tuple[tuple[str, int], ...] = ()
    """Desa of this kabupaten that no region knows, with their TPS."""

    def name(self) -> str:
        """Return the hash of all that its result depends on."""
        every = json.dumps(asdict(self), sort_keys=True, default=str, ensure_ascii=False)
        return sha256(f"{__version__} {every}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Made:
    """Files by how their name ends, the row, and what was wrong on the way."""

    files: tuple[tuple[str, bytes], ...]
    row: Row
    problems: tuple[Problem, ...]


def work(job: Job) -> Made:
    """Do one kabupaten, in whatever process. Raises `Refused` where nothing can be planned."""
    done = rounds_in(job.kabupaten, loading.tables_of)
    unknown = sum(tps for _, tps in job.unknown)
    problems = [
        Problem(Code.NATION_DESA_UNKNOWN, {"code": code, "tps": tps}) for code, tps in job.unknown
    ]
    problems += done.problems
    files = [(".json", done.made)] if done.made is not None else []
    if job.regency is None:
        return Made(tuple(files), row_of(job.kabupaten, done, unknown, None), _once(problems))
    return _planned(job.kabupaten, job.regency, done, unknown, files, problems)


def _planned(
    kabupaten: Kabupaten,
    asked: Regency,
    done: Done,
    unknown: int,
    files: list[tuple[str, bytes]],
    problems: list[Problem],
) -> Made:
    ground = Ground(
        kabupaten.place,
        zone_of(kabupaten.place.code),
        kabupaten.kecamatan,
        kabupaten.desa,
        kabupaten.tps,
        {code: count * kabupaten.boxes for code, count in kabupaten.tps.items()},
        contoh=False,
    )
    if not ground.has_point:
        raise refuse(Code.NO_TPS_TO_PLAN, place=kabupaten.place.name)
    given = _flooding(asked.fleet, kabupaten, asked.flood)
    given, times = _enough(given, kabupaten)
    furnished, more = furnish(ground, given, given.vote or asked.vote)
    instance, others = sound(furnished)
    for part in ("warehouses", "desa", "vehicles"):
        if not getattr(instance, part):
            raise refuse(Code.INSTANCE_EMPTY, path=part)
    travel = loading.tables_of(instance)
    name = writing.name_of(instance)
    plan = make(instance, travel, loading.solver(), asked.seed, asked.effort, name)
    if asked.effort == THOROUGH:
        plan = loading.with_backups(instance, travel, plan)
    files += [(".plan.json", plan_file.write(plan)), (".plan.data.json", writing.write(instance))]
    row = row_of(kabupaten, done, unknown, (instance, plan), (given.name, times))
    return Made(tuple(files), row, _once([*problems, *asked.problems, *more, *others]))


def _once(problems: list[Problem]) -> tuple[Problem, ...]:
    """Return each problem once: rounds and plan find the same places without a point."""
    found: list[Problem] = []
    for each in problems:
        if each not in found:
            found.append(each)
    return tuple(found)


def _flooding(fleet: Fleet, kabupaten: Kabupaten, flood: float) -> Fleet:
    """Return `fleet` with its zones in this kabupaten; without any, a guess for each kecamatan."""
    code = kabupaten.place.code
    mine = [
        zone
        for zone in fleet.rows("zones")
        if any(_touches(code, str(area)) for area in zone.get("areas", ()))
    ]
    if not mine and flood:
        source = {"by": "contoh", "note": "peluang sama untuk semua kecamatan", "rough": True}
        mine = [
            {
                "id": each.code,
                "name": each.name,
                "areas": [each.code],
                "probability": flood,
                "source": source,
            }
            for each in kabupaten.kecamatan
        ]
    return replace(fleet, raw={**fleet.raw, "zones": mine})


def _touches(code: str, area: str) -> bool:
    return area == code or area.startswith(f"{code}.") or code.startswith(f"{area}.")


def _enough(fleet: Fleet, kabupaten: Kabupaten) -> tuple[Fleet, int]:
    """Return an example fleet so many times that it can carry everything, and how many."""
    if not fleet.is_contoh:
        return fleet, 1
    sizes, tps = fleet.sizes, sum(kabupaten.tps.values())
    litres = tps * (kabupaten.boxes * sizes.box_litres + sizes.tps_litres)
    rows = fleet.rows("vehicles")
    whole = all(isinstance(row.get("available"), int) for row in rows)
    a_day = sum(row["available"] * int(row.get("litres", 0)) for row in rows) if whole else 0
    if not a_day:
        return fleet, 1
    times = max(1, -(-litres // (a_day * max(1, fleet.days - SPARE_DAYS))))
    more = [{**row, "available": row["available"] * times} for row in rows]
    return replace(fleet, raw={**fleet.raw, "vehicles": more}), times


def fleet_of(path: Path | None, kabupaten: Kabupaten) -> tuple[Fleet, tuple[Problem, ...]]:
    """Return the fleet of a kabupaten: `path`, `<code>.toml` in the folder `path`, or the example.

    Raises `Refused` for a file that cannot be used.
    """
    if path is None or not path.is_dir():
        return fleet_file.load(path), ()
    own = path / f"{kabupaten.place.code}.toml"
    if own.is_file():
        return fleet_file.load(own), ()
    facts = {"place": kabupaten.place.name, "file": own.name}
    return fleet_file.load(None), (Problem(Code.NATION_NO_FLEET, facts),)


def why(error: Exception) -> tuple[Code, str]:
    """Return how a failure is told, and its words."""
    from tepat.adapters.pools import WorkerLost
    from tepat.core.sentences import sentence

    if isinstance(error, Refused):
        return Code.NATION_REFUSED, sentence(error.problem)
    if isinstance(error, WorkerLost):
        return Code.NATION_LOST, str(error)
    return Code.NATION_FAILED, f"{type(error).__name__}: {error}"
