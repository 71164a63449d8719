"""A national peak: H-1 and voting day of many regencies, 1,000 facts a second on one server.

One regency is played by `tepat rehearse` first; its log becomes many (`copies.py`). What phones
send on H-1 and voting day is signed before the clock runs and sent at `RATE` facts a second
(default 1,250: more than is asked of the server, or it could not show that it takes 1,000) for
`SECONDS_` seconds (default 8), two days in that time, over networks that lose, repeat and break
(`sending.py`). With `RATE=1000` answers are counted from when their facts were due, too. The
installation is a rehearsal itself: its clock follows the facts. Boards of `BOARDS` regencies
(default 4) are open, and the server runs, before the clock does. Afterwards every fact that was
acknowledged must be in its log, once. `KECAMATAN` names what of Tabalong is played, or `PLAYED`
the folder of a rehearsal of Tabalong that was played before.
"""

import asyncio
import os
import subprocess
import sys
import tempfile
import threading
import time
from base64 import b64decode
from bisect import bisect_left
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks import afterwards, beside, copies, sending
from benchmarks.bench_desk import _get, _head
from benchmarks.figures import figure

BUDGET_RATE, BUDGET_P99, BUDGET_LAG, BUDGET_GROWTH, BUDGET_BOARD = 1_000, 2.0, 30.0, 1.05, 5.0
KECAMATAN = "63.09.05,63.09.06"
ZONE = timedelta(hours=8)
NAME = "puncak"


def main() -> None:
    """Tell each figure beside its budget. Raises SystemExit where a log owes a fact."""
    seconds, rate = int(os.environ.get("SECONDS_", "8")), int(os.environ.get("RATE", "1250"))
    base = Path(tempfile.mkdtemp(prefix="tepat-bench-"))
    played = _played(base)
    log = copies.recorded(played)
    opened = (each.received for each in log if each.value["kind"] == "voting_opened")
    [(day, _)] = Counter((each + ZONE).date() for each in opened).most_common(1)  # some vote later
    midnight = datetime.fromisoformat(f"{day}T00:00:00+08:00")
    before, peak = copies.parted(log, midnight - timedelta(days=1), midnight + timedelta(days=1))
    count = max(1, min(99, round(rate * seconds / len(peak))))
    print(
        f"  {len(before)} facts before, {len(peak)} at the peak, in {count} regencies", flush=True
    )
    _open(base, midnight - timedelta(days=1))
    made = []
    for code in copies.codes(count):
        made.append(copies.furnish(played, code, "Asia/Makassar"))
        copies.take_before(made[-1], before)
    boards = made[: int(os.environ.get("BOARDS", "4"))]
    sessions = [_session(copy) for copy in boards]
    with beside.running() as (port, groups):
        all_kabupaten = [each.kabupaten for each in made]
        beside.wait_for_the_sequencer(copies.ELECTION, all_kabupaten)
        calls = _calls(made, peak, rate)
        print(f"  {len(calls)} batches; {_mix(peak)}", flush=True)
        looking = Boards(port, [each.kabupaten for each in boards], sessions)
        looking.wait()
        sending.wake(port, calls[0])
        own = time.process_time()
        watch = beside.Watch(
            groups, lambda: {e: beside.published(copies.ELECTION, e) for e in all_kabupaten}
        )
        looking.begin()
        sent, took = sending.send(port, calls, _move_clock)
        own = time.process_time() - own
        time.sleep(5)  # who looks may still hear
        looked, seen = looking.end(), watch.end()
        beside.wait_for_the_sequencer(copies.ELECTION, all_kabupaten)
    got = sending.acknowledged(sent)
    _tell(sent, got, took, rate)
    _tell_beside(got, seen, looked, own)
    if found := afterwards.all_faults(made, got):
        raise SystemExit("\n".join(found[:20]))
    print(f"  verified: {len(_names(got))} acknowledged facts, each in its log once")


