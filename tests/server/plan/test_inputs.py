"""Inputs are changed with who said so; a trial makes a draft and changes nothing else."""

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.asserts import assertContains

from tepat.core.election.roles import Role
from tepat.core.plan.instance import parts, writing
from tepat.core.plan.instance.values import Instance, Mode, Price, Status, Transfer
from tepat.server.election.models import Scope
from tepat.server.plan.inputs import changing
from tepat.server.plan.models import PlanInput, PlanRun
from tepat.server.plan.schedule import queries, services, store
from tests.server.plan.plans import NOW, instance, keep
from tests.server.plan.test_plan_pages import where, with_role
from tests.worlds import person


@pytest.fixture
def bu_dewi(client: Client) -> Client:
    client.force_login(person("bu_dewi"))
    return client


def test_a_file_of_inputs_is_taken_whole(scope: Scope, bu_dewi: Client) -> None:
    file = SimpleUploadedFile("masukan.json", writing.write(instance()))

    bu_dewi.post(where(scope, "plan_input_upload"), {"file": file})

    [kept] = PlanInput.objects.all()
    assert store.instance_of(kept.hash) == instance()
    assert kept.edit["name"] == "masukan.json"


def test_a_broken_file_of_inputs_is_named_and_nothing_is_kept(
    scope: Scope, bu_dewi: Client
) -> None:
    file = SimpleUploadedFile("masukan.json", b'{"form": "tepat-instance/1"')

    answer = bu_dewi.post(where(scope, "plan_input_upload"), {"file": file}, follow=True)

    assert not PlanInput.objects.exists()
    assertContains(answer, "Tidak ada yang disimpan")


def test_a_probability_is_changed_with_who_said_it_and_the_old_one_stays_in_the_history(
    scope: Scope, bu_dewi: Client
) -> None:
    keep(scope)
    form = {"probability": "10 20 45,5", "by": "BPBD", "at": "14 November"}

    bu_dewi.post(where(scope, "plan_input", "zona", "z1"), form)

    now = queries.needed_input(scope)
    [zone] = store.instance_of(now.hash).hazard.zones
    assert zone.probability == (0.1, 0.2, 0.455)
    assert (zone.source.by, zone.source.rough) == ("BPBD", False)
    assert now.by == person("bu_dewi")
    page = bu_dewi.get(where(scope, "plan_inputs"))
    assertContains(page, "10 20 30 %")
    assertContains(page, "10 20 45,5 %")


@pytest.mark.parametrize(
    ("part", "name", "form", "said"),
    [
        ("zona", "z1", {"probability": "10", "by": ""}, "siapa yang mengatakan"),
        ("zona", "z1", {"probability": "10 20", "by": "BPBD"}, "tertulis 2 angka"),
        ("zona", "z1", {"probability": "120", "by": "BPBD"}, "antara 0 dan 100"),
        ("kendaraan", "truk", {"available": "dua", "by": "Dishub"}, "bukan bilangan bulat"),
        ("jalan", "g-h", {"status": "banjir", "by": "BPBD"}, "tidak ada dalam masukan"),
    ],
)
def test_what_is_typed_wrong_is_said_and_nothing_is_saved(
    scope: Scope, bu_dewi: Client, part: str, name: str, form: dict[str, str], said: str
) -> None:
    keep(scope)

    answer = bu_dewi.post(where(scope, "plan_input", part, name), form)

    assertContains(answer, said, status_code=422)
    assert PlanInput.objects.count() == 1


def test_a_fleet_and_a_store_are_changed(scope: Scope, bu_dewi: Client) -> None:
    keep(scope)
    fleet = {"available": "2 2 1", "day": "2.000.000", "km": "4.000", "rough": "1"}
    found = {"verdict": "failed", "guard": "250.000", "by": "Subbag Logistik"}

    bu_dewi.post(where(scope, "plan_input", "kendaraan", "truk"), fleet)
    bu_dewi.post(where(scope, "plan_input", "gudang", "99.01.01"), found)

    now = store.instance_of(queries.needed_input(scope).hash)
    assert now.vehicles[0].available == (2, 2, 1)
    assert now.vehicles[0].day_price == 2_000_000
    assert now.kecamatan[0].store.verdict.value == "failed"
    assert now.kecamatan[0].store.guard == 250_000


def test_a_closed_road_is_tried_as_a_new_draft_and_the_inputs_stay(
    scope: Scope, bu_dewi: Client
) -> None:
    before = keep(scope)
    form = {"status": "not_operational", "comment": "jembatan putus", "by": "BPBD", "try": "1"}

    answer = bu_dewi.post(where(scope, "plan_input", "jalan", "h-i"), form, follow=True)

    run = PlanRun.objects.get()
    assert run.state == PlanRun.State.DRAFT, run.problem
    assert run.source.is_trial
    assert queries.needed_input(scope) == before
    assert run.below == 2  # both desa of Hilir lie behind that road
    [road] = [arc for arc in store.instance_of(run.source.hash).arcs if arc.id == "h-i"]
    assert (road.status, road.comment) == (Status.CLOSED, "jembatan putus")
    assert answer.status_code == 200
    assertContains(bu_dewi.get(where(scope, "schedule_plan", run.number)), "Jalan Hilir")


def test_a_closed_road_that_is_saved_counts_in_the_next_plan(scope: Scope, bu_dewi: Client) -> None:
    keep(scope)
    form = {"status": "not_operational", "by": "BPBD"}
    bu_dewi.post(where(scope, "plan_input", "jalan", "h-i"), form)

    bu_dewi.post(where(scope, "schedule_make"), {"effort": "quick"})

    run = PlanRun.objects.get()
    left = {each.desa for each in store.plan_of(run.hash).unassigned}
    assert left == {"99.01.02.2001", "99.01.02.2002"}
    assertContains(bu_dewi.get(where(scope, "schedule")), "belum terlayani")


