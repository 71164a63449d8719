"""A TPS list as offices keep it is read row by row, and every fault has its place."""

from collections.abc import Sequence
from typing import Any

import pytest

from tepat.adapters.spelling import closest
from tepat.core.election.tps_list.expected import Expected
from tepat.core.election.tps_list.names import Alias, Place, Places
from tepat.core.election.tps_list.reading import read_workbook
from tepat.core.election.tps_list.rows import TpsRead
from tepat.core.election.tps_list.sheet import Merged, Sheet
from tepat.core.problems import Code, Problem, Refused
from tepat.core.sentences import sentence

PLACES = [
    Place("99.01.01", "Hulu"),
    Place("99.01.02", "Hilir"),
    Place("99.01.01.1001", "Kota Hulu"),
    Place("99.01.01.2002", "Sungai Jernih II"),
    Place("99.01.01.2003", "Ba'ah"),
    Place("99.01.02.2001", "Muara Teduh"),
    Place("99.01.02.2002", "Pulau Kecil"),
    Place("99.01.02.2003", "Pulau Kecil Baru"),
    Place("99.01.02.2004", "Ba'ah"),
]
HEADER = ["NO", "KECAMATAN", "DESA/KELURAHAN", "TPS", "L", "P", "L+P"]
GOOD = [1, "Hulu", "Kota Hulu", 1, 240, 241, 481]


def read(
    *rows: Sequence[Any],
    name: str = "DPT",
    aliases: Sequence[Alias] = (),
    merged: Sequence[Merged] = (),
    **more: Any,
) -> TpsRead:
    sheets = [Sheet(name, rows, merged=merged)]
    return read_workbook(sheets, expected(aliases, **more))


def expected(aliases: Sequence[Alias] = (), **more: Any) -> Expected:
    return Expected("99.01", Places(PLACES, aliases), closest, cap=600, **more)


def codes(found: TpsRead) -> list[Code]:
    return [problem.code for problem in found.problems]


def only(found: TpsRead) -> Problem:
    [problem] = found.problems
    return problem


@pytest.mark.parametrize(
    "header",
    [
        ["KODE", "KEC", "KEL", "NO TPS", "LK", "PR", "JML"],
        ["Kode Desa", "Nama Kec.", "Nama Desa/Kel", "Nomor TPS", "Laki-laki", "Perempuan", "Total"],
        ["code", "kecamatan", "desa", "tps", "dpt_l", "dpt_p", "dpt"],
        ["Kode Wilayah", "Distrik", "Kampung", "TPS", "Pemilih L", "Pemilih P", "Jumlah Pemilih"],
        ["ID", "KECAMATAN", "PEKON", "No. TPS", "L", "P", "L + P"],
        ["Kode Kemendagri", "Kecamatan", "Desa / Kelurahan", "Nama TPS", "Pria", "Wanita", "DPT"],
    ],
    ids=lambda header: header[2],
)  # fmt: skip
def test_usual_headers_are_recognised(header: list[str]) -> None:
    found = read(header, ["99.01.01.1001", "Hulu", "Kota Hulu", "TPS 007", 240, 241, 481])

    [row] = found.rows
    assert (row.code, dict(row.values)) == (
        "99.01.01.1001-007",
        {"dpt": 481, "dpt_l": 240, "dpt_p": 241},
    )
    assert found.problems == []


def test_header_in_two_rows_under_a_title_with_column_numbers() -> None:
    found = read(
        ["REKAPITULASI DAFTAR PEMILIH TETAP PILKADA 2024"],
        ["KABUPATEN CONTOH"],
        [],
        [
            "NO",
            "NAMA KECAMATAN",
            "NAMA DESA",
            "TPS",
            "JUMLAH PEMILIH",
            "",
            "",
            "PEMILIH DISABILITAS",
            "",
        ],
        ["", "", "", "", "L", "P", "L+P", "L", "P"],
        ["1", "2", "3", "4", "5", "6", "7", "8", "9"],
        [1, "Hulu", "Kota Hulu", 1, 240, 241, 481, 3, 4],
    )

    [row] = found.rows
    assert dict(row.values) == {"dpt": 481, "dpt_l": 240, "dpt_p": 241}
    assert row.row == 7


