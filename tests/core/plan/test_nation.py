"""Rounds of a kabupaten by itself: everything brought, proved while small, problems told."""

import json
from collections import Counter

from tepat.adapters import routing_cch
from tepat.core.plan.nation import HIRED, Kabupaten, Place, kabupaten_of, rounds_in, totals, unknown

KECAMATAN = Place("99.01.01", "Contoh Hulu", -2.0, 115.0)
DESA = tuple(
    Place(f"99.01.01.20{at:02}", f"Desa {at}", -2.0 + at * 0.004, 115.0 + at % 3 * 0.01)
    for at in range(1, 6)
)
FAR = Place("99.01.02.2001", "Desa Tanpa Titik", None, None)
TPS = {each.code: 3 + at for at, each in enumerate(DESA)}


def one(*desa: Place, tps: dict[str, int] = TPS) -> Kabupaten:
    kabupaten = Place("99.01", "Kabupaten Contoh", -2.0, 115.0)
    return kabupaten_of([kabupaten, KECAMATAN, *desa], tps)[0]


def test_every_box_is_brought_and_small_kecamatan_are_proved() -> None:
    done = rounds_in(one(*DESA), routing_cch.travel)

    assert done.made is not None
    written = json.loads(done.made)
    brought: Counter[str] = Counter()
    for kecamatan in written["kecamatan"]:
        for trip in kecamatan["trips"]:
            for stop in trip:
                brought[stop["desa"]] += stop["boxes"]
    assert brought == {code: count * 5 for code, count in TPS.items()}
    assert (done.kecamatan, done.proved) == (1, 1)
    assert written["no_map"] is True


def test_desa_of_several_loads_are_proved_too() -> None:
    tps = {each.code: count for each, count in zip(DESA, (60, 25, 3, 9, 27), strict=True)}

    done = rounds_in(one(*DESA, tps=tps), routing_cch.travel)

    assert done.made is not None
    (kecamatan,) = json.loads(done.made)["kecamatan"]
    assert kecamatan["proved"]
    brought: Counter[str] = Counter()
    kg: Counter[str] = Counter()
    for trip in kecamatan["trips"]:
        assert sum(stop["kg"] for stop in trip) <= HIRED[-1].kg
        for stop in trip:
            brought[stop["desa"]] += stop["boxes"]
            kg[stop["desa"]] += stop["kg"]
    assert brought == {code: count * 5 for code, count in tps.items()}
    assert kg == {code: count * 49 for code, count in tps.items()}


def test_thirteen_desa_of_several_loads_are_proved() -> None:
    desa = [Place(f"99.01.01.2{at:03}", f"Desa {at}", -2 + at * 0.003, 115.01) for at in range(13)]

    done = rounds_in(
        one(*desa, tps={each.code: 30 + at for at, each in enumerate(desa)}), routing_cch.travel
    )

    assert (done.kecamatan, done.proved) == (1, 1)


def test_the_same_input_gives_the_same_bytes() -> None:
    first, second = (rounds_in(one(*DESA), routing_cch.travel) for _ in range(2))

    assert first == second


def test_a_kecamatan_without_points_is_told_and_the_rest_is_planned() -> None:
    done = rounds_in(one(*DESA, FAR, tps={**TPS, FAR.code: 4}), routing_cch.travel)

    assert done.kecamatan == 1
    assert {problem.code.value for problem in done.problems} == {
        "place_no_point",
        "nation_no_rounds",
    }


def test_many_desa_are_planned_in_sectors_and_not_called_proved() -> None:
    desa = [Place(f"99.01.01.2{at:03}", f"Desa {at}", -2 + at * 0.003, 115.01) for at in range(17)]

    done = rounds_in(one(*desa, tps={each.code: 2 for each in desa}), routing_cch.travel)

    assert (done.kecamatan, done.proved) == (1, 0)
    assert totals([done]) == {"kabupaten": 1, "kecamatan": 1, "proved": 0, "rupiah": done.rupiah}


def test_a_desa_that_no_region_knows_is_told() -> None:
    (problem,) = unknown(DESA, {**TPS, "99.01.01.2099": 7})

    assert problem.facts == {"code": "99.01.01.2099", "tps": 7}
