"""From the PPK on: a load to each PPS and to each TPS, made once, so that phones hand over."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tepat.adapters import list_files
from tepat.core.election.roles import Role
from tepat.core.move import events
from tepat.core.move.field_manifest import sight
from tepat.server import clock
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope
from tepat.server.log.models import Fact
from tepat.server.move.custody import loads
from tepat.server.move.models import PackageState, Shipment, ShipmentPackage
from tepat.server.move.shipments import queries, services
from tepat.server.plan.packages.services import regenerate
from tests.server.packing.test_seals_and_shipments import HULU, NIGHT, close_all, make, where
from tests.worlds import contoh_scope, person

HILIR = "99.01.02"
LEAVING = {"from_ppk": "2024-11-25T09:30", "from_pps": "2024-11-26T14:00"}


@pytest.fixture
def scope(db: None, monkeypatch: pytest.MonkeyPatch) -> Scope:
    monkeypatch.setattr(clock, "now", lambda: NIGHT)
    scope = contoh_scope()
    regenerate(scope, election_of(scope), NIGHT)
    close_all(scope, HULU)
    make(scope, [HULU])
    return scope


def make_hilir(scope: Scope) -> Shipment:
    load = services.Load("99.01:gudang-1", f"{HILIR}:ppk")
    chosen = queries.to_load(scope, [HILIR])
    return services.make(scope, load, chosen, person("bu_sari").account, NIGHT)


def where_of(scope: Scope) -> dict[str, Any]:
    return {"election": scope.election, "kabupaten": scope.kabupaten, "at": NIGHT}


def go_on(client: Client, scope: Scope, code: str = "SJ-001", **hours: str) -> int:
    client.force_login(person("bu_sari"))
    answer = client.post(where(scope, "shipment_go_on", code), hours or LEAVING)
    return answer.status_code


def routes() -> dict[tuple[str, str], int]:
    rows = Shipment.objects.exclude(code="SJ-001")
    return {(row.origin, row.destination): row.lines.count() for row in rows}


def test_every_package_of_a_tps_reaches_it_by_two_more_loads(scope: Scope, client: Client) -> None:
    assert go_on(client, scope) == 302

    places = queries.places_of(scope, ShipmentPackage.objects.values_list("package", flat=True))
    found: dict[str, list[tuple[str, str]]] = {code: [] for code in places}
    for row in Shipment.objects.exclude(code="SJ-001").order_by("pk"):
        for code in row.lines.values_list("package", flat=True):
            found[code].append((row.origin, row.destination))
    steps = {HULU: 0, f"{HULU}.1001": 1, f"{HULU}.1001-001": 2}
    for code, place in places.items():
        pps = f"{place.partition('-')[0]}:pps"
        expected = [(f"{HULU}:ppk", pps), (pps, place)][: steps.get(place, 1 + ("-" in place))]
        assert found[code] == expected
    assert set(steps) <= set(places.values()), "PPK, PPS and TPS have packages of their own"


def test_each_list_is_a_file_named_in_the_log_and_twice_is_once(
    scope: Scope, client: Client
) -> None:
    go_on(client, scope)
    before = routes()

    assert go_on(client, scope) == 302

    assert routes() == before
    said = [
        json.loads(bytes(body))
        for body in Fact.objects.filter(kind="listed").values_list("body", flat=True)
    ]
    assert {(each["start"], each["to"]) for each in said} >= set(before)
    for row in Shipment.objects.all():
        assert list_files.read(services.folder(), row.list_hash) is not None
    zone = ZoneInfo(scope.zone)
    hours = set(Shipment.objects.filter(origin=f"{HULU}:ppk").values_list("departs_at", flat=True))
    assert hours == {datetime(2024, 11, 25, 9, 30, tzinfo=zone)}


def test_what_goes_on_is_no_second_load_from_the_store(scope: Scope, client: Client) -> None:
    client.force_login(person("bu_dewi"))
    carried = {each.area: each.carried for each in queries.choices(scope)}
    go_on(client, scope)

    assert {each.area: each.carried for each in queries.choices(scope)} == carried
    assert {row.code for row in queries.first_legs(scope)} == {"SJ-001"}
    beyond = queries.going_on(Shipment.objects.get(code="SJ-001"))
    counted = {(row.origin, row.destination): row.packages for row in beyond}  # type: ignore[attr-defined]
    assert counted == routes()
    assert all(queries.problems(row) == [] for row in Shipment.objects.all())
    page = client.get(where(scope, "shipment", "SJ-001")).content.decode()
    assert "SJ-002" in page
    assert "Buat muatan lanjutan" not in page
    assert client.get(where(scope, "shipments")).content.decode().count('class="code" href') == 1
    last = Shipment.objects.order_by("-pk")[0]
    letter = client.get(where(scope, "documents_letter", "surat_jalan", last.code))
    assert letter["Content-Type"] == "application/pdf"


def test_only_who_makes_loads_makes_these(scope: Scope, client: Client) -> None:
    for name in ("pak_adi", "bu_rina"):
        client.force_login(person(name))
        assert client.get(where(scope, "shipments_beyond")).status_code == 403
        assert client.post(where(scope, "shipments_go_on"), {"load": "SJ-001"}).status_code == 403
        assert "shipments_beyond" not in client.get(where(scope, "shipments")).content.decode()
        assert client.post(where(scope, "shipment_go_on", "SJ-001"), LEAVING).status_code == 403
        assert (
            "Buat muatan lanjutan"
            not in client.get(where(scope, "shipment", "SJ-001")).content.decode()
        )
    assert routes() == {}
    client.force_login(person("bu_sari"))
    page = client.get(where(scope, "shipment", "SJ-001")).content.decode()
    assert "Buat muatan lanjutan" in page
    assert 'value="2024-11-26T08:00"' in page


def test_one_press_makes_what_is_missing_of_every_load(scope: Scope, client: Client) -> None:
    close_all(scope, HILIR)
    second = make_hilir(scope)
    client.force_login(person("bu_sari"))
    page = client.get(where(scope, "shipments_beyond")).content.decode()
    assert page.count('name="load"') == 2
    assert 'name="from_ppk:SJ-002" value="2024-11-26T08:00"' in page
    head = client.get(where(scope, "shipments")).content.decode()
    assert where(scope, "shipments_beyond") in head

    chosen = {"load": ["SJ-001", second.code], "from_ppk:SJ-001": LEAVING["from_ppk"]}
    assert client.post(where(scope, "shipments_go_on"), chosen).status_code == 302

    alone = Shipment.objects.filter(origin=f"{HULU}:ppk")
    zone = ZoneInfo(scope.zone)
    assert {row.departs_at for row in alone} == {datetime(2024, 11, 25, 9, 30, tzinfo=zone)}
    assert {row.departs_at for row in Shipment.objects.filter(origin=f"{HILIR}:ppk")} == {None}
    codes = list(Shipment.objects.order_by("pk").values_list("code", flat=True))
    assert codes == [f"SJ-{n:03d}" for n in range(1, len(codes) + 1)]
    said = Fact.objects.filter(kind="listed").count()
    assert said == len(codes) - 2, "each load beyond has its list in the log"
    assert all(queries.problems(row) == [] for row in Shipment.objects.all())
    page = client.get(where(scope, "shipments_beyond")).content.decode()
    assert "Setiap muatan berlanjut sampai TPS-nya." in page
    assert client.post(where(scope, "shipments_go_on"), chosen).status_code == 302
    assert Shipment.objects.count() == len(codes), "twice is once"


def test_one_load_that_may_not_go_on_stops_all(scope: Scope, client: Client) -> None:
    close_all(scope, HILIR)
    second = make_hilir(scope)
    places = queries.places_of(scope, second.lines.values_list("package", flat=True))
    box = next(code for code, place in sorted(places.items()) if "-" in place)
    PackageState.objects.filter(package=box).update(state="reopened")
    client.force_login(person("bu_sari"))
    chosen = {"load": ["SJ-001", second.code]}
    assert client.post(where(scope, "shipments_go_on"), chosen).status_code == 422
    assert Shipment.objects.count() == 2


def test_more_loads_ask_no_more_questions(scope: Scope) -> None:
    account = person("bu_sari").account
    first = Shipment.objects.get(code="SJ-001")
    services.go_on([(first, {})], account, NIGHT)
    counts = []
    for many in (1, 5):
        beyond = Shipment.objects.exclude(pk=first.pk).order_by("-pk")[:many]
        Shipment.objects.filter(pk__in=[row.pk for row in beyond]).delete()
        with CaptureQueriesContext(connection) as caught:
            made = services.go_on([(first, {})], account, NIGHT)
        assert len(made) == many
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_a_handover_moves_the_load_that_it_names_and_no_other(scope: Scope) -> None:
    first = Shipment.objects.get(code="SJ-001")
    services.go_on([(first, {})], person("bu_sari").account, NIGHT)
    box = Shipment.objects.order_by("-pk")[0].lines.order_by("pk")[0].package
    signs: dict[str, Any] = {
        "device": "a" * 32,
        "seq": 1,
        "prev": "",
        "assignment": "b" * 64,
        "role": "ppk",
    }
    about = {**where_of(scope), **signs, "giver": "warehouse@99.01", "receiver": f"ppk@{HULU}"}
    given = events.Given(**about, place="99.01:gudang-1", packages=(box,))

    def touched(*facts: events.Fact) -> set[str]:
        return {row.code for row in loads.touched(scope, facts)}

    def kept(name: str, fact: events.Fact) -> None:
        Fact.objects.create(
            id=name * 64,
            election=scope.election,
            kabupaten=scope.kabupaten,
            number=1_000 + ord(name),
            kind=fact.KIND,
            audience="agencies",
            device=fact.device,
            seq=1_000 + ord(name),
            body=events.write(fact),
            sig=b"",
            uploader="",
            received_at=NIGHT,
        )

    every = {row.code for row in loads.carrying(scope, [box])}
    assert len(every) == 3, "from the store, from the PPK, from the PPS"
    assert touched(given) == set()
    assert touched(replace(given, shipment="SJ-001")) == {"SJ-001"}
    assert touched(replace(given, list=first.list_hash)) == {"SJ-001"}
    witnessed = events.Witnessed(
        **where_of(scope), **{**signs, "role": "pkd"}, fact="c" * 64, packages=(box,)
    )
    assert touched(witnessed) == set(), "what it speaks of is not here"
    assert touched(replace(witnessed, shipment="SJ-001")) == {"SJ-001"}
    kept("c", replace(given, shipment="SJ-001"))
    assert touched(witnessed) == {"SJ-001"}
    kept("d", witnessed)
    assert touched(replace(witnessed, fact="d" * 64)) == {"SJ-001"}, "through another witness"
    kept("e", replace(witnessed, fact="e" * 64))
    assert touched(replace(witnessed, fact="e" * 64)) == set(), "one that speaks of itself"


def test_a_wrong_hour_makes_nothing(scope: Scope, client: Client) -> None:
    assert go_on(client, scope, from_ppk="besok pagi") == 422
    assert routes() == {}


def test_everybody_gets_the_loads_of_the_own_step(scope: Scope, client: Client) -> None:
    go_on(client, scope)
    everything = [("99.01:gudang-1", f"{HULU}:ppk"), *routes()]

    def met(role: Role, area: str) -> set[tuple[str, str]]:
        return {each for each in everything if sight.meets_load(role, area, each, False)}

    desa = f"{HULU}.1001"
    assert met(Role.WAREHOUSE, "99.01") == {everything[0]}
    assert all(f"{HULU}:ppk" in each for each in met(Role.PPK, HULU))
    assert {end for _, end in met(Role.PPS, desa)} >= {f"{desa}:pps", f"{desa}-001"}
    assert met(Role.KPPS, f"{desa}-001") == {(f"{desa}:pps", f"{desa}-001")}
