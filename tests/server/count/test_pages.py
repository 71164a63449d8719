"""The pages of the count: who opens them, what is typed there, and what they say of it."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from tepat.core.election.roles import MAY, Action, Role, restrict
from tepat.core.move import events
from tepat.server import clock
from tepat.server.count.models import FormState, TypedForm
from tepat.server.count.results import folding
from tepat.server.election.models import Look, Scope
from tests.server.count.counted import (
    BUP,
    FIGURES,
    GUB,
    TEDUH,
    TPS,
    kpps,
    operator,
    say_numbers,
    sheet,
    tell,
    tell_result,
    typed,
)
from tests.server.watch.delivered import Delivery
from tests.worlds import contoh_scope, person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _evening() -> None:
    clock.shift(datetime(2024, 11, 27, 9, 0, tzinfo=UTC) - datetime.now(UTC))


def at(name: str, scope: Scope, *more: str) -> str:
    return reverse(name, args=[scope.election, scope.kabupaten, *more])


def lia(client: Client, name: str = "bu_lia") -> Client:
    client.force_login(operator(name))
    return client


def cells(**changed: object) -> dict[str, str]:
    typed_in = {name: str(n) for name, n in FIGURES.items()}
    typed_in |= {"no-1": "250", "no-2": "145"}
    return typed_in | {name.replace("no_", "no-"): str(value) for name, value in changed.items()}


def post(client: Client, scope: Scope, typed_in: Mapping[str, str], kind: str = "KWK-BUP"):  # type: ignore[no-untyped-def]
    return client.post(at("count_form", scope, TPS, kind) + "?nomor=1-2", typed_in)


def test_a_sheet_that_adds_up_is_saved_and_the_next_tps_opens(client: Client) -> None:
    scope = contoh_scope()
    answer = post(lia(client), scope, cells())

    assert answer.status_code == 302
    assert f"{TEDUH}-002" in answer["Location"]
    assert TypedForm.objects.get().votes == {"1": 250, "2": 145}


def test_a_sheet_that_does_not_add_up_is_asked_about_and_then_kept_as_it_is(
    client: Client,
) -> None:
    scope = contoh_scope()
    answer = post(lia(client), scope, cells(total=399))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "A6" in page
    assert "Simpan apa adanya" in page
    assert 'value="399"' in page
    assert not TypedForm.objects.exists()

    assert post(client, scope, cells(total=399, anyway=1)).status_code == 302
    assert FormState.objects.get(tps=TPS, sku=BUP).weight == "error"


def test_pasted_text_is_told_and_nothing_typed_is_lost(client: Client) -> None:
    scope = contoh_scope()
    answer = post(lia(client), scope, cells(valid="395 suara sah"))
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "395 suara sah, bukan angka" in page
    assert 'value="250"' in page
    assert not TypedForm.objects.exists()


def test_a_number_that_is_not_on_the_paper_is_kept_and_flagged_once(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    scope = contoh_scope()
    say_numbers(monkeypatch, bup=2)
    address = at("count_form", scope, TPS, "KWK-BUP") + "?nomor=40&calon=20"
    sent = cells(**{"no-39": 0, "no-40": 0, "no-40.3": 1})
    page = lia(client).post(address, sent).content.decode()
    assert page.count("Tidak ada di surat suara ini: nomor 39, nomor 40, calon 3, nomor 40") == 1
    assert client.post(address, {**sent, "anyway": "1"}).status_code == 302

    row = FormState.objects.get(tps=TPS, sku=BUP)
    assert (row.weight, row.checks.split()) == ("error", ["A15", "A16"])
    assert set(row.form["votes"]) >= {"1", "2", "39", "40.3", "40"}
    assert TypedForm.objects.get().fact


def test_more_numbers_than_a_fact_holds_are_one_sentence_and_nothing_is_lost(
    client: Client,
) -> None:
    scope = contoh_scope()
    address = at("count_form", scope, TPS, "KWK-BUP") + "?nomor=60&calon=20"
    names = [f"no-{n}{row}" for n in range(1, 61) for row in ("", *(f".{c}" for c in range(21)))]
    sent = {**cells(), **dict.fromkeys(names, "1"), "no-60": "59", "anyway": "1"}
    answer = lia(client).post(address, sent)
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "1320 nomor, terlalu banyak untuk satu peristiwa" in page
    assert 'name="no-60" value="59"' in page
    assert not TypedForm.objects.exists()


def test_swapped_columns_are_hinted_at(client: Client) -> None:
    scope = contoh_scope()
    page = post(lia(client), scope, cells(valid=5, invalid=395)).content.decode()

    assert "ditukar" in page


def test_what_is_typed_so_far_is_checked_without_being_kept(client: Client) -> None:
    scope = contoh_scope()
    address = at("count_check", scope, TPS, "KWK-BUP") + "?nomor=1-2"
    page = lia(client).post(address, {"valid": "350", "invalid": "10", "total": "361"})

    assert "A6" in page.content.decode()
    assert not TypedForm.objects.exists()


def test_a_check_that_only_warns_is_drawn_as_a_warning(client: Client) -> None:
    scope = contoh_scope()
    address = at("count_check", scope, TPS, "KWK-BUP") + "?nomor=1-2"
    lia(client).get(at("count_form", scope, TPS, "KWK-BUP"))
    page = client.post(address, cells(registered=413))
    shapes = {each["code"]: each["shape"] for each in page.context["live"]["checks"]}

    assert (shapes["A10"], shapes["A2"]) == ("perhatian", "tepat")
    page = client.post(address, cells(registered=413, total=399))
    shapes = {each["code"]: each["shape"] for each in page.context["live"]["checks"]}
    assert (shapes["A10"], shapes["A6"]) == ("perhatian", "tidak")


def test_the_short_address_of_a_tps_tells_nothing_to_who_may_not_see_it(client: Client) -> None:
    scope = contoh_scope()
    client.force_login(person("bu_sari"))
    assert client.get(at("count_back", scope)).status_code == 200
    assert client.get(at("count_tps", scope, TPS)).status_code == 403
    assert client.get(at("count_tps", scope, "99.01.02.2001-099")).status_code == 403
    assert lia(client).get(at("count_tps", scope, TPS)).status_code == 302


def test_a_second_operator_confirms_on_the_page_and_the_first_cannot(client: Client) -> None:
    scope = contoh_scope()
    typed(scope, "bu_lia", sheet())
    address = at("count_form", scope, TPS, "KWK-BUP")
    assert "Setujui: sama dengan foto" not in lia(client).get(address).content.decode()

    page = lia(client, "pak_tono").get(address).content.decode()
    assert "Setujui: sama dengan foto" in page
    [digest] = [part.partition('"')[0] for part in page.split('name="digest" value="')[1:]]
    client.post(at("count_confirm", scope, TPS, "KWK-BUP"), {"digest": digest})
    assert FormState.objects.get(tps=TPS, sku=BUP).state == "agreed"


@pytest.mark.parametrize(
    ("asked", "more"), [("1-2", {"anyway": "1"}), ("1", {}), ("1", {"anyway": "1"})]
)
def test_a_second_operator_who_types_one_number_confirms_nothing(
    client: Client, asked: str, more: dict[str, str]
) -> None:
    scope = contoh_scope()
    typed(scope, "bu_lia", sheet())
    address = at("count_form", scope, TPS, "KWK-BUP") + f"?nomor={asked}"
    lia(client, "pak_tono").post(address, {"no-1": "250", **more})

    assert TypedForm.objects.count() == 2
    assert FormState.objects.get(tps=TPS, sku=BUP).state == "one"
    page = client.get(at("count_form", scope, TPS, "KWK-BUP")).content.decode()
    assert "Setujui: sama dengan foto" in page  # who typed a part may still confirm the whole


def test_every_view_says_that_it_is_not_official(client: Client) -> None:
    scope = contoh_scope()
    typed(scope, "bu_lia", sheet())
    lia(client)
    names = ("count", "count_turnout", "count_ballots", "count_balance", "count_sheets")
    addresses = [at(name, scope) for name in names]
    addresses += [at("count_area", scope, "99.01"), at("count_form", scope, TPS, "KWK-BUP")]
    addresses += [at("count_recaps", scope), at("count_recap", scope, TEDUH[:8], "KWK-BUP")]
    addresses += [at("count_ballots_area", scope, TEDUH), at("count_turnout_area", scope, TEDUH)]
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert "Bukan hasil resmi" in answer.content.decode(), address


@pytest.mark.parametrize(("name", "sees"), [("bu_rina", False), ("pak_adi", True)])
def test_results_are_seen_by_their_roles_and_each_look_is_recorded(
    client: Client, name: str, sees: bool
) -> None:
    scope = contoh_scope()
    client.force_login(person(name))

    assert client.get(at("count_area", scope, "99.01")).status_code == (200 if sees else 403)
    assert ("dua orang sama" in client.get(at("count", scope)).content.decode()) is sees
    assert client.get(at("count_turnout", scope)).status_code == 200
    assert Look.objects.filter(what="results").exists() is sees
    assert post(client, scope, cells()).status_code == 403


def test_an_operator_of_a_kecamatan_sees_and_types_their_own(client: Client) -> None:
    scope = contoh_scope()
    lia(client, "bu_yuni")
    page = client.get(at("count", scope)).content.decode()

    assert "Hulu" in page
    assert "Hilir" not in page
    assert client.get(at("count_form", scope, TPS, "KWK-BUP")).status_code == 403
    assert client.get(at("count_form", scope, "99.01.01.1001-001", "KWK-BUP")).status_code == 200


def test_an_office_narrows_who_types(monkeypatch: pytest.MonkeyPatch) -> None:
    for role in Role:
        monkeypatch.setitem(MAY, role, MAY[role])
    restrict(Action.ENTER_RESULTS, {"desk"})

    assert Action.ENTER_RESULTS in MAY[Role.DESK]
    assert Action.ENTER_RESULTS not in MAY[Role.DESK_KECAMATAN]
    assert Action.ENTER_RESULTS not in MAY[Role.KPU]
    assert Action.SEE_RESULTS in MAY[Role.KPU]


def test_a_one_paper_gap_names_its_step_and_its_evidence(client: Client) -> None:
    scope = contoh_scope()
    way = Delivery(scope)
    way.pack(way.boxes(TPS))
    way.to_pps(way.boxes(TPS))
    way.to_kpps(TPS)
    typed(scope, "bu_lia", sheet(received=422, left=20))
    page = lia(client).get(at("count_ballots_area", scope, TEDUH) + "?jenis=KWK-BUP")
    text = page.content.decode()

    assert "1 kurang" in text
    assert "saat dihitung sebelum memilih" in text
    assert TypedForm.objects.get().fact[:8] in text
    area = client.get(at("count_ballots", scope) + "?jenis=KWK-BUP").content.decode()
    assert "1 TPS" in area


def test_turnout_runs_through_the_day_and_opens_its_facts(client: Client) -> None:
    scope = contoh_scope()
    phone = kpps(scope)
    phone.at = datetime(2024, 11, 27, 0, 50, tzinfo=UTC)
    name = tell(scope, phone, events.Turnout, place=TPS, voters=103, dpt=100, moved=2, unlisted=1)
    page = lia(client).get(at("count_turnout_area", scope, TEDUH)).content.decode()
    assert name[:8] in page
    assert "24,8" in page  # 103 of 412 + 2 + 1
    assert "09.00" in page

    only_dpt = client.get(at("count_turnout_area", scope, TEDUH) + "?rumus=dpt").content.decode()
    assert "24,3" in only_dpt  # 100 of 412
    assert "belum diatur" in only_dpt  # no target, no last election


@pytest.mark.parametrize("told", [1, 8])
def test_more_tps_cost_the_pages_no_more_queries(
    client: Client, told: int, django_assert_max_num_queries: object
) -> None:
    scope = contoh_scope()
    rows = list(scope.all_tps.order_by("code").values_list("code", flat=True))[:told]
    typed(scope, "bu_lia", *(sheet(tps, sku) for tps in rows for sku in (BUP, GUB)))
    folding.catch_up(scope)
    lia(client)
    names = ("count", "count_turnout", "count_ballots", "count_balance")
    addresses = [*(at(name, scope) for name in names), at("count_area", scope, "99.01")]
    addresses.append(at("count_ballots_area", scope, TEDUH))
    for address in addresses:
        client.get(address)
        with django_assert_max_num_queries(42):  # type: ignore[operator]
            client.get(address)


def test_a_phone_shows_its_photo_beside_the_fields(client: Client) -> None:
    scope = contoh_scope()
    tell_result(scope, kpps(scope), photos=("ab" * 32,))
    page = lia(client).get(at("count_form", scope, TPS, "KWK-BUP")).content.decode()

    assert f"/foto/{'ab' * 32}" in page


def test_party_and_candidates_are_typed_below_each_other_and_compared(client: Client) -> None:
    scope = contoh_scope()
    lia(client)
    address = at("count_form", scope, TPS, "KWK-BUP") + "?nomor=1-2&calon=2"
    page = client.get(address).content.decode()
    order = [page.index(f'name="no-{each}"') for each in ("1.0", "1.1", "1.2", "1", "2.0", "2")]
    assert order == sorted(order)
    assert "Nomor 1, calon 2" in page

    rows = {"no-1.0": 50, "no-1.1": 120, "no-1.2": 80, "no-2.0": 45, "no-2.1": 100, "no-2.2": 1}
    said = cells(**rows) | {"no-1": "250", "no-2": "145"}
    asked = client.post(address, said)
    assert (asked.status_code, TypedForm.objects.count()) == (200, 0)
    assert "Jumlah nomor 2 tertulis 145, padahal suara partai dan calonnya 146" in (
        asked.content.decode()
    )
    assert client.post(address, said | {"no-2.2": "0"}).status_code == 302
    votes = TypedForm.objects.get().votes
    assert (votes["1"], votes["1.2"], votes["2.2"]) == (250, 80, 0)


@pytest.mark.parametrize("wrong", ["21", "-1", "dua", "1e1", "0x2"])
def test_no_paper_has_so_many_candidates(client: Client, wrong: str) -> None:
    scope = contoh_scope()
    lia(client)
    answer = client.get(at("count_form", scope, TPS, "KWK-BUP"), {"nomor": "1-2", "calon": wrong})
    assert answer.status_code == 422
