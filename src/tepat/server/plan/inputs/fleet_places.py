"""Places that only the fleet file knows: further warehouses, and who keeps goods for a PPK.

`[warehouse]` is the one that loads start from; `[[warehouses]]` are further ones, with `id`,
`name`, `lat` and `lon`. `[[transits]]` have them too, `kecamatan` for whom they keep goods,
and their `store`. What else a row has goes into the instance as it stands.
"""

from collections.abc import Mapping
from typing import Any, Final

from tepat.core.plan.network.settlement import Settlement
from tepat.core.problems import Code, refuse
from tepat.server.plan.inputs.fleet import Fleet

WHERE: Final = frozenset({"lat", "lon", "kecamatan"})
"""Keys that tell where a place lies, which the instance says by its node."""


def further(fleet: Fleet) -> list[Settlement]:
    """Return further warehouses and transits as places of the ground.

    Raises `Refused` where one has no id or point.
    """
    return [
        _settlement(fleet, name, number, row)
        for name in ("warehouses", "transits")
        for number, row in enumerate(fleet.rows(name))
    ]


def put(raw: dict[str, Any], fleet: Fleet) -> None:
    """Put warehouses and transits of the fleet file into `raw`, an instance as it is written."""
    first = raw["warehouses"][0]
    table = fleet.table("warehouse")
    first |= {key: value for key, value in table.items() if key not in WHERE | {"id", "name"}}
    raw["warehouses"] += [_row(row) for row in fleet.rows("warehouses")]
    keeping: dict[str, list[dict[str, Any]]] = {}
    for row in fleet.rows("transits"):
        keeping.setdefault(str(row.get("kecamatan", "")), []).append(_row(row))
    for kecamatan in raw["kecamatan"]:
        kecamatan["transits"] = keeping.pop(kecamatan["code"], [])
    if keeping:
        code = next(iter(keeping)) or "-"
        raise refuse(Code.FLEET_FILE, file=fleet.name, why=f"transits.kecamatan = {code}")


def _settlement(fleet: Fleet, name: str, number: int, row: Mapping[str, Any]) -> Settlement:
    lat, lon, code = row.get("lat"), row.get("lon"), row.get("id")
    for key, value in (("lat", lat), ("lon", lon)):
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise refuse(Code.FLEET_FILE, file=fleet.name, why=f"{name}[{number}].{key}")
    if not isinstance(code, str) or not code:
        raise refuse(Code.FLEET_FILE, file=fleet.name, why=f"{name}[{number}].id")
    assert isinstance(lat, int | float)
    assert isinstance(lon, int | float)
    kecamatan = str(row.get("kecamatan", ""))
    return Settlement(code, str(row.get("name", code)), float(lat), float(lon), kecamatan)


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in WHERE} | {"node": row.get("id")}