def test_merged_group_headers_and_merged_grouping_columns() -> None:
    found = read(
        ["KECAMATAN", "DESA", "TPS", "DPT", None, None, "DPTb", None, None],
        [None, None, None, "L", "P", "JML", "L", "P", "JML"],
        ["Hulu", "Kota Hulu", 1, 240, 241, 481, 1, 1, 2],
        [None, None, 2, 250, 270, 520, 0, 0, 0],
        [None, "Ba'ah", 1, 10, 10, 20, 0, 0, 0],
        merged=[
            *[(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2), (0, 3, 0, 5), (0, 6, 0, 8)],
            *[(2, 0, 4, 0), (2, 1, 3, 1)],
        ],
    )  # fmt: skip

    assert [row.code for row in found.rows] == [
        "99.01.01.1001-001",
        "99.01.01.1001-002",
        "99.01.01.2003-001",
    ]
    assert found.rows[0].values["dptb"] == 2
    assert found.rows[0].values["dpt"] == 481


def test_header_repeated_on_each_printed_page_is_not_a_row() -> None:
    found = read(HEADER, GOOD, HEADER, [2, "Hulu", "Kota Hulu", 2, 260, 260, 520])

    assert (len(found.rows), found.problems) == (2, [])


def test_subtotals_are_checked_and_never_become_a_tps() -> None:
    found = read(
        HEADER,
        GOOD,
        [2, "Hulu", "Kota Hulu", 2, 260, 260, 520],
        ["", "", "JUMLAH DESA", 2, 500, 501, 1001],
        [3, "Hulu", "Ba'ah", 1, 10, 10, 20],
        ["SUB TOTAL", "", "", 1, 10, 10, 20],
        ["TOTAL", "", "", 3, 510, 511, 1021],
    )

    assert (len(found.rows), found.problems, found.rows_read) == (3, [], 3)


def test_subtotal_that_differs_is_a_warning() -> None:
    found = read(HEADER, GOOD, ["", "", "JUMLAH", "", 240, 240, 480])

    problem = only(found)
    assert problem.code is Code.SUBTOTAL_DIFFERS
    assert (problem.facts["value"], problem.facts["sum"], problem.facts["row"]) == (480, 481, 3)
    assert problem.is_warning


def test_line_of_a_desa_above_its_tps_is_a_total() -> None:
    found = read(
        HEADER,
        [1, "Hulu", "Kota Hulu", "", 500, 501, 1001],
        ["", "", "Kota Hulu", 1, 240, 241, 481],
        ["", "", "Kota Hulu", 2, 260, 260, 520],
    )

    assert ([row.number for row in found.rows], found.problems) == ([1, 2], [])


def test_row_without_tps_number_is_named() -> None:
    found = read(
        HEADER, GOOD, [2, "Hulu", "Kota Hulu", "", 20, 21, 41], [3, *GOOD[1:3], 3, 9, 9, 18]
    )

    assert codes(found) == [Code.TPS_NUMBER]
    assert (len(found.rows), found.rows_read, found.rows_refused) == (2, 3, 1)


@pytest.mark.parametrize("written", ["1.204", "1,204", "1 204", "1\u00a0204", 1204, 1204.0, "1204"])
def test_numbers_are_read_as_clerks_write_them(written: Any) -> None:
    found = read(["DESA", "TPS", "DPT"], ["Kota Hulu", 1, written])

    assert found.rows[0].values["dpt"] == 1204


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (-3, Code.NEGATIVE_NUMBER),
        ("-3", Code.NEGATIVE_NUMBER),
        (240.5, Code.NOT_A_NUMBER),
        ("12,5", Code.NOT_A_NUMBER),
        ("banyak", Code.NOT_A_NUMBER),
        ("#REF!", Code.NOT_A_NUMBER),
        (True, Code.NOT_A_NUMBER),
        (1e12, Code.NUMBER_TOO_LARGE),
    ],
)
def test_negative_and_non_integer_voters_are_named_and_the_rest_is_kept(
    written: Any, code: Code
) -> None:
    found = read(HEADER, [1, "Hulu", "Kota Hulu", 1, written, 241, ""], [2, *GOOD[1:3], 2, 1, 2, 3])

    problem = only(found)
    assert problem.code is code
    assert (problem.facts["sheet"], problem.facts["row"]) == ("DPT", 2)
    assert problem.facts["column"] == "E (L)"
    assert str(written)[:3].upper() in sentence(problem).upper()
    assert [row.number for row in found.rows] == [2]
    assert found.refused_codes == {"99.01.01.1001-001"}


def test_blank_voters_are_unset_with_a_warning() -> None:
    found = read(HEADER, [1, "Hulu", "Kota Hulu", 1, "", "", "-"])

    assert found.rows[0].values["dpt"] is None
    assert only(found).code is Code.VOTERS_UNSET


