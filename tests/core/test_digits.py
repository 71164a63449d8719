"""What people type as a number: read whole, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tepat.core.digits import whole_number

MOST = 60


@pytest.mark.parametrize(
    "typed",
    [
        "000000999999999999",  # its first digits alone would fit
        "0000000000009" + 18 * "0",
        "9" * 5_000,  # Python itself refuses to turn this into a number
        "61",
        "-1",
        "1.5",
        "1,5",
        "1.2345",
        "0x10",
        "1e3",
        "1_0",
        "\u0661\u0662",
        "\u00b2",
        "",
        " ",
    ],
)
def test_what_is_no_whole_number_within_the_limits(typed: str) -> None:
    assert whole_number(typed, MOST) is None


@pytest.mark.parametrize(
    ("typed", "number"), [("0", 0), (" 7 ", 7), ("060", 60), ("0" * 5_000 + "5", 5)]
)
def test_what_is_one(typed: str, number: int) -> None:
    assert whole_number(typed, MOST) == number


def test_thousands_may_be_grouped() -> None:
    assert whole_number("1.250.000", 10**9) == 1_250_000
    assert whole_number("1 250 000", 10**9) == 1_250_000


def test_less_than_the_least_is_refused() -> None:
    assert whole_number("0", MOST, 1) is None
    assert whole_number("1", MOST, 1) == 1


@given(st.text(max_size=12))
def test_no_text_breaks_it(text: str) -> None:
    number = whole_number(text, MOST)
    assert number is None or 0 <= number <= MOST
