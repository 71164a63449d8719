"""The packing station at two in the morning: what it lets in, and what it never closes."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tepat.core.election.catalogue import Goes
from tepat.core.election.ids import Form, PackageCode
from tepat.core.move import events
from tepat.core.move.packing_state import State
from tepat.core.problems import Code, Refused
from tepat.server import clock, flow
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope, Tps
from tepat.server.log.models import Fact
from tepat.server.move.models import ForeignCode, PackageState, PackingSession
from tepat.server.move.packing import approvals, differing, queries, station
from tepat.server.plan.models import Package
from tepat.server.plan.packages.services import regenerate
from tests.worlds import contoh_scope, person

pytestmark = pytest.mark.django_db

NIGHT = datetime(2024, 11, 12, 18, 14, tzinfo=UTC)
TPS = "99.01.01.1001-001"
NEIGHBOUR = "99.01.01.1001-002"


def code(tps: str, kind: str = "BUP", form: Form = Form.BOX) -> str:
    return str(PackageCode("P24", tps, kind, form))


BOX, ENVELOPE = code(TPS), code(TPS, form=Form.ENVELOPE)


@pytest.fixture
def scope() -> Scope:
    scope = contoh_scope()
    regenerate(scope, election_of(scope), NIGHT)
    issued = events.SealsIssued(
        election=scope.election,
        kabupaten=scope.kabupaten,
        at=NIGHT,
        by="-",
        prefix="KB",
        first=170001,
        last=170400,
        width=7,
        what="segel kertas",
        to="gudang",
    )
    flow.report(scope, [issued], person("bu_dewi").account, NIGHT)
    return scope


def scan(scope: Scope, text: str, who: str = "bu_sari", now: datetime = NIGHT) -> station.Outcome:
    return station.scan(scope, person(who), election_of(scope), text, now)


def problem(outcome: station.Outcome) -> Code | None:
    return outcome.problem.code if outcome.problem else None


def lines(scope: Scope, box: str = BOX) -> Iterator[int]:
    """The numbers a person types for a box, line by line, as its list says."""
    closing = {each.code for each in election_of(scope).items if each.goes is Goes.ON_BOX}
    inner = Package.objects.filter(scope=scope, inside=box)
    for package in [*inner, Package.objects.get(scope=scope, code=box)]:
        for line in package.contents:
            if line["item"] not in closing and line["quantity"] is not None:
                yield line["quantity"]


def fill(scope: Scope, box: str = BOX, envelope: str = ENVELOPE, who: str = "bu_sari") -> None:
    """Everything a person does to a box until it is packed."""
    scan(scope, box, who)
    scan(scope, envelope, who)
    for number in lines(scope, box):
        assert problem(scan(scope, str(number), who)) is None
    assert scan(scope, "", who).done == "packed"


def state(scope: Scope, box: str = BOX) -> str:
    return PackageState.objects.get(scope=scope, package=box).state


def test_bu_sari_fills_and_seals_a_box(scope: Scope) -> None:
    fill(scope)
    assert state(scope) == State.PACKED

    assert problem(scan(scope, "")) is Code.SEALS_MISSING
    assert scan(scope, "kb 0170 411").problem is not None  # beyond the issued range
    assert scan(scope, "KB 0170 011").done == "seal"
    assert scan(scope, "").done == "sealed"

    stored = PackageState.objects.get(scope=scope, package=BOX)
    assert (stored.state, stored.seals) == ("sealed", ["KB0170011"])
    ballots = next(line for line in stored.contents if line["item"] == "surat_suara")
    assert ballots == {"item": "surat_suara", "sku": "KWK-BUP/99.01", "count": 494}
    assert PackageState.objects.get(scope=scope, package=ENVELOPE).lies_in == BOX


def test_an_envelope_of_another_tps_is_refused_and_says_whose_it_is(scope: Scope) -> None:
    scan(scope, BOX)

    outcome = scan(scope, code(NEIGHBOUR, form=Form.ENVELOPE))

    assert outcome.wrong
    assert outcome.problem is not None
    assert outcome.problem.code is Code.ENVELOPE_ELSEWHERE
    assert outcome.problem.facts["place"] == NEIGHBOUR


def test_an_envelope_of_the_other_kind_is_refused_too(scope: Scope) -> None:
    scan(scope, BOX)
    assert scan(scope, code(TPS, "GUB", Form.ENVELOPE)).wrong


def test_a_foreign_item_is_refused(scope: Scope) -> None:
    scan(scope, BOX)
    outcome = scan(scope, "8991002101234")
    assert (problem(outcome), outcome.wrong) == (Code.ITEM_FOREIGN, True)


def test_a_short_box_cannot_be_closed(scope: Scope) -> None:
    scan(scope, BOX)
    scan(scope, ENVELOPE)

    assert problem(scan(scope, "375")) is Code.COUNT_AGAIN
    assert problem(scan(scope, "375")) is Code.COUNT_DIFFERS
    assert problem(scan(scope, "")) is Code.COUNT_DIFFERS
    assert not PackageState.objects.filter(scope=scope, package=BOX).exists()


def test_a_slip_of_the_finger_is_mended_by_typing_again(scope: Scope) -> None:
    scan(scope, BOX)
    scan(scope, ENVELOPE)
    assert problem(scan(scope, "4944")) is Code.COUNT_AGAIN
    assert scan(scope, "494").done == "counted"


def test_an_unset_quantity_is_counted_as_typed_and_does_not_keep_the_box_open(
    scope: Scope,
) -> None:
    scan(scope, BOX)
    scan(scope, ENVELOPE)
    for number in lines(scope):
        scan(scope, str(number))
    station.choose(scope, person("bu_sari"), "formulir_hasil|")
    assert scan(scope, "3").done == "counted"
    assert scan(scope, "").done == "packed"

    contents = PackageState.objects.get(scope=scope, package=BOX).contents
    assert {"item": "formulir_hasil", "sku": "", "count": 3} in contents


def test_a_box_without_its_envelope_cannot_be_closed(scope: Scope) -> None:
    scan(scope, BOX)
    for number in lines(scope):
        scan(scope, str(number))
    assert problem(scan(scope, "")) is Code.ENVELOPE_MISSING


def test_a_power_cut_loses_nothing_that_was_scanned(scope: Scope, client: Client) -> None:
    scan(scope, BOX)
    scan(scope, ENVELOPE)
    scan(scope, "494")

    client.force_login(person("bu_sari"))
    page = client.get(reverse("packing_station", args=[scope.election, scope.kabupaten]))

    table = page.context["table"]
    assert table.bench.ticked == {ENVELOPE}
    assert table.bench.typed["surat_suara|KWK-BUP/99.01"].count == 494
    assert "494" in page.content.decode()
    assert table.session.last_scan == "494"


def test_a_second_station_is_told_who_has_the_box(scope: Scope) -> None:
    scan(scope, BOX)

    outcome = scan(scope, BOX, who="bu_dewi")
    assert problem(outcome) is Code.BOX_TAKEN
    assert outcome.problem
    assert outcome.problem.facts["who"] == "bu_sari"

    late = NIGHT + timedelta(minutes=16)
    assert scan(scope, BOX, who="bu_dewi", now=late).done == "opened"


def test_a_box_put_aside_keeps_its_counts_for_whoever_goes_on(scope: Scope) -> None:
    scan(scope, BOX)
    scan(scope, ENVELOPE)
    station.leave(scope, person("bu_sari"))

    assert scan(scope, BOX, who="bu_dewi").done == "opened"
    assert PackingSession.objects.get(package=BOX).ticked == [ENVELOPE]


def test_only_one_box_lies_on_a_table(scope: Scope) -> None:
    scan(scope, BOX)
    assert problem(scan(scope, code(NEIGHBOUR))) is Code.BOX_OPEN


def test_a_torn_code_is_told_from_one_that_is_not_on_the_list(scope: Scope) -> None:
    wrong = BOX[:-1] + ("A" if BOX[-1] != "A" else "B")
    assert problem(scan(scope, wrong)) is Code.PACKAGE_CODE
    assert problem(scan(scope, code("99.01.01.1001-077"))) is Code.PACKAGE_UNKNOWN
    assert problem(scan(scope, "https://lain.example/k/1")) is Code.PACKAGE_UNKNOWN


def test_one_scan_binds_another_systems_code_and_either_works_then(scope: Scope) -> None:
    theirs = "https://lain.example/kotak/0099"
    scan(scope, BOX)
    station.bind_next(scope, person("bu_sari"))
    assert scan(scope, theirs).done == "bound"
    station.leave(scope, person("bu_sari"))

    assert scan(scope, theirs).done == "opened"
    assert PackingSession.objects.get().package == BOX
    station.leave(scope, person("bu_sari"))
    scan(scope, code(NEIGHBOUR))
    station.bind_next(scope, person("bu_sari"))

    outcome = scan(scope, theirs)
    assert problem(outcome) is Code.FOREIGN_BOUND
    assert outcome.problem
    assert outcome.problem.facts["place"] == TPS
    assert ForeignCode.objects.count() == 1


def test_a_seal_is_used_once(scope: Scope) -> None:
    fill(scope)
    scan(scope, "KB0170011")
    scan(scope, "")
    fill(scope, code(NEIGHBOUR), code(NEIGHBOUR, form=Form.ENVELOPE))

    outcome = scan(scope, "KB 0170 011")
    assert (problem(outcome), outcome.wrong) == (Code.SEAL_USED, True)
    assert outcome.problem
    assert outcome.problem.facts["place"] == TPS


def test_a_changed_voter_list_asks_for_the_box_to_be_opened_again(scope: Scope) -> None:
    fill(scope)
    scan(scope, "KB0170011")
    scan(scope, "")
    election = election_of(scope)
    assert differing.to_reopen(scope, election) == []

    Tps.objects.filter(scope=scope, code=TPS).update(dpt=501)
    regenerate(scope, election, NIGHT)

    [found] = differing.to_reopen(scope, election)
    assert found.package.code == BOX
    assert (found.problems[0].facts["expected"], found.problems[0].facts["got"]) == (514, 494)

    approvals.reopen(scope, person("bu_dewi"), BOX, "DPT TPS 1 naik 20", NIGHT)
    assert state(scope) == State.REOPENED
    assert PackageState.objects.get(package=BOX).broken == ["KB0170011"]
    fill(scope)
    assert problem(scan(scope, "KB0170011")) is Code.SEAL_USED
    scan(scope, "KB0170012")
    assert scan(scope, "").done == "sealed"
    assert differing.to_reopen(scope, election) == []
    stored = PackageState.objects.get(package=BOX)
    assert (stored.seals, stored.broken, stored.problems) == (["KB0170012"], ["KB0170011"], [])
    assert PackageState.objects.get(package=ENVELOPE).problems == []


def test_only_kpu_approves_and_only_with_a_reason(scope: Scope, client: Client) -> None:
    fill(scope)
    where = reverse("packing_reopen", args=[scope.election, scope.kabupaten])
    client.force_login(person("bu_sari"))
    assert client.post(where, {"package": BOX, "reason": "salah isi"}).status_code == 403
    with pytest.raises(Refused):
        approvals.reopen(scope, person("bu_dewi"), BOX, "  ", NIGHT)

    client.force_login(person("bu_dewi"))
    assert client.post(where, {"package": BOX, "reason": "salah isi"}).status_code == 302
    assert state(scope) == State.REOPENED


def test_pak_adi_sees_progress_and_cannot_pack(scope: Scope, client: Client) -> None:
    client.force_login(person("pak_adi"))
    arguments = [scope.election, scope.kabupaten]
    assert client.get(reverse("packing", args=arguments)).status_code == 200
    assert client.get(reverse("packing_station", args=arguments)).status_code == 403


@pytest.mark.parametrize("query", ["", "?kecamatan=99.01.01", "?desa=99.01.01.1001"])
def test_each_list_opens(scope: Scope, client: Client, query: str) -> None:
    client.force_login(person("bu_sari"))
    page = client.get(reverse("packing", args=[scope.election, scope.kabupaten]) + query)
    assert page.status_code == 200


def test_a_whole_box_over_the_page(scope: Scope, client: Client) -> None:
    client.force_login(person("bu_sari"))
    where = reverse("packing_scan", args=[scope.election, scope.kabupaten])

    def post(**data: str) -> Any:
        return client.post(where, data, headers={"HX-Request": "true"})

    assert 'data-tone="benar"' in post(scan=BOX).content.decode()
    wrong = post(scan=code(NEIGHBOUR, form=Form.ENVELOPE)).content.decode()
    assert "TPS 002 Kota Hulu" in wrong
    assert "data-wrong" in wrong
    post(scan=ENVELOPE)
    for number in lines(scope):
        post(scan=str(number))
    post(do="close")
    post(scan="KB0170011")
    post(do="close")
    assert state(scope) == State.SEALED
    assert Fact.objects.count() == 1 + 3  # the key of the desk comes first


@pytest.mark.parametrize("how_many", [1, 6])
def test_more_boxes_cost_the_list_no_more_queries(
    scope: Scope, how_many: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    facts = [
        events.Packed(
            election=scope.election,
            kabupaten=scope.kabupaten,
            at=clock.now(),
            by="-",
            package=package.code,
            contents=(),
        )
        for package in Package.objects.filter(form="K")[:how_many]
    ]
    flow.report(scope, facts, person("bu_sari").account, NIGHT)

    with django_assert_num_queries(2):
        queries.progress(scope)
    with django_assert_num_queries(2):
        differing.to_reopen(scope, election_of(scope))


def bind(scope: Scope, text: str, box: str = BOX) -> station.Outcome:
    scan(scope, box)
    station.bind_next(scope, person("bu_sari"))
    outcome = scan(scope, text)
    station.leave(scope, person("bu_sari"))
    return outcome


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("134", Code.FOREIGN_SHORT),
        ("1234567", Code.FOREIGN_SHORT),
        ("AB 12", Code.FOREIGN_SHORT),
        ("\u0661\u0663\u0664", Code.FOREIGN_SHORT),
        ("KB 0170 011", Code.FOREIGN_SEAL),
        ("\uff2b\uff220170011", Code.FOREIGN_SEAL),
        ("X29 6309 05 2003 007 BUP K1 F", Code.FOREIGN_OWN),
    ],
)
def test_what_is_scanned_for_another_reason_is_never_bound(
    scope: Scope, text: str, why: Code
) -> None:
    assert problem(bind(scope, text)) is why
    assert not ForeignCode.objects.exists()


def binding(scope: Scope, box: str, foreign: str) -> events.Commissioned:
    return events.Commissioned(
        election=scope.election,
        kabupaten=scope.kabupaten,
        at=NIGHT,
        by="-",
        package=box,
        foreign=foreign,
    )


def test_a_count_or_a_seal_that_a_phone_bound_is_still_a_count_or_a_seal(scope: Scope) -> None:
    facts = [binding(scope, code(NEIGHBOUR), each) for each in ("494", "KB0170011")]
    flow.report(scope, facts, person("bu_sari").account, NIGHT)
    fill(scope)
    assert scan(scope, "KB0170011").done == "seal"
    assert scan(scope, "").done == "sealed"


def test_a_seal_before_the_box_is_closed_is_told_and_is_no_foreign_thing(scope: Scope) -> None:
    scan(scope, BOX)
    outcome = scan(scope, "KB0170011")
    assert problem(outcome) is Code.SEAL_EARLY
    assert not outcome.wrong


def test_a_code_on_two_boxes_is_told_and_kpu_unbinds_the_wrong_one(
    scope: Scope, client: Client
) -> None:
    theirs = "https://lain.example/kotak/0099"
    facts = [binding(scope, box, theirs) for box in (BOX, code(NEIGHBOUR))]
    flow.report(scope, facts, person("bu_sari").account, NIGHT)

    outcome = scan(scope, theirs)
    assert (problem(outcome), outcome.wrong) == (Code.FOREIGN_TWICE, True)
    arguments = [scope.election, scope.kabupaten]
    client.force_login(person("bu_dewi"))
    page = client.get(reverse("packing", args=arguments)).text
    for box in (BOX, code(NEIGHBOUR)):
        assert f'href="{reverse("package", args=[*arguments, box])}"' in page
    where = reverse("packing_release", args=arguments)
    asked = {"package": code(NEIGHBOUR), "foreign": theirs, "reason": "label tertukar"}
    client.force_login(person("bu_sari"))
    assert theirs in client.get(reverse("packing", args=arguments)).content.decode()
    assert client.post(where, asked).status_code == 403
    client.force_login(person("bu_dewi"))
    page = client.get(reverse("package", args=[*arguments, code(NEIGHBOUR)])).content.decode()
    assert "Lepas ikatan kode" in page
    assert client.post(where, asked).status_code == 302

    assert scan(scope, theirs).done == "opened"
    assert PackingSession.objects.get().package == BOX
    assert theirs not in client.get(reverse("packing", args=arguments)).content.decode()
    page = client.get(reverse("package", args=[*arguments, code(NEIGHBOUR)])).content.decode()
    assert "label tertukar" in page
    flow.rebuild(scope)
    assert ForeignCode.objects.get().package == BOX


def test_a_code_that_was_unbound_can_be_bound_again(scope: Scope) -> None:
    theirs = "https://lain.example/kotak/0099"
    bind(scope, theirs)
    approvals.release(scope, person("bu_dewi"), BOX, theirs, "salah kotak", NIGHT)
    assert not ForeignCode.objects.exists()
    assert bind(scope, theirs).done == "bound"  # within the same second
    assert ForeignCode.objects.get().package == BOX
    approvals.release(scope, person("bu_dewi"), BOX, theirs, "salah kotak", NIGHT)
    assert not ForeignCode.objects.exists()


def test_digits_of_other_scripts_are_no_second_seal_and_no_error(scope: Scope) -> None:
    for text in ("P24\uff16\uff13\uff10\uff19052003007BUPK1F", "P24" + "\u0661" * 13 + "BUPK1F"):
        assert problem(scan(scope, text)) is not None
    fill(scope)
    assert problem(scan(scope, "KB\u0660\u0661\u0667\u0660\u0660\u0661\u0661")) is Code.SEAL_NUMBER
    assert scan(scope, "KB\uff10\uff11\uff17\uff10\uff10\uff11\uff11").done == "seal"
    assert scan(scope, "KB0170011").done == "again"


def test_a_seal_that_a_fact_used_meanwhile_does_not_close_the_box(scope: Scope) -> None:
    fill(scope)
    assert scan(scope, "KB0170011").done == "seal"
    other = events.Sealed(
        election=scope.election,
        kabupaten=scope.kabupaten,
        at=NIGHT,
        by="-",
        package=code(NEIGHBOUR),
        seals=("KB0170011",),
    )
    flow.report(scope, [other], person("bu_sari").account, NIGHT)

    assert problem(scan(scope, "")) is Code.SEAL_USED
    assert state(scope) == State.PACKED
    assert scan(scope, "KB0170012").done == "seal"
    assert scan(scope, "").done == "sealed"


def test_a_seal_on_another_table_is_told(scope: Scope) -> None:
    fill(scope)
    scan(scope, "KB0170011")
    fill(scope, code(NEIGHBOUR), code(NEIGHBOUR, form=Form.ENVELOPE), "bu_dewi")
    assert problem(scan(scope, "KB0170011", "bu_dewi")) is Code.SEAL_ON_TABLE


def test_a_withdrawn_box_is_told_and_stays_on_the_page_until_it_is_empty(
    scope: Scope, client: Client
) -> None:
    fill(scope)
    Package.objects.filter(scope=scope, code__in=[BOX, ENVELOPE]).update(withdrawn_at=NIGHT)

    outcome = scan(scope, "KB0170011")
    assert (problem(outcome), outcome.wrong) == (Code.PACKAGE_WITHDRAWN, True)
    assert problem(scan(scope, "")) is Code.PACKAGE_WITHDRAWN
    assert state(scope) == State.PACKED
    client.force_login(person("bu_dewi"))
    where = reverse("packing", args=[scope.election, scope.kabupaten])
    assert f"/paket/{BOX}/" in client.get(where).content.decode()

    approvals.reopen(scope, person("bu_dewi"), BOX, "TPS digabung", NIGHT)
    assert f"/paket/{BOX}/" not in client.get(where).content.decode()


def test_an_envelope_is_opened_with_its_box(scope: Scope) -> None:
    fill(scope)
    with pytest.raises(Refused) as refused:
        approvals.reopen(scope, person("bu_dewi"), ENVELOPE, "salah isi", NIGHT)
    assert refused.value.problem.code is Code.ENVELOPE_REOPEN
    assert state(scope, ENVELOPE) == State.PACKED