def test_above_the_cap_is_a_warning() -> None:
    found = read(HEADER, [1, "Hulu", "Kota Hulu", 1, 300, 301, 601])

    assert found.rows[0].values["dpt"] == 601
    assert only(found).code is Code.ABOVE_CAP
    assert "601" in sentence(only(found))


def test_men_and_women_that_do_not_add_up_are_a_warning() -> None:
    found = read(HEADER, [1, "Hulu", "Kota Hulu", 1, 240, 241, 480])

    assert found.rows[0].values["dpt"] == 480
    assert only(found).code is Code.SUM_DIFFERS


def test_duplicate_tps_keeps_the_first_and_names_both() -> None:
    found = read(HEADER, GOOD, [2, "Hulu", "KOTA HULU", "TPS 001", 1, 1, 2])

    problem = only(found)
    assert problem.code is Code.TPS_TWICE
    assert (problem.facts["row"], problem.facts["first_row"]) == (3, 2)
    assert [row.values["dpt"] for row in found.rows] == [481]


def test_special_tps_are_numbered_from_901() -> None:
    found = read(HEADER, [1, "Hulu", "Kota Hulu", "TPS 901 LOKSUS", 240, 241, 481])

    assert found.rows[0].code == "99.01.01.1001-901"


@pytest.mark.parametrize(
    ("kecamatan", "desa", "code"),
    [
        ("HULU", "KOTA HULU", "99.01.01.1001"),
        ("Kec. Hulu", "Kel. Kota Hulu", "99.01.01.1001"),
        ("hulu", "Kotahulu", "99.01.01.1001"),
        ("Hulu", "Sei Jernih 2", "99.01.01.2002"),
        ("Hulu", "1. Desa Sungai Jernih II", "99.01.01.2002"),
        ("Hulu", "Baah", "99.01.01.2003"),
        ("Hilir", "BA’AH", "99.01.02.2004"),
        ("Hilir", "Pulau  Kecil", "99.01.02.2002"),
        ("Hilir", "PULAU KECIL (KOTA)", "99.01.02.2002"),
    ],
)
def test_spelling_variants_are_the_same_desa(kecamatan: str, desa: str, code: str) -> None:
    found = read(HEADER, [1, kecamatan, desa, 1, 1, 1, 2])

    assert [row.desa for row in found.rows] == [code]


@pytest.mark.parametrize(
    ("kecamatan", "desa", "suggested"),
    [
        ("Hulu", "Kota Hulo", "99.01.01.1001"),
        ("Hulu", "Muara Teduh", "99.01.02.2001"),
        ("Hulo", "Kota Hulu", "99.01.01.1001"),
        ("Hilir", "Pulau Kecill Barru Timur", "99.01.02.2003"),
    ],
)
def test_unknown_desa_is_listed_with_suggestions_and_never_matched(
    kecamatan: str, desa: str, suggested: str
) -> None:
    found = read(HEADER, GOOD, [2, kecamatan, desa, 1, 1, 1, 2], [3, kecamatan, desa, 2, 1, 1, 2])

    assert [row.desa for row in found.rows] == ["99.01.01.1001"]
    [unmatched] = found.unmatched
    assert (unmatched.desa, unmatched.row, unmatched.rows) == (desa, 3, 2)
    assert suggested in [place.code for place in unmatched.suggestions]


def test_a_list_of_another_kabupaten_without_codes_is_said_once_and_offers_no_desa() -> None:
    rows = [
        [n, kecamatan, desa, 1, 1, 1, 2]
        for n, (kecamatan, desa) in enumerate(
            [("Perak", "Jatiganggong"), ("Gudo", "Kota Hulo"), ("Ngoro", "Muara Teduh")]
        )
    ]
    found = read(HEADER, *rows)

    problem = only(found)
    assert problem.code is Code.KECAMATAN_NONE
    assert (problem.facts["rows"], problem.facts["value"]) == (3, "Perak, Gudo, Ngoro")
    assert (found.waiting, found.unmatched, found.rows_refused) == ([], [], 3)
    assert "tidak ada kecamatan yang cocok dengan 99.01" in sentence(problem)

    found = read(HEADER, *rows, owner_of=lambda kecamatan: "35.17 Kabupaten Jombang")
    assert "nama-namanya milik 35.17 Kabupaten Jombang" in sentence(only(found))


