"""Importing a TPS list: previewed, applied once, undone exactly, never half done."""

import csv
import gzip
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tepat.adapters.sheets import open_sheets
from tepat.core.problems import Code, Refused
from tepat.server.election.models import ColumnMapping, Region, RegionAlias, Scope, Tps, TpsImport
from tepat.server.election.tps_list import faults, services, stored
from tests import worlds
from tests.sheets import text, xlsx

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 10, 1, 8, 0, tzinfo=UTC)
HEADER = ["KECAMATAN", "DESA", "TPS", "L", "P"]
SEEDS = {
    "18.13": ("pesisir-barat", 484, 482, 1),
    "33.75": ("kota-pekalongan", 854, 854, 0),
    "35.17": ("jombang", 4299, 4274, 3),
    "62.10": ("gunung-mas", 367, 327, 9),
    "63.09": ("tabalong", 860, 850, 2),
}
"""Name, TPS, TPS whose names alone match, and names a person must choose."""


def preview(scope: Scope, *rows: list[Any], **more: Any) -> TpsImport:
    return services.preview(scope, xlsx([HEADER, *rows]), "daftar.xlsx", NOW, **more)


def state(scope: Scope) -> dict[str, Any]:
    return dict(stored.known_tps(scope))


def test_a_list_of_another_kabupaten_without_codes_names_its_owner() -> None:
    scope = worlds.contoh_scope()
    Region.objects.create(code="99.02", name="Kabupaten Tetangga", level=2, kind="kabupaten")
    for number, name in enumerate(["Perak", "Gudo", "Ngoro"], start=1):
        code = f"99.02.0{number}"
        Region.objects.create(code=code, name=name, level=3, kind="kecamatan")

    kept = preview(scope, ["PERAK", "JATI", 1, 2, 3], ["GUDO", "JATI", 1, 2, 3])

    [problem] = stored.problems_from_json(kept.preview["problems"])
    assert problem.facts["owner"] == "99.02 Kabupaten Tetangga"
    assert (kept.preview["waiting"], kept.preview["unmatched"]) == ([], [])


def test_a_total_far_from_l_and_p_is_confirmed_and_then_used() -> None:
    scope = worlds.contoh_scope()
    rows = [[*HEADER, "JUMLAH"], ["Hulu", "Kota Hulu", 1, 100, 94, 999]]
    rows += [["Hulu", "Kota Hulu", 2, 100, 94, 900]]
    kept = services.preview(scope, xlsx(rows), "daftar.xlsx", NOW)
    assert (kept.preview["rows"], kept.preview["refused"]) == ([], 2)

    kept = services.settle(kept.pk, {("DPT", 2): "sum"})
    services.apply(kept.pk, NOW)

    assert (len(services.held_of(kept)), kept.preview["refused"]) == (1, 1)
    assert Tps.objects.get(code="99.01.01.1001-001").dpt == 194
    assert Tps.objects.get(code="99.01.01.1001-002").dpt == 520


def test_every_bad_row_is_in_the_list_to_mend_by() -> None:
    scope = worlds.contoh_scope()
    bad = [["Hulu", "Kota Hulu", number, "@12 x", 2] for number in range(1, 151)]

    kept = preview(scope, *bad, ["Hulu", "Kota Hulo", 1, 2, 3])

    rows = list(csv.reader(faults.as_csv(kept).decode("utf-8-sig").splitlines()))
    assert rows[0] == ["Lembar", "Baris", "Kolom", "Nilai", "Alasan", "Jenis"]
    assert len(rows) == 1 + 151
    assert rows[1][:4] == ["DPT", "2", "D (L)", "'@12 x"]
    assert rows[-1][5] == "menunggu nama"
    [sheet] = open_sheets(faults.as_xlsx(kept), "masalah.xlsx")
    assert len(sheet.rows) == 152


def test_a_point_edited_by_hand_remembers_who_and_when() -> None:
    scope = worlds.contoh_scope()
    bu_dewi = worlds.person("bu_dewi")
    values = {"name": "Balai", "dptb": 2, "lat": -2.01, "lon": 115.31, "provenance": "surveyed"}

    services.edit_tps(scope, "99.01.01.1001-001", values, bu_dewi, NOW)

    tps = Tps.objects.get(code="99.01.01.1001-001")
    assert (tps.lat, tps.dptb, tps.point_by, tps.point_at) == (-2.01, 2, bu_dewi, NOW)


