"""A supervisor with a folder and a policy finds what was changed, wherever it was."""

import json
import os
import random
import shutil
from functools import cache
from pathlib import Path

import pytest

from tepat.core.log import entries, keys, notes
from tepat.core.move import events
from tepat.core.problems import Code, Refused
from tepat.witness import checking, sources, trust
from tepat.witness.verifying.report import Grade, Outcome
from tepat.witness.verifying.run import Asked, verify
from tests import logs
from tests.witness.checks import check, codes

FLIPS = int(os.environ.get("FLIPS", "250"))


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


def test_every_flipped_byte_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """R3: any byte of any tile, bundle, checkpoint or state; FLIPS=1000 in `make soak`."""
    # The same bytes are judged time and again; these are functions of them alone.
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


def test_too_few_witnesses_are_said_first(tmp_path: Path) -> None:
    log = logs.a_log(tmp_path / "log", 30)
    log.publish(witnesses=["polres"])

    report = check(log)
    assert codes(report) == {Code.QUORUM_MISSING}
    assert "disaksikan 1 dari 3 saksi log, BELUM CUKUP" in report.sentence
    assert not report.is_fine


def test_entries_that_are_withheld_leave_the_order_to_check(tmp_path: Path) -> None:
    log = logs.a_log(tmp_path / "log", 300, shows_entries=False, state_lines=None)
    log.publish()
    report = check(log)
    assert report.is_fine
    assert "isi peristiwa belum dibuka" in report.sentence

    tile = log.folder / "tile/0/000"
    tile.write_bytes(bytes(32) + tile.read_bytes()[32:])
    assert not check(log).is_fine


def test_what_is_missing_hides_no_forged_state(tmp_path: Path) -> None:
    """Forged states are named; without the entries that name them nothing is called fine."""
    log = grown(tmp_path)
    states = log.folder / "states/270.jsonl"
    states.write_bytes(states.read_bytes().replace(b'"stage":"sealed"', b'"stage":"packed"', 3))
    assert check(log).outcome is Outcome.WRONG

    for gone, code in (
        ("tile/entries/000", Code.BUNDLE_MISSING),
        ("tile/entries", Code.STATES_NONE),
        ("states", Code.STATES_NONE),
    ):
        path = log.folder / gone
        away = tmp_path / "away"
        path.rename(away)
        report = check(log)
        away.rename(path)

        assert report.outcome is Outcome.NOT_PROVEN, gone
        assert code in codes(report)
        assert "TIDAK TERBUKTI" in report.sentence
    states.rename(states.with_name("271.jsonl"))
    assert check(log).counts[Grade.CHANGED] == 0
    (log.folder / "states/60.jsonl").unlink()
    (log.folder / "states/20.jsonl").unlink()
    assert check(log).outcome is Outcome.NOT_PROVEN


def test_entries_that_had_to_be_open_are_missing(tmp_path: Path) -> None:
    for moment, outcome in (("2029-11-20", Outcome.NOT_PROVEN), ("2029-11-28", Outcome.FINE)):
        log = logs.a_log(tmp_path / moment, 300, shows_entries=False, state_lines=None)
        log.releases = {"entries": f"{moment}T00:00:00+08:00"}
        log.publish()
        assert check(log).outcome is outcome


@pytest.mark.parametrize(
    ("gone", "code", "status"),
    [
        ("log.json", Code.ABOUT_MISSING, 3),
        ("checkpoints/index", Code.INDEX_MISSING, 3),
        ("tile/0/000", Code.TILE_MISSING, 3),
        ("states", Code.STATES_NONE, 3),
        ("tile/entries/001.p/14", Code.BUNDLE_MISSING, 3),
        ("checkpoints/20", Code.INDEX_DIFFERS, 1),
        ("checkpoint", Code.NOTE_UNREADABLE, 1),
        ("", None, 0),
    ],
)
def test_whoever_takes_a_file_away_gets_no_good_status(
    tmp_path: Path, gone: str, code: Code | None, status: int
) -> None:
    log = grown(tmp_path)
    if gone:
        (log.folder / gone).rename(tmp_path / "away")

    assert code is None or code in codes(check(log))
    policy = log.policy(tmp_path / "policy")
    assert checking.check(str(log.folder), policy, [], [], None, None) == status


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


