"""What Bawaslu publishes reaches KPU: signed, believed at first use, never deleted."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tepat.core.problems import Code, Refused
from tepat.core.watch.rakor.briefing import lines_of
from tepat.core.watch.supervision import published
from tepat.core.watch.supervision.cases import Sort
from tepat.server import clock
from tepat.server.election.models import Scope
from tepat.server.move.devices import keys
from tepat.server.watch.models import PublishedCase, PublishedFile, SupervisionCase
from tepat.server.watch.published import offering, taking
from tepat.server.watch.rakor.state import state_of
from tepat.server.watch.supervision import casework
from tepat.server.watch.supervision.casework import Said
from tests.logs import signer
from tests.worlds import contoh_scope, person

NOW = datetime(2024, 11, 20, 2, 0, tzinfo=UTC)
SENTENCE = "Gembok gudang Hulu rusak; KPU menggantinya hari itu juga."
PUBLIC = "/terbitan/pilkada-2024/99.01/bawaslu.json"


@pytest.fixture
def scope(db: None, settings: LazySettings, tmp_path: Path) -> Iterator[Scope]:
    settings.HOME = tmp_path
    clock.shift(NOW - datetime.now(UTC))
    yield contoh_scope()
    clock.shift(timedelta(0))


def case_of(scope: Scope) -> SupervisionCase:
    """A laporan with a reporter, as pak_adi wrote it."""
    said = Said("Gembok rusak", "storage", "99.01.01", story="Dilihat penjaga malam")
    case = casework.open_case(scope, Sort.LAPORAN, said, person("pak_adi"), None, NOW)
    casework.write_reporter(case, {"name": "Bu Minah"}, person("pak_adi"), NOW)
    return case


def offered(scope: Scope, text: str, case: SupervisionCase, hours: int = 0) -> bytes:
    """Publish a sentence, and return the file that anybody may read afterwards."""
    now = NOW + timedelta(hours=hours)
    casework.publish(case, text, person("pak_adi"), now)
    clock.shift(now - datetime.now(UTC))
    answer = Client().get(PUBLIC)
    assert answer.status_code == 200
    return answer.content


def at_kpu(settings: LazySettings) -> Client:
    """bu_dewi in KPU's own installation, where nothing of Bawaslu is stored."""
    SupervisionCase.objects.all().delete()
    settings.ROOM = "kpu"
    client = Client()
    client.force_login(person("bu_dewi"))
    return client


def page_of(scope: Scope) -> str:
    return reverse("published", args=[scope.election, scope.kabupaten])


def send(client: Client, scope: Scope, data: bytes, **more: str) -> int:
    upload = SimpleUploadedFile("terbitan.json", data)
    return int(client.post(page_of(scope), {"file": upload, **more}).status_code)


def test_kpu_takes_the_file_and_shows_the_case_with_its_evidence(
    scope: Scope, settings: LazySettings
) -> None:
    data = offered(scope, SENTENCE, case_of(scope))
    for secret in (b"Minah", b"Dilihat penjaga malam", b"Gembok rusak"):
        assert secret not in data
    kpu = at_kpu(settings)

    assert send(kpu, scope, data) == 302
    assert send(kpu, scope, data) == 302  # twice is once

    page = kpu.get(page_of(scope)).content.decode()
    assert SENTENCE in page
    assert "diterbitkan Bawaslu" in page
    assert keys.desk().key_id in page
    [file] = PublishedFile.objects.all()
    link = reverse("published_file", args=[scope.election, scope.kabupaten, file.sha256])
    assert link in page
    assert kpu.get(link).content == data
    assert PublishedCase.objects.count() == 1
    lines = lines_of(state_of(scope, clock.now()))
    [told] = [line for line in lines if SENTENCE.rstrip(".") in line.text.id]
    assert told.text.id.startswith("Bawaslu menerbitkan laporan")
    assert told.evidence[0].page == "published"
    elsewhere = lines_of(state_of(scope, clock.now(), "99.01.02"))
    assert not [line for line in elsewhere if "Bawaslu" in line.text.id], "of its kecamatan alone"


def test_what_is_taken_back_is_a_new_version_and_nothing_is_deleted(
    scope: Scope, settings: LazySettings
) -> None:
    case = case_of(scope)
    first = offered(scope, SENTENCE, case)
    second = offered(scope, "", case, hours=1)
    kpu = at_kpu(settings)
    send(kpu, scope, first)

    assert send(kpu, scope, second) == 302

    page = kpu.get(page_of(scope)).content.decode()
    assert SENTENCE not in page
    assert "ditarik Bawaslu" in page
    texts = PublishedCase.objects.order_by("version").values_list("version", "text")
    assert list(texts) == [(1, SENTENCE), (2, "")]
    assert send(kpu, scope, first) == 422  # an older file changes nothing
    assert PublishedFile.objects.count() == 2