def test_a_preview_changes_nothing() -> None:
    scope = worlds.contoh_scope()
    before = state(scope)

    kept = preview(scope, ["Hulu", "Kota Hulu", 1, 240, 250], ["Hulu", "Kota Hulu", 9, 1, 2])

    assert state(scope) == before
    assert kept.preview["added"] == ["99.01.01.1001-009"]
    assert kept.preview["changed"]["99.01.01.1001-001"]["dpt"] == (481, 490)
    assert kept.preview["missing"] == [
        "99.01.01.1001-002",
        "99.01.01.1001-003",
        "99.01.01.2002-001",
        "99.01.01.2002-002",
    ]


def test_apply_keeps_what_the_file_does_not_name_unless_told() -> None:
    scope = worlds.contoh_scope()

    services.apply(preview(scope, ["Hulu", "Kota Hulu", 1, 240, 250]).pk, NOW)
    assert Tps.objects.count() == 10

    kept = preview(scope, ["Hulu", "Kota Hulu", 1, 240, 250])
    services.apply(kept.pk, NOW, remove_missing=True)
    left = Tps.objects.filter(kecamatan="99.01.01").values_list("code", flat=True)
    assert list(left) == ["99.01.01.1001-001"]
    assert Tps.objects.filter(kecamatan="99.01.02").count() == 5


def test_two_clicks_are_one() -> None:
    scope = worlds.contoh_scope()
    kept = preview(scope, ["Hulu", "Kota Hulu", 9, 1, 2])

    first = services.apply(kept.pk, NOW)
    second = services.apply(kept.pk, NOW)

    assert (first.applied_at, Tps.objects.count()) == (second.applied_at, 11)


def test_a_stale_preview_is_refused_and_can_be_rebuilt() -> None:
    scope = worlds.contoh_scope()
    kept = preview(scope, ["Hulu", "Kota Hulu", 9, 1, 2])
    Tps.objects.filter(code="99.01.01.1001-001").update(dpt=400)

    with pytest.raises(Refused) as refused:
        services.apply(kept.pk, NOW)
    assert refused.value.problem.code is Code.IMPORT_STALE

    services.rebuild(kept.pk)
    services.apply(kept.pk, NOW)
    assert Tps.objects.count() == 11


def test_undo_restores_exactly_and_only_once() -> None:
    scope = worlds.contoh_scope()
    before = state(scope)
    kept = preview(scope, ["Hulu", "Kota Hulu", 1, 1, 2], ["Hulu", "Kota Hulu", 9, 1, 2])
    services.apply(kept.pk, NOW, remove_missing=True)

    services.undo(kept.pk)
    services.undo(kept.pk)

    assert state(scope) == before


def test_undo_is_refused_when_a_later_import_touched_it() -> None:
    scope = worlds.contoh_scope()
    first = services.apply(preview(scope, ["Hulu", "Kota Hulu", 1, 1, 2]).pk, NOW)
    services.apply(preview(scope, ["Hulu", "Kota Hulu", 1, 3, 4]).pk, NOW)

    with pytest.raises(Refused) as refused:
        services.undo(first.pk)
    assert refused.value.problem.facts["value"] == "99.01.01.1001-001"

    services.undo_last(scope)
    services.undo_last(scope)
    assert Tps.objects.get(code="99.01.01.1001-001").dpt == 481


@pytest.mark.django_db(transaction=True)
def test_a_crash_in_the_middle_leaves_the_former_state(monkeypatch: pytest.MonkeyPatch) -> None:
    scope = worlds.contoh_scope()
    before = state(scope)
    kept = preview(scope, ["Hulu", "Kota Hulu", 1, 1, 2], ["Hulu", "Kota Hulu", 9, 1, 2])
    written = stored.write

    def crash(*values: Any) -> None:
        written(*values)
        raise RuntimeError("listrik padam")

    monkeypatch.setattr(stored, "write", crash)
    with pytest.raises(RuntimeError):
        services.apply(kept.pk, NOW)

    assert state(scope) == before
    assert TpsImport.objects.get(pk=kept.pk).state == TpsImport.State.PREVIEW


