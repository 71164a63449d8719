"""Seals are issued and used once; a load carries what is closed, under the hash of its list."""

import json
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from django.test import Client
from django.urls import reverse

from tepat.adapters import list_files
from tepat.core.election.ids import Form
from tepat.core.move import events
from tepat.core.problems import Code, Refused
from tepat.server import flow
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope
from tepat.server.move.models import SealRange, Shipment
from tepat.server.move.packing import queries as packing
from tepat.server.move.seals import queries as seals
from tepat.server.move.shipments import queries, services
from tepat.server.plan.models import Package
from tepat.server.plan.packages.services import regenerate
from tests.worlds import contoh_scope, person

pytestmark = pytest.mark.django_db

NIGHT = datetime(2024, 11, 12, 18, 14, tzinfo=UTC)
HULU = "99.01.01"


@pytest.fixture
def scope() -> Scope:
    scope = contoh_scope()
    regenerate(scope, election_of(scope), NIGHT)
    return scope


def where(scope: Scope, name: str, *more: str) -> str:
    return reverse(name, args=[scope.election, scope.kabupaten, *more])


def header(scope: Scope) -> events.Header:
    return {
        "election": scope.election,
        "kabupaten": scope.kabupaten,
        "at": NIGHT,
        "by": "-",
        "after": (),
    }


def close_all(scope: Scope, kecamatan: str, but: str = "-") -> None:
    """Pack every bag and seal every box of a kecamatan, except in one desa."""
    facts: list[events.Fact] = []
    rows = Package.objects.filter(scope=scope, kecamatan=kecamatan, inside="").exclude(desa=but)
    for number, row in enumerate(rows):
        if row.form == Form.BAG.value:
            facts.append(events.Packed(**header(scope), package=row.code, contents=()))
        else:
            seal = f"KB{number:07d}"
            facts.append(events.Sealed(**header(scope), package=row.code, seals=(seal,)))
    flow.report(scope, facts, person("bu_sari").account, NIGHT)


def make(scope: Scope, areas: list[str], reason: str = "") -> Shipment:
    load = services.Load("99.01:gudang-1", "99.01.01:ppk", unsealed_reason=reason)
    chosen = queries.to_load(scope, areas, with_open=bool(reason))
    return services.make(scope, load, chosen, person("bu_sari").account, NIGHT)


def test_bu_dewi_issues_a_range_and_nobody_issues_it_again(scope: Scope, client: Client) -> None:
    client.force_login(person("bu_dewi"))
    form = {"first": "KB 0170 001", "last": "KB 0170 400", "what": "segel", "to": "gudang"}
    assert client.post(where(scope, "seal_issue"), form).status_code == 302
    assert client.post(where(scope, "seal_issue"), form).status_code == 422

    [issued] = seals.ranges_with_use(scope)
    assert (issued.first, issued.last, issued.free) == ("KB 0170 001", "KB 0170 400", 400)
    page = client.get(where(scope, "seals") + "?nomor=KB0170007")
    assert "KB 0170 400" in page.content.decode()


def test_bu_sari_may_not_issue_seals(scope: Scope, client: Client) -> None:
    client.force_login(person("bu_sari"))
    form = {"first": "KB 0170 001", "last": "KB 0170 400", "what": "segel", "to": "gudang"}
    assert client.post(where(scope, "seal_issue"), form).status_code == 403
    assert not SealRange.objects.exists()


def test_a_seal_on_two_boxes_or_never_issued_is_shown(scope: Scope, client: Client) -> None:
    first, second = Package.objects.filter(scope=scope, form="K")[:2]
    facts = [
        events.Sealed(**header(scope), package=row.code, seals=("KB0170001",))
        for row in (first, second)
    ]
    flow.report(scope, facts, person("bu_sari").account, NIGHT)

    assert seals.used_twice(scope) == ["KB0170001"]
    assert len(seals.not_issued(scope)) == 2
    client.force_login(person("pak_adi"))
    assert client.get(where(scope, "seals")).status_code == 200


def test_a_load_takes_what_is_closed_and_its_list_is_named_by_its_hash(scope: Scope) -> None:
    close_all(scope, HULU, but="99.01.01.2002")

    made = make(scope, [HULU])

    body = list_files.read(services.folder(), made.list_hash)
    assert body is not None
    assert sha256(body).hexdigest() == made.list_hash
    packages = json.loads(body)["packages"]
    assert len(packages) == made.lines.count() == 3 * 3 + 1 + 2 + 1
    record = queries.record(scope, made.code)
    assert record is not None
    assert [line.package for line in record.lines] == packages
    assert record.lines[0].seals or record.lines[0].form == "P"


def test_an_unsealed_box_travels_only_with_a_reason(scope: Scope) -> None:
    with pytest.raises(Refused) as refused:
        make(scope, [HULU])
    assert refused.value.problem.code is Code.SHIPMENT_EMPTY

    load = services.Load("99.01:gudang-1", "99.01.01:ppk")
    chosen = queries.to_load(scope, [HULU], with_open=True)
    with pytest.raises(Refused) as refused:
        services.make(scope, load, chosen, person("bu_sari").account, NIGHT)
    assert refused.value.problem.code is Code.SHIPMENT_UNSEALED

    made = make(scope, [HULU], reason="disegel di PPK, disaksikan")
    assert made.unsealed_reason == "disegel di PPK, disaksikan"


