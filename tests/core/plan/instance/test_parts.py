"""Each part of the inputs is changed by one form, and what is typed wrong is named."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tepat.core.plan.instance import parts, values
from tepat.core.plan.instance.reading import read
from tepat.core.plan.instance.source import Reliability, Source
from tepat.core.plan.instance.values import Day, Instance, Window
from tepat.core.plan.instance.writing import write
from tepat.core.problems import Code, Refused
from tests.core.plan.instances import contoh

DISHUB = Source("Dishub", "12 November", rough=False, reliability=Reliability.SEEN)


def edited(instance: Instance, part: str, name: str, **typed: str) -> Instance:
    return parts.edit(instance, part, name, typed, DISHUB, {}).instance


@pytest.mark.parametrize("part", parts.PARTS)
def test_every_part_is_shown_and_typed_again_without_a_change_but_of_who_said_it(part: str) -> None:
    before = contoh()
    table = parts.PARTS[part]
    [entry, *_] = table.entries(before)
    typed = {
        each.name: each.kind.write(each.of(entry.value), before.days)
        for each in table.fields(before, entry.value)
    }

    made = parts.edit(before, part, entry.id, typed, DISHUB, {})

    [after, *_] = table.entries(made.instance)
    if part != "jam":  # a desa without hours has nothing that could bear a source
        assert after.value.source == DISHUB
        assert replace(after.value, source=entry.value.source) == entry.value
    assert all(each.before == each.now for each in made.changes)
    assert len(made.changes) == 1
    again, problems = read(write(made.instance))
    assert (again, problems) == (made.instance, [])


def test_prices_teams_and_loading_are_changed() -> None:
    made = edited(contoh(), "harga", "jaga", rupiah="275.000")
    made = edited(made, "pengawal", "semua", escorts="3 3 1")
    made = edited(made, "gudang-kpu", "gudang", opens="04.30", closes="21:00", load_minutes="60")

    assert made.prices[0].rupiah == 275_000
    assert (made.escorts, made.escorts_source) == ((3, 3, 1), DISHUB)
    assert edited(made, "pengawal", "semua", escorts=" ").escorts == ()
    [house] = made.warehouses
    assert (house.opens, house.closes, house.load_minutes) == (270, 1260, 60)


def test_speeds_are_asked_for_the_classes_that_are_there_and_others_stay() -> None:
    before = contoh()
    truck = before.modes[0]
    asked = [each.name for each in parts.PARTS["moda"].fields(before, truck)]

    made = edited(before, "moda", "truk", **{"kmh.secondary": "22,5", "flooded": "20"})

    assert asked[:4] == ["kmh.primary", "kmh.river", "kmh.secondary", "kmh.tertiary"]
    assert made.modes[0].kmh == {**truck.kmh, "secondary": 22.5}
    assert made.modes[0].flooded == 0.2
    assert made.modes[1] == before.modes[1]


def test_a_change_over_is_known_by_its_place_and_both_modes() -> None:
    [transfer] = contoh().transfers
    name = parts.transfer_id(transfer)

    [changed] = edited(contoh(), "alih-moda", name, minutes="55", rupiah="200.000").transfers

    assert name == "dermaga~truk~klotok"
    assert changed == replace(transfer, minutes=55, rupiah=200_000, source=DISHUB)


def test_deadlines_and_targets_are_moments_and_per_cent() -> None:
    made = edited(contoh(), "target", "semua", pps="H-1 16:30", desa="99,5").targets

    assert made.pps == 2 * values.MINUTES_A_DAY + 16 * 60 + 30
    assert (made.desa, made.all) == (0.995, 0.99)


def test_friday_prayer_is_written_once_for_all_desa() -> None:
    first = date(2024, 11, 21)  # a Thursday
    days = tuple(Day(f"H-{6 - at}", first + timedelta(days=at)) for at in range(3))
    before = replace(contoh(), days=days)
    text = "Jumat 11:30-13:00 salat Jumat\ntiap hari 17.00 sampai 18.00"

    made = edited(before, "jam", before.desa[0].code, blocked=text, alike="all")

    friday = Window(1440 + 690, 1440 + 780, "salat Jumat", DISHUB)
    for desa in made.desa:
        assert len(desa.blocked) == 4
        assert friday in desa.blocked
    near = edited(before, "jam", before.desa[0].code, blocked=text, alike="kecamatan")
    assert [len(each.blocked) for each in near.desa] == [4, 4, 0, 0]
    [shown] = [
        each.kind.write(made.desa[0].blocked, days)
        for each in parts.PARTS["jam"].fields(made, made.desa[0])
    ]
    assert "H-5 11:30-13:00 salat Jumat" in shown


def test_a_window_over_midnight_is_shown_as_it_is_typed() -> None:
    text = "H-3 20:00 - H-2 06:00 jam malam"

    made = edited(contoh(), "jam", contoh().desa[0].code, blocked=text)

    [window] = made.desa[0].blocked
    assert (window.start, window.end) == (1200, 1440 + 360)
    [field] = parts.PARTS["jam"].fields(made, made.desa[0])
    assert field.kind.write(made.desa[0].blocked, made.days) == text


def test_days_that_were_said_by_others_are_said_by_whoever_changes_the_zone() -> None:
    before = contoh()
    [zone] = before.hazard.zones
    told = replace(zone, sources=(Source("BMKG"),) * 3)
    before = replace(before, hazard=replace(before.hazard, zones=(told,)))

    [now] = edited(before, "zona", "rawa", probability="50").hazard.zones

    assert (now.sources, now.said_by(2)) == ((), DISHUB)


@pytest.mark.parametrize(
    ("part", "name", "typed", "code"),
    [
        ("moda", "truk", {"kmh.primary": "cepat"}, Code.PLAN_SPEED),
        ("moda", "truk", {"kmh.primary": "1001"}, Code.PLAN_SPEED),
        ("moda", "truk", {"flooded": "NaN"}, Code.PLAN_PER_CENT),
        ("gudang-kpu", "gudang", {"opens": "25:00"}, Code.PLAN_HOUR),
        ("gudang-kpu", "gudang", {"opens": "20:00", "closes": "05:00"}, Code.PLAN_ENDS_FIRST),
        ("target", "semua", {"pps": "besok"}, Code.PLAN_WHEN),
        ("target", "semua", {"pps": "H-9 10:00"}, Code.PLAN_ENDS_FIRST),
        ("target", "semua", {"pps": "H 23:00"}, Code.PLAN_ENDS_FIRST),
        ("target", "semua", {"desa": "100,1"}, Code.PLAN_PER_CENT),
        ("pengawal", "semua", {"escorts": "2 2"}, Code.PLAN_PER_DAY),
        ("harga", "jaga", {"rupiah": "-5"}, Code.PLAN_WHOLE),
        ("harga", "jaga", {"rupiah": ""}, Code.PLAN_WHOLE),
        ("jam", "99.01.01.1001", {"blocked": "Jumat siang"}, Code.PLAN_HOURS),
        ("jam", "99.01.01.1001", {"blocked": "H-9 10:00-11:00"}, Code.PLAN_HOURS),
        ("jam", "99.01.01.1001", {"blocked": "H-2 13:00-11:00"}, Code.PLAN_ENDS_FIRST),
        (
            "jam",
            "99.01.01.1001",
            {"blocked": "\n".join(f"H-2 10:{at:02}-11:00" for at in range(41))},
            Code.PLAN_MOST_HOURS,
        ),
        ("cuaca", "1", {}, Code.PLAN_PART_UNKNOWN),
        ("jalan", "99", {}, Code.PLAN_PART_UNKNOWN),
    ],
)
def test_what_cannot_be_read_is_named(
    part: str, name: str, typed: dict[str, str], code: Code
) -> None:
    with pytest.raises(Refused) as refused:
        edited(contoh(), part, name, **typed)

    assert refused.value.problem.code is code


def test_the_reason_names_the_row_and_the_field() -> None:
    labels = {"opens": "Buka pukul", "closes": "Tutup pukul"}

    with pytest.raises(Refused) as refused:
        parts.edit(contoh(), "gudang-kpu", "gudang", {"opens": "pagi"}, DISHUB, labels)

    assert refused.value.problem.facts["field"] == "Gudang KPU, Buka pukul"


def test_a_road_between_a_kecamatan_and_its_desa_of_the_same_name_has_two_ends() -> None:
    instance = contoh()
    ppk = instance.kecamatan[0]
    others = {each.node for each in instance.kecamatan}
    others |= {each.node for each in instance.warehouses}
    desa = next(each for each in instance.desa if each.node not in others)
    same = replace(ppk, name=desa.name)
    nodes = tuple(
        replace(each, name=desa.name) if each.id == ppk.node else each for each in instance.nodes
    )
    changed = replace(instance, nodes=nodes, kecamatan=(same, *instance.kecamatan[1:]))
    named = parts.node_names(changed)
    assert (named[desa.node], named[ppk.node]) == (desa.name, f"PPK {desa.name}")
    assert parts.node_names(instance)[ppk.node] == ppk.name
