"""Tables for sheet programs: no formula runs, no nought is lost."""

import csv
import io

import pytest

from tepat.adapters import csv_out


def written(rows: list[list[csv_out.Value]], **rest: object) -> bytes:
    file = io.BytesIO()
    assert csv_out.write(file, ["a", "b"], rows, **rest) == len(rows)  # type: ignore[arg-type]
    return file.getvalue()


@pytest.mark.parametrize("text", ["=1+1", "+62811", "-2", "@SUM(A1)", "\tx", "\r=1", "\n=1"])
def test_what_begins_like_a_formula_is_text(text: str) -> None:
    data = written([[text, 1]])
    [_, [first, second]] = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert first == f"'{text}"
    assert second == "1"
    for_sheets = written([[text, 1]], codes=frozenset({0}), for_sheets=True)
    assert b'"=""' not in for_sheets or text in ("-2", "@SUM(A1)", "+62811")


def test_a_code_keeps_its_noughts_for_sheets_and_its_value_for_programs() -> None:
    rows: list[list[csv_out.Value]] = [["000123", "63.09.05"], ['"; DROP', "a,b\nc"]]
    plain = written(rows)
    assert plain.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(plain.decode("utf-8-sig"), newline="")))
    assert read == [["a", "b"], ["000123", "63.09.05"], ['"; DROP', "a,b\nc"]]
    sheets = written(rows, codes=frozenset({0, 1}), for_sheets=True, delimiter=";")
    assert b'"=""000123""";"=""63.09.05"""' in sheets
    assert b'"""; DROP";' in sheets
