"""The wizard of a Pilkades: who may begin, what is refused, and what it leaves behind."""

import io
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from django.test import Client
from django.urls import reverse

from tepat.server.documents.models import IssuedNumber
from tepat.server.election.elections import election_of
from tepat.server.election.models import Look, RoleGrant, Scope, User
from tepat.server.hub import bundle
from tepat.server.move.models import Officer
from tepat.server.move.shipments import queries, services
from tepat.server.plan.models import Package
from tests import worlds
from tests.phones import NIGHT
from tests.server.packing.test_seals_and_shipments import close_all

pytestmark = pytest.mark.django_db
DAY = datetime.now(UTC).date() + timedelta(
    days=60
)  # letters of officers are made for what is to come
BEGIN = {
    "name": "Pilkades Contoh",
    "day": DAY.isoformat(),
    "kabupaten": worlds.KABUPATEN,
    "regulation": "Perbup Contoh 1/2026",
    "cap": "500",
}
TPS = "desa;tps;dpt\nKota Hulu;1;301\nSungai Jernih;1;302"


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    settings.HOME = tmp_path
    worlds.contoh_regions()
    return tmp_path


def desk(name: str = "bu_dewi") -> Client:
    client = Client()
    client.force_login(worlds.person(name))
    return client


def begun(client: Client) -> Scope:
    assert client.post("/pilkades/", BEGIN).status_code == 302
    return Scope.objects.get(election__startswith="pilkades-")


def at(scope: Scope, step: str) -> str:
    return reverse(f"pilkades_{step}", args=[scope.election, scope.kabupaten])


def listed(client: Client, scope: Scope) -> None:
    client.post(at(scope, "tps"), {"pasted": TPS})
    client.post(at(scope, "tps_apply"))


def set_items(client: Client, scope: Scope, **more: str) -> Any:
    needed = {"count-surat_suara.tps": "1", "count-kotak_suara.tps": "1"}
    return client.post(at(scope, "items"), {"source": "Perbup Contoh 1/2026", **needed, **more})


def test_only_who_may_edit_an_election_begins_one() -> None:
    assert desk("bu_rina").get("/pilkades/").status_code == 403
    assert Client().get("/pilkades/").status_code == 302
    assert Scope.objects.count() == 0


def test_a_role_for_one_election_begins_no_other() -> None:
    user = User.objects.create(username="bu_lain")
    RoleGrant.objects.create(user=user, role="kpu", area="99.01", election="pilkada-2024")
    client = Client()
    client.force_login(user)

    assert client.get("/pilkades/").status_code == 403


def test_a_second_pilkades_of_the_year_has_its_own_code_and_tag(home: Path) -> None:
    client = desk()
    client.post("/pilkades/", BEGIN)
    client.post("/pilkades/", BEGIN)

    codes = sorted(Scope.objects.values_list("election", flat=True))
    assert codes == [f"pilkades-{DAY.year}", f"pilkades-{DAY.year}-2"]
    tags = {election_of(scope).tag for scope in Scope.objects.all()}
    assert len(tags) == 2


def test_what_is_tried_in_a_demo_is_made_up(settings: Any) -> None:
    settings.DEMO = True
    assert begun(desk()).is_contoh

    settings.DEMO = False
    desk().post("/pilkades/", BEGIN)
    assert not Scope.objects.get(election=f"pilkades-{DAY.year}-2").is_contoh


@pytest.mark.parametrize(
    ("field", "value"),
    [("day", "besok"), ("day", "3026-12-06"), ("cap", "seratus"), ("name", ""), ("kabupaten", "x")],
)
def test_a_slip_is_said_and_nothing_begins(field: str, value: str, home: Path) -> None:
    answer = desk().post("/pilkades/", BEGIN | {field: value})

    assert answer.status_code == 422
    assert Scope.objects.count() == 0
    assert not (home / "elections").exists()


def test_regions_of_another_kabupaten_are_refused_with_a_sentence() -> None:
    pasted = "99.02.01.2001; Desa Orang"

    answer = desk().post("/pilkades/", BEGIN | {"regions": pasted})

    assert answer.status_code == 422
    assert "99.02.01.2001" in answer.text
    assert Scope.objects.count() == 0


def test_numbers_count_with_their_source_and_candidates_reach_the_papers() -> None:
    client = desk()
    scope = begun(client)
    listed(client, scope)

    answer = set_items(client, scope, **{"calon-99.01.01.1001": "4"})

    assert answer.status_code == 302
    scope.refresh_from_db()
    election = election_of(scope)
    ballot = election.ballot.rules[0]
    assert (ballot.count, ballot.source.id) == (1, "Perbup Contoh 1/2026")
    assert election.kinds[0].choices_in("99.01.01.1001-001") == (1, 2, 3, 4)
    assert election.tps_cap == 500


def test_one_wrong_number_keeps_everything_as_it_was() -> None:
    client = desk()
    scope = begun(client)
    listed(client, scope)

    answer = set_items(client, scope, **{"calon-99.01.01.1001": "banyak"})

    assert answer.status_code == 422
    assert "Kota Hulu" in answer.text
    scope.refresh_from_db()
    assert scope.quantities == []


def test_a_bad_line_of_officers_gives_nobody_a_letter() -> None:
    client = desk()
    scope = begun(client)
    listed(client, scope)
    good = {"nama-pps-99.01.01.1001": "Bu Rina"}

    bad = client.post(at(scope, "people"), good | {"others": "Lurah; Kota Hulu; Pak Budi"})
    assert bad.status_code == 422
    assert "Lurah" in bad.text
    assert Officer.objects.count() == 0

    client.post(at(scope, "people"), good)
    client.post(at(scope, "people"), good)
    assert Officer.objects.count() == 1


