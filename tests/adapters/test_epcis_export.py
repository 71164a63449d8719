"""The log of Kabupaten Contoh as EPCIS: valid, named by its hashes, nothing hidden told."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import jsonschema_rs
import pytest

from tepat.adapters.epcis.event_hash import event_hash, prefixes_of
from tepat.adapters.epcis.export import document
from tepat.core.log.canonical import name_of
from tepat.core.move import events
from tests.adapters.test_epcis import Conformance, events_of

ORIGIN = "tepat.example/pilkada-2024/99.01"
BOX, ENVELOPE = "KB24990101200300101", "SS24990101200300101"
LIST = "ab" * 32
WITA = timezone(timedelta(hours=8))
SAID: dict[str, Any] = {
    "election": "pilkada-2024",
    "kabupaten": "99.01",
    "at": datetime(2024, 11, 25, 5, 10, tzinfo=WITA),
    "device": "0f" * 16,
    "seq": 1,
}
HANDOVER: dict[str, Any] = {
    "shipment": "SJ-07",
    "list": LIST,
    "giver": "warehouse@99.01",
    "receiver": "ppk@99.01.02",
    "place": "99.01.02:ppk",
}
BU_SARI_PACKED = events.Packed(
    **SAID,
    package=BOX,
    contents=(events.Counted("surat_suara", 494, "KWK-BUP/99.01"),),
    holds=(ENVELOPE,),
)
SEALED = events.Sealed(**SAID, package=BOX, seals=("KB0170411", "KB0170412"))
PAK_JOKO_GAVE = events.Given(**SAID, **HANDOVER, to="99.01.02:ppk")
BU_RINA_TOOK = events.Received(**SAID, **HANDOVER, given="cd" * 32, paper="BA-12/PPK")
ALL = [
    events.Commissioned(**SAID, package=BOX, foreign="SILOG-77"),
    BU_SARI_PACKED,
    SEALED,
    events.Unsealed(**SAID, package=BOX, reason="delta"),
    events.Opened(**SAID, package=BOX, place="99.01.02.2003-001", seals=("KB0170411",)),
    PAK_JOKO_GAVE,
    BU_RINA_TOOK,
    events.Witnessed(**SAID, packages=(BOX,), fact="cd" * 32, place="99.01.02:ppk"),
    events.Relocated(**SAID, packages=(BOX,), to="99.01.02:balai desa"),
    events.Destroyed(**SAID, packages=(BOX,), place="99.01:gudang-1", reason="surplus"),
]


def named(facts: list[events.Fact]) -> list[tuple[str, events.Fact]]:
    return [(name_of(events.write(fact)), fact) for fact in facts]


def export(facts: list[events.Fact]) -> dict[str, Any]:
    made = datetime(2024, 11, 28, tzinfo=UTC)
    return document(ORIGIN, named(facts), {LIST: frozenset({BOX, ENVELOPE})}, made)


def test_what_is_exported_is_valid(conformance: Conformance) -> None:
    schema = json.loads(conformance("epcis/EPCIS-JSON-Schema.json").read_text())
    validator = jsonschema_rs.Draft7Validator(schema, validate_formats=True)

    exported = export(ALL)

    assert [error.message for error in validator.iter_errors(exported)] == []
    assert len(events_of(exported)) == len(ALL)


def test_each_event_is_named_by_its_own_hash() -> None:
    exported = export(ALL)
    prefixes = prefixes_of(exported)

    named_events = events_of(exported)

    assert [event_hash(event, prefixes) for event in named_events] == [
        event["eventID"] for event in named_events
    ]
    assert len({event["eventID"] for event in named_events}) == len(ALL)


def test_a_handover_names_both_parties_the_paper_and_what_its_list_holds() -> None:
    (event,) = events_of(export([BU_RINA_TOOK]))

    assert event["epcList"] == [
        f"https://{ORIGIN}/id/package/{BOX}",
        f"https://{ORIGIN}/id/package/{ENVELOPE}",
    ]
    assert event["sourceList"][0]["source"].endswith("/id/party/warehouse@99.01")
    assert event["disposition"] == "completeness_verified"
    assert [each["type"] for each in event["bizTransactionList"]] == ["recadv", "bol"]


def test_a_cancelled_fact_is_told_again_with_the_declaration_that_it_did_not_occur() -> None:
    (name, _), *_ = named([PAK_JOKO_GAVE])
    cancelled = events.Cancelled(**SAID, fact=name, reason="not_departed")

    first, again = events_of(export([PAK_JOKO_GAVE, cancelled]))

    assert again["errorDeclaration"]["reason"] == "did_not_occur"
    assert {k: v for k, v in again.items() if k != "errorDeclaration"} == first


def test_a_correction_names_the_event_that_stands(conformance: Conformance) -> None:
    (wrong, _), (right, _) = named([PAK_JOKO_GAVE, BU_RINA_TOOK])
    corrected = events.Corrected(**SAID, fact=wrong, stands=right, reason="wrong_load")

    exported = export([PAK_JOKO_GAVE, BU_RINA_TOOK, corrected])

    *_, stands, again = events_of(exported)
    assert again["errorDeclaration"]["correctiveEventIDs"] == [stands["eventID"]]
    schema = json.loads(conformance("epcis/EPCIS-JSON-Schema.json").read_text())
    assert jsonschema_rs.Draft7Validator(schema, validate_formats=True).is_valid(exported)


@pytest.mark.parametrize(
    "hidden",
    [
        events.Positioned(**SAID, salt="0" * 32, shipment="SJ-07", place="99.01.02"),
        events.Escorted(**SAID, salt="0" * 32, shipment="SJ-07", escort="polres@99.01", count=2),
    ],
)
def test_what_a_robber_would_like_is_not_exported(hidden: events.Fact) -> None:
    assert events_of(export([hidden])) == []
