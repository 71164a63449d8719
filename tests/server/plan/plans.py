"""A plan for Kabupaten Contoh: a few roads, one flood zone, two trucks and a boat."""

from datetime import UTC, date, datetime, timedelta
from typing import Final

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
from tepat.core.plan.schedule.effort import Effort
from tepat.server.election.models import Scope, User
from tepat.server.plan.models import PlanInput, PlanRun
from tepat.server.plan.schedule import services
from tests.worlds import person

NOW: Final = datetime(2024, 11, 15, 2, 0, tzinfo=UTC)
CONTOH: Final = Source("BPBD", "12 November", rough=True)
SMALL: Final = Effort(rounds=2, iterations=60, scenarios=300, unseen=400, states=16)
DAYS: Final = 3
PLACES: Final = (
    ("99.01.01.1001", "Kota Hulu", "99.01.01", 6),
    ("99.01.01.2002", "Sungai Jernih", "99.01.01", 4),
    ("99.01.02.2001", "Muara Teduh", "99.01.02", 6),
    ("99.01.02.2002", "Pulau Kecil", "99.01.02", 4),
)
"""Code, name, kecamatan, boxes. Pulau Kecil lies behind water that floods."""


def instance(more: int = 0) -> Instance:
    """Return the regency with `more` desa along the road of Hulu."""
    places = [*PLACES]
    places += [(f"99.01.01.{3001 + at}", f"Desa {at + 1}", "99.01.01", 2) for at in range(more)]
    nodes = [Node("g", -2.0, 115.3), Node("h", -2.02, 115.31), Node("i", -2.2, 115.5)]
    nodes += [Node(code, -2.0 - at / 100, 115.3 + at / 100) for at, (code, *_) in enumerate(places)]
    centre = {"99.01.01": "h", "99.01.02": "i"}
    arcs = [
        Arc("g-h", "g", "h", 4_000, "primary", name="Jalan Hulu"),
        Arc("h-i", "h", "i", 30_000, "primary", zone="z1", name="Jalan Hilir"),
    ]
    arcs += [
        Arc(f"to-{code}", centre[kecamatan], code, 3_000, "primary")
        for code, _, kecamatan, _ in places
    ]
    first = date(2024, 11, 24)
    return Instance(
        name="Kabupaten Contoh",
        zone="Asia/Makassar",
        days=tuple(Day(f"H-{DAYS - at}", first + timedelta(days=at)) for at in range(DAYS)),
        nodes=tuple(nodes),
        arcs=tuple(arcs),
        modes=(Mode("truck", "Truk", {"primary": 40.0}),),
        transfers=(),
        vehicles=(
            Vehicle(
                "truk",
                "Truk",
                ("truck",),
                (2,) * DAYS,
                9_000,
                3_000,
                4,
                1_900_000,
                3_500,
                source=CONTOH,
            ),
        ),
        warehouses=(Warehouse("99.01:gudang-1", "Gudang KPU", "g"),),
        kecamatan=(
            Kecamatan("99.01.01", "Hulu", "h", Store(Verdict.PASSED, 300_000)),
            Kecamatan("99.01.02", "Hilir", "i", Store(Verdict.PASSED, 300_000)),
        ),
        desa=tuple(
            Desa(code, name, kecamatan, code, boxes // 2, boxes, boxes * 145, boxes * 12)
            for code, name, kecamatan, boxes in places
        ),
        hazard=Hazard((Zone("z1", "Bantaran Hilir", (0.1, 0.2, 0.3), CONTOH),)),
        targets=Targets(
            pps=(DAYS - 1) * MINUTES_A_DAY + 18 * 60,
            ppk=(DAYS - 2) * MINUTES_A_DAY + 18 * 60,
            tps=DAYS * MINUTES_A_DAY + 5 * 60,
        ),
        contoh=True,
    )


def keep(scope: Scope, more: int = 0, by: User | None = None) -> PlanInput:
    """Keep the inputs as if they had been uploaded."""
    edit = {"what": "unggah", "name": "contoh.json"}
    return services.keep(scope, instance(more), edit, by or person("bu_dewi"), NOW)


def draft(scope: Scope, source: PlanInput | None = None, seed: int = 1) -> PlanRun:
    """Make a plan, as the background does."""
    by = person("bu_dewi")
    run = services.order(scope, source or keep(scope), "quick", by, NOW, seed)
    return services.work_on(run)
