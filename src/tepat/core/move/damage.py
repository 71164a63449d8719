"""Why a ballot is put aside at sort-and-fold.

The list follows the condition codes that KPU used for ballots (facts of the field: warna
tidak merata ... salah dapil) and the two defects with which a ballot stays usable. A new
cause is one row here.
"""

from dataclasses import dataclass
from typing import Final

from tepat.core.election.catalogue import Words


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason on the sorting table. `usable`: the ballot may still be handed out."""

    code: str
    name: Words
    usable: bool = False


CAUSES: Final[tuple[Cause, ...]] = (
    Cause("warna", Words("warna tidak merata", "uneven colour")),
    Cause("noda", Words("tidak terbaca atau noda banyak", "unreadable or many stains")),
    Cause("kusut", Words("kusut atau mengerut", "creased or wrinkled")),
    Cause("sobek", Words("sobek", "torn")),
    Cause("berlubang", Words("berlubang di kolom", "hole in a column")),
    Cause("penanda", Words("warna penanda salah", "wrong marking colour")),
    Cause("nama", Words("nama atau logo partai tidak lengkap", "name or party logo incomplete")),
    Cause("logo", Words("logo KPU tidak jelas", "KPU logo unclear")),
    Cause("foto", Words("foto buram", "blurred photo")),
    Cause("tinta", Words("tinta luber", "ink overflow")),
    Cause("dapil", Words("salah dapil", "wrong dapil")),
    Cause("percik", Words("percikan kecil, layak pakai", "small splash, usable"), usable=True),
    Cause("tepi", Words("potongan tepi miring, layak pakai", "cut margin, usable"), usable=True),
)

CAUSE_BY_CODE: Final = {cause.code: cause for cause in CAUSES}

ON_ARRIVAL: Final = "tiba"
"""Damaged when it was unloaded, before anybody sorted it."""
IN_STORE: Final = "simpan"
"""Damaged while it lay here: water, fire, pests."""
IN_BUNDLE: Final = "ikatan"
"""A bundle held fewer or more pieces than its band says."""

OTHER_CAUSES: Final[dict[str, Words]] = {
    ON_ARRIVAL: Words("rusak saat tiba", "damaged on arrival"),
    IN_STORE: Words("rusak di tempat simpan", "damaged in store"),
    IN_BUNDLE: Words("isi ikatan berbeda", "bundle count differs"),
}


def words_of(code: str) -> Words:
    """Return the words for a cause; a code that is not listed speaks for itself."""
    if code in CAUSE_BY_CODE:
        return CAUSE_BY_CODE[code].name
    return OTHER_CAUSES.get(code, Words(code, code))
