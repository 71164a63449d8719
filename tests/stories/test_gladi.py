"""An election is played before it happens: two kecamatan of Tabalong, over HTTP alone."""

import json
from pathlib import Path
from typing import Any

import pytest

from tepat.cli import main
from tepat.gladi import home

KECAMATAN = ("63.09.10", "63.09.12")
STRIKES = (
    "hujan-menutup-jalan",
    "kotak-ke-tps-lain",
    "sopir-tidak-datang",
    "petugas-wilayah-lain",
    "kotak-hilang",
    "psu",
)


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TEPAT_HOME", str(tmp_path))
    return tmp_path


def _play(
    name: str, *more: str, story: str = "tabalong", kecamatan: tuple[str, ...] = KECAMATAN
) -> dict[str, Any]:
    areas = [word for code in kecamatan for word in ("--kecamatan", code)]
    words = ["rehearse", "--story", story, "--name", name, "--seed", "3", *areas, *more]
    status = main(words)
    card: dict[str, Any] = json.loads(
        (home.known(name) / home.FIELD / "kartu-rapor.json").read_text()
    )
    assert (status == 0) is card["passes"], card
    return card


def test_five_threats_strike_and_each_is_noticed_in_its_time(base: Path) -> None:
    card = _play("ancaman", *(word for code in STRIKES for word in ("--scenario", code)))

    assert {row["scenario"]: row["verdict"] for row in card["rows"]} == {
        code: "found" for code in STRIKES if code != "psu"
    }
    assert set(card["skipped"]) == {"psu"}
    assert card["faults"] == []
    assert card["passes"]
    assert card["taken"] >= 4
    place = home.known("ancaman")
    assert (place / home.FIELD / "kartu-rapor.pdf").read_bytes().startswith(b"%PDF")
    assert "GLADI" in (place / home.FIELD / "kartu-rapor.html").read_text()

    main(["rehearse", "--wipe", "ancaman"])
    assert not place.exists()


def test_where_nothing_goes_wrong_nothing_calls_and_every_tps_is_ready(base: Path) -> None:
    card = _play("tenang", "--scenario", "tanpa")

    assert card["urgent"] == 0
    assert card["false"] == []
    assert card["faults"] == []
    assert card["ready"] == card["tps"] == 42


@pytest.mark.soak
@pytest.mark.parametrize(
    ("story", "kecamatan"),
    [
        ("pesisir-barat", ("18.13.02", "18.13.03")),
        ("jombang", ("35.17.01", "35.17.02")),
        ("pekalongan", ("33.75.01",)),
        ("gunung-mas", ("62.10.01", "62.10.02")),
    ],
)
def test_every_story_is_played_and_passes(
    base: Path, story: str, kecamatan: tuple[str, ...]
) -> None:
    strikes = [word for code in STRIKES for word in ("--scenario", code)]
    assert _play("cerita", *strikes, story=story, kecamatan=kecamatan)["passes"]


@pytest.mark.soak
def test_the_same_seed_is_the_same_rehearsal(base: Path) -> None:
    truths = []
    for name in ("satu", "dua"):
        _play(name)
        truths.append((home.known(name) / home.FIELD / "kebenaran.jsonl").read_text())
    assert truths[0] == truths[1]
