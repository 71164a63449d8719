"""Papers of meetings: one page whatever happens, the same bytes, and a pack that is complete."""

import time
from datetime import UTC, datetime, timedelta
from datetime import time as time_of
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from django.test import Client
from django.urls import reverse

from tepat.cli import main
from tepat.core.election.catalogue import Words
from tepat.core.problems import Refused
from tepat.core.watch.forecast import Forecast
from tepat.core.watch.indicators import Counts
from tepat.core.watch.rakor.state import (
    Evidence,
    Flagged,
    Owed,
    Pending,
    Risky,
    Silent,
    State,
    Unbalanced,
    Wanted,
)
from tepat.server import clock
from tepat.server.documents import rakor_papers
from tepat.server.documents.models import Letterhead
from tepat.server.election.models import Scope, User
from tepat.server.move.models import Device, Officer
from tepat.server.watch.models import DeskContact, Duty
from tepat.server.watch.rakor import services as meetings
from tests.server.documents.conftest import make_packages
from tests.worlds import contoh_scope, person

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 11, 25, 8, 40, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def on_the_day() -> object:
    clock.shift(NOW - datetime.now(UTC))
    yield
    clock.shift(timedelta(0))


@pytest.fixture
def scope() -> Scope:
    return contoh_scope()


def text_of(pdf: bytes) -> list[str]:
    pages = pdfium.PdfDocument(pdf)
    return [" ".join(page.get_textpage().get_text_range().split()) for page in pages]


def worst_state() -> State:
    """Everything at once, with the longest texts that people may type."""
    words = Words("panjang " * 45, "long " * 45)
    source = (Evidence(Words("Tindakan", "Action"), "rakor"),) * 3
    return State(
        place=Words("Kabupaten Contoh", "Kabupaten Contoh"),
        when=Words("Senin", "Monday"),
        counts=Counts("", 1942, 1200, 42, ((1300, 600, 42),) * 5, (1000, 150, 50)),
        days_to=2,
        forecast=Forecast(1942, 1200, 1800.5, 1700.0, 1900.0, 12, is_rough=True),
        deadline=words,
        plan=4,
        flagged=(Flagged("damaged", words, ("P24", "P25")),) * 5,
        risky=tuple(Risky(f"99.01.01.200{n}", "Desa " * 20, 500_000) for n in range(5)),
        owed=(Owed("1", words, 4, 1000),) * 5,
        unbalanced=(Unbalanced(words, 12),) * 5,
        silent=(Silent("99.01.01", "Hulu " * 20, words, "f"),) * 5,
        wanted=(Wanted(words, source),) * 5,
        pending=(Pending("1", "kerja " * 60, "camat " * 12, words, is_late=True),) * 9,
        fingerprint="4821 0937 5520 1846 7713 0298",
        fingerprint_size=3214,
    )


def test_the_worst_briefing_is_one_page_with_every_sentence_and_the_mark(scope: Scope) -> None:
    state = worst_state()
    pdf = rakor_papers.briefing_of(scope, state, NOW, "Taklimat", "Bahan rapat", "https://desk")

    pages = text_of(pdf)

    assert len(pages) == 1
    assert "1.200 dari 1.942 TPS siap" in pages[0]
    assert "9 tindakan: 0 selesai, 0 berjalan, 9 lewat waktu." in pages[0]
    assert "4821 0937 5520 1846 7713 0298" in pages[0]
    later = rakor_papers.briefing_of(
        scope, state, NOW + timedelta(seconds=20), "Taklimat", "Bahan rapat", "https://desk"
    )
    assert later == pdf, "the same state is the same file"


def test_the_briefing_of_now_is_one_page_within_five_seconds(scope: Scope) -> None:
    make_packages(scope)
    client = Client()
    client.force_login(person("pak_adi"))
    here = [scope.election, scope.kabupaten]
    for address in (
        reverse("rakor_briefing", args=here),
        reverse("rakor_readiness", args=[*here, "99.01.01"]),
    ):
        began = time.perf_counter()
        answer = client.get(address)
        assert time.perf_counter() - began < 5
        assert answer.status_code == 200
        assert len(text_of(answer.content)) == 1
    assert "Kecamatan Hulu" in text_of(answer.content)[0]
    assert "dari 5 TPS siap" in text_of(answer.content)[0]


def officer(scope: Scope, name: str, area: str, role: str = "ppk") -> None:
    Officer.objects.create(scope=scope, person=name, name=name, phone="0812 3456")
    Device.objects.create(
        scope=scope, device=f"d-{name}", person=name, role=role, area=area, key=""
    )


