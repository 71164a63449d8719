"""A load goes to a place of its own kabupaten, with packages meant for it, as its list says."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from django.db import connections
from django.test import Client
from django.utils import translation

from tepat.core.move import events
from tepat.core.problems import Code, Refused
from tepat.server import flow
from tepat.server.documents import records
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope
from tepat.server.move.models import PackageState, Shipment, ShipmentPackage
from tepat.server.move.shipments import queries, services
from tepat.server.plan.models import Package
from tepat.server.plan.packages.services import regenerate
from tests.server.packing.test_seals_and_shipments import (
    HULU,
    NIGHT,
    close_all,
    header,
    make,
    where,
)
from tests.worlds import contoh_scope, person

HILIR = "99.01.02"


@pytest.fixture
def scope(db: None) -> Scope:
    scope = contoh_scope()
    regenerate(scope, election_of(scope), NIGHT)
    return scope


@pytest.mark.parametrize(
    "destination", ["xxxxxx", "a" * 40, "99.99.99:ppk", "99.01.01", "99.01:gudang-1", "a\x00b"]
)
def test_a_load_goes_only_to_a_known_place(scope: Scope, client: Client, destination: str) -> None:
    close_all(scope, HULU)
    client.force_login(person("bu_sari"))
    form = {"area": [HULU], "destination": destination}

    answer = client.post(where(scope, "shipment_make"), form)

    assert answer.status_code == (400 if "\x00" in destination else 422)
    assert not Shipment.objects.exists()


def test_a_load_that_was_stored_with_an_unknown_place_is_named_and_takes_no_room_down(
    scope: Scope, client: Client
) -> None:
    close_all(scope, HULU)
    make(scope, [HULU])
    Shipment.objects.update(destination="xxxxxx")

    for name in ("bu_dewi", "pak_adi", "bu_rina"):
        client.force_login(person(name))
        for page in ("documents", "shipments", "overview"):
            assert client.get(where(scope, page)).status_code == 200, (name, page)
        assert "xxxxxx" in client.get(where(scope, "documents")).content.decode()
    client.force_login(person("bu_dewi"))
    assert client.get(where(scope, "shipment", "SJ-001")).status_code == 200
    letter = client.get(where(scope, "documents_letter", "surat_jalan", "SJ-001"))
    assert letter.status_code == 422


def test_packages_for_two_kecamatan_do_not_go_to_the_first_ones_ppk(
    scope: Scope, client: Client
) -> None:
    close_all(scope, HULU)
    close_all(scope, HILIR)
    client.force_login(person("bu_sari"))

    unsaid = client.post(where(scope, "shipment_make"), {"area": [HULU, HILIR]})
    to_hulu = client.post(
        where(scope, "shipment_make"), {"area": [HULU, HILIR], "destination": f"{HULU}:ppk"}
    )

    assert unsaid.status_code == to_hulu.status_code == 422
    assert "Hilir" in unsaid.content.decode()
    assert not Shipment.objects.exists()


def test_a_load_for_one_desa_may_go_straight_to_its_pps(scope: Scope, client: Client) -> None:
    close_all(scope, HULU)
    client.force_login(person("bu_sari"))
    form = {"area": ["99.01.01.1001"], "destination": "99.01.01.1001:pps"}

    assert client.post(where(scope, "shipment_make"), form).status_code == 302
    assert Shipment.objects.get().destination == "99.01.01.1001:pps"

    form = {"area": ["99.01.01.2002"], "destination": "99.01.01.1001:pps"}
    assert client.post(where(scope, "shipment_make"), form).status_code == 422


@pytest.mark.parametrize(
    "typed", ["besok pagi", "0001-01-01T00:00", "9999-12-31T23:59", "1999-12-31T23:00"]
)
def test_an_hour_that_cannot_be_read_is_refused(scope: Scope, client: Client, typed: str) -> None:
    close_all(scope, HULU)
    client.force_login(person("bu_sari"))

    answer = client.post(where(scope, "shipment_make"), {"area": [HULU], "departs_at": typed})

    assert answer.status_code == 422
    assert typed in answer.content.decode()
    assert not Shipment.objects.exists()


def test_a_box_opened_after_the_list_was_made_keeps_the_surat_jalan_back(
    scope: Scope, client: Client
) -> None:
    close_all(scope, HULU)
    made = make(scope, [HULU])
    box = made.lines.filter(package__contains="BUPK").order_by("package").first()
    assert box
    after = tuple(PackageState.objects.get(package=box.package).heads)
    told = {**header(scope), "after": after}
    opened = events.Unsealed(**told, package=box.package, reason="other")  # type: ignore[arg-type]
    flow.report(scope, [opened], person("bu_dewi").account, NIGHT)
    client.force_login(person("bu_sari"))

    for paper in ("surat_jalan", "bast"):
        answer = client.get(where(scope, "documents_letter", paper, made.code))
        assert answer.status_code == 422
        assert box.package in answer.content.decode()
    page = client.get(where(scope, "shipment", made.code)).content.decode()
    assert "dibuka lagi" in page

    client.post(where(scope, "shipment_change", made.code), {"off": [box.package]})
    assert client.get(where(scope, "documents_letter", "surat_jalan", made.code)).status_code == 200


def test_a_package_that_is_planned_no_more_keeps_the_surat_jalan_back(scope: Scope) -> None:
    close_all(scope, HULU)
    made = make(scope, [HULU])
    gone = made.lines.order_by("package").first()
    assert gone
    Package.objects.filter(scope=scope, code=gone.package).update(withdrawn_at=NIGHT)

    with pytest.raises(Refused) as refused:
        records.paper(scope, "surat_jalan", made.code)
    assert refused.value.problem.code is Code.SHIPMENT_GONE


def test_a_package_on_two_loads_is_named_on_both(scope: Scope, client: Client) -> None:
    close_all(scope, HULU)
    close_all(scope, HILIR)
    first = make(scope, [HULU])
    load = services.Load("99.01:gudang-1", f"{HILIR}:ppk")
    chosen = queries.to_load(scope, [HILIR])
    second = services.make(scope, load, chosen, person("bu_sari").account, NIGHT)
    shared = first.lines.order_by("package").first()
    assert shared
    ShipmentPackage.objects.create(shipment=second, package=shared.package)
    client.force_login(person("bu_sari"))

    assert second.code in client.get(where(scope, "shipment", first.code)).content.decode()
    assert first.code in client.get(where(scope, "shipment", second.code)).content.decode()
    with pytest.raises(Refused) as refused:
        records.paper(scope, "surat_jalan", first.code)
    assert refused.value.problem.code is Code.SHIPMENT_TWICE


def test_the_packages_of_a_load_come_page_by_page(scope: Scope, client: Client) -> None:
    close_all(scope, HULU)
    make(scope, [HULU])
    client.force_login(person("bu_sari"))
    shown = client.get(where(scope, "shipment", "SJ-001")).context["page"]
    assert shown.paginator.per_page == 50
    assert shown.paginator.count == len(shown.object_list)


def _one_of_many(scope_pk: int) -> str:
    try:
        with translation.override("id"):
            scope = Scope.objects.get(pk=scope_pk)
            load = services.Load("99.01:gudang-1", f"{HULU}:ppk")
            chosen = queries.to_load(scope, [HULU])
            return services.make(scope, load, chosen, UUID(int=7), NIGHT).code
    except Refused as refused:
        return refused.problem.code.value
    finally:
        connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_four_who_load_the_same_boxes_at_once_make_one_load() -> None:
    scope = contoh_scope()
    regenerate(scope, election_of(scope), NIGHT)
    close_all(scope, HULU)

    with ThreadPoolExecutor(4) as people:
        found = sorted(people.map(_one_of_many, [scope.pk] * 4))

    assert found[0] == "SJ-001"
    assert set(found[1:]) <= {Code.SHIPMENT_TWICE.value, Code.SHIPMENT_EMPTY.value}
    assert Shipment.objects.count() == 1
    carried = list(ShipmentPackage.objects.values_list("package", flat=True))
    assert len(carried) == len(set(carried)) > 0
