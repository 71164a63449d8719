"""A person at a desk: a browser's session over HTTP, with forms, as people fill them in."""

import http.client
import json
import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from html import unescape
from http.cookies import SimpleCookie
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

_FORM: Final = "application/x-www-form-urlencoded"
_EDGE: Final = "batas-berkas-gladi"
_ERROR: Final = re.compile(r'class="[^"]*(?:error|danger|tidak)[^"]*"[^>]*>([^<]{8,300})<')
Fields = Mapping[str, str | Sequence[str]]


class Line:
    """One connection to the server that stays open; opened again where it broke."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._open: http.client.HTTPConnection | None = None

    def ask(
        self, method: str, path: str, body: bytes, headers: Mapping[str, str]
    ) -> tuple[http.client.HTTPResponse, bytes]:
        """Send one request and return the whole answer. Raises OSError where nobody answers."""
        for is_last in (False, True):
            try:
                if self._open is None:
                    self._open = http.client.HTTPConnection("127.0.0.1", self._port, timeout=180)
                self._open.request(method, path, body=body, headers=dict(headers))
                answer = self._open.getresponse()
                return answer, answer.read()
            except (OSError, http.client.HTTPException):
                self._open = None
                if is_last:
                    raise
        raise AssertionError("not reached")


class Lines(threading.local):
    """A line for each thread."""

    def __init__(self, port: int) -> None:
        self.line = Line(port)


def address(who: bytes) -> str:
    """Return the address of somebody's own computer or phone, as a proxy in front would say it.

    Logins and batches are counted by address: from one alone a whole field would seem a flood.

    >>> address(b"bu_dewi") != address(b"pak_adi")
    True
    """
    return ".".join(str(part) for part in (10, *sha256(who).digest()[:3]))


@dataclass
class Answer:
    """What came back. `place` is where a form led to."""

    status: int
    body: bytes
    place: str = ""

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", errors="replace")

    def json(self) -> Any:
        return json.loads(self.body)

    def said(self) -> str:
        """The first sentence of a page that refuses, for whoever reads the report."""
        found = _ERROR.search(self.text)
        return unescape(found[1]).strip() if found else self.text[:200]


class DeskFailed(Exception):
    """A desk answered otherwise than any rehearsal may meet: a fault of the product."""


@dataclass
class Desk:
    """One logged-in person. `root` is `/e/<election>/<kabupaten>/`."""

    port: int
    name: str
    password: str
    root: str
    role: str = ""
    area: str = ""
    cookies: dict[str, str] = field(default_factory=dict)
    _line: Line = field(init=False)

    def __post_init__(self) -> None:
        self._line = Line(self.port)

    def log_in(self) -> None:
        """Log in as at the page of logins. Raises `DeskFailed` where that does not work."""
        page = self._send("GET", "/")
        while page.place:
            here = page.place
            page = self._send("GET", here)
        fields = {"login": self.name, "password": self.password}
        answer = self._send("POST", here, self._form(fields), _FORM)
        if "sessionid" not in self.cookies:
            raise DeskFailed(f"{self.name}: {answer.status} {answer.said()}")

    def get(self, path: str) -> Answer:
        """Return a page below `root`, or at an absolute path."""
        return self._send("GET", self._at(path))

    def json(self, path: str) -> Any:
        """Return what an address answers as JSON. Raises `DeskFailed` for a refusal."""
        answer = self.get(path)
        if answer.status != 200:
            raise DeskFailed(f"{self.name} {path}: {answer.status} {answer.text[:200]}")
        return answer.json()

    def post(self, path: str, fields: Fields, *, must: bool = True) -> Answer:
        """Send a form. With `must` anything but a page that leads on raises `DeskFailed`."""
        answer = self._send("POST", self._at(path), self._form(fields), _FORM)
        if must and answer.status not in (200, 204, 302):
            raise DeskFailed(f"{self.name} {path}: {answer.status} {answer.said()}")
        return answer

    def upload(self, path: str, name: str, file: str, data: bytes) -> Answer:
        """Send one file by a form, as a browser does."""
        token = self.cookies.get("csrftoken", "")
        parts = [
            f'--{_EDGE}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n',
            f"{token}\r\n--{_EDGE}\r\n",
            f'Content-Disposition: form-data; name="{name}"; filename="{file}"\r\n',
            "Content-Type: application/octet-stream\r\n\r\n",
        ]
        body = "".join(parts).encode() + data + f"\r\n--{_EDGE}--\r\n".encode()
        return self._send("POST", self._at(path), body, f"multipart/form-data; boundary={_EDGE}")

    def post_json(self, path: str, value: object) -> Answer:
        """Send JSON, as the packing station does."""
        return self._send("POST", self._at(path), json.dumps(value).encode(), "application/json")

    def _at(self, path: str) -> str:
        return path if path.startswith("/") else self.root + path

    def _form(self, fields: Fields) -> bytes:
        token = {"csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}
        return urlencode({**fields, **token}, doseq=True).encode()

    def _send(self, method: str, path: str, body: bytes = b"", kind: str = "") -> Answer:
        sent = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Accept-Language": "id", "X-Forwarded-For": address(self.name.encode())}
        if sent:
            headers["Cookie"] = sent
        if kind:
            token = self.cookies.get("csrftoken", "")
            headers |= {"Content-Type": kind, "X-CSRFToken": token}
        answer, data = self._line.ask(method, path, body, headers)
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(cookie).items():
                self.cookies[name] = morsel.value
        place = urlsplit(answer.headers.get("Location", ""))
        went = place.path + (f"?{place.query}" if place.query else "")
        return Answer(answer.status, data, went if answer.status in (301, 302, 303) else "")
