"""The manifest over HTTP: signed, small, named by its hash, and each role gets its part."""

import gzip
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from tepat.core.election.ids import Form, PackageCode
from tepat.core.election.roles import Role
from tepat.core.log import keys, protocols, spelling
from tepat.core.move.field_manifest import wire
from tepat.core.move.field_manifest.values import Manifest
from tepat.server import clock
from tepat.server.election.models import Scope, Tps
from tepat.server.move.devices import keys as own_keys
from tepat.server.move.devices import quotas, reporting, rotating
from tepat.server.move.models import Officer, PackageState, Shipment, ShipmentPackage
from tepat.server.plan.models import Package
from tests.phones import NIGHT, Phone, phone_of
from tests.server.field.asking import ask, signed
from tests.worlds import contoh_scope, person

pytestmark = pytest.mark.django_db

CountQueries = Callable[[int], Any]
HULU = "99.01.01"


@pytest.fixture(autouse=True)
def _that_night(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NIGHT)
    monkeypatch.setattr(quotas, "buckets", quotas.Buckets())


@pytest.fixture
def scope() -> Scope:
    scope = contoh_scope()
    for tps in Tps.objects.filter(scope=scope):
        pack(scope, tps.code)
    return scope


def pack(scope: Scope, tps: str) -> None:
    """A sealed box with an envelope of 494 papers at each TPS."""
    box = str(PackageCode("P24", tps, "GUB", Form.BOX))
    inside = str(PackageCode("P24", tps, "GUB", Form.ENVELOPE))
    common: dict[str, Any] = {
        "scope": scope,
        "place": tps,
        "at": "tps",
        "kecamatan": tps[:8],
        "desa": tps[:13],
        "kind": "KWK-GUB",
    }
    Package.objects.create(code=box, form="K", **common)
    papers = [{"item": "surat_suara", "sku": "KWK-GUB/99", "quantity": 494}]
    Package.objects.create(code=inside, form="S", inside=box, contents=papers, **common)
    PackageState.objects.create(scope=scope, package=box, state="sealed", seals=[f"KB{tps[-3:]}7"])


def load(scope: Scope, code: str, area: str, driver: str = "Pak Joko") -> Shipment:
    shipment = Shipment.objects.create(
        scope=scope,
        code=code,
        origin="99.01:gudang-1",
        destination=f"{area}:ppk",
        departs_at=NIGHT + timedelta(hours=9),
        vehicle="Truk 1",
        driver=driver,
        list_hash="3b" * 32,
        made_by=person("bu_dewi").account,
        made_at=NIGHT,
    )
    rows = Package.objects.filter(scope=scope, kecamatan=area, form="K")
    ShipmentPackage.objects.bulk_create(
        ShipmentPackage(shipment=shipment, package=row.code) for row in rows
    )
    return shipment


def told(phone: Phone, path: str = "/manifest") -> Manifest:
    answer = ask(phone, path)
    assert answer.status_code == 200, answer.content
    return wire.read(answer.content)


def test_a_ppk_meets_its_kecamatan_with_seals_loads_people_and_keys(scope: Scope) -> None:
    load(scope, "SJ-001", HULU)
    load(scope, "SJ-002", "99.01.02")
    rina = phone_of(scope, "bu_rina", Role.PPK, HULU)
    pps = phone_of(scope, "pak_salim", Role.PPS, f"{HULU}.2002")
    phone_of(scope, "pak_lain", Role.PPS, "99.01.02.2001")
    Officer.objects.filter(person=pps.person).update(phone="0812 0000")

    found = told(rina)

    assert (found.you.role, found.you.area, found.you.holds) == ("ppk", HULU, True)
    assert (found.days.voting, found.days.freeze) == ("2024-11-27", "2024-11-20")
    assert [each.code for each in found.places] == [
        f"{HULU}.1001-001",
        f"{HULU}.1001-002",
        f"{HULU}.1001-003",
        f"{HULU}.2002-001",
        f"{HULU}.2002-002",
    ]
    first = found.places[0]
    assert (first.dpt, first.ballots[0]) == (481, 494)
    assert [met.seals for met in first.packages] == [("KB0017",)]
    assert [each.code for each in found.loads] == ["SJ-001"]
    assert found.loads[0].departs == "2024-11-12T23:00:00Z"
    assert len(found.loads[0].packages) == 5
    assert {(each.role, each.name, each.phone) for each in found.contacts} == {
        ("pps", "pak_salim", "0812 0000")
    }
    assert [each.area for each in found.devices] == [f"{HULU}.2002"]
    assert found.areas[f"{HULU}.2002"] == "Sungai Jernih"
    assert found.last.seq == 1
    assert {each.code for each in found.checklists} == {"arrival", "loading", "store"}


