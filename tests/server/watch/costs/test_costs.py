"""Real costs: receipts, corrections, who sees whom, the SPJ, and the sixth cell of the board."""

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from tepat.core.move.loads import LoadStage
from tepat.core.watch.costs.legs import halt_name, planned_by_work
from tepat.server import clock
from tepat.server.election.models import Look, Scope, User
from tepat.server.move.models import PlannedShipment, Shipment
from tepat.server.move.stock.places import prepare_places
from tepat.server.plan.models import PlanRun
from tepat.server.plan.schedule import services as plans
from tepat.server.watch.costs import purging, queries, services
from tepat.server.watch.models import Payee, RealCost
from tests.plan_papers import many
from tests.worlds import client_of, contoh_scope, person

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 11, 25, 3, 0, tzinfo=UTC)
PPK = "99.01.01:ppk"
JPEG = b"\xff\xd8\xff\xe0\x00\x04\x4a\x46\xff\xda\x00\x02\x11\x22\x33\xff\xd9"


@pytest.fixture
def scope() -> Iterator[Scope]:
    made = contoh_scope()
    prepare_places(made)
    clock.shift(NOW - clock.now())
    yield made
    clock.shift(timedelta(0))


def address(rest: str = "") -> str:
    return f"/e/pilkada-2024/99.01/biaya/{rest}"


def load(scope: Scope, code: str = "SJ-001", to: str = PPK, stage: str = "received") -> Shipment:
    return Shipment.objects.create(
        scope=scope,
        code=code,
        origin="99.01:gudang-1",
        destination=to,
        list_hash=code.ljust(64, "0"),
        stage=stage,
        made_by=person("bu_dewi").account,
        made_at=NOW,
    )


def form(**fields: Any) -> dict[str, Any]:
    made = {"kind": "hire", "rupiah": "1.250.000", "day": "2024-11-24", "shipment": "SJ-001"}
    return made | {"paper": "KW-1"} | fields


def post(user: User, rest: str = "", **fields: Any) -> Any:
    return client_of(user).post(address(rest), form(**fields))


def test_a_receipt_is_one_row_with_its_photo(scope: Scope) -> None:
    load(scope)
    photo = SimpleUploadedFile("kuitansi.jpg", JPEG, "image/jpeg")
    assert post(person("bu_dewi"), photo=photo).status_code == 302
    row = RealCost.objects.get()
    assert (row.number, row.version, row.rupiah, row.area) == (1, 1, 1_250_000, "99.01.01")
    kpu = client_of(person("bu_dewi"))
    assert f"/biaya/kuitansi/{row.photo}" in kpu.get(address()).content.decode()
    seen = kpu.get(address(f"kuitansi/{row.photo}"))
    assert (seen.status_code, seen["Content-Type"]) == (200, "image/jpeg")
    assert client_of(person("pak_adi")).get(address(f"kuitansi/{row.photo}")).status_code == 403
    assert kpu.get(address(f"kuitansi/{'0' * 64}")).status_code == 404


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"kind": "suap"}, 422),
        ({"rupiah": "-5"}, 422),
        ({"rupiah": "sejuta"}, 422),
        ({"rupiah": "0"}, 422),
        ({"rupiah": "9" * 40}, 422),
        ({"day": "2024-11-26"}, 422),
        ({"day": "1999-01-01"}, 422),
        ({"day": ""}, 422),
        ({"shipment": ""}, 422),
        ({"shipment": "SJ-404"}, 422),
        ({"place": PPK}, 422),
        ({"shipment": "", "place": "99.99:ppk"}, 422),
        ({"kind": "driver"}, 422),
        ({"paper": "x" * 61}, 413),
        ({"payee": "x" * 10_000_000}, 413),
        ({"photo": SimpleUploadedFile("x.jpg", b"%PDF-1.7", "image/jpeg")}, 422),
        ({"photo": SimpleUploadedFile("x.jpg", JPEG + b"0" * 2**23, "image/jpeg")}, 413),
    ],
)
def test_wrong_receipts_are_refused_with_a_sentence(
    scope: Scope, change: dict[str, Any], status: int
) -> None:
    load(scope)
    assert post(person("bu_dewi"), **change).status_code in (status, 413, 422)
    assert not RealCost.objects.exists()
    assert not Payee.objects.exists()


