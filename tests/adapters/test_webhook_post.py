"""A message goes to the address that was judged, or nowhere."""

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from tepat.adapters import webhook_post
from tepat.adapters.webhook_post import BadAddress, check, is_open, post

CAME: list[tuple[str, bytes, dict[str, str]]] = []


class _Receiver(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        CAME.append((self.path, body, dict(self.headers)))
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "/there")
        elif self.path == "/long":
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"x" * 100_000)
            return
        else:
            self.send_response(200 if self.path == "/in" else 500)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


class Fixed:
    """A name that has these addresses."""

    def __init__(self, found: list[str]) -> None:
        self.found = found

    def __call__(self, host: str, port: int) -> list[str]:
        return self.found


@pytest.fixture
def port() -> Iterator[int]:
    CAME.clear()
    server = HTTPServer(("127.0.0.1", 0), _Receiver)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "not an address",
    ],
)
def test_what_is_not_of_the_open_internet_is_not_open(address: str) -> None:
    assert not is_open(address)


SPECIAL = (
    "0.1.2.3 10.1.1.1 100.64.0.1 127.0.0.1 169.254.169.254 172.16.0.1 192.0.0.1 192.0.0.8 192.0.2.1"
    " 192.88.99.1 192.168.1.1 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1"
    " 240.0.0.1 255.255.255.255 ::1 :: ::7f00:1 ::ffff:10.0.0.1 64:ff9b::808:808"
    " 64:ff9b:1::1 100::1 100:0:0:1::1 2001::1 2001:2::1 2001:10::1 2001:db8::1 2002:808:808::1"
    " 3fff::1 3fff:fff::1 5f00::1 fc00::1 fd00::1 fe80::1 febf::1 fec0::1 feff::1 ff02::1 4000::1"
)


@pytest.mark.parametrize("address", SPECIAL.split())
def test_no_block_of_the_special_registries_is_open(address: str) -> None:
    assert not is_open(address)


def test_the_open_internet_is_open() -> None:
    assert is_open("93.184.216.34")
    assert is_open("2606:2800:220:1:248:1893:25c8:1946")


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://contoh.example/", "https"),
        ("ftp://contoh.example/", "https"),
        ("file:///etc/passwd", "https"),
        ("https://", "spelling"),
        ("https://a b/", "spelling"),
        ("https://contoh.example/\r\nHost: x", "spelling"),
        ("https://contoh.example:0/", "spelling"),
        ("https://contoh.example:99999/", "spelling"),
        ("https://contoh.example/#x", "spelling"),
        ("https://" + "a" * 600, "spelling"),
        ("https://saya:rahasia@contoh.example/", "login"),
        ("https://10.0.0.1/", "private"),
        ("https://[::1]/", "private"),
        ("https://[::ffff:169.254.169.254]/latest", "private"),
    ],
)
def test_an_address_that_is_no_address_is_refused(url: str, why: str) -> None:
    with pytest.raises(BadAddress, match=why):
        check(url)
    assert post(url, b"", {}).status == 0


def test_a_message_arrives_with_its_headers(port: int) -> None:
    answer = post(f"http://127.0.0.1:{port}/in", b"{}", {"webhook-id": "msg_1"}, allow_private=True)
    assert answer.is_taken
    [(path, body, headers)] = CAME
    assert (path, body, headers["webhook-id"]) == ("/in", b"{}", "msg_1")


def test_a_name_that_leads_into_the_house_is_not_called(port: int) -> None:
    """A name with one open and one private address, or with several spellings of home."""
    for found in (["127.0.0.1"], ["93.184.216.34", "10.0.0.1"], ["::ffff:127.0.0.1"]):
        address = f"https://contoh.example:{port}/in"
        answer = post(address, b"{}", {}, resolving=Fixed(found))
        assert (answer.status, answer.fault) == (0, "private")
    assert CAME == []


def test_a_name_that_changes_its_mind_leads_nowhere_else(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is resolved once; the connection goes to the address that was judged then."""
    asked: list[str] = []

    def changing(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["93.184.216.34"] if len(asked) == 1 else ["127.0.0.1"]

    went: list[str] = []

    def connected(address: tuple[str, int], timeout: float) -> socket.socket:
        went.append(address[0])
        raise OSError("no network in a test")

    def no_second_look(*args: Any, **rest: Any) -> Any:
        raise AssertionError("the name was resolved again")

    monkeypatch.setattr(socket, "create_connection", connected)
    monkeypatch.setattr(socket, "getaddrinfo", no_second_look)
    answer = post(f"https://contoh.example:{port}/in", b"{}", {}, resolving=changing)
    assert (answer.status, answer.fault) == (0, "connection")
    assert (asked, went) == (["contoh.example"], ["93.184.216.34"])


def test_no_redirect_is_followed_and_no_long_answer_read(port: int) -> None:
    answer = post(f"http://127.0.0.1:{port}/away", b"{}", {}, allow_private=True)
    assert (answer.status, answer.fault, answer.is_taken) == (302, "redirect", False)
    assert [path for path, _, _ in CAME] == ["/away"]
    assert post(f"http://127.0.0.1:{port}/long", b"{}", {}, allow_private=True).is_taken


def test_who_answers_a_byte_at_a_time_holds_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook_post, "WHOLE_S", 0.5)
    listening = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        one, _ = listening.accept()
        with one:
            one.recv(4096)
            for _ in range(100):
                try:
                    one.sendall(b"H")
                except OSError:
                    return
                time.sleep(0.1)

    threading.Thread(target=drip, daemon=True).start()
    address = f"http://127.0.0.1:{listening.getsockname()[1]}/"
    answer = post(address, b"{}", {}, allow_private=True)
    listening.close()
    assert (answer.status, answer.fault) == (0, "time")


def test_a_certificate_of_somebody_else_is_no_answer(port: int) -> None:
    answer = post(f"https://127.0.0.1:{port}/in", b"{}", {}, allow_private=True)
    assert (answer.status, answer.fault) == (0, "certificate")
    assert CAME == []
