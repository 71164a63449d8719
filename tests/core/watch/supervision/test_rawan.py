"""Tables of vulnerable TPS: good rows are kept, bad ones named."""

from hypothesis import given
from hypothesis import strategies as st

from tepat.core.problems import Code
from tepat.core.watch.supervision.rawan import Marked, by_desa, merged, read_table, sums

TPS = "99.01.01.2001-001"
HEADERS = {"sulit dijangkau": "hard", "kendala internet": "internet"}


def test_good_rows_are_kept_and_bad_ones_named_by_line() -> None:
    lines = [
        ["TPS", "Sulit dijangkau", "Kendala internet", "Catatan"],
        [TPS, "ya", "tidak", "x"],
        [TPS, "ya", "", ""],
        ["99.01.01.2001-1", "ya", "", ""],
        ["99.01.01.2001-002", "mungkin", "", ""],
        ["", "", "", ""],
    ]
    read = read_table(lines, HEADERS, frozenset())
    assert read.rows == (Marked(TPS, frozenset({"hard"}), frozenset({"internet"})),)
    assert [each.code for each in read.problems] == [
        Code.RAWAN_TWICE,
        Code.RAWAN_TPS,
        Code.RAWAN_CELL,
    ]
    assert [each.facts["line"] for each in read.problems] == [3, 4, 5]
    assert read.unknown == ("catatan",)


def test_a_table_without_a_column_of_tps_is_refused_whole() -> None:
    [problem] = read_table(
        [["Nama", "Sulit dijangkau"], [TPS, "ya"]], HEADERS, frozenset()
    ).problems
    assert problem.code is Code.RAWAN_NO_HEADER
    assert read_table([], HEADERS, frozenset()).rows == ()


def test_a_tps_that_is_not_in_the_list_is_named() -> None:
    known = frozenset({"99.01.01.2001-009"})
    [problem] = read_table([["TPS"], [TPS]], HEADERS, known).problems
    assert problem.code is Code.RAWAN_TPS


@given(st.lists(st.lists(st.text(max_size=30), max_size=6), max_size=12))
def test_no_table_breaks_the_reading(lines: list[list[str]]) -> None:
    read = read_table(lines, HEADERS, frozenset())
    assert len(read.rows) <= max(0, len(lines) - 1)


def test_sums_and_desa_count_tps_and_an_empty_cell_takes_nothing_back() -> None:
    rows = [
        Marked(TPS, frozenset({"hard", "internet"})),
        Marked("99.01.01.2001-002", frozenset({"hard"})),
        Marked("99.01.02.2001-001", frozenset()),
    ]
    assert sums(rows)["hard"] == 2
    assert by_desa(rows) == {"99.01.01.2001": 2}
    assert merged(rows[0], Marked(TPS, frozenset())) == rows[0]
