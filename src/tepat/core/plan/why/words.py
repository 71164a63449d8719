"""The words of `reasons`: why no trip serves a desa, and what would help."""

from collections.abc import Mapping
from typing import Final

from tepat.core.plan.saying import chance, rupiah
from tepat.core.plan.why.remedies import Fix
from tepat.core.plan.why.unserved import Reason

LEFT: Final[Mapping[str, tuple[str, str]]] = {
    Reason.NO_WAY: ("tidak ada kendaraan yang sampai", "no vehicle gets there"),
    Reason.NO_VEHICLE: (
        "semua kendaraan yang sampai ke sana sudah terpakai",
        "all vehicles that get there are taken",
    ),
    Reason.TOO_LARGE: (
        "satu kotak pun tidak muat dalam kendaraan yang sampai",
        "not one box fits what gets there",
    ),
    Reason.TOO_FAR: (
        "pergi dan pulang lebih lama dari hari kerja kendaraan",
        "there and back takes longer than a vehicle works",
    ),
}
FIX: Final[Mapping[str, tuple[str, str]]] = {
    Fix.ADD_MODE: (
        "tambahkan kendaraan atau perahu yang dapat melalui jalannya",
        "add a vehicle or boat that can use its way",
    ),
    Fix.ADD_VEHICLE: ("sewa satu kendaraan sehari", "hire one vehicle for a day"),
    Fix.LARGER: ("sewa kendaraan yang lebih besar", "hire a larger vehicle"),
    Fix.NEAR_STORE: (
        "titipkan semalam di tempat simpan terdekat",
        "keep it a night in a near store",
    ),
    Fix.EARLIER: ("berangkat sehari lebih awal", "leave a day earlier"),
    Fix.LATER: ("beri waktu lebih lama sampai kotak di PPK", "give it longer to be at its PPK"),
    Fix.INSPECT: (
        "periksa tempat simpannya supaya boleh berangkat lebih awal",
        "inspect its store so that goods may come earlier",
    ),
    Fix.RAISE: ("tinggikan jalannya", "raise its road"),
    Fix.RESERVE: ("siapkan {vehicle} cadangan sehari", "keep a spare {vehicle} for a day"),
}


def fix_words(fix: str, money: int, vehicle: str) -> tuple[str, str]:
    """Return what would help with its price, -1 for none known; Indonesian and English."""
    said, said_en = FIX.get(fix, (fix, fix))
    if money < 0:
        return f"{said} (biaya belum diketahui)", f"{said_en} (cost not known)"
    return (
        f"{said.format(vehicle=vehicle)}, {rupiah(money)}",
        f"{said_en.format(vehicle=vehicle)}, {rupiah(money, 'en')}",
    )


def target_words(ppm: int) -> tuple[str, str]:
    """Return a target as people say it; Indonesian and English."""
    most = min(ppm, 999_000)
    return chance(most), chance(most, "en")
