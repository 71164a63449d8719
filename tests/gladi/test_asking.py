"""What `tepat rehearse` refuses before it makes a folder, and how it ends by `kill`."""

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from tepat.cli import build_parser, main
from tepat.gladi import asking, home, play, server, witnesses
from tepat.gladi.values import Shares


@pytest.fixture(autouse=True)
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TEPAT_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def ends_as_before() -> Iterator[None]:
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--people", "walikota"], "ppk, pps, kpps"),
        (["--people", "ppk,"], "ppk, pps, kpps"),
        (["--people", "driver"], "ppk, pps, kpps"),
        (["--kecamatan", "64.01.01"], "63.09.05"),
        (["--network", "500"], "0 sampai 100"),
        (["--network", "-1"], "0 sampai 100"),
        (["--pps-phones", "-5"], "0 sampai 100"),
        (["--kpps-phones", "101"], "0 sampai 100"),
        (["--ptps-phones", "-1"], "0 sampai 100"),
        (["--clocks", "101"], "0 sampai 100"),
        (["--late-paper", "-1"], "0 sampai 100"),
        (["--speed", "-1"], "0 (secepatnya)"),
        (["--speed", "nan"], "0 (secepatnya)"),
        (["--port", "70000"], "65535"),
        (["--scenario", "gempa"], "sopir-tidak-datang"),
        (["--scenario", "semua", "--scenario", "gempa"], "sopir-tidak-datang"),
        (["--scenario", "tanpa", "--scenario", "psu"], "tanpa, sendirian"),
        (["--story", "atlantis"], "pesisir-barat"),
        (["--election", "pilkada-1900"], "pilkada-2024"),
        (["--name", ""], '""'),
        (["--name", "../lain"], "tabalong-1"),
        (["--wipe", ""], '""'),
        (["--open", ""], '""'),
    ],
)
def test_what_is_wrong_is_one_sentence_with_the_choices_and_no_folder(
    base: Path,
    words: list[str],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    ends_as_before: None,
) -> None:
    def never(*words: object) -> str:
        raise AssertionError(f"a rehearsal began: {words}")

    monkeypatch.setattr(server, "run", never)

    assert main(["rehearse", *words]) == 1

    [line] = capsys.readouterr().err.splitlines()
    assert said in line
    assert not (base / home.FOLDER).exists()


def test_a_port_that_somebody_uses_is_said_before_anything_is_made(
    base: Path, capsys: pytest.CaptureFixture[str], ends_as_before: None
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        assert main(["rehearse", "--port", str(other.getsockname()[1])]) == 1
    assert "tidak dipakai program lain" in capsys.readouterr().err
    assert not (base / home.FOLDER).exists()


def test_what_is_right_is_taken_as_it_was_said() -> None:
    words = ["rehearse", "--people", "PPK, pps,ppk", "--network", "100", "--pps-phones", "0"]
    words += ["--kecamatan", "63.09.05", "--kecamatan", "63.09.05", "--scenario", "tanpa"]
    words += ["--kpps-phones", "90", "--ptps-phones", "50", "--clocks", "20", "--late-paper", "5"]
    asked, story, found = asking.asked_from(build_parser().parse_args(words))
    assert (asked.name, story.code, found) == ("tabalong-1", "tabalong", [])
    assert asked.people == ("ppk", "pps")
    assert asked.speed == asking.TRAINING_SPEED
    assert asked.kecamatan == ("63.09.05",)
    assert asked.shares == Shares(
        pps_phones=0, kpps_phones=90, ptps_phones=50, bad_network=100, bad_clocks=20, late_paper=5
    )


class _Server:
    """A server that somebody kills with the program that started it."""

    stopped = 0
    address = "http://127.0.0.1:1"

    def __init__(self, *_: object, **__: object) -> None:
        self.wait = _killed

    def stop(self) -> None:
        type(self).stopped += 1


def _killed(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGTERM)
    raise AssertionError("the signal did not end it")


@pytest.mark.parametrize("words", [["--open", "coba"], ["--name", "baru"]])
def test_kill_takes_the_servers_along(
    base: Path,
    words: list[str],
    monkeypatch: pytest.MonkeyPatch,
    ends_as_before: None,
) -> None:
    place = base / home.FOLDER / "coba"
    place.mkdir(parents=True)
    (place / home.MARK).write_text('{"election": "pilkada-2024", "kabupaten": "63.09"}')
    (place / home.PEOPLE).write_text("[]")
    # Where nothing listens for it, the signal would end the tests: here it is only not heard.
    signal.signal(signal.SIGTERM, lambda *_: None)
    monkeypatch.setattr(_Server, "stopped", 0)
    monkeypatch.setattr(server, "Installation", _Server)
    monkeypatch.setattr(play, "begin", lambda *_: place)
    monkeypatch.setattr(play, "act", _killed)
    monkeypatch.setattr(witnesses, "serve", lambda *_: None)
    world = SimpleNamespace(watching=witnesses.Watching())
    monkeypatch.setattr(play, "world_of", lambda *_: world)

    assert main(["rehearse", *words]) == 130

    assert _Server.stopped == 1
