"""The icons of rooms and tools: one path each, 20 x 20, drawn as lines of 1.6.

States are not here: they are shapes with a meaning and stand in the sprite template.
A new icon is one row.
"""

DRAWINGS = {
    # -- rooms
    "meja": "M3 8h14M4.5 8v8M15.5 8v8M7 8V4h6v4M8 12h4",
    "papan": "M3 3h6v8H3zM11 3h6v4h-6zM11 9h6v8h-6zM3 13h6v4H3z",
    "persiapan": "M6 4h11M6 10h11M6 16h11M2.5 4l1 1 1.5-2M2.5 10l1 1 1.5-2M2.5 16l1 1 1.5-2",
    "peta": "M2.5 5l5-2 5 2 5-2v12l-5 2-5-2-5 2zM7.5 3v12M12.5 5v12",
    "tps": "M4 8h12v9H4zM2.5 8L10 3l7.5 5M8.5 17v-5h3v5",
    "wilayah": "M10 18s6-5.5 6-10A6 6 0 0 0 4 8c0 4.5 6 10 6 10zM12 8a2 2 0 1 1-4 0 2 2 0 0 1 4 0z",
    "kebutuhan": "M4 2.5h12v15H4zM7 7h6M7 10h6M7 13h3",
    "gudang": "M2.5 8L10 3l7.5 5v9h-15zM6 17v-6h8v6M6 14h8",
    "pengepakan": "M3 6.5L10 3l7 3.5v7L10 17l-7-3.5zM3 6.5l7 3.5 7-3.5M10 10v7",
    "segel": "M14 7.5a4 4 0 1 1-8 0 4 4 0 0 1 8 0zM7.5 10.7L6 18l4-2 4 2-1.5-7.3",
    "muatan": "M2 5h10v9H2zM12 8h3.5L18 11v3h-6zM7.5 15a1.5 1.5 0 1 1-3 0 1.5 1.5 0 0 1 3 0zM16 15a1.5 1.5 0 1 1-3 0 1.5 1.5 0 0 1 3 0z",
    "kertas": "M5 2.5h10v15H5zM8 6h4M8 9h4M7.5 14.5l1.5-2 1.5 2 2-2.5",
    "dokumen": "M5 2.5h7l4 4v11H5zM12 2.5v4h4M8 11h5M8 14h5",
    "akun": "M13 6.5a3 3 0 1 1-6 0 3 3 0 0 1 6 0zM4 17c0-3.5 2.5-5.5 6-5.5s6 2 6 5.5",
    "rencana": "M3 5h9M6 10h9M9 15h8",
    "masalah": "M10 3l8 14H2zM10 8.5v4M10 14.5v.1",
    "pengawasan": "M1.5 10S4.5 4.5 10 4.5 18.5 10 18.5 10 15.5 15.5 10 15.5 1.5 10 1.5 10zM12.5 10a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0z",
    "pengamanan": "M10 2l7 2.5V10c0 4-3 6.8-7 8-4-1.2-7-4-7-8V4.5z",
    "rakor": "M17.5 12a7.5 3.5 0 1 1-15 0 7.5 3.5 0 0 1 15 0zM11.7 4.5a1.7 1.7 0 1 1-3.4 0 1.7 1.7 0 0 1 3.400 0zM5 6.200a1.500 1.500 0 1 1-3 0 1.500 1.500 0 0 1 3 0zM18 6.200a1.500 1.500 0 1 1-3 0 1.500 1.500 0 0 1 3 0z",
    "hitung": "M4 3v14M8 3v14M12 3v14M16 3v14M2 14L18 6",
    "log": "M10 3v4M10 7L5 11v3M10 7l5 4v3M3 14h4v3.5H3zM13 14h4v3.5h-4z",
    "lainnya": "M3 5h14M3 10h14M3 15h14",
    # -- tools
    "cari": "M14 8.5a5.5 5.5 0 1 1-11 0 5.5 5.5 0 0 1 11 0zM12.8 12.8L18 18",
    "terang": "M13.5 10a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0zM10 1.5v2M10 16.5v2M1.5 10h2M16.5 10h2M4 4l1.4 1.4M14.6 14.6L16 16M16 4l-1.4 1.4M5.4 14.6L4 16",
    "gelap": "M16.5 12.5A7 7 0 0 1 7.5 3.5a7 7 0 1 0 9 9z",
    "keluar": "M8 3H3.5v14H8M8 10h9M13.5 6.5L17 10l-3.5 3.5",
    "kunci": "M4.5 9h11v8h-11zM7 9V6a3 3 0 0 1 6 0v3",
    "unduh": "M10 3v9M6.5 8.5L10 12l3.5-3.5M3.5 16.5h13",
    "unggah": "M10 12V3M6.5 6.5L10 3l3.5 3.5M3.5 16.5h13",
    "cetak": "M6 7V3h8v4M6 14H3V7h14v7h-3M6 11.5h8V17H6z",
    "pindai": "M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4M3 10h14",
    "tambah": "M10 4v12M4 10h12",
    "hapus": "M4 6h12M8 6V3.5h4V6M5.5 6l.8 11h7.4l.8-11",
    "ubah": "M4 16l.8-3.6L13.5 3.7l2.8 2.8-8.7 8.7zM11.5 5.7l2.8 2.8",
    "urungkan": "M7 4L3.5 7.5 7 11M3.5 7.5H12a4.5 4.5 0 0 1 0 9H8",
    "kanan": "M4 10h12M11.5 5.5L16 10l-4.5 4.5",
    "benar": "M4 10.5l4 4 8-9",
    "jam": "M17.5 10a7.5 7.5 0 1 1-15 0 7.5 7.5 0 0 1 15 0zM10 5.5V10l3 2",
    "info": "M17.5 10a7.5 7.5 0 1 1-15 0 7.5 7.5 0 0 1 15 0zM10 9v5M10 6.2v.1",
    "bahasa": "M17.5 10a7.5 7.5 0 1 1-15 0 7.5 7.5 0 0 1 15 0zM2.5 10h15M10 2.5c4 4.5 4 10.5 0 15M10 2.5c-4 4.5-4 10.5 0 15",
    "kamera": "M3 6h3.5L8 4h4l1.5 2H17v10H3zM13 11a3 3 0 1 1-6 0 3 3 0 0 1 6 0z",
    "hp": "M6 2.5h8v15H6zM9 15h2",
}
