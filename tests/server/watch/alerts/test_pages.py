"""The page Peringatan for each role: what they read, what they may take, what stays hidden."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from tepat.core.problems import Code, Refused
from tepat.server import clock
from tepat.server.election.models import Scope, User
from tepat.server.watch.alerts import queries, services
from tepat.server.watch.models import Alert, AlertEvent, AlertLimit
from tests.server.watch.alerts.worlds import (
    HILIR,
    HULU,
    NOW,
    address,
    amiss,
    client_of,
    later,
    somebody,
    waiting_load,
)
from tests.worlds import contoh_scope

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    clock.shift(NOW - datetime.now(UTC))
    yield
    clock.shift(timedelta(0))


@pytest.fixture
def scope(tmp_path: Path, settings: Settings) -> Scope:
    settings.HOME = tmp_path
    return contoh_scope()


def page(scope: Scope, name: str, rest: str = "") -> str:
    answer = client_of(name).get(address(scope, rest))
    assert answer.status_code == 200
    return answer.content.decode()


def alert_of(scope: Scope, kind: str) -> Alert:
    return Alert.objects.get(scope=scope, kind=kind)


def test_an_empty_page_says_what_is_normal(scope: Scope) -> None:
    assert "Semua sebagaimana mestinya" in page(scope, "bu_dewi")


def test_each_alert_stands_with_owner_clock_and_one_button(scope: Scope) -> None:
    amiss(scope, "P246309102006001BUPK1N")
    said = page(scope, "bu_dewi")
    assert "Segel 1 paket dari 1 TPS berbeda dari catatan, PPK Hulu" in said
    assert "PPK Hulu" in said
    assert "1 j lagi" in said
    assert f"/e/{scope.election}/{scope.kabupaten}/paket/P246309102006001BUPK1N/" in said


def test_nobody_reads_of_departures_who_may_not_follow_loads(scope: Scope) -> None:
    waiting_load(scope, "SJ-001")
    assert "SJ-001" in page(scope, "bu_dewi")
    said = page(scope, "pak_hadi")
    assert "SJ-001" not in said
    assert "1 muatan ke Hilir belum berangkat" in said, "the Desk asks what is missing"
    assert "seharusnya" not in said, "the hour is for those who follow loads"
    assert "dibaca:" in said, "who may read it is said"
    assert "SJ-001" in page(scope, "bu_wati"), "PPK of the kecamatan it goes to"
    assert "SJ-001" not in page(scope, "bu_rina"), "PPK of another kecamatan"
    row = alert_of(scope, "late_departure")
    answer = client_of("pak_hadi").post(address(scope, f"{row.pk}/ambil/"))
    assert answer.status_code == 422
    row.refresh_from_db()
    assert row.acknowledged_at is None


def test_a_warning_hides_by_when_to_leave_from_who_may_not_follow(scope: Scope) -> None:
    params = {
        "event": "Hujan",
        "desa": 6,
        "tps": 41,
        "loads": 3,
        "areas": [HULU],
        "from_at": later(180).isoformat(),
        "until_at": later(360).isoformat(),
        "before_at": later(60).isoformat(),
    }
    common = {"since": NOW, "opened_at": NOW, "begins": NOW, "last_seen": NOW}
    services.refresh(scope, NOW)
    Alert.objects.create(
        scope=scope,
        key="hazard:BMKG:Hujan",
        kind="hazard",
        where=HULU,
        params=params,
        evidence=["shipment:SJ-009"],
        **common,
    )
    assert "6 desa, 41 TPS, berangkat sebelum 11.00" in page(scope, "bu_dewi")
    said = page(scope, "pak_hadi")
    assert "6 desa, 41 TPS" in said
    assert "berangkat sebelum" not in said
    assert "SJ-009" not in said


def test_a_guard_gap_is_for_those_who_see_escorts(scope: Scope) -> None:
    services.refresh(scope, NOW)
    Alert.objects.create(
        scope=scope,
        key=f"guard_gap:{HULU}:ppk",
        kind="guard_gap",
        where=HULU,
        since=NOW,
        opened_at=NOW,
        begins=NOW,
        last_seen=NOW,
        params={"place": f"{HULU}:ppk", "boxes": 12, "ended_at": NOW.isoformat()},
    )
    for name, reads in (("pak_yusuf", True), ("bu_dewi", True), ("bu_rina", False)):
        assert ("tanpa penjaga" in page(scope, name)) is reads, name


def test_taking_is_for_the_ladder_of_the_alert_alone(scope: Scope) -> None:
    amiss(scope, "P1")
    services.refresh(scope, NOW)
    row = alert_of(scope, "seal_differs")
    for name in ("bu_lina", "pak_yusuf", "pak_hadi", "bu_wati"):
        with pytest.raises(Refused) as refused:
            services.acknowledge(row, somebody(name), NOW)
        assert refused.value.problem.code is Code.ALERT_NOT_YOURS
    answer = client_of("bu_rina").post(address(scope, f"{row.pk}/ambil/"), {"note": "ditelepon"})
    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.acknowledged_by == somebody("bu_rina").account
    said = page(scope, "bu_dewi")
    assert "ditangani bu_rina" in said
    assert "ditelepon" in said


def test_a_deleted_account_leaves_what_it_did(scope: Scope) -> None:
    amiss(scope, "P1")
    services.refresh(scope, NOW)
    services.acknowledge(alert_of(scope, "seal_differs"), somebody("bu_rina"), NOW)
    User.objects.filter(username="bu_rina").delete()
    assert "ditangani akun yang dihapus" in page(scope, "bu_dewi")


def test_words_of_people_are_escaped_and_bounded(scope: Scope) -> None:
    amiss(scope, "P1")
    services.refresh(scope, NOW)
    row = alert_of(scope, "seal_differs")
    note = "<script>alert(1)</script>" + "x" * 900
    huge = {"note": "x" * 10_000_000}
    assert client_of("bu_rina").post(address(scope, f"{row.pk}/ambil/"), huge).status_code >= 400
    client_of("bu_rina").post(address(scope, f"{row.pk}/ambil/"), {"note": note})
    said = page(scope, "bu_dewi")
    assert "<script>alert" not in said
    assert "&lt;script&gt;" in said
    assert len(AlertEvent.objects.get(what="acknowledged").note) == 300


@pytest.mark.parametrize("rest", ["0/ambil/", "999999999999/ambil/"])
def test_an_alert_that_is_not_there_is_refused_with_a_sentence(scope: Scope, rest: str) -> None:
    answer = client_of("bu_dewi").post(address(scope, rest))
    assert answer.status_code == 422
    assert client_of("bu_dewi").get(address(scope, "1/ambil/")).status_code == 405


def test_strangers_and_forged_forms_are_kept_out(scope: Scope) -> None:
    assert Client().get(address(scope)).status_code == 302
    assert client_of("pak_joko").get(address(scope)).status_code == 403
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(somebody("bu_dewi"))
    assert strict.post(address(scope, "batas/")).status_code == 403


@pytest.mark.parametrize("query", ["?area=<script>a</script>", "?holder=ppk&area=99.01.01"])
def test_filters_take_anything(scope: Scope, query: str) -> None:
    amiss(scope, "P1")
    assert "<script>a" not in page(scope, "bu_dewi", query)


def test_filters_choose_holder_and_kecamatan(scope: Scope) -> None:
    amiss(scope, "P1", kecamatan=HULU)
    amiss(scope, "P2", kecamatan=HILIR)
    said = page(scope, "bu_dewi", f"?area={HILIR}")
    assert "berbeda dari catatan, PPK Hilir" in said
    assert "berbeda dari catatan, PPK Hulu" not in said
    assert "Tidak ada yang terbuka di sini" in page(scope, "bu_dewi", "?holder=bpbd")


def test_five_things_are_the_most_urgent_of_ones_own_area(scope: Scope) -> None:
    for number, flag in enumerate(("seal_differs", "damaged", "wrong_destination")):
        amiss(scope, f"A{number}", flag, HULU)
        amiss(scope, f"B{number}", flag, HILIR)
    waiting_load(scope, "SJ-001")
    answer = client_of("bu_dewi").get(address(scope, "lima.json")).json()
    assert len(answer["five"]) == 5
    first = answer["five"][0]
    assert first["kind"] == "late_departure", "its clock is the shortest"
    assert (first["owner"], first["due"]["kind"]) == ("Gudang KPU", "near")
    assert first["href"].endswith("/muatan/SJ-001/")
    hulu = queries.five(somebody("bu_rina"), clock.now(), queries.calling_of(scope))
    assert {row.where for row in hulu} == {"Hulu"}
    services.acknowledge(alert_of(scope, "late_departure"), somebody("bu_sari"), clock.now())
    again = client_of("bu_dewi").get(address(scope, "lima.json")).json()
    assert "late_departure" not in [each["kind"] for each in again["five"]]


def test_at_night_only_what_is_urgent_is_among_the_five(scope: Scope) -> None:
    night = datetime(2024, 11, 15, 15, 0, tzinfo=UTC)  # 23.00
    clock.shift(night - datetime.now(UTC))
    amiss(scope, "P1", "damaged")
    amiss(scope, "P2", "seal_differs")
    rows = client_of("bu_dewi").get(address(scope, "lima.json")).json()["five"]
    assert [each["kind"] for each in rows] == ["seal_differs"]
    assert "ditahan sampai Sab 16 Nov, 05.00" in page(scope, "bu_dewi")


def test_limits_are_set_by_kpu_and_kept_with_who_and_when(scope: Scope) -> None:
    form = {"departure": "10", "quiet_from": "21.30", "step_silent": ""}
    assert client_of("pak_hadi").post(address(scope, "batas/"), form).status_code == 403
    assert client_of("bu_dewi").post(address(scope, "batas/"), form).status_code == 302
    limits = queries.limits_of(scope)
    assert (limits["departure"], limits["quiet_from"], limits["arrival"]) == (10, 1290, 30)
    assert AlertLimit.objects.filter(by=somebody("bu_dewi").account).count() == 2
    client_of("bu_dewi").post(address(scope, "batas/"), {"quiet_from": "21:30"})
    assert queries.limits_of(scope)["departure"] == 30, "empty is the default again"
    assert AlertLimit.objects.count() == 3, "what was set before stays"
    assert 'value="21:30"' in page(scope, "bu_dewi", "batas/")


@pytest.mark.parametrize("typed", ["-1", "1e9", "abc", "99999999", "²", "1.5"])
def test_a_limit_that_is_no_number_is_refused_with_its_bounds(scope: Scope, typed: str) -> None:
    answer = client_of("bu_dewi").post(address(scope, "batas/"), {"departure": typed})
    assert answer.status_code == 422
    assert "harus bilangan dari 0 sampai" in answer.content.decode()
    assert not AlertLimit.objects.exists()


def test_more_alerts_cost_no_more_queries(
    scope: Scope, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    counts = []
    client = client_of("bu_dewi")
    for turn, many in enumerate((1, 40)):
        for number in range(many):
            amiss(scope, f"P{many}-{number}", kecamatan=HULU)
        services.refresh(scope, later(2 * turn), force=True)
        rows = Alert.objects.filter(scope=scope, settled_at=None)
        Alert.objects.bulk_create(
            Alert(
                scope=scope,
                key=f"late_arrival:x{number}",
                kind="late_arrival",
                where=(HULU, HILIR)[number % 2],
                since=NOW,
                opened_at=NOW,
                begins=NOW,
                last_seen=NOW,
                params={"load": "SJ-1", "place": f"{HULU}:ppk", "due_at": NOW.isoformat()},
            )
            for number in range(rows.count() * many)
        )
        clock.shift(later(2 * turn) - datetime.now(UTC))
        with django_assert_max_num_queries(40) as caught:
            assert client.get(address(scope)).status_code == 200
        counts.append(len(caught.captured_queries))
        Alert.objects.filter(kind="late_arrival").delete()
    assert counts[0] == counts[1]


def test_a_time_that_no_plan_says_is_called_a_rough_guess(scope: Scope) -> None:
    waiting_load(scope, "SJ-001", departs_at=NOW - timedelta(hours=9), stage="on_the_way")
    assert "perkiraannya 05.00 (perkiraan kasar)" in page(scope, "bu_dewi")
