"""Labels and packing lists: from papers to what their templates print."""

import hashlib
import json
from collections.abc import Iterable

from tepat.core.documents.papers import (
    Area,
    KindMark,
    LabelPaper,
    PackedBox,
    PackedLine,
    PackingListPaper,
)
from tepat.core.documents.words import grouped, seal_ranges
from tepat.core.election.ids import Form, read_package, readable
from tepat.core.plan.packing import bundles_id

Json = dict[str, object]

FORM_NAMES = {Form.BOX: "Kotak suara", Form.ENVELOPE: "Sampul", Form.BAG: "Perlengkapan luar kotak"}


def label(paper: LabelPaper, qr: str = "") -> Json:
    """Return one label as the template prints it. `qr` is an SVG made by an adapter."""
    code = read_package(paper.code)
    form = FORM_NAMES[code.form] if code else "Kotak suara"
    return {
        "form": form,
        "kind": _kind(paper.kind),
        "big": _big(paper.area),
        "area": _area(paper.area),
        "place": paper.place,
        "position": f"{form} {paper.position} dari {paper.of}" if paper.of > 1 else form,
        "code": paper.code,
        "readable": readable(paper.code),
        "qr": qr,
    }


def packing_list(paper: PackingListPaper) -> Json:
    """Return the packing list of one place."""
    return {
        "fingerprint": fingerprint([_box(box) for box in paper.boxes]),
        "big": _big(paper.area),
        "area": _area(paper.area),
        "place": paper.place,
        "boxes": [_box(box) for box in paper.boxes],
        "signatures": [
            {"head": "Dikemas oleh,", **_signer(paper.packer.name, paper.packer.position)},
            {"head": "Diperiksa oleh,", **_signer(paper.checker.name, paper.checker.position)},
        ],
    }


def fingerprint(content: object) -> str:
    """Return a short name of what a paper says: another content has another one."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(text.encode()).hexdigest()
    return f"{digest[:4]} {digest[4:8]}"


def _signer(name: str, position: str) -> Json:
    return {"role": position, "name": name, "nip": ""}


def _box(box: PackedBox) -> Json:
    return {
        "code": box.code,
        "readable": readable(box.code),
        "name": box.name,
        "kind": _kind(box.kind),
        "seals": seal_ranges(box.seals),
        "foreign": box.foreign_code,
        "lines": [_line(line) for line in box.lines],
    }


def _line(line: PackedLine) -> list[str]:
    return [
        line.item,
        grouped(line.quantity),
        line.unit,
        bundles_id(line.quantity, line.bundle) if line.quantity is not None else "",
        line.note,
    ]


def _kind(kind: KindMark | None) -> Json | None:
    if kind is None:
        return None
    return {"name": kind.name, "colour": kind.colour, "hex": kind.colour_hex}


def _big(area: Area) -> list[str]:
    """Return the words that must be read from three metres."""
    if area.tps is not None:
        return ["TPS", f"{area.tps:03d}"]
    if area.desa:
        return ["PPS", ""]
    return ["PPK" if area.kecamatan else "KPU", ""]


def _area(area: Area) -> list[list[str]]:
    rows: Iterable[tuple[str, str]] = (
        ("PPS", area.desa),
        ("PPK", area.kecamatan),
        ("Kabupaten/Kota", area.kabupaten),
        ("Provinsi", area.provinsi),
    )
    return [[name, value] for name, value in rows if value]
