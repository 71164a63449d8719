"""The thin network is as thin as it says, and breaks where its seed says."""

import http.client
import http.server
import threading
import time
from collections.abc import Iterator
from urllib.request import urlopen

import pytest

from tests.browser.slow_proxy import Network, slow

BODY = bytes(range(250)) * 20


class _Server(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(BODY)))
        self.end_headers()
        self.wfile.write(BODY)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    made = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Server)
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{made.server_port}"
    made.shutdown()
    made.server_close()


def asked(url: str) -> str:
    """Ask once: "whole", or where it broke."""
    try:
        with urlopen(url, timeout=60) as answer:
            return "whole" if answer.read() == BODY else "other"
    except (OSError, http.client.HTTPException) as error:
        return type(error).__name__


def test_bytes_take_their_time(server: str) -> None:
    with slow(server, Network(kbits=80, round_trip=0.2)) as proxy:
        began = time.monotonic()
        assert asked(proxy.url) == "whole"
        took = time.monotonic() - began
    [exchange] = proxy.exchanges
    need = exchange.down * 8 / 80_000
    assert need + 0.4 <= took < need + 60
    assert exchange.down > len(BODY)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_same_seed_breaks_the_same_exchanges(server: str, seed: int) -> None:
    found = []
    for _ in range(2):
        with slow(server, Network(cut=0.5, seed=seed)) as proxy:
            answers = [asked(proxy.url) for _ in range(24)]
            found.append([(each.cut, each.down) for each in proxy.exchanges])
        cuts = [each.cut for each in proxy.exchanges]
        assert [each == "whole" for each in answers] == [each == "" for each in cuts]
        assert {"", "request", "reply"} == set(cuts)
    assert found[0] == found[1]
