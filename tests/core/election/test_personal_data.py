"""Voters' personal data is refused; what merely looks like it is not."""

from typing import Any

import pytest

from tepat.core.election.tps_list.personal import find_personal_data
from tepat.core.election.tps_list.sheet import Sheet

NIK = "6309055208800003"


def found(*rows: list[Any]) -> str:
    problem = find_personal_data(Sheet("DPT", rows))
    return str(problem.facts["kind"]) if problem else ""


@pytest.mark.parametrize(
    "title",
    [
        "NIK", "No. NIK", "nik", "N I K", "NKK", "No KK", "NO. KK",
        "Nomor Kartu Keluarga", "No. KTP",
        "Nama Pemilih", "NAMA LENGKAP PEMILIH", "Tanggal Lahir", "TGL LAHIR", "Tempat Lahir",
        "TEMPAT/TANGGAL LAHIR", "Tempat, Tgl. Lahir", "TTL", "Status Perkawinan", "STS KAWIN",
        "NIK KETUA KPPS",
    ],
)  # fmt: skip
def test_telltale_columns_are_refused(title: str) -> None:
    assert found(["NO", "DESA", "TPS", title])


@pytest.mark.parametrize(
    "header",
    [
        ["NO", "NAMA", "JENIS KELAMIN", "ALAMAT", "RT", "RW", "TPS"],
        ["No", "Nama", "L/P", "Usia", "TPS"],
        ["NAMA LENGKAP", "JK", "DISABILITAS", "TPS"],
    ],
)
def test_list_of_people_is_refused_by_its_columns_together(header: list[str]) -> None:
    assert found(["DAFTAR PEMILIH TETAP"], header) == "nama pemilih"


@pytest.mark.parametrize(
    "header",
    [
        ["NO", "NAMA TPS", "NAMA DESA", "NAMA KECAMATAN", "NAMA KETUA KPPS", "ALAMAT TPS"],
        ["KECAMATAN", "DESA", "TPS", "ALAMAT", "RT", "RW", "L", "P", "JUMLAH KK"],
        ["KECAMATAN", "DESA", "TPS", "L", "P", "PEMILIH DISABILITAS", "KETERANGAN"],
        ["NAMA", "TPS", "L", "P"],
        ["TANIK", "PANIK", "KLINIK", "TPS"],
        ["DESA", "TPS", "DPT", "TANGGAL PENETAPAN"],
        ["Kode", "Nama Desa/Kelurahan", "No. TPS", "Laki-laki", "Perempuan", "Status TPS"],
    ],
)
def test_lists_of_tps_are_not_mistaken_for_lists_of_people(header: list[str]) -> None:
    assert found(header, ["x"] * len(header)) == ""


@pytest.mark.parametrize(
    "cell",
    [
        NIK, int(NIK), float(NIK), f"'{NIK}", f"NIK {NIK}", "6309 0552 0880 0003",
        "630905520880****",        "6309055208800003 / SITI",
    ],
)  # fmt: skip
def test_numbers_built_like_a_nik_are_refused_under_any_header(cell: Any) -> None:
    assert found(["DESA", "TPS", "KET"], ["Kota Hulu", 1, cell])


@pytest.mark.parametrize(
    "cell",
    [
        "63.09.05.2003", "6309052003", "6309052003007", "1234567890123456", 1e15, 9.9e15, 481,
        "P246309052003007BUPK1F", "63.09.05.2003-007", "081234567890", "27-11-2024",
    ],
)  # fmt: skip
def test_codes_and_counts_are_not_a_nik(cell: Any) -> None:
    rows = [["Kota Hulu", n, cell] for n in range(5)]
    assert found(["DESA", "TPS", "KET"], *rows) == ""


def test_a_column_of_birth_dates_is_refused_under_any_header() -> None:
    rows = [[f"{n}", f"1{n}-05-1980"] for n in range(4)]
    assert found(["TPS", "KET"], *rows) == "tanggal lahir"


def test_the_sentence_never_repeats_the_data() -> None:
    problem = find_personal_data(Sheet("DPT", [["TPS", "KET"], [1, NIK]]))

    assert problem
    assert NIK not in str(dict(problem.facts))


PEOPLE = ["Siti Aminah", "M. Yusuf", "H. Abdul Rahman", "Nur'aini", "Budi Santoso", "Rina W."]


def test_names_of_people_beside_desa_and_tps_alone_are_refused() -> None:
    header = ["KECAMATAN", "DESA", "TPS", "NAMA", "JUMLAH"]
    rows = [["Hulu", "Kota Hulu", 1, name, None] for name in PEOPLE]

    assert found(header, *rows) == "nama orang"


@pytest.mark.parametrize(
    ("title", "values"),
    [
        ("NAMA TPS", PEOPLE),
        ("NAMA", ["SDN 1 Tanta", "Balai Desa", "Rumah Pak Budi", "Aula", "Pos Ronda", "MI Hulu"]),
        ("NAMA", ["Kota Hulu"] * 4 + ["Muara Teduh"] * 4),
        ("NAMA TEMPAT", PEOPLE),
    ],
)
def test_names_of_places_beside_desa_and_tps_are_kept(title: str, values: list[str]) -> None:
    rows = [["Hulu", "Kota Hulu", n, value, 200] for n, value in enumerate(values, start=1)]

    assert found(["KECAMATAN", "DESA", "TPS", title, "JUMLAH"], *rows) == ""
