"""Load the demo's facts: Kabupaten Tabalong, Pilkada 2024.

Regions and outlines are published facts; how TPS and voters spread over desa is made
up and marked contoh (see NOTICE), so the whole scope is contoh.
"""

import csv
from datetime import datetime
from pathlib import Path
from typing import Final

from django.db import transaction

from tepat.adapters.region_outlines import read_outlines
from tepat.adapters.region_table import read_region_table
from tepat.core.election.regions import parent_of, tps_code
from tepat.server import bulk
from tepat.server.election.models import Boundary, Scope, Tps
from tepat.server.election.regions import services as regions

ELECTION: Final = "pilkada-2024"
KABUPATEN: Final = "63.09"
ZONE: Final = "Asia/Makassar"
FOLDER: Final = Path(__file__).resolve().parents[2] / "data" / "demo" / KABUPATEN


@transaction.atomic
def load(now: datetime) -> Scope:
    """Make or refresh the demo scope and return it. A second time changes nothing."""
    scope, _ = Scope.objects.get_or_create(
        election=ELECTION, kabupaten=KABUPATEN, defaults={"zone": ZONE, "is_contoh": True}
    )
    regions.import_table(read_region_table(FOLDER / "regions.csv"))
    if not Boundary.objects.filter(code=KABUPATEN).exists():
        outlines, _ = read_outlines(FOLDER / "boundaries.json")
        source = "cahyadsn/wilayah_boundaries (MIT), disederhanakan"
        regions.import_outlines(outlines, source, now)
    _load_tps(scope)
    return scope


def _load_tps(scope: Scope) -> None:
    """The TPS list. One that somebody changed since the first load stays as it is."""
    if Tps.objects.filter(scope=scope).exists():
        return
    with (FOLDER / "tps.csv").open(encoding="utf-8", newline="") as file:
        lines = csv.DictReader(line for line in file if not line.startswith("#"))
        rows = [
            (
                scope.pk,
                tps_code(line["desa"], int(line["number"])),
                line["desa"],
                parent_of(line["desa"]),
                int(line["number"]),
                int(line["dpt"]),
                int(line["dpt_l"]),
                int(line["dpt_p"]),
                0,
                "",
                "",
            )
            for line in lines
        ]
    columns = ("scope_id", "code", "desa", "kecamatan", "number", "dpt", "dpt_l", "dpt_p", "dptb")
    bulk.upsert(Tps, (*columns, "name", "provenance"), rows, unique=["scope_id", "code"])
