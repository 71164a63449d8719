"""Letters and berita acara: from papers to the words and rows of one letter template.

Every letter is the same JSON: title, number, opening, parties, paragraphs, one table,
notes, closing, signatures, copies. What differs between them is only here.
"""

from tepat.core.documents.papers import (
    DestructionPaper,
    GoodsReceiptPaper,
    HandoverPaper,
    Person,
    ReplacementPaper,
    SealPaper,
    ShipmentPaper,
    SortPaper,
)
from tepat.core.documents.parts import (
    BLANK,
    FIRST,
    SECOND,
    Json,
    filled,
    letter,
    on_this_day,
    party,
    signature,
    signed,
    table,
    total,
)
from tepat.core.documents.words import (
    clock,
    grouped,
    long_date,
    seal_ranges,
    terbilang,
)

DEVIATIONS = (
    "Selisih atau kerusakan yang ditemukan saat serah terima (bila tidak ada, tulis nihil):"
)


def handover(paper: HandoverPaper) -> Json:
    """BAST: who gave what to whom; packages with their seals, or goods by the piece."""
    packages = any(line.code for line in paper.lines)
    checked = (
        "Kotak tidak dibuka. Jumlah paket, nomor segel, dan keadaan di atas"
        if packages
        else "Jumlah dan keadaan barang di atas"
    )
    return letter(
        paper.frame,
        "BERITA ACARA SERAH TERIMA LOGISTIK",
        opening=on_this_day(paper.frame, paper.venue),
        parties=[party(paper.giver, FIRST), party(paper.receiver, SECOND)],
        before=[
            f"{FIRST} menyerahkan kepada {SECOND}, dan {SECOND} menerima dari {FIRST}, "
            f"logistik pemilihan untuk {paper.area} sebagai berikut:"
        ],
        table=_packages(paper) if packages else _goods(paper),
        notes=paper.notes,
        by_hand=DEVIATIONS,
        after=[
            f"{checked} telah dicocokkan bersama oleh kedua pihak. Berita acara ini dibuat dalam "
            f"rangkap tiga: untuk {FIRST}, {SECOND}, dan pengawas."
        ],
        signatures=[
            signature(f"{FIRST},", paper.giver),
            signature(f"{SECOND},", paper.receiver),
        ],
        witnesses=paper.witnesses,
    )


def _packages(paper: HandoverPaper) -> Json:
    sheets = [line.sheets for line in paper.lines if line.sheets is not None]
    return table(
        "No.:r TPS/Tujuan:w Isi:l Kode_paket:c Nomor_segel:l Surat_suara:r Keadaan:h",
        [
            [
                str(number),
                line.place,
                line.what,
                line.code,
                line.seals,
                grouped(line.sheets, ""),
                line.condition,
            ]
            for number, line in enumerate(paper.lines, start=1)
        ],
        ["", "Jumlah", "", f"{grouped(len(paper.lines))} paket", "", total(sheets), ""],
    )


def _goods(paper: HandoverPaper) -> Json:
    return table(
        "No.:r Jenis_barang:w Jumlah:r Satuan:l Keadaan:l",
        [
            [str(number), line.what, grouped(line.sheets), line.unit, line.condition]
            for number, line in enumerate(paper.lines, start=1)
        ],
    )


def shipment(paper: ShipmentPaper) -> Json:
    """Surat jalan of one load: vehicle, crew, destinations and counts."""
    departs = ""
    if paper.departs:
        hour = clock(paper.departs, paper.frame.zone)
        departs = f"{long_date(paper.departs.date())}, pukul {hour}"
    packages = sum(line.packages for line in paper.lines)
    sheets = [line.sheets for line in paper.lines if line.sheets is not None]
    return letter(
        paper.frame,
        "SURAT JALAN",
        facts=[
            ("Kode muatan", paper.code),
            ("Dari", paper.origin),
            ("Tujuan", paper.destination),
            ("Berangkat", departs or BLANK),
            ("Kendaraan", " ".join(filter(None, [paper.vehicle, paper.plate])) or BLANK),
            ("Pengemudi", paper.driver.name or BLANK),
            ("Pengawal", ", ".join(paper.escorts) or BLANK),
        ],
        before=["Bersama ini dikirim logistik pemilihan dengan rincian sebagai berikut:"],
        table=table(
            "No.:r Tujuan:w Isi:l Nomor_segel:l Paket:r Surat_suara:r Keadaan:h",
            [
                [
                    str(number),
                    line.destination,
                    line.what,
                    line.seals,
                    grouped(line.packages),
                    grouped(line.sheets, ""),
                    line.note,
                ]
                for number, line in enumerate(paper.lines, start=1)
            ],
            ["", "Jumlah", "", "", grouped(packages), total(sheets), ""],
        ),
        notes=paper.notes,
        by_hand=DEVIATIONS,
        after=[
            f"Jumlah seluruhnya {grouped(packages)} ({terbilang(packages)}) paket. Penerima "
            "menghitung paket, mencocokkan nomor segel, dan menulis keadaannya sebelum "
            "menandatangani.",
            *([f"Sidik daftar paket: {paper.list_hash}"] if paper.list_hash else []),
        ],
        signatures=[
            signature("Yang menyerahkan,", paper.sender),
            signature("Pengemudi,", paper.driver),
            signature("Pengawal,", Person("", ", ".join(paper.escorts))),
            signature("Yang menerima,", paper.receiver),
        ],
        witnesses=paper.witnesses,
    )


