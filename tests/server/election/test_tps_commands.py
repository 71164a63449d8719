"""The TPS list from the command line: it shows, asks, and does only what was agreed."""

import io
import zipfile
from pathlib import Path

import pytest

from tepat.cli import main
from tepat.server.election.models import RegionAlias, Scope, Tps
from tests import worlds
from tests.sheets import xlsx

pytestmark = pytest.mark.django_db
HEADER = ["KECAMATAN", "DESA", "TPS", "L", "P"]
WHERE = ["--kabupaten", "99.01", "--election", "pilkada-2024"]


@pytest.fixture
def listed(tmp_path: Path) -> str:
    worlds.contoh_regions()
    path = tmp_path / "daftar.xlsx"
    rows = [
        ["Hulu", "Kota Hulu", 1, 240, 241],
        ["Hulu", "Kota Ulu", 2, 1, 2],
        ["Hulu", "", 1, -1, 2],
    ]
    path.write_bytes(xlsx([HEADER, *rows]))
    return str(path)


def answer(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_without_a_yes_nothing_is_changed(
    listed: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for said in ("t\n", "", "entah\n"):
        answer(monkeypatch, said)
        assert main(["election", "import", listed, *WHERE]) == 1
    assert (Tps.objects.count(), Scope.objects.count()) == (0, 0)
    told = capsys.readouterr().out
    assert "Kota Ulu" in told
    assert "baris 4" in told
    assert "1 ditolak" in told


def test_yes_applies_and_undo_restores(listed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, "y\n")
    choose = ["--choose", "Hulu/Kota Ulu=99.01.01.1001"]

    assert main(["election", "import", listed, *WHERE, *choose]) == 0
    assert Tps.objects.count() == 2
    assert RegionAlias.objects.count() == 1
    assert main(["election", "import", listed, "--kabupaten", "99.01", "--yes"]) == 0
    # The same file again changed nothing: one undo takes back what the first one did.
    assert main(["election", "undo", "--kabupaten", "99.01"]) == 0
    assert Tps.objects.count() == 0
    assert main(["election", "undo", "--kabupaten", "99.01"]) == 1


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--map", "tps"], "tps"),
        (["--map", "warna=B"], "warna"),
        (["--choose", "Kota Ulu"], "Kota Ulu"),
        (["--sheet", "Lain"], "Lain"),
    ],
)
def test_a_wrong_option_is_one_clear_sentence(
    listed: str, more: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["election", "import", listed, *WHERE, "--yes", *more]) == 1
    assert said in capsys.readouterr().err
    assert Scope.objects.count() == 0


def test_a_file_that_is_not_there_and_regions_that_are_not_there(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["election", "import", "hilang.xlsx", *WHERE, "--yes"]) == 1
    assert "hilang.xlsx" in capsys.readouterr().err
    here = __file__
    assert main(["election", "import", here, *WHERE, "--yes"]) == 1
    assert "regions import" in capsys.readouterr().err


def test_the_template_is_written(tmp_path: Path) -> None:
    worlds.contoh_regions()
    out = tmp_path / "template.xlsx"

    assert main(["election", "template", "--out", str(out), "--kabupaten", "99.01"]) == 0
    assert zipfile.is_zipfile(out)