def test_every_fault_of_a_form_is_said_at_once_and_what_was_typed_stays(scope: Scope) -> None:
    load(scope)
    said = post(person("bu_dewi"), rupiah="", shipment="", kind="driver", day="2024-11-20")
    assert said.status_code == 422
    assert len(said.context["problems"]) == 3
    assert not [each for each in said.context["problems"] if each.startswith("-")]
    assert 'name="day" required value="2024-11-20"' in said.content.decode()
    assert len(post(person("bu_dewi"), day="", rupiah="x").context["problems"]) == 2


def test_a_ppk_records_in_its_own_kecamatan_only(scope: Scope) -> None:
    load(scope)
    load(scope, "SJ-002", "99.01.02:ppk")
    ppk = person("bu_rina")
    assert post(ppk).status_code == 302
    assert post(ppk, shipment="SJ-002").status_code == 403
    assert post(person("pak_adi")).status_code == 403
    assert client_of(ppk).get(address("spj.xlsx")).status_code == 403
    assert client_of(ppk).get(address("spj.xlsx?kecamatan=99.01.01")).status_code == 200
    assert client_of(ppk).get(address("spj.xlsx?kecamatan=99.01.02")).status_code == 403


def test_who_is_paid_is_read_by_whoever_records_and_each_look_stays(scope: Scope) -> None:
    load(scope)
    post(person("bu_dewi"), kind="driver", payee="Pak <i>Joko</i>", duty="sopir")
    page = client_of(person("bu_dewi")).get(address()).content.decode()
    assert "Pak &lt;i&gt;Joko&lt;/i&gt;" in page
    assert Look.objects.filter(what="payees", name="bu_dewi").exists()
    assert not Look.objects.filter(what="payees", which="1").exists()
    assert "Joko" in client_of(person("bu_dewi")).get(address("1/")).content.decode()
    assert Look.objects.filter(what="payees", which="1", name="bu_dewi").exists()
    adi = client_of(person("pak_adi"))
    page = adi.get(address()).content.decode()
    assert "Joko" not in page
    assert "dirahasiakan" in page
    assert adi.get(address("1/")).status_code == 403
    assert not Look.objects.filter(name="pak_adi", what="payees").exists()
    assert purging.payees(scope) == 1
    page = client_of(person("bu_dewi")).get(address()).content.decode()
    assert "Joko" not in page
    assert "1.250.000" in page


def test_a_correction_is_a_version_and_the_second_of_two_at_once_is_told(scope: Scope) -> None:
    load(scope)
    post(person("bu_dewi"))
    assert post(person("bu_dewi"), "1/", version="1", rupiah="900000").status_code == 422, "no why"
    answer = post(person("bu_dewi"), "1/", version="1", rupiah="900000", why="salah nol")
    assert answer.status_code == 302
    assert post(person("bu_dewi"), "1/", version="1", rupiah="1", why="lagi").status_code == 409
    assert list(RealCost.objects.order_by("version").values_list("rupiah", "is_newest")) == [
        (1_250_000, False),
        (900_000, True),
    ]
    page = client_of(person("bu_dewi")).get(address("1/")).content.decode()
    assert "1.250.000" in page
    assert "salah nol" in page
    post(person("bu_dewi"), "1/", version="2", why="bukan milik kita", withdraw="1")
    assert queries.newest(scope) == []
    assert RealCost.objects.count() == 3
    assert client_of(person("bu_dewi")).get(address("7/")).status_code == 404