def test_a_kpps_knows_its_papers_and_who_moved_in(scope: Scope) -> None:
    tps = f"{HULU}.1001-001"
    Tps.objects.filter(scope=scope, code=tps).update(dptb=4)
    [place] = told(phone_of(scope, "bu_wati", Role.KPPS, tps)).places

    assert (place.dpt, place.dptb) == (481, 4)
    assert place.skus == ("KWK-GUB/99", "")
    [other] = told(phone_of(scope, "pak_umar", Role.KPPS, f"{HULU}.1001-002")).places
    assert other.dptb is None  # nobody has told of any


def test_a_phone_of_one_desa_can_name_the_neighbours_of_a_box_that_went_astray(
    scope: Scope,
) -> None:
    found = told(phone_of(scope, "pak_salim", Role.PPS, f"{HULU}.1001"))

    assert found.areas[f"{HULU}.2002"] == "Sungai Jernih"
    assert found.areas["99.01.02"] == "Hilir"
    assert "99.01.02.2001" not in found.areas  # its kecamatan is name enough


def test_a_supervisor_sees_the_same_and_never_holds(scope: Scope) -> None:
    load(scope, "SJ-001", HULU)
    rina = told(phone_of(scope, "bu_rina", Role.PPK, HULU))
    seen = told(phone_of(scope, "bu_nurul", Role.PANWASCAM, HULU))
    pkd = told(phone_of(scope, "pak_pkd", Role.PKD, f"{HULU}.2002"))

    assert seen.places == rina.places
    assert [seen.you.holds, pkd.you.holds] == [False, False]
    assert seen.loads == rina.loads
    assert pkd.loads == (), "a load to the PPK is none of this desa"


def test_police_get_loads_and_no_seals_a_witness_of_a_candidate_no_numbers(scope: Scope) -> None:
    load(scope, "SJ-001", HULU)
    phone_of(scope, "bu_rina", Role.PPK, HULU)
    polsek = told(phone_of(scope, "pak_pol", Role.POLSEK, HULU))
    saksi = told(phone_of(scope, "bu_saksi", Role.SAKSI, f"{HULU}.2002"))
    linmas = told(phone_of(scope, "pak_linmas", Role.LINMAS, f"{HULU}.2002"))

    assert (polsek.places, [each.code for each in polsek.loads]) == ((), ["SJ-001"])
    assert (saksi.contacts, saksi.loads, len(saksi.places)) == ((), (), 2)
    assert (linmas.places, linmas.loads, linmas.contacts) == ((), (), ())


def test_a_driver_gets_the_loads_that_name_it_and_nothing_else(scope: Scope) -> None:
    load(scope, "SJ-001", HULU, driver="pak_joko")
    load(scope, "SJ-002", "99.01.02", driver="pak_udin")
    phone_of(scope, "bu_rina", Role.PPK, HULU)
    phone_of(scope, "bu_tuti", Role.PPK, "99.01.02")

    found = told(phone_of(scope, "pak_joko", Role.DRIVER))

    assert [each.code for each in found.loads] == ["SJ-001"]
    assert {each.code[:8] for each in found.places} == {HULU}
    assert [each.name for each in found.contacts] == ["bu_rina"]
    assert [(each.role, each.area) for each in found.devices] == [("ppk", HULU)]


def test_a_pps_learns_no_hour_of_a_load_to_another_desa(scope: Scope) -> None:
    load(scope, "SJ-001", HULU)
    pps = told(phone_of(scope, "pak_salim", Role.PPS, f"{HULU}.2002"))
    bpbd = told(phone_of(scope, "pak_bpbd", Role.BPBD))

    assert pps.loads == ()
    assert (bpbd.loads, {met.seals for p in bpbd.places for met in p.packages}) == ((), {()})


def test_a_phone_that_has_it_reads_nothing_again(scope: Scope) -> None:
    rina = phone_of(scope, "bu_rina", Role.PPK, HULU)
    first = ask(rina, "/manifest", Accept_Encoding="gzip, br")

    again = ask(rina, "/manifest", Accept_Encoding="gzip", If_None_Match=first["ETag"])
    PackageState.objects.update(seals=["KB1"])
    later = ask(rina, "/manifest", If_None_Match=first["ETag"])

    assert first["Content-Encoding"] == "gzip"
    assert wire.read(gzip.decompress(first.content)).you.area == HULU
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert (later.status_code, "Content-Encoding" in later) == (200, False)
    assert "private" in first["Cache-Control"]


