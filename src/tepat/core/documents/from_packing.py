"""Papers of packing and loads, from what was recorded there."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from tepat.core.documents.papers import (
    Frame,
    HandoverLine,
    HandoverPaper,
    LoadLine,
    Person,
    SealLine,
    SealPaper,
    ShipmentPaper,
)
from tepat.core.documents.words import seal_ranges
from tepat.core.election.ids import Form
from tepat.core.election.regions import Level, level_of, split_tps
from tepat.core.move.records import SealingRecord, ShipmentLine, ShipmentRecord

SHORT_FORMS = {Form.BOX: "kotak", Form.BAG: "luar kotak", Form.ENVELOPE: "sampul"}
"""What lies on the vehicle, as a narrow column holds it."""

Namer = Callable[[str], str]
"""From the code of a place or kind to its name on paper."""


def shipment(
    frame: Frame,
    record: ShipmentRecord,
    place: Namer,
    sender: Person,
    receiver: Person,
    *seen: Person,
) -> ShipmentPaper:
    """Surat jalan of one load, one line per TPS, PPS or PPK, in the order of the record."""
    groups: dict[str, list[ShipmentLine]] = {}
    for line in record.lines:
        groups.setdefault(line.place, []).append(line)
    lines = []
    for code, packages in groups.items():
        ballots = [each.ballots for each in packages if each.ballots is not None]
        sheets = sum(ballots) if ballots else None
        seals = seal_ranges(sorted({seal for each in packages for seal in each.seals}))
        lines.append(LoadLine(_place(code, place), len(packages), _forms(packages), sheets, seals))
    notes = [f"Dimuat belum bersegel: {record.unsealed_reason}"] if record.unsealed_reason else []
    at = record.departs_at or record.made_at
    return ShipmentPaper(
        replace(frame, at=at.astimezone(frame.at.tzinfo)),
        record.code,
        place(record.origin),
        place(record.destination),
        tuple(lines),
        record.departs_at and record.departs_at.astimezone(frame.at.tzinfo),
        record.vehicle,
        "",
        Person(record.driver, "Pengemudi"),
        (record.escort,) if record.escort else (),
        sender,
        receiver,
        tuple(seen),
        " ".join(record.list_hash[at : at + 4] for at in range(0, 16, 4)),
        tuple(notes),
    )


def shipment_bast(
    frame: Frame,
    record: ShipmentRecord,
    place: Namer,
    kind: Namer,
    giver: Person,
    receiver: Person,
    *seen: Person,
) -> HandoverPaper:
    """BAST of one load, package by package with its seals."""
    at = record.departs_at or record.made_at
    lines = tuple(
        HandoverLine(
            line.package,
            _place(line.place, place),
            short_kind(kind(line.kind)) or "Luar kotak",
            seal_ranges(line.seals),
            line.ballots,
            "",
        )
        for line in record.lines
    )
    # The condition is written by hand where the load is received.
    return HandoverPaper(
        replace(frame, at=at.astimezone(frame.at.tzinfo)),
        giver,
        receiver,
        place(record.destination),
        lines,
        (f"Pengangkutan menurut surat jalan {record.code}.",),
        tuple(seen),
        place(record.origin),
    )


def sealing(
    frame: Frame,
    records: Sequence[SealingRecord],
    store: str,
    area: str,
    place: Namer,
    kind: Namer,
    head: Person,
    *seen: Person,
) -> SealPaper:
    """BA segel of one area: every closed box with its seals, as of the last one closed."""
    broken = [seal for record in records for seal in record.broken]
    last = max(record.at for record in records)
    return SealPaper(
        replace(frame, at=last.astimezone(frame.at.tzinfo)),
        store,
        area,
        tuple(
            SealLine(
                each.package, _place(each.place, place), short_kind(kind(each.kind)), each.seals
            )
            for each in records
        ),
        head,
        tuple(seen),
        (f"Segel rusak dan diganti: {seal_ranges(broken)}.",) if broken else (),
    )


def short_kind(name: str) -> str:
    """Return the name of a kind as a narrow column holds it.

    >>> short_kind("Gubernur dan Wakil Gubernur"), short_kind("DPD")
    ('Gubernur', 'DPD')
    """
    return name.partition(" dan Wakil")[0]


def _place(code: str, place: Namer) -> str:
    tps = split_tps(code)
    if tps:
        return f"TPS {tps[1]:03d} {place(tps[0])}"
    return f"PPS {place(code)}" if level_of(code) is Level.DESA else place(code)


def _forms(packages: Sequence[ShipmentLine]) -> str:
    counts = Counter(SHORT_FORMS[Form(each.form)] for each in packages)
    return ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))
