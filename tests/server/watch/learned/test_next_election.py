"""The next election reads the points and the suppliers of the last one, each with its source."""

from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tepat.cli import main
from tepat.core.log import spelling
from tepat.core.log.keys import Signer
from tepat.core.plan.learning import file
from tepat.server.election.models import Region, Scope, Tps
from tepat.server.move.devices import keys
from tepat.server.move.models import Expectation, Movement, ReceiptLine
from tepat.server.plan.inputs import lessons
from tepat.server.plan.models import Lesson
from tepat.server.watch.learned.queries import learned
from tests.server.plan.plans import NOW
from tests.server.watch.learned.test_learned import fact
from tests.worlds import client_of, contoh_scope

pytestmark = pytest.mark.django_db
HULU, JERNIH, TEDUH = "99.01.01.1001", "99.01.01.2002", "99.01.02.2001"
SCHOOL = "SD Negeri 1 Kota Hulu"


@pytest.fixture
def last(tmp_path: Path, settings: Settings) -> Scope:
    """Pilkada 2024: what Bu Sari received, a point the office surveyed, three phones at a TPS."""
    settings.HOME = tmp_path
    scope = contoh_scope()
    Region.objects.filter(code=JERNIH).update(provenance="surveyed", lat=-1.971, lon=115.271)
    tps = Tps.objects.filter(scope=scope)
    tps.filter(code=f"{HULU}-001").update(name=SCHOOL)
    tps.filter(code=f"{HULU}-002").update(
        name="Balai Warga", lat=-2.012, lon=115.312, provenance="surveyed"
    )
    tps.filter(code=f"{TEDUH}-001").update(name="Pasar Teduh")
    for at, phone in enumerate(("a", "b", "c")):
        gps = {"lat": -201_000 - at, "lon": 11_531_000 + at}
        signed(scope, "received", f"{HULU}-001", phone * 32, gps)
    signed(scope, "received", f"{TEDUH}-001", "d" * 32, {"lat": -221_000, "lon": 11_552_000})
    signed(scope, "received", f"{TEDUH}-001", "e" * 32, {"lat": -231_000, "lon": 11_552_000})
    facts = {"supplier": "CV Karya Contoh"}
    made = Movement.objects.create(
        scope=scope, number=1, kind="received", token="t1", at=NOW, facts=facts
    )
    ReceiptLine.objects.create(
        movement=made, scope=scope, item="bilik", declared=100, counted=97, damaged=4
    )
    ReceiptLine.objects.create(
        movement=made, scope=scope, item="surat_suara", sku="KWK-GUB/99", declared=500, counted=500
    )
    return scope


def signed(scope: Scope, kind: str, place: str, phone: str, gps: dict[str, int]) -> None:
    fact(
        scope, kind, NOW, device=phone, shipment="SJ-1", list="a" * 64, place=place, gps=gps,
        giver="pps@99.01.01.1001", receiver=f"kpps@{place}",
    )  # fmt: skip


@pytest.fixture
def coming(last: Scope) -> Scope:
    """The next election: TPS 3 votes where TPS 1 did, and nobody was at any of them yet."""
    scope = contoh_scope("pemilu-2024")
    Tps.objects.filter(scope=scope, code=f"{HULU}-003").update(name=SCHOOL.upper())
    Expectation.objects.create(
        scope=scope, supplier="C.V. Karya Contoh", item="bilik", quantity=2_000,
        due=date(2024, 2, 1), token="k1", at=NOW,
    )  # fmt: skip
    return scope


def give(desk: Client, scope: Scope, data: bytes) -> str:
    here = reverse("plan_priors_add", args=[scope.election, scope.kabupaten])
    shown = desk.post(here, {"file": SimpleUploadedFile("pelajaran.json", data)}, follow=True)
    return str(shown.text)


def at(name: str, scope: Scope) -> str:
    return reverse(name, args=[scope.election, scope.kabupaten])


def test_points_are_counted_from_surveys_and_from_phones_that_agree(last: Scope) -> None:
    rows = {each.code: each for each in learned(last).points}

    assert set(rows) == {JERNIH, f"{HULU}-001", f"{HULU}-002"}  # at TPS Teduh phones disagree
    assert (rows[f"{HULU}-001"].n, rows[f"{HULU}-002"].n) == (3, 0)
    assert (rows[f"{HULU}-001"].lat, rows[f"{HULU}-001"].lon) == (-2_010_010, 115_310_010)
    assert b"Negeri" not in file.write(learned(last))


