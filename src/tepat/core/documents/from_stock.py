"""Papers of the warehouse, from what the warehouse recorded.

A number that the office wrote into the record stays the number of the paper.
"""

from dataclasses import replace
from datetime import datetime, time

from tepat.core.documents.papers import (
    DestructionLine,
    DestructionPaper,
    Frame,
    GoodsReceiptPaper,
    HandoverLine,
    HandoverPaper,
    Person,
    ReceiptLine,
    ReplacementLine,
    ReplacementPaper,
    SortLine,
    SortPaper,
)
from tepat.core.documents.parts import BLANK
from tepat.core.documents.words import grouped
from tepat.core.move.stock_papers import (
    DestructionRecord,
    ReceiptRecord,
    ReplacementRecord,
    SortRecord,
)


def bttb(frame: Frame, record: ReceiptRecord, store: str, receiver: Person) -> GoodsReceiptPaper:
    """BTTB of one delivery. The one who brought it signs on a blank line."""
    return GoodsReceiptPaper(
        replace(frame, at=record.at, number=record.bttb),
        record.supplier,
        record.surat_jalan,
        tuple(
            ReceiptLine(
                line.name,
                line.unit,
                line.declared,
                line.counted,
                line.damaged,
                "stok PSU" if line.psu else "",
            )
            for line in record.lines
        ),
        store,
        record.contract,
        Person("", f"Pengirim dari {record.supplier}"),
        receiver,
        tuple(Person(name) for name in record.witnesses),
        _notes(record),
    )


def receipt_bast(
    frame: Frame, record: ReceiptRecord, store: str, receiver: Person
) -> HandoverPaper:
    """BAST of one delivery, for what was accepted."""
    return HandoverPaper(
        replace(frame, at=record.at, number=record.bast),
        Person("", f"Pengirim dari {record.supplier}"),
        receiver,
        store,
        tuple(
            HandoverLine(
                "",
                "",
                line.name,
                sheets=line.counted,
                condition=f"rusak {grouped(line.damaged)}" if line.damaged else "baik",
                unit=line.unit,
            )
            for line in record.lines
        ),
        _notes(record),
        tuple(Person(name) for name in record.witnesses),
        store,
    )


def sort(
    frame: Frame, record: SortRecord, store: str, lead: Person, head: Person, *seen: Person
) -> SortPaper:
    """BA sortir of one batch."""
    line = SortLine(
        record.batch,
        record.name,
        record.taken,
        record.good + record.usable,
        tuple((each.cause, each.quantity) for each in record.causes if not each.usable),
        record.short,
    )
    notes = [record.note] if record.note else []
    if record.usable:
        notes.append(f"Termasuk baik: {grouped(record.usable)} lembar bercacat yang dapat dipakai.")
    if record.over:
        notes.append(f"Lebih dari isi bundel: {grouped(record.over)} lembar.")
    moment = replace(frame, at=record.at, number=record.paper)
    return SortPaper(moment, store, (line,), head, lead, tuple(seen), tuple(notes))


def destruction(
    frame: Frame, record: DestructionRecord, store: str, head: Person
) -> DestructionPaper:
    """BA pemusnahan with the witnesses who were recorded."""
    return DestructionPaper(
        replace(frame, at=record.at, number=record.paper),
        tuple(DestructionLine(line.name, line.damaged, line.surplus) for line in record.lines),
        record.method,
        head,
        tuple(
            Person(each.name, ", ".join(filter(None, [each.title, each.agency])))
            for each in record.witnesses
        ),
        store,
        (record.reason,) if record.reason else (),
    )


def replacement(frame: Frame, record: ReplacementRecord, signer: Person) -> ReplacementPaper:
    """Letter for one replacement request."""
    moment = datetime.combine(record.day, time(), frame.at.tzinfo)
    before = record.damaged + record.short - record.quantity
    line = ReplacementLine(
        record.name, record.unit, record.damaged, record.short, record.ba, before
    )
    return ReplacementPaper(
        replace(frame, at=moment, number=record.letter),
        record.to or BLANK,
        "tempat",
        (line,),
        signer,
        basis=f"berita acara sortir nomor {record.ba}" if record.ba else "",
    )


def _notes(record: ReceiptRecord) -> tuple[str, ...]:
    notes = [record.note] if record.note else []
    if record.vehicle:
        notes.append(f"Kendaraan: {record.vehicle}.")
    if record.is_replacement:
        notes.append("Barang pengganti.")
    if record.is_reversed:
        notes.append("Penerimaan ini telah dibatalkan.")
    return tuple(notes)
