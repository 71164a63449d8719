"""A hall for browser tests: an office behind TLS that can go away, and a hub as its own process."""

import contextlib
import os
import socket
import ssl
import subprocess
import sys
import threading
import time
import urllib.request
from base64 import b64encode
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from tests.patience import SECONDS

ROOT = Path(__file__).resolve().parents[2]


def spki_of(certificate: bytes) -> str:
    """What Chromium is told to trust: the hash of the key of one certificate."""
    from cryptography import x509
    from cryptography.hazmat.primitives import serialization

    public = x509.load_pem_x509_certificate(certificate).public_key()
    der = public.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return b64encode(sha256(der).digest()).decode()


class TlsDoor:
    """TLS in front of a plain server on loopback, until it is closed."""

    def __init__(self, port: int, inside: int, certificate: Path, key: Path) -> None:
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate, key)
        self._inside = inside
        self._listening = socket.create_server(("127.0.0.1", port))
        self._open: list[socket.socket] = []
        self._carrying: list[threading.Thread] = []
        threading.Thread(target=self._run, daemon=True).start()

    def close(self) -> None:
        """Go away: nobody is let in, and who is inside is cut off.

        Each connection is closed by its own thread. One closed here, while that thread still
        writes to it, would write into whatever gets the number of its file next.
        """
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for each in list(self._open):
            with contextlib.suppress(OSError):
                socket.socket.shutdown(each, socket.SHUT_RDWR)
        for thread in list(self._carrying):
            thread.join(30)

    def _run(self) -> None:
        while True:
            try:
                plain, _ = self._listening.accept()
            except OSError:
                return
            carrying = threading.Thread(target=self._serve, args=(plain,), daemon=True)
            self._carrying.append(carrying)
            carrying.start()

    def _serve(self, plain: socket.socket) -> None:
        try:
            outer = self._context.wrap_socket(plain, server_side=True)
            inner = socket.create_connection(("127.0.0.1", self._inside))
        except OSError:
            plain.close()
            return
        self._open += [outer, inner]
        back = threading.Thread(target=_pump, args=(inner, outer), daemon=True)
        back.start()
        _pump(outer, inner)
        back.join()
        outer.close()
        inner.close()


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError, ValueError):
        while data := source.recv(65536):
            sink.sendall(data)
    with contextlib.suppress(OSError):
        socket.socket.shutdown(sink, socket.SHUT_WR)


def tepat(home: Path, *words: str, **more: str) -> str:
    """Run one command in its own home; return what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "tepat", *words],
        env=_environment(home, more),
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextlib.contextmanager
def serving_hall(home: Path, port: int, guide_port: int, **more: str) -> Iterator[None]:
    """`tepat serve --hall`, until the block ends."""
    command = [sys.executable, "-m", "tepat", "serve", "--hall", "--guide-port", str(guide_port)]
    with (home.parent / "hall.log").open("wb") as log:
        process = subprocess.Popen(
            command, env=_environment(home, more), stdout=log, stderr=subprocess.STDOUT
        )
        try:
            _until_open(port, process)
            _until_open(guide_port, process)
            yield
        finally:
            process.terminate()
            process.wait(timeout=SECONDS)


def fetched(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=SECONDS) as found:
        data: bytes = found.read()
    return data


def _until_open(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(SECONDS * 10):
        assert process.poll() is None, "the hall ended by itself"
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise AssertionError(f"nothing listens on {port}")


def _environment(home: Path, more: Mapping[str, str]) -> dict[str, str]:
    own = {"TEPAT_HOME": str(home), "PYTHONPATH": str(ROOT / "src"), **more}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TEPAT_")}
    return {**kept, "DJANGO_SETTINGS_MODULE": "tepat.server.settings", **own}
