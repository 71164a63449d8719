"""The commands of elections and needs, as a clerk types them."""

from pathlib import Path

import pytest

from tepat.cli import main
from tepat.server.election.models import Dapil
from tests.worlds import KABUPATEN, contoh_scope


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TEPAT_HOME", str(tmp_path))
    return tmp_path


def test_check_says_what_is_unset_and_what_to_check(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["election", "check", "pilkada-2024"]) == 0
    said = capsys.readouterr().out
    assert "tidak ada kesalahan" in said
    assert "Belum diatur (35)" in said
    assert "Dari ingatan, periksa dulu" in said
    assert "H-1" in said


def test_check_names_each_fault_by_line_and_ends_with_one(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["election", "copy", "pilkades"]) == 0
    own = home / "elections" / "pilkades.toml"
    lines = own.read_text(encoding="utf-8").splitlines()
    line = lines.index('goes = "box"')
    lines[line] = 'goes = "kotak"'
    own.write_text("\n".join(lines), encoding="utf-8")
    capsys.readouterr()

    assert main(["election", "check", "pilkades"]) == 1
    assert f"pilkades.toml baris {line + 1}, item 1 goes" in capsys.readouterr().out


def test_copy_never_overwrites_what_the_office_filled_in(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["election", "copy", "pilkades"]) == 0
    assert main(["election", "copy", "pilkades"]) == 1
    assert "tidak ditimpa" in capsys.readouterr().err
    main(["election", "list"])
    assert "milik kantor ini" in capsys.readouterr().out


def test_an_unknown_file_or_code_is_refused_with_the_choices(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["election", "check", "tidak-ada.toml"]) == 1
    assert "pemilu-2024, pilkada-2024, pilkades" in capsys.readouterr().err


def test_a_file_that_is_not_text_is_said_to_be_broken(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "rusak.toml"
    broken.write_bytes(b"\xff\xfe\x00code")
    assert main(["election", "check", str(broken)]) == 1
    assert "rusak.toml tidak dapat dibaca" in capsys.readouterr().out


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["kebutuhan.xlsx", "baru/kebutuhan.csv"])
def test_needs_are_written_where_one_says(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    contoh_scope()
    assert main(["plan", "needs", "--kabupaten", KABUPATEN, "--out", str(tmp_path / name)]) == 0
    said = capsys.readouterr().out
    assert "10 TPS; 35 jumlah belum diatur." in said
    first = (tmp_path / name).read_bytes()
    main(["plan", "needs", "--kabupaten", KABUPATEN, "--out", str(tmp_path / name)])
    assert (tmp_path / name).read_bytes() == first


@pytest.mark.django_db
def test_a_file_of_another_kind_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "kebutuhan.pdf"
    assert main(["plan", "needs", "--kabupaten", KABUPATEN, "--out", str(out)]) == 1
    assert ".xlsx, .csv" in capsys.readouterr().err


@pytest.mark.django_db
def test_a_dapil_table_is_read_with_semicolons_and_keeps_the_good_rows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    contoh_scope("pemilu-2024")
    table = tmp_path / "dapil.csv"
    table.write_text(
        "Kind;Area;Dapil\nDPR;99.01;Contoh I\nDPRD-KABKO;99.01.01;\nDPR;99.02;X\n",
        encoding="utf-8",
    )
    assert main(["election", "dapil", str(table), "--kabupaten", KABUPATEN]) == 1
    said = capsys.readouterr().out
    assert "1 wilayah diisi, 2 ditolak" in said
    assert "Baris 3" in said
    assert "Baris 4" in said
    assert Dapil.objects.get().dapil == "Contoh I"
