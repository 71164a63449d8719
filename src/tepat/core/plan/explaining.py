"""Why a number is what it is, in one line, Indonesian or English.

"481 DPT + 2,5 % = 12,025, dibulatkan ke atas 13 = 494". The line is made from the same
rule and the same exact arithmetic as the number, so that the two cannot part.
"""

from decimal import Decimal
from typing import Final

from tepat.core.election.catalogue import SET_BY_OFFICE, At, Per, Rounding, Rule
from tepat.core.plan.needs import Column, place_need, rounded, with_reserve

_UNSET: Final = {"id": "belum diatur", "en": "unset"}
_MOVED: Final = {"id": "pemilih pindahan", "en": "moved voters"}
_ROUNDED: Final = {
    Rounding.CEIL: {"id": "dibulatkan ke atas", "en": "rounded up"},
    Rounding.ROUND: {"id": "dibulatkan", "en": "rounded"},
    Rounding.FLOOR: {"id": "dibulatkan ke bawah", "en": "rounded down"},
}
_PLACES: Final = {At.TPS: "TPS", At.PPS: "PPS", At.PPK: "PPK", At.KPU: "KPU"}
STATUS: Final = {
    "V": {"id": "terverifikasi", "en": "verified"},
    "D": {"id": "dihitung dari angka terverifikasi", "en": "derived from verified numbers"},
    SET_BY_OFFICE: {"id": "ditetapkan kantor ini", "en": "set by this office"},
    "M": {"id": "dari ingatan, periksa dulu", "en": "from memory, check first"},
    "?": {"id": "belum diketahui", "en": "not known"},
}


def figure(number: int | Decimal, language: str = "id") -> str:
    """Return a number as it is written: 1.204 and 12,025 in Indonesian.

    >>> figure(1204), figure(Decimal("12.025")), figure(1204, "en")
    ('1.204', '12,025', '1,204')
    """
    text = f"{number:,}"
    if isinstance(number, Decimal) and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text if language == "en" else text.translate(str.maketrans(",.", ".,"))


def explain(column: Column, dpt: int | None, dptb: int | None, language: str = "id") -> str:
    """Return why one TPS needs what it needs; `dpt` and `dptb` are its voter lists.

    >>> from tepat.core.election.catalogue import Goes, Item, Words
    >>> rule = Rule(At.TPS, Per.VOTER, 1, reserve=Decimal("0.025"))
    >>> item = Item("surat_suara", Words("", ""), Words("", ""), Goes.BOX, (rule,))
    >>> explain(Column(item, None, rule), 481, 0)
    '481 DPT + 2,5 % = 12,025, dibulatkan ke atas 13 = 494'
    """
    rule = column.rule
    if rule.per is not Per.VOTER:
        return _explain_place(column, None, language) + _according(rule, language)
    if rule.count is None or dpt is None or dptb is None:
        return _unset(column, language, voters_known=dpt is not None and dptb is not None)
    base = dpt * rule.count
    text = f"{figure(dpt, language)} DPT"
    if rule.count != 1:
        text += f" × {rule.count} = {figure(base, language)}"
    plain = not rule.reserve and not dptb
    text += _reserve(rule, base, language)
    if dptb:
        text += f", + {figure(dptb * rule.count, language)} {_MOVED[language]}"
    total = with_reserve(base, rule, dptb * rule.count)
    if not plain:
        text += f" = {figure(total, language)}"
    return text + _according(rule, language)


def explain_places(
    column: Column, places: int, language: str = "id", skus: int | None = None
) -> str:
    """Return why `places` PPS, PPK or KPU, or TPS by a fixed rule, need what they need.

    "4 per TPS × 550 TPS = 2.200"
    """
    each = place_need(column, skus)
    text = _explain_place(column, skus, language)
    according = _according(column.rule, language)
    if each is None or (column.at is At.KPU and places == 1):
        return text + according
    total = figure(each * places, language)
    return f"{text} × {figure(places, language)} {_PLACES[column.at]} = {total}{according}"