def _played(base: Path) -> Path:
    """Play the regency; return its folder."""
    if there := os.environ.get("PLAYED"):
        return Path(there)
    where = os.environ.get("KECAMATAN", KECAMATAN).split(",")
    words = ["rehearse", "--name", "asal", "--scenario", "tanpa"]
    for each in where:
        words += ["--kecamatan", each]
    print("  playing the regency ...", flush=True)
    own = {name: value for name, value in os.environ.items() if not name.startswith("TEPAT_")}
    subprocess.run(
        [sys.executable, "-m", "tepat", *words],
        env={**own, "TEPAT_HOME": str(base)},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return base / "gladi" / "asal"


def _open(base: Path, at: datetime) -> None:
    """Make the installation of the peak, a rehearsal with a clock of its own, and use it."""
    os.environ["TEPAT_HOME"] = str(base)
    os.environ.pop("TEPAT_GLADI", None)
    from tepat.gladi import home

    place = home.begin(NAME, {"story": "tabalong"}, at)
    os.environ["TEPAT_HOME"], os.environ["TEPAT_GLADI"] = str(place), NAME
    os.environ.setdefault("TEPAT_TASKS", "immediate")
    os.environ["TEPAT_PROXIES"] = "1"  # phones have addresses of their own (`desk.address`)
    from tepat.cli import prepare

    prepare()
    from tepat.server.election.models import Rehearsal

    Rehearsal.objects.create(name=NAME)


def _session(copy: copies.Copy) -> str:
    from django.test import Client

    from tepat.core.election.roles import Role
    from tepat.server.election.models import User

    user = User.objects.create(username=f"papan-{copy.kabupaten}")
    user.role_grants.create(role=Role.KPU.value, area=copy.kabupaten)
    client = Client()
    client.force_login(user)
    return str(client.cookies["sessionid"].value)


def _calls(made: list[copies.Copy], peak: list[copies.Recorded], rate: float) -> list[sending.Call]:
    """Sign the peak of every regency, under the checkpoint that its phones know by then."""
    found = []
    for copy in made:
        path = Path(os.environ["TEPAT_HOME"]) / "log" / copies.ELECTION / copy.kabupaten
        _, size, root, *_ = (path / "checkpoint").read_text(encoding="utf-8").splitlines()
        copy.seen = {"root": b64decode(root).hex()[:16], "size": int(size)}
        found += copies.batches(copy, peak)
    found.sort(key=lambda each: each.received)  # stable: a phone keeps its order
    signers = {one.signer.key_id: one.signer for copy in made for one in copy.phones.values()}
    return sending.ready(found, signers, rate, sending.Network(), seed=1)


def _mix(peak: list[copies.Recorded]) -> str:
    often = Counter(each.value["kind"] for each in peak).most_common()
    return ", ".join(f"{count} {kind}" for kind, count in often)


def _move_clock(call: sending.Call) -> None:
    """Let the clock show the hour of a batch and run on from there, or no checkpoint is due."""
    from tepat.gladi import clock

    clock.set_to(Path(os.environ["TEPAT_HOME"]), call.batch.received, 1.0)


class Boards:
    """Open boards, one of each of some regencies, in a thread: what they show, and when."""

    def __init__(self, port: int, all_kabupaten: list[str], sessions: list[str]) -> None:
        self.shown: dict[str, list[tuple[int, float]]] = {each: [] for each in all_kabupaten}
        """By kabupaten, how many entries its board showed and when it did."""
        self.took: list[float] = []
        self._port, self._sessions = port, sessions
        self._over = threading.Event()
        self._began = 0.0
        self._open = threading.Semaphore(0)
        self._thread = threading.Thread(target=lambda: asyncio.run(self._all()))
        self._thread.start()

    async def _all(self) -> None:
        pairs = zip(self.shown, self._sessions, strict=True)
        await asyncio.gather(*(self._look(each, cookie) for each, cookie in pairs))

    async def _look(self, kabupaten: str, cookie: str) -> None:
        """Hold the stream; at each news ask for the part that changes, as the page does."""
        here = f"/e/{copies.ELECTION}/{kabupaten}/papan/"
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        writer.write(_head(f"{here}aliran/", cookie, "keep-alive"))
        await writer.drain()
        if await _get(self._port, here, cookie, part=True) != 200:
            raise SystemExit(f"no board of {kabupaten}")
        self._open.release()
        while not self._over.is_set():
            try:
                line = await asyncio.wait_for(reader.readline(), 0.5)
            except TimeoutError:
                continue
            if not line:
                raise SystemExit(f"the board of {kabupaten} was hung up on")
            if line.startswith(b"id: ") and self._began:
                asked = time.perf_counter()
                if await _get(self._port, here, cookie, part=True) != 200:
                    raise SystemExit(f"no board of {kabupaten}")
                now = time.perf_counter()
                self.took.append(now - asked)
                self.shown[kabupaten].append((int(line[4:]), now - self._began))
        writer.close()

    def wait(self) -> None:
        """Wait until every board stands. Raises SystemExit where one does not."""
        for each in self.shown:
            if not self._open.acquire(timeout=30):
                raise SystemExit(f"no board of {each}")

    def begin(self) -> None:
        """Count the seconds of what is shown from now on."""
        self._began = time.perf_counter()

    def end(self) -> "Boards":
        """Close the boards."""
        self._over.set()
        self._thread.join()
        return self

    def late(self, got: list[sending.Acknowledged]) -> list[float]:
        """Return for each acknowledged fact of these regencies how late its board had it."""
        found = []
        for each in got:
            shown = self.shown.get(each.kabupaten)
            if shown is None or each.verdict not in afterwards.KNOWN:
                continue
            place = bisect_left(shown, (each.number, 0.0))
            at = shown[place][1] if place < len(shown) else float("inf")
            found.append(max(0.0, at - each.at))
        return sorted(found)


def _names(got: list[sending.Acknowledged]) -> set[tuple[str, str]]:
    return {(each.kabupaten, each.fact) for each in got if each.verdict in afterwards.KNOWN}


def _at(values: list[float], share: float) -> float:
    return values[min(len(values) - 1, int(len(values) * share))] if values else 0.0


def _tell(sent: sending.Sent, got: list[sending.Acknowledged], took: float, rate: int) -> None:
    if len(sent.told) + len(sent.failed) != sent.given:
        raise SystemExit("a client ended before its time")
    if sent.failed:
        raise SystemExit(f"{len(sent.failed)} batches failed: {sent.failed[0]}")
    count = len(_names(got))
    late = sorted(each.late for each in sent.told)
    asked = sorted(each.took for each in sent.told)
    wrong = Counter(each.call.wrong for each in sent.told if each.call.wrong)
    verdicts = dict(Counter(each.verdict for each in got))
    print(f"  {count / took:.0f} facts/s over {took:.1f} s in {len(sent.told)} batches; {verdicts}")
    print(f"  networks: {dict(wrong)}; told to come later {sent.busy} times")
    print(f"  an answer took {_at(asked, 0.5):.3f} s as a rule, {_at(asked, 0.99):.3f} s at most")
    figure(f"peak: 1,000 facts over HTTP, of {count}", took / count * 1_000, 1_000 / BUDGET_RATE)
    figure("peak: the slowest answer in a hundred", _at(asked, 0.99), BUDGET_P99)
    print(f"  counted from when it was due {_at(late, 0.99):.2f} s at most, {rate} facts/s offered")
    if rate <= BUDGET_RATE:
        figure("peak: the same, counted from when it was due", _at(late, 0.99), BUDGET_P99)


def _tell_beside(
    got: list[sending.Acknowledged], seen: list[beside.Seen], looked: Boards, own: float
) -> None:
    spent = beside.tell(seen, len(_names(got)), own)
    told: dict[str, list[tuple[int, float]]] = {}
    for each in sorted(got, key=lambda one: one.at):
        sizes = told.setdefault(each.kabupaten, [])
        if not sizes or each.number > sizes[-1][0]:
            sizes.append((each.number, each.at))
    late = looked.late(got)
    print(f"  {len(looked.took)} boards drawn, {_at(sorted(looked.took), 0.5):.2f} s as a rule")
    figure("peak: the server's processor for 1,000 facts", spent, 1.0)
    figure("peak: memory at the end against the middle", beside.growth(seen), BUDGET_GROWTH, "x")
    lag = beside.behind(told, seen)
    figure("peak: the oldest entry not under a checkpoint", lag, BUDGET_LAG)
    figure("peak: a board shows a fact after, p99", _at(late, 0.99), BUDGET_BOARD)


if __name__ == "__main__":
    main()
