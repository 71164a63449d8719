"""Phones that send at a set rate over networks that fail, and what they were answered.

Every batch is signed before the clock runs. A phone sends one batch at a time, in the order of
its chain, and sends again what was not answered; several connections share the phones, and each
takes the one whose next batch was due first.
"""

import heapq
import json
import random
import socket
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
    request: bytes
    """The whole request as it goes over the wire."""
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
    given: int = 0
    """Batches that there were to send."""
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
    from tepat.gladi.desk import address
    from tepat.gladi.phone import PARCEL

    path = f"/api/e/{ELECTION}/{batch.kabupaten}/facts"
    body = parcels.write(batch.items)
    signature = requests.sign(signers[batch.device], "POST", path, body)
    headers = {
        "Tepat-Device": batch.device,
        "Tepat-Signature": spelling.to_base64(signature),
        protocols.HEADER: str(protocols.NEWEST),
        "Content-Type": PARCEL,
        "X-Forwarded-For": address(batch.device.encode()),
    }
    lines = {"Host": "127.0.0.1", **headers, "Content-Length": str(len(body))}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return Call(batch, due, f"POST {path} HTTP/1.1\r\n{head}\r\n".encode() + body, wrong)


def _forged(batch: Batch, signers: dict[str, Any], due: float) -> Call:
    """The first fact of a batch with a signature that is not of its key."""
    first = batch.items[0]
    bad = replace(first, sig=first.sig[:32] + bytes(31) + b"\x01")
    return _call(replace(batch, items=[bad]), signers, due, "forged")


def send(port: int, calls: Sequence[Call], tick: Callable[[Call], None]) -> tuple[Sent, float]:
    """Send `calls` as they are due; return what was answered, and the seconds that it took.

    `tick` is told of a call that goes out, a few times a second: it moves the clock.
    """
    sent = Sent(given=len(calls))
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


def wake(port: int, call: Call) -> None:
    """Let a server that has just begun take `call`, so that all its parts run.

    It is sent again later, as a phone would that heard no answer. Raises SystemExit.
    """
    connection = Connection(port)
    status, answer = connection.ask(call)
    connection.close()
    if status != 200:
        raise SystemExit(f"the server takes nothing: {status} {answer[:200]!r}")


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
    connection = Connection(port)
    while (call := phones.next()) is not None:
        if (rest := call.due - (time.perf_counter() - began)) > 0:
            time.sleep(rest)
        _bring(connection, call, began, sent)
        phones.sent(call)
    connection.close()


def _bring(connection: "Connection", call: Call, began: float, sent: Sent) -> None:
    """Send one batch until it is answered, over whatever is wrong with its network."""
    if call.wrong == "torn":
        Connection(connection.port).tear(call)
    if call.wrong in ("lost", "twice"):
        connection.ask(call)  # it arrives, and the phone does not hear of it
    for _ in range(TRIES):
        at = time.perf_counter()
        status, answer = connection.ask(call)
        if status not in BUSY:
            break
        sent.busy += 1
        time.sleep(0.5)
    now = time.perf_counter()
    if status != 200:
        sent.failed.append(f"{status}: {answer[:200]!r}")
        return
    sent.told.append(Told(call, now - began - call.due, now - at, now - began, answer))


class Connection:
    """One connection that is kept. It understands what the server of this benchmark answers and
    no more: a client of the standard library costs a fifth of what the server does.
    """

    def __init__(self, port: int) -> None:
        self.port = port
        self._socket: socket.socket | None = None

    def ask(self, call: Call) -> tuple[int, bytes]:
        """Return status and body of the answer; status 0 where none came."""
        try:
            return self._ask(call)
        except OSError:
            self.close()
            return 0, b""

    def _ask(self, call: Call) -> tuple[int, bytes]:
        if self._socket is None:
            self._socket = self._open()
        self._socket.sendall(call.request)
        data = b""
        while (end := data.find(b"\r\n\r\n")) < 0:
            data += self._more()
        head = data[:end].lower()
        _, _, rest = head.partition(b"content-length:")
        whole = end + 4 + int(rest.split(b"\r\n", 1)[0])  # chunks would fail here, loudly
        while len(data) < whole:
            data += self._more()
        return int(head.split(b" ", 2)[1]), data[end + 4 :]

    def _more(self) -> bytes:
        assert self._socket is not None
        if not (more := self._socket.recv(65_536)):
            raise ConnectionResetError
        return more

    def tear(self, call: Call) -> None:
        """Send half a batch and hang up."""
        try:
            with self._open() as connection:
                head = call.request.index(b"\r\n\r\n") + 4
                connection.sendall(call.request[: head + (len(call.request) - head) // 2])
        except OSError:
            pass

    def close(self) -> None:
        """Hang up."""
        if self._socket is not None:
            self._socket.close()
        self._socket = None

    def _open(self) -> socket.socket:
        found = socket.create_connection(("127.0.0.1", self.port), 60)
        found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return found


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
