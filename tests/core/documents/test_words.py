"""Numbers and dates in words."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tepat.core.documents.words import (
    TERBILANG_LIMIT,
    date_in_words,
    grouped,
    roman_month,
    seal_ranges,
    terbilang,
)

ONES = {
    "nol": 0,
    "satu": 1,
    "dua": 2,
    "tiga": 3,
    "empat": 4,
    "lima": 5,
    "enam": 6,
    "tujuh": 7,
    "delapan": 8,
    "sembilan": 9,
    "sepuluh": 10,
    "sebelas": 11,
    "seratus": 100,
}
LARGE = {"ribu": 10**3, "juta": 10**6, "miliar": 10**9, "triliun": 10**12}


def spoken(words: str) -> int:
    """Read Indonesian number words back, by another way than they were made."""
    total = group = unit = 0
    for word in words.split():
        if word in ONES:
            group += unit
            unit = ONES[word]
        elif word == "belas":
            unit += 10
        elif word == "puluh":
            unit *= 10
        elif word == "ratus":
            unit *= 100
        elif word == "seribu":
            total += 1000
        else:
            total += (group + unit) * LARGE[word]
            group = unit = 0
    return total + group + unit


@given(st.integers(0, TERBILANG_LIMIT - 1) | st.integers(0, 2100))
def test_words_say_the_number_they_were_made_from(number: int) -> None:
    assert spoken(terbilang(number)) == number


@given(st.integers(0, 10**7), st.integers(0, 10**7))
def test_different_numbers_have_different_words(one: int, other: int) -> None:
    assert (terbilang(one) == terbilang(other)) == (one == other)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"),
        (10, "sepuluh"),
        (15, "lima belas"),
        (21, "dua puluh satu"),
        (100, "seratus"),
        (1001, "seribu satu"),
        (1_000_000, "satu juta"),
        (2024, "dua ribu dua puluh empat"),
        (101_000, "seratus satu ribu"),
        (-3, "minus tiga"),
    ],
)
def test_words_are_those_people_write(number: int, words: str) -> None:
    assert terbilang(number) == words


def test_a_number_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match="no words"):
        terbilang(TERBILANG_LIMIT)


def test_every_day_of_a_year_is_said_once() -> None:
    first = date(2024, 1, 1)
    said = {date_in_words(first + timedelta(days)) for days in range(366)}
    assert len(said) == 366
    assert roman_month(date(2024, 11, 27)) == "XI"


@given(st.integers(0, 10**12))
def test_grouping_only_adds_dots(number: int) -> None:
    assert int(grouped(number).replace(".", "")) == number


def test_unset_is_never_zero() -> None:
    assert grouped(None) == "belum diatur"
    assert grouped(0) == "0"


def test_seals_without_numbers_stay_as_they_are() -> None:
    assert seal_ranges(["robek", "KB 099", "KB 100", "XY 101"]) == "robek, KB 099 s.d. 100, XY 101"
    assert seal_ranges([]) == ""
