"""An election is played before it happens: two kecamatan of Tabalong, over HTTP alone."""

import json
from pathlib import Path

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


def _play(name: str, *more: str) -> dict[str, object]:
    areas = [word for code in KECAMATAN for word in ("--kecamatan", code)]
    status = main(["rehearse", "--name", name, "--seed", "3", *areas, *more])
    card = json.loads((home.known(name) / home.FIELD / "kartu-rapor.json").read_text())
    assert (status == 0) is card["passes"], card
    return dict(card)


def test_five_threats_strike_and_each_is_noticed_in_its_time(base: Path) -> None:
    card = _play("ancaman", *(word for code in STRIKES for word in ("--scenario", code)))

    assert {row["scenario"]: row["verdict"] for row in card["rows"]} == {  # type: ignore[attr-defined]
        code: "found" for code in STRIKES if code != "psu"
    }
    assert set(card["skipped"]) == {"psu"}  # type: ignore[call-overload]
    assert card["faults"] == []
    assert card["passes"]
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
