"""The page of one package: everything recorded about it, in a bounded number of queries."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tepat.core.election.roles import Role
from tepat.core.log import canonical
from tepat.core.move import events
from tepat.core.problems import Code, Refused
from tepat.server import flow
from tepat.server.election.elections import election_of
from tepat.server.election.models import RoleGrant, Scope, User
from tepat.server.move.packages import queries
from tepat.server.move.shipments import reporting, services
from tepat.server.plan.models import Package
from tepat.server.plan.packages.services import regenerate
from tests.phones import Phone, phone_of
from tests.worlds import contoh_scope, person

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 11, 15, 2, 0, tzinfo=UTC)


@pytest.fixture
def scope() -> Scope:
    scope = contoh_scope()
    regenerate(scope, election_of(scope), NOW)
    return scope


def bu_sari() -> Client:
    client = Client()
    client.force_login(person("bu_sari"))
    return client


def box_of(scope: Scope) -> Package:
    return Package.objects.filter(scope=scope, form="K", place="99.01.01.1001-001").earliest("code")


def pack_and_seal(scope: Scope, box: Package) -> None:
    account = person("bu_sari").account
    common = {"election": scope.election, "kabupaten": scope.kabupaten, "at": NOW}
    packed = events.Packed(**common, by=str(account), package=box.code, contents=())  # type: ignore[arg-type]
    sealed = events.Sealed(
        **common,  # type: ignore[arg-type]
        by=str(account),
        after=(canonical.name_of(events.write(packed)),),
        package=box.code,
        seals=("KB0170411", "KB0170412"),
    )
    flow.report(scope, [packed, sealed], account, NOW)


def test_it_shows_who_reported_what_and_the_seals(scope: Scope) -> None:
    box = box_of(scope)
    pack_and_seal(scope, box)

    page = bu_sari().get(f"/e/{scope.election}/{scope.kabupaten}/paket/{box.code}/")

    shown = [(each["title"], each["by"], each["number"]) for each in page.context["entries"]]
    assert shown == [("Diisi", "bu_sari", 2), ("Disegel dengan segel bernomor", "bu_sari", 3)]
    assert "KB 0170 411" in page.content.decode()
    assert page.context["problems"], "nothing was counted into it, and the page says so"


def test_a_box_nobody_planned_is_refused_with_its_code(scope: Scope) -> None:
    page = bu_sari().get(f"/e/{scope.election}/{scope.kabupaten}/paket/P24000/")

    assert page.status_code in (404, 422)
    assert "P24000" in page.content.decode()


def test_numbers_of_the_overview_open_the_boxes_they_count(scope: Scope) -> None:
    pack_and_seal(scope, box_of(scope))

    assert queries.listed(scope, "99.01.01", "sealed").count() == 1
    assert queries.listed(scope, "99.01.01", "planned").count() == 11
    assert queries.listed(scope, state="planned").count() == 23
    assert queries.listed(scope, "psu").count() == 2


@pytest.mark.parametrize("times", [1, 30])
def test_a_long_history_costs_no_more_queries(
    scope: Scope, times: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    box = box_of(scope)
    facts = [
        events.Commissioned(
            election=scope.election,
            kabupaten=scope.kabupaten,
            at=NOW,
            by=str(person("bu_sari").account),
            package=box.code,
            foreign=f"KPU-{number}",
        )
        for number in range(times)
    ]
    flow.report(scope, facts, person("bu_sari").account, NOW)

    with django_assert_num_queries(10):
        assert len(queries.known(scope, box.code).entries) == times


def at_night(scope: Scope, box: Package) -> dict[str, Phone]:
    """The store gives `box` to PPK Hulu, who sees another seal; Panwascam sees that."""
    pack_and_seal(scope, box)
    store = phone_of(scope, "bu_sari")
    ppk = phone_of(scope, "bu_rina", Role.PPK, "99.01.01")
    lina = phone_of(scope, "bu_lina", Role.PANWASCAM, "99.01.01")
    about = {
        "packages": (box.code,),
        "giver": "warehouse@99.01",
        "receiver": "ppk@99.01.01",
        "place": "99.01.01:ppk",
        "to": "99.01.01:ppk",
    }
    given = store.say(events.Given, **about)
    seen = (events.Check(box.code, ("KB0170411", "KB0999999")),)
    received = ppk.say(events.Received, given=store.prev, checks=seen, **about)
    witnessed = lina.say(
        events.Witnessed, fact=ppk.prev, place="99.01.01:ppk", packages=(box.code,)
    )
    flow.accept(scope, [given, received, witnessed], store.device, NOW)
    return {"store": store, "ppk": ppk, "lina": lina}


def test_it_says_who_holds_it_who_signed_and_what_to_do_about_another_seal(scope: Scope) -> None:
    box = box_of(scope)
    phones = at_night(scope, box)

    page = bu_sari().get(f"/e/{scope.election}/{scope.kabupaten}/paket/{box.code}/")
    now, links = page.context["now"], [each for each in page.context["chain"] if "dots" in each]
    assert now["shape"] == "tidak"
    assert now["flag"] == "Satu segel berbeda"
    assert now["where"].startswith("Ada di PPK")
    assert links[0]["dots"] == ["tepat", "tepat", "saksi"]
    assert links[1]["dots"] == ["belum"] * 3

    rows = {each["title"]: each for each in page.context["entries"]}
    received = rows["Diterima, kata penerima"]
    assert received["device"] == phones["ppk"].device[:4]
    assert [each["device"] for each in received["witnesses"]] == [phones["lina"].device[:4]]
    assert "segel lain: KB 0999 999" in received["lines"]
    assert {each["proof"] for each in rows.values()} == {"received"}
    assert any("naikkan" in sentence for _, sentence in page.context["flags"])
    wrong = {each["number"]: each["kind"] for each in page.context["seals"] if each["is_wrong"]}
    assert wrong == {"KB 0170 412": "whole", "KB 0999 999": "strange"}


def test_who_may_not_follow_loads_reads_neither_place_nor_time_of_a_handover(scope: Scope) -> None:
    box = box_of(scope)
    at_night(scope, box)
    client = Client()
    pak_hadi = User.objects.create(username="pak_hadi")
    RoleGrant.objects.create(user=pak_hadi, role=Role.DESK.value, area=scope.kabupaten)
    client.force_login(pak_hadi)

    page = client.get(f"/e/{scope.election}/{scope.kabupaten}/paket/{box.code}/")
    moved = [each for each in page.context["entries"] if each["hidden"]]
    assert len(moved) == 3
    assert not any(each["lines"] or each["witnesses"] for each in moved)
    assert page.context["flags"] == []
    assert [each["name"] for each in page.context["chain"] if each.get("state") == "here"] == [
        "Gudang KPU"
    ]
    name = moved[0]["name"]
    proof = client.get(f"/e/{scope.election}/{scope.kabupaten}/paket/{box.code}/bukti/{name}")
    assert proof.status_code == 404


def test_a_load_that_was_given_keeps_its_list(scope: Scope) -> None:
    box = box_of(scope)
    pack_and_seal(scope, box)
    account = person("bu_sari").account
    made = reporting.make(
        scope, services.Load("99.01:gudang-1", "99.01.01:ppk"), [box.code], account, NOW
    )
    store = phone_of(scope, "bu_sari")
    ppk = phone_of(scope, "bu_rina", Role.PPK, "99.01.01")
    about = {
        "shipment": made.code,
        "list": made.list_hash,
        "giver": "warehouse@99.01",
        "receiver": "ppk@99.01.01",
        "place": "99.01:gudang-1",
        "to": "99.01.01:ppk",
    }
    flow.accept(scope, [store.say(events.Given, **about)], store.device, NOW)

    made.refresh_from_db()
    assert made.stage == "one_sided"
    with pytest.raises(Refused) as refused:
        reporting.change(made, [], account, NOW)
    assert refused.value.problem.code is Code.SHIPMENT_GIVEN

    flow.accept(scope, [ppk.say(events.Received, given=store.prev, **about)], ppk.device, NOW)
    made.refresh_from_db()
    assert made.stage == "received"
    shown = bu_sari().get(f"/e/{scope.election}/{scope.kabupaten}/muatan/")
    assert "diterima, dua tanda tangan" in shown.content.decode()
    assert flow.rebuild(scope).differences == ()
