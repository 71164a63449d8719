"""What a phone keeps: both languages read it the same, it is small, and roles see their part."""

import base64
import gzip
import json
from dataclasses import asdict, replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tepat.adapters.checklist_files import checklists
from tepat.core.election.ids import Form, PackageCode
from tepat.core.election.roles import Role
from tepat.core.move.events.rights import MAY_REPORT, SUPERVISORS
from tepat.core.move.field_manifest import sight, wire
from tepat.core.move.field_manifest.sight import Part
from tepat.core.move.field_manifest.values import (
    Contact,
    Days,
    DeskKey,
    Last,
    LoadList,
    Manifest,
    Met,
    Neighbour,
    Place,
    Trust,
    You,
)
from tepat.core.problems import Refused
from tests.core.log.vectors import each_of
from tools.vectors.manifests import KINDS, whole

BUDGET = 12_000
"""Bytes on the wire for one kecamatan of 200 TPS."""
KECAMATAN = "99.01.05"
FIRST = ("Siti", "Ahmad", "Rina", "Joko", "Nurul", "Salim", "Wati", "Rusli", "Budi", "Dewi")
LAST = ("Hidayat", "Rahman", "Sari", "Noor", "Fauzi", "Lestari", "Gazali", "Aini", "Husna")


@each_of("manifests")
def test_both_languages_read_the_same(case: dict[str, Any]) -> None:
    data = case["text"].encode()
    if not case["good"]:
        with pytest.raises(wire.BadManifest):
            wire.read(data)
        return
    found = wire.read(data)
    assert json.loads(json.dumps(asdict(found))) == case["read"]
    assert wire.write(found) == data


