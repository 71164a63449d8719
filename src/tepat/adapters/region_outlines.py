"""Read outlines of regions from GeoJSON, plain or gzipped.

Each feature needs a `code` (or `kode`) and a Polygon or MultiPolygon in WGS84 degrees.
Good features are kept; bad ones are named by their place in the file and the reason.
"""

import gzip
import json
import zlib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any, Final, NamedTuple

from tepat.core.election.regions import in_indonesia, normal_code
from tepat.core.problems import Code, Problem, refuse

LIMIT: Final = 128 * 2**20
"""Bytes, unpacked."""
POINTS: Final = 200_000
"""Points in one outline: a full-resolution coast has some tens of thousands."""


class Outline(NamedTuple):
    """One region's outline: a GeoJSON geometry as a plain dict."""

    code: str
    geometry: dict[str, Any]


def read_outlines(path: Path) -> tuple[list[Outline], list[Problem]]:
    """Return every outline that can be used, and every reason one cannot.

    Raises `Refused` where the file is no collection of features at all.
    """
    collection = _collection(path)
    outlines: dict[str, Outline] = {}
    problems = []
    for number, feature in enumerate(collection, start=1):
        code, reason = _code(feature), ""
        if code is None:
            reason = "properti code bukan kode Kemendagri"
        elif code in outlines:
            reason = "kode ini sudah ada di berkas"
        else:
            reason = fault_of(feature.get("geometry"))
        if reason or code is None:
            value = code or str((feature.get("properties") or {}).get("code", "?"))[:40]
            problems.append(
                Problem(Code.BOUNDARY_SHAPE, {"row": number, "value": value, "reason": reason})
            )
        else:
            outlines[code] = Outline(code, feature["geometry"])
    return list(outlines.values()), problems


def fault_of(geometry: Any) -> str:
    """Return why a geometry cannot be used as an outline, or the empty text."""
    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        return "bukan Polygon atau MultiPolygon"
    try:
        rings = list(_rings(geometry))
        if not rings:
            return "tanpa titik"
        if sum(map(len, rings)) > POINTS:
            return f"lebih dari {POINTS} titik"
        for ring in rings:
            if len(ring) < 4 or list(ring[0]) != list(ring[-1]):
                return "cincin tidak tertutup"
        if not all(in_indonesia(point[1], point[0]) for point in chain.from_iterable(rings)):
            return "ada titik di luar Indonesia"
    except (TypeError, IndexError, KeyError, AttributeError):
        return "koordinat tidak terbaca"
    return ""


def _rings(geometry: dict[str, Any]) -> Iterator[list[Any]]:
    parts = geometry["coordinates"]
    yield from chain.from_iterable(parts) if geometry["type"] == "MultiPolygon" else parts


def _code(feature: Any) -> str | None:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        return None
    return normal_code(str(properties.get("code") or properties.get("kode") or ""))


def _collection(path: Path) -> list[Any]:
    try:
        with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as file:
            raw = file.read(LIMIT + 1)
        if len(raw) > LIMIT:
            raise refuse(Code.REGION_FILE, file=path.name, value=f"lebih dari {LIMIT >> 20} MB")
        features = json.loads(raw)["features"]
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError, RecursionError) as no:
        reason = str(no) if isinstance(no, OSError) else "bukan kumpulan fitur GeoJSON"
        raise refuse(Code.REGION_FILE, file=path.name, value=reason) from no
    if not isinstance(features, list):
        raise refuse(Code.REGION_FILE, file=path.name, value="features bukan daftar")
    return [each if isinstance(each, dict) else {} for each in features]
