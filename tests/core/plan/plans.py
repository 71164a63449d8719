"""A plan for Kabupaten Contoh, written by hand: two trucks and a boat that goes early."""

from tepat.core.plan.instance.writing import name_of
from tepat.core.plan.schedule.values import (
    Backup,
    Chance,
    CostLine,
    Echelon,
    Plan,
    Stop,
    Trip,
    Verdicts,
)
from tests.core.plan.instances import contoh

CHANCES = {
    "99.01.01.1001": 1_000_000,
    "99.01.01.2002": 1_000_000,
    "99.01.02.2001": 904_000,
    "99.01.02.2002": 991_000,
}


def trips() -> tuple[Trip, ...]:
    """The island on H-3, Muara Teduh on H-2, the near ones on H-1."""
    island = Stop("99.01.02.2002", 600, 620, 4, 580, 50, 48_000)
    teduh = Stop("99.01.02.2001", 1440 + 500, 1440 + 525, 6, 870, 75, 32_000)
    kota = Stop("99.01.01.1001", 2 * 1440 + 420, 2 * 1440 + 440, 6, 870, 75, 0)
    jernih = Stop("99.01.01.2002", 2 * 1440 + 443, 2 * 1440 + 463, 4, 580, 50, 2_000)
    return (
        Trip("1", Echelon.DIRECT, "estafet", 1, 0, "gudang", 405, 820, 96_000, (island,)),
        Trip("2", Echelon.DIRECT, "truk", 1, 1, "gudang", 1845, 2060, 64_000, (teduh,)),
        Trip("3", Echelon.DIRECT, "truk", 1, 2, "gudang", 3300, 3350, 4_000, (kota, jernih)),
    )


def plan() -> Plan:
    """The whole plan, with the verdicts of a made-up judge."""
    costs = (
        CostLine("estafet", "Truk lalu klotok: sewa", 1, "hari", 3_300_000, 3_300_000),
        CostLine("truk", "Truk sewa: sewa", 2, "hari", 1_900_000, 3_800_000),
        CostLine("guard", "Jaga malam", 2, "malam", 200_000, 400_000),
    )
    chances = tuple(
        Chance(desa, ppm, max(0, ppm - 4_000), min(1_000_000, ppm + 4_000), rough=False)
        for desa, ppm in CHANCES.items()
    )
    return Plan(
        instance=name_of(contoh()),
        seed=1,
        trips=trips(),
        costs=costs,
        rupiah=sum(line.rupiah for line in costs),
        bound=0,
        verdicts=Verdicts(10_000, 2, 896_000, 890_000, 902_000, chances),
        backups=(Backup("99.01.02.2001", "truk"), Backup("99.01.02.2002", "truk+klotok")),
    )