def kecamatan_of(tps: int, seals: int) -> Manifest:
    """Return what the PPK of a made-up kecamatan meets: 20 desa, two votes, made-up people."""
    chance = Random(2024)

    def party(role: str, area: str) -> Contact:
        name = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
        return Contact(role, area, name, f"08{chance.randrange(10**10):010d}")

    def key(role: str, area: str) -> Neighbour:
        return Neighbour(base64.b64encode(chance.randbytes(32)).decode(), role, area)

    desa = [f"{KECAMATAN}.{2001 + at}" for at in range(20)]
    stations = [f"{each}-{1 + at:03d}" for each in desa for at in range(tps // 20)]
    number = 170_000
    places = [Place(each, (_met(each, "UMU", Form.BAG),)) for each in (KECAMATAN, *desa)]
    for code in stations:
        boxes = []
        for kind in ("BUP", "GUB"):
            numbers = []
            for _ in range(seals):
                number += chance.randint(1, 9)  # rolls of seals are torn, not every one is used
                numbers.append(f"KB{number:07d}")
            boxes.append(_met(code, kind, Form.BOX, *numbers))
        voters = chance.randint(180, 590)
        planned = voters + -(-voters * 25 // 1000)
        bag = _met(code, "UMU", Form.BAG)
        places.append(Place(code, (*boxes, bag), voters, (planned, planned)))
    places.sort(key=lambda each: each.code)
    codes = tuple(sorted(met.code for place in places for met in place.packages))
    people = [party("kpu", "99.01"), party("warehouse", "99.01"), party("panwascam", KECAMATAN)]
    people += [party(role, each) for each in desa for role in ("pps", "pkd")]
    people += [party("kpps", each) for each in stations]
    keys = [key("warehouse", "99.01"), key("panwascam", KECAMATAN)]
    keys += [key(role, each) for each in desa for role in ("pps", "pkd")]
    load = LoadList(
        "SJ-003",
        "99.01:gudang-1",
        f"{KECAMATAN}:ppk",
        chance.randbytes(32).hex(),
        "prepared",
        codes,
        "2024-11-24T23:00:00Z",
        "Truk 2",
    )
    return Manifest(
        log="log.contoh/pilkada-2024/99.01",
        election="pilkada-2024",
        tag="P24",
        kabupaten="99.01",
        zone="Asia/Makassar",
        you=You("ppk", KECAMATAN, "2024-12-11T15:59:59Z", True),
        contoh=True,
        days=Days("2024-11-27", "2024-11-20"),
        kinds=KINDS,
        areas={each: f"Desa {chance.choice(LAST)}" for each in desa},
        places=tuple(places),
        loads=(load,),
        contacts=tuple(people),
        devices=tuple(keys),
        trust=Trust(("log.contoh+00000000+A",), "0" * 64, (DeskKey("A" * 43 + "="),)),
        checklists=checklists(Path("no own ones")),
        last=Last(12, chance.randbytes(32).hex()),
        checkpoint="log.contoh\n40000\n" + base64.b64encode(chance.randbytes(400)).decode(),
    )


def _met(place: str, kind: str, form: Form, *seals: str) -> Met:
    return Met(str(PackageCode("P24", place, kind, form)), seals)


@pytest.mark.parametrize("seals", [2, 6])
def test_a_kecamatan_of_200_tps_with_seals_and_people_is_small(seals: int) -> None:
    manifest = kecamatan_of(200, seals)
    data = wire.write(manifest)

    assert wire.read(data) == manifest
    assert sum("-" in each.code for each in manifest.places) == 200
    assert sum(len(met.seals) for each in manifest.places for met in each.packages) == 400 * seals
    assert len(manifest.contacts) >= 240
    assert len(gzip.compress(data, 9, mtime=0)) <= BUDGET


def test_the_tag_stays_while_only_the_checkpoint_moves() -> None:
    manifest = whole()

    moved = replace(manifest, checkpoint="later", last=Last(9, "b2" * 32))

    assert wire.tag_of(moved) == wire.tag_of(manifest)
    assert wire.tag_of(replace(manifest, contacts=())) != wire.tag_of(manifest)


CODES = st.builds(
    lambda n, kind, form, number: str(
        PackageCode("P24", f"99.01.01.1001-{n:03d}", kind, form, number)
    ),
    st.integers(1, 3),
    st.sampled_from(["BUP", "GUB", "UMU"]),
    st.sampled_from(list(Form)),
    st.integers(1, 9),
)
SEALS = st.one_of(
    st.text("AB-0123456789 segel", min_size=1, max_size=20).filter(str.strip),
    st.integers(0, 10**9).map(lambda n: f"KB{n:07d}"),
)


@given(
    packed=st.dictionaries(
        st.one_of(CODES, st.text("ABC123-", min_size=1, max_size=22)),
        st.lists(SEALS, max_size=5),
        max_size=12,
    ),
    loaded=st.lists(st.one_of(CODES, st.just("LAIN")), unique=True, max_size=12),
)
def test_whatever_is_packed_is_read_again(packed: dict[str, list[str]], loaded: list[str]) -> None:
    place = Place("99.01.01.1001-001", tuple(Met(code, tuple(s)) for code, s in packed.items()))
    load = LoadList("SJ-1", "a", "b", "0" * 64, "prepared", tuple(sorted(loaded)))
    manifest = replace(whole(), places=(place,), loads=(load,))

    assert wire.read(wire.write(manifest)) == manifest


def test_every_role_has_its_row_and_supervisors_never_hold() -> None:
    assert set(sight.PARTS) == set(Role)
    assert not [role for role in SUPERVISORS if sight.holds(role)]
    assert {role for role in Role if sight.holds(role)} == {
        Role(role) for role, kinds in MAY_REPORT.items() if "received" in kinds
    }
    assert sight.parts_of("panitia") == frozenset()
    assert Part.SEALS not in sight.parts_of(Role.POLRES)
    assert Part.CONTACTS not in sight.parts_of(Role.SAKSI)


def test_an_own_checklist_stands_in_for_the_shipped_one(tmp_path: Path) -> None:
    folder = tmp_path / "checklists"
    folder.mkdir()
    text = 'code = "store"\nversion = 2\ntitle = { id = "Gudang", en = "Store" }\n'
    question = '[[question]]\ncode = "roof"\nask = { id = "Atap?", en = "Roof?" }\ngrave = true\n'
    (folder / "store.toml").write_text(text + question, encoding="utf-8")

    found = {each.code: each for each in checklists(tmp_path, "en")}

    assert found["store"].version == 2
    assert [(each.ask, each.grave) for each in found["store"].questions] == [("Roof?", True)]
    assert len(found["loading"].questions) == 8
    (folder / "broken.toml").write_text("code = ", encoding="utf-8")
    with pytest.raises(Refused, match=r"checklists/broken\.toml"):
        checklists(tmp_path)
