"""Manifests of phones: what is written, and what both languages read from it."""

import json
from dataclasses import asdict, replace
from typing import Any

from tepat.core.election.ids import Form, PackageCode
from tepat.core.log import canonical, spelling
from tepat.core.move.field_manifest import wire
from tepat.core.move.field_manifest.values import (
    Checklist,
    Contact,
    Days,
    DeskKey,
    Kind,
    Last,
    LoadList,
    Manifest,
    Met,
    Neighbour,
    Place,
    Question,
    Trust,
    You,
)
from tools.vectors.made import BU_SARI, DESK, PAK_ADI

KINDS = (
    Kind("GUB", "KWK-GUB", "Gubernur dan Wakil Gubernur"),
    Kind("BUP", "KWK-BUP", "Bupati dan Wakil Bupati", (1, 2, 3, 24)),
)
DESA = "99.01.01.1001"


def _box(place: str, kind: str, *seals: str, foreign: tuple[str, ...] = ()) -> Met:
    return Met(str(PackageCode("P24", place, kind, Form.BOX)), seals, foreign)


def _bag(place: str) -> Met:
    return Met(str(PackageCode("P24", place, "UMU", Form.BAG)))


def whole() -> Manifest:
    """Return a manifest with something in every part."""
    places = (
        Place("99.01.01", (_box("99.01.01", "BUP", "KB0170001", "KB0170002"), _bag("99.01.01"))),
        Place(DESA, (_bag(DESA),)),
        Place(
            f"{DESA}-001",
            (
                _box(f"{DESA}-001", "BUP", "KB0170004", "KB0170003"),
                _box(f"{DESA}-001", "GUB", "KB0170005", foreign=("https://silog/7", "X-1")),
                _bag(f"{DESA}-001"),
            ),
            481,
            (494, None),
            4,
            ("KWK-GUB/99", ""),
        ),
        Place(
            f"{DESA}-002",
            (
                _box(f"{DESA}-002", "BUP", "A-01", "KB9"),
                _box(f"{DESA}-002", "GUB", "merah"),
                _bag(f"{DESA}-002"),
            ),
            520,
            (533, 533),
            skus=("KWK-GUB/99", "KWK-BUP/99.01"),
        ),
        Place(f"{DESA}-901", (Met("LAIN-901"),)),
    )
    codes = [met.code for place in places for met in place.packages]
    list_hash = "3b" * 32
    return Manifest(
        log="log.contoh/pilkada-2024/99.01",
        election="pilkada-2024",
        tag="P24",
        kabupaten="99.01",
        zone="Asia/Makassar",
        contoh=True,
        you=You("ppk", "99.01.01", "2024-12-11T15:59:59Z", True),
        days=Days("2024-11-27", "2024-11-20"),
        kinds=KINDS,
        areas={"99.01": "Kabupaten Contoh", "99.01.01": "Hulu", DESA: "Kota Hulu"},
        places=places,
        loads=(
            LoadList(
                "SJ-001",
                "99.01:gudang-1",
                "99.01.01:ppk",
                list_hash,
                "prepared",
                tuple(sorted([codes[0], *codes[3:5], "P24-LAIN"])),
                "2024-11-24T23:00:00Z",
                "Truk 1",
            ),
            LoadList("SJ-002", "99.01:gudang-1", "99.01.01:ppk", list_hash, "received", ()),
        ),
        contacts=(Contact("pps", DESA, "Bu Rina Contoh", "0812-0000-0001"),),
        devices=(
            Neighbour(spelling.to_base64(BU_SARI.public), "warehouse", "99.01", None),
            Neighbour(spelling.to_base64(PAK_ADI.public), "bawaslu", "99.01", 7),
        ),
        trust=Trust(
            ("log.contoh+00000000+contoh",),
            "0" * 64,
            (DeskKey(spelling.to_base64(DESK.public)),),
        ),
        checklists=(
            Checklist(
                "store",
                1,
                "Periksa gudang",
                (
                    Question("roof", "Atap tidak bocor", True, True),
                    Question("keys", "Pemegang kunci tercatat"),
                ),
            ),
        ),
        last=Last(3, "a1" * 32),
        checkpoint="log.contoh\n3\nAAAA\n",
    )


def cases() -> list[dict[str, Any]]:
    """Return manifests as bytes, each with what is read; null: refused."""
    full = whole()
    bare = Manifest(
        "log.contoh/pilkada-2024/99.01",
        "pilkada-2024",
        "P24",
        "99.01",
        "Asia/Makassar",
        You("linmas", "99.01.01.1001", "2024-12-11T15:59:59Z", False),
    )
    driver = replace(full, you=You("driver", "99.01", "2024-12-11T15:59:59Z", True), contacts=())
    written = [("every part", full), ("nothing to meet", bare), ("a driver", driver)]
    good = [
        {"shows": shows, "good": True, "text": wire.write(each).decode(), "read": _plain(each)}
        for shows, each in written
    ]
    return (
        good
        + [
            {"shows": shows, "good": False, "text": _spoilt(full, name, value), "read": None}
            for shows, name, value in SPOILT
        ]
        + [{"shows": "not canonical", "good": False, "text": '{"v": 2}', "read": None}]
    )


SPOILT: tuple[tuple[str, str, Any], ...] = (
    ("another version", "v", 1),
    ("places without their columns", "places", [["99.01.01", [0], [], [-1], [-1]]]),
    ("a set that is not there", "places", [["99.01.01", [0], [9], [-1], [-1]]]),
    ("too few seals", "seals", {"rows": [], "shapes": []}),
    ("seals of nothing", "places", []),
    ("a shape that is not there", "seals", {"rows": [[3, 1]] * 10, "shapes": []}),
    (
        "numbers of seals wider than any memory",
        "seals",
        {"rows": [[0, 1]] * 10, "shapes": [["KB", 2**40]]},
    ),
    ("half a run", "loads", [{"runs": [1]}]),
    ("no devices", "devices", None),
)


def _spoilt(manifest: Manifest, name: str, value: Any) -> str:
    whole: dict[str, Any] = json.loads(wire.write(manifest))
    if name == "loads":
        value = [whole["loads"][0] | value[0]]
    return canonical.encode(whole | {name: value}, at_most=wire.LARGEST).decode()


def _plain(manifest: Manifest) -> Any:
    return json.loads(json.dumps(asdict(manifest)))