def test_a_chosen_name_is_applied_and_remembered() -> None:
    scope = worlds.contoh_scope()
    rows = [["Hulu", "Kota Ulu", n, 1, 2] for n in (7, 8)]
    kept = preview(scope, *rows)
    [unmatched] = services.unmatched_in(kept)
    assert (unmatched.rows, kept.preview["added"]) == (2, [])

    kept = services.choose(kept.pk, {("Hulu", "Kota Ulu"): "99.01.01.1001"}, NOW)

    assert kept.preview["added"] == ["99.01.01.1001-007", "99.01.01.1001-008"]
    assert services.unmatched_in(kept) == []
    assert services.unmatched_in(preview(scope, *rows)) == []


def test_a_choice_must_be_a_desa_of_this_kabupaten() -> None:
    scope = worlds.contoh_scope()
    kept = preview(scope, ["Hulu", "Kota Ulu", 7, 1, 2])

    for code in ("63.09.01.2001", "99.01.01", "99.01"):
        with pytest.raises(Refused) as refused:
            services.choose(kept.pk, {("Hulu", "Kota Ulu"): code}, NOW)
        assert refused.value.problem.code is Code.CHOICE_UNKNOWN


def test_nothing_is_removed_while_names_are_open() -> None:
    scope = worlds.contoh_scope()
    kept = preview(scope, ["Hulu", "Kota Ulu", 7, 1, 2], ["Hulu", "Kota Hulu", 1, 1, 2])

    with pytest.raises(Refused) as refused:
        services.apply(kept.pk, NOW, remove_missing=True)
    assert refused.value.problem.code is Code.REMOVE_UNSURE


def test_a_mapping_is_remembered_by_the_header() -> None:
    scope = worlds.contoh_scope()
    rows = [["Kel. apa", "Ke", "Orang"], ["Kota Hulu", 9, 20]]
    given = {"desa": "A", "tps": "B", "dpt": "C"}
    services.preview(scope, xlsx(rows), "a.xlsx", NOW, given=given)

    kept = services.preview(scope, text(rows), "b.csv", NOW)

    assert kept.preview["added"] == ["99.01.01.1001-009"]
    assert ColumnMapping.objects.count() == 1


def test_a_mapping_of_another_office_decides_nothing_here() -> None:
    scope = worlds.contoh_scope()
    elsewhere = Scope.objects.create(election=scope.election, kabupaten="99.02")
    rows = [["Kel. apa", "Ke", "Orang"], ["Kota Hulu", 9, 20]]
    given = {"desa": "A", "tps": "B", "dpt": "C"}
    services.preview(scope, xlsx(rows), "a.xlsx", NOW, given=given)
    ColumnMapping.objects.update(kabupaten=elsewhere.kabupaten)

    with pytest.raises(Refused) as refused:
        services.preview(scope, text(rows), "b.csv", NOW)
    assert refused.value.problem.code is Code.HEADER_NOT_FOUND


def test_a_file_with_personal_data_leaves_nothing_behind() -> None:
    scope = worlds.contoh_scope()

    with pytest.raises(Refused) as refused:
        services.preview(scope, xlsx([["DESA", "TPS", "NIK"], ["Kota Hulu", 1, "x"]]), "a", NOW)

    assert refused.value.problem.code is Code.PERSONAL_DATA
    assert TpsImport.objects.count() == 0


def test_dptb_and_points_stay_when_the_file_has_no_column_for_them() -> None:
    scope = worlds.contoh_scope()
    Tps.objects.filter(code="99.01.01.1001-001").update(dptb=4, lat=-2.0, lon=115.0)

    services.apply(preview(scope, ["Hulu", "Kota Hulu", 1, 1, 2]).pk, NOW)

    tps = Tps.objects.get(code="99.01.01.1001-001")
    assert (tps.dpt, tps.dptb, tps.lat) == (3, 4, -2.0)


def test_a_kabupaten_without_regions_says_how_to_get_them() -> None:
    with pytest.raises(Refused) as refused:
        services.open_scope("pilkada-2024", "62.10")
    assert refused.value.problem.code is Code.REGION_UNKNOWN


