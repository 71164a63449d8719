"""Reports and tide tables as an office keeps them."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from tepat.adapters.report_table import read_reports
from tepat.adapters.rows import LIMIT
from tepat.core.plan.hazard.reports import About, Report, with_reports
from tepat.core.problems import Code, Problem, Refused
from tepat.core.sentences import sentence
from tests.core.plan.hazard.grounds import ground

Read = tuple[list[Report], list[Problem]]
WITA = timezone(timedelta(hours=8))
HEAD = "Tempat;Keadaan;Oleh;Mulai;Sampai;Perihal;Keterangan;Dilaporkan\n"


def read(folder: Path, text: str | bytes, zone: str = "Asia/Makassar") -> Read:
    path = folder / "laporan.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_reports(path, zone)


def test_a_row_is_a_report(tmp_path: Path) -> None:
    row = "low;Tertutup;PPK Contoh;2024-11-20 09:00;21/11/2024 07.30;sungai;arus deras;\n"
    [report], problems = read(tmp_path, HEAD + "\n" + row)

    assert problems == []
    assert report == Report(
        "low",
        False,
        "PPK Contoh",
        datetime(2024, 11, 20, 9, tzinfo=WITA),
        datetime(2024, 11, 21, 7, 30, tzinfo=WITA),
        About.RIVER,
        "arus deras",
    )


def test_english_words_and_four_columns_are_enough(tmp_path: Path) -> None:
    [report], _ = read(tmp_path, "from,by,state,place\n2024-11-20T09:00:00,PPK,open,a-b\n")

    assert (report.place, report.passable, report.until) == ("a-b", True, None)
    assert report.about is About.ROAD


def test_a_tide_table_closes_the_days_on_which_a_jetty_falls_dry(tmp_path: Path) -> None:
    text = HEAD + "".join(
        f"high;tertutup;tabel pasang;2024-11-{day} {start}:00;2024-11-{day} {end}:00;pasang;;"
        "2024-01-05 08:00\n"
        for day, start, end in ((20, "10", "13"), (21, "02", "04"), (22, "11", "14"))
    )
    reports, problems = read(tmp_path, text, "Asia/Jakarta")
    told = with_reports(ground(), [], reports)

    assert problems == []
    # The second span lies in the dark.
    assert told.hazard.zones[1].probability == (1.0, 0.1, 1.0, 0.1)
    assert told.hazard.zones[1].said_by(0).at == "2024-01-05T08:00:00+07:00"


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (";tertutup;PPK;2024-11-20 09:00", "place"),
        ("low;tertutup;;2024-11-20 09:00", "by"),
        ("low;mungkin;PPK;2024-11-20 09:00", "state"),
        ("low;tertutup;PPK;", "from"),
        ("low;tertutup;PPK;besok", "from"),
        ("low;tertutup;PPK;2024-11-20 09:00;kapan-kapan", "until"),
        ("low;tertutup;PPK;2024-11-20 25:00", "from"),
        ("low;tertutup;PPK;2024-11-20 09:00;;udara", "about"),
        ("low", "by"),
    ],
)
def test_a_bad_row_names_its_cell_and_the_good_rows_count(
    tmp_path: Path, row: str, column: str
) -> None:
    good = "low;terbuka;PPK;2024-11-20 09:00\n"
    [report], [problem] = read(tmp_path, f"{HEAD}{row}\n{good}")

    assert report.passable
    assert (problem.code, problem.facts["row"]) == (Code.REPORT_ROW, 2)
    assert problem.facts["column"] == column
    assert "?" not in sentence(problem) + sentence(problem, "en")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", Code.FILE_EMPTY),
        ("tempat;keadaan;oleh\n", Code.COLUMN_MISSING),
        ("x" * (LIMIT + 1), Code.FILE_TOO_HEAVY),
        ('tempat;keadaan;oleh;mulai\n"' + "x" * 200_000, Code.FILE_BROKEN),
    ],
)
def test_what_is_no_such_table_is_refused(tmp_path: Path, text: str, code: Code) -> None:
    with pytest.raises(Refused) as refused:
        read(tmp_path, text)

    assert refused.value.problem.code is code
    assert "?" not in sentence(refused.value.problem)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        read_reports(tmp_path / "none.csv", "Asia/Jakarta")
