"""Plans of every shape that their papers must hold: one stop, many, long names, many trips."""

from dataclasses import replace
from datetime import date

from tepat.core.documents import from_plan, plan_budget
from tepat.core.documents.plan_papers import (
    Budget,
    PlanFrame,
    Receiver,
    RunSheet,
    ScheduleLetter,
)
from tepat.core.documents.samples import LONG_DESA
from tepat.core.plan import plan_file
from tepat.core.plan.instance.values import Arc, Desa, Instance, Node, Store, Verdict
from tepat.core.plan.schedule.values import Backup, Chance, Echelon, Plan, Stop, Trip
from tests.core.plan import plans
from tests.core.plan.instances import contoh

ON = date(2024, 11, 18)
PHONES = {"99.01.02.2001": Receiver("Nama Contoh B", "0800 0000 0001")}


def ways(profile: str, start: str, goal: str) -> tuple[str, ...] | None:
    """The way in Kabupaten Contoh as anybody can read it off its five nodes."""
    order = {"gudang": 0, "99.01.01.1001": 0, "99.01.01.2002": 1, "99.01.02.2001": 2}
    order |= {"99.01.01": 1, "99.01.02": 2, "99.01.02.2002": 4}
    low, high = sorted((order[start], order[goal]))
    arcs = ("1", "2", "3", "4")[low:high]
    return arcs if order[start] <= order[goal] else arcs[::-1]


def frame(plan: Plan, instance: Instance) -> PlanFrame:
    name = plan_file.name_of(plan)
    return from_plan.frame_of(plan, name, instance, place="Contoh", on=ON)


def sheets(plan: Plan | None = None, instance: Instance | None = None) -> tuple[RunSheet, ...]:
    made, of = plan or plans.plan(), instance or contoh()
    return from_plan.run_sheets(frame(made, of), made, of, ways, PHONES)


def letter(plan: Plan | None = None, instance: Instance | None = None) -> ScheduleLetter:
    made, of = plan or plans.plan(), instance or contoh()
    return from_plan.schedule_letter(frame(made, of), made, of)


def budget(plan: Plan | None = None, instance: Instance | None = None) -> Budget:
    made, of = plan or plans.plan(), instance or contoh()
    return plan_budget.budget(frame(made, of), made, of)


def many(stops: int, trips: int = 1, name: str = "Desa Nomor {}") -> tuple[Plan, Instance]:
    """A plan of `trips` trips with `stops` stops each, every stop a desa of its own."""
    base = contoh()
    desa, made, chances, backups, arcs, nodes = [], [], [], [], [], []
    for each in range(trips):
        halts = []
        for at in range(stops):
            number = each * stops + at + 1
            kecamatan = base.kecamatan[number % 2].code
            code = f"{kecamatan}.{2000 + number}"
            node = f"n{number}"
            nodes.append(Node(node, -2.0 - number / 1000, 115.3 + number / 1000))
            road = Arc(f"a{number}", "kota", node, 2_400, "tertiary", zone="rawa" if at % 3 else "")
            arcs += [road, Arc(f"b{number}", "kota", node, 7_300, "track", name="Jalan Poros Lama")]
            store = Store(Verdict.PASSED, 150_000)
            desa.append(Desa(code, name.format(number), kecamatan, node, 3, 6, 870, 75, store))
            start = each // 14 % 3 * 1440 + 420 + at * 35
            halts.append(Stop(code, start, start + 20, 6, 870, 75, 2_400))
            chances.append(Chance(code, 991_000, 985_000, 995_000, rough=number % 2 == 0))
            if at % 2:
                backups.append(Backup(code, "truk", 7_300, 31, 0, (f"b{number}",)))
            else:
                backups.append(Backup(code, "truk"))
        day, unit = each // 14 % 3, each % 14 + 1
        began, ended = halts[0].arrive - 15, halts[-1].leave + 30
        made.append(
            Trip(
                f"{day}-truk-{unit}-1",
                Echelon.DIRECT,
                "truk",
                unit,
                day,
                "gudang",
                began,
                ended,
                2_400 * stops * 2,
                tuple(halts),
            )
        )
    instance = replace(
        base,
        desa=tuple(desa),
        nodes=(*base.nodes, *nodes),
        arcs=(*base.arcs, *arcs),
        escorts=(),
    )
    plan = replace(plans.plan(), trips=tuple(made), backups=tuple(backups), number=4)
    return replace(plan, verdicts=replace(plan.verdicts, desa=tuple(chances))), instance


def straight(profile: str, start: str, goal: str) -> tuple[str, ...]:
    """The way in a plan of `many`."""
    return (f"a{int(goal.rpartition('.')[2]) - 2000}",)


def many_sheets(stops: int, trips: int = 1, name: str = LONG_DESA + " {}") -> tuple[RunSheet, ...]:
    plan, instance = many(stops, trips, name)
    return from_plan.run_sheets(frame(plan, instance), plan, instance, straight)
