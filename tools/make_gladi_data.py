"""Make the facts of the stories that can be rehearsed: regions, and a spread of TPS.

    python tools/make_gladi_data.py WILAYAH.csv.gz TPS_2024.csv.gz PILKADA_2024.csv.gz
    python tools/make_gladi_data.py --pemilu

The first writes `src/tepat/data/gladi/<kabupaten>/`, the second beside each `tps.csv` that
is there `tps-pemilu-2024.csv`. The product never runs this; it is kept so that
anybody can see how the files came about (see NOTICE).

- codes, names, kinds and points: published (wilayah, MIT);
- TPS per kecamatan in Pilkada 2024: published by KPU (Sirekap, 28 November 2024);
- voters in all: published by KPU;
- TPS per desa: those of the kecamatan, spread as the TPS of Pemilu 2024 were; voters per TPS:
  made up once with a fixed seed. Both are marked `contoh` in the file;
- Pemilu 2024: TPS and voters of the kabupaten in all published by KPU (of Kota Pekalongan the
  preliminary list of voters). They are spread as the voters of Pilkada are, which is made up.
"""

import argparse
import csv
import gzip
import random
import sys
from collections import defaultdict
from pathlib import Path

SEED = 20241127
CAP = 600
PEMILU_CAP = 300
PEMILU = {
    "demo/63.09": (906, 186_424),
    "gladi/18.13": (490, 119_655),
    "gladi/35.17": (3_858, 1_011_402),
    "gladi/33.75": (881, 232_063),
    "gladi/62.10": (390, 90_918),
}
"""TPS and voters by the folder of a kabupaten."""
PEMILU_HEAD = (
    "# contoh: TPS and voters of the kabupaten in all are published; TPS per desa and voters per"
    " TPS are made up (tools/make_gladi_data.py)\n"
)
VOTERS = {"18.13": 121_267, "35.17": 1_012_800, "33.75": 232_064, "62.10": 89_540}
HEAD = (
    "# contoh: TPS per kecamatan and the sum of voters are published; TPS per desa and voters per"
    " TPS are made up (tools/make_gladi_data.py)\n"
)
Row = dict[str, str]


def main() -> None:
    """Write two files for each kabupaten."""
    data = Path(__file__).resolve().parents[1] / "src/tepat/data"
    if sys.argv[1:] == ["--pemilu"]:
        for name, (tps, people) in PEMILU.items():
            _write_pemilu(data / name, tps, people)
        return
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    for name in ("regions", "desa", "pilkada"):
        parser.add_argument(name, type=Path)
    given = parser.parse_args()
    regions, desa, pilkada = (_rows(each) for each in (given.regions, given.desa, given.pilkada))
    out = data / "gladi"
    for kabupaten in VOTERS:
        folder = out / kabupaten
        folder.mkdir(parents=True, exist_ok=True)
        own = [
            row
            for row in regions
            if row["code"] == kabupaten[:2] or f"{row['code']}.".startswith(f"{kabupaten}.")
        ]
        _write_regions(folder / "regions.csv", own)
        _write_tps(folder / "tps.csv", kabupaten, own, desa, pilkada)


def _rows(path: Path) -> list[Row]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write_regions(path: Path, rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["code", "name", "kind", "lat", "lon", "point_inside", "provenance"])
        for row in rows:
            point = [f"{float(row[axis]):.3f}" for axis in ("lat", "lon")]
            names = (row["code"], row["name"], row["kind"])
            out.writerow([*names, *point, row["point_inside"], "centroid"])


def _write_tps(
    path: Path, kabupaten: str, own: list[Row], desa: list[Row], votes: list[Row]
) -> None:
    draw = random.Random(f"{SEED} {kabupaten}")
    total = {
        row["kec_code"]: int(row["n_tps"])
        for row in votes
        if row["election"] == "bupati_walikota" and row["kec_code"].startswith(kabupaten)
    }
    before = {row["code"]: int(row["n_tps"]) for row in desa if row["code"].startswith(kabupaten)}
    by_kecamatan: dict[str, list[str]] = defaultdict(list)
    for row in own:
        if len(row["code"]) == 13:
            by_kecamatan[row["code"][:8]].append(row["code"])
    places = []
    for kecamatan, codes in sorted(by_kecamatan.items()):
        weights = [float(before.get(code, 1)) for code in codes]
        for code, count in zip(codes, _shares(total[kecamatan], weights, 1), strict=True):
            places += [(code, number) for number in range(1, count + 1)]
    weights = [draw.uniform(0.88, 1.1) for _ in places]
    voters = _shares(VOTERS[kabupaten], weights, 30)
    if max(voters) > CAP or sum(voters) != VOTERS[kabupaten]:
        raise SystemExit(f"{kabupaten}: voters do not fit")
    _write_voters(path, HEAD, places, voters, draw)
    print(kabupaten, len(places), "TPS", len(by_kecamatan), "kecamatan")


def _write_pemilu(folder: Path, tps: int, people: int) -> None:
    """Spread the TPS and voters of Pemilu over desa as the voters of Pilkada are."""
    draw = random.Random(f"{SEED} pemilu {folder.name}")
    before: dict[str, int] = defaultdict(int)
    with (folder / "tps.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            before[row["desa"]] += int(row["dpt"])
    counts = zip(before, _shares(tps, [float(each) for each in before.values()], 1), strict=True)
    places = [(code, number) for code, count in counts for number in range(1, count + 1)]
    each_of = {code: before[code] / sum(code == other for other, _ in places) for code in before}
    weights = [each_of[code] * draw.uniform(0.9, 1.1) for code, _ in places]
    voters = _capped(people, weights, 30, PEMILU_CAP)
    if sum(voters) != people:
        raise SystemExit(f"{folder.name}: voters do not fit")
    _write_voters(folder / "tps-pemilu-2024.csv", PEMILU_HEAD, places, voters, draw)
    print(folder.name, len(places), "TPS", sum(voters), "voters")


def _write_voters(
    path: Path,
    head: str,
    places: list[tuple[str, int]],
    voters: list[int],
    draw: random.Random,
) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(head)
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["desa", "number", "dpt_l", "dpt_p", "dpt", "mark"])
        for (code, number), dpt in zip(places, voters, strict=True):
            men = round(dpt * draw.uniform(0.46, 0.53))
            out.writerow([code, number, men, dpt - men, dpt, "contoh"])


def _capped(total: int, weights: list[float], at_least: int, most: int) -> list[int]:
    """Shares of `total`, of which none is over `most`: what is over goes to the others."""
    shares = _shares(total, weights, at_least)
    while over := sum(each - most for each in shares if each > most):
        shares = [min(each, most) for each in shares]
        room = [float(most - each) for each in shares]
        shares = [each + more for each, more in zip(shares, _shares(over, room, 0), strict=True)]
    return shares


def _shares(total: int, weights: list[float], at_least: int) -> list[int]:
    """Whole shares of `total` in proportion to `weights`, largest remainders first."""
    spare = total - at_least * len(weights)
    exact = [spare * weight / sum(weights) for weight in weights]
    shares = [at_least + int(part) for part in exact]
    order = sorted(range(len(exact)), key=lambda at: int(exact[at]) - exact[at])
    for at in order[: total - sum(shares)]:
        shares[at] += 1
    return shares


if __name__ == "__main__":
    main()
