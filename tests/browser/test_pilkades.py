"""S5: an officer of a kabupaten makes everything for ten desa in the browser, by keyboard."""

import io
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tepat.server.election.models import RoleGrant, Scope, User
from tests.browser.conftest import Open

DAY = datetime.now(UTC).date() + timedelta(days=60)
CODES = [f"99.03.01.{2001 + n}" for n in range(10)]
NAMES = (
    "Kembang Kuning", "Muara Teduh", "Sungai Jernih", "Pulau Kecil", "Bukit Rata",
    "Tanjung Damai", "Lubuk Dalam", "Rawa Indah", "Padang Luas", "Teluk Hening",
)  # fmt: skip
REGIONS = "\n".join(
    [
        "99.03; Kabupaten Contoh Tiga",
        "99.03.01; Hulu",
        *(f"{code}; {name}" for code, name in zip(CODES, NAMES, strict=True)),
    ]
)
TPS = "\n".join(f"{name}\t{number}\t{300 + number}" for name in NAMES for number in (1, 2))


@pytest.fixture
def bu_wati(settings: object, tmp_path: Path) -> User:
    """The head of the kabupaten's committee on an empty laptop: no region, no election."""
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    user = User.objects.create(username="bu_wati")
    RoleGrant.objects.create(user=user, role="kpu", area="99.03")
    return user


def press(page: Page, name: str) -> None:
    """Go to a button by the keyboard and press it."""
    button = page.get_by_role("button", name=name, exact=True)
    button.focus()
    page.keyboard.press("Enter")


def typed(page: Page, label: str, text: str) -> None:
    """Type as a person does: into the field, over what stands there."""
    page.get_by_label(label, exact=True).focus()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)


def begin(page: Page) -> None:
    typed(page, "Nama pemilihan", "Pilkades Serentak Contoh")
    page.get_by_label("Hari pemungutan suara").fill(DAY.isoformat())
    typed(page, "Peraturan daerah setempat (Perbup): nomor dan tahun", "Perbup Contoh 1/2026")
    page.get_by_text("Kecamatan dan desa belum ada di sini?").click()
    typed(page, "Kode dan nama, satu per baris: kabupaten, kecamatan, desa", REGIONS)
    press(page, "Mulai dan lanjut")


def test_ten_desa_from_nothing_to_everything_that_is_printed(desk: Open, bu_wati: User) -> None:
    page = desk("/", bu_wati)
    page.get_by_role("link", name="Mulai Pilkades").click()
    begin(page)

    expect(page.get_by_role("heading", level=1)).to_contain_text("Daftar TPS")
    typed(page, "Desa, nomor TPS, jumlah pemilih", TPS)
    press(page, "Baca daftar")
    expect(page.locator("dl.figs")).to_contain_text("20")
    press(page, "Pakai daftar dan lanjut")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Barang dan calon")
    typed(page, "Jumlah Surat suara", "1")
    typed(page, "Cadangan (persen) Surat suara", "2,5")
    for item in ("Kotak suara", "Segel kertas", "Kabel ties", "Bilik suara"):
        typed(page, f"Jumlah {item}", "2" if item == "Segel kertas" else "1")
    for name in NAMES:
        typed(page, f"Calon {name}", "3")
    press(page, "Simpan dan lanjut")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Petugas")
    for number, name in enumerate(NAMES):
        typed(page, f"Nama petugas: Panitia {name}", f"Panitia {number} (contoh)")
    typed(page, "Nama petugas: KPPS Kembang Kuning TPS 001", "Ketua KPPS (contoh)")
    typed(page, "Satu per baris: peran; wilayah; nama; HP", "BPD; Kembang Kuning; Pak Adi (contoh)")
    press(page, "Buat surat dan lanjut")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Periksa dan unduh")
    expect(page.get_by_label("Ringkasan")).to_contain_text("6.030")  # 10 x (301 + 302) voters
    expect(page.get_by_label("Ringkasan")).to_contain_text("12")  # letters
    with page.expect_download() as caught:
        press(page, "Susun paket dan unduh")
    names = zipfile.ZipFile(io.BytesIO(Path(caught.value.path()).read_bytes())).namelist()
    assert {name.partition("/")[0] for name in names} == {
        "BACA-SAYA.txt", "label", "label-sampul", "daftar-isi", "hari-gelap", "surat-tugas"
    }  # fmt: skip

    with page.expect_download() as caught:
        press(page, "Unduh bekal aula")
    assert caught.value.suggested_filename == "bekal-aula-99.03.01.tepat"
    assert Scope.objects.get().election == f"pilkades-{DAY.year}"


def test_a_bad_list_is_answered_by_sentences_and_what_was_typed_stays(
    desk: Open, bu_wati: User
) -> None:
    page = desk("/pilkades/", bu_wati)
    begin(page)

    typed(page, "Desa, nomor TPS, jumlah pemilih", "hanya satu kolom")
    press(page, "Baca daftar")
    expect(page.locator("main")).to_contain_text("tempelan.csv")
    expect(page.get_by_label("Desa, nomor TPS, jumlah pemilih")).to_have_value("hanya satu kolom")

    bad = "Kembang Kuning\t1\tbanyak\nKembang Kunig\t2\t301\nMuara Teduh\t1\t300"
    typed(page, "Desa, nomor TPS, jumlah pemilih", bad)
    press(page, "Baca daftar")
    expect(page.locator("main")).to_contain_text("banyak")
    page.get_by_label("Desa mana").select_option("99.03.01.2001")
    press(page, "Simpan pilihan nama")
    press(page, "Pakai daftar dan lanjut")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Barang dan calon")

    press(page, "Simpan dan lanjut")
    expect(page.locator("main")).to_contain_text("Surat suara belum diisi")
