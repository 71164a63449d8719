"""Papers of a plan: from their values to what the templates print."""

from datetime import date
from itertools import accumulate

from tepat.core.documents.papers import Person
from tepat.core.documents.parts import BLANK, Json, signature
from tepat.core.documents.plan_papers import (
    Budget,
    BudgetLine,
    PlanFrame,
    RunSheet,
    RunStop,
    RunTrip,
    ScheduleLetter,
    ScheduleRow,
    mark_of,
)
from tepat.core.documents.road_words import distance
from tepat.core.documents.words import day_name, grouped, long_date, terbilang
from tepat.core.log.checkpoints import digits_of
from tepat.core.plan.saying import chance

ROUGH = "perkiraan kasar"


def plan_facts(frame: PlanFrame) -> Json:
    """Return how a paper names its plan: number, 24 digits, and the start of the hash."""
    number = f"Rencana {frame.number}" if frame.number else "Rencana belum bernomor"
    return {
        "number": f"{number} (konsep, belum terbit)" if frame.is_draft else number,
        "digits": digits_of(bytes.fromhex(frame.plan)),
        "hash": " ".join(frame.plan[at : at + 4] for at in range(0, 16, 4)),
        "no_map": frame.no_map,
        "regency": frame.regency,
        "purpose": frame.purpose,
    }


def _signed_at(frame: PlanFrame) -> str:
    return f"{frame.place or BLANK}, {long_date(frame.on) if frame.on else BLANK}"


def _day(label: str, day: date) -> str:
    return f"{label}, {day_name(day)} {long_date(day)}"


# -- run sheet ---------------------------------------------------------------------


def run_sheet(paper: RunSheet) -> Json:
    """Return one run sheet; `qr` of each trip is what its QR says, drawn by an adapter."""
    frame = paper.frame
    return {
        "plan": plan_facts(frame),
        "vehicle": f"{paper.vehicle} {paper.unit}",
        "day": f"{day_name(paper.day)} {long_date(paper.day)}",
        "label": paper.label,
        "zone": frame.zone,
        "carrier": paper.carrier,
        "holds": _holds(paper),
        "blank": BLANK,
        "trips": [
            _trip(frame, trip, number, len(paper.trips))
            for number, trip in enumerate(paper.trips, start=1)
        ],
        "signatures": [
            signature("Yang menerima kotak,", Person())
            if frame.is_back
            else signature("Yang menyerahkan,", Person("", "Kepala gudang")),
            signature("Pengemudi,", Person()),
            signature("Pengawal,", Person()),
        ],
    }


def _holds(paper: RunSheet) -> str:
    parts = [f"{grouped(paper.litres)} liter"] if paper.litres else []
    parts += [f"{grouped(paper.kg)} kg"] if paper.kg else []
    return ", ".join(parts)


def _trip(frame: PlanFrame, trip: RunTrip, number: int, of: int) -> Json:
    boxes = sum(stop.boxes for stop in trip.stops)
    litres = sum(stop.litres for stop in trip.stops)
    kg = sum(stop.kg for stop in trip.stops)
    kind = "Pengambilan" if trip.is_back else "Perjalanan"
    aboard = accumulate(stop.boxes for stop in trip.stops)
    load = f"{grouped(boxes)} kotak, {grouped(litres)} liter, {grouped(kg)} kg"
    return {
        "title": f"{kind} {number} dari {of}, " if of > 1 else f"{kind} ",
        "id": trip.id,
        "qr": mark_of(frame.plan, trip.id),
        "driver_qr": trip.driver_link,
        "from": trip.origin,
        "start": trip.start,
        "end": trip.end,
        "load": f"berangkat kosong, pulang {load}" if trip.is_back else load,
        "way": f"{len(trip.stops)} perhentian, {distance(trip.metres)}",
        "escort": trip.escort,
        "stops": [
            _stop(stop, at) | {"aboard": f"di atas {grouped(sum_)}" if trip.is_back else ""}
            for at, (stop, sum_) in enumerate(zip(trip.stops, aboard, strict=True), start=1)
        ],
    }


def _stop(stop: RunStop, number: int) -> Json:
    other = "belum dihitung" if stop.backup is None else stop.backup or "tanpa jalan alternatif"
    return {
        "number": str(number),
        "name": stop.name,
        "within": stop.within,
        "code": stop.code,
        "where": stop.where,
        "arrive": stop.arrive,
        "leave": stop.leave,
        "boxes": grouped(stop.boxes),
        "litres": grouped(stop.litres),
        "kg": grouped(stop.kg),
        "far": distance(stop.metres),
        "road": stop.road,
        "backup": other,
        "alone": stop.backup == "",
        "closed": stop.closed,
        "receiver": stop.receiver.name,
        "phone": stop.receiver.phone,
    }


# -- schedule letter ----------------------------------------------------------------


