"""A supervisor with a folder and a policy finds what was changed, wherever it was."""

import json
import random
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tepat.core.log import canonical, entries, keys, notes, spelling
from tepat.core.move import events, shipments
from tepat.core.problems import Code, Refused
from tepat.witness import sources, trust
from tepat.witness.verifying.report import Grade, Report
from tepat.witness.verifying.run import Asked, verify
from tests import logs

FLIPS = 1_000


def check(log: logs.Log, **more: Any) -> Report:
    """Verify what a log has published, as a laptop with only folder and policy would."""
    policy = log.policy(log.folder.parent / "policy")
    asked = Asked(trust.read_policy(policy), "policy", **more)
    return verify(sources.opened(str(log.folder)), asked)


def codes(report: Report) -> set[Code]:
    return {each.problem.code for each in report.findings}


def grown(folder: Path) -> logs.Log:
    """A log that was published three times, with partial tiles of each."""
    whole = logs.a_log(folder / "whole", 270)
    log = logs.a_log(folder / "log", 20)
    log.publish()
    for size in (60, 270):
        log.leaves = whole.leaves[:size]
        log.publish()
    return log


def test_an_honest_log_is_fine(tmp_path: Path) -> None:
    report = check(grown(tmp_path))

    assert report.is_fine
    assert report.findings == []
    assert report.sentence == (
        "270 peristiwa, 0 diubah, 0 belum lengkap; disaksikan 3 dari 3 saksi log."
    )
    assert (report.signatures, report.older) == (270, 3)
    assert report.packages == 133


