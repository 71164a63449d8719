"""What the papers of a plan say, before they are drawn."""

from dataclasses import replace

import pytest

from tepat.core.documents import from_plan, plan_sheets
from tepat.core.documents.road_words import Roads
from tepat.core.plan.instance.source import Source
from tepat.core.plan.instance.values import Price, Status, Window
from tepat.core.plan.schedule.values import CostLine, Echelon, Unassigned
from tests import plan_papers as papers
from tests.core.plan import plans
from tests.core.plan.instances import contoh


def test_pak_joko_reads_one_sheet_for_each_vehicle_and_day() -> None:
    sheets = papers.sheets()

    assert [(each.vehicle, each.label) for each in sheets] == [
        ("Truk lalu klotok", "H-3"),
        ("Truk sewa", "H-2"),
        ("Truk sewa", "H-1"),
    ]
    [trip] = sheets[2].trips
    assert [(stop.name, stop.arrive, stop.boxes) for stop in trip.stops] == [
        ("PPS Kota Hulu", "07.00", 6),
        ("PPS Sungai Jernih", "07.23", 4),
    ]


def test_two_departures_of_a_day_stand_on_one_sheet_in_their_order() -> None:
    plan = plans.plan()
    first = plan.trips[2]
    later = replace(first, id="4", start=first.start + 300, end=first.end + 300)
    both = replace(plan, trips=(*plan.trips[:2], later, first))

    sheet = papers.sheets(both)[-1]
    filled = plan_sheets.run_sheet(sheet)

    assert [trip.id for trip in sheet.trips] == ["3", "4"]
    trips = filled["trips"]
    assert isinstance(trips, list)
    assert [trip["title"] for trip in trips] == ["Perjalanan 1 dari 2, ", "Perjalanan 2 dari 2, "]


def test_the_road_is_told_in_words_with_what_floods() -> None:
    island, teduh, _ = papers.sheets()

    assert teduh.trips[0].stops[0].road == (
        "Jalan Kota 2 km, jalan provinsi 30 km; rawan tergenang: Rawa Hilir"
    )
    assert "sungai 12 km" in island.trips[0].stops[0].road
    assert "lewat Dermaga Hilir" in island.trips[0].stops[0].road


def test_a_restricted_stretch_is_told_and_an_unknown_arc_tells_nothing() -> None:
    instance = contoh()
    arcs = (replace(instance.arcs[0], status=Status.RESTRICTED), *instance.arcs[1:])
    roads = Roads(replace(instance, arcs=arcs))

    assert roads.words(["1"]) == "Jalan Kota; sebagian terbatas"
    assert roads.words(["1", "gone"]) == ""
    assert roads.words([]) == ""


def test_without_an_engine_for_routes_no_road_is_invented() -> None:
    plan, instance = plans.plan(), contoh()
    [sheet, *_] = from_plan.run_sheets(papers.frame(plan, instance), plan, instance)

    assert sheet.trips[0].stops[0].road == ""


def test_no_other_road_is_said_and_one_nobody_looked_for_is_not() -> None:
    _, teduh, near = papers.sheets()

    backups = [plan_sheets._stop(each, 1)["backup"] for each in teduh.trips[0].stops]
    unknown = [plan_sheets._stop(each, 1)["backup"] for each in near.trips[0].stops]

    assert backups == ["tanpa jalan alternatif"]
    assert unknown == ["belum dihitung", "belum dihitung"]


def test_a_phone_nobody_knows_stays_empty() -> None:
    island, teduh, _ = papers.sheets()

    assert teduh.trips[0].stops[0].receiver.phone == "0800 0000 0001"
    assert island.trips[0].stops[0].receiver.phone == ""


def test_closed_hours_of_the_day_stand_at_the_stop() -> None:
    instance = contoh()
    prayer = Window(2 * 1440 + 690, 2 * 1440 + 780, "salat Jumat")
    desa = tuple(replace(each, blocked=(prayer,)) for each in instance.desa)
    stop = papers.sheets(instance=replace(instance, desa=desa))[2].trips[0].stops[0]

    assert stop.closed == "tidak menerima 11.30 sampai 13.00 (salat Jumat)"


def test_a_trip_without_a_team_says_so() -> None:
    instance = contoh()
    none = papers.sheets(instance=replace(instance, escorts=(0, 0, 0)))
    unlimited = papers.sheets(instance=replace(instance, escorts=()))
    trip = replace(plans.plan().trips[0], echelon=Echelon.ROUND)
    rounds = papers.sheets(replace(plans.plan(), trips=(trip,)))

    assert none[0].trips[0].escort == from_plan.NOT_ESCORTED
    assert papers.sheets()[0].trips[0].escort == "regu dari kabupaten"
    assert unlimited[0].trips[0].escort == ""
    assert rounds[0].trips[0].escort == "dari kecamatan"


