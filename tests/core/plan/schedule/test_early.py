"""Who leaves early: computed from roads and floods, and never from a name.

Two kecamatan with equal goods. One lies far behind roads that flood, the other near on dry
roads. When their grounds are exchanged, so is the order of departure.
"""

from dataclasses import replace

from tepat.adapters import routing_cch, vrp
from tepat.core.plan.instance.values import (
    Arc,
    Desa,
    Hazard,
    Instance,
    Kecamatan,
    Node,
    Store,
    Verdict,
    Zone,
)
from tepat.core.plan.schedule.effort import Effort
from tepat.core.plan.schedule.making import make
from tests.regencies import CONTOH, fleet, regency

EACH = 6
GUARD = 150_000


def two(far: str, near: str) -> Instance:
    """Return a regency in which kecamatan `far` has the bad ground, and `near` the good one."""
    base = regency(desa=12, tps=40, days=6)
    nodes, arcs, kecamatan, desa = [Node("gudang", -2.0, 115.0)], [], [], []
    for code, bad in sorted([(far, True), (near, False)]):
        away = 0.6 if bad else 0.12
        nodes.append(Node(code, -2.0 + (away if bad else -away), 115.0))
        length = 90_000 if bad else 16_000
        arcs.append(Arc(code, "gudang", code, length, "secondary", zone="banjir" if bad else ""))
        kecamatan.append(Kecamatan(code, f"Kecamatan {code}", code, Store(Verdict.PASSED, GUARD)))
        for at in range(EACH):
            name = f"{code}.{2001 + at}"
            lat = nodes[-1].lat if not at else nodes[-1].lat + 0.01
            nodes.append(Node(name, lat, 115.01 + at * 0.01))
            arcs.append(Arc(name, code, name, 3_000 + 900 * at, "secondary"))
            store = Store(Verdict.PASSED, GUARD, source=CONTOH)
            desa.append(Desa(name, name, code, name, 4, 8, 1_160, 100, store))
    days = len(base.days)
    zone = Zone("banjir", "Banjir", (0.3,) * days, CONTOH)
    return replace(
        base,
        nodes=tuple(nodes),
        arcs=tuple(arcs),
        kecamatan=tuple(kecamatan),
        desa=tuple(sorted(desa, key=lambda each: each.code)),
        vehicles=fleet(days)[:2],
        hazard=Hazard((zone,), 0.5, 0.5),
    )


def mean_day(instance: Instance, kecamatan: str) -> float:
    effort = Effort(rounds=6, iterations=150, scenarios=4_000, unseen=4_000)
    plan = make(instance, routing_cch.travel(instance), vrp.Solver(), 1, effort)
    days = [trip.day for trip in plan.trips for stop in trip.stops if kecamatan in stop.place]
    return sum(days) / len(days)


def test_the_far_and_flooded_leave_earlier_and_the_order_follows_the_ground() -> None:
    one, other = "99.01.01", "99.01.02"

    first = two(far=one, near=other)
    assert mean_day(first, one) < mean_day(first, other)

    second = two(far=other, near=one)
    assert mean_day(second, other) < mean_day(second, one)
