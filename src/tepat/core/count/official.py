"""Whose count is the official one: what every page, print and file of ours says it is not."""

from tepat.core.election.catalogue import Election
from tepat.core.election.village import is_village


def official_is(election: Election) -> str:
    """Return the Indonesian sentence that says what alone is official."""
    if is_village(election):
        return "Yang resmi hanya berita acara panitia pemilihan tiap desa."
    return "Yang resmi hanya rekapitulasi berjenjang KPU."
