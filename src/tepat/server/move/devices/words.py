"""What a person reads about a device."""

from tepat.server.move.models import Device


def state_of(row: Device) -> str:
    """Say in one line what is amiss with a device; "" where all is well."""
    found = []
    if row.upto is not None:
        found.append(f"dicabut sesudah {row.upto}")
    if row.letter_twice:
        found.append("satu surat dipakai dua perangkat: cabut yang bukan milik petugasnya")
    if row.forked_from:
        found.append(f"bercabang mulai {row.forked_from}: perangkat disalin atau dipulihkan")
    if row.gap_from:
        found.append(f"menunggu {row.waiting} fakta mulai {row.gap_from}")
    return "; ".join(found)
