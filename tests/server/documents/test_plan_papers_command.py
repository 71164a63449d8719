"""`tepat plan papers`, on files, without a database."""

from pathlib import Path

import pypdfium2 as pdfium
import pytest

from tepat.cli import main
from tepat.core.plan import plan_file
from tests.core.plan import plans
from tests.core.plan.instances import FILE

pytest.importorskip("pyroutingkit", reason="the routing engine is not installed")

FILES = ("daftar-serah.pdf", "lembar-jalan.pdf", "rab.pdf", "surat-jadwal.pdf")


def written(folder: Path, *more: str) -> Path:
    plan, out = folder / "plan.json", folder / "out"
    plan.write_bytes(plan_file.write(plans.plan()))
    assert (
        main(["plan", "papers", str(plan), "--instance", str(FILE), "--out", str(out), *more]) == 0
    )
    return out


def text_of(path: Path) -> str:
    pages = [page.get_textpage().get_text_range() for page in pdfium.PdfDocument(path.read_bytes())]
    return " ".join(" ".join(pages).split())


def test_four_files_are_written_and_a_second_time_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one, other = written(tmp_path / "a"), written(tmp_path / "b")

    assert sorted(path.name for path in one.iterdir()) == list(FILES)
    assert [(one / each).read_bytes() for each in FILES] == [
        (other / each).read_bytes() for each in FILES
    ]
    assert "3 lembar jalan, 4 daftar serah" in capsys.readouterr().out


def test_the_engine_tells_the_road_and_the_office_its_phones(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "penerima.csv"
    table.write_text(
        "Kode;Nama;No. HP\n99.01.02.2001;Nama Contoh B;0800 0000 0001\n99.09;X;1\n", "utf-8"
    )
    out = written(
        tmp_path, "--receivers", str(table), "--kop", "KPU CONTOH", "--date", "2024-11-18"
    )
    sheets = text_of(out / "lembar-jalan.pdf")

    assert "Jalan Kota 2 km, jalan provinsi 30 km; rawan tergenang: Rawa Hilir" in sheets
    assert "Telp. 0800 0000 0001" in sheets
    assert "KPU CONTOH" in sheets
    assert "18 November 2024" in text_of(out / "surat-jadwal.pdf")
    assert "penerima.csv baris 3: kode 99.09" in capsys.readouterr().err


def test_a_kpps_of_the_table_stands_on_the_list_of_its_desa_and_in_no_file_of_the_plan(
    tmp_path: Path,
) -> None:
    tps, names = tmp_path / "tps.csv", tmp_path / "penerima.csv"
    tps.write_text("desa,tps,kotak,nama\n99.01.02.2001,7,6,Balai Desa Contoh\n", "utf-8")
    names.write_text("kode;nama;telepon\n99.01.02.2001-007;Nama Ketua Contoh;0800 7\n", "utf-8")
    out = written(tmp_path, "--tps", str(tps), "--receivers", str(names))
    text = text_of(out / "daftar-serah.pdf")

    assert "TPS 007 Balai Desa Contoh" in text
    assert "Nama Ketua Contoh" in text
    assert "0800 7" in text
    assert "Nama Ketua Contoh" not in text_of(out / "surat-jadwal.pdf")
    assert b"Nama Ketua" not in (tmp_path / "plan.json").read_bytes()


def test_a_table_without_phones_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "penerima.csv"
    table.write_text("kode;nama\n99.01.02.2001;X\n", "utf-8")
    plan = tmp_path / "plan.json"
    plan.write_bytes(plan_file.write(plans.plan()))
    arguments = ["--instance", str(FILE), "--out", str(tmp_path), "--receivers", str(table)]

    assert main(["plan", "papers", str(plan), *arguments]) != 0
    assert "kolom phone tidak ada" in capsys.readouterr().err


def test_a_plan_of_other_data_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data.json"
    data.write_bytes(FILE.read_bytes().replace(b"Kabupaten Contoh", b"Kabupaten Lain"))
    plan = tmp_path / "plan.json"
    plan.write_bytes(plan_file.write(plans.plan()))

    assert main(["plan", "papers", str(plan), "--instance", str(data), "--out", str(tmp_path)]) != 0
    assert not list(tmp_path.glob("*.pdf"))
