"""The facts of a log as an EPCIS 2.0 document, for whoever reads supply chains in it.

A view, never the store: EPCIS has no signatures, and the log stays the proof. Things are
named by own URIs below the origin of the log, steps by CBV 2.0 where it has a word and by
own URIs where it has none. Each event is named by its hash; `tepat:fact` names the fact.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from itertools import chain
from typing import Any, Final

from tepat.adapters.epcis.event_hash import event_hash, prefixes_of
from tepat.core.move import events
from tepat.core.move.events import Fact

CONTEXT: Final = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
Event = dict[str, Any]
Lists = Mapping[str, frozenset[str]]


class Names:
    """URIs of one log's things: packages, places, parties, seals, items, papers.

    >>> Names("tepat.example/pilkada-2024/63.09").thing("place", "63.09.05:ppk")
    'https://tepat.example/pilkada-2024/63.09/id/place/63.09.05:ppk'
    """

    def __init__(self, origin: str) -> None:
        self.base = f"https://{origin}"

    def thing(self, kind: str, code: str) -> str:
        """Return the URI of one thing; what is not safe in a URI is percent-encoded."""
        safe = "".join(_safe(each) for each in code)
        return f"{self.base}/id/{kind}/{safe}"

    def step(self, word: str) -> str:
        """Return the URI of a step or disposition that CBV has no word for."""
        return f"{self.base}/vocab/{word}"

    @property
    def context(self) -> list[Any]:
        """The `@context` of every document of this log."""
        return [CONTEXT, {"tepat": f"{self.base}/vocab/"}]


def document(origin: str, named: Iterable[tuple[str, Fact]], lists: Lists, made: datetime) -> Event:
    """Return the EPCIS document of `named` facts (name and fact), in the order given.

    `lists` says which packages a list's hash stands for. Facts that name no goods and
    facts that are nobody's to read have no event.
    """
    facts = list(named)
    names = Names(origin)
    written = {name: _events(name, fact, names, lists) for name, fact in facts}
    put_right = [_declared(name, fact, written) for name, fact in facts]
    return {
        "@context": names.context,
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": made.isoformat(timespec="seconds"),
        "epcisBody": {"eventList": [*chain(*written.values()), *chain(*put_right)]},
    }


def _events(name: str, fact: Fact, names: Names, lists: Lists) -> list[Event]:
    write = _WRITERS.get(fact.KIND)
    if write is None or fact.AUDIENCE.is_hidden:
        return []
    packages = [names.thing("package", code) for code in sorted(events.packages_of(fact, lists))]
    event = write(fact, packages, names)
    if event is None:
        return []
    known = {key: value for key, value in event.items() if value not in ("", [], None)}
    whole = {
        "type": known.pop("type", "ObjectEvent"),
        "eventTime": fact.at.isoformat(timespec="seconds"),
        "eventTimeZoneOffset": fact.at.isoformat(timespec="seconds")[-6:],
        **known,
        "tepat:fact": name,
        "tepat:kind": fact.KIND,
        "tepat:device": fact.device,
    }
    return [_named(whole, names)]


def _named(event: Event, names: Names) -> Event:
    prefixes = prefixes_of({"@context": names.context})
    return {"eventID": event_hash(event, prefixes), **event}


def _declared(name: str, fact: Fact, written: Mapping[str, list[Event]]) -> list[Event]:
    """The events of a fact that was put right, again, with the declaration that they are wrong."""
    if not isinstance(fact, events.Corrected | events.Cancelled):
        return []
    stands = getattr(fact, "stands", "")
    declaration = {
        "declarationTime": fact.at.isoformat(timespec="seconds"),
        "reason": "incorrect_data" if stands else "did_not_occur",
        "correctiveEventIDs": [event["eventID"] for event in written.get(stands, [])],
        "tepat:fact": name,
    }
    declaration = {key: value for key, value in declaration.items() if value}
    return [{**event, "errorDeclaration": declaration} for event in written.get(fact.fact, [])]


def _observed(
    step: str, disposition: str, packages: list[str], action: str = "OBSERVE", place: str = ""
) -> Event | None:
    """An event about packages as they are; none where no package is named."""
    if not packages:
        return None
    return {
        "type": "ObjectEvent",
        "action": action,
        "bizStep": step,
        "disposition": disposition,
        "epcList": packages,
        "readPoint": {"id": place} if place else None,
    }


def _place(fact: Fact, names: Names) -> str:
    code = getattr(fact, "place", "")
    return names.thing("place", code) if code else ""


def _packed(fact: Fact, packages: list[str], names: Names) -> Event | None:
    assert isinstance(fact, events.Packed)
    return {
        "type": "AggregationEvent",
        "action": "ADD",
        "bizStep": "packing",
        "disposition": "in_progress",
        "parentID": names.thing("package", fact.package),
        "childEPCs": [names.thing("package", code) for code in fact.holds],
        "childQuantityList": [_quantity(line, names) for line in fact.contents],
    }


def _quantity(line: events.Counted, names: Names) -> Event:
    code = "-".join(part for part in (line.item, line.sku) if part)
    return {"epcClass": names.thing("item", code), "quantity": line.count}


def _with_seals(action: str, step: str, disposition: str) -> "Writer":
    """A package and its seals; where no seal is named, the package alone."""

    def write(fact: Fact, packages: list[str], names: Names) -> Event | None:
        seals = [names.thing("seal", number) for number in getattr(fact, "seals", ())]
        if not seals:
            return _observed(step, disposition, packages, place=_place(fact, names))
        place = _place(fact, names)
        return {
            "type": "AssociationEvent",
            "action": action,
            "bizStep": step,
            "disposition": disposition,
            "parentID": packages[0],
            "childEPCs": seals,
            "readPoint": {"id": place} if place else None,
        }

    return write


def _handover(step: str, disposition: str, paper: str) -> "Writer":
    def write(fact: Fact, packages: list[str], names: Names) -> Event | None:
        assert isinstance(fact, events.Given | events.Received | events.RefusedLoad)
        event = _observed(step, disposition, packages, place=_place(fact, names))
        if event is None:
            return None
        if isinstance(fact, events.Received):
            event["disposition"] = _found(fact)
        giver, receiver = names.thing("party", fact.giver), names.thing("party", fact.receiver)
        destination: list[Event] = [{"type": "possessing_party", "destination": receiver}]
        if fact.to:
            target = names.thing("place", fact.to)
            destination.append({"type": "location", "destination": target})
        return event | {
            "sourceList": [{"type": "possessing_party", "source": giver}],
            "destinationList": destination,
            "bizTransactionList": _papers(fact, paper, names),
        }

    return write


def _found(fact: "events.Received") -> str:
    if fact.without:
        return "mismatch_instance"
    damaged = fact.condition or any(check.condition for check in fact.checks)
    return "damaged" if damaged else "completeness_verified"


def _papers(
    fact: "events.Given | events.Received | events.RefusedLoad", kind: str, names: Names
) -> list[Event]:
    found = []
    if fact.shipment:
        code = names.thing("shipment", fact.shipment)
        found.append({"type": kind, "bizTransaction": code})
    if fact.paper:
        found.append({"type": "bol", "bizTransaction": names.thing("paper", fact.paper)})
    return found


def _plain(step: str, disposition: str = "", own: bool = False) -> "Writer":
    def write(fact: Fact, packages: list[str], names: Names) -> Event | None:
        word = names.step(step) if own else step
        return _observed(word, disposition, packages, place=_place(fact, names))

    return write


def _bound(fact: Fact, packages: list[str], names: Names) -> Event | None:
    event = _observed("commissioning", "active", packages, action="ADD")
    return event and event | {"tepat:foreign": getattr(fact, "foreign", "")}


def _inspected(fact: Fact, packages: list[str], names: Names) -> Event | None:
    good = getattr(fact, "outcome", "") in ("pass", "passed", "good")
    found = "conformant" if good else "non_conformant"
    return _observed("inspecting", found, packages, place=_place(fact, names))


def _incident(fact: Fact, packages: list[str], names: Names) -> Event | None:
    found = _LOST.get(getattr(fact, "what", ""), "non_conformant")
    return _observed("holding", found, packages, place=_place(fact, names))


_LOST: Final = {"stolen": "stolen", "lost": "unknown", "damaged": "damaged", "wet": "damaged"}

Writer = Callable[[Fact, list[str], Names], Event | None]

_WRITERS: Final[Mapping[str, Writer]] = {
    "commissioned": _bound,
    "released": _plain("released", own=True),
    "packed": _packed,
    "counted": _plain("cycle_counting", "container_open"),
    "sealed": _with_seals("ADD", "installing", "container_closed"),
    "unsealed": _plain("removing", "container_open"),
    "opened": _with_seals("DELETE", "unpacking", "container_open"),
    "used": _plain("used", "container_open", own=True),
    "listed": _plain("staging_outbound", "container_closed"),
    "given": _handover("departing", "in_transit", "desadv"),
    "received": _handover("arriving", "completeness_verified", "recadv"),
    "refused": _handover("void_shipping", "available", "desadv"),
    "transferred": _plain("transporting", "in_transit"),
    "relocated": _plain("storing", "container_closed"),
    "witnessed": _plain("witnessed", own=True),
    "inspected": _inspected,
    "incident": _incident,
    "replaced": _plain("replacing", "needs_replacement"),
    "destroyed": _plain("destroying", "destroyed"),
    "archived": _plain("storing", "inactive"),
}
"""How each kind of fact is told in EPCIS; a kind that is not here names no goods."""


def _safe(each: str) -> str:
    if each.isascii() and (each.isalnum() or each in "-._~:@"):
        return each
    return "".join(f"%{byte:02X}" for byte in each.encode("utf-8"))
