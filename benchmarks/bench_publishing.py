"""Publish 40,000 entries of a regency: all at once after a restore, then ten at a time.

Entries come from SQLite in a file, go to the disk with fsync, and are signed; no witness.
"""

import os
import tempfile
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from benchmarks.figures import figure

if TYPE_CHECKING:
    from tepat.server.log.publishing.publisher import Publisher

ENTRIES, ROUNDS, AT_ONCE = 40_000, 20, 10
BUDGET_ALL, BUDGET_ROUND, BUDGET_START = 30.0, 1.0, 1.0
"""Seconds. A checkpoint may come every ten, and must lag less than thirty."""


def main() -> None:
    """Tell each figure beside its budget."""
    os.environ.setdefault("TEPAT_HOME", tempfile.mkdtemp(prefix="tepat-bench-"))
    os.environ.setdefault("TEPAT_TASKS", "immediate")
    from tepat.cli import prepare

    prepare()
    from tepat.server.election.models import Scope
    from tepat.server.keeping import wiring
    from tepat.server.log.publishing.disk import Disk
    from tepat.server.log.publishing.publisher import Publisher
    from tepat.server.log.publishing.source import DatabaseSource

    scope = Scope.objects.create(election="pilkada-2024", kabupaten="35.17")
    _append(1, ENTRIES)
    place, disk = wiring.place_of(scope), Disk()

    def start() -> Publisher:
        made = Publisher(place, DatabaseSource(place), wiring.signer_of(place, disk), disk)
        made.recover()
        return made

    publisher = start()
    began = time.perf_counter()
    _publish(publisher)
    figure("publish 40,000 entries at once", time.perf_counter() - began, BUDGET_ALL)
    began = time.perf_counter()
    publisher = start()
    figure("start again on 40,000 entries", time.perf_counter() - began, BUDGET_START)
    took = 0.0
    for number in range(ROUNDS):
        _append(ENTRIES + number * AT_ONCE + 1, AT_ONCE)
        began = time.perf_counter()
        _publish(publisher)
        took += time.perf_counter() - began
    figure("a checkpoint with 10 new of 40,000 entries", took / ROUNDS, BUDGET_ROUND)


def _publish(publisher: "Publisher") -> None:
    note = publisher.sign()
    assert note is not None
    publisher.publish(note)


def _append(first: int, count: int) -> None:
    """Store facts of about 500 bytes, which nobody folds here."""
    from django.db import transaction

    from tepat.core.log import canonical
    from tepat.server.log import services

    now = datetime(2024, 11, 25, 8, 10, tzinfo=UTC)
    facts = []
    for number in range(first, first + count):
        body = canonical.encode({"n": number, "note": "x" * 480})
        facts.append(
            services.NewFact(
                name=canonical.name_of(body),
                body=body,
                sig=bytes(64),
                countersigned="",
                kind="given",
                audience="public",
                device="0" * 32,
                seq=number,
                prev="",
                packages=(),
                lists=(),
                countersigners=(),
                uploader="bench",
            )
        )
    with transaction.atomic():
        services.lock("pilkada-2024", "35.17")
        services.append("pilkada-2024", "35.17", facts, [], now)


if __name__ == "__main__":
    main()
