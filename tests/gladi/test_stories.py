"""The tables of the stories hold what is published of each election."""

import csv
from pathlib import Path

import pytest

import tepat
from tepat.gladi.stories import story_named

DATA = Path(tepat.__file__).parent / "data"
PUBLISHED = {
    "tabalong": ((550, 188_015), (906, 186_424)),
    "pesisir-barat": ((293, 121_267), (490, 119_655)),
    "jombang": ((1_942, 1_012_800), (3_858, 1_011_402)),
    "pekalongan": ((430, 232_064), (881, 232_063)),
    "gunung-mas": ((219, 89_540), (390, 90_918)),
}
"""TPS and voters of Pilkada 2024 and of Pemilu 2024, as KPU published them."""


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        assert file.readline().startswith("# contoh: ")
        return list(csv.DictReader(file))


@pytest.mark.parametrize("story", PUBLISHED)
@pytest.mark.parametrize(("place", "file", "cap"), [(0, "tps", 600), (1, "tps-pemilu-2024", 300)])
def test_tps_and_voters_add_up_to_what_is_published(
    story: str, place: int, file: str, cap: int
) -> None:
    rows = _rows(DATA / story_named(story).facts / f"{file}.csv")

    voters = [int(row["dpt"]) for row in rows]
    assert (len(rows), sum(voters)) == PUBLISHED[story][place]
    assert max(voters) <= cap
    assert all(int(row["dpt_l"]) + int(row["dpt_p"]) == int(row["dpt"]) for row in rows)
    assert {row["mark"] for row in rows} == {"contoh"}
    by_desa: dict[str, list[int]] = {}
    for row in rows:
        by_desa.setdefault(row["desa"], []).append(int(row["number"]))
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in by_desa.values())


@pytest.mark.parametrize("story", PUBLISHED)
def test_both_elections_are_held_in_the_same_desa(story: str) -> None:
    folder = DATA / story_named(story).facts
    pilkada, pemilu = (
        {row["desa"] for row in _rows(folder / name)} for name in ("tps.csv", "tps-pemilu-2024.csv")
    )
    assert pilkada == pemilu