def test_a_sheet_with_nothing_below_its_header_is_named() -> None:
    problem = only(read(["DAFTAR TPS"], HEADER))

    assert problem.code is Code.SHEET_NO_ROWS
    assert (problem.facts["sheet"], problem.facts["row"]) == ("DPT", 2)


def test_a_total_far_from_men_and_women_waits_for_a_person() -> None:
    rows: list[Sequence[Any]] = [HEADER, GOOD, [2, "Hulu", "Kota Hulu", 2, 100, 94, 999]]

    found = read(*rows)
    assert codes(found) == [Code.SUM_FAR, Code.ABOVE_CAP]
    assert [row.number for row in found.rows] == [1]
    assert ([row.number for row in found.held], found.rows_refused) == ([2], 1)

    assert read(*rows, total="sum").rows[1].values["dpt"] == 194
    assert read(*rows, total="sheet").rows[1].values["dpt"] == 999


def test_an_unknown_kecamatan_gets_no_desa_from_elsewhere() -> None:
    found = read(HEADER, GOOD, [2, "Perak", "Muara Teduh", 1, 1, 1, 2])

    [unmatched] = found.unmatched
    assert unmatched.suggestions == ()


def test_name_in_two_kecamatan_is_ambiguous_without_one() -> None:
    found = read(["DESA", "TPS", "DPT"], ["Ba'ah", 1, 20])

    [unmatched] = found.unmatched
    assert unmatched.is_ambiguous
    assert {place.code for place in unmatched.suggestions} == {"99.01.01.2003", "99.01.02.2004"}


def test_a_choice_is_remembered() -> None:
    found = read(
        HEADER,
        [1, "Hulu", "Kota Lama", 1, 1, 1, 2],
        aliases=[Alias("KOTALAMA", "HULU", "99.01.01.1001")],
    )

    assert [row.desa for row in found.rows] == ["99.01.01.1001"]


def test_a_published_code_alias_is_followed() -> None:
    found = read(
        ["KODE", "TPS", "DPT"],
        ["9901090009", 1, 20],
        aliases=[Alias("99.01.09.0009", "", "99.01.01.1001")],
    )

    assert [row.desa for row in found.rows] == ["99.01.01.1001"]


@pytest.mark.parametrize(
    "code",
    [
        "99.01.01.1001",
        "9901011001",
        9901011001,
        9901011001.0,
        "99.01.01.1001-007",
        "9901011001007",
    ],
)
def test_codes_with_and_without_dots(code: Any) -> None:
    found = read(["KODE", "NO TPS", "DPT"], [code, 7, 20])

    assert [row.code for row in found.rows] == ["99.01.01.1001-007"]


def test_code_of_thirteen_digits_carries_the_tps() -> None:
    found = read(["KODE TPS", "DPT", "L"], ["9901011001007", 20, 10])

    assert [row.code for row in found.rows] == ["99.01.01.1001-007"]


def test_code_and_name_that_disagree_are_a_warning_once() -> None:
    rows = [["99.01.01.1001", "Hulu", "Ba'ah", n, 20] for n in (1, 2, 3)]
    found = read(["KODE", "KECAMATAN", "DESA", "TPS", "DPT"], *rows)

    assert only(found).code is Code.CODE_NAME
    assert {row.desa for row in found.rows} == {"99.01.01.1001"}


def test_another_regencys_sheet_is_one_message() -> None:
    rows = [[f"63.09.01.{2001 + n}", 1, 200] for n in range(50)]
    found = read(["KODE", "TPS", "DPT"], *rows)

    problem = only(found)
    assert problem.code is Code.OTHER_KABUPATEN
    assert (problem.facts["value"], problem.facts["rows"]) == ("63.09", 50)
    assert (found.rows, found.rows_refused) == ([], 50)


def test_mixed_elections_are_named_and_the_right_one_is_kept() -> None:
    header = [*HEADER, "JENIS PEMILIHAN"]
    words = ["pilkada-2024", "Pilkada 2024", "KWK-BUP", "Bupati dan Wakil Bupati", "Bupati"]
    found = read(
        header,
        [*GOOD, "PILKADA 2024"],
        [2, *GOOD[1:3], 2, 1, 1, 2, "Pileg"],
        [3, *GOOD[1:3], 3, 1, 1, 2, "BUPATI"],
        election="Pilkada 2024",
        election_words=words,
    )

    problem = only(found)
    assert problem.code is Code.OTHER_ELECTION
    assert problem.facts["column"] == "H (JENIS PEMILIHAN)"
    assert [row.number for row in found.rows] == [1, 3]


