"""Small regencies for the tests of roads: a few nodes, the arcs a test names, three modes."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from tepat.core.plan.instance.values import (
    Arc,
    Day,
    Desa,
    Hazard,
    Instance,
    Kecamatan,
    Mode,
    Node,
    Targets,
    Transfer,
    Warehouse,
    Zone,
)

TRUCK: Final = Mode("truck", "Truk", {"primary": 36.0, "track": 9.0}, restricted=0.5)
BOAT: Final = Mode("klotok", "Klotok", {"river": 18.0}, flooded=1.0)
WALKER: Final = Mode("porter", "Pemikul", {"path": 3.6, "track": 3.6, "primary": 3.6}, flooded=0.5)
FLYER: Final = Mode("helicopter", "Helikopter", {}, straight=180.0)
MODES: Final = (TRUCK, BOAT, WALKER, FLYER)


def node(at: int) -> Node:
    """A node on a grid five wide, about a kilometre from its neighbours."""
    return Node(f"n{at}", -2.0 + at // 5 * 0.01, 115.0 + at % 5 * 0.01)


def regency(
    nodes: int | Sequence[Node],
    arcs: Sequence[Arc],
    desa: Sequence[int | str],
    *,
    zones: Sequence[str] = (),
    transfers: Sequence[Transfer] = (),
    modes: Sequence[Mode] = MODES,
    kecamatan: Mapping[str, str] | None = None,
) -> Instance:
    """One warehouse at the first node, desa at the nodes of `desa`, by index or by id."""
    points = tuple(map(node, range(nodes))) if isinstance(nodes, int) else tuple(nodes)
    at = [points[each].id if isinstance(each, int) else each for each in desa]
    return Instance(
        name="Kabupaten Contoh",
        zone="Asia/Makassar",
        days=(Day("H-1", date(2024, 11, 26)),),
        nodes=points,
        arcs=tuple(arcs),
        modes=tuple(modes),
        transfers=tuple(transfers),
        vehicles=(),
        warehouses=(Warehouse("gudang", "Gudang KPU", points[0].id),),
        kecamatan=tuple(
            Kecamatan(code, "Contoh", where)
            for code, where in (kecamatan or {"99.01.01": points[-1].id}).items()
        ),
        desa=tuple(
            Desa(f"99.01.01.{2001 + i}", f"Desa {i + 1}", "99.01.01", each, 1, 5, 400, 40)
            for i, each in enumerate(at)
        ),
        hazard=Hazard(tuple(Zone(each, each, (0.1,)) for each in zones)),
        targets=Targets(1080, 720, 1440),
        contoh=True,
    )
