"""A log is read from servers that are slow, endless or sly, and none of it is waited for."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tepat.core.problems import Refused
from tepat.witness import sources


@contextmanager
def serving(answer: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server on loopback that does to every visitor what `answer` does."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def one(visitor: socket.socket) -> None:
            with visitor:
                visitor.recv(65_536)
                with suppress(OSError):
                    answer(visitor)

        def run() -> None:
            while True:
                try:
                    visitor, _ = listening.accept()
                except OSError:
                    return
                threading.Thread(target=one, args=(visitor,), daemon=True).start()

        threading.Thread(target=run, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


def drip(text: bytes) -> Callable[[socket.socket], None]:
    """Send a byte now and then, for ever."""

    def answer(visitor: socket.socket) -> None:
        visitor.sendall(text)
        while True:
            visitor.sendall(b"a")
            time.sleep(0.05)

    return answer


@pytest.mark.parametrize(
    "head", [b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n"]
)
def test_a_server_that_drips_is_left(head: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "SECONDS", 0.4)
    with serving(drip(head)) as address:
        started = time.monotonic()
        with pytest.raises(Refused, match="log_unreachable"):
            sources.opened(address).read("checkpoint", 1_000_000)

    assert time.monotonic() - started < 60, "it would drip for more than an hour"


def test_an_endless_file_is_too_large() -> None:
    def endless(visitor: socket.socket) -> None:
        visitor.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            visitor.sendall(bytes(65_536))

    with serving(endless) as address, pytest.raises(sources.TooLarge):
        sources.opened(address).read("checkpoint", 1_000_000)


def test_a_file_that_was_cut_short_is_no_file() -> None:
    def short(visitor: socket.socket) -> None:
        visitor.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc")

    with serving(short) as address, pytest.raises(Refused, match="log_unreachable"):
        sources.opened(address).read("checkpoint", 1_000)


def test_a_token_goes_to_no_other_address() -> None:
    heard: list[bytes] = []

    def thief(visitor: socket.socket) -> None:
        heard.append(b"somebody came")
        visitor.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

    with serving(thief) as elsewhere:

        def leads_away(visitor: socket.socket) -> None:
            location = f"HTTP/1.1 302 Found\r\nLocation: {elsewhere}/x\r\n\r\n"
            visitor.sendall(location.encode())

        with serving(leads_away) as address, pytest.raises(Refused, match="log_unreachable"):
            sources.opened(address, "rahasia").read("checkpoint", 1_000)

    assert heard == []


def test_what_is_not_a_file_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "checkpoint").mkdir()
    (tmp_path / "large").write_bytes(bytes(11))
    source = sources.opened(str(tmp_path))

    assert source.read("checkpoint", 10) is None
    assert source.read("none", 10) is None
    with pytest.raises(sources.TooLarge):
        source.read("large", 10)
