"""What a bundle of results cannot show of itself: said with every answer of the verifier."""

from typing import Final

from tepat.core.sentences.form import Sentence

NOT_PROVEN: Final = (
    Sentence(
        "Isi hasil.xlsx dan nama.csv: hanya sidiknya yang diperiksa. Angka yang terbukti ada di hasil.csv.",
        "What is in hasil.xlsx and nama.csv: only their hash was checked. The numbers proved are in hasil.csv.",
    ),
    Sentence(
        "hasil.json: nama (calon, wilayah, pemilihan), tanggal dan jam, tanda uji, program, serta daftar TPS, surat suara, dan nomor yang tanpa suara.",
        "hasil.json: names (candidates, areas, election), dates and hour, the mark of a test, the program, and lists of TPS, papers and numbers without votes.",
    ),
    Sentence(
        "hasil.csv: Tidak cocok A9, A10, A12, dan A13 (dibandingkan dengan data di luar formulir), Asal desk atau sheet, dan Keadaan selain dua orang sama.",
        "hasil.csv: checks A9, A10, A12 and A13 (compared with what is on no form), whether the desk or a sheet brought a form, and any state but that two people say the same.",
    ),
    Sentence(
        "Bahwa tidak ada formulir atau isian lain yang dihilangkan: itu hanya tampak dari log seluruhnya.",
        "That no form or other typing was left out: only the whole log shows that.",
    ),
)
"""In the order in which they are printed."""