def test_bu_dewi_takes_points_and_what_does_not_match_is_listed(last: Scope, coming: Scope) -> None:
    desk = client_of("bu_dewi")
    Tps.objects.filter(scope=coming, code=f"{HULU}-002").update(name="Gedung Lain")

    page = give(desk, coming, file.write(learned(last)))

    assert "kode itu bernama lain di sini" in page
    assert f"{HULU}-002" in page
    assert "pilkada-2024: 3 HP" in page
    assert not Tps.objects.filter(scope=coming, lat__isnull=False).exists()  # nothing by itself
    desk.post(at("plan_priors_points", coming))
    tps = Tps.objects.get(scope=coming, lat__isnull=False)
    assert (tps.code, tps.provenance, tps.point_source) == (
        f"{HULU}-003", "learned", "pilkada-2024: 3 HP",
    )  # fmt: skip
    assert tps.point_by is not None
    assert tps.point_by.username == "bu_dewi"
    assert Region.objects.get(code=JERNIH).provenance == "surveyed"
    for shown in (f"{at('map', coming)}?tps={tps.code}", at("tps_list", coming) + f"?desa={HULU}"):
        assert "pilkada-2024: 3 HP" in desk.get(shown).text
    assert "Pakai titik" not in desk.get(at("plan_priors", coming)).text


def test_a_place_without_a_name_waits_for_a_person_and_a_survey_stays(
    last: Scope, coming: Scope
) -> None:
    desk = client_of("bu_dewi")
    tps = Tps.objects.filter(scope=coming)
    tps.filter(code=f"{HULU}-003").update(lat=-2.05, lon=115.35, provenance="surveyed")
    give(desk, coming, file.write(learned(last)))

    desk.post(at("plan_priors_points", coming))
    assert tps.filter(provenance="learned").count() == 0
    desk.post(at("plan_priors_points", coming), {"by_number": "1"})

    [taken] = tps.filter(provenance="learned")
    assert (taken.code, taken.point_source) == (f"{HULU}-002", "pilkada-2024: disurvei, nomor saja")
    assert tps.get(code=f"{HULU}-003").lat == -2.05


def test_who_corrects_a_learned_point_has_been_there(last: Scope, coming: Scope) -> None:
    desk = client_of("bu_dewi")
    give(desk, coming, file.write(learned(last)))
    desk.post(at("plan_priors_points", coming))
    code = f"{HULU}-003"
    page = reverse("tps_detail", args=[coming.election, coming.kabupaten, code])
    form = {"name": "Sekolah", "dptb": "0", "lat": "-2.0101", "lon": "115.3101"}

    same = Tps.objects.get(scope=coming, code=code)
    kept = form | {"lat": str(same.lat), "lon": str(same.lon), "provenance": "learned"}
    desk.post(page, kept)
    assert Tps.objects.get(scope=coming, code=code).provenance == "learned"
    desk.post(page, form | {"provenance": "learned"})

    tps = Tps.objects.get(scope=coming, code=code)
    assert (tps.lat, tps.provenance) == (-2.0101, "surveyed")
    assert "pilkada-2024" not in desk.get(page).text


def test_bu_sari_sees_what_a_supplier_delivered_before(last: Scope, coming: Scope) -> None:
    give(client_of("bu_dewi"), coming, file.write(learned(last)))
    store = client_of("bu_sari")

    room = store.get(at("stock", coming)).text
    assert "dulu: 4 rusak, 3 kurang dari 100 (pilkada-2024: 1 penerimaan, sedikit" in room
    assert "perhitungkan 140 perlu diganti" in room  # 7 of 100, and 2.000 are to come
    receiving = store.get(at("stock_receive", coming)).text
    assert "Periksa ini lebih dulu" in receiving
    assert "140 dari 2.000" in receiving
    other = store.get(at("stock_receive", coming) + "?pemasok=UD+Lain").text
    assert "Periksa ini lebih dulu" not in other
    ordering = store.get(at("stock_expect", coming)).text
    assert "pilkada-2024: 1 penerimaan" in ordering
    assert '<td data-label="Barang">Surat suara</td>' in ordering  # of all kinds together