def test_a_package_is_on_one_load_only(scope: Scope) -> None:
    close_all(scope, HULU)
    made = make(scope, [HULU])
    codes = list(made.lines.values_list("package", flat=True))
    load = services.Load("99.01:gudang-1", "99.01.01:ppk")

    with pytest.raises(Refused) as refused:
        services.make(scope, load, codes, person("bu_sari").account, NIGHT)
    assert refused.value.problem.code is Code.SHIPMENT_TWICE


def test_another_list_has_another_hash_until_it_is_handed_over(scope: Scope) -> None:
    close_all(scope, HULU)
    made = make(scope, [HULU])
    codes = sorted(made.lines.values_list("package", flat=True))

    changed = services.change(made, codes[1:])
    assert changed.list_hash != made.list_hash
    assert services.change(changed, codes).list_hash == made.list_hash

    Shipment.objects.update(stage="one_sided")
    with pytest.raises(Refused) as refused:
        services.change(made, codes[1:])
    assert refused.value.problem.code is Code.SHIPMENT_GIVEN


def test_a_shipment_over_the_pages(scope: Scope, client: Client) -> None:
    close_all(scope, HULU)
    client.force_login(person("bu_sari"))
    form = {"area": ["99.01.01.1001", "99.01.01:ppk"], "departs_at": "2024-11-20T06:00"}

    answer = client.post(where(scope, "shipment_make"), form)

    assert answer.status_code == 302
    made = Shipment.objects.get()
    assert (made.code, made.destination) == ("SJ-001", "99.01.01:ppk")
    assert made.departs_at == datetime(2024, 11, 19, 22, tzinfo=UTC)
    assert client.get(where(scope, "shipments")).status_code == 200
    for name in ("shipment", "shipment_list"):
        assert client.get(where(scope, name, "SJ-001")).status_code == 200
    first = made.lines.order_by("package").first()
    assert first
    client.post(where(scope, "shipment_change", "SJ-001"), {"off": [first.package]})
    assert Shipment.objects.get().list_hash != made.list_hash
    assert client.get(where(scope, "shipment", "SJ-099")).status_code == 404


def test_what_was_sealed_can_be_printed(scope: Scope) -> None:
    close_all(scope, HULU)
    records = packing.sealing_records(scope, HULU)
    assert len(records) == 5 * 2 + 2
    assert all(record.seals and record.at == NIGHT for record in records)


def test_packages_and_scan_over_the_api(scope: Scope, client: Client) -> None:
    client.force_login(person("bu_sari"))
    base = f"/api/e/{scope.election}/{scope.kabupaten}"
    rows = client.get(f"{base}/packages?area=99.01.01.1001-001").json()
    assert [row["form"] for row in rows] == ["K", "S", "K", "S", "P"]

    box = rows[0]["code"]
    answer = client.post(f"{base}/packing/scan", {"text": box}, "application/json").json()
    assert (answer["done"], answer["box"]["package"]) == ("opened", box)
    wrong = client.post(f"{base}/packing/scan", {"text": "899100"}, "application/json").json()
    assert wrong["problem"]["code"] in ("item_foreign", "count_again")

    client.force_login(person("pak_adi"))
    assert client.get(f"{base}/packages").status_code == 200
    refused = client.post(f"{base}/packing/scan", {"text": box}, "application/json")
    assert refused.status_code == 403


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("999999999999999998", "999999999999999999"),
        ("A" * 30 + "001", "A" * 30 + "005"),
        ("YY\u0660\u0660\u0661", "YY\u0660\u0660\u0665"),
    ],
)
def test_a_range_no_fact_could_carry_is_refused_in_words(
    scope: Scope, client: Client, first: str, last: str
) -> None:
    client.force_login(person("bu_dewi"))
    form = {"first": first, "last": last, "what": "w" * 200, "to": "t" * 300}
    answer = client.post(where(scope, "seal_issue"), form)
    assert answer.status_code == 422
    assert "15 angka" in answer.content.decode()
    form |= {"first": "999999999999998", "last": "999999999999999", "what": "w", "to": "t"}
    assert client.post(where(scope, "seal_issue"), form).status_code == 302


def test_ranges_that_two_stations_issued_at_once_are_shown(scope: Scope, client: Client) -> None:
    facts = [
        events.SealsIssued(
            election=scope.election,
            kabupaten=scope.kabupaten,
            at=NIGHT,
            by="-",
            prefix="QA",
            first=first,
            last=first + 99,
            width=3,
            what="segel",
            to="gudang",
        )
        for first in (1, 50, 200)
    ]
    flow.report(scope, facts, person("bu_dewi").account, NIGHT)
    client.force_login(person("bu_dewi"))
    page = client.get(where(scope, "seals"))
    assert page.context["overlaps"] == [("QA 001 - QA 100", "QA 050 - QA 149")]
    assert "diterbitkan dua kali" in page.content.decode()