def test_a_desk_key_counts_from_the_entry_that_names_it(tmp_path: Path) -> None:
    log = logs.Log(tmp_path / "log", state_lines=logs.folded)
    desk, second = logs.Device("desk"), logs.Device("second desk")
    log.add(*desk.fact("desk_enrolled", key=logs.key_text("desk")))
    early = log.add(*second.fact("incident", what="banjir"))
    enrols = log.add(*desk.fact("desk_enrolled", key=logs.key_text("second desk")))
    log.add(*second.fact("incident", what="banjir"))
    log.publish()

    [named] = [
        each.problem for each in check(log).findings if each.problem.code is Code.DESK_KEY_EARLY
    ]
    assert (named.facts["number"], named.facts["first"]) == (early, enrols)


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


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (logs.ORIGIN.encode(), b"tepat.example/contoh-2030/99.01", Code.ABOUT_CHANGED),
        (b"entries", b"entriez", Code.ABOUT_CHANGED),
        (b"{", b"{ ", Code.ABOUT_CHANGED),
        (b"+08:00", b"", Code.ABOUT_CHANGED),
        (b"{", b"[", Code.ABOUT_CHANGED),
        (logs.log_vkey().encode(), logs.log_vkey(operator="dalang").encode(), Code.ABOUT_SIGNATURE),
        (b"2029-11-28", b"2029-11-27", Code.ABOUT_SIGNATURE),
    ],
)
def test_what_the_folder_says_of_itself_must_fit_what_was_signed(
    tmp_path: Path, old: bytes, new: bytes, code: Code
) -> None:
    log = grown(tmp_path)
    file = log.folder / "log.json"
    good = file.read_bytes()
    assert old in good
    file.write_bytes(good.replace(old, new, 1))

    assert codes(check(log)) - {Code.ABOUT_KEYS} == {code}


def test_a_description_of_the_form_before_it_was_signed_is_read_and_noted(tmp_path: Path) -> None:
    log = logs.a_log(tmp_path / "log", 20, signs_description=False)
    log.publish()
    report = check(log)

    assert codes(report) == {Code.ABOUT_UNSIGNED}
    assert report.is_fine


def test_the_signature_under_a_description_is_none_under_a_checkpoint(tmp_path: Path) -> None:
    log = logs.a_log(tmp_path / "log", 20)
    folder = log.publish()
    note = json.loads((folder / "log.json").read_bytes())["note"]

    assert trust.read_checkpoint(note.encode()) is None


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


def test_an_empty_log_is_fine(tmp_path: Path) -> None:
    log = logs.Log(tmp_path / "log")
    log.publish()

    assert check(log).sentence == (
        "0 peristiwa, 0 diubah, 0 belum lengkap; disaksikan 3 dari 3 saksi log."
    )


@pytest.mark.parametrize(("signed_by", "fine"), [(10, True), (9, False)])
def test_ten_of_306_phones_are_a_quorum(tmp_path: Path, signed_by: int, fine: bool) -> None:
    pkd = tuple(f"pkd{number:03}" for number in range(1, 307))
    log = logs.a_log(tmp_path / "log", 20, witnesses=pkd)
    log.publish(witnesses=pkd[::30][:signed_by])
    asked = Asked(trust.read_policy(log.policy(tmp_path / "policy", quorum=10)), "policy")

    report = verify(sources.opened(str(log.folder)), asked)
    assert report.is_fine is fine
    assert f"disaksikan {signed_by} dari 306 saksi log" in report.sentence