def goods_receipt(paper: GoodsReceiptPaper) -> Json:
    """BTTB: what a supplier brought, against what was expected."""
    contract = f", berdasarkan kontrak nomor {paper.contract}" if paper.contract else ""
    return letter(
        paper.frame,
        "BUKTI TANDA TERIMA BARANG",
        opening=on_this_day(paper.frame, paper.store),
        parties=[party(paper.giver, FIRST), party(paper.receiver, SECOND)],
        before=[
            f"{SECOND} telah menerima dari {FIRST} barang kiriman {paper.supplier} dengan surat "
            f"jalan nomor {paper.supplier_note or BLANK}{contract}, sebagai berikut:"
        ],
        table=table(
            "No.:r Jenis_barang:w Satuan:l Seharusnya:r Diterima:r Rusak:r Selisih:r Keterangan:l",
            [
                [
                    str(number),
                    line.item,
                    line.unit,
                    grouped(line.expected),
                    grouped(line.received),
                    grouped(line.damaged),
                    ""
                    if line.expected is None
                    else signed(line.received - line.damaged - line.expected),
                    line.note,
                ]
                for number, line in enumerate(paper.lines, start=1)
            ],
        ),
        notes=paper.notes,
        after=[
            "Selisih adalah barang diterima dikurangi rusak dikurangi jumlah seharusnya. "
            "Barang yang rusak atau kurang dimintakan penggantian tersendiri."
        ],
        signatures=[
            signature("Yang menyerahkan,", paper.giver),
            signature("Yang menerima,", paper.receiver),
        ],
        witnesses=paper.witnesses,
    )


def sort(paper: SortPaper) -> Json:
    """BA sortir: good, damaged by cause, and short, batch by batch."""
    causes: dict[str, int] = {}
    for line in paper.lines:
        for cause, count in line.damaged:
            causes[cause] = causes.get(cause, 0) + count
    damaged = sum(causes.values())
    listed = ", ".join(f"{cause} {grouped(count)}" for cause, count in causes.items())
    return letter(
        paper.frame,
        "BERITA ACARA PENYORTIRAN DAN PELIPATAN SURAT SUARA",
        opening=on_this_day(paper.frame, paper.store, "telah dilakukan penyortiran dan pelipatan"),
        before=["Hasil penyortiran surat suara adalah sebagai berikut:"],
        table=table(
            "No.:r Tumpukan:l Surat_suara:w Diperiksa:r Baik:r Rusak:r Kurang:r",
            [
                [
                    str(number),
                    line.batch,
                    line.sku,
                    grouped(line.checked),
                    grouped(line.good),
                    grouped(sum(count for _, count in line.damaged)),
                    grouped(line.short),
                ]
                for number, line in enumerate(paper.lines, start=1)
            ],
            [
                "",
                "Jumlah",
                "",
                grouped(sum(line.checked for line in paper.lines)),
                grouped(sum(line.good for line in paper.lines)),
                grouped(damaged),
                grouped(sum(line.short for line in paper.lines)),
            ],
        ),
        notes=(*([f"Sebab rusak: {listed}."] if listed else []), *paper.notes),
        after=[
            f"Surat suara rusak sebanyak {grouped(damaged)} ({terbilang(damaged)}) lembar "
            "dipisahkan, dihitung, dan disimpan tersendiri sampai dimusnahkan. Demikian berita "
            "acara ini dibuat dengan sebenarnya."
        ],
        signatures=[
            signature("Ketua regu sortir,", paper.checker),
            signature("Mengetahui,", paper.head),
        ],
        witnesses=paper.witnesses,
    )


