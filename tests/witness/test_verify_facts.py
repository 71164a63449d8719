"""Facts, chains, phones, bodies and lists of a log, as verification judges them."""

import json
import shutil
from pathlib import Path
from typing import Any

from tepat.core.log import canonical, entries, keys, notes, spelling
from tepat.core.move import manifests, shipments
from tepat.core.problems import Code
from tepat.witness.verifying.report import Outcome, Report
from tests import logs
from tests.witness.checks import check, codes, pak_joko_of


def outbox(path: Path, **parts: list[Any]) -> Path:
    path.write_text(json.dumps(parts))
    return path


def signed(body: bytes, signature: bytes) -> dict[str, str]:
    return {"body": body.decode(), "sig": spelling.to_base64(signature)}


def test_a_receipt_binds_the_server(tmp_path: Path) -> None:
    log = logs.a_log(tmp_path / "log", 30)
    log.publish()
    phone = pak_joko_of(log)
    dropped = phone.fact("unsealed", package="KB0001", reason="a")
    name = canonical.name_of(dropped[0])

    def found(*receipts: tuple[bytes, bytes]) -> Report:
        sent = [signed(*each) for each in receipts]
        box = outbox(tmp_path / "hp.json", facts=[signed(*dropped)], receipts=sent)
        return check(log, phones=(box,))

    assert codes(found()) == {Code.PHONE_WAITING}
    assert found().is_fine
    assert codes(found(log.receipt(31, name))) == {Code.RECEIPT_BROKEN}
    assert codes(found(log.receipt(7, name))) == {Code.RECEIPT_ELSEWHERE}
    forged = log.receipt(31, name, desk="somebody")
    assert Code.RECEIPT_SIGNATURE in codes(found(forged))


def test_one_witness_ahead_of_time_breaks_no_promise(tmp_path: Path) -> None:
    moment = int(logs.START.timestamp()) + 60
    for liars, code in ((1, Code.PHONE_WAITING), (2, Code.RECEIPT_BROKEN)):
        log = logs.a_log(tmp_path / str(liars), 30)
        log.ahead = dict.fromkeys(log.witnesses, moment)
        log.ahead |= dict.fromkeys(log.witnesses[:liars], 2**62)
        log.publish()
        receipt = log.receipt(31, "ab" * 32)
        box = outbox(tmp_path / "hp.json", receipts=[signed(*receipt)])
        assert codes(check(log, phones=(box,))) == {code}  # two of three are the quorum


def aside(log: logs.Log, name: str, reason: str = "bad_signature") -> int:
    """The log puts bytes of this name in quarantine; returns the number."""
    received = spelling.to_utc(logs.START)
    log.leaves.append(entries.write(entries.QuarantinedEntry(name, reason, received)))
    return len(log.leaves)


def test_a_receipt_binds_the_server_to_its_verdict(tmp_path: Path) -> None:
    log = logs.a_log(tmp_path / "log", 30)
    fact = pak_joko_of(log).fact("incident", what="hujan")
    number = aside(log, canonical.name_of(fact[0]))
    log.publish()

    def found(verdict: str, reason: str = "") -> set[Code]:
        receipt = log.receipt(number, canonical.name_of(fact[0]), verdict=verdict, reason=reason)
        return codes(check(log, phones=(outbox(tmp_path / "hp", receipts=[signed(*receipt)]),)))

    assert found("accepted") == {Code.RECEIPT_VERDICT}
    assert found("known") == {Code.RECEIPT_VERDICT}
    assert found("quarantined", "unknown_device") == {Code.RECEIPT_VERDICT}
    assert found("quarantined", "bad_signature") == set()


def test_a_good_fact_that_was_answered_with_quarantine_was_refused(tmp_path: Path) -> None:
    for reason, forged in (
        ("bad_signature", False),
        ("unknown_device", False),
        ("other_scope", False),
        ("wrong_letter", False),
        ("malformed", True),
    ):
        log = logs.a_log(tmp_path / reason, 30)
        body, signature = pak_joko_of(log).fact("incident", what="hujan")
        name = canonical.name_of(body)
        number = aside(log, name, reason)
        log.publish()
        receipt = log.receipt(number, name, verdict="quarantined", reason=reason)
        fact = signed(body, bytes(64) if forged else signature)
        box = outbox(tmp_path / "hp", facts=[fact], receipts=[signed(*receipt)])

        found = codes(check(log, phones=(box,)))
        assert (Code.PHONE_REFUSED in found) == (reason == "other_scope")
        # What hangs on the signature may be true of a spoiled copy: nobody is accused.
        of_copy = reason in ("bad_signature", "unknown_device")
        assert (Code.PHONE_COPY_REFUSED in found) == of_copy
        # Somebody else may have brought the body with another signature.
        alone = outbox(tmp_path / "hp", facts=[signed(body, signature)])
        assert codes(check(log, phones=(alone,))) == {Code.PHONE_WAITING}


