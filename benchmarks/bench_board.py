"""The board of a kabupaten as large as Jombang: 1,942 TPS, 20,000 facts, on their way.

Everything is made up. Figures are the median of twenty requests inside the process: the
server's time, without a network. What the tables hold is what folds of facts leave behind.
"""

import gzip
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from benchmarks.figures import figure
from tepat.core.log import canonical
from tepat.core.move import events

BUDGET_MS: Final = 200.0
REPEAT: Final = 20
KABUPATEN: Final = "99.17"
KECAMATAN, DESA, TPS, FACTS, PHONES = 21, 306, 1_942, 20_000, 900
ELECTION: Final = "pilkada-2024"


def main() -> None:
    """Tell the time and the queries of the board, of one TPS and of the list."""
    os.environ["TEPAT_HOME"] = tempfile.mkdtemp(prefix="tepat-bench-")
    os.environ["TEPAT_TASKS"] = "immediate"
    from tepat.cli import prepare

    prepare()
    from tepat.server import clock

    scope = _scope()
    _fill(scope, clock.now())
    _measure(scope)


def _scope() -> Any:
    from tepat.server import clock
    from tepat.server.election.elections import election_of
    from tepat.server.election.models import Boundary, Region, Scope, Tps
    from tepat.server.plan.packages.services import regenerate

    scope = Scope.objects.create(election=ELECTION, kabupaten=KABUPATEN, zone="Asia/Jakarta")
    regions = [Region(code=KABUPATEN, name="Contoh", kind="kabupaten", level=2, parent="99")]
    outlines, tps = [], []
    for number in range(DESA):
        kecamatan = f"{KABUPATEN}.{number % KECAMATAN + 1:02}"
        desa = f"{kecamatan}.{2001 + number // KECAMATAN}"
        lat, lon = -7.5 + number // 18 * 0.02, 112 + number % 18 * 0.02
        if number < KECAMATAN:
            name = f"Kecamatan {number + 1}"
            above = {"kind": "kecamatan", "level": 3, "parent": KABUPATEN}
            regions.append(Region(code=kecamatan, name=name, lat=lat, lon=lon, **above))
        below = {"kind": "desa", "level": 4, "parent": kecamatan}
        regions.append(Region(code=desa, name=f"Desa {number + 1}", lat=lat, lon=lon, **below))
        corners = [(0, 0), (0.02, 0), (0.02, 0.02), (0, 0.02), (0, 0)]
        ring = [[lon + right, lat + up] for right, up in corners]
        outlines.append(
            Boundary(code=desa, geometry={"type": "Polygon", "coordinates": [ring]}, at=clock.now())
        )
        for each in range(TPS // DESA + (number < TPS % DESA)):
            code = f"{desa}-{each + 1:03}"
            where = {"desa": desa, "kecamatan": kecamatan, "number": each + 1}
            tps.append(Tps(scope=scope, code=code, dpt=400, **where))
    Region.objects.bulk_create(regions)
    Boundary.objects.bulk_create(outlines)
    Tps.objects.bulk_create(tps)
    regenerate(scope, election_of(scope), clock.now())
    return scope


def _fill(scope: Any, now: datetime) -> None:
    from django.db import transaction

    from tepat.server import flow
    from tepat.server.log.models import Fact, FactPackage, LogHead
    from tepat.server.move.models import Device, PackageCustody, PackageState
    from tepat.server.plan.models import Package

    draw = random.Random(7)
    outer = Package.objects.filter(scope=scope, inside="").exclude(kecamatan="")
    states, held = [], []
    for at, row in enumerate(outer):
        # What was packed is what was planned, so that comparing costs what it costs.
        states.append(
            PackageState(
                scope=scope, package=row.code, state="sealed", seals=[f"KB{at:07}"], filled="f"
            )
        )
        came = draw.random() < 0.6
        held.append(
            PackageCustody(
                scope=scope,
                package=row.code,
                stage="at_tps" if came else "received",
                holder=f"kpps@{row.desa}" if came else f"ppk@{row.kecamatan}",
                place=row.place if came else f"{row.kecamatan}:ppk",
                flags=["seal_differs"] if draw.random() < 0.01 else [],
                reached_at=now - timedelta(hours=3) if came else None,
                reached_by="two_signatures" if came else "",
                line='{"handovers":[]}',
            )
        )
    PackageState.objects.bulk_create(states, batch_size=2_000)
    PackageCustody.objects.bulk_create(held, batch_size=2_000)
    where = {"election": ELECTION, "kabupaten": KABUPATEN}
    with transaction.atomic():
        first = flow._open(scope, now).size or 1  # the key of this desk, as in every log
    facts, named, newest = [], [], {}
    for number in range(first + 1, FACTS + 1):
        device = f"{number % PHONES:032x}"
        at = now - timedelta(seconds=FACTS - number)
        box = states[number % len(states)]
        seq, prev = newest.get(device, (0, ""))
        body = events.write(_received(at, device, seq + 1, prev, box.package, box.seals))
        name = canonical.name_of(body)
        newest[device] = (seq + 1, name)
        common = {"kind": "received", "audience": "agencies", "device": device, "seq": seq + 1}
        kept = {"body": body, "sig": b"s" * 64, "uploader": device, "received_at": at}
        facts.append(Fact(id=name, number=number, **where, **common, **kept))
        named.append(FactPackage(fact_id=name, package=box.package, **where))
    Fact.objects.bulk_create(facts, batch_size=2_000)
    FactPackage.objects.bulk_create(named, batch_size=2_000)
    LogHead.objects.update_or_create(**where, defaults={"size": FACTS})
    areas = sorted(set(outer.values_list("desa", flat=True)) - {""})
    Device.objects.bulk_create(
        Device(scope=scope, device=device, key="k", role="pps", last_name=name, area=area)
        for (device, (_, name)), area in zip(newest.items(), areas * 3, strict=False)
    )


def _received(
    at: datetime, device: str, seq: int, prev: str, box: str, seals: list[str]
) -> events.Received:
    return events.Received(
        election=ELECTION,
        kabupaten=KABUPATEN,
        at=at.replace(microsecond=0),
        device=device,
        seq=seq,
        prev=prev,
        packages=(box,),
        giver=f"ppk@{KABUPATEN}.01",
        receiver=f"pps@{KABUPATEN}.01.2001",
        place=f"{KABUPATEN}.01.2001",
        checks=(events.Check(box, tuple(seals)),),
    )


def _measure(scope: Any) -> None:
    from django.db import connection
    from django.test import Client
    from django.urls import reverse

    from tepat.core.election.roles import Role
    from tepat.server import clock
    from tepat.server.election.models import User
    from tepat.server.watch.board.queries import board_of

    user = User.objects.create(username="bench")
    user.role_grants.create(role=Role.KPU.value, area=KABUPATEN)
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    here = [ELECTION, KABUPATEN]
    one = scope.all_tps.order_by("code").first()
    pages = {
        "board": reverse("board", args=here),
        "list of all TPS": reverse("board_area", args=[*here, KABUPATEN]),
        "one TPS": reverse("board_tps", args=[*here, one.code]),
    }
    figure("how every TPS stands", _median(lambda: board_of(scope, clock.now()).total), 100, "ms")
    for name, address in pages.items():
        client.get(address)
        asked = _Asked()
        with connection.execute_wrapper(asked):
            body = client.get(address).content
        packed = len(gzip.compress(body)) / 1000
        print(f"{name}: {asked.count} queries, {len(body) / 1000:.0f} kB, {packed:.0f} compressed")
        work = partial(client.get, address)
        figure(name, _median(work), BUDGET_MS, "ms")
        figure(f"{name}, processor", _median(work, time.process_time), BUDGET_MS, "ms")


def _median(work: Callable[[], Any], clock: Callable[[], float] = time.perf_counter) -> float:
    """The median in milliseconds; by the processor's clock a busy machine does not count."""
    work()
    times = []
    for _ in range(REPEAT):
        began = clock()
        work()
        times.append((clock() - began) * 1000)
    return statistics.median(times)


class _Asked:
    """Counts the queries of one request."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, go: Callable[..., Any], *what: Any) -> Any:
        self.count += 1
        return go(*what)


if __name__ == "__main__":
    main()
