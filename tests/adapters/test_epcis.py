"""EPCIS documents of others: their event hashes, and what the published schema says."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from tepat.adapters.epcis.event_hash import event_hash, pre_hash, prefixes_of
from tepat.adapters.epcis.gs1_keys import canonical_key

Conformance = Callable[[str], Path]


def events_of(document: dict[str, Any]) -> list[dict[str, Any]]:
    return list(document["epcisBody"]["eventList"])


def valid(schema: Path, document: Any) -> bool:
    validator = jsonschema_rs.Draft7Validator(json.loads(schema.read_text()), validate_formats=True)
    return validator.is_valid(document)


def test_every_published_event_hash_is_ours(conformance: Conformance) -> None:
    documents = sorted(conformance("epcis/event-hash").glob("*.jsonld"))
    assert documents
    for path in documents:
        document = json.loads(path.read_text())
        prefixes = prefixes_of(document)
        said = path.with_suffix(".prehashes").read_text().split("\n")
        hashes = path.with_suffix(".hashes").read_text().split()

        events = events_of(document)

        assert [pre_hash(event, prefixes) for event in events] == [each for each in said if each]
        assert [event_hash(event, prefixes) for event in events] == hashes


def test_the_order_in_which_an_event_is_spelled_does_not_matter(conformance: Conformance) -> None:
    for path in sorted(conformance("epcis/examples").glob("*.jsonld")):
        document = json.loads(path.read_text())
        body = document["epcisBody"]
        events = body.get("eventList") or body["queryResults"]["resultsBody"]["eventList"]
        for event in events:
            backwards = dict(reversed(event.items()))

            assert event_hash(event) == event_hash(backwards)
            assert event_hash(event) == event_hash({**event, "recordTime": "2024-11-25T00:00:00Z"})
            assert event_hash(event) != event_hash({**event, "bizStep": "void_shipping"})


def test_the_published_examples_are_valid(conformance: Conformance) -> None:
    schema = conformance("epcis/EPCIS-JSON-Schema.json")
    for path in sorted(conformance("epcis/examples").glob("*.jsonld")):
        document = json.loads(path.read_text())

        assert valid(schema, document), path.name


def test_the_published_wrong_documents_are_refused(conformance: Conformance) -> None:
    schema = conformance("epcis/EPCIS-JSON-Schema.json")
    documents = sorted(conformance("epcis/invalid").glob("*.json"))
    assert documents
    for path in documents:
        assert not valid(schema, json.loads(path.read_text())), path.name


@pytest.mark.parametrize(
    ("epc", "link"),
    [
        ("urn:epc:id:sscc:4012345.0000000333", "https://id.gs1.org/00/040123450000003338"),
        ("urn:epc:id:sgln:4012345.00011.0", "https://id.gs1.org/414/4012345000115"),
        ("urn:epc:id:pgln:0614141.00000", "https://id.gs1.org/417/0614141000005"),
        ("urn:epc:id:giai:4000001.111", "https://id.gs1.org/8004/4000001111"),
        ("urn:epc:id:grai:4012345.55555.98765", "https://id.gs1.org/8003/0401234555555498765"),
        (
            "urn:epc:class:lgtin:4012345.012345.998877",
            "https://id.gs1.org/01/04012345123456/10/998877",
        ),
        ("https://tepat.example/id/package/KWK6309", "https://tepat.example/id/package/KWK6309"),
    ],
)
def test_keys_of_gs1_have_one_spelling(epc: str, link: str) -> None:
    assert canonical_key(epc) == link