def test_the_desk_signs_the_list_with_each_of_its_keys(scope: Scope) -> None:
    rina = phone_of(scope, "bu_rina", Role.PPK, HULU)
    of_letter = own_keys.desk().public
    rotating.rotate(person("bu_dewi"), NIGHT)

    answer = ask(rina, "/manifest")

    sent = [spelling.from_base64(each) for each in answer["Tepat-Desk-Signature"].split(", ")]
    for public in (own_keys.desk().public, of_letter):
        told = [
            keys.body_verifies(public, keys.MANIFEST, answer.content, each or b"") for each in sent
        ]
        assert sorted(told) == [False, True]
    wider = ask(rina, "/manifest", Accept_Encoding="gzip")
    assert wider["Tepat-Desk-Signature"] == answer["Tepat-Desk-Signature"]


def test_a_stranger_gets_nothing(scope: Scope) -> None:
    rina = phone_of(scope, "bu_rina", Role.PPK, HULU)
    stranger = Phone(scope, "nobody")
    path = "/api/e/pilkada-2024/99.01/manifest"
    forged = signed(stranger, "GET", path) | {"Tepat-Device": rina.device}

    assert Client().get(path).status_code == 401
    assert ask(stranger, "/manifest").status_code == 401
    assert Client().get(path, headers=forged).status_code == 401
    assert Client().get(path + "?x=1", headers=signed(rina, "GET", path)).status_code == 401
    assert ask(rina, "/manifest", "POST").status_code == 405


def test_a_phone_whose_duty_ended_or_was_revoked_learns_whom_to_believe_and_nothing_else(
    scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(scope, "SJ-001", HULU)
    rina = phone_of(scope, "bu_rina", Role.PPK, HULU)
    phone_of(scope, "pak_salim", Role.PPS, f"{HULU}.2002")
    before = told(rina)
    assert all((before.places, before.loads, before.contacts, before.devices))

    def told_the_least() -> None:
        found = told(rina)
        assert (found.trust, found.you.role, found.you.holds) == (before.trust, "ppk", False)
        assert found.trust.desks
        assert (found.log, found.last, found.you.area) == (before.log, before.last, HULU)
        shown = (found.places, found.loads, found.contacts, found.devices, found.kinds)
        assert shown == ((), (), (), (), ())
        assert HULU in found.areas

    monkeypatch.setattr(clock, "now", lambda: NIGHT + timedelta(days=31))
    told_the_least()
    monkeypatch.setattr(clock, "now", lambda: NIGHT)
    reporting.revoke(scope, person("bu_dewi"), rina.device, None, "lost", NIGHT)
    told_the_least()


def test_two_protocols_before_are_spoken(scope: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    rina = phone_of(scope, "bu_rina", Role.PPK, HULU)
    monkeypatch.setattr(protocols, "NEWEST", 4)

    said = [
        ask(rina, "/manifest", Tepat_Protocol=each).status_code
        for each in ("2", "3", "4", "1", "5", "x")
    ]

    assert said == [200, 200, 200, 426, 426, 426]


def test_the_policy_comes_by_itself(scope: Scope, settings: LazySettings, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    rina = phone_of(scope, "bu_rina", Role.PPK, HULU)
    assert told(rina).trust.policy == ""
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "policy.txt").write_bytes(b"quorum none\n")

    assert len(told(rina).trust.policy) == 64
    assert ask(rina, "/policy").content == b"quorum none\n"


@pytest.mark.parametrize("more", [0, 40])
def test_more_tps_cost_no_more_queries(
    scope: Scope, more: int, django_assert_num_queries: CountQueries
) -> None:
    for number in range(100, 100 + more):
        desa = f"{HULU}.2002"
        tps = Tps.objects.create(
            scope=scope, code=f"{desa}-{number}", desa=desa, kecamatan=HULU, number=number
        )
        pack(scope, tps.code)
    load(scope, "SJ-001", HULU)
    rina = phone_of(scope, "bu_rina", Role.PPK, HULU)
    told(rina)  # what is read once per process is read

    with django_assert_num_queries(15):
        assert len(told(rina).places) == 5 + more