def test_a_need_is_foreseen_short_by_what_was_lost_before(last: Scope, coming: Scope) -> None:
    give(client_of("bu_dewi"), coming, file.write(learned(last)))
    page = client_of("bu_sari").get(at("stock", coming)).text

    assert "susut 140 seperti dulu" in page


def test_without_a_file_the_warehouse_says_nothing_of_it(coming: Scope) -> None:
    for name in ("stock", "stock_receive", "stock_expect"):
        assert "pilkada-2024" not in client_of("bu_sari").get(at(name, coming)).text


def test_the_file_is_kept_before_there_are_inputs_and_counts_once(
    last: Scope, coming: Scope
) -> None:
    desk, data = client_of("bu_dewi"), file.write(learned(last))
    assert "Belum ada masukan yang dapat diubah" in give(desk, coming, data)
    give(desk, coming, data)

    assert Lesson.objects.filter(scope=coming).count() == 1
    assert {each.declared for each in lessons.habits(coming).values()} == {100, 500}


def test_a_reader_takes_nothing_and_another_kabupaten_is_refused(
    last: Scope, coming: Scope
) -> None:
    assert client_of("pak_adi").post(at("plan_priors_points", coming)).status_code == 403
    data = file.write(learned(last)).replace(b'"kabupaten":"99.01"', b'"kabupaten":"99.02"')
    page = give(client_of("bu_dewi"), coming, data)

    assert "Pelajaran ini dari kabupaten 99.02" in page
    assert not Lesson.objects.exists()


def rooted(scope: Scope) -> None:
    """Let the log of `scope` begin with the key of this desk, as every log does."""
    fact(scope, "desk_enrolled", NOW, key=spelling.to_base64(keys.desk().public))


def downloaded(scope: Scope) -> bytes:
    return bytes(client_of("bu_dewi").get(at("learned_download", scope)).content)


def test_the_desk_signs_and_the_page_says_that_its_log_knows_the_key(
    last: Scope, coming: Scope
) -> None:
    rooted(last)
    data = downloaded(last)

    assert file.key_id(file.read(data, "x")) == keys.desk().key_id
    page = give(client_of("bu_dewi"), coming, data)
    assert "Oleh meja pemilihan itu, yang lognya ada di sini" in page
    assert keys.desk().key_id in page


def test_without_the_log_of_that_election_the_key_is_to_be_compared(
    last: Scope, coming: Scope
) -> None:
    page = give(client_of("bu_dewi"), coming, downloaded(last))

    assert "kunci tidak dikenal" in page
    assert keys.desk().key_id in page


def test_nobody_signed_is_said(last: Scope, coming: Scope) -> None:
    page = give(client_of("bu_dewi"), coming, file.write(learned(last)))

    assert "Berkas ini tidak ditandatangani siapa pun" in page


def test_another_key_than_before_is_an_alarm(last: Scope, coming: Scope) -> None:
    desk = client_of("bu_dewi")
    give(desk, coming, downloaded(last))

    page = give(desk, coming, file.write(learned(last), Signer(b"x" * 32)))

    assert "Bukan kunci berkas sebelumnya" in page


def test_a_changed_number_in_a_signed_file_is_refused_with_a_sentence(
    last: Scope, coming: Scope
) -> None:
    data = downloaded(last).replace(b'"damaged":4', b'"damaged":0')

    page = give(client_of("bu_dewi"), coming, data)

    assert "tetapi isinya bukan yang ditandatangani" in page
    assert keys.desk().key_id in page
    assert not Lesson.objects.exists()


def test_the_command_says_which_key_signed(
    last: Scope, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "pelajaran.json"

    which = ["--kabupaten", last.kabupaten, "--election", last.election]
    done = main(["election", "learn", *which, "--out", str(out)])

    assert done == 0
    assert f"Ditandatangani meja ini, kunci {keys.desk().key_id}" in capsys.readouterr().out
    assert file.key_id(file.read(out.read_bytes(), "x")) == keys.desk().key_id
