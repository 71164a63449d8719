"""A made-up kabupaten in a row: four roads end to end, in two zones."""

from datetime import date
from pathlib import Path

from tepat.core.plan.hazard.rough_tables import RoughTables, read_tables
from tepat.core.plan.instance.source import Source
from tepat.core.plan.instance.values import Arc, Day, Hazard, Instance, Node, Targets, Zone

ROOT = Path(__file__).resolve().parents[4]
DAYS = tuple(Day(f"H-{7 - at}", date(2024, 11, 20 + at)) for at in range(4))
"""20 to 23 November 2024, in Jakarta; light from 06.00 to 18.00."""
PRIOR = Source("BPBD", "2024-11-01", rough=True)
SHIPPED = ROOT / "src/tepat/data/hazard/rough.toml"


def tables() -> RoughTables:
    return read_tables(SHIPPED.read_text(encoding="utf-8"), SHIPPED.name)


def ground(
    *zones: Zone, correlation: float = 0.5, persistence: float = 0.75, days: tuple[Day, ...] = DAYS
) -> Instance:
    """Roads a-b and b-c lie in `low`, c-d in `high`, d-e in none; 0.01 degrees each."""
    nodes = tuple(Node(name, -6.2, 106.80 + at / 100) for at, name in enumerate("abcde"))
    arcs = tuple(
        Arc(f"{tail}-{head}", tail, head, 1_100, "primary", zone=zone)
        for tail, head, zone in zip("abcd", "bcde", ("low", "low", "high", ""), strict=True)
    )
    return Instance(
        "contoh",
        "Asia/Jakarta",
        days,
        nodes,
        arcs,
        (),
        (),
        (),
        (),
        (),
        (),
        Hazard(zones or (zone("low"), zone("high")), correlation, persistence),
        Targets(0, 0, 0),
    )


def zone(name: str, *chances: float) -> Zone:
    return Zone(name, "", chances or (0.1,) * len(DAYS), PRIOR)
