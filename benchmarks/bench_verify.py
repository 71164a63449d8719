"""Verifying a log of 40,000 facts on one core: budget 30 s.

Boxes are packed, closed, and handed over by lists of ten: every twentieth fact and a few
more are a half of a handover, so that the states of all packages fold custody as well.

python -m benchmarks.bench_verify
"""

import os
import resource
import tempfile
import time
from pathlib import Path

from benchmarks.figures import figure
from tepat.core.log import canonical
from tepat.core.move.manifests import Manifest, read_manifest
from tepat.witness import sources, trust
from tepat.witness.verifying.run import Asked, verify
from tests.logs import KABUPATEN, Device, Log, assigned, folded, key_text

FACTS = 40_000
BUDGET_S = 30.0
A_LIST = 10
"""Packages of one shipment."""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        log = handed_over(Path(folder) / "log", FACTS)
        where = log.publish()
        policy = log.policy(Path(folder) / "policy")
        asked = Asked(trust.read_policy(policy), str(policy))
        started, spent = time.perf_counter(), time.process_time()
        report = verify(sources.opened(str(where)), asked)
        took, spent = time.perf_counter() - started, time.process_time() - spent
    assert report.is_fine, report.sentence
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figure("verify 40,000 facts, with all package states", took, BUDGET_S)
    load = os.getloadavg()[0]
    print(f"  {report.signatures:,} signatures, {report.packages:,} states, peak {peak_mb:.0f} MB")
    print(f"  {spent:.1f} s of processor, load {load:.1f}")


def handed_over(folder: Path, facts: int) -> Log:
    """Return a log in which bu_sari packs and gives, and pak_joko receives, list by list."""
    lists: dict[str, Manifest] = {}
    log = Log(folder, state_lines=lambda leaves: folded(leaves, lists))
    desk, sari, joko = Device("desk"), Device("bu_sari"), Device("pak_joko")
    log.add(*desk.fact("desk_enrolled", key=key_text("desk")))
    assigned(log, desk, sari, "warehouse")
    assigned(log, desk, joko, "driver")
    number = 0
    while len(log.leaves) + 2 * A_LIST + 2 <= facts:
        number += 1
        packages = [f"KB{number:05}-{place}" for place in range(A_LIST)]
        for package in packages:
            contents = [{"count": 400, "item": "surat_suara_bupati"}]
            log.add(*sari.fact("packed", package=package, contents=contents))
            seals = [f"S{package}"]
            log.add(*sari.fact("sealed", package=package, seals=seals, after=[sari.prev]))
        shipment = f"SHP-{number}"
        value = {
            "kind": "shipment_list",
            "v": 1,
            "shipment": shipment,
            "from": f"{KABUPATEN}:gudang-1",
            "to": f"{KABUPATEN}.01",
            "packages": packages,
        }
        data = canonical.encode(value)
        name = log.list(data)
        if manifest := read_manifest(data):
            lists[name] = manifest
        load = {
            "shipment": shipment,
            "list": name,
            "giver": f"warehouse@{KABUPATEN}",
            "receiver": f"driver@{KABUPATEN}",
            "place": f"{KABUPATEN}:gudang-1",
        }
        log.add(*sari.fact("given", **load))
        log.add(*joko.fact("received", given=sari.prev, **load))
    return log


if __name__ == "__main__":
    main()
