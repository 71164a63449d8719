"""Stores at the desk: evidence, paper, backups, the plan, guards, and who sees what."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tepat.core.election.roles import Role
from tepat.core.move import events, inspections
from tepat.core.plan.instance.values import Instance, Verdict
from tepat.core.watch.alerts.kinds import Kind
from tepat.core.watch.stores.standing import Colour
from tepat.server import clock
from tepat.server.election.elections import election_of
from tepat.server.election.models import Look, Scope, User
from tepat.server.log.models import Fact
from tepat.server.move.models import PackageCustody
from tepat.server.move.stock.places import prepare_places
from tepat.server.plan.models import Package, PlanInput
from tepat.server.plan.packages.services import regenerate
from tepat.server.plan.schedule import services as plans
from tepat.server.plan.schedule import store as plan_files
from tepat.server.watch.alerts import services as alerts
from tepat.server.watch.board.queries import inspected
from tepat.server.watch.models import Alert, GuardDuty, StoreBackup
from tepat.server.watch.stores import purging, reporting
from tepat.server.watch.stores.queries import boxes_by_place, stores_of
from tests.phones import phone_of
from tests.regencies import regency
from tests.worlds import clerk, client_of, contoh_scope, person

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 11, 18, 2, 0, tzinfo=UTC)
"""Monday 10.00 in the kabupaten, H-9."""
HULU, KOTA = "99.01.01:ppk", "99.01.01.1001:pps"
JPEG = b"\xff\xd8\xff\xe0\x00\x04\x4a\x46\xff\xda\x00\x02\x11\x22\x33\xff\xd9"


@pytest.fixture
def scope() -> Iterator[Scope]:
    made = contoh_scope()
    prepare_places(made)
    clock.shift(NOW - clock.now())
    yield made
    clock.shift(timedelta(0))


def address(rest: str = "") -> str:
    return f"/e/pilkada-2024/99.01/tempat/{rest}"


def answers(*defects: str) -> dict[str, str]:
    asked = inspections.asked(reporting.checklist().questions)
    return {f"answer:{each.code}": "0" if each.code in defects else "1" for each in asked}


def sheet(*defects: str, **fields: Any) -> dict[str, Any]:
    return {"at": "2024-11-17T16:00", "who": "Bu Wati", **answers(*defects), **fields}


def send(user: User, place: str, form: dict[str, Any]) -> Any:
    return client_of(user).post(address(f"{place}/periksa/"), form)


def test_an_inspection_on_paper_is_a_fact_that_the_page_opens(scope: Scope) -> None:
    photo = SimpleUploadedFile("atap.jpg", JPEG, "image/jpeg")
    form = sheet("roof", note="Bocor <b>timur</b>", photos=photo)
    assert send(person("bu_rina"), HULU, form).status_code == 302
    fact = Fact.objects.get(kind="inspected")
    page = client_of(person("bu_rina")).get(address(f"{HULU}/")).content.decode()
    assert f"/log/fakta/{fact.id}/" in page
    assert "11/12" in page
    assert "Bocor &lt;b&gt;timur&lt;/b&gt;" in page
    assert "cacat berat" in page
    assert "/foto/" in page
    assert inspected(scope) == {HULU: "unfit"}
    [row] = [each for each in stores_of(scope, NOW).rows if each.place == HULU]
    assert row.colour is Colour.RED
    assert row.inspection
    assert row.inspection.is_paper


def test_board_alerts_and_room_say_the_same_last_inspection(scope: Scope) -> None:
    ppk = phone_of(scope, "bu_rina", Role.PPK, "99.01.01", NOW - timedelta(days=2))
    send(person("bu_dewi"), HULU, sheet("roof"))
    from tepat.server import flow

    ppk.at = NOW - timedelta(hours=1)
    made = ppk.say(events.Inspected, place=HULU, outcome="good")
    flow.accept(scope, [made], ppk.device, NOW)
    assert inspected(scope) == {HULU: "good"}
    [row] = [each for each in stores_of(scope, NOW).rows if each.place == HULU]
    assert row.seen.look
    assert row.seen.look.outcome == "good"
    assert not row.inspection or not row.inspection.is_paper


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"at": ""}, 422),
        ({"at": "2024-11-19T16:00"}, 422),
        ({"at": "besok"}, 422),
        ({"who": " "}, 422),
        ({"answer:roof": ""}, 422),
        ({"note": "x" * 601}, 413),
        ({"photos": SimpleUploadedFile("x.jpg", b"PK\x03\x04", "image/jpeg")}, 422),
        ({"photos": SimpleUploadedFile("x.jpg", JPEG + b"0" * 2**23, "image/jpeg")}, 413),
    ],
)
def test_wrong_sheets_change_nothing_and_keep_what_was_typed(
    scope: Scope, change: dict[str, Any], status: int
) -> None:
    before = Fact.objects.count()
    answer = send(person("bu_rina"), HULU, sheet("roof") | change)
    assert answer.status_code == status, answer.content[:300]
    assert Fact.objects.filter(kind="inspected").count() == 0
    assert Fact.objects.count() == before
    if change.get("who") != " ":
        assert "Bu Wati" in answer.content.decode()


def test_who_may_inspect_choose_and_plan(scope: Scope) -> None:
    other = clerk("pak_lain", Role.PPK, "99.01.02")
    for user in (other, person("pak_adi"), clerk("pak_hadi", Role.DESK, "99.01")):
        assert send(user, HULU, sheet()).status_code == 403
        assert (
            client_of(user).post(address(f"{HULU}/cadangan/"), {"backup": KOTA}).status_code == 403
        )
        assert client_of(user).post(address("rencana/")).status_code == 403
        for page in ("", f"{HULU}/", "jaga/"):
            assert client_of(user).get(address(page)).status_code == 200
    assert client_of(other).get(address("99.99:ppk/")).status_code == 404
    assert not Fact.objects.filter(kind="inspected").exists()


def test_a_red_store_calls_until_a_backup_is_chosen(scope: Scope) -> None:
    send(person("bu_rina"), HULU, sheet("roof"))
    alerts.refresh(scope, NOW, force=True)
    row = Alert.objects.get(kind=Kind.STORE_NO_BACKUP.value)
    assert row.params["due_on"] == "2024-11-20"
    page = client_of(person("bu_rina")).get("/e/pilkada-2024/99.01/peringatan/").content.decode()
    assert f"/tempat/{HULU}/" in page

    client = client_of(person("bu_rina"))
    assert client.post(address(f"{HULU}/cadangan/"), {"backup": HULU}).status_code == 422
    assert client.post(address(f"{HULU}/cadangan/"), {"backup": "x"}).status_code == 404
    answer = client.post(address(f"{HULU}/cadangan/"), {"backup": KOTA, "why": "dekat"})
    assert answer.status_code == 302
    chosen = StoreBackup.objects.get()
    assert (chosen.backup, chosen.party) == (KOTA, "ppk@99.01.01")
    assert chosen.metres
    assert 1_000 < chosen.metres < 3_000
    assert "PPS Kota Hulu" in client.get(address(f"{HULU}/")).content.decode()
    alerts.refresh(scope, NOW + timedelta(minutes=2), force=True)
    assert Alert.objects.get(pk=row.pk).settled_at
    client.post(address(f"{HULU}/cadangan/"), {"backup": "", "name": ""})
    assert StoreBackup.objects.count() == 2
    [red] = [each for each in stores_of(scope, NOW).rows if each.place == HULU]
    assert red.needs_backup


def _inputs(scope: Scope) -> PlanInput:
    made: Instance = regency(desa=4, tps=10)
    codes = {row.code for row in made.kecamatan}
    assert "99.01.01" in codes
    return plans.keep(scope, made, {"what": "unggah"}, None, NOW)


def test_one_click_brings_the_verdict_into_the_plan_with_its_source(scope: Scope) -> None:
    first = _inputs(scope)
    send(person("bu_rina"), HULU, sheet("roof"))
    kpu = client_of(person("bu_dewi"))
    assert "Bawa pemeriksaan ke rencana" in kpu.get(address()).content.decode()
    assert kpu.post(address("rencana/")).status_code == 302
    last = PlanInput.objects.order_by("-number").first()
    assert last
    assert last.number == first.number + 1
    instance = plan_files.instance_of(last.hash)
    store = next(each.store for each in instance.kecamatan if each.code == "99.01.01")
    assert store.verdict is Verdict.FAILED
    number = Fact.objects.get(kind="inspected").number
    assert f"fakta log {number}" in store.source.by
    assert not store.source.rough
    assert "Bawa pemeriksaan" not in kpu.get(address()).content.decode()
    history = kpu.get("/e/pilkada-2024/99.01/rencana/masukan/").content.decode()
    assert "Pemeriksaan tempat simpan" in history
    kpu.post(address("rencana/"))
    assert PlanInput.objects.count() == 2, "twice is once"


# -- guards ---------------------------------------------------------------------------------------


def turns(**fields: Any) -> dict[str, Any]:
    form = {"place": HULU, "first": "2024-11-18", "days": "2", "count": "2", "unit": "polsek"}
    return form | {"turns": ["pagi", "sore", "malam"], "names": "Aipda Rahmat"} | fields


def test_names_and_turns_are_for_police_and_each_look_is_recorded(scope: Scope) -> None:
    police = clerk("pak_yusuf", Role.POLRES, "99.01")
    assert client_of(police).post(address("jaga/isi/"), turns()).status_code == 302
    assert GuardDuty.objects.count() == 6
    seen = client_of(police).get(address("jaga/")).content.decode()
    assert "Aipda Rahmat" in seen
    assert Look.objects.filter(what="guards", name="pak_yusuf").exists()
    desk = clerk("pak_hadi", Role.DESK, "99.01")
    page = client_of(desk).get(address("jaga/")).content.decode()
    assert "Aipda Rahmat" not in page
    assert "giliran kosong" in page
    assert 'class="sh"' not in page
    assert not Look.objects.filter(name="pak_hadi", what="guards").exists()
    assert client_of(desk).post(address("jaga/isi/"), turns()).status_code == 403
    assert purging.guards(scope) == 6
    assert "Aipda Rahmat" not in client_of(police).get(address("jaga/")).content.decode()
    elsewhere = clerk("pak_polsek", Role.POLSEK, "99.01.02")
    assert client_of(elsewhere).post(address("jaga/isi/"), turns()).status_code == 403


def test_a_gap_of_the_roster_calls_and_the_guard_book_settles_it(scope: Scope) -> None:
    police = client_of(clerk("pak_yusuf", Role.POLRES, "99.01"))
    police.post(address("jaga/isi/"), turns())
    alerts.refresh(scope, NOW, force=True)
    row = Alert.objects.get(kind=Kind.GUARD_GAP.value)
    book = {"place": HULU, "day": "2024-11-18", "turn": "pagi", "came": "2", "unit": "polsek"}
    assert police.post(address("jaga/hadir/"), book | {"turn": "malam"}).status_code == 422
    assert police.post(address("jaga/hadir/"), book).status_code == 302
    fact = Fact.objects.get(kind="guarded")
    assert b'"guard":"polsek@99.01.01"' in bytes(fact.body)
    alerts.refresh(scope, NOW + timedelta(minutes=2), force=True)
    assert Alert.objects.get(pk=row.pk).settled_at
    assert "bukti 1" in police.get(address("jaga/")).content.decode()


@pytest.mark.parametrize(
    "change",
    [
        {"turns": ["subuh"]},
        {"turns": []},
        {"count": "-1"},
        {"count": "banyak"},
        {"days": "400"},
        {"first": "kapan-kapan"},
        {"names": "x" * 401},
        {"place": "99.99:ppk"},
    ],
)
def test_wrong_turns_are_refused_with_a_sentence(scope: Scope, change: dict[str, Any]) -> None:
    police = client_of(clerk("pak_yusuf", Role.POLRES, "99.01"))
    assert police.post(address("jaga/isi/"), turns(**change)).status_code in (403, 404, 413, 422)
    assert not GuardDuty.objects.exists()


def test_changed_turns_are_further_rows_and_the_same_form_twice_is_once(scope: Scope) -> None:
    police = client_of(clerk("pak_yusuf", Role.POLRES, "99.01"))
    police.post(address("jaga/isi/"), turns())
    police.post(address("jaga/isi/"), turns())
    assert GuardDuty.objects.count() == 6
    police.post(address("jaga/isi/"), turns(turns=["malam"], count="4"))
    assert GuardDuty.objects.count() == 8
    police.post(address("jaga/isi/"), turns(off="1"))
    assert "Jadwal jaga belum ada" in police.get(address("jaga/")).content.decode()


# -- speed ----------------------------------------------------------------------------------------


def test_more_inspections_cost_no_more_queries(scope: Scope) -> None:
    _inputs(scope)
    client = client_of(person("bu_dewi"))
    counts = []
    for places in ((HULU,), (KOTA, "99.01.02:ppk", "99.01.02.2001:pps", "99.01:gudang-1")):
        for place in places:
            send(person("bu_dewi"), place, sheet("cctv"))
        client.get(address())
        with CaptureQueriesContext(connection) as caught:
            client.get(address())
        counts.append(len(caught))
    assert counts[0] == counts[1], counts
    assert counts[1] <= 30, counts


def test_a_store_counts_boxes_and_not_the_envelopes_in_them(scope: Scope) -> None:
    regenerate(scope, election_of(scope), NOW)
    inner = Package.objects.filter(scope=scope).exclude(inside="").first()
    assert inner is not None
    for code, stage in ((inner.code, "packed"), (inner.inside, "sealed")):
        PackageCustody.objects.create(
            scope=scope, package=code, stage=stage, place="", flags=[], line="{}"
        )
    [found] = boxes_by_place(scope).values()
    assert (found.good, found.unsealed, found.harmed) == (1, 0, 0)


def test_a_gate_without_a_right_is_a_number_and_a_refused_page_leads_on(scope: Scope) -> None:
    desk = client_of(clerk("pak_hadi", Role.DESK, "99.01"))
    stages = desk.get("/e/pilkada-2024/99.01/desk/tahapan/").content.decode()
    assert "/log/perangkat/" not in stages
    page = desk.get("/e/pilkada-2024/99.01/pengamanan/").content.decode()
    assert "Polres, Polsek, TNI" in page
    assert "not_allowed" not in page
    assert "Kembali ke ringkasan" in page
