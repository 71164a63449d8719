"""Facts over HTTP: signed batches of 50, two signatures each, applied to the state of packages.

Starts the real server and the sequencer beside it, each in a process of its own, and posts for
`SECONDS_` seconds (default 10) over `CLIENTS` connections, on SQLite with full synchronisation
or on the PostgreSQL that `TEPAT_DATABASE_URL` names. Facts are signed before the clock starts.
The budget is meant for 60 seconds: `SECONDS_=60 python -m benchmarks.bench_ingest`.
"""

import http.client
import json
import os
import queue
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from base64 import b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from benchmarks.figures import figure

BUDGET_RATE, BUDGET_P99, BUDGET_LAG, BUDGET_GROWTH = 1_000, 2.0, 30.0, 1.05
BATCH, CLIENTS, PHONES = 50, 4, 48
ABOUT_EACH = 4
"""Facts about each package: packed, sealed, counted, sealed again."""


@dataclass
class Told:
    """What one batch came to, and when, counted from the beginning."""

    seconds: float
    accepted: int
    at: float


@dataclass
class Seen:
    """What was seen at one moment: seconds from the beginning, MB and processor seconds."""

    at: float
    server: tuple[float, float]
    sequencer: tuple[float, float]
    published: int


def main() -> None:
    """Tell each figure beside its budget."""
    seconds = int(os.environ.get("SECONDS_", "10"))
    os.environ.setdefault("TEPAT_HOME", tempfile.mkdtemp(prefix="tepat-bench-"))
    os.environ.setdefault("TEPAT_TASKS", "immediate")
    from tepat.cli import prepare

    prepare()
    phones = _phones()
    rate = int(os.environ.get("RATE", "2000"))
    print(f"  signing {rate * seconds} facts ...", flush=True)
    batches = _batches(phones, rate * seconds // BATCH)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    beside = [
        _start("serve", "--no-worker", "--port", str(port)),
        _start("log", "sequence"),
    ]
    try:
        _wait_for(port)
        _wait_for_the_sequencer()
        before = _size()
        own = time.process_time()
        watch = Watch([each.pid for each in beside])
        told, took = _post(port, batches, seconds)
        seen = watch.end()
        own = time.process_time() - own
    finally:
        for process in beside:
            os.killpg(process.pid, signal.SIGTERM)
        for process in beside:
            process.wait(20)
    _tell(told, took)
    _tell_beside(told, seen, before, own)


def _phones() -> list[Any]:
    """Enrol officers and their supervisors; return their phones."""
    from tepat.core.election.roles import Role
    from tepat.core.log import canonical, keys, letters
    from tepat.core.move import events
    from tepat.core.move.judging import Sent
    from tepat.server import clock, flow
    from tepat.server.election.models import Scope, User
    from tepat.server.move.devices import keys as own_keys
    from tepat.server.move.devices import queries, reporting

    now = clock.now()
    scope, _ = Scope.objects.get_or_create(election="pilkada-2024", kabupaten="35.17")
    user, _ = User.objects.get_or_create(username="bench")
    made = []
    for number in range(2 * PHONES):
        role = Role.WAREHOUSE if number < PHONES else Role.BAWASLU
        span = (now - timedelta(days=5), now + timedelta(days=5))
        duty = reporting.Duty(f"{role} {number}", role, "35.17", *span)
        name = reporting.assign(scope, user, duty, now)
        signer = keys.Signer(sha256(os.urandom(8) + bytes([number])).digest())
        enrolled = events.Enrolled(
            election=scope.election,
            kabupaten=scope.kabupaten,
            at=now.replace(microsecond=0),
            device=signer.key_id,
            seq=1,
            assignment=name,
            key=b64encode(signer.public).decode(),
            mac=letters.mac_of(own_keys.secret_of(name), signer.public),
        )
        body = events.write(enrolled)
        sent = Sent(body, keys.sign_body(signer, keys.EVENT, body))
        [receipt] = flow.accept(scope, [sent], signer.key_id, now)
        assert receipt.verdict == "accepted", receipt
        made.append([signer, role.value, name, canonical.name_of(body), 1, now])
    given = queries.registry(scope).assignments
    return [[*each, given[each[2]].person] for each in made]


