"""Phones that send at a set rate over networks that fail, and what they were answered.

Every batch is signed before the clock runs. A phone sends one batch at a time, in the order of
its chain, and sends again what was not answered; several connections share the phones, and each
takes the one whose next batch was due first.
"""

import heapq
import http.client
import json
import random
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from benchmarks.copies import ELECTION, Batch

CLIENTS: Final = 200
"""Connections at the same time; the door lets 256 batches wait."""
TRIES: Final = 40
BUSY: Final = frozenset({0, 429, 503})


@dataclass(frozen=True, slots=True)
class Network:
    """What goes wrong, in per thousand batches."""

    lost: int = 40
    """The answer does not come back: the phone sends the same again."""
    twice: int = 20
    """The network delivers the batch a second time."""
    torn: int = 10
    """The connection breaks in the middle of the batch."""
    forged: int = 10
    """One fact of it comes besides with a signature of somebody else, which the door puts aside."""


@dataclass
class Call:
    """One request, ready to go: when it is due (seconds from the beginning) and what is wrong."""

    batch: Batch
    due: float
    path: str
    headers: dict[str, str]
    body: bytes
    wrong: str = ""


@dataclass
class Told:
    """One answer: seconds since it was due and since it was sent, when it came, and what it says.

    `facts` is how many new ones it acknowledges; it is counted afterwards.
    """

    call: Call
    late: float
    took: float
    at: float
    answer: bytes


@dataclass
class Sent:
    """Everything that was sent and answered."""

    told: list[Told] = field(default_factory=list)
    busy: int = 0
    """Answers that asked the phone to come again later, or none at all."""
    failed: list[str] = field(default_factory=list)


def ready(
    batches: Sequence[Batch], signers: dict[str, Any], rate: float, network: Network, seed: int
) -> list[Call]:
    """Sign requests for `batches` in their order, due at `rate` facts a second."""
    chance = random.Random(seed)
    found, count = [], 0
    for batch in batches:
        drawn = chance.randrange(1000)
        wrong, least = "", 0
        for name in ("lost", "twice", "torn", "forged"):
            least += getattr(network, name)
            if not wrong and drawn < least:
                wrong = name
        if wrong == "forged":
            found.append(_forged(batch, signers, count / rate))
        found.append(_call(batch, signers, count / rate, wrong))
        count += len(batch.items)
    return found


def _call(batch: Batch, signers: dict[str, Any], due: float, wrong: str) -> Call:
    from tepat.core.log import parcels, protocols, requests, spelling
    from tepat.gladi.phone import PARCEL

    path = f"/api/e/{ELECTION}/{batch.kabupaten}/facts"
    body = parcels.write(batch.items)
    signature = requests.sign(signers[batch.device], "POST", path, body)
    headers = {
        "Tepat-Device": batch.device,
        "Tepat-Signature": spelling.to_base64(signature),
        protocols.HEADER: str(protocols.NEWEST),
        "Content-Type": PARCEL,
        "X-Forwarded-For": address(batch.device),
    }
    return Call(batch, due, path, headers, body, wrong)


def address(device: str) -> str:
    """Return the address that a proxy says a phone has: each one its own.

    >>> address("fe" + 30 * "0")
    '10.254.0.0'
    """
    return ".".join(str(part) for part in (10, *bytes.fromhex(device[:6])))


def _forged(batch: Batch, signers: dict[str, Any], due: float) -> Call:
    """The first fact of a batch with a signature that is not of its key."""
    first = batch.items[0]
    bad = replace(first, sig=first.sig[:32] + bytes(31) + b"\x01")
    return _call(replace(batch, items=[bad]), signers, due, "forged")


def send(port: int, calls: Sequence[Call], tick: Callable[[Call], None]) -> tuple[Sent, float]:
    """Send `calls` as they are due; return what was answered, and the seconds that it took.

    `tick` is told of a call that goes out, a few times a second: it moves the clock.
    """
    sent = Sent()
    phones = _Phones(calls)
    began = time.perf_counter()
    threads = [
        threading.Thread(target=_client, args=(port, phones, began, sent)) for _ in range(CLIENTS)
    ]
    for thread in threads:
        thread.start()
    for call in calls:
        if call.due > time.perf_counter() - began + 0.2:
            time.sleep(max(0.0, call.due - (time.perf_counter() - began)))
            tick(call)
    for thread in threads:
        thread.join()
    return sent, time.perf_counter() - began


