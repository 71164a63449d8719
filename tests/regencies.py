"""Made-up regencies (contoh) for tests and benchmarks of the plan: roads, floods, a fleet."""

from datetime import date, timedelta

import numpy as np

from tepat.core.plan.instance.source import Source
from tepat.core.plan.instance.values import (
    MINUTES_A_DAY,
    Arc,
    Day,
    Desa,
    Hazard,
    Instance,
    Kecamatan,
    Mode,
    Node,
    Store,
    Targets,
    Vehicle,
    Verdict,
    Warehouse,
    Zone,
)

CONTOH = Source("contoh", "", rough=True)
MODES = (
    Mode("truck", "Truk", {"primary": 40, "secondary": 25, "track": 12}, flooded=0.0),
    Mode("4x4", "Gardan ganda", {"primary": 45, "secondary": 28, "track": 18}, flooded=0.25),
    Mode("motor", "Sepeda motor", {"primary": 40, "secondary": 30, "track": 20}, flooded=0.15),
    Mode("boat", "Klotok", {"river": 18}, flooded=1.0),
)


def regency(
    seed: int = 1, desa: int = 131, tps: int = 750, boxes: int = 2, zones: int = 8, days: int = 7
) -> Instance:
    """Return a regency drawn from `seed`: kecamatan in clusters, the far ones by worse roads."""
    draw = np.random.Generator(np.random.PCG64(seed))
    count = max(2, desa // 11)
    centres = np.vstack([[0.0, 0.0], draw.uniform(-0.35, 0.35, (count - 1, 2))])
    nodes = [Node("gudang", -2.0, 115.0)]
    nodes += [Node(f"k{at}", -2.0 + y, 115.0 + x) for at, (x, y) in enumerate(centres)]
    arcs = [Arc("a0", "gudang", "k0", 900, "primary")]
    away = np.hypot(centres[:, 0], centres[:, 1])
    far = away > np.quantile(away, 0.7)
    for at in range(1, count):
        gaps = [(float(np.hypot(*(centres[at] - centres[to]))), to) for to in range(at)]
        for rank, (gap, to) in enumerate(sorted(gaps)[:2]):
            road = "secondary" if far[at] or rank else "primary"
            zone = f"z{draw.integers(zones)}" if draw.random() < (0.7 if far[at] else 0.35) else ""
            metres = round(gap * 111_000 * 1.4) + 500
            arcs.append(Arc(f"k{at}-{rank}", f"k{at}", f"k{to}", metres, road, zone=zone))
    shares = draw.dirichlet(np.full(desa, 3.0)) * (tps - desa)
    rows = []
    for at in range(desa):
        home = at % count
        x, y = centres[home] + draw.normal(0, 0.035, 2)
        nodes.append(Node(f"d{at}", -2.0 + y, 115.0 + x))
        metres = round(float(np.hypot(x - centres[home][0], y - centres[home][1])) * 111_000 * 1.5)
        track = bool(far[home] and draw.random() < 0.4)
        zone = f"z{draw.integers(zones)}" if draw.random() < 0.3 else ""
        arcs.append(
            Arc(
                f"d{at}",
                f"k{home}",
                f"d{at}",
                metres + 300,
                "track" if track else "secondary",
                zone=zone,
            )
        )
        if zone and draw.random() < 0.5:
            arcs.append(Arc(f"r{at}", f"k{home}", f"d{at}", metres + 2_000, "river"))
        here = 1 + int(shares[at])
        rows.append(
            Desa(
                f"99.01.{home + 1:02}.{2001 + at}",
                f"Desa {at + 1}",
                f"99.01.{home + 1:02}",
                f"d{at}",
                here,
                here * boxes,
                here * (290 if boxes <= 2 else 580),
                here * (25 if boxes <= 2 else 49),
                Store(Verdict.PASSED, 200_000, source=CONTOH),
            )
        )
    first = date(2029, 2, 7)
    return Instance(
        name=f"Contoh {seed}",
        zone="Asia/Makassar",
        days=tuple(Day(f"H-{days - at}", first + timedelta(days=at)) for at in range(days)),
        nodes=tuple(nodes),
        arcs=tuple(arcs),
        modes=MODES,
        transfers=(),
        vehicles=(*fleet(days), *(own(days, f"99.01.{at + 1:02}") for at in range(count))),
        warehouses=(Warehouse("99.01:gudang-1", "Gudang KPU", "gudang"),),
        kecamatan=tuple(
            Kecamatan(
                f"99.01.{at + 1:02}",
                f"Kecamatan {at + 1}",
                f"k{at}",
                Store(Verdict.PASSED, 300_000),
            )
            for at in range(count)
        ),
        desa=tuple(rows),
        hazard=Hazard(
            tuple(
                Zone(
                    f"z{at}",
                    f"Zona {at}",
                    tuple(
                        float(p)
                        for p in np.round(
                            np.linspace(0.08, 0.2, days) + draw.uniform(-0.05, 0.1), 3
                        )
                    ),
                    CONTOH,
                )
                for at in range(zones)
            ),
            0.5,
            0.75,
        ),
        targets=Targets(
            pps=(days - 1) * MINUTES_A_DAY + 18 * 60,
            ppk=(days - 2) * MINUTES_A_DAY + 18 * 60,
            tps=days * MINUTES_A_DAY + 5 * 60,
        ),
        contoh=True,
    )


def fleet(days: int) -> tuple[Vehicle, ...]:
    """Return vehicles with assumed prices."""

    def some(count: int) -> tuple[int, ...]:
        return (count,) * days

    return (
        Vehicle(
            "truck", "Truk", ("truck",), some(6), 14_000, 3_500, 4, 1_900_000, 3_500, source=CONTOH
        ),
        Vehicle(
            "4x4", "Gardan ganda", ("4x4",), some(4), 2_200, 700, 3, 1_500_000, 2_500, source=CONTOH
        ),
        Vehicle(
            "motor", "Sepeda motor", ("motor",), some(10), 350, 60, 1, 250_000, 500, source=CONTOH
        ),
    )


def own(days: int, kecamatan: str) -> Vehicle:
    """Return the pickups a PPK hires for its rounds."""
    return Vehicle(
        f"pikap-{kecamatan}",
        "Pikap PPK",
        ("truck",),
        (2,) * days,
        3_200,
        900,
        3,
        800_000,
        1_800,
        warehouse=kecamatan,
        source=CONTOH,
    )
