"""D.HASIL at the desk: typed, compared with its TPS, never filled in, never official."""

import re
from collections.abc import Mapping

import pytest
from django.test import Client

from tepat.core.count.versions import State, digest_of
from tepat.server.count.models import TypedRecap
from tepat.server.count.recap import queries
from tepat.server.election.models import Scope
from tests.server.count.counted import FIGURES, TEDUH, TPS, operator, sheet, typed
from tests.server.count.test_pages import at, lia
from tests.worlds import contoh_scope

pytestmark = pytest.mark.django_db

HILIR, KIND = "99.01.02", "KWK-BUP"
OTHERS = (f"{TEDUH}-002", f"{TEDUH}-003")
TWO_MORE = {OTHERS[0]: (200, 100), OTHERS[1]: (41, 19)}


def counted() -> Scope:
    """Bu Lia typed the five TPS of Hilir; nobody voted at two of them."""
    scope = contoh_scope()
    codes = scope.all_tps.filter(kecamatan=HILIR).values_list("code", flat=True)
    rest = [each for each in codes if each not in (TPS, *OTHERS)]
    assert len(rest) == 2
    typed(scope, "bu_lia", *(sheet(tps, numbers={"1": 0, "2": 0}) for tps in rest))
    forms = [sheet(tps, numbers={"1": a, "2": b}) for tps, (a, b) in TWO_MORE.items()]
    typed(scope, "bu_lia", sheet(), *forms)
    return scope


def post(client: Client, scope: Scope, said: Mapping[str, object], area: str = HILIR):  # type: ignore[no-untyped-def]
    filled = {name: str(value) for name, value in said.items()}
    return client.post(at("count_recap", scope, area, KIND), filled)


def page_of(client: Client, scope: Scope) -> str:
    return client.get(at("count_recap", scope, HILIR, KIND)).content.decode()


def test_a_recapitulation_that_is_the_sum_of_its_tps_is_said_to_be_the_same(
    client: Client,
) -> None:
    scope = counted()
    lia(client)
    empty = page_of(client, scope)
    assert "Belum ada yang mengetiknya" in empty
    assert 'value="491"' not in empty  # nothing is filled in

    sums = {name: 5 * n for name, n in FIGURES.items()} | {"no-1": 491, "no-2": 264}
    assert post(client, scope, sums).status_code == 302
    page = page_of(client, scope)
    assert "Tidak ada baris yang berbeda" in page
    assert "bukan hasil resmi" in page.lower()
    assert "sama dengan TPS-nya" in client.get(at("count_recaps", scope)).content.decode()


def test_a_tps_that_was_left_out_is_named_with_its_number(client: Client) -> None:
    scope = counted()
    lia(client)
    post(client, scope, {"no-1": 450, "no-2": 264})
    page = page_of(client, scope)
    assert "1 baris berbeda dari jumlah TPS-nya" in page
    assert "-41" in page
    assert "41 suaranya persis yang kurang: terlewat?" in page
    assert at("count_form", scope, OTHERS[1], KIND) in page
    assert "1 baris berbeda" in client.get(at("count_recaps", scope)).content.decode()


def test_what_a_second_operator_typed_otherwise_explains_just_this(client: Client) -> None:
    scope = counted()
    typed(scope, "pak_tono", sheet(numbers={"1": 205, "2": 145}))
    # pak Tono's is the newest now: bu Lia's 250 is what the plenary had.
    lia(client)
    post(client, scope, {"no-1": 491, "no-2": 264})
    page = page_of(client, scope)
    assert "diketik berbeda: 205 dan 250" in page


def test_tps_that_are_not_in_are_named_and_no_sameness_is_claimed(client: Client) -> None:
    scope = contoh_scope()
    typed(scope, "bu_lia", sheet())
    lia(client)
    post(client, scope, {"no-1": 250, "no-2": 150})
    page = page_of(client, scope)
    assert "formulirnya belum masuk" in page
    assert "belum semua TPS masuk" in page
    assert "Tidak ada baris yang berbeda" not in page


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"no-1": "dua ratus", "no-2": 1}, "dua ratus"),
        ({"no-1": "250 145 395", "no-2": 1}, "250 145 395"),
        ({"no-1": "X", "no-2": ""}, "suara"),
        ({"no-1": "1e9", "no-2": 1}, "1e9"),
    ],
)
def test_what_is_no_number_is_told_and_what_was_typed_stays(
    client: Client, said: dict[str, object], words: str
) -> None:
    scope = counted()
    lia(client)
    answer = post(client, scope, said)
    text = answer.content.decode()
    assert "Tidak ada yang disimpan" in text
    assert words in text
    assert not TypedRecap.objects.exists()


