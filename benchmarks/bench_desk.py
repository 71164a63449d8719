"""A hundred people at the desk of a kabupaten as large as Jombang, over a real server.

Each keeps the board open and hears of news, and opens a page every ten seconds on the average:
board, alerts, problems, a kecamatan, a TPS, the list of loads. Meanwhile facts are told at the
desk. Everything is made up; server, worker and the hundred share this machine.
"""

import asyncio
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from typing import Any, Final

from benchmarks import bench_board
from benchmarks.figures import figure

PEOPLE: Final = 100
SECONDS: Final = 60.0
BETWEEN_S: Final = 10.0
FACT_EVERY_S: Final = 15.0
BUDGET_MS: Final = 1_000.0
NEWS_MS: Final = 2_000.0


def main() -> None:
    """Tell the p99 of pages, how late news of a fact is, and whether any request failed."""
    home = tempfile.mkdtemp(prefix="tepat-bench-")
    os.environ["TEPAT_HOME"] = home
    from tepat.cli import prepare

    prepare()
    from tepat.server import clock
    from tepat.server.watch.alerts import running

    scope = bench_board._scope()
    bench_board._fill(scope, clock.now())
    sessions = _people(scope)
    running.look()  # the facts of the days before were read when they came
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "tepat", "serve", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        asyncio.run(_day(scope, port, sessions))
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            server.kill()


def _people(scope: Any) -> list[str]:
    """Accounts as a desk has them: two in three of kecamatan, the others of the kabupaten."""
    from django.test import Client

    from tepat.core.election.roles import Role
    from tepat.server.election.models import User

    wide = (Role.KPU, Role.BAWASLU, Role.POLRES, Role.DESK, Role.BPBD, Role.WAREHOUSE)
    near = (Role.PPK, Role.PANWASCAM, Role.POLSEK, Role.DESK_KECAMATAN)
    cookies = []
    for number in range(PEOPLE):
        user = User.objects.create(username=f"orang{number}")
        if number % 3:
            area = f"{scope.kabupaten}.{number % bench_board.KECAMATAN + 1:02}"
            user.role_grants.create(role=near[number % 4].value, area=area)
        else:
            user.role_grants.create(role=wide[number % 6].value, area=scope.kabupaten)
        client = Client()
        client.force_login(user)
        cookies.append(client.cookies["sessionid"].value)
    return cookies


async def _day(scope: Any, port: int, sessions: list[str]) -> None:
    here = f"/e/{scope.election}/{scope.kabupaten}/"
    one = await asyncio.to_thread(lambda: scope.all_tps.order_by("code").first().code)
    pages = [
        ("papan/", 4),
        ("peringatan/", 2),
        ("masalah/", 2),
        (f"papan/wilayah/{scope.kabupaten}.03/", 2),
        (f"papan/tps/{one}/", 1),
        ("muatan/", 1),
    ]
    for _ in range(120):
        try:
            await _get(port, "/healthz", "")
            break
        except OSError:
            await asyncio.sleep(0.5)
    took: dict[str, list[float]] = {}
    late: list[float] = []
    failed: list[str] = []
    told: dict[int, float] = {}
    until = time.monotonic() + SECONDS
    people = [
        asyncio.create_task(_person(port, here, cookie, pages, until, took, failed, number))
        for number, cookie in enumerate(sessions)
    ]
    boards = [
        asyncio.create_task(_board(port, here, cookie, until, took, told, late, failed))
        for cookie in sessions
    ]
    telling = asyncio.create_task(_tell(scope, until, told))
    await asyncio.gather(*people, *boards, telling)
    every = sorted(each for times in took.values() for each in times)
    print(f"{len(every)} answers, {len(failed)} failed {failed[:3]}, {len(late)} boards told")
    for name, times in sorted(took.items()):
        times.sort()
        print(
            f"{name[:34]:<34} {len(times):5} median {statistics.median(times):6.0f} ms "
            f"p99 {times[int(len(times) * 0.99) - 1 if len(times) > 1 else 0]:6.0f} ms"
        )
    figure("100 people at the desk, p99", every[int(len(every) * 0.99)], BUDGET_MS, "ms")
    if late:
        late.sort()
        figure("100 boards hear of a fact, p99", late[int(len(late) * 0.99)], NEWS_MS, "ms")
    figure("100 people at the desk, failed requests", len(failed), 0, "")


