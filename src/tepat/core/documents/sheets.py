"""Labels and packing lists: from papers to what their templates print."""

from collections.abc import Iterable

from tepat.core.documents.papers import (
    Area,
    KindMark,
    LabelPaper,
    PackedBox,
    PackedLine,
    PackingListPaper,
)
from tepat.core.documents.words import clock, grouped, long_date, seal_ranges
from tepat.core.election.ids import Form, read_package, readable

Json = dict[str, object]

FORM_NAMES = {Form.BOX: "Kotak suara", Form.ENVELOPE: "Sampul", Form.BAG: "Kantong"}


def in_bundles(quantity: int | None, bundle: int | None) -> str:
    """Return a count as bundles and loose pieces, as people pack it.

    >>> in_bundles(494, 25), in_bundles(50, 25), in_bundles(9, 25), in_bundles(494, None)
    ('19 ikat x 25 + 19 lepas', '2 ikat x 25', '9 lepas', '')
    """
    if quantity is None or not bundle:
        return ""
    bundles, loose = divmod(quantity, bundle)
    parts = [f"{grouped(bundles)} ikat x {bundle}"] if bundles else []
    if loose or not bundles:
        parts.append(f"{loose} lepas")
    return " + ".join(parts)


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
        "number": paper.frame.number,
        "date": f"{long_date(paper.frame.at.date())}, {clock(paper.frame.at, paper.frame.zone)}",
        "big": _big(paper.area),
        "area": _area(paper.area),
        "place": paper.place,
        "boxes": [_box(box) for box in paper.boxes],
        "signatures": [
            {"head": "Dikemas oleh,", **_signer(paper.packer.name, paper.packer.position)},
            {"head": "Diperiksa oleh,", **_signer(paper.checker.name, paper.checker.position)},
        ],
    }


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
        in_bundles(line.quantity, line.bundle),
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
    return ["PPK" if area.kecamatan else "KPU", ""]


def _area(area: Area) -> list[list[str]]:
    rows: Iterable[tuple[str, str]] = (
        ("PPS", area.desa),
        ("PPK", area.kecamatan),
        ("Kabupaten/Kota", area.kabupaten),
        ("Provinsi", area.provinsi),
    )
    return [[name, value] for name, value in rows if value]
