"""Make the demo's table of facts: regions, outlines, and a made-up spread of TPS.

    python tools/make_demo_data.py WILAYAH.csv.gz BOUNDARIES.geojson.gz [--out DIR]

Reads a national table of regions and one regency's full outlines, both MIT licensed
(see NOTICE), and writes `src/tepat/data/demo/63.09/`. The product never runs this; it
is kept so that anybody can see how the files came about. Needs shapely >= 2.1, which
is not a dependency of the product.

What is published and what is made up:

- codes, names, kinds, points and outlines: published;
- TPS per kecamatan (550) and the sum of voters (188,015): published by KPU;
- TPS per desa where NAMED says so: published; the other desa, and voters per TPS: made
  up once with a fixed seed, and marked `contoh` in the file.
"""

import argparse
import csv
import gzip
import json
import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

KABUPATEN = "63.09"
SEED = 20241127  # voting day
VOTERS = 188_015
CAP = 600
TPS_PER_KECAMATAN = {
    "63.09.01": 43,
    "63.09.02": 55,
    "63.09.03": 45,
    "63.09.04": 74,
    "63.09.05": 51,
    "63.09.06": 113,
    "63.09.07": 57,
    "63.09.08": 17,
    "63.09.09": 17,
    "63.09.10": 16,
    "63.09.11": 36,
    "63.09.12": 26,
}
NAMED = {
    "63.09.12.2005": 6,  # Panaan
    "63.09.12.2006": 4,  # Dambung Raya
    "63.09.12.2009": 2,  # Hegarmanah
    "63.09.07.2012": 3,  # Salikung
    "63.09.07.2014": 1,  # Sungai Kumap
}
"""The sixteen TPS that KPU Tabalong named as hard to reach."""
TOLERANCE = 0.003
"""Degrees: side of the largest triangle that simplifying may cut away (about 300 m)."""
GRID = 0.001
GAP = 0.004
"""Degrees: gaps between neighbours narrower than this are slivers of the source."""


def main() -> None:
    """Write the three files."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("regions", type=Path)
    parser.add_argument("outlines", type=Path)
    root = Path(__file__).resolve().parents[1]
    parser.add_argument("--out", type=Path, default=root / f"src/tepat/data/demo/{KABUPATEN}")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    rows = read_regions(given.regions)
    write_regions(given.out / "regions.csv", rows)
    desa = [row for row in rows if len(row["code"]) == 13]
    write_tps(given.out / "tps.csv", desa)
    write_outlines(given.out / "boundaries.json", given.outlines, rows)


def read_regions(path: Path) -> list[dict[str, str]]:
    """The province row, the kabupaten, its kecamatan and its desa."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return [
            row
            for row in csv.DictReader(file)
            if row["code"] == KABUPATEN[:2] or (row["code"] + ".").startswith(KABUPATEN + ".")
        ]


