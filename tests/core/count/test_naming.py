"""Names beside numbers: what people paste is read whole or told line by line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tepat.core.count.naming import LONGEST, MOST, read, text_of
from tepat.core.problems import Code


@pytest.mark.parametrize(
    ("line", "number", "name"),
    [
        ("1 Budi dan Ani", "1", "Budi dan Ani"),
        ("01. Budi & Ani", "1", "Budi & Ani"),
        ("2\tSiti  Aminah, S.H.", "2", "Siti Aminah, S.H."),
        ("  24) Dr. H. Umar", "24", "Dr. H. Umar"),
        ("4.2; Rahma", "4.2", "Rahma"),
        ("4.0 Partai Contoh", "4.0", "Partai Contoh"),
        ("3 \u202eUmar\u200b", "3", "Umar"),
    ],
)
def test_a_line_is_a_number_and_a_name(line: str, number: str, name: str) -> None:
    assert read(line).names == {number: name}


@pytest.mark.parametrize(
    "line", ["Budi", "1", "1 ", "0 Budi", "-1 Budi", "1000 Budi", "1 " + "x" * (LONGEST + 1)]
)
def test_any_other_line_is_told_with_its_place(line: str) -> None:
    [problem] = read(f"7 Ani\n\n{line}").problems
    assert (problem.code, problem.facts["row"]) == (Code.PAPER_NAMES_LINE, 3)


def test_more_lines_than_a_paper_has_are_told() -> None:
    found = read("\n".join(f"{1 + at // 90}.{at % 90} Nama" for at in range(MOST + 1)))
    assert [each.code for each in found.problems] == [Code.PAPER_NAMES_LINE]


@given(st.text())
def test_any_text_is_read_and_what_was_read_reads_the_same_again(text: str) -> None:
    names = read(text).names
    assert read(text_of(names)).names == names