def test_one_sheet_per_kecamatan_takes_its_name_from_the_sheet_or_the_title() -> None:
    sheets = [
        Sheet("Petunjuk", [["Isi lembar berikut"]]),
        Sheet("Grafik", [["Jumlah per bulan"]]),
        Sheet("HULU", [["DESA", "TPS", "DPT"], ["Ba'ah", 1, 20]]),
        Sheet("2", [["KECAMATAN : HILIR"], ["DESA", "TPS", "DPT"], ["Ba'ah", 1, 30]]),
    ]
    found = read_workbook(sheets, expected())

    assert [row.code for row in found.rows] == ["99.01.01.2003-001", "99.01.02.2004-001"]
    assert codes(found) == [Code.SHEET_SKIPPED]


def test_kecamatan_and_desa_as_title_rows_between() -> None:
    found = read(
        ["NO", "TPS", "DESA", "DPT"],
        ["KECAMATAN : HULU"],
        [1, 1, "Ba'ah", 20],
        ["KECAMATAN HILIR"],
        [1, 1, "Ba'ah", 30],
    )

    assert [row.code for row in found.rows] == ["99.01.01.2003-001", "99.01.02.2004-001"]


def test_sheet_that_only_counts_tps_says_what_is_missing() -> None:
    with pytest.raises(Refused) as refused:
        read(["NO", "KECAMATAN", "DESA", "JUMLAH TPS", "L", "P"], [1, "Hulu", "Ba'ah", 4, 900, 910])

    assert refused.value.problem.code is Code.TPS_COUNTS_ONLY
    assert "JUMLAH TPS" in sentence(refused.value.problem)


def test_unknown_header_is_refused_and_a_mapping_helps() -> None:
    rows: list[list[Any]] = [["Wil", "Kel.", "Ke", "Orang"], ["Hulu", "Ba'ah", 1, 20]]
    with pytest.raises(Refused) as refused:
        read(*rows)
    assert refused.value.problem.code is Code.HEADER_NOT_FOUND

    found = read(*rows, given={"kecamatan": "A", "desa": "Kel.", "tps": "#3", "dpt": "orang"})

    assert [(row.code, row.values["dpt"]) for row in found.rows] == [("99.01.01.2003-001", 20)]


def test_a_mapping_wins_over_what_was_recognised() -> None:
    found = read(["DESA", "TPS", "DPT", "DPT HASIL"], ["Kota Hulu", 1, 20, 30], given={"dpt": "D"})

    assert found.rows[0].values["dpt"] == 30


def test_sheet_without_header_is_mapped_by_letters() -> None:
    found = read(["Hulu", "Kota Hulu", 1, 20], given={"desa": "B", "tps": "C", "dpt": "D"})

    assert [row.values["dpt"] for row in found.rows] == [20]


def test_blank_desa_in_the_middle_is_not_guessed() -> None:
    found = read(
        ["DESA", "TPS", "DPT"],
        ["Kota Hulu", 1, 20],
        ["", 2, 21],
        ["", 1, 22],
        ["Muara Teduh", 1, 23],
    )

    assert [row.code for row in found.rows] == [
        "99.01.01.1001-001",
        "99.01.01.1001-002",
        "99.01.02.2001-001",
    ]
    assert only(found).code is Code.DESA_BLANK


def test_columns_a_file_does_not_have_are_not_values() -> None:
    found = read(["DESA", "TPS", "DPT"], ["Kota Hulu", 1, 20])

    assert set(found.rows[0].values) == {"dpt", "dpt_l", "dpt_p"}


def test_points_outside_indonesia_are_left_out_with_a_warning() -> None:
    found = read(
        ["DESA", "TPS", "DPT", "LAT", "LONG"],
        ["Kota Hulu", 1, 20, "-2,01", "115,3"],
        ["Kota Hulu", 2, 20, 115.3, -2.01],
        ["Kota Hulu", 3, 20, "", ""],
    )

    assert found.rows[0].values["lat"] == -2.01
    assert "lat" not in found.rows[1].values
    assert only(found).code is Code.TPS_POINT


def test_signature_block_below_the_table_is_not_data() -> None:
    found = read(
        HEADER, GOOD, [], ["", "", "", "", "", "Kota Hulu, 20 September 2024"], ["", "Ketua KPU"]
    )

    assert (len(found.rows), found.problems) == (1, [])
