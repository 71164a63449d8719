"""What KPU publishes beside its log, and what a room takes of it."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from tepat.core.election.roles import Role
from tepat.core.log import office
from tepat.core.log.notes import parse_vkey
from tepat.core.problems import Code, Refused
from tepat.server import clock, flow
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope, Tps
from tepat.server.mirrored import tables, taking
from tepat.server.mirrored.publishing import Office
from tepat.server.move.models import Shipment
from tepat.server.move.shipments import reporting as shipments
from tepat.server.move.shipments.services import Load
from tepat.server.plan.models import Package
from tepat.server.plan.packages.services import regenerate
from tests.phones import packed, phone_of
from tests.server.keeping.published import ACCOUNT, NOW, Published, published
from tests.worlds import person

__all__ = ["published"]
LATER = NOW + timedelta(minutes=10)


def read(kpu: Published) -> office.Office:
    """The index that KPU published, believed by its key."""
    keys = [parse_vkey(each) for each in kpu.sequencer.signer.vkeys()]
    return office.parse((kpu.place.folder / office.FILE).read_bytes(), keys)


@pytest.fixture
def kpu(published: Published) -> Published:
    """KPU with packages, a load of one box, and its log published."""
    scope = published.scope
    regenerate(scope, election_of(scope), NOW)
    box = Package.objects.filter(scope=scope, form="K", desa="99.01.01.1001").first()
    assert box is not None
    sari = phone_of(scope, "bu_sari", Role.WAREHOUSE)
    flow.accept(scope, [packed(sari, box.code)], sari.device, NOW)
    load = Load(origin="99.01:gudang-1", destination="99.01.01:ppk", driver="Pak Joko")
    load = replace(load, escort="Bripka Contoh", vehicle="Truk 2", unsealed_reason="contoh")
    person("bu_dewi")
    shipments.make(scope, load, [box.code], ACCOUNT, NOW)
    published.round()
    office_of(published).round(NOW)
    return published


def office_of(kpu: Published) -> Office:
    return Office(kpu.scope, kpu.sequencer.signer)


def test_every_part_is_named_by_its_hash_and_signed_by_the_log(kpu: Published) -> None:
    index = read(kpu)

    assert set(index.parts) == {"scope", "loads", "plans", *(t.name for t in tables.TABLES)}
    assert {each.name for each in (kpu.place.folder / "office").iterdir()} == set(index.hashes)
    assert not office_of(kpu).round(LATER)  # nothing changed, nothing is written


def test_a_change_is_published_and_the_part_before_it_stays_for_who_reads_now(
    kpu: Published,
) -> None:
    before = read(kpu)
    Tps.objects.filter(code="99.01.01.1001-001").update(dpt=490)

    assert office_of(kpu).round(LATER)

    now = read(kpu)
    assert now.made > before.made
    assert [name for name in now.parts if now.parts[name] != before.parts[name]] == ["tps"]
    there = {each.name for each in (kpu.place.folder / "office").iterdir()}
    assert there == {*now.hashes, before.parts["tps"]}


def test_nobodys_name_travels(kpu: Published) -> None:
    folder = kpu.place.folder / "office"
    text = "".join(
        json.dumps(tables.unpacked(name, (folder / hash).read_bytes()))
        for name, hash in read(kpu).parts.items()
    )

    assert "Truk 2" in text
    for secret in ("Pak Joko", "Bripka Contoh", "bu_dewi", "bu_sari"):
        assert secret not in text


def test_an_index_that_was_changed_or_signed_by_another_is_none(kpu: Published) -> None:
    path = kpu.place.folder / office.FILE
    keys = [parse_vkey(each) for each in kpu.sequencer.signer.vkeys()]
    value = json.loads(path.read_bytes())
    value["parts"]["tps"] = "0" * 64
    changed = json.dumps(value, sort_keys=True, separators=(",", ":")).encode()

    for data, known in ((changed, keys), (path.read_bytes(), []), (b"{}", keys)):
        with pytest.raises(office.BadOffice):
            office.parse(data, known)


@pytest.fixture
def room(kpu: Published, settings: LazySettings) -> Path:
    """The folder that KPU published, in an installation that has its log and nothing else."""
    settings.ROOM = "bawaslu"
    Shipment.objects.all().delete()
    Package.objects.all().delete()
    Tps.objects.all().delete()
    Scope.objects.update(zone="Asia/Jakarta")
    return kpu.place.folder


def test_a_room_takes_lists_packages_and_loads(kpu: Published, room: Path) -> None:
    taken = taking.take(kpu.scope, room, read(kpu), taking.Taken({}))

    assert taken.waiting == 0
    assert Tps.objects.count() == 10
    assert Package.objects.count() > 20
    load = Shipment.objects.get()
    assert (load.vehicle, load.driver, load.escort) == ("Truk 2", "", "")
    assert load.lines.count() == 1
    assert Scope.objects.get().zone == "Asia/Makassar"
    again = taking.take(kpu.scope, room, read(kpu), taken)
    assert again.parts == read(kpu).parts


def test_a_load_that_no_fact_names_waits(kpu: Published, room: Path) -> None:
    index = read(kpu)
    path = room / "office" / index.parts["loads"]
    [row] = tables.unpacked("loads", path.read_bytes())
    path.write_bytes(tables.packed([{**row, "list_hash": "ab" * 32}]))

    assert taking.take(kpu.scope, room, index, taking.Taken({})).waiting == 1
    assert not Shipment.objects.exists()


def change(columns: list[str], row: list[object], what: str) -> list[object]:
    values = dict(zip(columns, row, strict=True))
    values |= {
        "other kabupaten": {"code": "63.09.05.2003-001"},
        "no number": {"dpt": "banyak"},
        "too long": {"name": "x" * 200},
    }.get(what, {})
    return list(values.values())


@pytest.mark.parametrize("what", ["other kabupaten", "no number", "too long", "twice", "columns"])
def test_an_unfit_part_is_refused_and_what_was_there_stays(
    kpu: Published, room: Path, what: str
) -> None:
    index = read(kpu)
    taking.take(kpu.scope, room, index, taking.Taken({}))
    before = list(Tps.objects.order_by("code").values())
    path = room / "office" / index.parts["tps"]
    part = tables.unpacked("tps", path.read_bytes())
    part["rows"][3] = part["rows"][4] if what == "twice" else part["rows"][3]
    part["columns"] += ["id"] if what == "columns" else []
    if what not in ("twice", "columns"):
        part["rows"][3] = change(part["columns"], part["rows"][3], what)
    path.write_bytes(tables.packed(part))

    with pytest.raises(Refused) as refused:
        taking.take(kpu.scope, room, index, taking.Taken({}))

    assert refused.value.problem.code == Code.ROOM_OFFICE
    assert refused.value.problem.facts["part"] == "tps"
    assert list(Tps.objects.order_by("code").values()) == before


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "LARGEST", 1_000)

    with pytest.raises(Refused):
        tables.unpacked("tps", tables.packed("x" * 2_000))


def test_parts_are_withheld_as_lists_are(
    kpu: Published, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    answer = client.get(f"/log/pilkada-2024/99.01/{office.FILE}")

    assert answer.status_code == 404  # opened after the vote, before it for mirrors alone
    assert (kpu.place.folder / office.FILE).exists()
