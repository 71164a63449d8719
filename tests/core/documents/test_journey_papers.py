"""Papers say what they are for: a PSU with its marked ballots, a way back with its pickups."""

from dataclasses import replace
from datetime import date
from typing import Any

from tepat.core.documents import plan_sheets
from tepat.core.documents.from_plan import frame_of, run_sheets, schedule_letter
from tepat.core.plan.instance.journey import Journey, Purpose
from tepat.core.plan.instance.values import Instance
from tepat.core.plan.journeys.purposes import held
from tepat.core.plan.journeys.subsets import Back, again, way_back
from tepat.core.plan.saying import chance
from tepat.core.plan.schedule.values import Chance, Echelon, Plan, Stop, Trip, Verdicts
from tests.regencies import regency

REGENCY = regency(desa=4, tps=12)
VOTE = date(2029, 2, 14)
BACK = way_back(REGENCY, VOTE, Back())
FIRST, SECOND = BACK.desa[:2]
NIGHT = 22 * 60


def plan(instance: Instance, echelon: Echelon) -> Plan:
    """A trip of one vehicle to two desa, 6 and 4 boxes."""
    stops = (
        Stop(FIRST.code, NIGHT, NIGHT + 20, 6, 600, 40, 3_000),
        Stop(SECOND.code, NIGHT + 90, NIGHT + 110, 4, 400, 30, 9_000),
    )
    trip = Trip("0-truck-1-1", echelon, "truck", 1, 0, FIRST.kecamatan, 1310, 1520, 20_000, stops)
    chances = tuple(Chance(each.code, 990_000, 980_000, 995_000, True) for each in (FIRST, SECOND))
    return Plan("ab" * 32, 1, (trip,), (), 0, 0, Verdicts(100, 1, 980_000, 1, 1, chances))


def filled(instance: Instance, echelon: Echelon) -> tuple[dict[str, Any], dict[str, Any]]:
    made = plan(instance, echelon)
    frame = frame_of(made, "cd" * 32, instance)
    [sheet] = run_sheets(frame, made, instance)
    letter = schedule_letter(frame, made, instance)
    return plan_sheets.run_sheet(sheet), plan_sheets.schedule_letter(letter)


def test_a_pickup_leaves_empty_and_says_what_is_aboard_after_each_stop() -> None:
    sheet, letter = filled(BACK, Echelon.RETURN)

    assert sheet["plan"]["purpose"].startswith("Arus balik 14-02-2029")
    [trip] = sheet["trips"]
    assert trip["title"].startswith("Pengambilan")
    assert trip["load"] == "berangkat kosong, pulang 10 kotak, 1.000 liter, 70 kg"
    assert [stop["aboard"] for stop in trip["stops"]] == ["di atas 6", "di atas 10"]
    before, after = letter["before"], letter["after"]
    assert "penjemputan kotak suara" in before[0]
    assert "di gudang: H+6 18.00" in before[0]
    assert "menyerahkan kotak yang tersegel" in after[-1]


def test_the_letter_of_a_way_back_says_how_sure_each_desa_is() -> None:
    _, letter = filled(BACK, Echelon.RETURN)
    rows = [row for day in letter["days"] for row in day["rows"]]
    assert len(rows) == 2
    assert all(row[-1].startswith(chance(990_000)) for row in rows)


def test_a_psu_says_its_decision_and_that_its_ballots_are_marked() -> None:
    journey = Journey(Purpose.PSU, date(2029, 2, 20), ("x-001",), decision="21/2029")
    psu = again(REGENCY, {FIRST.code: 1, SECOND.code: 1}, journey, 2)
    sheet, letter = filled(psu, Echelon.DIRECT)

    for paper in (sheet, letter):
        purpose = paper["plan"]["purpose"]
        assert "keputusan 21/2029" in purpose
        assert "surat suara bertanda PSU" in purpose
    assert all(stop["aboard"] == "" for stop in sheet["trips"][0]["stops"])


def test_the_delivery_before_the_vote_says_nothing_more_than_before() -> None:
    sheet, letter = filled(REGENCY, Echelon.DIRECT)
    assert sheet["plan"]["purpose"] == ""
    assert letter["facts"][-1][1] == "Jadwal distribusi logistik pemilihan Contoh 1"


def test_how_long_boxes_wait_and_ride_is_counted_until_they_are_put_down() -> None:
    first, second = held(BACK, plan(BACK, Echelon.RETURN))

    assert (first.waits, first.rides) == (0, 1520 - NIGHT - 20)
    assert (second.waits, second.rides) == (90, 1520 - NIGHT - 110)
    assert held(REGENCY, plan(REGENCY, Echelon.DIRECT)) == ()
    assert held(replace(BACK, journey=Journey()), plan(BACK, Echelon.RETURN)) == ()
