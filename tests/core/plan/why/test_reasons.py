"""Each desa that is left, late, unsure or early has a sentence made from numbers only."""

from dataclasses import replace

from tepat.core.plan.instance import values as v
from tepat.core.plan.network.dijkstra import Dijkstra
from tepat.core.plan.network.matrices import Matrices
from tepat.core.plan.schedule.values import Plan, Unassigned
from tepat.core.plan.why.reasons import (
    Explanation,
    Fix,
    Kind,
    Reason,
    all_unassigned,
    explanations,
    unassigned_of,
)
from tests.core.plan.instances import contoh
from tests.core.plan.plans import plan

ISLAND, TEDUH, KOTA = "99.01.02.2002", "99.01.02.2001", "99.01.01.1001"


def told(made: Plan, instance: v.Instance | None = None) -> list[Explanation]:
    instance = instance or contoh()
    return list(explanations(instance, Matrices(instance, Dijkstra), made))


def about(desa: str, kind: Kind, found: list[Explanation]) -> Explanation:
    [each] = [each for each in found if (each.desa, each.kind) == (desa, kind)]
    return each


def test_an_early_desa_says_how_often_its_road_floods_and_how_many_days_remain() -> None:
    island = about(ISLAND, Kind.EARLY, told(plan()))

    assert island.id == (
        "Pulau Kecil berangkat H-3 karena jalannya terputus banjir pada 1 dari 3 hari, "
        "hanya Truk lalu klotok yang sampai, tanpa jalan alternatif; "
        "masih ada 2 hari untuk mencoba lagi."
    )
    assert "leaves on H-3 because its way is cut by a flood on 1 of 3 days" in island.en


def test_what_is_served_on_the_last_day_needs_no_sentence() -> None:
    assert [each for each in told(plan()) if each.desa == KOTA] == []


def test_without_water_nothing_is_said_of_floods() -> None:
    dry = replace(contoh(), hazard=v.Hazard())

    island = about(ISLAND, Kind.EARLY, told(plan(), dry))

    assert "tidak pernah tergenang" in island.id


def test_an_unsure_desa_says_its_chance_and_the_cheapest_fix() -> None:
    teduh = about(TEDUH, Kind.RISKY, told(plan()))

    assert teduh.id.startswith("Muara Teduh tepat waktu 9 dari 10 karena jalannya")
    assert "tanpa jalan alternatif" in teduh.id
    assert teduh.fix is Fix.INSPECT


def test_a_guess_behind_a_chance_is_said() -> None:
    chances = tuple(replace(each, rough=True) for each in plan().verdicts.desa)
    rough = replace(plan(), verdicts=replace(plan().verdicts, desa=chances))

    assert "9 dari 10 (perkiraan kasar)" in about(TEDUH, Kind.RISKY, told(rough)).id


def test_a_passed_store_makes_an_earlier_day_the_fix_at_the_price_of_its_guard() -> None:
    instance = contoh()
    store = v.Store(v.Verdict.PASSED, 250_000)
    desa = tuple(
        replace(each, store=store) if each.code == TEDUH else each for each in instance.desa
    )

    teduh = about(TEDUH, Kind.RISKY, told(plan(), replace(instance, desa=desa)))

    assert (teduh.fix, teduh.rupiah) == (Fix.EARLIER, 250_000)
    assert teduh.id.endswith("berangkat sehari lebih awal, Rp 250.000.")


def test_a_late_stop_says_by_how_much() -> None:
    instance = contoh()
    targets = replace(instance.targets, pps=2 * 1440 + 450)

    late = [
        each for each in told(plan(), replace(instance, targets=targets)) if each.kind is Kind.LATE
    ]

    assert [each.desa for each in late] == ["99.01.01.2002"]
    assert "selesai diturunkan H-1 07.43, 13 menit sesudah tenggat H-1 07.30" in late[0].id


def test_a_desa_that_is_left_says_why_and_what_it_would_cost() -> None:
    left = replace(
        plan(), unassigned=(Unassigned(ISLAND, Reason.NO_VEHICLE, Fix.ADD_VEHICLE, 3_700_000),)
    )

    island = about(ISLAND, Kind.LEFT, told(left))

    assert island.id == (
        "Pulau Kecil belum terlayani: semua kendaraan yang sampai ke sana sudah terpakai. "
        "Termurah: sewa satu kendaraan sehari, Rp 3.700.000."
    )
    assert [each.kind for each in told(left) if each.desa == ISLAND] == [Kind.LEFT]


def test_why_a_desa_is_left_follows_from_fleet_and_roads() -> None:
    instance = contoh()
    island = instance.desa[3]

    def why(changed: v.Instance, desa: v.Desa = island) -> tuple[str, str]:
        found = unassigned_of(changed, Matrices(changed, Dijkstra), desa)
        return found.reason, found.fix

    assert why(instance) == (Reason.NO_VEHICLE, Fix.ADD_VEHICLE)
    trucks = replace(instance, vehicles=instance.vehicles[:1])
    assert why(trucks) == (Reason.NO_WAY, Fix.ADD_MODE)
    heavy = replace(island, kg=4 * 1_600)
    assert why(instance, heavy) == (Reason.TOO_LARGE, Fix.LARGER)
    tired = replace(instance, vehicles=(replace(instance.vehicles[1], shift=120),))
    assert why(tired) == (Reason.TOO_FAR, Fix.NEAR_STORE)


def test_a_kecamatan_that_is_left_stands_for_its_desa() -> None:
    tables = Matrices(contoh(), Dijkstra)

    found = all_unassigned(contoh(), tables, ["99.01.02", TEDUH])

    assert [each.desa for each in found] == [TEDUH, ISLAND]


def unlikely(desa: str, ppm: int) -> Plan:
    """The plan by hand, with another chance of one desa."""
    chances = tuple(
        replace(each, ppm=ppm) if each.desa == desa else each for each in plan().verdicts.desa
    )
    return replace(plan(), verdicts=replace(plan().verdicts, desa=chances))


def test_what_no_plan_can_do_is_called_impossible_with_what_is_enough() -> None:
    island = about(ISLAND, Kind.IMPOSSIBLE, told(unlikely(ISLAND, 700_000)))

    assert island.id.startswith(
        "Pulau Kecil tidak mungkin mencapai target 999 dari 1.000 dengan armada dan jalan ini: "
        "rencana mana pun paling tinggi 80 dari 100, rencana ini 7 dari 10 karena jalannya"
    )
    assert "Perbaikan termurah yang cukup: tinggikan ruas PPK Hulu - PPK Hilir" in island.id
    assert "cannot reach its target of 999 of 1,000 with this fleet" in island.en
    assert island.fix is Fix.RAISE


def test_what_another_plan_may_do_is_only_below_its_target() -> None:
    made = unlikely(KOTA, 700_000)

    kota = about(KOTA, Kind.RISKY, told(made))

    assert "di bawah target, yang mungkin masih tercapai dengan armada ini" in kota.id
    assert [each for each in told(made) if each.kind is Kind.IMPOSSIBLE] == []


def test_early_desa_of_a_kecamatan_share_one_short_sentence() -> None:
    instance = contoh()

    found = explanations(instance, Matrices(instance, Dijkstra), plan(), brief=True)

    assert [each.id for each in found if each.kind is Kind.EARLY] == [
        "Hilir: 2 desa berangkat lebih awal (H-3 sampai H-2) karena jalannya tergenang, "
        "sampai 1 dari 3 hari."
    ]


def test_the_same_plan_is_explained_in_the_same_words() -> None:
    assert told(plan()) == told(plan())