def test_another_key_is_an_alarm_until_bawaslu_read_it_out(
    scope: Scope, settings: LazySettings
) -> None:
    data = offered(scope, SENTENCE, case_of(scope))
    file = published.parse(data)
    other = published.write(file, signer("siapa"))
    kpu = at_kpu(settings)
    send(kpu, scope, data)

    answer = kpu.post(page_of(scope), {"file": SimpleUploadedFile("x.json", other)})
    assert answer.status_code == 422
    told = answer.content.decode()
    assert "AWAS" in told
    assert signer("siapa").key_id in told
    assert send(kpu, scope, other, key="0" * 32) == 422
    assert PublishedFile.objects.count() == 1

    assert send(kpu, scope, other, key=signer("siapa").key_id) == 302
    assert signer("siapa").key_id in kpu.get(page_of(scope)).content.decode()
    assert send(kpu, scope, data) == 422  # the old key is no longer believed
    assert PublishedCase.objects.count() == 2


def test_the_same_version_told_otherwise_is_refused(scope: Scope, settings: LazySettings) -> None:
    case = case_of(scope)
    first = published.parse(offered(scope, SENTENCE, case))
    [told] = first.cases
    otherwise = {**{f: getattr(told, f) for f in told.__slots__}, "text": "Tidak ada apa-apa."}
    forged = published.File(
        first.election, first.kabupaten, "2024-11-21T00:00:00Z", (published.Case(**otherwise),)
    )
    at_kpu(settings)
    taking.take(scope, published.write(first, keys.desk()), person("bu_dewi"), NOW)

    with pytest.raises(Refused) as refused:
        taking.take(scope, published.write(forged, keys.desk()), person("bu_dewi"), NOW)

    assert refused.value.problem.code is Code.PUBLISHED_CHANGED


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff" * 9, b"x" * (published.LARGEST + 9)])
def test_a_file_that_is_none_is_refused_with_a_sentence(
    scope: Scope, settings: LazySettings, data: bytes
) -> None:
    assert send(at_kpu(settings), scope, data or b" ") == 422
    assert not PublishedFile.objects.exists()


def test_a_publication_of_another_kabupaten_is_refused(
    scope: Scope, settings: LazySettings
) -> None:
    elsewhere = published.File("pilkada-2024", "99.02", "2024-11-20T02:00:00Z")
    assert send(at_kpu(settings), scope, published.write(elsewhere, signer("x"))) == 422


@pytest.mark.parametrize(
    "where", ["", "http://127.0.0.1:1/x", "file:///etc/passwd", "https://10.0.0.1/b.json", "x"]
)
def test_an_address_inside_the_house_is_not_read(
    scope: Scope, settings: LazySettings, where: str
) -> None:
    answer = at_kpu(settings).post(page_of(scope), {"where": where})
    assert answer.status_code == 422
    assert "tidak memberi berkas terbitan" in answer.content.decode()


def test_who_connects_nothing_reads_and_takes_nothing(scope: Scope, settings: LazySettings) -> None:
    data = offered(scope, SENTENCE, case_of(scope))
    at_kpu(settings)
    client = Client()
    client.force_login(person("bu_rina"))
    assert client.get(page_of(scope)).status_code == 200
    assert "enctype" not in client.get(page_of(scope)).content.decode()
    assert send(client, scope, data) == 403


def test_the_address_is_bawaslus_alone(scope: Scope, settings: LazySettings) -> None:
    settings.ROOM = "bawaslu"
    assert published.parse(Client().get(PUBLIC).content).key_id == offering.key_id()
    client = Client()
    client.force_login(person("pak_adi"))
    page = client.get(page_of(scope)).content.decode()
    assert f"http://testserver{PUBLIC}" in page
    assert offering.key_id() in page
    assert "enctype" not in page
    for room in ("kpu", "polri"):
        settings.ROOM = room
        assert Client().get(PUBLIC).status_code == 404


def test_a_sentence_that_names_the_reporter_is_not_published(scope: Scope) -> None:
    with pytest.raises(Refused) as refused:
        casework.publish(case_of(scope), "Menurut bu minah gembok rusak", person("pak_adi"), NOW)
    assert refused.value.problem.code is Code.REPORTER_NAMED