def test_without_a_map_the_inputs_begin_with_settlements_and_say_that_they_are_guesses(
    scope: Scope, bu_dewi: Client
) -> None:
    answer = bu_dewi.post(where(scope, "plan_input_begin"), follow=True)

    made = store.instance_of(queries.needed_input(scope).hash)
    assert made.no_map
    assert made.contoh
    assert {desa.name for desa in made.desa} >= {"Kota Hulu", "Muara Teduh"}
    assertContains(answer, "tanpa peta")


CHANGES = [
    ("harga", "jaga", {"rupiah": "250.000"}),
    ("pengawal", "semua", {"escorts": "1 2 2", "escort": "1", "supervisor": "0"}),
    ("target", "semua", {"pps": "H-1 16:00", "desa": "99"}),
    ("jam", "99.01.01.1001", {"blocked": "tiap hari 11:30-13:00 istirahat", "alike": "all"}),
    ("gudang-kpu", "99.01:gudang-1", {"opens": "06:30", "closes": "17:30", "load_minutes": "30"}),
    ("moda", "truck", {"kmh.primary": "30", "flooded": "0", "restricted": "50"}),
    ("alih-moda", "h~truck~klotok", {"minutes": "55", "rupiah": "200.000"}),
]
"""One change of each part that is not a road, a zone, a vehicle or a store."""


def whole() -> Instance:
    made = instance()
    return replace(
        made,
        modes=(*made.modes, Mode("klotok", "Klotok", {"river": 12.0})),
        transfers=(Transfer("h", ("truck", "klotok"), 40, 150_000),),
        prices=(Price("jaga", "Jaga malam", "malam", 200_000),),
        escorts=(2, 2, 2),
    )


def keep_whole(scope: Scope) -> PlanInput:
    return services.keep(scope, whole(), {"what": "unggah"}, person("bu_dewi"), NOW)


@pytest.mark.parametrize(("part", "name", "form"), CHANGES, ids=lambda each: str(each)[:12])
def test_every_part_has_a_form_keeps_who_said_it_and_stands_in_the_history(
    scope: Scope, bu_dewi: Client, part: str, name: str, form: dict[str, str]
) -> None:
    keep_whole(scope)
    page = bu_dewi.get(where(scope, "plan_input", part, name))
    assertContains(page, 'name="by"')
    for field in form:
        assertContains(page, f'name="{field}"')

    said = {**form, "by": "Rapat koordinasi", "at": "14 November", "reliability": "confirmed"}
    answer = bu_dewi.post(where(scope, "plan_input", part, name), said, follow=True)

    now = queries.needed_input(scope)
    assert now.number == 2
    assertContains(answer, "Rapat koordinasi 14 November")
    [entry] = [
        each for each in parts.PARTS[part].entries(store.instance_of(now.hash)) if each.id == name
    ]
    assert (entry.value.source.by, entry.value.source.rough) == ("Rapat koordinasi", False)
    assert now.edit["changes"]
    shown = bu_dewi.get(where(scope, "plan_inputs"))
    assertContains(shown, changing.edit_words(now.edit)["now"].split(";")[0])


@pytest.mark.parametrize(("part", "name", "form"), CHANGES[:5], ids=lambda each: str(each)[:12])
def test_every_part_can_be_tried(
    scope: Scope, bu_dewi: Client, part: str, name: str, form: dict[str, str]
) -> None:
    before = keep_whole(scope)

    bu_dewi.post(where(scope, "plan_input", part, name), {**form, "rough": "1", "try": "1"})

    run = PlanRun.objects.get()
    assert run.state == PlanRun.State.DRAFT, run.problem
    assert run.source.is_trial
    assert queries.needed_input(scope) == before


def test_nothing_leaves_before_the_warehouse_opens_or_is_out_when_it_closes(
    scope: Scope, bu_dewi: Client
) -> None:
    keep_whole(scope)
    form = {"opens": "08:00", "closes": "15:00", "load_minutes": "30", "by": "Subbag Logistik"}
    bu_dewi.post(where(scope, "plan_input", "gudang-kpu", "99.01:gudang-1"), form)

    bu_dewi.post(where(scope, "schedule_make"), {"effort": "quick"})

    run = PlanRun.objects.get()
    trips = [trip for trip in store.plan_of(run.hash).trips if trip.origin == "99.01:gudang-1"]
    assert trips
    for trip in trips:
        assert trip.start % 1440 >= 8 * 60
        assert trip.end % 1440 <= 15 * 60


def test_nobody_but_kpu_opens_a_form(scope: Scope) -> None:
    keep_whole(scope)
    client = with_role(Role.BAWASLU, scope.kabupaten)

    for part, name, form in CHANGES:
        assert client.get(where(scope, "plan_inputs_part", part)).status_code == 200
        assert client.get(where(scope, "plan_input", part, name)).status_code == 403
        assert client.post(where(scope, "plan_input", part, name), form).status_code == 403


def test_an_edit_of_before_is_still_told(scope: Scope, bu_dewi: Client) -> None:
    edit = {
        "what": "zona",
        "id": "z1",
        "name": "Bantaran Hilir",
        "before": "10 %",
        "now": "50 %",
        "by": "BPBD",
    }
    services.keep(scope, whole(), edit, person("bu_dewi"), NOW)

    assertContains(bu_dewi.get(where(scope, "plan_inputs")), "50 %")
