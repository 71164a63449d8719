"""Bawaslu's own installation in the database of the tests, beside a log that KPU publishes."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import LazySettings

from tepat.core.log import policies
from tepat.server.mirrored import following, state
from tepat.server.mirrored.marking import Link, Room, write
from tests.logs import ELECTION, KABUPATEN, ORIGIN, Log, a_log


@dataclass
class Bawaslu:
    """The home of the room, and what it believes."""

    home: Path
    kpu: Log
    policy: policies.Policy

    @property
    def link(self) -> Link:
        return Link(ELECTION, KABUPATEN, ORIGIN, str(self.kpu.folder))

    @property
    def copy(self) -> Path:
        """Where the room keeps its copy of the log."""
        return self.home / "log" / ELECTION / KABUPATEN

    def follow(self) -> state.State:
        """Give the mirror one round."""
        return following.round(self.link, self.policy, "")


Made = Callable[..., Bawaslu]


@pytest.fixture
def bawaslu(db: None, tmp_path: Path, settings: LazySettings) -> Made:
    """Return what makes the room on a log of so many facts."""
    settings.HOME = home = tmp_path / "bawaslu"
    home.mkdir()
    settings.ROOM = "bawaslu"
    settings.ROOM_FILE = home / "room.json"

    def make(facts: int = 40) -> Bawaslu:
        kpu = a_log(tmp_path / "kpu", facts)
        kpu.publish()
        policy = policies.parse(kpu.policy(tmp_path / "policy.txt").read_bytes())
        made = Bawaslu(home, kpu, policy)
        write(home, Room("bawaslu", (made.link,)))
        return made

    return make
