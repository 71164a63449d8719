"""What an election teaches the next plan: drawn to what was seen, never beyond, never invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tepat.core.log import canonical, keys, spelling
from tepat.core.plan.learning import file
from tepat.core.plan.learning.applying import (
    apply,
    explained,
    for_place,
    known_of,
    ratios_of,
)
from tepat.core.plan.learning.values import (
    FEW,
    Closure,
    Cost,
    Leg,
    Pace,
    Priors,
    Service,
    Spread,
    shrunk,
    spread,
)
from tepat.core.problems import Code, Refused
from tests.core.plan.instances import contoh

MINUTES = st.integers(0, 10_000)


@given(prior=MINUTES, seen=MINUTES)
def test_without_an_observation_the_prior_stays(prior: int, seen: int) -> None:
    assert shrunk(prior, 0, seen) == prior


@given(prior=MINUTES, seen=MINUTES, n=st.integers(1, 10_000))
def test_what_is_learned_lies_between_the_prior_and_what_was_seen(
    prior: int, seen: int, n: int
) -> None:
    found = shrunk(prior, n, seen)

    assert min(prior, seen) <= found <= max(prior, seen)
    assert found >= 0
    more = shrunk(prior, n + 1, seen)
    assert abs(more - seen) <= abs(found - seen) + 1  # whole numbers


@given(prior=MINUTES, seen=MINUTES)
def test_many_observations_tend_to_what_was_seen(prior: int, seen: int) -> None:
    assert shrunk(prior, 1_000_000, seen) == seen


@given(st.lists(MINUTES, min_size=1, max_size=60))
def test_a_spread_is_made_of_values_that_were_seen(values: list[int]) -> None:
    found = spread(values)

    assert found.n == len(values)
    assert {found.low, found.median, found.high} <= set(values)
    assert found.low <= found.median <= found.high
    assert found == spread(values[::-1])
    assert found.is_few == (len(values) < FEW)


def leg(n: int, median: int, **more: object) -> Leg:
    real = Spread(n, median, max(0, median - 5), median + 5)
    values: dict[str, object] = {
        "start": "gudang", "goal": "99.01.02", "mode": "truk", "vehicle": "truk",
        "planned": 80, "real": real, "facts": ("a" * 64,),
    }  # fmt: skip
    return Leg(**{**values, **more})  # type: ignore[arg-type]


def priors(**more: object) -> Priors:
    values: dict[str, object] = {"election": "pilkada-2024", "kabupaten": "99.01", "facts": 40}
    return Priors(**{**values, **more})  # type: ignore[arg-type]


def test_nothing_learned_changes_nothing() -> None:
    found = apply(contoh(), priors())

    assert found.instance == contoh()
    assert found.used == ()


def test_a_slower_leg_makes_its_road_slower_and_says_from_where() -> None:
    before = contoh()

    found = apply(before, priors(legs=(leg(14, 160),)))

    [used] = found.used
    assert (used.before, used.after) == (80, shrunk(80, 14, 160))
    assert used.source == "pilkada-2024: 14 perjalanan"
    assert not used.is_few
    slow = next(each for each in found.instance.arcs if each.id == "2")
    assert slow.minutes["truk"] > 75
    assert slow.source.by == "pilkada-2024: 14 perjalanan"
    assert not slow.source.rough
    river = [arc for arc in before.arcs if arc.road == "river"]
    assert river == [arc for arc in found.instance.arcs if arc.road == "river"]


def test_few_trips_are_called_few_and_stay_a_guess() -> None:
    [known] = known_of(priors(legs=(leg(2, 160),)))

    assert known.source.rough
    assert known.source.note == "sedikit pengamatan"


def test_a_leg_by_several_modes_or_without_a_plan_is_kept_and_not_used() -> None:
    several = leg(9, 160, mode="truk+klotok")

    assert known_of(priors(legs=(several, leg(9, 160, planned=0)))) == []


def test_unloading_prices_and_water_move_with_their_source() -> None:
    seen = Spread(5, 60, 50, 70)
    found = apply(
        contoh(),
        priors(
            services=(Service("99.01.01.2002", 20, seen, ("b" * 64,)),),
            costs=(Cost("99.01.02", "Kendaraan", 1_300_000, 1_000_000, 5, (1, 2, 3, 4, 5)),),
            closures=(Closure("99.01.02", "flood", ("2024-11-25", "2024-11-26"), ("c" * 64,)),),
        ),
    )

    desa = {each.code: each.unload for each in found.instance.desa}
    assert desa["99.01.01.2002"] == 40
    assert desa["99.01.01.1001"] == 20
    truck = next(each for each in found.instance.vehicles if each.id == "truk")
    assert truck.day_price == 1_900_000 * 115 // 100
    assert truck.source.by == "pilkada-2024: 5 biaya"
    [zone] = found.instance.hazard.zones
    [before] = contoh().hazard.zones
    assert all(now >= then for now, then in zip(zone.probability, before.probability, strict=True))
    assert zone.source.by == "pilkada-2024: 2 hari banjir"
    assert {each.what for each in found.used} == {"unload", "price", "zone"}


def test_no_report_of_water_is_no_proof_that_it_was_dry() -> None:
    dry = apply(contoh(), priors(legs=(leg(9, 90),)))

    assert dry.instance.hazard == contoh().hazard


def test_a_mode_that_was_slower_everywhere_is_slower_on_roads_nobody_was_seen_on() -> None:
    slow = Pace("truk", "truk", Spread(95, 2_000_000, 1_500_000, 2_500_000))

    found = apply(contoh(), priors(paces=(slow,)))

    [before] = [mode for mode in contoh().modes if mode.id == "truk"]
    [after] = [mode for mode in found.instance.modes if mode.id == "truk"]
    assert after.kmh["primary"] == pytest.approx(before.kmh["primary"] / 1.95)
    [line] = explained(found)
    assert line.id == (
        "Waktu tempuh moda Truk: 100,0 % menjadi 195,0 % dari rencana "
        "(dari pilkada-2024: 95 perjalanan)"
    )


def test_priors_of_another_kabupaten_are_refused() -> None:
    with pytest.raises(Refused) as refused:
        for_place(contoh(), priors(kabupaten="63.09"))

    assert refused.value.problem.code is Code.PRIORS_OTHER


def test_costs_without_a_plan_give_no_ratio() -> None:
    assert ratios_of([Cost("99.01.02", "Kendaraan", 1_000, 0, 3, ())]) == {}


def test_the_file_is_the_same_bytes_in_any_order_and_reads_back() -> None:
    one, other = leg(3, 100), leg(4, 120, goal="99.01.01")
    data = file.write(priors(legs=(one, other), left_out=(("semalam", 2),)))

    assert data == file.write(priors(legs=(other, one), left_out=(("semalam", 2),)))
    read = file.read(data, "pelajaran.json")
    assert set(read.legs) == {one, other}
    assert read.left_out == (("semalam", 2),)
    assert file.write(read) == data


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[:-20],
        lambda data: data.replace(b'"median":100', b'"median":-1'),
        lambda data: data.replace(b"tepat-priors/2", b"tepat-priors/9"),
        lambda data: data.replace(b'"n":3', b'"n":0'),
        lambda data: data.replace(b'"vehicle"', b'"driver"'),
        lambda data: data + b"\n",
        lambda data: b"{}",
        lambda data: b"bukan json",
    ],
)
def test_a_spoiled_file_is_refused_with_its_name(spoil: object) -> None:
    data = file.write(priors(legs=(leg(3, 100),)))

    with pytest.raises(Refused) as refused:
        file.read(spoil(data), "pelajaran.json")  # type: ignore[operator]

    assert refused.value.problem.code is Code.PRIORS_FILE
    assert refused.value.problem.facts["file"] == "pelajaran.json"


DESK = keys.Signer(b"d" * 32)


def test_a_signed_file_says_who_signed_and_is_the_same_bytes_again() -> None:
    made = priors(legs=(leg(3, 100),))
    data = file.write(made, DESK)

    read = file.read(data, "pelajaran.json")

    assert file.key_id(read) == DESK.key_id
    assert file.write(read, DESK) == data
    assert file.write(read) == file.write(made)  # nobody's signature is carried on
    assert file.key_id(file.read(file.write(made), "x")) == ""


def test_every_changed_byte_of_a_signed_file_is_refused() -> None:
    data = file.write(priors(legs=(leg(3, 100),)), DESK)

    for at in range(len(data)):
        spoiled = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        with pytest.raises(Refused):
            file.read(spoiled, "pelajaran.json")


@pytest.mark.parametrize("gone", ["key", "signature"])
def test_half_a_signature_is_none(gone: str) -> None:
    said = canonical.decode(file.write(priors(legs=(leg(3, 100),)), DESK).strip())
    del said[gone]

    with pytest.raises(Refused) as refused:
        file.read(canonical.encode(said) + b"\n", "pelajaran.json")

    assert refused.value.problem.code is Code.PRIORS_SIGNED


def test_a_file_signed_by_another_key_than_it_names_is_refused() -> None:
    made = priors(legs=(leg(3, 100),))
    said = canonical.decode(file.write(made, DESK).strip())
    other = canonical.decode(file.write(made, keys.Signer(b"e" * 32)).strip())

    with pytest.raises(Refused) as refused:
        file.read(canonical.encode({**said, "key": other["key"]}) + b"\n", "pelajaran.json")

    assert refused.value.problem.code is Code.PRIORS_SIGNED


def test_a_signature_for_another_use_is_none_for_this() -> None:
    said = canonical.decode(file.write(priors(legs=(leg(3, 100),)), DESK).strip())
    del said["signature"]
    signature = keys.sign_body(DESK, keys.PUBLISHED, canonical.encode(said))

    said["signature"] = spelling.to_base64(signature)
    with pytest.raises(Refused):
        file.read(canonical.encode(said) + b"\n", "pelajaran.json")


def test_a_file_of_the_first_form_is_still_read() -> None:
    said = canonical.decode(file.write(priors(legs=(leg(3, 100),))).strip())
    said["form"] = file.FIRST_FORM
    said["points"] = [{"code": "99.01.01.1001", "lat": -2_000_000, "lon": 115_300_000}]

    [point] = file.read(canonical.encode(said) + b"\n", "lama.json").points

    assert (point.n, point.name) == (0, "")