def test_a_number_that_cannot_be_is_kept_as_it_stands_on_the_form_and_flagged(
    client: Client,
) -> None:
    scope = counted()
    lia(client)
    post(client, scope, {"no-1": -1, "no-2": 21_093, "valid": 755})
    page = page_of(client, scope)
    assert TypedRecap.objects.get().votes == {"1": -1, "2": 21_093}
    assert "A8" in page
    assert "di bawah nol" in page


def test_every_typing_stays_and_the_newest_counts(client: Client) -> None:
    scope = counted()
    lia(client)
    for first in (490, 491, 491):
        post(client, scope, {"no-1": first, "no-2": 264})
    client.force_login(operator("pak_tono"))
    post(client, scope, {"no-1": 489, "no-2": 264})
    assert [row.votes["1"] for row in TypedRecap.objects.order_by("pk")] == [490, 491, 489]
    assert "pak_tono" in page_of(client, scope) or "-2" in page_of(client, scope)
    with pytest.raises(TypeError):
        TypedRecap.objects.first().save()  # type: ignore[union-attr]


def test_an_operator_of_another_kecamatan_neither_sees_nor_types_it(client: Client) -> None:
    scope = counted()
    client.force_login(operator("bu_yuni"))
    assert client.get(at("count_recap", scope, HILIR, KIND)).status_code == 403
    assert post(client, scope, {"no-1": 1, "no-2": 1}).status_code == 403
    assert HILIR not in client.get(at("count_recaps", scope)).content.decode()
    assert not TypedRecap.objects.exists()


def test_a_kecamatan_or_kind_that_is_not_there_is_said(client: Client) -> None:
    scope = counted()
    lia(client)
    for area, kind in (("99.01.09", KIND), (HILIR, "DPR"), (TPS, KIND)):
        assert client.get(at("count_recap", scope, area, kind)).status_code in (404, 422)


def confirmed(client: Client, scope: Scope) -> int:
    """Press the button of the page, if it is there."""
    found = re.search(r'name="digest" value="([0-9a-f]{64})"', page_of(client, scope))
    return post(client, scope, {"digest": found[1]}).status_code if found else 0


def test_a_second_person_stands_behind_it_and_nobody_behind_their_own(client: Client) -> None:
    scope = counted()
    lia(client)
    post(client, scope, {"no-1": 491, "no-2": 264})
    assert confirmed(client, scope) == 0
    digest = digest_of(TypedRecap.objects.get().as_form())
    assert post(client, scope, {"digest": digest}).status_code >= 400

    client.force_login(operator("pak_tono"))
    assert confirmed(client, scope) == 302
    assert queries.standing(scope, HILIR, KIND).state is State.AGREED
    assert TypedRecap.objects.count() == 2
    assert confirmed(client, scope) == 0

    lia(client)
    post(client, scope, {"no-1": 490, "no-2": 264})
    assert queries.standing(scope, HILIR, KIND).state is State.DIFFERS
    assert "1 orang lain mengetiknya berbeda" in page_of(client, scope)
    client.force_login(operator("pak_tono"))
    assert post(client, scope, {"digest": digest}).status_code >= 400  # it says something else now
    assert confirmed(client, scope) == 302
    assert queries.standing(scope, HILIR, KIND).state is State.AGREED


def test_who_types_elsewhere_confirms_nothing(client: Client) -> None:
    scope = counted()
    lia(client)
    post(client, scope, {"no-1": 491, "no-2": 264})
    digest = digest_of(TypedRecap.objects.get().as_form())
    client.force_login(operator("bu_yuni"))
    assert post(client, scope, {"digest": digest}).status_code == 403
    assert TypedRecap.objects.count() == 1