def test_one_flipped_byte_is_found_a_thousand_times(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R3: any byte of any tile, bundle, checkpoint or state, in a seeded thousand."""
    # The same bytes are judged a thousand times over; these are functions of them alone.
    for module, name in ((keys, "verifies"), (entries, "parse"), (events, "read")):
        monkeypatch.setattr(module, name, cache(getattr(module, name)))
    log = grown(tmp_path)
    asked = Asked(trust.read_policy(log.policy(tmp_path / "policy")), "policy")
    source = sources.opened(str(log.folder))
    files = sorted(
        each for each in log.folder.rglob("*") if each.is_file() and each.name != "log.json"
    )
    chance = random.Random(20291120)
    missed = []
    for _ in range(FLIPS):
        file = chance.choice(files)
        good = file.read_bytes()
        at, bit = chance.randrange(len(good)), 1 << chance.randrange(8)
        file.write_bytes(good[:at] + bytes([good[at] ^ bit]) + good[at + 1 :])
        try:
            found = bool(verify(source, asked).findings)
        except Refused:
            found = True
        if not found:
            missed.append((file.name, at, bit))
        file.write_bytes(good)

    assert missed == []
    assert verify(source, asked).findings == []


def changed_leaf(log: logs.Log, number: int, old: bytes, new: bytes) -> None:
    assert old in log.leaves[number - 1]
    log.leaves[number - 1] = log.leaves[number - 1].replace(old, new)


def test_a_changed_entry_is_named_and_the_rest_still_checked(tmp_path: Path) -> None:
    log = grown(tmp_path)
    bundle = log.folder / "tile/entries/000"
    data = bundle.read_bytes()
    bundle.write_bytes(data.replace(b"S00030", b"S99999").replace(b"S00100", b"S88888"))

    report = check(log)
    changed = [each.problem for each in report.findings if each.grade is Grade.CHANGED]
    assert [each.facts["number"] for each in changed] == [35, 105]
    # What they said is lost with them: their device's chain shows two gaps.
    assert codes(report) == {Code.BUNDLE_CHANGED, Code.CHAIN_GAP}
    assert "2 diubah" in report.sentence
    assert "Peristiwa 35 dalam tile/entries/000 telah diubah" in report.lines()[0]
    assert not report.is_fine


def test_a_changed_hash_is_told_from_a_changed_entry(tmp_path: Path) -> None:
    log = grown(tmp_path)
    for path in ("tile/0/000", "tile/0/001.p/14", "tile/1/000.p/1"):
        file = log.folder / path
        good = file.read_bytes()
        file.write_bytes(bytes(32) + good[32:])
        report = check(log)
        assert [each.problem.facts["file"] for each in report.findings] == [path]
        file.write_bytes(good)


def test_history_that_was_rewritten_meets_the_old_checkpoint(tmp_path: Path) -> None:
    log = logs.a_log(tmp_path / "log", 50)
    log.publish()
    kept = tmp_path / "kept"
    shutil.copy(log.folder / "checkpoint", kept)
    shutil.rmtree(log.folder)
    del log.leaves[20]
    log.published = 0
    log.publish()
    assert Code.LOG_CUT in codes(check(log, since=(kept,)))

    log.add(*logs.Device("pak_joko", seq=1, prev="0" * 64).fact("incident", what="hujan"))
    log.publish()
    assert Code.OLDER_DIFFERS in codes(check(log, since=(kept,)))


def test_two_views_of_one_log_do_not_fit(tmp_path: Path) -> None:
    ours, theirs = logs.a_log(tmp_path / "a", 30), logs.a_log(tmp_path / "b", 40)
    theirs.leaves[25] = theirs.leaves[27]
    ours.publish()
    theirs.publish()

    assert check(ours).is_fine
    report = check(theirs, since=(ours.folder / "checkpoint",))
    assert Code.OLDER_DIFFERS in codes(report)


def test_a_phone_that_saw_another_log_says_so(tmp_path: Path) -> None:
    log = logs.a_log(tmp_path / "log", 30)
    pak_joko = _pak_joko(log)
    log.add(*pak_joko.fact("incident", what="hujan", seen={"root": "ab" * 8, "size": 12}))
    log.publish()

    assert codes(check(log)) == {Code.SEEN_DIFFERS}


def _pak_joko(log: logs.Log) -> logs.Device:
    """The phone of pak_joko, after its enrolment in `a_log`."""
    entry = entries.parse(log.leaves[4])
    assert isinstance(entry, entries.FactEntry)
    own = json.loads(entry.body)
    assigned = {"by": "pak_joko", "role": "driver", "assignment": own["assignment"]}
    return logs.Device("pak_joko", 1, entry.name, assigned)


def test_too_few_witnesses_are_said_first(tmp_path: Path) -> None:
    log = logs.a_log(tmp_path / "log", 30)
    log.publish(witnesses=["polres"])

    report = check(log)
    assert codes(report) == {Code.QUORUM_MISSING}
    assert "disaksikan 1 dari 3 saksi log, BELUM CUKUP" in report.sentence
    assert not report.is_fine


def test_entries_that_are_withheld_leave_the_order_to_check(tmp_path: Path) -> None:
    log = logs.a_log(tmp_path / "log", 300, shows_entries=False)
    log.publish()
    report = check(log)
    assert report.is_fine
    assert "isi peristiwa belum dibuka" in report.sentence

    tile = log.folder / "tile/0/000"
    tile.write_bytes(bytes(32) + tile.read_bytes()[32:])
    assert not check(log).is_fine


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
    one, other = _pak_joko(log), _pak_joko(log)
    log.add(*one.fact("unsealed", package="KB0001", reason="a"))
    log.add(*other.fact("unsealed", package="KB0002", reason="b"))
    log.publish()

    assert Code.CHAIN_FORK in codes(check(log))


def test_the_first_fact_must_be_the_root_of_authority(tmp_path: Path) -> None:
    log = logs.a_log(tmp_path / "log", 20)
    thief = logs.Device("thief")
    log.add(*thief.fact("desk_enrolled", key=logs.key_text("thief")))
    log.publish()
    assert Code.DESK_KEY_UNSIGNED in codes(check(log))

    del log.leaves[0]
    shutil.rmtree(log.folder)
    log.published = 0
    log.publish()
    assert Code.DESK_KEY_ROOT in codes(check(log))


def test_what_a_server_says_of_a_package_must_follow_from_its_facts(tmp_path: Path) -> None:
    log = logs.a_log(tmp_path / "log", 20)
    file = log.publish() / "states/20.jsonl"
    lines = file.read_bytes().split(b"\n")
    for changed, code in (
        ([lines[0].replace(b"sealed", b"packed"), *lines[1:]], Code.STATE_DIFFERS),
        (lines[1:], Code.STATE_MISSING),
        ([lines[0].replace(b"KB0001", b"KB0000"), *lines], Code.STATE_STRANGER),
        ([lines[1], lines[0], *lines[2:]], Code.STATES_UNREADABLE),
        ([b"{", *lines], Code.STATES_UNREADABLE),
    ):
        file.write_bytes(b"\n".join(changed))
        assert code in codes(check(log)), code


def test_a_changed_cosignature_is_named(tmp_path: Path) -> None:
    log = logs.a_log(tmp_path / "log", 20)
    good = notes.parse_note((log.publish() / "checkpoint").read_bytes())
    last = good.signatures[-1]
    value = last.value[:-1] + bytes([last.value[-1] ^ 1])
    spoiled = notes.Note(
        good.text, (*good.signatures[:-1], notes.Signature(last.name, last.key_hash, value))
    )
    (log.folder / "checkpoint").write_bytes(notes.write_note(spoiled))

    report = check(log)
    assert codes(report) == {Code.NOTE_SPOILED}
    assert "disaksikan 2 dari 3" in report.sentence


def outbox(path: Path, **parts: list[Any]) -> Path:
    path.write_text(json.dumps(parts))
    return path


def signed(body: bytes, signature: bytes) -> dict[str, str]:
    return {"body": body.decode(), "sig": spelling.to_base64(signature)}


def test_a_receipt_binds_the_server(tmp_path: Path) -> None:
    log = logs.a_log(tmp_path / "log", 30)
    log.publish()
    phone = _pak_joko(log)
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


def test_the_checkpoint_in_a_phone_finds_the_cut(tmp_path: Path) -> None:
    log = logs.a_log(tmp_path / "log", 30)
    seen = notes.write_note(log.note()).decode()
    del log.leaves[-3:]
    log.publish()

    report = check(log, phones=(outbox(tmp_path / "hp.json", checkpoints=[seen]),))
    assert codes(report) == {Code.LOG_CUT}


def test_keys_come_from_the_policy_and_never_from_the_folder(tmp_path: Path) -> None:
    log = logs.a_log(tmp_path / "log", 20, operator="thief")
    log.publish()
    policy = tmp_path / "policy"
    policy.write_text(logs.policy_text(logs.ORIGIN, "log", log.witnesses, 2))
    asked = Asked(trust.read_policy(policy), "policy")

    report = verify(sources.opened(str(log.folder)), asked)
    assert Code.NOTE_UNTRUSTED in codes(report)
    assert not report.is_fine


def test_what_cannot_be_read_is_no_verdict(tmp_path: Path) -> None:
    log = logs.a_log(tmp_path / "log", 20)
    shutil.rmtree(log.publish())
    with pytest.raises(Refused, match="log_folder_missing"):
        check(log)

    log.folder.mkdir()
    with pytest.raises(Refused, match="log_no_checkpoint"):
        check(log)


def test_a_log_of_nothing_but_faults_fills_no_memory(tmp_path: Path) -> None:
    log = logs.a_log(tmp_path / "log", 6, state_lines=None)
    log.leaves += [b"%d" % number for number in range(3_000)]
    log.publish()

    report = check(log)
    assert report.counts[Grade.CHANGED] >= 3_000
    assert len(report.findings) == 1_000


def hidden(log: logs.Log, *, shown: bool) -> str:
    """pak_joko says where his load is; returns where the body would lie."""
    own = _pak_joko(log)
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
    log.add(*_pak_joko(log).fact("incident", what="hujan", list=name))
    log.publish()
    assert codes(check(log)) == {Code.STATES_NONE}

    file = log.folder / f"lists/{name}"
    file.write_bytes(file.read_bytes().replace(b"KB0001", b"KB0002"))
    assert Code.LIST_CHANGED in codes(check(log))
    file.unlink()
    assert Code.LIST_MISSING in codes(check(log))


def test_a_second_officer_on_the_spot_is_checked_too(tmp_path: Path) -> None:
    log = logs.a_log(tmp_path / "log", 10)
    body, signature = _pak_joko(log).fact("incident", what="hujan")
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
    log.add(*_pak_joko(log).fact("incident", what="hujan", election="lain-2024"))
    log.publish()

    assert Code.ENTRY_SCOPE in codes(check(log))


def test_an_empty_log_is_fine(tmp_path: Path) -> None:
    log = logs.Log(tmp_path / "log")
    log.publish()

    assert check(log).sentence == (
        "0 peristiwa, 0 diubah, 0 belum lengkap; disaksikan 3 dari 3 saksi log."
    )
