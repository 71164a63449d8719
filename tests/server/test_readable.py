"""No text and no number that a person or a program sends makes the server fall over."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tepat.core.problems import Refused
from tepat.server.election.models import Scope
from tepat.server.readable import MOST_CHARACTERS
from tepat.server.typed import day, moment
from tests.worlds import contoh_scope, person


@pytest.fixture
def bu_dewi() -> Client:
    client = Client()
    client.force_login(person("bu_dewi"))
    return client


def where(scope: Scope, name: str) -> str:
    return reverse(name, args=[scope.election, scope.kabupaten])


@pytest.mark.django_db
def test_a_nul_is_refused_with_a_sentence_wherever_it_stands(bu_dewi: Client) -> None:
    scope = contoh_scope()
    page = where(scope, "shipments")
    answers = [
        bu_dewi.get(page, {"kecamatan": "a\x00b"}),
        bu_dewi.get(page, {"a\x00b": "1"}),
        bu_dewi.get(page + "%00/"),
        bu_dewi.get(page + "SJ%00/"),
        bu_dewi.post(where(scope, "accounts_password"), {"username": "a\x00b"}),
    ]

    assert {answer.status_code for answer in answers} <= {400, 404}
    assert "tidak dapat disimpan" in answers[0].text
    assert "username" in answers[-1].text


@pytest.mark.django_db
def test_a_nul_on_the_way_in_is_refused_as_well() -> None:
    contoh_scope()
    answer = Client().post(reverse("account_login"), {"login": "a\x00", "password": "b\x00"})

    assert answer.status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["\x00", "\ud800"])
def test_json_that_cannot_be_stored_is_refused_by_its_field(bu_dewi: Client, text: str) -> None:
    scope = contoh_scope()
    answer = bu_dewi.post(
        f"/api/e/{scope.election}/{scope.kabupaten}/packing/scan",
        json.dumps({"text": f"a{text}"}),
        content_type="application/json",
    )

    assert (answer.status_code, answer.json()["code"]) == (400, "text_unreadable")
    assert answer.json()["facts"] == {"field": "text"}


@pytest.mark.django_db
def test_a_face_in_json_is_text_like_any_other(bu_dewi: Client) -> None:
    scope = contoh_scope()
    answer = bu_dewi.post(
        f"/api/e/{scope.election}/{scope.kabupaten}/packing/scan",
        json.dumps({"text": "\U0001f600"}),
        content_type="application/json",
    )

    assert answer.status_code != 400


@pytest.mark.django_db
def test_a_session_that_cannot_be_looked_up_is_no_session() -> None:
    client = Client()
    client.cookies["sessionid"] = "a\x00b"

    assert client.get("/").status_code == 302


@pytest.mark.django_db
def test_a_book_is_not_a_field(bu_dewi: Client) -> None:
    scope = contoh_scope()
    answer = bu_dewi.post(
        where(scope, "accounts_password"), {"username": "q" * (MOST_CHARACTERS + 1)}
    )

    assert answer.status_code == 422
    assert "username" in answer.text


FORMS: list[tuple[str, dict[str, Any]]] = [
    (
        "seal_issue",
        {"prefix": "P" * 30, "first": "1", "last": "5", "what": "w" * 80, "to": "t" * 120},
    ),
    ("seal_issue", {"first": "9" * 30, "last": "9" * 30}),
    ("shipment_make", {"area": "99.01.01", "destination": "d" * 60, "unsealed_reason": "uji"}),
    ("shipment_make", {"area": "99.01.01", "departs_at": "0001-01-01T00:00"}),
    ("shipment_make", {"area": "99.01.01", "departs_at": "9999-12-31T23:59"}),
]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("name", "form"), FORMS)
def test_no_form_falls_over_a_value_that_does_not_fit(
    bu_dewi: Client, name: str, form: dict[str, Any]
) -> None:
    scope = contoh_scope()

    assert bu_dewi.post(where(scope, name), form).status_code < 500


@pytest.mark.django_db(transaction=True)
def test_a_field_that_is_too_long_is_named(bu_dewi: Client) -> None:
    scope = contoh_scope()
    answer = bu_dewi.post(
        where(scope, "seal_issue"),
        {"first": "KB 0170 001", "last": "KB 0170 400", "what": "w" * 80},
    )

    assert answer.status_code == 422
    assert "Isian what terlalu panjang" in answer.text


@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31", "besok", "2024-13-01"])
def test_a_day_outside_our_century_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        day(text, "Jatuh tempo")


@pytest.mark.parametrize("text", ["0001-01-01T00:00", "9999-12-31T23:59", "nanti"])
def test_an_hour_outside_our_century_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        moment(text, "Asia/Makassar", "Berangkat")


def test_an_hour_that_was_left_empty_is_not_known() -> None:
    assert moment("", "Asia/Makassar", "Berangkat") is None
