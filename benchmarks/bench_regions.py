"""Regions of the nation: read, compare, store; and the same table once more.

Budget: 10 s for 91,599 rows. Peer: Django's own `bulk_create` with the same rows.
"""

import os
import tempfile
import time
from pathlib import Path

from benchmarks.figures import figure

BUDGET_S = 10.0
NATION = Path(__file__).resolve().parents[2] / "shared" / "data" / "wilayah" / "wilayah.csv.gz"


def main() -> None:
    if not NATION.exists():
        print(f"no {NATION}: skipped")
        return
    os.environ["TEPAT_HOME"] = tempfile.mkdtemp(prefix="tepat-bench-")
    from tepat.cli import prepare

    prepare()
    from tepat.adapters.region_table import read_region_table
    from tepat.server.election.models import Region
    from tepat.server.election.regions.services import import_table

    began = time.perf_counter()
    table = read_region_table(NATION)
    read = time.perf_counter() - began
    done = import_table(table)
    first = time.perf_counter() - began
    print(f"{done.new} regions, {len(done.problems)} problems; reading alone {read:.2f} s")

    Region.objects.all().delete()
    began = time.perf_counter()
    Region.objects.bulk_create(
        Region(
            code=row.code,
            name=row.name,
            kind=row.kind,
            level=row.code.count(".") + 1,
            parent=row.code.rpartition(".")[0],
            lat=row.lat,
            lon=row.lon,
            provenance=row.provenance,
        )
        for row in table.rows
    )
    peer = time.perf_counter() - began + read
    figure("regions of the nation, first import", first, BUDGET_S, peer=("bulk_create", peer))

    import_table(table)
    began = time.perf_counter()
    again = import_table(read_region_table(NATION))
    figure("regions of the nation, again", time.perf_counter() - began, BUDGET_S)
    assert again.same == len(table.rows)


if __name__ == "__main__":
    main()