def test_a_fact_that_waited_for_its_key_stands_where_it_was_admitted(tmp_path: Path) -> None:
    log = logs.a_log(tmp_path / "log", 30)
    body, signature = pak_joko_of(log).fact("incident", what="hujan")
    name = canonical.name_of(body)
    first = log.receipt(aside(log, name, "unknown_device"), name, "quarantined", "unknown_device")
    late = log.receipt(log.add(body, signature), name, "known")
    log.publish()

    box = outbox(tmp_path / "hp", facts=[signed(body, signature)])
    assert codes(check(log, phones=(box,))) == set()
    kept = [signed(*each) for each in (first, late)]
    box = outbox(tmp_path / "hp", facts=[signed(body, signature)], receipts=kept)
    assert codes(check(log, phones=(box,))) == set()


def test_nobody_is_convicted_of_entries_that_a_copy_lacks(tmp_path: Path) -> None:
    log = logs.a_log(tmp_path / "log", 300)
    name = entries.parse(log.leaves[279]).name
    log.publish()
    (log.folder / "tile/entries/001.p/44").unlink()
    box = outbox(tmp_path / "hp.json", receipts=[signed(*log.receipt(280, str(name)))])

    found = codes(check(log, phones=(box,)))
    assert Code.RECEIPT_BROKEN not in found
    assert Code.PHONE_WAITING in found


def test_the_checkpoint_in_a_phone_finds_the_cut(tmp_path: Path) -> None:
    log = logs.a_log(tmp_path / "log", 30)
    seen = notes.write_note(log.note()).decode()
    del log.leaves[-3:]
    log.publish()

    report = check(log, phones=(outbox(tmp_path / "hp.json", checkpoints=[seen]),))
    assert codes(report) == {Code.LOG_CUT}


def hidden(log: logs.Log, *, shown: bool) -> str:
    """pak_joko says where his load is; returns where the body would lie."""
    own = pak_joko_of(log)
    fact = own.fact("positioned", shipment="SJ-1", place="99.01:gudang-1", salt="5" * 32)
    number = log.hide(*fact, "security", shown=shown)
    log.add(*own.fact("incident", what="hujan"))
    return f"bodies/security/{number}.json"


def test_a_hidden_body_is_withheld_or_checked(tmp_path: Path) -> None:
    log = logs.a_log(tmp_path / "log", 30)
    path = hidden(log, shown=False)
    log.publish()
    report = check(log)
    assert report.is_fine
    assert report.findings == []
    assert report.withheld == {"security": 1}
    assert "1 isi ditahan" in report.sentence

    shown = logs.a_log(tmp_path / "shown", 30)
    hidden(shown, shown=True)
    shown.publish()
    report = check(shown)
    assert report.is_fine
    assert report.findings == []
    assert report.withheld == {}
    assert report.signatures == 32

    body = shown.folder / path
    body.write_bytes(body.read_bytes().replace(b"gudang-1", b"gudang-2"))
    assert codes(check(shown)) == {Code.ENTRY_BODY}


def test_a_list_beside_the_log_has_the_name_facts_give_it(tmp_path: Path) -> None:
    log = logs.a_log(tmp_path / "log", 10, state_lines=None)
    name = log.list(
        shipments.list_of(
            "contoh-2029", "99.01", "SJ-1", ("99.01:gudang-1", "99.01.01:ppk"), ["KB0001"]
        )
    )
    log.add(*pak_joko_of(log).fact("incident", what="hujan", list=name))
    log.publish()
    assert codes(check(log)) == {Code.STATES_NONE}

    file = log.folder / f"lists/{name}"
    file.write_bytes(file.read_bytes().replace(b"KB0001", b"KB0002"))
    assert Code.LIST_CHANGED in codes(check(log))
    file.unlink()
    assert Code.LIST_MISSING in codes(check(log))


def test_without_a_list_nobody_is_accused_of_its_packages(tmp_path: Path) -> None:
    log = logs.a_log(tmp_path / "log", 10)
    stops = ("99.01:gudang-1", "99.01.01:ppk")
    data = shipments.list_of("contoh-2029", "99.01", "SJ-1", stops, ["KB0001", "KB0009"])
    manifest = manifests.read_manifest(data)
    assert manifest
    held = {canonical.name_of(data): manifest}
    log.state_lines = lambda leaves: logs.folded(leaves, held)
    name = log.list(data)
    log.add(*pak_joko_of(log).fact("incident", what="hujan", list=name))
    log.publish()
    assert check(log).outcome is Outcome.FINE

    (log.folder / f"lists/{name}").unlink()
    report = check(log)
    assert codes(report) == {Code.LIST_MISSING, Code.STATES_WITHOUT_LIST}
    assert report.outcome is Outcome.NOT_PROVEN
    # A package that no list can take away is still missed.
    states = log.folder / "states/11.jsonl"
    states.write_bytes(b"".join(states.read_bytes().splitlines(keepends=True)[1:]))
    assert Code.STATE_MISSING in codes(check(log))


