"""How places of shipments are called."""

from django.utils.translation import gettext

from tepat.server.move.packing.words import Names


def place_words(names: Names, place: str) -> str:
    """Name a place code: PPK Haruai, Gudang KPU."""
    area, _, what = place.partition(":")
    return gettext("KPU warehouse") if what.startswith("gudang") else names.place(area)
