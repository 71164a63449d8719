"""An election is played before it happens: two kecamatan of Tabalong, over HTTP alone."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tepat.cli import main
from tepat.gladi import home, live
from tepat.gladi.server import free_port

KECAMATAN = ("63.09.10", "63.09.12")
STRIKES = (
    "hujan-menutup-jalan",
    "kotak-ke-tps-lain",
    "sopir-tidak-datang",
    "petugas-wilayah-lain",
    "kotak-hilang",
)
OF_THE_VOTE = (
    "tps-buka-terlambat",
    "tps-kebanjiran",
    "hilang-saat-kembali",
    "pemungutan-ditunda",
    "psu",
    "jumlah-tidak-cocok",
    "selisih-satu-lembar",
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


def _waited_for(name: str) -> tuple[int, int]:
    """Return what the page of returns waits for and what it has back, from its tables."""
    rows = """select holder from move_packagecustody c join plan_package p on p.code = c.package
        where c.reached_at is not null and p.inside = '' and p.place like '%-%'"""
    with closing(sqlite3.connect(home.known(name) / "tepat.sqlite3")) as database:
        holders = [holder for (holder,) in database.execute(rows)]
    return len(holders), sum(each.partition("@")[0] == "warehouse" for each in holders)


def _chosen(codes: tuple[str, ...]) -> list[str]:
    return [word for code in codes for word in ("--scenario", code)]


def test_five_threats_strike_and_each_is_noticed_in_its_time(base: Path) -> None:
    card = _play("ancaman", *_chosen(STRIKES), "--until", "H-1")

    assert {row["scenario"]: row["verdict"] for row in card["rows"]} == dict.fromkeys(
        STRIKES, "found"
    )
    assert card["skipped"] == {}
    assert card["faults"] == []
    assert card["passes"]
    assert card["taken"] >= 4
    organisation, candidate, phone = card["witnesses"]
    assert organisation["size"] == organisation["there"] == candidate["size"] > 0
    assert "0 diubah, 0 belum lengkap" in organisation["copy"]
    assert "disaksikan 2 dari 3 saksi log" in organisation["copy"]
    assert 0 < phone["size"] <= organisation["size"]
    place = home.known("ancaman")
    assert (place / home.FIELD / "kartu-rapor.pdf").read_bytes().startswith(b"%PDF")
    assert "GLADI" in (place / home.FIELD / "kartu-rapor.html").read_text()

    main(["rehearse", "--wipe", "ancaman"])
    assert not place.exists()


def test_what_goes_wrong_on_voting_day_and_after_is_noticed_and_every_number_is_right(
    base: Path,
) -> None:
    card = _play("suara", *_chosen(OF_THE_VOTE))

    assert {row["scenario"] for row in card["rows"]} == set(OF_THE_VOTE)
    assert {row["verdict"] for row in card["rows"]} == {"found"}
    assert card["false"] == card["faults"] == []
    count = card["count"]
    assert count["told"] == count["there"] == 2 * 42
    assert count["misprinted"] == 3
    # One TPS loses its two boxes and its booths at sea; everything else is back.
    assert count["back"] == count["boxes"] - 3 > 0
    assert _waited_for("suara") == (count["boxes"], count["back"])
    rows = (home.known("suara") / home.FIELD / "kebenaran.jsonl").read_text().splitlines()
    assert sum('"what": "suara"' in row for row in rows) == 2 * 42


@pytest.mark.soak
def test_where_nothing_goes_wrong_nothing_calls_and_every_tps_is_ready(base: Path) -> None:
    card = _play("tenang", "--scenario", "tanpa")

    assert card["urgent"] == 0
    assert card["false"] == []
    assert card["faults"] == []
    assert card["ready"] == card["tps"] == 42
    assert card["count"]["there"] == 2 * 42
    assert card["count"]["back"] == card["count"]["boxes"] == 3 * 42
    assert _waited_for("tenang") == (3 * 42, 3 * 42)


@pytest.mark.soak
def test_on_a_day_without_network_papers_and_texts_bring_everything(base: Path) -> None:
    card = _play("luring", "--scenario", "hari-tanpa-jaringan", "--until", "H-1")

    [board] = card["rows"]
    assert (board["kind"], board["verdict"]) == ("board", "found")
    assert card["false"] == card["faults"] == []
    assert card["ready"] == card["tps"] == 42


@pytest.mark.soak
def test_what_officers_do_closes_the_incidents(base: Path) -> None:
    hurt = ("tiba-tanpa-segel", "segel-tergosok", "gudang-kebanjiran", "tps-kebanjiran")
    card = _play("masalah", *_chosen(hurt))

    assert {row["verdict"] for row in card["rows"]} == {"found"}
    assert card["false"] == card["faults"] == []
    cases = card["cases"]
    assert cases["all"] == cases["decided"] == cases["closed"] >= 4


def _live() -> int:
    return live.run(free_port(), 1e9, kecamatan=KECAMATAN[:1], until="H-1", stays=False)


@pytest.mark.soak
def test_the_live_demo_opens_at_h_2_and_is_wiped_when_it_begins_again(
    base: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        assert _live() == 0
        said = capsys.readouterr().out
        assert said.index("Desk: http://127.0.0.1:") < said.index("mengirim:")
        assert "bu_dewi         tepat-demo" in said
    assert "mulai lagi dari awal" in said
    assert home.all_names() == [live.NAME]
    card = json.loads((home.known(live.NAME) / home.FIELD / "kartu-rapor.json").read_text())
    assert card["faults"] == []


@pytest.mark.soak
@pytest.mark.parametrize(
    ("story", "kecamatan"),
    [
        ("pesisir-barat", ("18.13.02", "18.13.03")),
        ("jombang", ("35.17.17", "35.17.21")),
        ("pekalongan", ("33.75.02", "33.75.04")),
        ("gunung-mas", ("62.10.01", "62.10.02")),
    ],
)
def test_every_story_is_played_and_passes(
    base: Path, story: str, kecamatan: tuple[str, ...]
) -> None:
    strikes = _chosen((*STRIKES, *OF_THE_VOTE))
    assert _play("cerita", *strikes, story=story, kecamatan=kecamatan)["passes"]


@pytest.mark.soak
def test_the_same_seed_is_the_same_rehearsal(base: Path) -> None:
    truths = []
    for name in ("satu", "dua"):
        _play(name)
        truths.append((home.known(name) / home.FIELD / "kebenaran.jsonl").read_text())
    assert truths[0] == truths[1]
