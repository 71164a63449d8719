"""Which stretches of road a person means who says that one is closed."""

import difflib
from collections.abc import Iterable

from tepat.core.plan.instance.values import Instance
from tepat.core.problems import Code, Problem


def arcs_named(instance: Instance, words: str) -> tuple[list[str], list[Problem]]:
    """Return the ids of the arcs that `words` name, or the problem that none does.

    Words are an id, a name of a road (all its stretches), or its two ends: `Haruai - Upau`.
    """
    wanted = _plain(words)
    names = {node.id: node.name or node.id for node in instance.nodes}
    ends = {
        arc.id: frozenset((_plain(names.get(arc.tail, "")), _plain(names.get(arc.head, ""))))
        for arc in instance.arcs
    }
    pair = frozenset(_plain(each) for each in words.split(" - "))
    for found in (
        [arc.id for arc in instance.arcs if arc.id == words],
        [arc.id for arc in instance.arcs if arc.name and _plain(arc.name) == wanted],
        [arc.id for arc in instance.arcs if len(pair) == 2 and ends[arc.id] == pair],
    ):
        if found:
            return found, []
    return [], [Problem(Code.PLAN_ARC_UNKNOWN, {"got": words, "near": _near(instance, words)})]


def _near(instance: Instance, words: str) -> str:
    names = {node.id: node.name or node.id for node in instance.nodes}
    known: Iterable[str] = dict.fromkeys(
        arc.name or f"{names.get(arc.tail, arc.tail)} - {names.get(arc.head, arc.head)}"
        for arc in instance.arcs
    )
    return ", ".join(difflib.get_close_matches(words, list(known), n=3, cutoff=0.0)) or "-"


def _plain(text: str) -> str:
    return " ".join(text.lower().split())