def explain_sum(
    column: Column, quantity: int, places: int, unset: int, language: str = "id"
) -> str:
    """Return how the sum of a rule per voter came about: it is the sum over TPS."""
    rule = column.rule
    if rule.count is None:
        return _unset(column, language, voters_known=True)
    counted = figure(places - unset, language)
    share = f" + {_percent(rule.reserve, language)}" if rule.reserve else ""
    rounding = f" ({_ROUNDED[rule.rounding][language]})" if rule.reserve else ""
    words = {
        "id": f"DPT{share} tiap TPS{rounding}, lalu dijumlahkan: {counted} TPS = ",
        "en": f"DPT{share} of each TPS{rounding}, then summed: {counted} TPS = ",
    }
    text = words[language] + figure(quantity, language)
    if unset:
        missing = {"id": "TPS belum diatur", "en": "TPS unset"}[language]
        text += f"; {figure(unset, language)} {missing}"
    return text + _according(rule, language)


def rule_text(rule: Rule, language: str = "id") -> str:
    """Return the rule itself in words: "1 per pemilih DPT + 2,5 %, dibulatkan ke atas"."""
    if rule.count is None:
        return _UNSET[language]
    per = {
        Per.VOTER: {"id": "per pemilih", "en": "per voter"},
        Per.PLACE: {"id": f"per {_PLACES[rule.at]}", "en": f"per {_PLACES[rule.at]}"},
        Per.BOX: {"id": "per kotak", "en": "per box"},
        Per.SKU: {"id": "per jenis surat suara", "en": "per ballot paper"},
    }[rule.per][language]
    text = f"{figure(rule.count, language)} {per}"
    if rule.by_kind and rule.per is Per.PLACE:
        text += {"id": " dan jenis pemilihan", "en": " and kind of election"}[language]
    if rule.reserve:
        share = _percent(rule.reserve, language)
        text += f" + {share}, {_ROUNDED[rule.rounding][language]}"
    return text


def _according(rule: Rule, language: str) -> str:
    """Name the decision of this office, where the quantity is its own."""
    if rule.status != SET_BY_OFFICE:
        return ""
    words = {"id": "menurut", "en": "according to"}[language]
    return f"; {words} {rule.source.say(language)}"


def _reserve(rule: Rule, base: int, language: str) -> str:
    if not rule.reserve:
        return ""
    numerator, denominator = rule.reserve.as_integer_ratio()
    exact = base * rule.reserve
    whole = rounded(base * numerator, denominator, rule.rounding)
    text = f" + {_percent(rule.reserve, language)} = {figure(exact.normalize() + 0, language)}"
    if exact != whole:
        text += f", {_ROUNDED[rule.rounding][language]} {figure(whole, language)}"
    return text


def _explain_place(column: Column, skus: int | None, language: str) -> str:
    rule = column.rule
    each = place_need(column, skus)
    if each is None:
        return _unset(column, language, voters_known=True)
    if rule.per is Per.SKU:
        papers = {"id": "jenis surat suara", "en": "ballot papers"}[language]
        reserve = _reserve(rule, (rule.count or 0) * (skus or 0), language)
        count = figure(rule.count or 0, language)
        return f"{count} × {skus} {papers}{reserve} = {figure(each, language)}"
    if rule.per is Per.BOX:
        box = {"id": "per kotak", "en": "per box"}[language]
        boxes = {"id": "kotak", "en": "boxes"}[language]
        return f"{rule.count} {box} × {column.boxes} {boxes} = {figure(each, language)}"
    return f"{figure(each, language)} per {_PLACES[rule.at]}"


def _unset(column: Column, language: str, voters_known: bool) -> str:
    if column.rule.count is None:
        return f"{_UNSET[language]}: {column.rule.source.say(language) or '?'}"
    why = {"id": "dapil belum diisi", "en": "dapil not filled in"}
    if column.rule.per is Per.BOX:
        why = {"id": "jumlah kotak belum diatur", "en": "the number of boxes is unset"}
    elif not voters_known:
        why = {"id": "jumlah pemilih TPS ini kosong", "en": "this TPS has no voter count"}
    return f"{_UNSET[language]}: {why[language]}"


def _percent(share: Decimal, language: str) -> str:
    return f"{figure((share * 100).normalize() + 0, language)} %"