ROW = st.tuples(
    st.sampled_from(sorted(worlds.VOTERS)),
    st.integers(1, 6),
    st.one_of(st.none(), st.integers(0, 700)),
    st.integers(0, 9),
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=st.lists(ROW, min_size=1, max_size=12), removes=st.booleans())
@pytest.mark.django_db
def test_import_twice_is_import_once_and_undo_restores_exactly(
    rows: list[tuple[str, int, int | None, int]], removes: bool
) -> None:
    Scope.objects.all().delete()
    scope = worlds.contoh_scope()
    before = state(scope)
    data = xlsx([["KODE", "TPS", "DPT", "DPTb"], *rows])

    first = services.apply(services.preview(scope, data, "a.xlsx", NOW).pk, NOW, removes)
    once = state(scope)
    second = services.apply(services.preview(scope, data, "a.xlsx", NOW).pk, NOW, removes)

    assert state(scope) == once
    assert second.before["after"] == {}
    services.undo(second.pk)
    services.undo(first.pk)
    assert state(scope) == before


@cache
def _real_regions(data: Path) -> list[tuple[str, str, str]]:
    with gzip.open(data / "wilayah" / "wilayah.csv.gz", "rt", encoding="utf-8") as file:
        return [(row["code"], row["name"], row["kind"]) for row in csv.DictReader(file)]


def real_scope(data: Path, kabupaten: str) -> Scope:
    Region.objects.bulk_create(
        Region(code=code, name=name, kind=kind, level=code.count(".") + 1)
        for code, name, kind in _real_regions(data)
        if code.startswith(kabupaten)
    )
    return services.open_scope("pilkada-2024", kabupaten)


@pytest.mark.parametrize("kabupaten", SEEDS)
def test_the_five_real_regencies_import_by_code(real_data: Path, kabupaten: str) -> None:
    name, count, _, _ = SEEDS[kabupaten]
    scope = real_scope(real_data, kabupaten)
    path = real_data / "tps" / f"tps_2019_{kabupaten}_{name}.csv"

    kept = services.preview(scope, path.read_bytes(), path.name, NOW)
    services.apply(kept.pk, NOW)

    assert (kept.rows_read, kept.preview["refused"]) == (count, 0)
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    voters = sum(int(r["dpt_l"] or 0) + int(r["dpt_p"] or 0) for r in rows)
    there = Tps.objects.filter(scope=scope)
    assert there.count() == count
    assert sum(dpt or 0 for dpt in there.values_list("dpt", flat=True)) == voters


@pytest.mark.parametrize("kabupaten", SEEDS)
def test_the_five_real_regencies_import_by_name(real_data: Path, kabupaten: str) -> None:
    name, count, exact, names = SEEDS[kabupaten]
    scope = real_scope(real_data, kabupaten)
    path = real_data / "tps" / f"tps_2019_{kabupaten}_{name}.csv"
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    header = ["kecamatan", "desa", "tps", "dpt_l", "dpt_p"]
    data = text([header, *([row[column] for column in header] for row in rows)])

    kept = services.preview(scope, data, path.name, NOW)

    # What matched is right: every row fell on the desa of its code.
    by_place = {(row["kecamatan"], row["desa"], int(row["tps"])): row["code"] for row in rows}
    for row in services.rows_of(kept):
        assert row.desa == by_place[row.kecamatan_text, row.desa_text, row.number]
    assert len(services.rows_of(kept)) == exact
    unmatched = services.unmatched_in(kept)
    assert len(unmatched) == names
    chosen = {
        (each.kecamatan, each.desa): by_place[each.kecamatan, each.desa, 1] for each in unmatched
    }
    kept = services.choose(kept.pk, chosen, NOW)
    assert len(kept.preview["added"]) == count
    assert RegionAlias.objects.count() == names


def test_the_page_confirms_totals_and_hands_out_the_rows_to_mend(client: Any) -> None:
    scope = worlds.contoh_scope()
    client.force_login(worlds.person("bu_dewi"))
    rows = [[*HEADER, "JUMLAH"], ["Hulu", "Kota Hulu", 1, 100, 94, 999]]
    kept = services.preview(scope, xlsx(rows), "daftar.xlsx", NOW)
    here = f"/e/{scope.election}/{scope.kabupaten}/tps/impor/{kept.pk}/"

    assert b"Jumlah yang harus dipastikan" in client.get(here).content
    assert client.get(f"{here}masalah.xlsx").content.startswith(b"PK")
    client.post(f"{here}jumlah/", {"total-0": "sum"})

    kept.refresh_from_db()
    assert [row.values["dpt"] for row in services.rows_of(kept)] == [194]
