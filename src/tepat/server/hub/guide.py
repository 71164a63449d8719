"""The page over plain HTTP with which phones of a hall install its certificate.

It stands on a port of its own and gives three files: the page, and the authority in two
spellings. It asks nothing, stores nothing, and knows no phone.
"""

import html
import http.server
import threading
from functools import partial
from pathlib import Path
from string import Template
from typing import Final

from django.conf import settings

from tepat.adapters import hall_certificate
from tepat.server.hub import state

FILE: Final = "tepat-aula.crt"
PAGE: Final = Path(__file__).resolve().parents[2] / "data" / "hub" / "guide.html"
_HEADERS: Final = (
    ("Cache-Control", "no-store"),
    ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
)


def page_of(hub: state.Hub, certificate: bytes) -> bytes:
    """Return the page: five steps, each with a picture."""
    tokens = (Path(settings.BASE) / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
    text = Template(PAGE.read_text(encoding="utf-8")).substitute(
        tokens=tokens + dark_of(tokens),
        address=html.escape(f"{hub.origin}/lapangan/"),
        file=FILE,
        name=html.escape(hub.name),
        mark=hall_certificate.fingerprint(certificate),
        until=f"{hall_certificate.ends(certificate):%d-%m-%Y}",
    )
    return text.encode()


def dark_of(tokens: str) -> str:
    """Return the dark tokens for who has chosen dark on the phone: no script runs on this page.

    >>> dark_of(':root { --ink: black; }\\n:root[data-theme="gelap"] {\\n--ink: white;\\n}')
    '@media (prefers-color-scheme: dark) { :root {\\n--ink: white;\\n} }'
    """
    own = tokens.partition(':root[data-theme="gelap"] {')[2].partition("}")[0]
    return f"@media (prefers-color-scheme: dark) {{ :root {{{own}}} }}" if own else ""


def files_of(home: Path) -> dict[str, tuple[str, bytes]]:
    """Return what is served, by path: its type and its bytes."""
    certificate = (state.folder(home) / "ca.pem").read_bytes()
    hub = state.hub_of(home)
    return {
        "/": ("text/html; charset=utf-8", page_of(hub, certificate)),
        f"/{FILE}": ("application/x-x509-ca-cert", hall_certificate.as_der(certificate)),
        "/tepat-aula.pem": ("application/x-pem-file", certificate),
    }


class Handler(http.server.BaseHTTPRequestHandler):
    """Give one of the files, and nothing else."""

    timeout = 20
    server_version = "tepat"
    sys_version = ""

    def __init__(self, *args: object, files: dict[str, tuple[str, bytes]], **named: object) -> None:
        self.files = files
        super().__init__(*args, **named)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        found = self.files.get(self.path.partition("?")[0])
        if found is None:
            self.send_error(404)
            return
        kind, data = found
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        for name, value in _HEADERS:
            self.send_header(name, value)
        self.end_headers()
        if with_body:
            self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: who installs a certificate is nobody's business."""


def serve(home: Path, host: str, port: int, stop: threading.Event) -> None:
    """Serve until stopped."""
    handler = partial(Handler, files=files_of(home))
    server = http.server.ThreadingHTTPServer((host, port), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    stop.wait()
    server.shutdown()
    server.server_close()
