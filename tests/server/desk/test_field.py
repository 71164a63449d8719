"""Serving the phone application: its own folder, and nothing outside it."""

import gzip
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "BASE", tmp_path)
    folder = tmp_path / "static" / "field"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<title>tepat</title>")
    (folder / "sw.js").write_text("// worker")
    (folder / "assets" / "main-abc.js").write_text("1")
    (tmp_path / "secret").write_text("no")
    return folder


def test_the_worker_may_rule_its_own_folder(client: Client, built: Path) -> None:
    answer = client.get("/lapangan/sw.js")

    assert answer["Service-Worker-Allowed"] == "/lapangan/"
    assert answer["Content-Type"] == "text/javascript"
    assert answer["Cache-Control"] == "no-cache"


def test_hashed_names_are_kept_and_the_page_is_asked_anew(client: Client, built: Path) -> None:
    assert "immutable" in client.get("/lapangan/assets/main-abc.js")["Cache-Control"]
    page = client.get("/lapangan/")
    again = client.get("/lapangan/", headers={"if-none-match": page["ETag"]})

    assert page["Cache-Control"] == "no-cache"
    assert again.status_code == 304


def test_a_phone_pays_for_packed_bytes_and_is_told_that_nothing_changed(
    client: Client, built: Path
) -> None:
    (built / "assets" / "main-abc.js").write_text("let a = 1;" * 1_000)
    packed = client.get("/lapangan/assets/main-abc.js", headers={"accept-encoding": "gzip, br"})
    plain = client.get("/lapangan/assets/main-abc.js")

    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) / 10
    assert "Accept-Encoding" in packed["Vary"]
    again = {"if-none-match": plain["ETag"], "accept-encoding": "gzip"}
    assert client.get("/lapangan/assets/main-abc.js", headers=again).status_code == 304


def test_phones_of_a_demo_live_in_its_time(
    client: Client, built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else every letter of the demo, which plays in 2024, would have ended long ago."""
    (built / "index.html").write_text('<html lang="id"><title>tepat</title>')
    monkeypatch.setattr(settings, "HOME", tmp_path)
    assert "data-shift" not in client.get("/lapangan/").text

    (tmp_path / "demo_clock").write_text("-63000000")
    assert '<html lang="id" data-shift="-63000000">' in client.get("/lapangan/").text
    assert "data-shift" not in client.get("/lapangan/sw.js").text


@pytest.mark.parametrize("path", ["tidak-ada.js", "../../secret", "..%2f..%2fsecret", "assets"])
def test_nothing_else_is_served(client: Client, built: Path, path: str) -> None:
    assert client.get(f"/lapangan/{path}").status_code == 404


@pytest.mark.django_db
def test_a_bare_checkout_says_how_to_build_it(client: Client, built: Path) -> None:
    (built / "index.html").unlink()
    answer = client.get("/lapangan/")

    assert answer.status_code == 503
    assert "make assets" in answer.text