def schedule_letter(paper: ScheduleLetter) -> Json:
    """Return the letter that says per day and kecamatan what leaves and arrives when."""
    frame = paper.frame
    rows = [row for day in paper.days for group in day.groups for row in group.rows]
    rough = [row.is_rough for row in rows if row.ppm is not None]
    always = bool(rough) and all(rough)
    mark = f" ({ROUGH})" if always else f" (*\u00a0{ROUGH})" if any(rough) else ""
    return {
        "plan": plan_facts(frame),
        "facts": [
            ["Nomor", frame.letter_number or BLANK],
            ["Sifat", "Segera"],
            ["Lampiran", "-"],
            ["Perihal", _about(frame)],
        ],
        "date": _signed_at(frame),
        "recipients": list(paper.recipients),
        "before": _opening(paper, rows),
        "zone": frame.zone,
        "sure": f"Peluang tepat waktu{mark}",
        "days": [
            {
                "title": _day(day.label, day.day),
                "rows": [
                    [group.kecamatan, *_row(row, marks_rough=not always)]
                    for group in day.groups
                    for row in group.rows
                ],
                "firsts": [at == 0 for group in day.groups for at in range(len(group.rows))],
            }
            for day in paper.days
        ],
        "after": _closing(paper),
        "signatures": [signature("", paper.signer)],
        "copies": list(paper.copies_to),
    }


def _about(frame: PlanFrame) -> str:
    if frame.is_back:
        return f"Jadwal penjemputan kotak suara {frame.regency}. {frame.purpose}"
    about = f"Jadwal distribusi logistik pemilihan {frame.regency}"
    return f"{about}. {frame.purpose}" if frame.purpose else about


def _row(row: ScheduleRow, *, marks_rough: bool) -> list[str]:
    sure = "" if row.ppm is None else chance(row.ppm)
    if row.is_rough and marks_rough:
        sure += " *"
    return [row.place, grouped(row.boxes), row.vehicle, row.departs, row.arrives, sure]


def _opening(paper: ScheduleLetter, rows: list[ScheduleRow]) -> list[str]:
    boxes = sum(row.boxes for row in rows)
    about = f" {paper.frame.election}" if paper.frame.election else ""
    what, where = "distribusi logistik", "PPS"
    if paper.frame.is_back:
        # Boxes are fetched twice: at the PPS, and at the PPK after its recap.
        what, where = "penjemputan kotak suara", "PPK"
    load = "" if paper.frame.is_back else f", {grouped(boxes)} kotak"
    told = [
        f"Bersama ini disampaikan jadwal {what}{about} di {paper.frame.regency}: "
        f"{grouped(paper.trips)} perjalanan dalam {grouped(len(paper.days))} hari{load}. "
        f"Tenggat di {where}: {paper.deadline}."
    ]
    if paper.scenarios:
        sure = chance(paper.all_ppm, rough=paper.is_rough)
        doing = "semua kotak kembali" if paper.frame.is_back else "semua desa menerima"
        told.append(
            f"Peluang {doing} tepat waktu: {sure}, dinilai atas "
            f"{grouped(paper.scenarios)} skenario banjir dan kerusakan kendaraan."
        )
    return told


def _closing(paper: ScheduleLetter) -> list[str]:
    told = []
    if paper.left:
        told.append(
            f"Belum terlayani dalam rencana ini: {', '.join(paper.left)}. "
            "Caranya diberitahukan tersendiri."
        )
    ask = (
        "PPS dimohon menyerahkan kotak yang tersegel pada jam di atas, PPK dimohon menyiapkan "
        "penerima dan tempat simpan yang dijaga"
        if paper.frame.is_back
        else "PPK dimohon menyiapkan penerima di setiap PPS pada jam di atas"
    )
    told.append(
        f"{ask}, Bawaslu dimohon "
        "mengawasi, dan Kepolisian dimohon menyiapkan pengawalan. Bila jadwal berubah, surat "
        "dengan nomor rencana dan sidik yang baru menggantikan surat ini."
    )
    return told


# -- RAB ------------------------------------------------------------------------------


def budget(paper: Budget) -> Json:
    """Return the RAB: lines, a sum for each heading, and the whole in figures and words."""
    frame = paper.frame
    total = paper.rupiah
    known = any(each.rupiah is not None for each in paper.headings)
    return {
        "plan": plan_facts(frame),
        "headings": [
            {
                "letter": chr(ord("A") + at),
                "name": heading.name,
                "lines": [
                    _budget_line(line, number) for number, line in enumerate(heading.lines, 1)
                ],
                "sum": grouped(heading.rupiah, ""),
            }
            for at, heading in enumerate(paper.headings)
        ],
        "total_name": "Jumlah yang sudah berharga" if paper.unpriced else "Jumlah seluruhnya",
        "total": grouped(total) if known else "",
        "words": f"{terbilang(total).capitalize()} rupiah" if known else BLANK,
        "notes": _budget_notes(paper),
        "signed_at": _signed_at(frame),
        "signatures": [
            signature("Disusun oleh,", paper.maker),
            signature("Mengetahui,", paper.signer),
        ],
    }


def _budget_line(line: BudgetLine, number: int) -> list[str]:
    return [
        str(number),
        line.name,
        line.quantity,
        line.unit,
        grouped(line.each, ""),
        grouped(line.rupiah, ""),
        line.source or ("sumber belum diisi" if line.each is not None else "harga belum diketahui"),
    ]


def _budget_notes(paper: Budget) -> list[str]:
    notes = []
    if paper.unpriced:
        notes.append(
            f"{grouped(paper.unpriced)} baris belum berharga dan tidak ikut dijumlah; isi harganya "
            "dan sumbernya sebelum ditandatangani."
        )
    if paper.frame.contoh:
        notes.append("Angka dalam kertas ini contoh, bukan harga sungguhan.")
    notes.append(
        "Volume dihitung dari perjalanan rencana ini: hari kendaraan, kilometer pulang pergi, jam "
        "jalan, regu pengawal yang jalan bersamaan, kotak, dan malam jaga. Pecahan rupiah "
        "dibulatkan ke bawah."
    )
    return notes
