"""Results: all forms of a regency folded anew, one more form, each page; the nation checked.

A regency as large as Jombang, two forms for each of its 1,942 TPS, some that do not add up, made
up. The forms of 2019 (two counts of 810,159 TPS) are checked where `../shared/data` is there.
"""

import os
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Any, Final

from benchmarks.bench_board import ELECTION, KABUPATEN, _median, _scope
from benchmarks.figures import figure

BUDGET_S, BUDGET_MS, BUDGET_NATION_S, BUDGET_EXPORT_S = 1.0, 200.0, 30.0, 30.0
PART: Final = 250
SLICE: Final = 20_000
PARQUET = (
    Path(__file__).resolve().parents[2] / "shared" / "data" / "tps" / "tps_2019_national.parquet"
)


def main() -> None:
    """Tell each figure beside its budget."""
    os.environ["TEPAT_HOME"] = tempfile.mkdtemp(prefix="tepat-bench-")
    os.environ["TEPAT_TASKS"] = "immediate"
    from tepat.cli import prepare

    prepare()
    scope = _scope()
    user, forms = _people_and_forms(scope)
    _type(scope, user, forms[1:])
    _regency(scope, user, forms[0])
    _pages(scope, user)
    _nation()


def _people_and_forms(scope: Any) -> tuple[Any, list[Any]]:
    from tepat.core.election.roles import Role
    from tepat.server.count.contests import contests_of
    from tepat.server.count.demo import ONE_IN, drawn_of, form_of
    from tepat.server.count.models import FormState
    from tepat.server.count.results import folding
    from tepat.server.election.models import User

    user = User.objects.create(username="bench")
    user.role_grants.create(role=Role.KPU.value, area=KABUPATEN)
    folding.catch_up(scope)
    contests = contests_of(scope)
    rows = FormState.objects.filter(scope=scope).order_by("tps", "sku")
    forms = [
        form_of(contests, row, spoilt=drawn_of(row.tps, row.sku) % ONE_IN == 0) for row in rows
    ]
    return user, forms


def _type(scope: Any, user: Any, forms: list[Any]) -> None:
    from tepat.core.count.versions import Source
    from tepat.server import clock
    from tepat.server.count.results.reporting import Typed, type_forms

    began = time.perf_counter()
    for at in range(0, len(forms), PART):
        some = [Typed(each) for each in forms[at : at + PART]]
        type_forms(scope, user, some, Source.DESK, clock.now())
    took = time.perf_counter() - began
    print(f"  {len(forms)} forms typed in {took:.1f} s")


def _regency(scope: Any, user: Any, one: Any) -> None:
    from tepat.server.count.results import folding

    work = partial(folding.rebuild, scope)
    figure("all forms of a regency folded anew", _median_of(5, work), BUDGET_S)
    used = _median_of(5, work, time.process_time)
    figure("the same, processor", used, BUDGET_S)
    began = time.perf_counter()
    _type(scope, user, [one])
    figure("one form more, until it stands", time.perf_counter() - began, BUDGET_S)


def _median_of(times: int, work: Any, clock: Any = time.perf_counter) -> float:
    found = []
    for _ in range(times):
        began = clock()
        work()
        found.append(clock() - began)
    return sorted(found)[times // 2]


def _pages(scope: Any, user: Any) -> None:
    from django.test import Client
    from django.urls import reverse

    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    here = [ELECTION, KABUPATEN]
    kecamatan = f"{KABUPATEN}.01"
    pages = {
        "results": reverse("count", args=here),
        "results of a kecamatan": reverse("count_area", args=[*here, kecamatan]),
        "turnout": reverse("count_turnout", args=here),
        "reconciliation": reverse("count_ballots", args=here),
        "the balance of the regency": reverse("count_balance", args=here),
        "the way back": reverse("count_back", args=here),
    }
    for name, address in pages.items():
        answer = client.get(address)
        assert answer.status_code == 200, (name, answer.status_code)
        figure(name, _median(partial(client.get, address)), BUDGET_MS, "ms")
    for form in ("csv", "xlsx", "nist"):
        address = f"{reverse('count_file', args=[*here, form])}?isi=semua"
        began = time.perf_counter()
        answer = client.get(address)
        body = b"".join(answer) if answer.streaming else answer.content
        assert answer.status_code == 200, (form, answer.status_code)
        print(f"  {form}: {len(body) / 1e6:.1f} MB")
        figure(f"results as {form}", time.perf_counter() - began, BUDGET_EXPORT_S)


def _nation() -> None:
    if not PARQUET.exists():
        print("  the forms of 2019: left out, no ../shared/data beside this checkout")
        return
    import polars

    from tepat.adapters import form_columns
    from tepat.core.count.checks import findings
    from tepat.core.count.form import Form

    names = {"total": "total", "valid": "sah", "invalid": "tidak_sah"}
    began = time.perf_counter()
    table = polars.read_parquet(PARQUET)
    faults = {}
    for who in ("kpu", "kp"):
        columns = {name: f"{who}_{each}" for name, each in names.items()}
        wrong = form_columns.wrong_rows(table, columns, [f"{who}_01", f"{who}_02"])
        faults[who] = {code: int(rows.sum()) for code, rows in wrong.items()}
    pairs = [("kpu_01", "kp_01"), ("kpu_02", "kp_02")]
    differing = int(form_columns.differing_rows(table, pairs).sum())
    took = time.perf_counter() - began
    print(f"  {table.height} TPS, two counts: {faults}, {differing} differ")
    began = time.perf_counter()
    for row in table.head(SLICE).iter_rows(named=True):
        figures = {name: row[f"kpu_{each}"] for name, each in names.items()}
        findings(Form("", "PPWP", figures, {"01": row["kpu_01"], "02": row["kpu_02"]}))
    one_by_one = (time.perf_counter() - began) * table.height * 2 / SLICE
    peer = ("one form after the other, whole list", one_by_one)
    figure("forms of the nation, both counts", took, BUDGET_NATION_S, peer=peer)


if __name__ == "__main__":
    main()
