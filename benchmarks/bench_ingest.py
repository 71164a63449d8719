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
import tempfile
import threading
import time
from base64 import b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from benchmarks import beside
from benchmarks.figures import figure

BUDGET_RATE, BUDGET_P99, BUDGET_LAG, BUDGET_GROWTH = 1_000, 2.0, 30.0, 1.05
BATCH, CLIENTS, PHONES = 50, 8, 48
ELECTION, KABUPATEN = "pilkada-2024", "35.17"
FACTS = f"/api/e/{ELECTION}/{KABUPATEN}/facts"
ABOUT_EACH = 4
"""Facts about each package: packed, sealed, counted, sealed again."""


@dataclass
class Told:
    """What one batch came to, and when, counted from the beginning."""

    seconds: float
    accepted: int
    at: float


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
    with beside.running() as (port, groups):
        beside.wait_for_the_sequencer(ELECTION, [KABUPATEN])
        before = beside.size(ELECTION, KABUPATEN)
        own = time.process_time()
        watch = beside.Watch(groups, lambda: {KABUPATEN: beside.published(ELECTION, KABUPATEN)})
        told, took = _post(port, batches, seconds)
        seen = watch.end()
        own = time.process_time() - own
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
    scope, _ = Scope.objects.get_or_create(election=ELECTION, kabupaten=KABUPATEN)
    user, _ = User.objects.get_or_create(username="bench")
    made = []
    for number in range(2 * PHONES):
        role = Role.WAREHOUSE if number < PHONES else Role.BAWASLU
        span = (now - timedelta(days=5), now + timedelta(days=5))
        duty = reporting.Duty(f"{role} {number}", role, KABUPATEN, *span)
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
                "election": ELECTION,
                "kabupaten": KABUPATEN,
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
        sig = requests.sign(signer, "POST", FACTS, data)
        headers = {
            "Content-Type": "application/json",
            "Tepat-Device": signer.key_id,
            "Tepat-Signature": spelling.to_base64(sig),
        }
        found.put((headers, data))
    return found


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
            connection.request("POST", FACTS, data, headers)
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


def _tell_beside(told: list[Told], seen: list[beside.Seen], before: int, own: float) -> None:
    """Tell memory, processor time and how far the checkpoint was behind."""
    spent = beside.tell(seen, sum(each.accepted for each in told), own)
    figure("the server's processor for 1,000 facts", spent, 1.0)
    figure("memory at the end against the middle", beside.growth(seen), BUDGET_GROWTH, "x")
    lag = beside.behind({KABUPATEN: _sizes(told, before)}, seen)
    figure("the oldest entry not under a checkpoint", lag, BUDGET_LAG)


def _sizes(told: list[Told], size: int) -> list[tuple[int, float]]:
    sizes = []
    for each in sorted(told, key=lambda one: one.at):
        size += each.accepted
        sizes.append((size, each.at))
    return sizes


if __name__ == "__main__":
    main()
