"""Words of the warehouse for templates."""

from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tepat.core.move import damage
from tepat.core.move.stock import Condition, Goods, MoveKind, Outside, Pool, Slot
from tepat.server.desk.templatetags.tepat import number, state
from tepat.server.election.models import User
from tepat.server.move.stock import words
from tepat.server.move.stock.forms import slot_key
from tepat.server.move.stock.goods import Shelf, Thing
from tepat.server.move.stock.lying import FillingRow
from tepat.server.move.stock.naming import sentence
from tepat.server.move.stock.queries import CoverRow, ExpectationRow, RequestRow

register = template.Library()


register.filter(sentence)


@register.filter
def kind_word(kind: str) -> str:
    return str(words.KINDS.get(MoveKind(kind), kind))


@register.filter
def condition_word(condition: str) -> str:
    return str(words.CONDITIONS[Condition(condition)])


@register.filter
def pool_word(pool: str) -> str:
    return str(words.POOLS[Pool(pool)])


@register.filter
def place_word(place: str, shelf: Shelf | None = None) -> str:
    """Write a place: the words for what lies outside, else its name or its code."""
    if place in set(Outside):
        return str(words.OUTSIDES[Outside(place)])
    return shelf.place(place) if shelf else place


@register.filter
def cause_word(code: str) -> str:
    language = "en" if (get_language() or "id").startswith("en") else "id"
    return damage.words_of(code).say(language) if code else ""


@register.filter
def signed(value: int) -> str:
    """Write a change with its sign: +2.000 or −3."""
    return ("+" if value > 0 else "−" if value < 0 else "") + number(abs(value))


@register.filter
def magnitude(value: int) -> str:
    return number(abs(value))


@register.filter
def facts(written: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what a movement's paper says besides quantities, as label and words."""
    rows = []
    for key, label in words.FACTS.items():
        value = written.get(key)
        if value in (None, "", {}, []):
            continue
        if key == "causes":
            value = ", ".join(f"{cause_word(cause)} {number(n)}" for cause, n in value.items())
        elif key == "people":
            value = ", ".join(f"{name} ({agency})" for agency, name in value.items())
        elif isinstance(value, int):
            value = number(value)
        rows.append((str(label), str(value)))
    return rows


@register.simple_tag
def cover(row: CoverRow) -> SafeString:
    """Say whether what is here is what is needed: cukup, kurang n, lebih n."""
    colour, said = words.COVERS[row.coverage.state]
    amount = f" {number(row.amount)}" if row.amount else ""
    return state(colour, f"{said}{amount}")


@register.simple_tag
def filling(row: FillingRow) -> SafeString:
    """Say whether boxes hold what was set aside for them and what their plan asks."""
    value = row.value
    if value.wrong:
        n = sum(each.by * each.boxes for each in value.wrong if each.by < 0)
        said = _("short {n} in boxes") if n else _("too many in boxes")
        return state("tidak", str(said).format(n=number(-n)))
    if value.misallocated:
        said = _("allocation is not the need")
        return state("perhatian", f"{said}: {signed(value.misallocated)}")
    if value.allocated is None or not row.on_shelf:
        return state("tepat", str(_("all in boxes")) if value.allocated else str(_("as planned")))
    return state("menyusul", str(_("{n} not in boxes yet")).format(n=number(row.on_shelf)))


@register.simple_tag
def arrival(row: ExpectationRow) -> SafeString:
    colour, said = words.ARRIVES[row.slack.state]
    return state(colour, str(said))


@register.simple_tag
def asked(row: RequestRow) -> SafeString:
    colour, said = words.ASKED[row.state]
    return state(colour, str(said))


@register.filter
def thing_of(goods: Goods, shelf: Shelf) -> Thing:
    """Return the thing that goods are, from the shelf of the page."""
    return shelf.thing(goods)


@register.filter
def who(user: User | None) -> str:
    """Name the person who did it, or a dash where the system did."""
    return user.get_full_name() or user.username if user else "–"


@register.filter(name="slot_key")
def key_of_slot(slot: Slot) -> str:
    return slot_key(slot)
