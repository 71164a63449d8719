"""Numbers, dates and states as people here write them."""

from datetime import UTC, datetime

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from tepat.core.election.roles import Action, Role
from tepat.core.problems import Code, Problem
from tepat.server.desk import words


def drawn(source: str, **context: object) -> str:
    return " ".join(Template(source).render(Context(context)).split())


@pytest.mark.parametrize(
    ("value", "written"), [(1204, "1.204"), (188015, "188.015"), (0, "0"), ("0.97", "0,97")]
)
def test_numbers_have_a_point_for_thousands(value: object, written: str) -> None:
    assert drawn("{{ value|number }}", value=value) == written


def test_english_numbers_have_a_comma() -> None:
    with translation.override("en"):
        assert drawn("{{ value|number }}", value=1204) == "1,204"


def test_an_unknown_number_is_unset_and_never_nought() -> None:
    text = drawn("{{ value|number }}", value=None)

    assert "belum diatur" in text
    assert "0" not in text


def test_a_moment_is_written_in_the_time_of_the_place() -> None:
    at = datetime(2024, 11, 26, 8, 40, tzinfo=UTC)

    assert drawn('{{ at|moment:"Asia/Makassar" }}', at=at) == "Sel 26 Nov, 16.40 WITA"
    assert drawn('{{ at|moment:"Asia/Jayapura" }}', at=at) == "Sel 26 Nov, 17.40 WIT"


@pytest.mark.parametrize("state", list(words.STATE_NAMES))
def test_a_state_is_a_shape_and_a_word(state: str) -> None:
    text = drawn("{% state name %}", name=state)

    assert f'href="#i-{state}"' in text
    assert words.state_name(state) in text


def test_a_bar_says_its_numbers_to_those_who_do_not_see_it() -> None:
    text = drawn("{% bar 498 34 7 550 %}")

    assert "dari 550: 498 tepat, 34 menyusul, 11 belum, 7 tidak" in text
    assert 'style="inline-size:90.55%"' in text


def test_a_bar_of_nothing_is_empty_and_does_not_fail() -> None:
    assert "dari 0" in drawn("{% bar 0 0 0 0 %}")


def test_contoh_stands_only_where_figures_are_made_up() -> None:
    assert "contoh" in drawn("{% contoh %}", is_contoh=True)
    assert drawn("{% contoh %}", is_contoh=False) == ""


def test_the_pager_keeps_the_filters() -> None:
    page = Paginator(range(95), 20).page(2)
    request = RequestFactory().get("/", {"q": "a&b", "page": "2"})
    text = drawn("{% pages page %}", page=page, request=request)

    assert "21 sampai 40 dari 95" in text
    assert "?q=a%26b&amp;page=3" in text


def test_faults_are_said_before_warnings_and_escaped() -> None:
    facts: dict[str, str | int] = {
        "sheet": "<b>",
        "row": 7,
        "column": "DPT",
        "value": "28l",
        "cap": 600,
    }
    found = [Problem(Code.ABOVE_CAP, facts), Problem(Code.NOT_A_NUMBER, facts)]
    text = drawn("{% problems found %}", found=found)

    assert text.index("bukan bilangan bulat") < text.index("batasnya 600")
    assert "<b>" not in text


def test_every_role_and_action_has_a_name() -> None:
    assert {words.role_name(role) for role in Role}
    assert {words.action_name(action) for action in Action}
    assert set(words.ROLE_NAMES) == set(Role)
    assert set(words.ACTION_NAMES) == set(Action)