def test_the_download_makes_packages_and_is_on_record() -> None:
    client = desk()
    scope = begun(client)
    listed(client, scope)
    set_items(client, scope)
    client.post(
        at(scope, "people"),
        {"nama-pps-99.01.01.1001": "Bu Rina", "others": "driver; 99.01; Pak Joko"},
    )

    answer = client.post(at(scope, "download"), {"hall": "1"})

    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    letters = [name for name in archive.namelist() if name.startswith("surat-tugas/")]
    assert letters == ["surat-tugas/surat-tugas-99.01.pdf", "surat-tugas/surat-tugas-99.01.01.pdf"]
    assert "belum ditinjau ahli hukum" in archive.read("BACA-SAYA.txt").decode()
    places = set(Package.objects.filter(scope=scope).values_list("place", flat=True))
    assert places == {"99.01.01.1001-001", "99.01.01.2002-001"}
    assert Look.objects.filter(scope=scope, what="letters").exists()
    assert answer["Cache-Control"] == "no-store"


def test_the_provisions_of_the_hall_say_their_mark_and_are_on_record() -> None:
    client = desk()
    scope = begun(client)
    listed(client, scope)
    client.post(at(scope, "people"), {"nama-pps-99.01.01.1001": "Bu Rina"})

    answer = client.post(at(scope, "hall"), {"office": "http://127.0.0.1:8000/"})

    made = bundle.read(answer.content)
    assert (made.area, made.office) == ("99.01.01", "http://127.0.0.1:8000")
    assert bundle.mark(answer.content) in client.get(at(scope, "ready")).text
    assert Look.objects.filter(scope=scope, what="phones").exists()
    unsafe = client.post(at(scope, "hall"), {"office": "http://kantor.example"})
    assert unsafe.status_code == 422


def test_every_step_opens_and_another_election_has_no_such_steps() -> None:
    client = desk()
    scope = begun(client)
    for step in ("tps", "items", "people", "ready"):
        assert client.get(at(scope, step)).status_code == 200

    other = worlds.contoh_scope()
    for step in ("tps", "items", "people", "ready"):
        assert client.get(at(other, step)).status_code == 404


def test_papers_of_loads_come_with_their_numbers_once_loads_are_made() -> None:
    client = desk()
    scope = begun(client)
    listed(client, scope)
    set_items(client, scope)
    client.post(at(scope, "people"), {"nama-pps-99.01.01.1001": "Bu Rina"})
    before = zipfile.ZipFile(io.BytesIO(client.post(at(scope, "download")).content))
    assert not [name for name in before.namelist() if name.startswith(("surat-jalan", "bast"))]
    assert "surat-jalan/ dan bast/ belum ada" in before.read("BACA-SAYA.txt").decode()
    assert "Surat jalan dan BAST dibuat dari muatan" in client.get(at(scope, "ready")).text
    load = loaded(scope)

    assert "Surat jalan dan BAST 1 muatan" in client.get(at(scope, "ready")).text
    after = zipfile.ZipFile(io.BytesIO(client.post(at(scope, "download")).content))

    papers = [name for name in after.namelist() if name.startswith(("surat-jalan", "bast"))]
    assert papers == [f"surat-jalan/surat-jalan-{load}.pdf", f"bast/bast-{load}.pdf"]
    numbers = dict(IssuedNumber.objects.filter(scope=scope).values_list("document", "text"))
    assert set(numbers) == {"surat_jalan", "bast"}
    for name, code in zip(papers, ("surat_jalan", "bast"), strict=True):
        text = text_of(after.read(name))
        assert load in text
        assert numbers[code] in text
        assert "belum bernomor" not in text
    assert "satu untuk setiap muatan" in after.read("BACA-SAYA.txt").decode()
    client.post(at(scope, "download"))
    assert IssuedNumber.objects.filter(scope=scope).count() == 2  # a second press numbers nothing


def loaded(scope: Scope) -> str:
    """Bu Sari closes every box of Hulu, and one load takes them to the PPK. Return its code."""
    close_all(scope, "99.01.01")
    load = services.Load("99.01:gudang-1", "99.01.01:ppk")
    chosen = queries.to_load(scope, ["99.01.01"], with_open=False)
    return services.make(scope, load, chosen, worlds.person("bu_sari").account, NIGHT).code


def text_of(pdf: bytes) -> str:
    pages = [page.get_textpage().get_text_range() for page in pdfium.PdfDocument(pdf)]
    return " ".join(" ".join(pages).split())


def test_before_there_are_tps_each_step_says_what_is_missing_and_where_it_comes_from() -> None:
    client = desk()
    scope = begun(client)
    way = f'href="{at(scope, "tps")}"'

    for step, says in (
        ("items", "Desa datang bersama daftar TPS"),
        ("people", "belum ada panitia dan KPPS yang dapat disebut"),
        ("ready", "Belum ada TPS: belum ada yang dapat dihitung atau dikemas."),
    ):
        page = client.get(at(scope, step)).text
        assert says in page, step
        main = page[page.index("</ol>") :]  # below the strip of steps
        assert way in main, step
        assert "<tbody></tbody>" not in main.replace("\n", "").replace(" ", ""), step
    assert f'href="{at(scope, "items")}"' in client.get(at(scope, "ready")).text
    assert client.post(at(scope, "download")).status_code == 422

    listed(client, scope)
    ready = client.get(at(scope, "ready")).text
    assert "Belum ada TPS" not in ready
    assert "Belum ada yang menyebut jumlahnya: Surat suara." in ready
    set_items(client, scope)
    ready = client.get(at(scope, "ready")).text
    assert "Belum ada yang menyebut jumlahnya" not in ready
    assert "Susun paket dan unduh" in ready