def write_regions(path: Path, rows: Iterable[dict[str, str]]) -> None:
    """Write codes, names and points to three decimals."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["code", "name", "kind", "lat", "lon", "point_inside", "provenance"])
        for row in rows:
            point = [f"{float(row[axis]):.3f}" for axis in ("lat", "lon")]
            inside = row["point_inside"]
            out.writerow([row["code"], row["name"], row["kind"], *point, inside, "centroid"])


def write_tps(path: Path, desa: list[dict[str, str]]) -> None:
    """550 TPS: the counts published per kecamatan, spread over desa by a fixed seed."""
    draw = random.Random(SEED)
    count = dict(NAMED)
    for kecamatan, total in TPS_PER_KECAMATAN.items():
        free = [r for r in desa if r["code"].startswith(kecamatan) and r["code"] not in NAMED]
        left = total - sum(n for code, n in NAMED.items() if code.startswith(kecamatan))
        weights = [
            (3.0 if r["kind"] == "kelurahan" else 1.0) * draw.uniform(0.6, 1.6) for r in free
        ]
        for row, n in zip(free, _shares(left, weights, at_least=1), strict=True):
            count[row["code"]] = n
    places = [(r["code"], number) for r in desa for number in range(1, count[r["code"]] + 1)]
    weights = [
        draw.uniform(0.25, 0.6) if code in NAMED else draw.uniform(0.7, 1.35) for code, _ in places
    ]
    voters = _shares(VOTERS, weights, at_least=30)
    assert (len(places), sum(voters)) == (550, VOTERS)
    assert max(voters) <= CAP
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(
            "# contoh: TPS per kecamatan and the sum of voters are published;"
            " TPS per desa and voters per TPS are made up (tools/make_demo_data.py)\n"
        )
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["desa", "number", "dpt_l", "dpt_p", "dpt", "mark"])
        for (code, number), dpt in zip(places, voters, strict=True):
            men = round(dpt * draw.uniform(0.46, 0.53))
            out.writerow([code, number, men, dpt - men, dpt, "contoh"])


def _shares(total: int, weights: list[float], at_least: int) -> list[int]:
    """Whole shares of `total` in proportion to `weights`, largest remainders first."""
    spare = total - at_least * len(weights)
    exact = [spare * weight / sum(weights) for weight in weights]
    shares = [at_least + int(part) for part in exact]
    order = sorted(range(len(exact)), key=lambda i: int(exact[i]) - exact[i])
    for i in order[: total - sum(shares)]:
        shares[i] += 1
    return shares


def write_outlines(path: Path, source: Path, rows: list[dict[str, str]]) -> None:
    """Desa outlines simplified together, so that neighbours keep one common border.

    Kecamatan and kabupaten are unions of their desa and therefore fit exactly.
    """
    import shapely
    from shapely.geometry import mapping, shape

    with gzip.open(source, "rt", encoding="utf-8") as file:
        features = json.load(file)["features"]
    full = {f["properties"]["code"]: shape(f["geometry"]) for f in features}
    codes = sorted(code for code in full if len(code) == 13)
    valid = [shapely.make_valid(full[code]) for code in codes]
    clean = shapely.coverage_clean(valid, gap_width=GAP)
    simple = shapely.coverage_simplify(list(clean), TOLERANCE)
    desa = dict(zip(codes, _without_gaps([_rounded(each) for each in simple]), strict=True))
    outlines: dict[str, Any] = {}
    for row in rows[1:]:
        inside = [each for code, each in desa.items() if (code + ".").startswith(row["code"] + ".")]
        outlines[row["code"]] = shapely.unary_union(inside, grid_size=GRID)
    collection = {
        "type": "FeatureCollection",
        "source": "github.com/cahyadsn/wilayah_boundaries (MIT), simplified; for maps only",
        "features": [
            {
                "type": "Feature",
                "properties": {"code": row["code"], "name": row["name"]},
                "geometry": _short(mapping(outlines[row["code"]])),
            }
            for row in rows[1:]
        ],
    }
    text = json.dumps(collection, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text.replace('{"type":"Feature"', '\n{"type":"Feature"') + "\n", "utf-8")


def _without_gaps(parts: list[Any]) -> list[Any]:
    """Give each gap that rounding left to the neighbour with the longest common border."""
    import shapely

    for _ in range(3):
        whole = shapely.unary_union(parts, grid_size=GRID)
        polygons = whole.geoms if whole.geom_type == "MultiPolygon" else [whole]
        for hole in (shapely.Polygon(ring) for each in polygons for ring in each.interiors):
            shared = [part.boundary.intersection(hole.boundary).length for part in parts]
            at = shared.index(max(shared))
            parts[at] = shapely.union(parts[at], hole, grid_size=GRID)
    return parts


def _rounded(geometry: Any) -> Any:
    import shapely

    moved = shapely.transform(geometry, lambda xy: xy.round(3))
    valid = shapely.make_valid(moved, method="structure", keep_collapsed=False)
    return shapely.set_precision(valid, GRID)


def _short(geometry: Any) -> dict[str, Any]:
    """Plain GeoJSON geometry with three decimals, points twice in a row left out."""

    def ring(points: Any) -> list[list[float]]:
        kept: list[list[float]] = []
        for lon, lat in points:
            point = [round(lon, 3), round(lat, 3)]
            if not kept or kept[-1] != point:
                kept.append(point)
        return kept

    if geometry["type"] == "Polygon":
        return {"type": "Polygon", "coordinates": [ring(r) for r in geometry["coordinates"]]}
    parts = [[ring(r) for r in polygon] for polygon in geometry["coordinates"]]
    return {"type": "MultiPolygon", "coordinates": parts}


if __name__ == "__main__":
    main()
