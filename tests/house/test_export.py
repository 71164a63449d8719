"""A log is exported with the base install, from a folder that holds together."""

import json
import shutil
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from tepat.core.log import canonical
from tepat.core.move import shipments
from tests import logs
from tests.adapters.test_epcis import Conformance
from tests.house.test_base_install import run_with_only_the_base

STORE, PPK = "99.01:gudang-1", "99.01.01:ppk"


@pytest.fixture
def handed_over(tmp_path: Path) -> logs.Log:
    """Bu_sari sealed 17 packages; a load of two went to pak_joko, who shows where he is."""
    log = logs.a_log(tmp_path / "log", 40, state_lines=None)
    bu_sari, pak_joko = (_phone(log, who) for who in ("bu_sari", "pak_joko"))
    body = shipments.list_of(
        logs.ELECTION, logs.KABUPATEN, "SJ-01", (STORE, PPK), ["KB0001", "KB0002"]
    )
    handover = {
        "shipment": "SJ-01",
        "list": log.list(body),
        "giver": "warehouse@bu_sari",
        "receiver": "driver@pak_joko",
        "place": STORE,
        "to": PPK,
    }
    log.add(*bu_sari.fact("given", **handover))
    log.add(*pak_joko.fact("received", **handover, given=bu_sari.prev))
    gps = {"lat": -216500, "lon": 11538300}
    where = pak_joko.fact("positioned", shipment="SJ-01", gps=gps, salt="5a" * 16)
    log.hide(*where, "security", shown=True)
    log.publish()
    return log


def _phone(log: logs.Log, who: str) -> logs.Device:
    """The phone of somebody as `a_log` left it."""
    phone = logs.Device(who)
    for leaf in log.leaves:
        text = json.loads(leaf)["body"]
        body = json.loads(text)
        if body["device"] == phone.signer.key_id:
            phone.seq, phone.prev = body["seq"], canonical.name_of(text.encode())
            phone.own = {"by": who, "role": "kpu", "assignment": phone.own.get("assignment", "")}
            phone.own["assignment"] = body["assignment"]
    return phone


def exported(log: logs.Log, out: Path) -> Any:
    ran = run_with_only_the_base(
        "log", "export", str(log.folder), "--format", "epcis", "-o", str(out)
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return json.loads(out.read_bytes())


def test_a_log_with_a_handover_is_valid_epcis(
    handed_over: logs.Log, tmp_path: Path, conformance: Conformance
) -> None:
    schema = json.loads(conformance("epcis/EPCIS-JSON-Schema.json").read_text())

    made = exported(handed_over, tmp_path / "log.jsonld")

    validator = jsonschema_rs.Draft7Validator(schema, validate_formats=True)
    assert [error.message for error in validator.iter_errors(made)] == []


def test_both_halves_of_the_handover_name_the_packages_of_its_list(
    handed_over: logs.Log, tmp_path: Path
) -> None:
    made = exported(handed_over, tmp_path / "log.jsonld")

    events = made["epcisBody"]["eventList"]
    assert len(events) == 35 + 2  # packed and sealed, given and received; no key, no position
    for event in events[-2:]:
        assert [each.rpartition("/")[2] for each in event["epcList"]] == ["KB0001", "KB0002"]
    assert "11538300" not in json.dumps(made)
    again = exported(handed_over, tmp_path / "again.jsonld")
    assert again == made


def test_hidden_facts_are_counted_beside_the_document_and_never_in_it(
    handed_over: logs.Log, tmp_path: Path
) -> None:
    """Whether its body lies beside the log or not."""
    out = tmp_path / "log.jsonld"
    documents = []
    for _ in range(2):
        ran = run_with_only_the_base(
            "log", "export", str(handed_over.folder), "--format", "epcis", "-o", str(out)
        )
        assert ran.returncode == 0
        assert "1 peristiwa tertutup tidak ikut" in ran.stderr
        documents.append(out.read_text("utf-8"))
        shutil.rmtree(handed_over.folder / "bodies", ignore_errors=True)

    assert documents[0] == documents[1]
    assert "tertutup" not in documents[0]
    assert "11538300" not in documents[0]


def test_a_changed_folder_is_not_exported(handed_over: logs.Log, tmp_path: Path) -> None:
    bundle = handed_over.folder / "tile/entries/000.p/43"
    bundle.write_bytes(bundle.read_bytes().replace(b"SJ-01", b"SJ-02", 1))

    out = tmp_path / "log.jsonld"
    ran = run_with_only_the_base(
        "log", "export", str(handed_over.folder), "--format", "epcis", "-o", str(out)
    )

    assert ran.returncode == 1
    assert "tepat log verify" in ran.stderr
    assert not out.exists()


def test_withheld_entries_are_said(tmp_path: Path) -> None:
    log = logs.a_log(tmp_path / "log", 40, state_lines=None, shows_entries=False)
    log.publish()

    ran = run_with_only_the_base(
        "log", "export", str(log.folder), "--format", "epcis", "-o", str(tmp_path / "out")
    )

    assert ran.returncode == 1
    assert "0 dari 40" in ran.stderr