def _batches(phones: list[Any], count: int) -> "queue.SimpleQueue[tuple[Any, bytes]]":
    """Sign `count` batches. Each is of one phone, countersigned by one supervisor."""
    from tepat.core.log import canonical, keys, requests, spelling
    from tepat.core.move import events

    found: queue.SimpleQueue[tuple[Any, bytes]] = queue.SimpleQueue()
    for number in range(count):
        one, other = phones[number % PHONES], phones[PHONES + number % PHONES]
        signer, role, assignment, prev, seq, now, person = one
        facts = []
        heads: dict[str, str] = {}
        for place in range(BATCH):
            seq += 1
            package = f"BENCH-{number}-{place // ABOUT_EACH}"
            common: dict[str, Any] = {
                "election": "pilkada-2024",
                "kabupaten": "35.17",
                "at": datetime.fromtimestamp(int(now.timestamp()), UTC),
                "device": signer.key_id,
                "seq": seq,
                "prev": prev,
                "by": person,
                "role": role,
                "assignment": assignment,
                "after": (heads[package],) if package in heads else (),
                "package": package,
            }
            fact: events.Fact
            if place % ABOUT_EACH == 0:
                contents = tuple(
                    events.Counted(f"item_{n}", 100 + n, "KWK-BUP/35.17") for n in range(3)
                )
                fact = events.Packed(**common, contents=contents)
            else:
                fact = events.Sealed(**common, seals=(f"KB{seq:07d}", f"KC{seq:07d}"))
            body = events.write(fact)
            prev = heads[package] = canonical.name_of(body)
            facts.append(
                {
                    "body": body.decode(),
                    "sig": spelling.to_base64(keys.sign_body(signer, keys.EVENT, body)),
                    "countersigned": [
                        {
                            "device": other[0].key_id,
                            "sig": spelling.to_base64(keys.sign_body(other[0], keys.EVENT, body)),
                        }
                    ],
                }
            )
        one[3], one[4] = prev, seq
        data = json.dumps({"facts": facts}).encode()
        sig = requests.sign(signer, "POST", "/api/e/pilkada-2024/35.17/facts", data)
        headers = {
            "Content-Type": "application/json",
            "Tepat-Device": signer.key_id,
            "Tepat-Signature": spelling.to_base64(sig),
        }
        found.put((headers, data))
    return found


