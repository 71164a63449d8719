"""Result forms of 810,159 TPS of 2019, typed twice: the known faults are found, and no others."""

from pathlib import Path

import pytest

polars = pytest.importorskip("polars", reason="polars reads the nation; extra [nation]")

from tepat.adapters import form_columns  # noqa: E402
from tepat.core.count.checks import findings  # noqa: E402
from tepat.core.count.form import Form  # noqa: E402

COUNTS = {"total": "total", "valid": "sah", "invalid": "tidak_sah"}


def test_the_faults_of_both_counts_of_2019_are_found_exactly(real_data: Path) -> None:
    table = polars.read_parquet(real_data / "tps" / "tps_2019_national.parquet")
    assert table.height == 810_159
    found = {
        who: {
            code: int(rows.sum())
            for code, rows in form_columns.wrong_rows(
                table,
                {name: f"{who}_{column}" for name, column in COUNTS.items()},
                [f"{who}_01", f"{who}_02"],
            ).items()
        }
        for who in ("kpu", "kp")
    }
    assert found["kpu"] == {"A6": 39_335, "A8": 13_773}
    differs = form_columns.differing_rows(table, [("kpu_01", "kp_01"), ("kpu_02", "kp_02")])
    assert int(differs.sum()) == 6_573


def test_columns_and_single_forms_say_the_same(real_data: Path) -> None:
    table = polars.read_parquet(real_data / "tps" / "tps_2019_national.parquet").sample(
        3_000, seed=7
    )
    wrong = form_columns.wrong_rows(
        table, {name: f"kpu_{column}" for name, column in COUNTS.items()}, ["kpu_01", "kpu_02"]
    )
    for place, row in enumerate(table.iter_rows(named=True)):
        figures = {name: row[f"kpu_{column}"] for name, column in COUNTS.items()}
        form = Form("", "PPWP", figures, {"01": row["kpu_01"], "02": row["kpu_02"]})
        said = {each.code for each in findings(form) if each.code in wrong}
        assert said == {code for code, rows in wrong.items() if rows[place]}