class _Phones:
    """Phones that have something to send and are not sending."""

    def __init__(self, calls: Sequence[Call]) -> None:
        self._calls: dict[str, deque[Call]] = {}
        for call in calls:
            self._calls.setdefault(call.batch.device, deque()).append(call)
        self._ready = [(each[0].due, device) for device, each in self._calls.items()]
        heapq.heapify(self._ready)
        self._left = len(calls)
        self._is_ready = threading.Condition()

    def next(self) -> Call | None:
        """Return the batch that was due first, its phone's next; None when all were given."""
        with self._is_ready:
            while self._left and not self._ready:
                self._is_ready.wait()
            if not self._left:
                self._is_ready.notify_all()
                return None
            self._left -= 1
            _, device = heapq.heappop(self._ready)
            return self._calls[device].popleft()

    def sent(self, call: Call) -> None:
        """Let its phone go on."""
        device = call.batch.device
        with self._is_ready:
            if self._calls[device]:
                heapq.heappush(self._ready, (self._calls[device][0].due, device))
                self._is_ready.notify()


def _client(port: int, phones: _Phones, began: float, sent: Sent) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    while (call := phones.next()) is not None:
        if (rest := call.due - (time.perf_counter() - began)) > 0:
            time.sleep(rest)
        _bring(connection, port, call, began, sent)
        phones.sent(call)
    connection.close()


def _bring(
    connection: http.client.HTTPConnection, port: int, call: Call, began: float, sent: Sent
) -> None:
    """Send one batch until it is answered, over whatever is wrong with its network."""
    if call.wrong == "torn":
        _tear(port, call)
    if call.wrong in ("lost", "twice"):
        _ask(connection, call)  # it arrives, and the phone does not hear of it
    for _ in range(TRIES):
        at = time.perf_counter()
        status, answer = _ask(connection, call)
        if status not in BUSY:
            break
        sent.busy += 1
        time.sleep(0.5)
    now = time.perf_counter()
    if status != 200:
        sent.failed.append(f"{status}: {answer[:200]!r}")
        return
    sent.told.append(Told(call, now - began - call.due, now - at, now - began, answer))


def _ask(connection: http.client.HTTPConnection, call: Call) -> tuple[int, bytes]:
    try:
        connection.request("POST", call.path, call.body, call.headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException):
        connection.close()
        return 0, b""


def _tear(port: int, call: Call) -> None:
    """Send half a batch and hang up."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.putrequest("POST", call.path)
        for name, value in {**call.headers, "Content-Length": str(len(call.body))}.items():
            connection.putheader(name, value)
        connection.endheaders()
        connection.send(call.body[: len(call.body) // 2])
    except OSError:
        pass
    finally:
        connection.close()


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """One receipt that a phone got for a fact: where, under which number, how."""

    kabupaten: str
    fact: str
    number: int
    verdict: str
    at: float
    body: bytes
    sig: bytes


def acknowledged(sent: Sent) -> list[Acknowledged]:
    """Return every receipt of every answer. Raises ValueError for one of another fact."""
    from tepat.core.log import canonical, receipts, spelling

    found = []
    for told in sent.told:
        said = json.loads(told.answer)["receipts"]
        for item, each in zip(told.call.batch.items, said, strict=True):
            body = each["body"].encode()
            one = receipts.parse(body)
            if one.fact != canonical.name_of(item.body):
                raise ValueError("a receipt of another fact")
            found.append(
                Acknowledged(
                    told.call.batch.kabupaten,
                    one.fact,
                    one.number,
                    one.verdict,
                    told.at,
                    body,
                    spelling.from_base64(each["sig"]) or b"",
                )
            )
    return found
