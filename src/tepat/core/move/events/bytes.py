"""Facts as bytes, and bytes as facts: one spelling, judged only by what the bytes show."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import datetime
from types import UnionType
from typing import Annotated, Any, Final, get_args, get_origin, get_type_hints

from tepat.core.log import canonical
from tepat.core.move.events.desk import DESK
from tepat.core.move.events.envelope import Fact
from tepat.core.move.events.field import FIELD
from tepat.core.move.events.fields import LONGEST_TEXT, Matching, Unfit, moment, several
from tepat.core.move.events.handover import HANDOVER
from tepat.core.move.events.packing import PACKING
from tepat.core.move.events.people import PEOPLE

LARGEST_FACT: Final = 32_768
"""Bytes. A fact travels in a QR or a text message; photographs travel by their hash."""

EVENTS: Final[Mapping[str, type[Fact]]] = {
    kind.KIND: kind for kind in (*PACKING, *HANDOVER, *FIELD, *PEOPLE, *DESK)
}
"""Every fact that may be reported, by its kind: the one list."""

REASONS: Final = ("too_large", "not_canonical", "unknown_kind", "malformed", "other_scope")


class Unreadable(ValueError):
    """These bytes are not a fact of the list. The text is one of `REASONS`."""


def write(fact: Fact) -> bytes:
    """Return the canonical bytes of `fact`. What it leaves at its default is left out."""
    return canonical.encode({"kind": fact.KIND, "v": fact.VERSION} | _plain(fact))


def read(data: bytes, *, signed: bool = True) -> Fact:
    """Return the fact in `data`, judged only by what the bytes show.

    A fact names its device and its number; with `signed` false also one that the desk
    has not signed yet is read. Raises `Unreadable` with one of `REASONS`.
    """
    if len(data) > LARGEST_FACT:
        raise Unreadable("too_large")
    try:
        value = canonical.decode(data)
    except canonical.NotCanonical as error:
        raise Unreadable("not_canonical") from error
    if type(value) is not dict:
        raise Unreadable("malformed")
    return from_value(value, signed=signed)


def from_value(value: dict[str, Any], *, signed: bool = True) -> Fact:
    """Return the fact of an object that was read from canonical bytes already.

    Raises `Unreadable` for an unknown kind or version, or a field that does not fit.
    """
    kind, version = value.pop("kind", None), value.pop("v", None)
    shape = _SHAPES.get(kind) if type(kind) is str else None
    if shape is None or type(version) is not int or version != shape.kind.VERSION:
        raise Unreadable("unknown_kind")
    try:
        fact: Fact = shape(value)
    except Unfit as error:
        raise Unreadable("malformed") from error
    if (
        (not fact.device and (signed or fact.seq))
        or (fact.device and not fact.seq)
        or ((fact.seq > 1) != bool(fact.prev))
        or (shape.is_hidden != bool(fact.salt))
    ):
        raise Unreadable("malformed")
    return fact


class _Shape:
    """How an object on the wire becomes a value of `kind`.

    Every default is empty or 0, and a text of one shape is never empty: so a default
    that is spelled is found without looking it up.
    """

    __slots__ = ("_others", "_required", "_texts", "is_hidden", "kind")

    def __init__(self, kind: type[Any]) -> None:
        hints = get_type_hints(kind, include_extras=True)
        readers = {each.name: _reader(hints[each.name]) for each in fields(kind)}
        self.kind = kind
        self.is_hidden = issubclass(kind, Fact) and kind.AUDIENCE.is_hidden
        self._texts = {n: each.match for n, each in readers.items() if isinstance(each, Matching)}
        self._others = {n: each for n, each in readers.items() if n not in self._texts}
        self._required = frozenset(each.name for each in fields(kind) if each.default is MISSING)

    def __call__(self, value: Any) -> Any:
        """Return the value; `value` itself is used up."""
        if type(value) is not dict or not self._required <= value.keys():
            raise Unfit("fields")
        texts, others = self._texts, self._others
        for name, one in value.items():
            match = texts.get(name)
            if match is not None:
                if type(one) is not str or not match(one):
                    raise Unfit("text")
                continue
            reader = others.get(name)
            if reader is None:
                raise Unfit("fields")
            got = value[name] = reader(one)
            if not got and name not in self._required:
                raise Unfit("spelled default")
        return self.kind(**value)


def _reader(hint: Any) -> Callable[[Any], Any]:
    if get_origin(hint) is Annotated:
        reader: Callable[[Any], Any] = get_args(hint)[1]
        return reader
    if hint is datetime:
        return moment
    if get_origin(hint) is UnionType:
        return _reader(get_args(hint)[0])
    if get_origin(hint) is tuple:
        return several(_reader(get_args(hint)[0]))
    return _Shape(hint)


_SHAPES: Final = {kind: _Shape(event) for kind, event in EVENTS.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if not is_dataclass(value):
        return value
    return {
        each.name: _plain(got)
        for each in fields(value)
        if (got := getattr(value, each.name)) != each.default
    }


_UNSEEN: Final = ("Cc", "Cs", "Zl", "Zp")
_JOINER: Final = "\u200d"


def clean(text: str) -> str:
    """Return what a person typed as one line: NFC, nothing unseen.

    Marks that turn the direction of text or take no room (Unicode Cf) are left out: they
    make two texts look alike, or one read as another. A joiner stays between letters
    that need it, which are never Latin ones.

    >>> clean("KB\\u202e0170\\u200b411")
    'KB0170411'
    """
    plain = "".join(_seen(text, place) for place in range(len(text)))
    return unicodedata.normalize("NFC", " ".join(plain.split()))[:LONGEST_TEXT]


def _seen(text: str, place: int) -> str:
    each = text[place]
    kind = unicodedata.category(each)
    if kind in _UNSEEN:
        return " "
    if kind != "Cf":
        return each
    around = text[max(0, place - 1) : place] + text[place + 1 : place + 2]
    joins = len(around) == 2 and not any(one.isascii() or one.isspace() for one in around)
    return each if each == _JOINER and joins else ""
