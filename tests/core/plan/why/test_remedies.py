"""What would help is tried and counted, the cheapest that is enough is named."""

from dataclasses import replace

from tepat.adapters import routing_cch
from tepat.core.plan.instance.longer import earlier
from tepat.core.plan.instance.values import (
    Arc,
    Instance,
    Mode,
    Node,
    Price,
    Store,
    Transfer,
    Verdict,
)
from tepat.core.plan.risk.limits import Ground
from tepat.core.plan.why.remedies import Fix, Found, Remedies
from tests.core.plan.risk.test_judging import HULU, regency

GUARDED = Store(Verdict.PASSED, 200_000)


def help_for(instance: Instance, desa: str = HULU) -> Found:
    ground = Ground(instance, routing_cch.travel(instance), 10_000, 3)
    return Remedies(ground, 3).of(next(each for each in instance.desa if each.code == desa))


def priced(**more: object) -> Instance:
    """The small regency with prices: a truck for 1.9 million, a guard for 200,000 a night."""
    instance = regency(**more)  # type: ignore[arg-type]
    truck = replace(instance.vehicles[0], day_price=1_900_000, km_price=3_500)
    hilir, hulu = instance.desa
    ppk = replace(instance.kecamatan[0], store=GUARDED)
    return replace(
        instance,
        vehicles=(truck,),
        kecamatan=(ppk,),
        desa=(hilir, replace(hulu, store=GUARDED)),
    )


def test_raising_the_one_road_that_floods_is_enough_and_has_no_price_yet() -> None:
    found = help_for(priced())

    assert found.best is not None
    assert (found.best.fix, found.best.rupiah, found.is_enough) == (Fix.RAISE, -1, True)
    assert found.best.id.startswith("tinggikan ruas PPK Kecamatan - Hulu (20,0 km)")
    assert found.best.ppm == 1_000_000


def test_a_price_for_raising_a_kilometre_is_multiplied_out() -> None:
    price = Price("raise", "Urugan jalan", "km", 40_000_000)

    found = help_for(replace(priced(), prices=(price,)))

    assert found.best is not None
    assert (found.best.fix, found.best.rupiah) == (Fix.RAISE, 800_000_000)


def test_leaving_some_days_earlier_costs_the_guard_and_wins_where_it_is_enough() -> None:
    found = help_for(priced(flood=(0.02, 0.02, 0.3)))

    assert found.best is not None
    assert (found.best.fix, found.best.rupiah) == (Fix.EARLIER, 200_000)
    assert found.best.id == "mulai 1 hari lebih awal, H-4"
    assert found.also is not None
    assert found.also.fix is Fix.RAISE


def test_a_boat_is_named_where_a_river_leads_there_beside_the_flooded_road() -> None:
    instance = priced()
    wet = replace(
        instance,
        nodes=(*instance.nodes, Node("dermaga", 0, 115.11)),
        arcs=(
            *instance.arcs,
            Arc("ke-dermaga", "a", "dermaga", 1_000, "jalan"),
            Arc("sungai", "dermaga", "b", 20_000, "river"),
        ),
        modes=(*instance.modes, Mode("klotok", "Klotok", {"river": 18}, flooded=1.0)),
        transfers=(Transfer("dermaga", ("truk", "klotok"), 30),),
        prices=(Price("hire:klotok", "Sewa klotok", "hari", 1_400_000),),
    )

    found = help_for(wet)

    assert found.best is not None
    assert (found.best.fix, found.best.rupiah) == (Fix.ADD_MODE, 1_400_000)
    assert "sewa klotok yang memuat 600 liter pada H-3" in found.best.id


def test_a_vehicle_is_hired_for_the_day_on_which_there_is_none() -> None:
    instance = priced(flood=(0.5, 0.5, 0))
    truck = replace(instance.vehicles[0], available=(1, 1, 0))

    found = help_for(replace(instance, vehicles=(truck,)))

    assert found.best is not None
    assert (found.best.fix, found.best.id) == (Fix.ADD_VEHICLE, "sewa satu Truk lagi pada H-1")
    assert found.best.rupiah == 1_900_000 + 80 * 3_500


def test_a_store_that_failed_is_mended_for_as_many_nights_as_needed() -> None:
    instance = priced(flood=(0, 0.5, 0.5))
    hilir, hulu = instance.desa
    failed = replace(hulu, store=Store(Verdict.FAILED, 150_000))

    found = help_for(replace(instance, desa=(hilir, failed)))

    assert found.best is not None
    assert (found.best.fix, found.best.rupiah) == (Fix.INSPECT, 300_000)
    assert "sejak H-3" in found.best.id


def test_a_helicopter_is_only_named_without_a_price() -> None:
    instance = priced()
    no_road = replace(instance, arcs=instance.arcs[:1])

    found = help_for(no_road)

    assert found.best is not None
    assert (found.best.fix, found.best.rupiah) == (Fix.ADD_MODE, -1)
    assert "helikopter" in found.best.id


def test_days_in_front_move_all_times_and_keep_what_stood() -> None:
    instance = priced()
    longer = earlier(instance, 2)

    assert [day.label for day in longer.days] == ["H-5", "H-4", "H-3", "H-2", "H-1"]
    assert longer.days[2:] == instance.days
    assert longer.targets.pps == instance.targets.pps + 2 * 1440
    assert longer.vehicles[0].available == (2,) * 5
