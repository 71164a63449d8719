"""The demo's papers: a made-up letterhead, made-up people, and the files of two kecamatan."""

from datetime import datetime
from typing import Final

from tepat.server.documents import services
from tepat.server.documents.models import Letterhead, PaperJob, Signatory
from tepat.server.election.models import Scope, User
from tepat.server.plan.models import Package

READY: Final = (("daftar_isi", "63.09.12"), ("label_a4", "63.09.07"))
"""Packing lists of Bintang Ara and labels of Muara Uya: made at the first start."""
EMBLEM: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 60"><circle cx="30" cy="30" r="27" '
    'fill="none" stroke="#14201E" stroke-width="2" stroke-dasharray="4 3"/>'
    '<path d="M18 26h24v16H18zM22 26v-6h16v6M25 23h10" fill="none" '
    'stroke="#14201E" stroke-width="2"/></svg>'
)
"""Not the emblem of any body: a box in a dashed ring."""
PEOPLE: Final = (
    ("", "ketua", "Nama Contoh A", "Ketua KPU Kabupaten Tabalong", ""),
    ("", "gudang", "Nama Contoh B", "Kepala Subbagian Logistik", "19800101 200501 2 001"),
    ("", "sortir", "Nama Contoh C", "Ketua regu sortir", ""),
    ("", "bawaslu", "Nama Contoh D", "Anggota Bawaslu Kabupaten Tabalong", ""),
    ("", "polri", "Nama Contoh E", "Polres Tabalong", ""),
    ("", "pemda", "Nama Contoh F", "Kesbangpol Kabupaten Tabalong", ""),
    (".07", "ppk", "Nama Contoh G", "Ketua PPK Muara Uya", ""),
    (".05", "ppk", "Nama Contoh H", "Ketua PPK Haruai", ""),
)
"""Part of the area's code below the kabupaten, function, name, jabatan, NIP: all made up."""


def load(scope: Scope, now: datetime, by: User | None = None) -> None:
    """Set the office's papers and make the files of two kecamatan. Twice is once."""
    Letterhead.objects.get_or_create(
        scope=scope,
        area=scope.kabupaten,
        defaults={
            "lines": "KOMISI PEMILIHAN UMUM\nKABUPATEN TABALONG",
            "election_title": "Pemilihan Gubernur dan Wakil Gubernur Kalimantan Selatan serta "
            "Bupati dan Wakil Bupati Tabalong Tahun 2024",
            "address": "Jalan Contoh Nomor 1, Tanjung, Kalimantan Selatan",
            "place": "Tanjung",
            "recipient": "Ketua KPU Provinsi Kalimantan Selatan",
            "office_code": "KPU-6309",
            "copies_to": "Ketua KPU Provinsi Kalimantan Selatan\n"
            "Ketua Bawaslu Kabupaten Tabalong\nArsip",
            "emblem": EMBLEM.encode(),
            "emblem_format": "svg",
        },
    )
    for part, signs, name, position, nip in PEOPLE:
        Signatory.objects.get_or_create(
            scope=scope,
            area=scope.kabupaten + part,
            signs=signs,
            defaults={"name": name, "position": position, "nip": nip},
        )
    if PaperJob.objects.filter(scope=scope).exists():
        return
    for code, kecamatan in READY:
        if Package.objects.filter(scope=scope, kecamatan=kecamatan).exists():
            services.work_on(services.order(scope, services.document(code), kecamatan, by, now))