def test_a_second_officer_on_the_spot_is_checked_too(tmp_path: Path) -> None:
    log = logs.a_log(tmp_path / "log", 10)
    body, signature = pak_joko_of(log).fact("incident", what="hujan")
    for good in (True, False):
        by = logs.signer("bu_sari")
        message = body if good else body + b" "
        other = entries.Countersignature(by.key_id, keys.sign_body(by, keys.EVENT, message))
        log.add(body, signature, countersigned=(other,))
        log.publish()
        assert codes(check(log)) == (set() if good else {Code.ENTRY_COUNTERSIGNATURE})
        log.leaves.pop()
        shutil.rmtree(log.folder)
        log.published = 0


def test_a_fact_of_another_election_has_no_place_here(tmp_path: Path) -> None:
    log = logs.a_log(tmp_path / "log", 10, state_lines=None)
    log.add(*pak_joko_of(log).fact("incident", what="hujan", election="lain-2024"))
    log.publish()

    assert Code.ENTRY_SCOPE in codes(check(log))


def test_gaps_links_and_unknown_keys_are_incomplete_not_changed(tmp_path: Path) -> None:
    log = logs.a_log(tmp_path / "log", 20)
    stranger = logs.Device("bu_rina", 3, "0" * 64)
    log.add(*stranger.fact("unsealed", package="KB0001", reason="dpt"))
    log.publish()
    report = check(log)
    assert report.is_fine
    assert codes(report) <= {Code.ENTRY_KEY_UNKNOWN, Code.CHAIN_GAP, Code.ENTRY_UNREADABLE}
    assert Code.CHAIN_GAP in codes(report)


def test_a_device_fork_is_shown(tmp_path: Path) -> None:
    log = logs.a_log(tmp_path / "log", 20)
    one, other = pak_joko_of(log), pak_joko_of(log)
    log.add(*one.fact("unsealed", package="KB0001", reason="a"))
    log.add(*other.fact("unsealed", package="KB0002", reason="b"))
    log.publish()

    assert Code.CHAIN_FORK in codes(check(log))


def test_a_phone_that_saw_another_log_says_so(tmp_path: Path) -> None:
    log = logs.a_log(tmp_path / "log", 30)
    pak_joko = pak_joko_of(log)
    log.add(*pak_joko.fact("incident", what="hujan", seen={"root": "ab" * 8, "size": 12}))
    log.publish()
    report = check(log)

    assert codes(report) == {Code.SEEN_UNPROVEN}
    assert report.is_fine


def test_what_a_phone_saw_is_evidence_beside_a_signed_checkpoint(tmp_path: Path) -> None:
    other = logs.a_log(tmp_path / "other", 20)
    other.leaves.pop(10)
    other.publish()
    seen = {"root": other.checkpoint.root.hex()[:16], "size": 19}
    log = logs.a_log(tmp_path / "log", 30)
    log.add(*pak_joko_of(log).fact("incident", what="hujan", seen=seen))
    log.publish()

    assert codes(check(log)) == {Code.SEEN_UNPROVEN}
    kept = notes.write_note(other.note()).decode()
    found = codes(check(log, phones=(outbox(tmp_path / "hp", checkpoints=[kept]),)))
    assert found == {Code.SEEN_DIFFERS, Code.OLDER_DIFFERS}


def test_a_forged_signature_is_found_though_the_tree_fits(tmp_path: Path) -> None:
    log = logs.a_log(tmp_path / "log", 30)
    entry = entries.parse(log.leaves[8])
    assert isinstance(entry, entries.FactEntry)
    assert b"S000" in entry.body
    body = entry.body.replace(b"S000", b"T000")
    forged = entries.FactEntry(body, entry.signature, entry.received)
    log.leaves[8] = entries.write(forged)
    log.publish()

    report = check(log)
    assert Code.ENTRY_SIGNATURE in codes(report)
    assert "Tanda tangan peristiwa 9" in "".join(report.lines())


def test_a_fact_stands_again_for_others_who_signed_it(tmp_path: Path) -> None:
    by = logs.signer("bu_sari")

    def judged(folder: str, *, good: bool, twice: bool) -> Report:
        log = logs.a_log(tmp_path / folder, 10)
        body, signature = pak_joko_of(log).fact("incident", what="hujan", packages=["KB0001"])
        first = log.add(body, signature)
        log.publish()
        other = entries.Countersignature(by.key_id, keys.sign_body(by, keys.EVENT, body))
        wrong = entries.Countersignature(by.key_id, bytes(64))
        again = log.add(body, signature, countersigned=(other if good else wrong,))
        if twice:
            log.add(body, signature, countersigned=(other,))
        log.publish()
        assert by.key_id not in (log.folder / f"states/{first}.jsonl").read_text()
        assert by.key_id in (log.folder / f"states/{len(log.leaves)}.jsonl").read_text()
        receipts = [signed(*log.receipt(again, canonical.name_of(body)))]
        box = outbox(tmp_path / "hp.json", facts=[signed(body, signature)], receipts=receipts)
        return check(log, phones=(box,))

    assert codes(judged("good", good=True, twice=False)) == set()
    assert Code.ENTRY_COUNTERSIGNATURE in codes(judged("wrong", good=False, twice=False))
    assert Code.ENTRY_TWICE in codes(judged("twice", good=True, twice=True))
