"""Import of a TPS list: from the file to the stored list, and to its undoing.

Budget: 1,000 TPS as xlsx in 2 s, Jombang with 4,299 TPS in 5 s. Peer: reading the same
xlsx with openpyxl, which reads and does nothing else.
"""

import csv
import gzip
import io
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter

from benchmarks.figures import figure

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
JOMBANG = DATA / "tps" / "tps_2019_35.17_jombang.csv"


def main() -> None:
    if not JOMBANG.exists():
        print("impor: dilewati, tidak ada ../shared/data")
        return
    with tempfile.TemporaryDirectory() as home:
        os.environ["TEPAT_HOME"] = home
        from tepat.cli import prepare

        prepare()
        load_regions()
        with JOMBANG.open(encoding="utf-8") as file:
            rows = list(csv.reader(file))
        bench("1.000 TPS xlsx", xlsx(rows[:1001]), "seribu.xlsx", 2)
        bench("Jombang 4.299 TPS xlsx", xlsx(rows), "jombang.xlsx", 5)
        bench("Jombang 4.299 TPS csv", JOMBANG.read_bytes(), JOMBANG.name, 5)
        bench("Jombang tanpa kode, csv", text([row[1:] for row in rows]), "nama.csv", 5)


def bench(what: str, data: bytes, name: str, budget_s: float) -> None:
    from tepat.server import clock
    from tepat.server.election.models import Tps
    from tepat.server.election.tps_list import services

    scope = services.open_scope("pilkada-2024", "35.17")
    Tps.objects.all().delete()
    preview_s, kept = measured(lambda: services.preview(scope, data, name, clock.now()))
    apply_s, kept = measured(lambda: services.apply(kept.pk, clock.now()))
    undo_s, _ = measured(lambda: services.undo(kept.pk))
    whole = preview_s + apply_s
    parts = f"pratinjau {preview_s:.2f}, terapkan {apply_s:.2f}, batalkan {undo_s:.2f}"
    peer = None
    if name.endswith(".xlsx"):
        peer = ("openpyxl, hanya membaca", measured(lambda: read_with_openpyxl(data))[0])
    figure(f"impor {what}", whole, budget_s, peer=peer)
    print(f"  {parts} s")


def measured(work: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    done = work()
    return time.perf_counter() - started, done


def read_with_openpyxl(data: bytes) -> int:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    return sum(1 for sheet in book for _ in sheet.iter_rows(values_only=True))


def load_regions() -> None:
    from tepat.server.election.models import Region

    with gzip.open(DATA / "wilayah" / "wilayah.csv.gz", "rt", encoding="utf-8") as file:
        Region.objects.bulk_create(
            Region(code=row["code"], name=row["name"], kind=row["kind"], level=int(row["level"]))
            for row in csv.DictReader(file)
            if row["code"].startswith("35.17")
        )


def xlsx(rows: list[list[str]]) -> bytes:
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"strings_to_numbers": True})
    page = book.add_worksheet("DPT")
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    book.close()
    return held.getvalue()


def text(rows: list[list[str]]) -> bytes:
    held = io.StringIO()
    csv.writer(held).writerows(rows)
    return held.getvalue().encode()


if __name__ == "__main__":
    main()
