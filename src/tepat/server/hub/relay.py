"""From the hub to the office: one address, the calls of phones, their signatures unchanged.

The office judges everything anew; it sees what the phone would have sent. Nothing of the
hub's own travels, and no other address is ever asked.
"""

import http.client
import logging
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from django.utils.datastructures import CaseInsensitiveMapping

from tepat.server.hub.kept import Batch, Kept
from tepat.server.hub.state import Hub
from tepat.server.move.devices import batches

PATIENCE_S: Final = 15.0
AGAIN_S: Final = 20.0
"""After a failure the office is not asked for so long: a hall of phones does not wait for it."""
LARGEST: Final = 8 * 2**20
SENT: Final = (
    "Content-Type",
    "If-None-Match",
    "Tepat-Device",
    "Tepat-Protocol",
    "Tepat-Signature",
    "Tepat-Time",
)
BUSY: Final = frozenset({408, 429, 502, 503, 504, 507})
"""Answers after which the same request is sent again later."""

_said = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the office said."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A hall's own login page answers with a redirect: that is no office."""

    def redirect_request(self, *_: Any) -> None:
        return None


class Office:
    """The office of a hub. `ask` gives None where it was not reached."""

    def __init__(self, hub: Hub) -> None:
        self._base = hub.bundle.office
        self._opener = urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler({}))
        self._until = 0.0
        self._lock = threading.Lock()

    def ask(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes, *, now: bool = False
    ) -> Answer | None:
        """Ask; with `now` also where it was out of reach a moment ago."""
        with self._lock:
            if not now and time.monotonic() < self._until:
                return None
        request = urllib.request.Request(
            self._base + path,
            data=body if method in {"POST", "PATCH"} else None,
            headers={name: headers[name] for name in SENT if headers.get(name)},
            method=method,
        )
        try:
            with self._opener.open(request, timeout=PATIENCE_S) as found:
                answer = Answer(found.status, _headers(found), _read(found))
        except urllib.error.HTTPError as error:
            with error:
                answer = Answer(error.code, _headers(error), _read(error))
        except (OSError, http.client.HTTPException, ValueError):
            with self._lock:
                self._until = time.monotonic() + AGAIN_S
            return None
        with self._lock:
            self._until = 0.0
        return answer


def _headers(found: Any) -> Mapping[str, str]:
    """Return the headers by their names in any case: servers and proxies write them in theirs."""
    return CaseInsensitiveMapping(found.headers.items())


def _read(found: Any) -> bytes:
    data: bytes = found.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise ValueError("too long")
    return data


def is_busy(answer: Answer | None) -> bool:
    """Whether the same has to be asked again: no answer, a busy server, a page of somebody else."""
    if answer is None or answer.status in BUSY or 300 <= answer.status < 304:
        return True
    kind = answer.headers.get("Content-Type", "")
    return answer.status == 200 and "html" in kind


def send(kept: Kept, office: Office, hub: Hub, batch: Batch, *, now: bool = False) -> Answer | None:
    """Bring one kept batch to the office and keep what it says; None: later."""
    answer = office.ask("POST", batch.path, batch.headers, batch.body, now=now)
    if answer is None or is_busy(answer) or answer.status >= 500:
        return None
    if answer.status != 200:
        kept.refuse(batch, str(answer.status))
        return answer
    try:
        found = msgspec.json.decode(answer.body, type=batches.Answer)
    except (msgspec.DecodeError, UnicodeError):
        return None
    kept.settle(batch, [(each.body, each.sig) for each in found.receipts], hub.bundle.log)
    return answer


def forward(kept: Kept, office: Office, hub: Hub) -> int:
    """Bring everything that waits to the office, the oldest first; return how many batches went."""
    done = 0
    while batches := kept.waiting():
        for batch in batches:
            if send(kept, office, hub, batch, now=True) is None:
                return done
            done += 1
    return done


def run(kept: Kept, hub: Hub, stop: threading.Event) -> None:
    """Forward until stopped. Whatever goes wrong is tried again."""
    office = Office(hub)
    while True:
        try:
            forward(kept, office, hub)
        except Exception:
            _said.exception("what waits could not be forwarded")
        if stop.wait(AGAIN_S):
            return