def test_the_letter_tells_day_kecamatan_hour_and_chance() -> None:
    letter = papers.letter()
    filled = plan_sheets.schedule_letter(letter)

    assert [(day.label, [group.kecamatan for group in day.groups]) for day in letter.days] == [
        ("H-3", ["Hilir"]),
        ("H-2", ["Hilir"]),
        ("H-1", ["Hulu"]),
    ]
    days = filled["days"]
    assert isinstance(days, list)
    assert days[1]["rows"] == [
        ["Hilir", "Muara Teduh", "6", "Truk sewa 1", "06.45", "08.20", "9 dari 10"]
    ]
    assert filled["sure"] == "Peluang tepat waktu"


@pytest.mark.parametrize(
    ("rough", "heading", "cell"),
    [
        ("all", "Peluang tepat waktu (perkiraan kasar)", "9 dari 10"),
        ("one", "Peluang tepat waktu (*\u00a0perkiraan kasar)", "9 dari 10 *"),
    ],
)
def test_a_guess_behind_a_chance_is_marked(rough: str, heading: str, cell: str) -> None:
    plan = plans.plan()
    chances = tuple(
        replace(each, rough=rough == "all" or each.desa == "99.01.02.2001")
        for each in plan.verdicts.desa
    )
    guessed = replace(plan, verdicts=replace(plan.verdicts, desa=chances))
    filled = plan_sheets.schedule_letter(papers.letter(guessed))

    assert filled["sure"] == heading
    days, before = filled["days"], filled["before"]
    assert isinstance(days, list)
    assert isinstance(before, list)
    assert days[1]["rows"][0][-1] == cell
    assert "8 dari 10 (perkiraan kasar)" in before[1]


def test_a_desa_nobody_serves_is_named_in_the_letter() -> None:
    plan = replace(plans.plan(), unassigned=(Unassigned("99.01.02.2002", "tanpa_jalan", "x"),))
    after = plan_sheets.schedule_letter(papers.letter(plan))["after"]

    assert isinstance(after, list)
    assert "Belum terlayani dalam rencana ini: Pulau Kecil." in after[0]


def test_the_rab_sums_each_heading_and_says_the_whole_in_words() -> None:
    budget = papers.budget()
    filled = plan_sheets.budget(budget)

    assert [(each.name, each.rupiah) for each in budget.headings] == [
        ("Kendaraan", 7_100_000),
        ("Jaga malam di tempat simpan", 400_000),
    ]
    assert budget.rupiah == plans.plan().rupiah
    assert filled["total"] == "7.500.000"
    assert filled["words"] == "Tujuh juta lima ratus ribu rupiah"


def test_what_has_no_price_is_asked_for_and_never_zero() -> None:
    plan = replace(plans.plan(), costs=(CostLine("truk", "Truk sewa: sewa", 2, "hari", 0, 0),))
    budget = papers.budget(plan)
    lines = [line for heading in budget.headings for line in heading.lines]
    filled = plan_sheets.budget(budget)

    assert [(line.name, line.each, line.rupiah) for line in lines] == [
        ("Truk sewa: sewa", None, None),
        ("Truk lalu klotok: sewa atau bahan bakar", None, None),
        ("Jaga malam di 1 tempat simpan", None, None),
    ]
    assert filled["total"] == ""
    assert "nol" not in str(filled["words"])
    headings = filled["headings"]
    assert isinstance(headings, list)
    assert all(cell != "0" for head in headings for row in head["lines"] for cell in row)


def test_every_line_is_its_quantity_times_its_price() -> None:
    """A plan rounds kilometres up and its rupiah not: the paper writes the exact length."""
    plan = plans.plan()
    trip = replace(plan.trips[0], metres=63_250, start=400, end=540)
    costs = (
        CostLine("estafet", "Truk lalu klotok: jalan", 64, "km", 4_000, 253_000),
        CostLine("estafet", "Truk lalu klotok: jam", 3, "jam", 30_000, 70_000),
    )
    budget = papers.budget(replace(plan, trips=(trip,), costs=costs))

    assert [line.quantity for line in budget.headings[0].lines] == ["63,25", "2 jam 20 menit"]


def test_a_price_carries_its_source() -> None:
    instance = contoh()
    sure = Source("Perbup 12/2024", "2024-03-01", rough=False)
    named = replace(
        instance,
        contoh=False,
        prices=(Price("jaga", "Jaga malam", "malam", 200_000, sure),),
        vehicles=tuple(
            replace(each, source=Source("Dishub", rough=True)) for each in instance.vehicles
        ),
    )
    budget = papers.budget(instance=named)

    assert [[line.source for line in each.lines] for each in budget.headings] == [
        ["Dishub, perkiraan kasar", "Dishub, perkiraan kasar"],
        ["Perbup 12/2024, 2024-03-01", ""],
    ]


def test_made_up_prices_are_marked_contoh() -> None:
    lines = [line for heading in papers.budget().headings for line in heading.lines]

    assert all("contoh" in line.source for line in lines if line.each is not None)
    assert papers.budget().frame.contoh
