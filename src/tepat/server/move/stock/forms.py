"""What a form of the warehouse sends, read into values. Clerks write 2.000."""

import secrets
from collections.abc import Mapping
from typing import Final

from django.http import HttpRequest, QueryDict

from tepat.core.digits import whole_number
from tepat.core.move.damage import CAUSE_BY_CODE
from tepat.core.move.stock import Condition, Goods, Pool, Slot
from tepat.core.problems import Code, refuse
from tepat.server import clock
from tepat.server.election.models import Scope, User
from tepat.server.move.stock.goods import Shelf, key_of
from tepat.server.move.stock.ledger import Act
from tepat.server.move.stock.queries import places

PSU_SUFFIX: Final = "|psu"
"""What a choice of goods ends with when PSU stock is meant."""
MOST: Final = 100_000_000
"""The largest number of pieces in one field: half of all voters of the country."""


def new_token() -> str:
    """Return a token for one form: sent twice it is one act."""
    return secrets.token_urlsafe(18)


def number(post: QueryDict, field: str, column: str) -> int:
    """Return a whole number of zero or more; an empty field is 0.

    Raises `Refused` naming the column and what was written.
    """
    return whole(post.get(field, ""), column)


def whole(text: str, column: str) -> int:
    plain = text.strip()
    found = whole_number(plain or "0", MOST)
    if found is None and plain.replace(".", "").isdecimal():
        raise refuse(Code.NUMBER_TOO_BIG, column=column, value=plain[:40], most=MOST)
    if found is None:
        raise refuse(Code.NUMBER_WANTED, column=column, value=plain[:40])
    return found


def act_of(request: HttpRequest, paper: str = "", **facts: object) -> Act:
    """Return who does this, now, with the token of the form."""
    user = request.user if isinstance(request.user, User) else None
    token = request.POST.get("token", "").strip()[:64] or new_token()
    kept = {key: value for key, value in facts.items() if value}
    return Act(token, clock.now(), user, paper.strip()[:80], kept)


def place_of(scope: Scope, code: str) -> str:
    """Return the code of a place of this scope. Raises `Refused` for another."""
    if code not in {place.code for place in places(scope)}:
        raise refuse(Code.PLACE_UNKNOWN, value=code)
    return code


def slot_key(slot: Slot) -> str:
    """Return a slot as the value of an option."""
    parts = (key_of(slot.goods), slot.place, slot.condition.value, slot.pool.value)
    return "~".join(parts)


def read_slot(text: str) -> Slot:
    """Return the slot an option names. Raises `Refused` where it is none."""
    try:
        key, place, condition, pool = text.split("~")
        item, _, sku = key.partition("|")
        return Slot(Goods(item, sku), place, Condition(condition), Pool(pool))
    except ValueError:
        raise refuse(Code.GOODS_UNKNOWN, value=text[:80]) from None


def pile_of(scope: Scope, shelf: Shelf, text: str) -> Slot:
    """Return the pile an option names: known goods in a place of ours.

    Raises `Refused` for goods that are not stored here and for a place that is not ours.
    """
    slot = read_slot(text)
    shelf.find(key_of(slot.goods))
    place_of(scope, slot.place)
    return slot


def condition(text: str) -> Condition:
    """Return the condition an option names. Raises `Refused` where it is none."""
    try:
        return Condition(text)
    except ValueError:
        raise refuse(Code.GOODS_UNKNOWN, value=text[:80]) from None


def known_causes(by_cause: Mapping[str, int]) -> dict[str, int]:
    """Return causes with their pieces. Raises `Refused` for a cause that is not on the list."""
    for code in by_cause:
        if code not in CAUSE_BY_CODE:
            raise refuse(Code.CAUSE_UNKNOWN, value=code[:40], choices=", ".join(CAUSE_BY_CODE))
    return {code: n for code, n in by_cause.items() if n}
