"""The list of facts that people may report: one row in `EVENTS` for each kind.

A fact is a frozen value with a version and an audience. Its bytes are canonical JSON
(`core/log/canonical.py`); the hash of the bytes is its name. `after` names the facts
about the same package that the reporter had seen: what happened in which order is read
from these links, never from a clock, so that facts may arrive in any order.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, Final, TypedDict, get_args, get_type_hints

from tepat.core.log import canonical

LARGEST_FACT: Final = 16_384
"""Bytes. A fact travels in a QR or a text message; photographs travel by their hash."""


class Audience(StrEnum):
    """Who may read the body of a fact; its hash is public at once."""

    PUBLIC = "public"
    AGENCIES = "agencies"
    SECURITY = "security"
    RESULTS = "results"


class Unreadable(ValueError):
    """These bytes are not a fact of the list. The text is one of `REASONS`."""


REASONS: Final = ("too_large", "not_canonical", "unknown_kind", "malformed", "other_scope")


class Header(TypedDict):
    """What every fact is made with; `after` names the facts its reporter had seen."""

    election: str
    kabupaten: str
    at: datetime
    by: str
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """Pieces of one item that were counted into a package."""

    item: str
    count: int
    sku: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What all facts carry. `at` is the reporter's clock, `by` a random account id."""

    KIND: ClassVar[str]
    VERSION: ClassVar[int] = 1
    AUDIENCE: ClassVar[Audience]

    election: str
    kabupaten: str
    at: datetime
    by: str
    after: tuple[str, ...] = ()

    @property
    def packages(self) -> tuple[str, ...]:
        """The packages this fact says something about."""
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Commissioned(Fact):
    """A box that already carries another system's code was bound to our package."""

    KIND: ClassVar[str] = "commissioned"
    AUDIENCE: ClassVar[Audience] = Audience.PUBLIC

    package: str
    foreign: str

    @property
    def packages(self) -> tuple[str, ...]:
        return (self.package,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Released(Fact):
    """Another system's code no longer stands for our package; somebody approved it.

    `after` names the bindings it undoes, so that a later binding stands.
    """

    KIND: ClassVar[str] = "released"
    AUDIENCE: ClassVar[Audience] = Audience.PUBLIC

    package: str
    foreign: str
    reason: str
    approved_by: str

    @property
    def packages(self) -> tuple[str, ...]:
        return (self.package,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed(Fact):
    """A package was filled: what was counted, and the envelopes that lie in it."""

    KIND: ClassVar[str] = "packed"
    AUDIENCE: ClassVar[Audience] = Audience.PUBLIC

    package: str
    contents: tuple[Counted, ...]
    holds: tuple[str, ...] = ()

    @property
    def packages(self) -> tuple[str, ...]:
        return (self.package, *self.holds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed(Fact):
    """A package was closed with these numbered seals."""

    KIND: ClassVar[str] = "sealed"
    AUDIENCE: ClassVar[Audience] = Audience.PUBLIC

    package: str
    seals: tuple[str, ...]

    @property
    def packages(self) -> tuple[str, ...]:
        return (self.package,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsealed(Fact):
    """A closed package was opened again: its seals are broken, somebody approved it."""

    KIND: ClassVar[str] = "unsealed"
    AUDIENCE: ClassVar[Audience] = Audience.PUBLIC

    package: str
    reason: str
    approved_by: str

    @property
    def packages(self) -> tuple[str, ...]:
        return (self.package,)


@dataclass(frozen=True, slots=True, kw_only=True)
class SealsIssued(Fact):
    """A range of seal numbers was handed to a team."""

    KIND: ClassVar[str] = "seals_issued"
    AUDIENCE: ClassVar[Audience] = Audience.AGENCIES

    prefix: str
    first: int
    last: int
    width: int
    what: str
    to: str


EVENTS: Final[Mapping[str, type[Fact]]] = {
    kind.KIND: kind for kind in (Commissioned, Released, Packed, Sealed, Unsealed, SealsIssued)
}


def write(fact: Fact) -> bytes:
    """Return the canonical bytes of `fact`."""
    value: dict[str, Any] = {"kind": fact.KIND, "v": fact.VERSION}
    for each in fields(fact):
        value[each.name] = _plain(getattr(fact, each.name))
    return canonical.encode(value)


def read(data: bytes) -> Fact:
    """Return the fact in `data`, judged only by what the bytes show.

    Raises `Unreadable` with one of `REASONS`.
    """
    if len(data) > LARGEST_FACT:
        raise Unreadable("too_large")
    try:
        value = canonical.decode(data)
    except canonical.NotCanonical as error:
        raise Unreadable("not_canonical") from error
    if not isinstance(value, dict):
        raise Unreadable("malformed")
    event = EVENTS.get(str(value.pop("kind", "")))
    if event is None or value.pop("v", None) != event.VERSION:
        raise Unreadable("unknown_kind")
    try:
        return event(**_fields(event, value))
    except (TypeError, ValueError, KeyError) as error:
        raise Unreadable("malformed") from error


_UNSEEN: Final = ("Cc", "Cs", "Zl", "Zp")
_JOINER: Final = "\u200d"


def clean(text: str) -> str:
    """Return what a person typed as a fact may carry it: NFC, one line, nothing unseen.

    Marks that turn the direction of text or take no room (Unicode Cf) are left out: they
    make two texts look alike, or one read as another. A joiner stays between letters
    that need it, which are never Latin ones.

    >>> clean("KB\\u202e0170\\u200b411")
    'KB0170411'
    """
    plain = "".join(_seen(text, place) for place in range(len(text)))
    return unicodedata.normalize("NFC", " ".join(plain.split()))[:400]


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


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, Counted):
        return {"count": value.count, "item": value.item, "sku": value.sku}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value


_HINTS: Final = {event: get_type_hints(event) for event in EVENTS.values()}


def _fields(event: type[Fact], value: dict[str, Any]) -> dict[str, Any]:
    names = {each.name for each in fields(event)}
    if set(value) != names:
        raise KeyError("fields")
    return {name: _typed(_HINTS[event][name], value[name]) for name in names}


def _typed(hint: Any, value: Any) -> Any:
    """Return `value` as `hint`: texts, whole numbers, moments, and lists of these."""
    if hint is datetime:
        moment = datetime.fromisoformat(_of(str, value))
        if moment.tzinfo is None or moment.isoformat(timespec="seconds") != value:
            raise ValueError("moment")
        return moment
    if hint is Counted:
        line = _of(dict, value)
        if set(line) != {"count", "item", "sku"} or _of(int, line["count"]) < 0:
            raise ValueError("line")
        return Counted(_of(str, line["item"]), line["count"], _of(str, line["sku"]))
    if hint in (str, int):
        return _of(hint, value)
    (each, _) = get_args(hint)
    return tuple(_typed(each, one) for one in _of(list, value))


def _of(kind: type, value: Any) -> Any:
    if not isinstance(value, kind) or isinstance(value, bool):
        raise TypeError(kind.__name__)
    return value
