"""The demo that runs: what it says where it cannot start, and where its field dies."""

import socket
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from tepat.gladi import carrying, home, live, play
from tepat.gladi.desk import Line
from tepat.gladi.phone import MOST, Phone
from tepat.gladi.world import World

AT = datetime(2024, 11, 25, 9, 5, tzinfo=UTC)


def test_a_field_that_dies_leaves_its_hour_for_every_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def dies(*_: object) -> None:
        raise OSError("disk penuh")

    monkeypatch.setattr(play, "act", dies)
    world = SimpleNamespace(place=tmp_path, now=AT, local=lambda at: at)

    assert live._act(cast(World, world)) is False

    assert (tmp_path / live.STOPPED).read_text() == "25/11 09.05"
    assert "berhenti pada 25/11 09.05" in capsys.readouterr().out


def test_a_port_that_is_taken_is_said_before_anything_is_wiped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TEPAT_HOME", str(tmp_path))
    place = home.begin(live.NAME, {}, AT)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        monkeypatch.setattr(live, "is_running", lambda _: False)

        assert live.run(port) == 1

    assert place.exists()
    assert f"make demo PORT={port + 10}" in capsys.readouterr().out


@dataclass
class _Phone:
    """A phone that remembers what was brought by it; nothing is signed."""

    name: str
    outbox: list[str]
    newest: int = 0
    brought: list[list[str]] = field(default_factory=list)
    settled: list[str] = field(default_factory=list)

    def send(self, line: object) -> int:
        sent, self.outbox = len(self.outbox), []
        self.newest += sent
        return sent

    def bring(self, line: object, items: Sequence[str]) -> list[str]:
        self.brought.append(list(items))
        return [f"tanda terima {each}" for each in items]

    def settle(self, item: str, receipt: str) -> None:
        assert receipt == f"tanda terima {item}"
        self.settled.append(item)


def test_one_phone_carries_the_facts_of_all_and_each_gets_its_own_receipts() -> None:
    many = [f"b{number}" for number in range(MOST)]
    first, second, third = _Phone("a", ["a1"]), _Phone("b", [*many]), _Phone("c", ["c1", "c2"])
    waiting = cast(Any, [first, second, third])

    done = carrying.together(cast("list[Phone]", waiting), cast(Line, None))

    assert done == 1 + MOST + 2
    assert [len(each) for each in first.brought] == [MOST, 2]
    assert (second.settled, third.settled) == (many, ["c1", "c2"])
    assert not any((second.outbox, third.outbox, second.brought))
