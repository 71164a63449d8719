"""Are we ready? What the plans of many kabupaten say together.

A kabupaten is ready where every desa with TPS is known and served, none is under its target,
and the low end of the chance of all reaches the target; only on dry roads where nobody said
where it floods. Each is counted by itself: floods of
two kabupaten hang together in ways nobody knows, so there is no chance of the whole nation.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any, Final

from tepat.core.plan.instance.values import Instance
from tepat.core.plan.nation import Done, Kabupaten
from tepat.core.plan.schedule.values import Plan

MILLION: Final = 1_000_000
NONE: Final = -1
"""A figure that nobody computed."""


class State(StrEnum):
    """What is known of one kabupaten."""

    READY = "siap"
    DRY = "kering"
    """Ready on dry roads: nobody said where it floods, so the chance knows nothing of it."""
    NOT_YET = "belum"
    FAILED = "gagal"
    ROUNDS = "ronde"
    """Only its rounds from PPK to PPS were asked for."""


@dataclass(frozen=True, slots=True)
class Row:
    """One kabupaten in numbers; chances in parts per million, `NONE` where there is no plan.

    `unknown` are TPS in desa that no region table knows. `fleet` names the fleet file, and
    `fleet_times` how often the example fleet was taken to carry everything. `zones` are those
    that can flood: without any, the chance knows nothing of floods. All of it is a rough guess
    while `rough` is true.
    """

    code: str
    name: str
    state: State
    kecamatan: int = 0
    desa: int = 0
    tps: int = 0
    boxes: int = 0
    unknown: int = 0
    rounds: int = 0
    proved: int = 0
    rounds_rupiah: int = 0
    all_ppm: int = NONE
    all_low: int = NONE
    all_high: int = NONE
    rupiah: int = NONE
    trips: int = NONE
    under: int = NONE
    left: int = NONE
    worst: str = ""
    worst_name: str = ""
    worst_ppm: int = NONE
    zones: int = 0
    fleet: str = ""
    fleet_times: int = 0
    rough: bool = True


COLUMNS: Final = tuple(each.name for each in fields(Row))


def row_of(
    kabupaten: Kabupaten,
    done: Done,
    unknown: int,
    planned: tuple[Instance, Plan] | None,
    fleet: tuple[str, int] = ("", 0),
) -> Row:
    """Return the row of a kabupaten; without `planned` only its rounds are told."""
    bare: dict[str, Any] = {
        "code": kabupaten.place.code,
        "name": kabupaten.place.name,
        "kecamatan": len(kabupaten.kecamatan),
        "desa": len(kabupaten.desa),
        "tps": sum(kabupaten.tps.values()),
        "boxes": sum(kabupaten.tps.values()) * kabupaten.boxes,
        "unknown": unknown,
        "rounds": done.kecamatan,
        "proved": done.proved,
        "rounds_rupiah": done.rupiah,
    }
    if planned is None:
        return Row(state=State.ROUNDS, **bare)
    instance, plan = planned
    chances = plan.verdicts.desa
    target = round(instance.targets.desa * MILLION)
    under = sum(each.ppm < target for each in chances)
    left = len({each.desa for each in plan.unassigned})
    sure = plan.verdicts.all_low >= round(instance.targets.all * MILLION)
    worst = min(chances, key=lambda each: (each.ppm, each.desa))
    names = {each.code: each.name for each in instance.desa}
    served = len(instance.desa) == len(kabupaten.desa) and not unknown
    state = State.NOT_YET
    if sure and served and not under and not left:
        state = State.READY if instance.hazard.zones else State.DRY
    return Row(
        state=state,
        all_ppm=plan.verdicts.all_ppm,
        all_low=plan.verdicts.all_low,
        all_high=plan.verdicts.all_high,
        rupiah=plan.rupiah,
        trips=len(plan.trips),
        under=under,
        left=left + len(kabupaten.desa) - len(instance.desa),
        worst=worst.desa if worst.ppm < MILLION else "",
        worst_name=names[worst.desa] if worst.ppm < MILLION else "",
        worst_ppm=worst.ppm,
        zones=len(instance.hazard.zones),
        fleet=fleet[0],
        fleet_times=fleet[1],
        rough=instance.no_map or instance.contoh or any(each.rough for each in chances),
        **bare,
    )


def failed(kabupaten: Kabupaten, unknown: int) -> Row:
    """Return the row of a kabupaten that could not be planned."""
    return Row(
        kabupaten.place.code,
        kabupaten.place.name,
        State.FAILED,
        len(kabupaten.kecamatan),
        len(kabupaten.desa),
        sum(kabupaten.tps.values()),
        sum(kabupaten.tps.values()) * kabupaten.boxes,
        unknown,
    )


def totals(rows: Iterable[Row]) -> dict[str, int]:
    """Return how many kabupaten are in which state, and the sums of what can be added."""
    every = list(rows)
    found = {"kabupaten": len(every)}
    found |= {state.value: sum(each.state is state for each in every) for state in State}
    for name in ("kecamatan", "desa", "tps", "boxes", "unknown", "rounds", "proved"):
        found[name] = sum(getattr(each, name) for each in every)
    found["rounds_rupiah"] = sum(each.rounds_rupiah for each in every)
    planned = [each for each in every if each.all_ppm != NONE]
    for name in ("rupiah", "trips", "under", "left"):
        found[name] = sum(getattr(each, name) for each in planned)
    found["without_zones"] = sum(not each.zones for each in planned)
    return found


def by_provinsi(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """Return the rows of each provinsi, by code."""
    found: dict[str, list[Row]] = {}
    for each in sorted(rows, key=lambda each: each.code):
        found.setdefault(each.code[:2], []).append(each)
    return found


def least_sure(rows: Iterable[Row], most: int) -> list[Row]:
    """Return the kabupaten that are not ready: what failed first, then the least sure."""
    waiting = [each for each in rows if each.state in (State.FAILED, State.NOT_YET)]
    return sorted(waiting, key=lambda each: (each.all_ppm, each.code))[:most]


def as_dict(row: Row) -> dict[str, Any]:
    """Return a row as it is written."""
    return {**asdict(row), "state": row.state.value}


def from_dict(raw: Mapping[str, Any]) -> Row:
    """Return a row that was written. Raises `TypeError` or `ValueError` for anything else."""
    return Row(**{**raw, "state": State(raw["state"])})
