"""What environment variables may change, and what none may."""

from pathlib import Path

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher

from tepat.server import environment
from tepat.server.gladi.hashing import QuickHasher

pytestmark = pytest.mark.any_database


@pytest.mark.parametrize(
    ("fast", "gladi", "waits"),
    [
        ("0", "", True),
        ("1", "", True),
        ("1", " ", True),
        ("0", "latihan", True),
        ("1", "latihan", False),
    ],
)
def test_only_a_rehearsal_that_plays_by_itself_does_not_wait_for_the_disk(
    fast: str, gladi: str, waits: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TEPAT_DATABASE_URL", raising=False)
    monkeypatch.setenv("TEPAT_GLADI_FAST", fast)
    monkeypatch.setenv("TEPAT_GLADI", gladi)

    command = environment.database(tmp_path)["OPTIONS"]["init_command"]

    assert environment.plays_by_itself() is not waits
    assert ("synchronous=FULL" in command) is waits
    assert ("synchronous=NORMAL" in command) is not waits


@pytest.mark.parametrize(
    ("said", "cores", "where"),
    [
        ("", 2, "process"),
        ("", 1, "thread"),
        ("thread", 8, "thread"),
        ("process", 1, "process"),
    ],
)
def test_facts_are_taken_by_a_process_where_there_is_a_second_core(
    said: str, cores: int, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEPAT_INGEST", said)
    monkeypatch.setattr("os.cpu_count", lambda: cores)

    assert environment.ingest() == where


def test_a_place_for_facts_that_is_none_ends_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEPAT_INGEST", "place")

    with pytest.raises(SystemExit, match="neither process nor thread"):
        environment.ingest()


def test_a_quick_hash_of_a_rehearsal_is_known_and_made_anew_by_an_ordinary_login() -> None:
    usual, quick = PBKDF2PasswordHasher(), QuickHasher()
    hashed = quick.encode("kata sandi gladi", quick.salt())

    assert quick.verify("kata sandi gladi", hashed)
    assert not quick.must_update(hashed)
    assert usual.verify("kata sandi gladi", hashed)
    assert not usual.verify("kata sandi lain", hashed)
    assert usual.must_update(hashed)
    assert not quick.must_update(usual.encode("kata sandi gladi", usual.salt()))
