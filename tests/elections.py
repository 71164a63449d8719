"""A small election for tests that must not depend on the shipped files."""

from decimal import Decimal
from typing import Final

from tepat.core.election.catalogue import (
    At,
    DiffersBy,
    Election,
    Goes,
    Item,
    Kind,
    Per,
    Rule,
    Words,
)


def words(text: str) -> Words:
    return Words(text, text)


GUB: Final = Kind(
    "KWK-GUB", "GUB", words("Gubernur"), words("merah marun"), "#800000", DiffersBy.PROVINSI
)
BUP: Final = Kind(
    "KWK-BUP", "BUP", words("Bupati"), words("biru muda"), "#87CEEB", DiffersBy.KABUPATEN
)


def item(code: str, goes: Goes, *rules: Rule, **more: bool) -> Item:
    return Item(code, words(code.replace("_", " ")), words("buah"), goes, rules, **more)


PILKADA: Final = Election(
    "pilkada-2024",
    "P24",
    words("Pilkada 2024"),
    None,
    600,
    (GUB, BUP),
    (
        item(
            "surat_suara",
            Goes.BOX,
            Rule(At.TPS, Per.VOTER, 1, by_kind=True, reserve=Decimal("0.025")),
            Rule(At.KPU, Per.SKU, 2000, by_kind=True, psu=True),
            is_ballot=True,
        ),
        item(
            "kotak_suara",
            Goes.OUTSIDE,
            Rule(At.TPS, Per.PLACE, 1, by_kind=True),
            Rule(At.PPK, Per.PLACE, 1, by_kind=True),
            is_box=True,
        ),
        item("bilik", Goes.OUTSIDE, Rule(At.TPS, Per.PLACE, 4)),
        item("tinta", Goes.FIRST_BOX, Rule(At.TPS, Per.PLACE, 2)),
        item("segel", Goes.ON_BOX, Rule(At.TPS, Per.BOX, None)),
        item("kabel_ties", Goes.ON_BOX, Rule(At.TPS, Per.BOX, 6)),
        item("formulir", Goes.BOX, Rule(At.TPS, Per.PLACE, None, by_kind=True)),
    ),
)
"""Pilkada with few items: quantities of segel and formulir are not known."""
