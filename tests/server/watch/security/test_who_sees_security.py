"""Who sees the police's room, and what the others see instead: presence, never names."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from tepat.core.election.roles import MAY, Action, Role, may_somewhere
from tepat.server import clock
from tepat.server.election.models import Look, Scope
from tepat.server.move.stock.places import prepare_places
from tepat.server.watch.alerts import services as alerts
from tepat.server.watch.models import (
    Alert,
    EscortReport,
    EscortTask,
    SecurityUnit,
    TpsGrade,
)
from tepat.server.watch.security import posts, services
from tepat.server.watch.stores import duties
from tepat.server.watch.stores.duties import Filled
from tests.server.watch.alerts.worlds import HILIR, HULU, NOW, waiting_load
from tests.server.watch.security.worlds import PAGES, at, somebody, there, unit, url

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["bu_dewi", "bu_sari", "bu_rina", "pak_adi", "pak_hadi"])
def test_kpu_bawaslu_and_desk_find_no_room(scope: Scope, name: str) -> None:
    unit(scope)
    load = waiting_load(scope, "SJ-001", HULU)
    client = at(name)
    for page in PAGES:
        assert client.get(url(scope, page)).status_code == 403, page
        assert client.post(url(scope, page), {"name": "x"}).status_code in (403, 405), page
    assert client.get(url(scope, "escort", load.code)).status_code == 403
    assert client.get(url(scope, "security_area", HULU)).status_code == 403
    assert client.get(url(scope, "security_export", "csv")).status_code == 403
    menu = client.get(url(scope, "overview")).content.decode()
    assert url(scope, "security") not in menu
    assert SecurityUnit.objects.count() == 1


def test_a_look_at_the_room_is_recorded_and_a_refused_one_is_none(scope: Scope) -> None:
    at("bu_dewi").get(url(scope, "security"))
    assert not Look.objects.filter(what="security").exists()
    at("pak_yusuf").get(url(scope, "security"))
    at("pak_yusuf").get(url(scope, "security_units"))
    rows = Look.objects.filter(scope=scope).values_list("what", "role")
    assert set(rows) >= {("security", "polres"), ("phones", "polres")}


def test_tni_reads_its_own_people_only(scope: Scope) -> None:
    unit(scope, "Polsek Hulu")
    unit(scope, "Kodim", "99.01", "tni")
    page = at("pak_bima").get(url(scope, "security_units")).content.decode()
    assert "Kodim 1" in page
    assert "Polsek Hulu" not in page
    csv = at("pak_bima").get(url(scope, "security_export", "csv")).content.decode()
    assert "Polsek Hulu" not in csv


def test_a_polsek_neither_reads_nor_writes_another_kecamatan(scope: Scope) -> None:
    other = unit(scope, "Polsek Hilir", HILIR)
    load = waiting_load(scope, "SJ-009", HILIR, origin=f"{HILIR}:ppk")
    client = at("pak_slamet")
    assert "Polsek Hilir" not in client.get(url(scope, "security_units")).content.decode()
    assert client.get(url(scope, "security_area", HILIR)).status_code == 403
    assert client.get(url(scope, "escort", load.code)).status_code == 404
    form = {"do": "people", "unit": other.pk, "people": "Mata-mata; X; 1; 081234567"}
    assert client.post(url(scope, "security_units"), form).status_code == 403
    assert client.post(url(scope, "security_setup"), {"grade": "rawan"}).status_code == 403
    assert other.people.count() == 3
    rows = "Kode TPS;Kelas\n99.01.02.2001-001;rawan\n99.01.01.1001-001;rawan\n"
    answer = client.post(url(scope, "security_grades"), {"table": rows})
    assert "99.01.02.2001-001" in answer.content.decode()
    assert list(TpsGrade.objects.values_list("tps", flat=True)) == ["99.01.01.1001-001"]


def test_kpu_sees_presence_and_no_name(scope: Scope) -> None:
    load = waiting_load(scope, "SJ-001", HULU)
    made = unit(scope)
    people = made.people.all()
    services.assign(scope, load.code, made, people, None, somebody("pak_yusuf").account, NOW)
    services.tell(scope, load, there(), somebody("pak_yusuf").account, NOW)
    page = at("bu_dewi").get(url(scope, "shipment", load.code)).content.decode()
    assert "hadir, dilaporkan ke meja" in page
    assert "Polsek Hulu" not in page
    without = at("bu_rina").get(url(scope, "shipment", load.code)).content.decode()
    assert "hadir, dilaporkan" not in without


def test_who_only_looks_writes_no_escort(scope: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    load = waiting_load(scope, "SJ-001", HULU)
    monkeypatch.setitem(MAY, Role.DESK, MAY[Role.DESK] | {Action.SEE_SECURITY})
    here = url(scope, "escort", load.code)
    assert at("pak_hadi").get(here).status_code == 200
    for form in ({"said": "present"}, {"drop": "1"}, {"unit": unit(scope).pk}):
        assert at("pak_hadi").post(here, form).status_code == 403
    assert not EscortTask.objects.exists()
    assert not EscortReport.objects.exists()


@pytest.mark.parametrize("name", ["bu_dewi", "bu_sari", "pak_adi", "pak_hadi"])
def test_who_escorts_and_guards_is_read_by_police_alone(scope: Scope, name: str) -> None:
    """One answer on pages, in exports, in the reading interface and in the table of rights."""
    load = waiting_load(scope, "SJ-001", HULU)
    made, police = unit(scope), somebody("pak_yusuf")
    services.assign(scope, load.code, made, made.people.all(), None, police.account, NOW)
    services.tell(scope, load, there(count="7"), police.account, NOW)
    turns = Filled(f"{HULU}:ppk", "", NOW.date(), 2, ("pagi", "sore"), 3, "polsek", "Aipda Rahmat")
    prepare_places(scope)
    duties.fill(scope, turns, police, NOW)
    whole = made.people.all()[0].name
    secrets = ("Polsek Hulu", "Aipda Rahmat", whole)
    exports = [("export_file", code, "csv") for code in ("pengawalan", "kehadiran")]
    pages = [("roster",), ("shipment", load.code), ("store", f"{HULU}:ppk"), ("exports",)]
    for page in [*pages, *exports, ("security",), ("escort", load.code), ("security_posts",)]:
        said = at(name).get(url(scope, *page))
        text = b"".join(said).decode(errors="replace")
        assert not [secret for secret in secrets if secret in text], page
    for page in exports:
        assert at(name).get(url(scope, *page)).status_code == 403, page
    assert "hadir, dilaporkan ke meja" in at(name).get(url(scope, "shipment", load.code)).text
    assert not Look.objects.filter(name=name, what__in=("guards", "escorts", "security")).exists()

    theirs = at("pak_yusuf")
    assert "Aipda Rahmat" in theirs.get(url(scope, "roster")).text
    file = b"".join(theirs.get(url(scope, "export_file", "pengawalan", "csv"))).decode()
    assert "Polsek Hulu" in file
    assert '"hadir","dilaporkan ke meja",7' in file, "what the desk was told reaches the file"
    taken = Look.objects.filter(name="pak_yusuf").values_list("what", flat=True)
    assert {"guards", "export"} <= set(taken)
    grants = somebody(name).grants()
    assert not may_somewhere(grants, Action.SEE_SECURITY, "99.01")
    assert may_somewhere(grants, Action.SEE_ESCORTS, "99.01")


def test_who_wrote_turns_reads_them_again(scope: Scope) -> None:
    prepare_places(scope)
    turns = Filled(f"{HULU}:ppk", "", NOW.date(), 1, ("pagi",), 2, "warehouse", "Pak Anwar")
    duties.fill(scope, turns, somebody("bu_sari"), NOW)
    assert "Pak Anwar" in at("bu_dewi").get(url(scope, "roster")).text, "one agency"
    assert Look.objects.filter(name="bu_dewi", what="guards").exists()
    assert "Pak Anwar" not in at("pak_adi").get(url(scope, "roster")).text
    assert "Pak Anwar" in at("pak_yusuf").get(url(scope, "roster")).text


def test_a_guard_post_is_no_store_and_its_gap_stands_once(scope: Scope) -> None:
    """The office of KPU is guarded: it has a name and a page of its own, and nobody inspects it."""
    by = somebody("pak_yusuf")
    form = {"area": "99.01", "name": "Kantor KPU"}
    kpu = posts.add_post(scope, form, by.account, NOW)
    bawaslu = posts.add_post(scope, {**form, "name": "Kantor Bawaslu"}, by.account, NOW)
    turns = {"first": NOW.date().isoformat(), "days": "1", "count": "2"}
    at = NOW.replace(hour=8, minute=0)  # 16.00 there, in the second turn
    for each in (kpu, bawaslu):
        posts.fill(scope, each.code, turns, ["sore"], str(by.account), "polres@99.01", NOW)
    posts.tell(scope, bawaslu.code, {"said": "present"}, by.account, at)
    clock.shift(at - datetime.now(UTC))

    alerts.refresh(scope, at, force=True)
    kinds = Alert.objects.filter(scope=scope, settled_at=None).values_list("kind", "params__post")
    assert list(kinds) == [("post_gap", "Kantor KPU")]
    here = [scope.election, scope.kabupaten]
    page = reverse("security_posts", args=here)
    for name, has_link in (("pak_yusuf", True), ("bu_dewi", False)):
        said = get(name, reverse("alerts", args=here))
        assert "Pos Kantor KPU tanpa penjaga" in said
        assert (f'href="{page}"' in said.split("<main", 1)[1]) is has_link
    night = get("pak_yusuf", reverse("security_night", args=here))
    assert night.count("Kantor KPU") == 1
    assert "Kantor Bawaslu" not in night, "the desk was told that they came"


def get(name: str, path: str) -> str:
    client = Client()
    client.force_login(somebody(name))
    answer = client.get(path)
    assert answer.status_code == 200
    return str(answer.content.decode())