def planned(scope: Scope) -> tuple[PlanRun, str, str]:
    """A published plan, and a load that left for its first halt."""
    plan, instance = many(stops=2)
    source = plans.keep(scope, instance, {"what": "unggah"}, None, NOW)
    run = plans.order(scope, source, "quick", None, NOW)
    run.base = None
    run = plans.finish(run, instance, plan, [], {})
    run = plans.put_in_force(run, None, NOW)
    trip = plan.trips[0]
    row = load(scope, "SJ-001", "99.01.01.1001:pps", LoadStage.RECEIVED.value)
    PlannedShipment.objects.create(shipment=row, plan=run, trip=trip.id, place=trip.stops[0].place)
    return run, trip.id, trip.stops[0].place


def test_the_sixth_cell_compares_the_same_work_and_opens_its_costs(scope: Scope) -> None:
    run, trip, place = planned(scope)
    plan, instance = many(stops=2)
    share = planned_by_work(plan, instance)[halt_name(trip, place), "Kendaraan"]
    client = client_of(person("bu_dewi"))
    board = "/e/pilkada-2024/99.01/papan/"
    assert "Biaya belum dicatat" in client.get(board).content.decode()
    post(person("bu_dewi"), rupiah=str(share * 5 // 4))
    sums, coverage = queries.sums_of(scope, (), {"99.01.01": (5, 0)}, (), NOW) or (None, None)
    assert sums is not None
    assert coverage == (1, 1)
    assert sums.planned.tolist() == [share]
    assert sums.biaya[-1] == pytest.approx(share * 5 // 4 / share)
    page = client.get(board).content.decode()
    assert "1,25" in page
    assert "/biaya/" in page
    Shipment.objects.update(stage=LoadStage.PREPARED.value)
    sums, coverage = queries.sums_of(scope, (), {}, (), NOW) or (None, None)
    assert sums is not None
    assert sums.compared.tolist() == [0]
    assert coverage == (0, 0)
    assert run.hash


def test_the_spj_has_plan_beside_real_and_adds_up(scope: Scope) -> None:
    planned(scope)
    post(person("bu_dewi"), rupiah="500000")
    post(person("bu_dewi"), kind="driver", rupiah="250000", payee="Pak Joko", duty="sopir")
    post(person("bu_dewi"), kind="guard", rupiah="75000", shipment="", place=PPK, payee="=1+1")
    answer = client_of(person("bu_dewi")).get(address("spj.xlsx"))
    assert answer.status_code == 200
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    assert book.sheet_names == ["Ringkasan", "Rincian", "Daftar penerima"]
    sums = book.get_sheet_by_name("Ringkasan").to_python()
    last: list[Any] = sums[-1]
    assert last[0] == "Semua"
    assert last[4] == 825_000
    plan, instance = many(stops=2)
    assert last[3] == sum(planned_by_work(plan, instance).values())
    assert last[5] == 750_000, "the guard's nights are not over"
    assert last[6] < last[3], "the plan of typed work alone"
    assert last[7] == last[6] - last[5]
    silent = [row for row in sums[:-1] if row[2] == "jumlah" and row[4] == 0]
    assert silent
    assert [row for row in silent if row[5:8] != ["", "", ""]] == [], "untyped is no saving"
    people = book.get_sheet_by_name("Daftar penerima").to_python()
    assert {row[1] for row in people[-2:]} == {"Pak Joko", "=1+1"}
    assert Look.objects.filter(what="payees", which__startswith="spj").exists()


def test_more_costs_cost_no_more_queries(scope: Scope) -> None:
    planned(scope)
    client = client_of(person("bu_dewi"))
    by = person("bu_dewi")
    counts = []
    for many_ in (2, 30):
        for n in range(many_):
            typed = services.Typed("driver", "1000", date(2024, 11, 24), "SJ-001", payee=f"P{n}")
            services.record(scope, typed, by, NOW)
        client.get(address())
        with CaptureQueriesContext(connection) as caught:
            client.get(address())
        counts.append(len(caught))
    assert counts[0] == counts[1], counts
