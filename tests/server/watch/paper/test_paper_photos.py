"""Photos of papers: one for many rows, nothing beside the picture, every look recorded."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tepat.core.move import events
from tepat.server.election.models import Scope
from tepat.server.move.field import photo_files
from tepat.server.move.models import PhotoLook
from tepat.server.watch.models import PaperPhoto
from tepat.server.watch.paper import reporting, services
from tests.server.watch.paper.conftest import HULU, TPS_1, TPS_2, Clerk, boxes, whole
from tests.worlds import person

EXIF = b"\xff\xe1\x00\x12Exif\x00\x00-2.0,115.4"
PICTURE = b"\xff\xda\x00\x04\x00\x00" + bytes(range(200)) + b"\xff\xd9"
PHOTO = b"\xff\xd8" + EXIF + PICTURE


def upload(clerk: Clerk, *photos: bytes, **rows: Any) -> str:
    files = [SimpleUploadedFile(f"{at}.jpg", data) for at, data in enumerate(photos)]
    page = clerk.send(rows.get("rows", {}), "upload", photos=files)
    text: str = page.content.decode()
    return text


def test_one_photo_serves_many_rows_without_place_and_owner(scope: Scope) -> None:
    clerk = Clerk(scope)
    page = upload(clerk, PHOTO, rows={TPS_1: {"boxes": "2"}})
    assert "Foto tersimpan: F1." in page
    assert clerk.row(TPS_1)["typed"].boxes == "2", "what was typed stays while photos go up"
    rows = {tps: whole(len(boxes(scope, tps)), photo="F1") for tps in (TPS_1, TPS_2)}
    clerk.send(rows)
    [kept] = PaperPhoto.objects.all()
    names = [clerk.row(tps)["recorded"]["fact"] for tps in (TPS_1, TPS_2)]

    assert [fact.photos for _, fact in reporting.stored(names)] == [(kept.sha256,)] * 2
    assert photo_files.path_of(kept.sha256).read_bytes() == b"\xff\xd8" + PICTURE
    assert b"Exif" not in photo_files.path_of(kept.sha256).read_bytes()


def test_what_is_no_photo_is_said_and_keeps_out_no_other(scope: Scope, tmp_path: Path) -> None:
    page = upload(Clerk(scope), b"<svg onload=alert(1)>", PHOTO, PHOTO, PHOTO[:30])

    assert "0.jpg: " in page
    assert "3.jpg: " in page
    assert PaperPhoto.objects.count() == 1
    assert len([each for each in (tmp_path / "photos").rglob("*") if each.is_file()]) == 1


def test_photos_are_bounded(scope: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST_PHOTO", 100)
    assert "Foto lebih besar" in upload(Clerk(scope), PHOTO)
    monkeypatch.setattr(services, "MOST_PHOTO", 1_000)
    monkeypatch.setattr(services, "MOST_PHOTOS", 1)
    upload(Clerk(scope), PHOTO)
    assert "sudah punya 1 foto" in upload(Clerk(scope), PHOTO[:-3] + b"x\xff\xd9")


def test_who_follows_loads_there_sees_the_photo_and_it_is_recorded(scope: Scope) -> None:
    upload(Clerk(scope), PHOTO)
    sha256 = PaperPhoto.objects.get().sha256
    args = [scope.election, scope.kabupaten, HULU, sha256]
    seen = Clerk(scope, "pak_adi").client.get(reverse("paper_photo", args=args))

    assert (seen.status_code, seen["Content-Type"]) == (200, "image/jpeg")
    assert PhotoLook.objects.get().by == person("pak_adi").account
    args[2] = "99.01.02"
    assert Clerk(scope, "pak_adi").client.get(reverse("paper_photo", args=args)).status_code == 404
    assert Clerk(scope).client.get(reverse("paper_photo", args=args)).status_code == 403


def test_a_photo_that_comes_later_is_put_into_the_row(scope: Scope) -> None:
    clerk = Clerk(scope)
    row = whole(len(boxes(scope, TPS_1)))
    clerk.send({TPS_1: row})
    upload(clerk, PHOTO)
    clerk.send({TPS_1: {**row, "photo": "1", "mends": clerk.row(TPS_1)["recorded"]["fact"]}})
    [(_, fact)] = reporting.stored([clerk.row(TPS_1)["recorded"]["fact"]])

    assert isinstance(fact, events.Received)
    assert fact.photos == (PaperPhoto.objects.get().sha256,)