def sealing(paper: SealPaper) -> Json:
    """BA segel: the numbers of the seals on each box."""
    seals = sum(len(line.seals) for line in paper.lines)
    return letter(
        paper.frame,
        "BERITA ACARA PENYEGELAN KOTAK SUARA",
        opening=on_this_day(paper.frame, paper.store, "telah dilakukan penyegelan kotak suara"),
        before=[f"Kotak suara untuk {paper.area} disegel dengan nomor sebagai berikut:"],
        table=table(
            "No.:r TPS/Tujuan:w Isi:l Kode_paket:c Nomor_segel:l Jumlah:r",
            [
                [
                    str(number),
                    line.place,
                    line.what,
                    line.code,
                    seal_ranges(line.seals),
                    grouped(len(line.seals)),
                ]
                for number, line in enumerate(paper.lines, start=1)
            ],
            ["", "Jumlah", "", f"{grouped(len(paper.lines))} kotak", "", grouped(seals)],
        ),
        notes=paper.notes,
        after=[
            "Sebelum disegel, isi setiap kotak dihitung dan dicocokkan dengan daftar isi kotak. "
            f"Segel terpasang seluruhnya {grouped(seals)} ({terbilang(seals)}) buah. Demikian "
            "berita acara ini dibuat dengan sebenarnya."
        ],
        signatures=[signature("Yang menyegel,", paper.head)],
        witnesses=paper.witnesses,
    )


def destruction(paper: DestructionPaper) -> Json:
    """BA pemusnahan of damaged and surplus ballots before Polri, Bawaslu and Pemda."""
    all_of_it = sum(line.damaged + line.surplus for line in paper.lines)
    return letter(
        paper.frame,
        "BERITA ACARA PEMUSNAHAN SURAT SUARA RUSAK DAN LEBIH",
        opening=on_this_day(paper.frame, paper.venue, "telah dilakukan pemusnahan surat suara"),
        before=["Surat suara yang dimusnahkan adalah sebagai berikut:"],
        table=table(
            "No.:r Surat_suara:w Rusak:r Lebih:r Dimusnahkan:r",
            [
                [
                    str(number),
                    line.sku,
                    grouped(line.damaged),
                    grouped(line.surplus),
                    grouped(line.damaged + line.surplus),
                ]
                for number, line in enumerate(paper.lines, start=1)
            ],
            [
                "",
                "Jumlah",
                grouped(sum(line.damaged for line in paper.lines)),
                grouped(sum(line.surplus for line in paper.lines)),
                grouped(all_of_it),
            ],
        ),
        notes=paper.notes,
        after=[
            f"Sebanyak {grouped(all_of_it)} ({terbilang(all_of_it)}) lembar dimusnahkan dengan "
            f"cara {paper.method or BLANK} dan disaksikan para saksi di bawah ini, sehingga tidak "
            "dapat digunakan lagi. Demikian berita acara ini dibuat dengan sebenarnya."
        ],
        signatures=[signature("Yang memusnahkan,", paper.head)],
        witnesses=paper.witnesses,
    )


def replacement(paper: ReplacementPaper) -> Json:
    """Letter that asks for pieces in place of the damaged and the missing."""
    asked = sum(line.asked for line in paper.lines)
    needed = f" paling lambat tanggal {long_date(paper.needed_by)}" if paper.needed_by else ""
    basis = f"Berdasarkan {paper.basis}, t" if paper.basis else "T"
    return letter(
        paper.frame,
        "",
        addressed={
            "facts": [
                ["Nomor", paper.frame.number or BLANK],
                ["Sifat", "Segera"],
                ["Lampiran", paper.attachments or "-"],
                ["Perihal", "Permintaan penggantian logistik pemilihan"],
            ],
            "date": f"{paper.frame.place or BLANK}, {long_date(paper.frame.at.date())}",
            "recipient": paper.recipient,
            "recipient_place": paper.recipient_place,
        },
        before=[
            f"{basis}erdapat logistik {paper.frame.election} yang rusak atau kurang "
            "sebagai berikut:"
        ],
        table=filled(
            table(
                "No.:r Jenis_barang:w Satuan:l Rusak:r Kurang:r Sudah_diminta:r Diminta:r Dasar:l",
                [
                    [
                        str(number),
                        line.item,
                        line.unit,
                        grouped(line.damaged),
                        grouped(line.short),
                        grouped(line.asked_before) if line.asked_before else "",
                        grouped(line.asked),
                        line.basis,
                    ]
                    for number, line in enumerate(paper.lines, start=1)
                ],
                ["", "Jumlah", "", "", "", "", grouped(asked), ""],
            )
        ),
        after=[
            f"Sehubungan dengan hal tersebut, kami mohon pengiriman pengganti{needed}. Atas "
            "perhatian dan kerja sama Saudara, kami sampaikan terima kasih."
        ],
        signatures=[signature("", paper.signer)],
    )