def _start(*words: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tepat", *words]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)


def _status() -> dict[str, Any]:
    from tepat.server.log.publishing import status
    from tepat.server.log.publishing.place import Place

    place = Place(Path(os.environ["TEPAT_HOME"]), "pilkada-2024", "35.17", "")
    try:
        found: dict[str, Any] = json.loads(status.path_of(place).read_bytes())
    except (OSError, ValueError):
        return {}
    return found


def _wait_for_the_sequencer() -> None:
    for _ in range(300):
        if _status().get("size", 0) >= _size():
            return
        time.sleep(0.1)
    raise SystemExit("the sequencer published nothing")


def _size() -> int:
    from django.db import close_old_connections

    from tepat.server.log import queries

    close_old_connections()
    return queries.size("pilkada-2024", "35.17")


class Watch:
    """Looks at the server and the sequencer each half second, in a thread of its own."""

    def __init__(self, groups: list[int]) -> None:
        self._groups = groups
        self._began = time.perf_counter()
        self._seen: list[Seen] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()

    def _look(self) -> None:
        while True:
            server, sequencer = (_used(group) for group in self._groups)
            at = time.perf_counter() - self._began
            self._seen.append(Seen(at, server, sequencer, _status().get("size", 0)))
            if self._over.wait(0.5):
                return

    def end(self) -> list[Seen]:
        """Return what was seen, the last moment included."""
        self._over.set()
        self._thread.join()
        return self._seen


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            with socket.create_connection(("127.0.0.1", port), 1):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not begin")


def _post(
    port: int, batches: "queue.SimpleQueue[tuple[Any, bytes]]", seconds: int
) -> tuple[list[Told], float]:
    told: list[Told] = []
    began = time.perf_counter()

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while time.perf_counter() - began < seconds:
            try:
                headers, data = batches.get_nowait()
            except queue.Empty:
                return
            at = time.perf_counter()
            connection.request("POST", "/api/e/pilkada-2024/35.17/facts", data, headers)
            answer = connection.getresponse()
            text = answer.read()
            if answer.status != 200:
                raise SystemExit(f"{answer.status}: {text[:300]!r}")
            accepted = text.count(b'\\"verdict\\":\\"accepted\\"')
            now = time.perf_counter()
            told.append(Told(now - at, accepted, now - began))

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told, time.perf_counter() - began


def _used(group: int) -> tuple[float, float]:
    """Memory in MB and processor seconds of one group; zeros where the system does not say."""
    memory, ticks = 0, 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
            if int(fields[2]) == group:
                memory += int(fields[21]) * os.sysconf("SC_PAGE_SIZE")
                ticks += int(fields[11]) + int(fields[12])
        except (OSError, ValueError, IndexError):
            continue
    return memory / 2**20, ticks / os.sysconf("SC_CLK_TCK")


def _tell(told: list[Told], took: float) -> None:
    if not told:
        raise SystemExit("no batch was answered")
    seconds = sorted(each.seconds for each in told)
    count = sum(each.accepted for each in told)
    assert count == BATCH * len(told), "every fact is accepted"
    p50, p99 = seconds[len(seconds) // 2], seconds[min(len(seconds) - 1, len(seconds) * 99 // 100)]
    print(f"  {count / took:.0f} facts/s over {took:.1f} s; a batch took {p50:.3f} s as a rule")
    figure(f"1,000 facts over HTTP, of {count}", took / count * 1_000, 1_000 / BUDGET_RATE)
    figure("the slowest batch in a hundred", p99, BUDGET_P99)


def _tell_beside(told: list[Told], seen: list[Seen], before: int, own: float) -> None:
    """Tell memory, processor time and how far the checkpoint was behind."""
    count = sum(each.accepted for each in told)
    first, middle, last = seen[0], seen[len(seen) // 2], seen[-1]
    memory = ", ".join(f"{each.server[0]:.0f}" for each in (first, middle, last))
    print(f"  the server had {memory} MB at the start, in the middle, at the end")
    spent = [last.server[1] - first.server[1], last.sequencer[1] - first.sequencer[1], own]
    words = ", ".join(f"{each / count * 1e6:.0f}" for each in spent)
    print(f"  microseconds of processor per fact: {words} (server, sequencer, load generator)")
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"  {os.cpu_count()} cores{load}; the checkpoint covers {last.published} entries")
    figure("the server's processor for 1,000 facts", spent[0] / count * 1_000, 1.0)
    figure("memory at the end against the middle", _ratio(last, middle), BUDGET_GROWTH, "x")
    figure("the oldest entry not under a checkpoint", _lag(told, seen, before), BUDGET_LAG)


def _ratio(last: Seen, middle: Seen) -> float:
    return last.server[0] / middle.server[0] if middle.server[0] else 1.0


def _lag(told: list[Told], seen: list[Seen], before: int) -> float:
    """Return the greatest age, in seconds, of an entry that no checkpoint covered yet."""
    sizes, size = [], before
    for each in sorted(told, key=lambda one: one.at):
        size += each.accepted
        sizes.append((size, each.at))
    worst, place = 0.0, 0
    for look in seen:
        while place < len(sizes) and sizes[place][0] <= look.published:
            place += 1
        if place < len(sizes) and sizes[place][1] < look.at:
            worst = max(worst, look.at - sizes[place][1])
    return worst


if __name__ == "__main__":
    main()