def test_the_pack_has_contacts_of_its_kecamatan_blank_papers_and_steps(scope: Scope) -> None:
    officer(scope, "Bu Hulu", "99.01.01")
    officer(scope, "Pak Hilir", "99.01.02")
    officer(scope, "*Pak #Desa [x]*", "99.01.01.2002", "pps")

    text = "\n".join(text_of(rakor_papers.dark_pack_pdf(scope, "99.01.01", NOW)))

    assert "Bu Hulu" in text
    assert "0812 3456" in text
    assert "*Pak #Desa [x]*" in text, "markup is printed as it was typed"
    assert "Pak Hilir" not in text
    assert "99.01.01/GELAP/4" in text
    assert "Segel tergosok" in text
    assert "Belum ada kotak yang tercatat tersegel" in text


def test_who_may_not_read_departures_gets_no_pack(scope: Scope) -> None:
    here = [scope.election, scope.kabupaten]
    hulu = reverse("dark_pack", args=[*here, "99.01.01"])
    hilir = reverse("dark_pack", args=[*here, "99.01.02"])
    ppk = Client()
    ppk.force_login(person("bu_rina"))
    assert ppk.get(hulu).status_code == 200
    assert ppk.get(hilir).status_code == 403
    assert Client().get(hulu).status_code == 302
    kpu = Client()
    kpu.force_login(person("bu_dewi"))
    assert kpu.get(reverse("dark_pack", args=[*here, "99.01.77"])).status_code == 422


@pytest.mark.parametrize("area", ["", "99", "99.01", "99.02.01", "99.01.01.2002", "x" * 300])
def test_a_pack_is_of_a_kecamatan_here(scope: Scope, area: str) -> None:
    with pytest.raises(Refused):
        rakor_papers.dark_pack_pdf(scope, area, NOW)


def test_the_command_writes_the_pack(scope: Scope, tmp_path: Path) -> None:
    file = tmp_path / "paket" / "hulu.pdf"
    assert main(["watch", "dark-pack", "--kecamatan", "99.01.01", "--out", str(file)]) == 0
    assert file.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("role", "named"),
    [("desk", "Desk"), ("bawaslu", "Badan Pengawas"), ("polres", "Kepolisian")],
)
def test_minutes_stand_under_the_letterhead_of_who_called(
    scope: Scope, role: str, named: str
) -> None:
    Letterhead.objects.create(
        scope=scope, area="99.01", lines="KPU KABUPATEN CONTOH", address="Jalan KPU 1"
    )
    user = User.objects.create(username=f"pemanggil_{role}")
    user.role_grants.create(role=role, area="99.01")
    held = meetings.call(scope, user, "kesiapan", NOW, "Pendopo", "", NOW)
    meetings.close(held, user, NOW)
    page = text_of(rakor_papers.minutes_pdf(scope, held))[0]
    assert page.startswith(named)
    assert "KPU KABUPATEN" not in page
    assert "Jalan KPU" not in page
    assert "Alamat: ....." in page, "unknown, so a line for the pen"


def test_minutes_of_kpu_stand_under_its_own(scope: Scope) -> None:
    Letterhead.objects.create(
        scope=scope, area="99.01", lines="KPU KABUPATEN CONTOH", address="Jalan KPU 1"
    )
    held = meetings.call(scope, person("bu_dewi"), "kesiapan", NOW, "Aula", "", NOW)
    meetings.close(held, person("bu_dewi"), NOW)
    page = text_of(rakor_papers.minutes_pdf(scope, held))[0]
    assert page.startswith("KPU KABUPATEN CONTOH Jalan KPU 1")


def test_the_pack_takes_numbers_from_contacts_and_duty(scope: Scope) -> None:
    who = {"scope": scope, "at": NOW, "by": str(person("bu_dewi").account), "party": "desk@99.01"}
    DeskContact.objects.create(
        role="pps", area="99.01.01.1001", name="Ketua PPS Kota", phone="0812 7", **who
    )
    Duty.objects.create(
        role="desk", area="99.01", name="Pak Piket", phone="0812 8", day=NOW.date(),
        begins=time_of(7), ends=time_of(19), **who,
    )  # fmt: skip
    text = " ".join(text_of(rakor_papers.dark_pack_pdf(scope, "99.01.01", NOW)))
    assert "Ketua PPS Kota 0812 7" in text
    assert "Pak Piket 0812 8" in text
