"""Who held one package and who signed, as its page shows it. No queries: values in, words out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, ngettext

from tepat.core.election.regions import split_tps
from tepat.core.log import checkpoints
from tepat.core.move import events
from tepat.core.move.custody import Custody, Flag, Stage
from tepat.core.move.custody_problems import problems_with, problems_with_signer
from tepat.core.move.devices import Registry
from tepat.core.move.folding import Folded
from tepat.core.move.pairing import Edge
from tepat.core.move.seals import readable_seal
from tepat.server.log.publishing.standing import LogStanding
from tepat.server.move.packages import words
from tepat.server.move.packages.queries import Entry
from tepat.server.move.packing.words import Names
from tepat.server.plan.models import Package
from tepat.server.problems import say

STARTED = "gudang"


@dataclass(frozen=True, slots=True)
class Told:
    """What the parts of the page are made of."""

    package: Package
    folded: Folded
    registry: Registry
    entries: Sequence[Entry]
    names: Names
    follows: bool
    """Whether the reader may read where and when it moves."""

    @property
    def custody(self) -> Custody:
        return self.folded.custody

    @property
    def by_name(self) -> Mapping[str, Entry]:
        return {each.name: each for each in self.entries}


def places_in(folded: Folded) -> list[str]:
    """Return the areas that the page must name."""
    pairs = folded.custody.pairs
    edges = (*pairs.edges, *pairs.open, *pairs.claims)
    found = [folded.custody.place, folded.custody.towards]
    found += [each for edge in edges for each in (edge.place, edge.to)]
    found += [party.partition("@")[2] for edge in edges for party in (edge.giver, edge.receiver)]
    return [each.partition(":")[0] for each in found if each]


def headline(told: Told) -> dict[str, Any]:
    """Say where the package is, and the worst that does not fit with whose decision it is."""
    custody, names = told.custody, told.names
    worst = next((flag for flag in words.FLAGS if flag in custody.flags), None)
    shape, text, decides = words.FLAGS[worst] if worst else ("tepat", "", "")
    moved = custody.stage not in (Stage.PLANNED, Stage.PACKED, Stage.SEALED, Stage.REOPENED)
    if moved and not told.follows:
        return {"shape": "benar", "where": gettext("It has left the KPU warehouse"), "flag": ""}
    where = gettext(words.STAGES[custody.stage]) % {
        "place": words.place_words(names, custody.place) if custody.place else "?",
        "towards": words.place_words(names, custody.towards) if custody.towards else "?",
    }
    contents = custody.stage in (Stage.PLANNED, Stage.PACKED, Stage.REOPENED)
    return {
        "shape": shape if worst else ("belum" if contents else "tepat"),
        "where": where,
        "flag": gettext(text) if text else "",
        "decides": gettext(decides) if decides else "",
        "holder": words.party_words(names, custody.holder) if custody.holder else "",
        "seals": _seals_count(told),
    }


def _seals_count(told: Told) -> str:
    whole = len(told.folded.packing.seals)
    if not whole:
        return ""
    return ngettext("%(n)s seal recorded", "%(n)s seals recorded", whole) % {"n": whole}


def chain(told: Told) -> list[dict[str, Any]]:
    """Return the places it passed with who signed between them, then those still to come."""
    names, custody = told.names, told.custody
    start = {"name": gettext("KPU warehouse"), "state": "", "at": None}
    nodes: list[dict[str, Any]] = [start]
    reached = {STARTED}
    if told.follows:
        rows = [(edge, False) for edge in _in_order(told)]
        rows += [(edge, True) for edge in (*custody.pairs.open, *custody.pairs.claims)]
        for edge, is_half in rows:
            nodes += [_link(told, edge, is_half=is_half), _node(told, edge, is_half=is_half)]
            reached.add(edge.receiver.partition("@")[2])
    solid = [node for node in nodes if "dots" not in node and node["state"] != "next"]
    solid[-1]["state"] = "here"
    for area in _way(told.package):
        if area not in reached:
            nodes += [
                {"dots": ["belum"] * 3, "words": gettext("no fact yet"), "is_whole": False},
                {"name": names.place(area), "state": "next", "at": None},
            ]
    return nodes


def _in_order(told: Told) -> list[Edge]:
    """Edges from hand to hand; where the hands do not say, as they reached the log."""
    left = sorted(told.custody.pairs.edges, key=lambda each: told.by_name[each.last].number)
    found: list[Edge] = []
    while left:
        holder = found[-1].receiver if found else ""
        given = {each.receiver for each in left}
        following = [each for each in left if each.giver == holder]
        first = [each for each in left if each.giver not in given]
        found.append((following or first or left)[0])
        left.remove(found[-1])
    return found


def _link(told: Told, edge: Edge, *, is_half: bool) -> dict[str, Any]:
    seen = [each for each in told.custody.witnesses if each.fact in edge.names]
    dots = ["tepat" if edge.given else "belum", "tepat" if edge.received else "belum"]
    dots.append("saksi" if seen else "belum")
    if is_half:
        text = gettext("one side has signed")
    elif edge.evidence == "paper":
        text = gettext("both signed on paper")
    else:
        text = gettext("both signed")
    if any(each.finding for each in seen):
        text += ", " + gettext("a witness saw it otherwise")
    elif seen:
        text += ", " + gettext("witnessed")
    return {"dots": dots, "words": text, "is_whole": not is_half}


def _node(told: Told, edge: Edge, *, is_half: bool) -> dict[str, Any]:
    name = words.party_words(told.names, edge.receiver)
    entry = told.by_name.get(edge.last)
    state = "next" if is_half else ""
    return {"name": name, "state": state, "at": entry.fact.at if entry and not is_half else None}


def _way(row: Package) -> list[str]:
    """The areas a package passes on its way: kecamatan, desa, TPS."""
    tps = split_tps(row.place)
    desa = tps[0] if tps else row.desa
    return [each for each in (row.kecamatan, desa, row.place if tps else "") if each]


def sentences(told: Told) -> list[tuple[str, str]]:
    """Return shape and sentence of everything that does not fit, with what to do now."""
    if not told.follows:
        return []
    shapes = {f"custody_{flag.value}": shape for flag, (shape, *_) in words.FLAGS.items()}
    found = []
    for each in problems_with(told.folded):
        facts = dict(each.facts)
        for key, named in (("holder", words.party_words), ("place", words.place_words)):
            if (value := str(facts.get(key, ""))) and value != "?":
                facts[key] = named(told.names, value)
        shape = shapes.get(each.code.value, "perhatian")
        found.append((shape, say(type(each)(each.code, facts))))
    return found


def timeline(told: Told, standing: LogStanding) -> list[dict[str, Any]]:
    """Return every fact about the package in the order of the log."""
    return [_row(told, each, standing) for each in told.entries]


def _row(told: Told, entry: Entry, standing: LogStanding) -> dict[str, Any]:
    fact = entry.fact
    shape, title = words.TITLES.get(fact.KIND, words.OTHER)
    hidden = fact.KIND in words.MOVING and not told.follows
    halves = {e.given for e in told.custody.pairs.open} | {
        e.received for e in told.custody.pairs.claims
    }
    amiss = problems_with_signer(entry.name, fact, told.registry, told.custody)
    wrong = [say(each) for each in amiss]
    differs = _differs(told, fact)
    row = {
        "number": entry.number,
        "name": entry.name,
        "title": gettext(title),
        "shape": "tidak" if differs else ("sepihak" if entry.name in halves else shape),
        "hidden": hidden,
        "proof": proof_state(entry.number, standing),
        "is_code": isinstance(fact, events.Sealed | events.Commissioned),
        "at": fact.at,
        "received_at": entry.received_at,
        "late": (entry.received_at - fact.at).total_seconds() > LATE_S,
        "by": entry.by,
        "device": fact.device[:4] if fact.role else "",
        "role": _role(told, fact),
        "lines": [],
        "said": "",
        "witnesses": [],
        "wrong": wrong,
        "is_half": entry.name in halves,
    }
    if not hidden:
        row["lines"] = _lines(told, entry) + differs
        row["said"] = entry.said
        row["witnesses"] = _witnesses(told, entry)
    return row


def _role(told: Told, fact: events.Fact) -> str:
    """Name the duty in which a phone signed; "" for the desk."""
    given = told.registry.assignments.get(fact.assignment)
    return words.party_words(told.names, f"{given.role}@{given.area}") if given else ""


LATE_S = 600
"""A fact that took longer than this to reach the server says so."""


def _lines(told: Told, entry: Entry) -> list[str]:
    fact, names = entry.fact, told.names
    lines: list[str] = []
    match fact:
        case events.Packed():
            lines = [f"{each.count} {names.item(each.item, each.sku)}" for each in fact.contents]
        case events.Sealed():
            lines = [readable_seal(each) for each in fact.seals]
        case events.Commissioned() | events.Released():
            lines = [fact.foreign]
        case events.Given() | events.Received() | events.RefusedLoad():
            route = gettext("%(giver)s to %(receiver)s") % {
                "giver": words.party_words(names, fact.giver),
                "receiver": words.party_words(names, fact.receiver),
            }
            lines = [route, words.place_words(names, fact.place)]
        case events.Witnessed():
            lines = [fact.finding or gettext("it was so")]
    if isinstance(fact, events.Load) and fact.shipment:
        lines.append(fact.shipment)
    return lines


def _differs(told: Told, fact: events.Fact) -> list[str]:
    """Seals that this handover saw and the box was not closed with."""
    if Flag.SEAL_DIFFERS not in told.custody.flags or not told.follows:
        return []
    known = set(told.folded.packing.seals)
    strange = [each for each in seen_by(fact, told.package.code) if known and each not in known]
    if not strange:
        return []
    codes = ", ".join(readable_seal(each) for each in strange)
    return [gettext("another seal: %(codes)s") % {"codes": codes}]


def seen_by(fact: events.Fact, package: str) -> tuple[str, ...]:
    """Return the seals that a fact saw on `package`."""
    checks = getattr(fact, "checks", ())
    return next((each.seals for each in checks if each.package == package), ())


def _witnesses(told: Told, entry: Entry) -> list[dict[str, Any]]:
    return [
        {
            "who": words.role_words(each.role),
            "device": each.device[:4],
            "shape": "tidak" if each.finding else "saksi",
        }
        for each in told.custody.witnesses
        if each.fact == entry.name
    ]


def proof_state(number: int, standing: LogStanding) -> str:
    """Tell how far a fact is proved: `received`, `recorded` or `witnessed`."""
    size = standing.checkpoint.size if standing.checkpoint else 0
    if number <= min(standing.status.quorum_size, size) and standing.status.has_policy:
        return "witnessed"
    return "recorded" if number <= size else "received"


def proof_box(told: Told, standing: LogStanding) -> dict[str, Any]:
    """Count how far the facts are proved, and name the newest one that the log holds."""
    states = [proof_state(each.number, standing) for each in told.entries]
    recorded = [e for e, s in zip(told.entries, states, strict=True) if s != "received"]
    shown = [e for e in recorded if told.follows or e.fact.KIND not in words.MOVING]
    checkpoint: checkpoints.Checkpoint | None = standing.checkpoint
    return {
        "total": len(states),
        "recorded": len(recorded),
        "witnessed": states.count("witnessed"),
        "waiting": states.count("received"),
        "newest": shown[-1] if shown else None,
        "fingerprint": standing.fingerprint,
        "size": checkpoint.size if checkpoint else 0,
    }


def seal_columns(told: Told) -> list[tuple[str, tuple[str, ...]]]:
    """Return each handover that looked at the seals: who, and what they saw."""
    if not told.follows:
        return []
    found = []
    for edge in _in_order(told):
        entry = told.by_name.get(edge.received)
        if entry and (seen := seen_by(entry.fact, told.package.code)):
            found.append((words.party_words(told.names, edge.receiver), seen))
    return found
