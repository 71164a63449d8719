"""Files of exports: 20,000 facts that each move five boxes, 100,000 rows, and their memory.

Everything is made up; facts are stored without being judged. Each file is made in a process
of its own; memory is by how much the largest size of that process grew meanwhile.
"""

import os
import resource
import tempfile
import time
from datetime import timedelta
from multiprocessing import get_context
from typing import Any, Final

from benchmarks.bench_board import ELECTION, KABUPATEN, TPS, _scope
from benchmarks.figures import figure

FACTS: Final = 20_000
EACH: Final = 5


def main() -> None:
    """Tell the time and the memory of a quarter of the log and of all of it."""
    os.environ["TEPAT_HOME"] = tempfile.mkdtemp(prefix="tepat-bench-")
    os.environ["TEPAT_TASKS"] = "immediate"
    from tepat.cli import prepare

    prepare()
    _fill(_scope())
    for form in ("csv", "xlsx"):
        for part in (4, 1):
            made = get_context("spawn").Process(target=_make, args=(form, FACTS // part))
            made.start()
            made.join()


def _fill(scope: Any) -> None:
    from tepat.core.log import canonical
    from tepat.core.move import events
    from tepat.server import clock
    from tepat.server.log.models import Fact, FactPackage, LogHead
    from tepat.server.move.models import PackageCustody
    from tepat.server.plan.models import Package

    where = {"election": ELECTION, "kabupaten": KABUPATEN}
    outer = Package.objects.filter(scope=scope, inside="").exclude(kecamatan="").order_by("code")
    boxes = list(outer.values_list("code", "desa", "kecamatan"))
    now = clock.now().replace(microsecond=0)
    facts, named, edges = [], [], {}
    for number in range(1, FACTS + 1):
        first = number * EACH % (len(boxes) - EACH)
        some = boxes[first : first + EACH]
        _, desa, kecamatan = some[0]
        said = events.Received(
            **where,
            at=now - timedelta(seconds=FACTS - number),
            device=f"{number % 900:032x}",
            seq=number,
            prev="0" * 64 if number > 1 else "",
            packages=tuple(sorted(code for code, _, _ in some)),
            giver=f"ppk@{kecamatan}",
            receiver=f"pps@{desa or kecamatan}",
            place=f"{desa or kecamatan}:pps",
        )
        body = events.write(said)
        name = canonical.name_of(body)
        row = {"kind": "received", "audience": "agencies", "device": said.device, "seq": number}
        kept = {"body": body, "sig": b"s" * 64, "uploader": said.device, "received_at": said.at}
        facts.append(Fact(id=name, number=number, **where, **row, **kept))
        for code in said.packages:
            named.append(FactPackage(fact_id=name, package=code, **where))
            side = [said.giver, said.receiver, said.place, "", "", name, "one_sided"]
            edges.setdefault(code, []).append(side)
    Fact.objects.bulk_create(facts, batch_size=2_000)
    FactPackage.objects.bulk_create(named, batch_size=5_000)
    PackageCustody.objects.bulk_create(
        (
            PackageCustody(
                scope=scope,
                package=code,
                stage="received",
                line=canonical.encode({"handovers": each}).decode(),
            )
            for code, each in edges.items()
        ),
        batch_size=1_000,
    )
    LogHead.objects.update_or_create(**where, defaults={"size": FACTS})
    print(f"{TPS} TPS, {FACTS} facts, {len(named)} rows")


def _make(form: str, upto: int) -> None:
    from tepat.cli import prepare

    prepare()
    from tepat.core.election.roles import Grant, Role
    from tepat.server.election.models import Scope
    from tepat.server.watch.exports import queries, services
    from tepat.server.watch.exports.asked import Asked, Reader

    scope = Scope.objects.get()
    export = queries.needed(scope, "pergerakan")
    queries.sample_of(export, Asked(scope, Reader((Grant(Role.KPU, KABUPATEN),))))  # all is loaded
    asked = Asked(scope, Reader((Grant(Role.KPU, KABUPATEN),)), upto=upto)
    before, began, worked = _size(), time.perf_counter(), time.process_time()
    made = services.make(export, asked, form)
    name = f"{form}, {made.rows} rows"
    figure(name, time.perf_counter() - began, 30, "s")
    figure(f"{name}, processor", time.process_time() - worked, 30, "s")
    figure(f"{name}, grew by", _size() - before, 60, "MB")
    print(f"{name}: {made.bytes / 1e6:.1f} MB")
    made.file.close()


def _size() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


if __name__ == "__main__":
    main()
