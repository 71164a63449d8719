"""Cuts: everything is brought whichever way a desa is cut, and no lot is too large."""

from hypothesis import given
from hypothesis import strategies as st

from tepat.core.plan.instance.values import Desa, Vehicle
from tepat.core.plan.schedule.cuts import cuts

TRUCK = Vehicle("truk", "Truk", ("truck",), (1,), 14_000, 3_500)


def desa(tps: int, litres: int, kg: int) -> Desa:
    return Desa(f"99.01.01.{2000 + tps}", "", "99.01.01", "", tps, tps * 5, litres, kg)


@given(st.lists(st.integers(1, 460), min_size=1, max_size=5), st.integers(1, 20_000))
def test_every_cut_brings_all_and_fits(tps: list[int], litres: int) -> None:
    every = [desa(count, count * litres // 7, count * 49) for count in tps]
    places = {each.code: at for at, each in enumerate(every)}

    for cut in cuts(every, TRUCK, places):
        lots = [*cut.alone, *(lot for stop in cut.stops for lot in stop)]
        for part in ("litres", "kg", "boxes"):
            brought = sum(getattr(lot, part) for lot in lots)
            assert brought == sum(getattr(each, part) for each in every)
        assert all(lot.litres <= TRUCK.litres and lot.kg <= TRUCK.kg for lot in lots)
        assert len(cut.stops) <= len(every)


def test_full_loads_are_of_whole_tps_and_the_rest_is_a_stop() -> None:
    big = desa(50, 50 * 580, 50 * 49)

    full, equal = cuts([big], TRUCK, {big.code: 0})

    assert [lot.boxes // 5 for lot in full.alone] == [24, 24]
    assert [lot.boxes for stop in full.stops for lot in stop] == [10]
    assert [lot.boxes for lot in equal.stops[0]] == [83, 83, 84]
