"""A log that claims to be endless: it is not read, and no witness stops for it."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tepat.core.log import checkpoints, notes
from tepat.core.problems import Code, Refused
from tepat.witness import trust
from tepat.witness.copying import Copy, copy_once
from tepat.witness.mirroring import mirror
from tests import logs
from tests.patience import SECONDS
from tests.witness.conftest import running, witness_folder


class Endless:
    """A server of the log's own operator: a signed checkpoint, and tiles without end."""

    def __init__(self, size: int) -> None:
        self.asked: list[str] = []
        self.size = size
        self.checkpoint = notes.write_note(
            checkpoints.sign(checkpoints.Checkpoint(logs.ORIGIN, size, b"\1" * 32), LOG)
        )
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append(self.path)
                data = outer.checkpoint if self.path == "/checkpoint" else b"\2" * 8192
                self.send_response(200)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"


LOG = logs.signer("log")


@pytest.fixture
def endless() -> Iterator[Endless]:
    made = Endless(trust.MOST_LEAVES)
    yield made
    made.server.shutdown()
    made.server.server_close()


def test_more_leaves_than_any_log_has_are_refused_unread(tmp_path: Path, endless: Endless) -> None:
    past = checkpoints.Checkpoint(logs.ORIGIN, trust.MOST_LEAVES + 1, b"\1" * 32)
    endless.checkpoint = notes.write_note(checkpoints.sign(past, LOG))

    with pytest.raises(Refused) as refused:
        mirror(endless.address, tmp_path, [notes.parse_vkey(logs.log_vkey())])

    assert refused.value.problem.code is Code.LOG_TOO_LONG
    assert endless.asked == ["/checkpoint"]
    assert list(tmp_path.iterdir()) == []


def test_a_witness_answers_while_its_copying_swallows_an_endless_log(
    tmp_path: Path, endless: Endless
) -> None:
    folder = witness_folder(tmp_path / "bawaslu", "bawaslu.example/w")
    with running(folder, "--mirror", endless.address) as witness:
        until(lambda: len(endless.asked) > 600)
        assert witness.fetch("/vkey")[0] == 200
        # The hashes are held in another process, whose end would not be that of the witness.
        children = Path(f"/proc/{witness.process.pid}/task/{witness.process.pid}/children")
        if children.exists():
            every = Path(f"/proc/{witness.process.pid}/task").glob("*/children")
            assert "".join(each.read_text() for each in every).split()

    # ... and it does not outlive the witness, however that ended.
    until(lambda: not grows(endless.asked))


def test_what_came_of_a_round_is_said_and_a_failed_process_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = logs.a_log(tmp_path / "log", 20)
    copy = Copy(str(log.publish()), tmp_path / "salinan", (logs.log_vkey(),))

    assert "salinan sampai 20 peristiwa, cocok" in copy_once(copy)
    assert copy_once(copy) == ""
    assert "tidak ada checkpoint" in copy_once(copy._replace(where=str(tmp_path)))
    assert "dicoba lagi" in copy_once(copy._replace(vkeys=("rusak",)))


def until(is_so: object) -> None:
    """Wait until it is so, for at most five minutes."""
    assert callable(is_so)
    ends = time.monotonic() + SECONDS
    while not is_so():
        assert time.monotonic() < ends
        time.sleep(0.1)


def grows(asked: list[str]) -> bool:
    before = len(asked)
    time.sleep(0.5)
    return len(asked) > before
