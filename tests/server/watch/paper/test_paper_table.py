"""Bu Rina types a stack of papers at two in the night; Pak Adi reads, Bu Sari may not type."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tepat.core.election.roles import Role
from tepat.core.log import canonical
from tepat.core.move import events, judging
from tepat.core.move.custody import Flag
from tepat.core.watch.paper.rows import Says, Way
from tepat.server import flow
from tepat.server.election.elections import election_of
from tepat.server.election.models import RoleGrant, Scope, Tps, User
from tepat.server.log.models import Fact
from tepat.server.move.models import PackageCustody, Shipment
from tepat.server.move.shipments import queries as loads
from tepat.server.move.shipments import reporting, services
from tepat.server.plan.packages.services import regenerate
from tepat.server.watch.models import PaperDraft, PaperRow
from tepat.server.watch.paper import demo, queries
from tests.phones import phone_of
from tests.server.watch.paper.conftest import (
    HULU,
    NOW,
    TPS_1,
    TPS_2,
    Clerk,
    boxes,
    custody,
    whole,
)
from tests.worlds import person

ON_PAPER = {("at_tps", f"kpps@{TPS_1}", TPS_1, "paper")}


def facts(kind: str) -> list[events.Fact]:
    rows = Fact.objects.filter(kind=kind).order_by("number")
    return [judging.parsed(bytes(each.body)) for each in rows]


def flags(scope: Scope, area: str) -> set[str]:
    rows = PackageCustody.objects.filter(scope=scope, package__in=boxes(scope, area))
    return {flag for found in rows.values_list("flags", flat=True) for flag in found}


def test_one_row_becomes_one_fact_of_the_clerk_and_moves_the_boxes(scope: Scope) -> None:
    here = boxes(scope, TPS_1)
    page = Clerk(scope).send({TPS_1: whole(len(here), receiver="Pak Salim (Contoh)")})
    [fact] = facts("received")

    assert "1 baris dicatat." in page.content.decode()
    assert isinstance(fact, events.Received)
    assert (fact.giver, fact.receiver) == ("pps@99.01.01.1001", f"kpps@{TPS_1}")
    assert (fact.place, fact.to, fact.paper) == (TPS_1, TPS_1, "07/BA/PPS/2024")
    assert (fact.by, f"{fact.at:%d %H:%M %z}") == (str(person("bu_rina").account), "26 06:40 +0800")
    assert {each.package for each in fact.checks} == {*here}
    assert custody(scope, TPS_1) == ON_PAPER
    assert flags(scope, TPS_1) == set()


def test_the_name_of_the_receiver_is_in_no_fact(scope: Scope) -> None:
    Clerk(scope).send({TPS_1: whole(len(boxes(scope, TPS_1)), receiver="Salim")})

    assert not any(b"Salim" in bytes(body) for body in Fact.objects.values_list("body", flat=True))
    assert PaperRow.objects.get().receiver == "Salim"
    assert Clerk(scope).row(TPS_1)["recorded"]["receiver"] == "Salim"
    assert Clerk(scope, "pak_adi").row(TPS_1)["recorded"]["receiver"] == ""


def test_typed_twice_by_anybody_it_is_once(scope: Scope) -> None:
    count = len(boxes(scope, TPS_1))
    Clerk(scope).send({TPS_1: whole(count)})
    again = Clerk(scope, "bu_dewi").send({TPS_1: whole(count, time="6.40")})

    assert "1 baris sudah tercatat sebelumnya." in again.content.decode()
    assert (Fact.objects.filter(kind="received").count(), PaperRow.objects.count()) == (1, 1)


def test_good_rows_are_taken_and_bad_ones_are_named_and_kept(scope: Scope) -> None:
    good = whole(len(boxes(scope, TPS_1)))
    page = Clerk(scope).send({TPS_1: good, TPS_2: {"boxes": "1", "time": "pagi", "number": "x"}})
    row = Clerk(scope).row(TPS_2)

    assert custody(scope, TPS_1) == ON_PAPER
    assert "1 baris belum dicatat" in page.content.decode()
    assert any('Jam "pagi" tidak terbaca' in each for each in row["problems"])
    assert (row["typed"].boxes, row["typed"].number, bool(row["boxes"])) == ("1", "x", True)


def test_drafts_are_kept_for_each_person_and_make_no_fact(scope: Scope) -> None:
    before = Fact.objects.count()
    assert Clerk(scope).send({TPS_1: {"boxes": "2", "number": "07"}}, "draft").status_code == 204
    Clerk(scope).send({"99.01.02.2001-001": {"boxes": "9"}, "x' or 1": {"boxes": "1"}}, "draft")

    assert Clerk(scope).row(TPS_1)["typed"].number == "07"
    assert not Clerk(scope).row(TPS_1)["problems"], "nobody is scolded for a half typed row"
    assert Clerk(scope, "bu_dewi").row(TPS_1)["typed"].is_empty
    Clerk(scope).send({TPS_1: {}}, "draft")
    assert (PaperDraft.objects.count(), Fact.objects.count()) == (0, before)


def test_a_box_less_is_asked_for_by_name(scope: Scope) -> None:
    here = boxes(scope, TPS_1)
    less = whole(len(here) - 1)
    asked = Clerk(scope).send({TPS_1: less})
    assert "Centang di bawah baris ini 1 kotak" in asked.content.decode()
    parts = Clerk(scope).open(kotak=TPS_1).content.decode()
    assert parts.count('type="checkbox"') == len(here)
    Clerk(scope).send({TPS_1: {**less, "missing": here[0]}})

    assert {row[0] for row in custody(scope, TPS_1)} == {"at_tps", "sealed"}
    assert Clerk(scope).row(TPS_1)["words"] == "sebagian kotak belum ada"


def test_another_seal_is_shown_at_the_row_and_at_the_box(scope: Scope) -> None:
    here = boxes(scope, TPS_1)
    other = {**whole(len(here)), "seals": "KB 0999 001"}
    asked = Clerk(scope).send({TPS_1: other})
    assert "ada di kotak yang mana?" in asked.content.decode()
    Clerk(scope).send({TPS_1: other}, **{f"seal:{TPS_1}:{here[0]}": "KB 0999 001"})

    assert flags(scope, TPS_1) == {Flag.SEAL_DIFFERS.value}
    assert Clerk(scope).row(TPS_1)["recorded"]["seals"] == "KB 0999 001"


def test_a_row_is_put_right_by_new_facts_and_both_stay(scope: Scope) -> None:
    here = boxes(scope, TPS_1)
    Clerk(scope).send({TPS_1: whole(len(here), condition="wet")})
    assert Flag.DAMAGED.value in flags(scope, TPS_1)
    wrong = Clerk(scope).row(TPS_1)["recorded"]["fact"]
    changed = whole(len(here), "08/BA/PPS/2024")
    elsewhere = Clerk(scope, "bu_dewi").send({TPS_1: changed})
    assert "sudah dicatat bu_rina" in elsewhere.content.decode(), "not by accident"
    mending = Clerk(scope).row(TPS_1, perbaiki=TPS_1)
    assert (mending["typed"].condition, mending["mends"]) == ("wet", wrong)
    Clerk(scope).send({TPS_1: {**changed, "mends": wrong}})
    [corrected] = facts("corrected")

    assert isinstance(corrected, events.Corrected)
    assert (corrected.fact, corrected.stands) == (
        wrong,
        Clerk(scope).row(TPS_1)["recorded"]["fact"],
    )
    assert (len(facts("received")), PaperRow.objects.count()) == (2, 2)
    assert custody(scope, TPS_1) == ON_PAPER
    assert flags(scope, TPS_1) == {Flag.CORRECTED.value}


def test_a_row_of_another_tps_is_taken_back(scope: Scope) -> None:
    Clerk(scope).send({TPS_1: whole(len(boxes(scope, TPS_1)))})
    fact = Clerk(scope).row(TPS_1)["recorded"]["fact"]
    page = Clerk(scope).send({TPS_1: {"mends": fact}}, "x", take_back=TPS_1)

    assert "Baris ditarik" in page.content.decode()
    assert {row[0] for row in custody(scope, TPS_1)} == {"sealed"}
    row = Clerk(scope).row(TPS_1)
    assert (row["recorded"], row["is_open"]) == (None, True)
    Clerk(scope).send({TPS_1: whole(len(boxes(scope, TPS_1)))})
    assert custody(scope, TPS_1) == ON_PAPER


def test_what_a_supervisor_confirmed_the_desk_does_not_take_back(scope: Scope) -> None:
    here = boxes(scope, TPS_1)
    Clerk(scope).send({TPS_1: whole(len(here))})
    fact = Clerk(scope).row(TPS_1)["recorded"]["fact"]
    adi = phone_of(scope, "pak_adi", Role.BAWASLU, at=NOW)
    said = adi.say(events.Witnessed, fact=fact, packages=tuple(here), place=TPS_1)
    flow.accept(scope, [said], adi.device, NOW)
    page = Clerk(scope).send({TPS_1: {"mends": fact}}, "x", take_back=TPS_1)

    assert "disaksikan pengawas" in page.content.decode()
    assert custody(scope, TPS_1) == ON_PAPER


def test_a_phone_of_the_giver_is_answered_and_needs_no_second_paper(scope: Scope) -> None:
    here = boxes(scope, "99.01.01.1001")
    rina = phone_of(scope, "bu_rina", Role.PPK, HULU, at=NOW)
    sides = {"giver": "ppk@99.01.01", "receiver": "pps@99.01.01.1001"}
    place = "99.01.01.1001:pps"
    said = rina.say(events.Given, packages=tuple(here), place=place, to=place, **sides)
    flow.accept(scope, [said], rina.device, NOW)
    row = Clerk(scope, way="ke-pps").row("99.01.01.1001")
    assert (row["state"], row["is_open"]) == ("sepihak", True)
    Clerk(scope, way="ke-pps").send({"99.01.01.1001": whole(len(here))})
    [fact] = facts("received")

    assert isinstance(fact, events.Received)
    assert fact.given == canonical.name_of(said.body)
    assert custody(scope, "99.01.01.1001") == {("received", sides["receiver"], place, "paper")}
    again = Clerk(scope, way="ke-pps").send({"99.01.01.1001": whole(len(here))})
    assert "sudah tercatat sebelumnya" in again.content.decode()


def test_two_phones_leave_nothing_to_type(scope: Scope) -> None:
    here = boxes(scope, TPS_1)
    udin = phone_of(scope, "pak_udin", Role.PPS, "99.01.01.1001", NOW)
    ani = phone_of(scope, "bu_ani", Role.KPPS, TPS_1, NOW)
    sides = {"giver": "pps@99.01.01.1001", "receiver": f"kpps@{TPS_1}", "place": TPS_1}
    given = udin.say(events.Given, packages=tuple(here), **sides)
    received = ani.say(
        events.Received, packages=tuple(here), given=canonical.name_of(given.body), **sides
    )
    flow.accept(scope, [given, received], udin.device, NOW)
    row = Clerk(scope).row(TPS_1)

    assert (row["words"], row["is_open"]) == ("dua tanda tangan", False)
    assert Clerk(scope).row(TPS_1, perbaiki=TPS_1)["is_open"], "unless the paper says otherwise"


def test_a_load_is_a_row_with_its_list(scope: Scope) -> None:
    load = services.Load(origin="99.01:gudang-1", destination=f"{HULU}:ppk", departs_at=NOW)
    there = loads.to_load(scope, [HULU], with_open=True)
    made = reporting.make(scope, load, there, person("bu_sari").account, NOW)
    key = f"{HULU}/{made.code}"
    clerk = Clerk(scope, "bu_dewi", "ke-ppk")
    clerk.send({key: whole(len(there), "BAST/1")})
    [fact] = facts("received")
    made.refresh_from_db()

    assert isinstance(fact, events.Received)
    assert (fact.shipment, fact.list, fact.packages) == (made.code, made.list_hash, ())
    assert (fact.giver, made.stage) == ("warehouse@99.01", "received")
    assert clerk.row(key)["words"] == "kertas"


def test_loads_beyond_the_ppk_are_the_rows_and_all_arrive_on_paper(scope: Scope) -> None:
    first = services.Load(origin="99.01:gudang-1", destination=f"{HULU}:ppk", departs_at=NOW)
    there = loads.to_load(scope, [HULU], with_open=True)
    made = reporting.make(scope, first, there, person("bu_sari").account, NOW)
    client = Client()
    client.force_login(person("bu_sari"))
    hours = {"from_ppk": "2024-11-25T09:30", "from_pps": "2024-11-26T14:00"}
    at = [scope.election, scope.kabupaten, made.code]
    assert client.post(reverse("shipment_go_on", args=at), hours).status_code == 302
    for way in ("ke-tps", "ke-ppk", "ke-pps"):  # the stack lies as it lies
        clerk = Clerk(scope, "bu_dewi", way)
        rows = clerk.open().context["rows"]  # type: ignore[attr-defined]
        assert all(row["shipment"] for row in rows)
        clerk.send({row["key"]: whole(row["plan"], f"BA/{row['key']}") for row in rows})
        assert clerk.open().context["counts"]["paper"] == len(rows)  # type: ignore[attr-defined]

    assert set(Shipment.objects.values_list("stage", flat=True)) == {"received"}
    assert custody(scope, TPS_1) == ON_PAPER
    assert flags(scope, HULU) == set()


@pytest.mark.parametrize(
    ("name", "may_read", "may_type"),
    [
        ("bu_dewi", True, True),
        ("bu_rina", True, True),
        ("bu_sari", True, False),
        ("pak_adi", True, False),
    ],
)
def test_who_reads_and_who_types(scope: Scope, name: str, may_read: bool, may_type: bool) -> None:
    clerk = Clerk(scope, name)

    assert (clerk.open().status_code == 200) is may_read
    assert (clerk.send({TPS_1: whole(2)}, "draft").status_code == 204) is may_type
    assert ('name="save"' in clerk.open().content.decode()) is may_type


def test_a_ppk_types_its_own_kecamatan_only(scope: Scope) -> None:
    clerk = Clerk(scope)
    clerk.path = clerk.path.replace(HULU, "99.01.02")
    menu = clerk.client.get(f"/e/{scope.election}/{scope.kabupaten}/kertas/")

    assert clerk.open().status_code == 403
    assert clerk.send({}, "draft").status_code == 403
    assert [row["mix"].area for row in menu.context["rows"]] == [HULU]
    assert 'aria-current="page"' in menu.content.decode()


def test_the_pemda_desk_sees_no_table(scope: Scope) -> None:
    user = User.objects.create(username="pak_hadi")
    RoleGrant.objects.create(user=user, role="desk", area="99.01")
    client = Client()
    client.force_login(user)
    base = f"/e/{scope.election}/{scope.kabupaten}/"

    assert client.get(f"{base}kertas/").status_code == 403
    assert client.get(f"{base}kertas/{HULU}/ke-tps/").status_code == 403
    assert "kertas/" not in client.get(base).content.decode()


@pytest.mark.parametrize("path", ["99.01.09/ke-tps/", f"{HULU}/ke-mana/", "x/ke-tps/"])
def test_a_table_that_is_not_there_is_said(scope: Scope, path: str) -> None:
    clerk = Clerk(scope)
    clerk.path = f"/e/{scope.election}/{scope.kabupaten}/kertas/{path}"

    assert clerk.open().status_code == 404


def test_hostile_cells_are_escaped_and_bounded(scope: Scope) -> None:
    clerk = Clerk(scope)
    page = clerk.send(
        {TPS_1: whole(9, "<script>alert(1)</script>", receiver="\u202e" + "é" * 9999)}
    )

    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()
    assert Clerk(scope).row(TPS_1)["typed"].receiver == "é" * 120


@pytest.mark.parametrize("wrong", [1, 5])
def test_more_wrong_rows_cost_no_more_queries(
    scope: Scope, wrong: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    every = sorted(Tps.objects.filter(kecamatan=HULU).values_list("code", flat=True))
    Clerk(scope).send({TPS_1: whole(len(boxes(scope, TPS_1)))})
    Clerk(scope).send({tps: whole(1) for tps in every[-wrong:]})
    Clerk(scope).send({TPS_2: whole(1)})
    clerk = Clerk(scope)
    clerk.open()

    with django_assert_num_queries(19):
        page = clerk.open()
    assert len(page.context["wrong"]) in (wrong, wrong + 1)  # type: ignore[attr-defined]


@pytest.mark.parametrize("more", [0, 20])
def test_more_rows_cost_no_more_queries(
    scope: Scope, more: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    desa = "99.01.01.1001"
    Tps.objects.bulk_create(
        Tps(scope=scope, code=f"{desa}-{n:03d}", desa=desa, kecamatan=HULU, number=n, dpt=300)
        for n in range(10, 10 + more)
    )
    regenerate(scope, election_of(scope), NOW)
    Clerk(scope).send({TPS_1: whole(len(boxes(scope, TPS_1))), TPS_2: {"boxes": "1"}})
    rina = person("bu_rina")

    with django_assert_num_queries(4 + 4):
        queries.expected(scope, Way.TO_TPS, HULU)
        queries.typed(scope, Way.TO_TPS, HULU, rina.account)
    with django_assert_num_queries(4):
        [first] = [row for row in queries.mixes(scope) if row.area == HULU]
    assert first.typed == {Way.TO_TPS: 1}
    assert first.paper == len(boxes(scope, TPS_1))


def test_rows_say_what_the_log_says(scope: Scope) -> None:
    Clerk(scope).send({TPS_1: whole(len(boxes(scope, TPS_1)))})
    found = {each.area: each.says for each in queries.expected(scope, Way.TO_TPS, HULU)}

    assert found.pop(TPS_1) is Says.PAPER
    assert set(found.values()) == {Says.NOTHING}


def test_the_log_folded_anew_stands_as_before(scope: Scope) -> None:
    Clerk(scope).send({TPS_1: whole(len(boxes(scope, TPS_1)), condition="wet")})
    wrong = Clerk(scope).row(TPS_1)["recorded"]["fact"]
    Clerk(scope).send({TPS_1: {**whole(len(boxes(scope, TPS_1))), "mends": wrong}})

    assert flow.rebuild(scope).differences == ()


def test_the_demo_records_rows_once(scope: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    dewi = person("bu_dewi")
    monkeypatch.setattr(demo, "UPAU", HULU)
    demo.load(scope, NOW)
    demo.load(scope, NOW)

    assert [row.by for row in PaperRow.objects.filter(scope=scope)] == [dewi.account] * 2
    assert {row[3] for row in custody(scope, "99.01.01.2002")} == {"paper"}


def test_boxes_that_come_back_on_paper_alone_were_at_their_tps_and_are_back(scope: Scope) -> None:
    here = boxes(scope, TPS_1)
    Clerk(scope).send({TPS_1: whole(len(here))})
    back = Clerk(scope, way="balik-pps")
    back.send({TPS_1: whole(len(here), time="17.10", number="08/BA/PPS/2024")})
    desa = TPS_1.partition("-")[0]

    assert custody(scope, TPS_1) == {("returned", f"pps@{desa}", f"{desa}:pps", "paper")}
    assert flags(scope, TPS_1) == set()
    rows = PackageCustody.objects.filter(scope=scope, package__in=here)
    assert not rows.filter(reached_at=None).exists(), "what the board counted stays counted"
    assert {each.package for each in facts("used") if isinstance(each, events.Used)} == {*here}
    assert PaperRow.objects.filter(way=Way.BACK_TO_PPS).get().facts == [
        Fact.objects.filter(kind="received").latest("number").pk
    ]


def test_a_paper_of_the_way_back_that_is_put_right_says_once_that_voting_ended(
    scope: Scope,
) -> None:
    here = boxes(scope, TPS_1)
    Clerk(scope).send({TPS_1: whole(len(here))})
    back = Clerk(scope, way="balik-pps")
    back.send({TPS_1: whole(len(here), time="17.10", number="08/BA/PPS/2024")})
    mends = PaperRow.objects.filter(way=Way.BACK_TO_PPS).get().facts[0]
    right = whole(len(here), time="17.40", number="08/BA/PPS/2024")
    back.send({TPS_1: {**right, "mends": mends}})

    assert Fact.objects.filter(kind="corrected").count() == 1
    assert Fact.objects.filter(kind="used").count() == len(here)
    assert flags(scope, TPS_1) == {"corrected"}
