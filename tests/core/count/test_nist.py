"""Results of Kabupaten Contoh as NIST SP 1500-100: valid, unofficial, the same bytes again."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from tepat.core.count.form import Form
from tepat.core.count.nist import UNOFFICIAL, About, Area, Contest, report

ABOUT = About(
    "pilkada-2024",
    "Pilkada 2024",
    date(2024, 11, 27),
    "99.01",
    "Kabupaten Contoh",
    datetime(2024, 11, 27, 14, 0, tzinfo=UTC),
    "tepat 0.1.0",
    is_test=True,
)
TPS = ("99.01.01.1001-001", "99.01.01.1001-002")
AREAS = [
    Area("99.01", "Kabupaten Contoh", 2),
    Area("99.01.01", "Hulu", 3, "99.01"),
    Area("99.01.01.1001", "Kota Hulu", 4, "99.01.01"),
    *(Area(each, f"TPS {each[-3:]}", 5, "99.01.01.1001") for each in TPS),
]
CONTESTS = [
    Contest("KWK-BUP/99.01", "Bupati", "99.01", {"1": "Pasangan Contoh 1", "2": ""}),
    Contest("KWK-GUB/99", "Gubernur", "99.01"),
]
FORMS = [
    Form(TPS[1], "KWK-BUP/99.01", {"used": 250, "invalid": 9}, {"1": 140, "2": 101}),
    Form(TPS[0], "KWK-BUP/99.01", {"used": 200, "invalid": 4}, {"1": 96, "2": 100}),
    Form(TPS[0], "KWK-GUB/99", {}, {"1": 7, "2": None}),
    Form("99.01.09.9999-001", "KWK-BUP/99.01", {"used": 1}, {"1": 1}),
]


@pytest.fixture
def valid(conformance: Callable[[str], Path]) -> jsonschema_rs.Validator:
    schema = conformance("nist/NIST_V2_election_results_reporting.json")
    return jsonschema_rs.validator_for(json.loads(schema.read_text()))


def made(forms: list[Form] = FORMS) -> dict[str, Any]:
    return report(ABOUT, AREAS, CONTESTS, forms)


def test_the_report_is_valid_and_says_that_it_is_unofficial(
    valid: jsonschema_rs.Validator,
) -> None:
    found = made()
    assert [str(each) for each in valid.iter_errors(found)] == []
    assert found["Status"] == "unofficial-partial"
    assert found["Notes"] == UNOFFICIAL
    broken = {**found, "Status": "official"}
    assert not valid.is_valid(broken)


def test_votes_stand_by_tps_and_are_added_up(valid: jsonschema_rs.Validator) -> None:
    bupati, gubernur = made()["Election"]
    selections = bupati["Contest"][0]["ContestSelection"]
    assert [
        [(each["GpUnitId"], each["Count"]) for each in one["VoteCounts"]] for one in selections
    ] == [
        [(f"gp-{TPS[0]}", 96), (f"gp-{TPS[1]}", 140), ("gp-99.01", 236)],
        [(f"gp-{TPS[0]}", 100), (f"gp-{TPS[1]}", 101), ("gp-99.01", 201)],
    ]
    assert [each["BallotsRejected"] for each in bupati["BallotCounts"]] == [4, 9]
    assert gubernur["Contest"][0]["SubUnitsReported"] == 1
    # A candidate who was left blank at a TPS has no count there: a blank is no nought.
    assert [len(each["VoteCounts"]) for each in gubernur["Contest"][0]["ContestSelection"]] == [
        2,
        1,
    ]


def test_every_reference_leads_somewhere_and_ids_are_unique() -> None:
    found = made()
    units = [each["@id"] for each in found["GpUnit"]]
    assert len(units) == len(set(units)) == len(AREAS)
    text = json.dumps(found)
    ids = [*units, *_ids(found["Election"])]
    assert len(ids) == len(set(ids))
    for part in text.split('"gp-')[1:]:
        assert f"gp-{part.partition(chr(34))[0]}" in units


def _ids(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["@id"]] if "@id" in value else []
        return own + [name for each in value.values() for name in _ids(each)]
    return [name for each in value for name in _ids(each)] if isinstance(value, list) else []


def test_the_same_forms_in_another_order_are_the_same_bytes() -> None:
    assert json.dumps(made()) == json.dumps(made(FORMS[::-1]))


def test_all_forms_of_all_kinds_make_it_complete(valid: jsonschema_rs.Validator) -> None:
    forms = [Form(tps, each.sku, {}, {"1": 1}) for tps in TPS for each in CONTESTS]
    found = made(forms)
    assert found["Status"] == "unofficial-complete"
    assert valid.is_valid(found)
    assert valid.is_valid(made([]))
    assert made([])["Status"] == "unofficial-partial"


def test_lists_of_names_are_a_contest_of_their_own(valid: jsonschema_rs.Validator) -> None:
    votes: dict[str, int | None] = {"1.0": 6, "1.1": 90, "1": 96, "2": 100}
    value = made([Form(TPS[0], "KWK-BUP/99.01", {"used": 200, "invalid": 4}, votes)])
    valid.validate(value)
    both = value["Election"][0]["Contest"]
    assert [each["Name"] for each in both] == ["Bupati", "Bupati: suara partai dan calon"]
    lines = [[each["@id"].rpartition("-")[2] for each in c["ContestSelection"]] for c in both]
    assert lines == [["1", "2"], ["1.0", "1.1"]]