async def _person(
    port: int,
    here: str,
    cookie: str,
    pages: list[tuple[str, int]],
    until: float,
    took: dict[str, list[float]],
    failed: list[str],
    number: int,
) -> None:
    draw = random.Random(number)
    names, weights = zip(*pages, strict=True)
    await asyncio.sleep(draw.random() * BETWEEN_S)
    while time.monotonic() < until:
        [name] = draw.choices(names, weights)
        await _timed(port, here + name, cookie, took, failed, name)
        await asyncio.sleep(draw.expovariate(1 / BETWEEN_S))


async def _board(
    port: int,
    here: str,
    cookie: str,
    until: float,
    took: dict[str, list[float]],
    told: dict[int, float],
    late: list[float],
    failed: list[str],
) -> None:
    """Hold the stream; at each news ask for the part that changes, as the page's script does."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(_head(f"{here}papan/aliran/?dari={bench_board.FACTS}", cookie, "keep-alive"))
    await writer.drain()
    try:
        while (rest := until - time.monotonic()) > 0:
            try:
                line = await asyncio.wait_for(reader.readline(), rest)
            except TimeoutError:
                return
            if not line:
                failed.append("stream")
                return
            if line.startswith(b"id: "):
                await _timed(port, f"{here}papan/", cookie, took, failed, "news", part=True)
                if (at := told.get(int(line[4:]))) is not None:
                    late.append((time.monotonic() - at) * 1_000)
    finally:
        writer.close()


async def _tell(scope: Any, until: float, told: dict[int, float]) -> None:
    await asyncio.sleep(5)
    while time.monotonic() < until - 5:
        size = await asyncio.to_thread(_report, scope)
        told[size] = time.monotonic()
        await asyncio.sleep(FACT_EVERY_S)


def _report(scope: Any) -> int:
    import uuid

    from django.db import connection

    from tepat.core.move import events
    from tepat.server import clock, flow
    from tepat.server.log import queries as log
    from tepat.server.plan.models import Package

    now = clock.now()
    box = Package.objects.filter(scope=scope, form="K").order_by("?").first()
    assert box is not None
    fact = events.Packed(
        election=scope.election,
        kabupaten=scope.kabupaten,
        at=now,
        by="-",
        package=box.code,
        contents=(),
    )
    flow.report(scope, [fact], uuid.UUID(int=7), now)
    size = log.size(scope.election, scope.kabupaten)
    connection.close()
    return size


async def _timed(
    port: int,
    path: str,
    cookie: str,
    took: dict[str, list[float]],
    failed: list[str],
    name: str,
    *,
    part: bool = False,
) -> None:
    began = time.monotonic()
    try:
        status = await asyncio.wait_for(_get(port, path, cookie, part=part), 60)
    except (OSError, TimeoutError) as error:
        failed.append(f"{name}: {error!r}")
        return
    took.setdefault(name, []).append((time.monotonic() - began) * 1_000)
    if status != 200:
        failed.append(f"{name}: {status}")


async def _get(port: int, path: str, cookie: str, *, part: bool = False) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(_head(path, cookie, "close", part=part))
        await writer.drain()
        body = await reader.read()
        return int(body[9:12] or b"0")
    finally:
        writer.close()


def _head(path: str, cookie: str, connection: str, *, part: bool = False) -> bytes:
    lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", f"Cookie: sessionid={cookie}"]
    lines += [f"Connection: {connection}", *(["HX-Request: true"] if part else [])]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()
