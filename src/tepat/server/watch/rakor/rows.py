"""Words and evidence as rows keep them, and back."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from tepat.core.election.catalogue import Words
from tepat.core.watch.rakor.agenda import Item
from tepat.core.watch.rakor.briefing import Line, Topic
from tepat.core.watch.rakor.state import Evidence

LONGEST_KEY: Final = 120
LONGEST_MARK: Final = 300


def words_json(words: Words) -> dict[str, str]:
    return {"id": words.id, "en": words.en} if words else {}


def words_of(kept: Mapping[str, str]) -> Words:
    return Words(kept.get("id", ""), kept.get("en", ""))


def evidence_json(evidence: Evidence) -> dict[str, Any]:
    return {
        "label": words_json(evidence.label),
        "page": evidence.page,
        "args": list(evidence.args),
        "at": evidence.at,
    }


def evidence_of(kept: Mapping[str, Any]) -> Evidence:
    return Evidence(words_of(kept["label"]), kept["page"], tuple(kept["args"]), kept["at"])


def item_fields(item: Item) -> dict[str, Any]:
    """Return an item of the draft as the fields of its row."""
    return {
        "key": item.key[:LONGEST_KEY],
        "mark": item.mark[:LONGEST_MARK],
        "title": words_json(item.title),
        "text": words_json(item.text),
        "ask": words_json(item.ask),
        "owner": item.owner,
        "minutes": item.minutes,
        "evidence": [evidence_json(each) for each in item.evidence],
    }


def lines_json(lines: Iterable[Line]) -> list[dict[str, Any]]:
    return [
        {
            "topic": line.topic.value,
            "text": words_json(line.text),
            "evidence": [evidence_json(each) for each in line.evidence],
        }
        for line in lines
    ]


def lines_of(kept: Iterable[Mapping[str, Any]]) -> tuple[Line, ...]:
    return tuple(
        Line(
            Topic(each["topic"]),
            words_of(each["text"]),
            tuple(evidence_of(one) for one in each["evidence"]),
        )
        for each in kept
    )
