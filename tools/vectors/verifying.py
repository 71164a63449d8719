"""Whole published logs, small, with the sentence that a supervisor reads about each."""

import json
from base64 import b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tepat.core.log import canonical, checkpoints, entries, spelling
from tepat.witness import sources, trust
from tepat.witness.verifying.report import Grade, Report
from tepat.witness.verifying.run import Asked, verify
from tests import logs


@dataclass
class Copy:
    """One published log as somebody holds it, and what else they kept."""

    log: logs.Log
    seen: bytes = b""
    phone: bytes = b""
    quorum: int = 2

    @property
    def folder(self) -> Path:
        return self.log.folder

    def change(self, path: str, old: bytes, new: bytes) -> "Copy":
        """Change one place of one file by hand."""
        file = self.folder / path
        good = file.read_bytes()
        assert good.count(old) >= 1, (path, old)
        file.write_bytes(good.replace(old, new, 1))
        return self


def _log(folder: Path, facts: int = 9) -> logs.Log:
    """A log that was published at 6 facts and again at `facts`."""
    whole = logs.a_log(folder / "whole", facts)
    log = logs.a_log(folder / "log", 6)
    log.publish()
    log.leaves = whole.leaves
    return log


def _published(log: logs.Log, witnesses: Iterable[str] | None = None) -> Copy:
    log.publish(witnesses)
    return Copy(log)


def _good(folder: Path) -> Copy:
    return _published(_log(folder))


def _unwitnessed(folder: Path) -> Copy:
    return _published(_log(folder), ["polres"])


def _closed(folder: Path) -> Copy:
    log = logs.a_log(folder / "log", 9, state_lines=None, shows_entries=False)
    return _published(log)


def _hidden(folder: Path, *, shown: bool, audience: str = "security") -> Copy:
    log = _log(folder)
    desk = logs.Device("desk", 3, _name(log.leaves[3]))
    body, signature = desk.fact("positioned", shipment="SJ1", place="99.01.01", salt="5a" * 16)
    log.hide(body, signature, audience, shown=shown)
    return _published(log)


def _name(leaf: bytes) -> str:
    return str(entries.parse(leaf).name)


def _withheld(folder: Path) -> Copy:
    return _hidden(folder, shown=False)


def _beside(folder: Path) -> Copy:
    return _hidden(folder, shown=True)


def _wrong_body(folder: Path) -> Copy:
    return _hidden(folder, shown=True).change("bodies/security/10.json", b"5a5a", b"5b5a")


def _fact_changed(folder: Path) -> Copy:
    return _good(folder).change(
        "tile/entries/000.p/9", b"surat_suara_bupati", b"surat_suara_bupatI"
    )


def _old_bundle_changed(folder: Path) -> Copy:
    """The bundle of 6 facts still lies beside the one of 9 that took its place."""
    copy = _good(folder)
    return copy.change("tile/entries/000.p/6", b"received", b"receiveD")


def _tile_left_over(folder: Path) -> Copy:
    """A wider tile than this log has, of another log that begins otherwise."""
    copy = _good(folder)
    (copy.folder / "tile/0/000.p/12").write_bytes(bytes(12 * 32))
    return copy


def _rewritten(folder: Path) -> Copy:
    copy = _good(folder)
    other = logs.a_log(folder / "other", 8)
    other.leaves.pop(5)
    copy.seen = (other.publish() / "checkpoint").read_bytes()
    return copy


def _cut(folder: Path) -> Copy:
    copy = _good(folder)
    copy.seen = (logs.a_log(folder / "later", 12).publish() / "checkpoint").read_bytes()
    return copy


def _gap(folder: Path) -> Copy:
    log = _log(folder)
    del log.leaves[7]
    return _published(log)


def _other_description(folder: Path) -> Copy:
    return _good(folder).change("log.json", b"99.01", b"99.02")


def _other_key(folder: Path) -> Copy:
    thief = logs.log_vkey(operator="dalang").encode()
    return _good(folder).change("log.json", logs.log_vkey().encode(), thief)


def _other_moment(folder: Path) -> Copy:
    return _good(folder).change("log.json", b"2029-11-28", b"2029-11-27")


def _former_description(folder: Path) -> Copy:
    log = _log(folder)
    log.signs_description = False
    return _published(log)


def _former_without_moments(folder: Path) -> Copy:
    copy = _former_description(folder)
    about = json.loads((copy.folder / "log.json").read_text())
    about["release"] = []
    (copy.folder / "log.json").write_text(json.dumps(about, indent=1, sort_keys=True) + "\n")
    return copy


def _cosigned_twice(folder: Path, *, spoiled: bool) -> Copy:
    """A witness signed an older checkpoint twice, the second time perhaps falsely."""
    copy = _good(folder)
    path = copy.folder / "checkpoints/6"
    again = path.read_text().splitlines()[-1]
    if spoiled:
        again = f"{again[:-6]}{'A' if again[-6] != 'A' else 'B'}{again[-5:]}"
    path.write_text(path.read_text() + again + "\n")
    return copy


def _signed_twice(folder: Path) -> Copy:
    return _cosigned_twice(folder, spoiled=False)


def _signed_twice_spoiled(folder: Path) -> Copy:
    return _cosigned_twice(folder, spoiled=True)


def _index_short(folder: Path) -> Copy:
    return _good(folder).change("checkpoints/index", b"6\n", b"")


def _phone(folder: Path, number: int, known: bool) -> Copy:
    log = _log(folder)
    copy = _published(log)
    name = _name(log.leaves[number - 1]) if known else "ab" * 32
    body, signature = log.receipt(number, name)
    receipt = {"body": body.decode(), "sig": spelling.to_base64(signature)}
    copy.phone = json.dumps({"receipts": [receipt]}).encode()
    return copy


def _phone_kept(folder: Path) -> Copy:
    return _phone(folder, 8, known=True)


def _phone_broken(folder: Path) -> Copy:
    return _phone(folder, 30, known=False)


def _phone_unsigned(folder: Path) -> Copy:
    copy = _phone_kept(folder)
    value = json.loads(copy.phone)
    value["receipts"][0]["sig"] = ""
    copy.phone = json.dumps(value).encode()
    return copy


def _phone_elsewhere(folder: Path) -> Copy:
    return _phone(folder, 8, known=False)


def _phone_aside(
    folder: Path, verdict: str, reason: str, *, also_fact: bool, entry: str = "bad_signature"
) -> Copy:
    """The log holds a good fact of pak_joko in quarantine, and his phone an answer for it."""
    log = _log(folder)
    own = json.loads(_body(log.leaves[4]))
    mine = {"by": "pak_joko", "role": "driver", "assignment": own["assignment"]}
    phone = logs.Device("pak_joko", 1, _name(log.leaves[4]), mine)
    body, signature = phone.fact("incident", what="hujan")
    name = canonical.name_of(body)
    received = spelling.to_utc(logs.START)
    log.leaves.append(entries.write(entries.QuarantinedEntry(name, entry, received)))
    copy = _published(log)
    receipt = log.receipt(10, name, verdict, reason)
    fact = (body, signature)
    kept = {"receipts": [_sent(*receipt)], "facts": [_sent(*fact)] if also_fact else []}
    copy.phone = json.dumps(kept).encode()
    return copy


def _body(leaf: bytes) -> bytes:
    entry = entries.parse(leaf)
    assert isinstance(entry, entries.FactEntry)
    return entry.body


def _sent(body: bytes, signature: bytes) -> dict[str, str]:
    return {"body": body.decode(), "sig": spelling.to_base64(signature)}


def _phone_contradicted(folder: Path) -> Copy:
    return _phone_aside(folder, "accepted", "", also_fact=False)


def _phone_answered(folder: Path) -> Copy:
    return _phone_aside(folder, "quarantined", "bad_signature", also_fact=False)


def _phone_refused(folder: Path) -> Copy:
    return _phone_aside(folder, "quarantined", "other_scope", also_fact=True, entry="other_scope")


def _phone_copy_refused(folder: Path) -> Copy:
    return _phone_aside(folder, "quarantined", "bad_signature", also_fact=True)


def _without(folder: Path, *paths: str, facts: int = 9, **more: Any) -> Copy:
    log = _log(folder, facts)
    for name, value in more.items():
        setattr(log, name, value)
    copy = _published(log)
    for path in paths:
        for file in [each for each in copy.folder.glob(path) if each.is_file()]:
            file.unlink()
    return copy


def _bundle_gone(folder: Path) -> Copy:
    return _without(folder, "tile/entries/000", facts=260)


def _entries_gone(folder: Path) -> Copy:
    gone = ("tile/entries/*", "tile/entries/*/*", "states/*")
    return _without(folder, *gone, releases=_YESTERDAY)


def _results_gone(folder: Path) -> Copy:
    copy = _hidden(folder, shown=False, audience="results")
    copy.log.releases = _YESTERDAY
    copy.log.publish()
    return copy


def _only_states_open(folder: Path) -> Copy:
    return _without(folder, "tile/entries/*", "tile/entries/*/*")


def _states_gone(folder: Path) -> Copy:
    return _without(folder, "states/*")


def _tile_gone(folder: Path) -> Copy:
    return _without(folder, "tile/0/000.p/9")


def _description_gone(folder: Path) -> Copy:
    return _without(folder, "log.json")


def _index_gone(folder: Path) -> Copy:
    return _without(folder, "checkpoints/index")


_YESTERDAY: dict[str, str | None] = {
    "entries": "2029-11-20T00:00:00+08:00",
    "results": "2029-11-20T00:00:00+08:00",
}
"""When parts open, before any witness signed."""


def _seen(folder: Path, *, is_kept: bool) -> Copy:
    """pak_joko names another log, of which somebody may hold a checkpoint."""
    other = logs.a_log(folder / "other", 8)
    other.leaves.pop(5)
    other.publish()
    log = _log(folder)
    own = json.loads(_body(log.leaves[4]))
    mine = {"by": "pak_joko", "role": "driver", "assignment": own["assignment"]}
    phone = logs.Device("pak_joko", 1, _name(log.leaves[4]), mine)
    seen = {"root": other.checkpoint.root.hex()[:16], "size": 7}
    log.add(*phone.fact("incident", what="hujan", seen=seen))
    copy = _published(log)
    if is_kept:
        copy.seen = (other.folder / "checkpoint").read_bytes()
    return copy


def _seen_unproven(folder: Path) -> Copy:
    return _seen(folder, is_kept=False)


def _seen_proven(folder: Path) -> Copy:
    return _seen(folder, is_kept=True)


def _one_ahead(folder: Path) -> Copy:
    """A receipt that is not due yet, and one witness of three that signs for the year 2500."""
    copy = _phone(folder, 30, known=False)
    moment = int(logs.START.timestamp()) + 60
    copy.log.ahead = {"bawaslu": moment, "polres": moment, "saksi_paslon": 2**34}
    copy.log.publish()
    return copy


CASES: dict[str, Callable[[Path], Copy]] = {
    "good": _good,
    "unwitnessed: one of three signed": _unwitnessed,
    "not open yet: only hashes": _closed,
    "withheld: one body of security is not there": _withheld,
    "the body of security lies beside the log": _beside,
    "wrong: a body that is not the one promised": _wrong_body,
    "wrong: a fact was changed in its bundle": _fact_changed,
    "wrong: an older bundle was changed": _old_bundle_changed,
    "wrong: a wider tile is left over of another log": _tile_left_over,
    "wrong: not the log that was seen before": _rewritten,
    "wrong: the tail that was seen before is gone": _cut,
    "incomplete: a phone's fact is still to come": _gap,
    "wrong: log.json describes another log": _other_description,
    "wrong: log.json names a key that the policy does not": _other_key,
    "wrong: log.json announces another moment of release": _other_moment,
    "noted: log.json of the form before it was signed": _former_description,
    "wrong: log.json of the former form, with a list for its moments": _former_without_moments,
    "a witness signed an older checkpoint twice": _signed_twice,
    "wrong: a witness signed twice, once falsely": _signed_twice_spoiled,
    "wrong: the index leaves out a checkpoint that is there": _index_short,
    "unproven: one bundle is not here": _bundle_gone,
    "unproven: entries are not here, and had to be open": _entries_gone,
    "unproven: a body of results is not here, and had to be open": _results_gone,
    "unproven: states are here, and not what they follow from": _only_states_open,
    "unproven: states of packages are not here": _states_gone,
    "unproven: a tile is not here": _tile_gone,
    "unproven: log.json is not here": _description_gone,
    "unproven: the index is not here": _index_gone,
    "noted: a phone names another log": _seen_unproven,
    "wrong: a phone names another log, and somebody holds its checkpoint": _seen_proven,
    "a phone with a receipt that was kept": _phone_kept,
    "wrong: a phone with a receipt that was broken": _phone_broken,
    "noted: a receipt of a phone without a signature": _phone_unsigned,
    "incomplete: a receipt not due, and a witness ahead of time": _one_ahead,
    "wrong: a phone with a receipt for the place of another": _phone_elsewhere,
    "wrong: a phone was told accepted, the log says quarantined": _phone_contradicted,
    "a phone was told quarantined, and the log says so": _phone_answered,
    "wrong: a good fact of a phone lies in quarantine": _phone_refused,
    "noted: a copy of a good fact lies in quarantine": _phone_copy_refused,
}


def copies() -> list[dict[str, Any]]:
    """Every copy as files in base64, with what `tepat log verify` says of it."""
    found = []
    for shows, make in CASES.items():
        with TemporaryDirectory() as folder:
            found.append({"shows": shows, **_case(make(Path(folder)), Path(folder))})
    return found


def _case(copy: Copy, folder: Path) -> dict[str, Any]:
    policy = copy.log.policy(folder / "policy", copy.quorum)
    files = sorted(each for each in copy.folder.rglob("*") if each.is_file())
    report = judged(copy.folder, policy, copy.seen, copy.phone)
    return {
        "policy": policy.read_text(),
        "seen": b64encode(copy.seen).decode(),
        "phone": copy.phone.decode(),
        "files": {
            each.relative_to(copy.folder).as_posix(): b64encode(each.read_bytes()).decode()
            for each in files
        },
        "sentence": report.sentence,
        "fine": report.is_fine,
    }


def judged(folder: Path, policy: Path, seen: bytes, phone: bytes) -> Report:
    """What `tepat log verify` finds in this folder."""
    kept = {"since": (seen, ".note"), "phones": (phone, ".json")}
    more: dict[str, Any] = {}
    for name, (data, ending) in kept.items():
        if data:
            path = policy.with_suffix(ending)
            path.write_bytes(data)
            more[name] = (path,)
    return verify(sources.opened(str(folder)), Asked(trust.read_policy(policy), "policy", **more))


def sentences() -> list[dict[str, Any]]:
    """The sentence alone, over counts of every size."""
    found = []
    for size, changed, waiting, noted, given, withheld, missing, witnesses, quorum in (
        (0, 0, 0, 0, 0, 0, 0, 0, True),
        (1, 1, 1, 1, 1, 1, 1, 1, False),
        (999, 0, 0, 0, 999, 0, 0, 3, True),
        (1_000, 0, 12, 1, 1_000, 999, 0, 2, True),
        (1_000, 0, 12, 1, 1_000, 999, 12, 2, True),
        (1_000, 1, 12, 1, 1_000, 999, 12, 2, True),
        (1_204_000, 1_000, 0, 0, 1_204_000, 1_000_000, 0, 2, False),
        (38_731, 0, 0, 0, 0, 5, 0, 3, True),
        (38_731, 0, 1, 0, 0, 5, 1, 3, True),
    ):
        report = Report("")
        report.checkpoint = checkpoints.Checkpoint(logs.ORIGIN, size, bytes(32))
        report.counts[Grade.CHANGED] = changed
        report.counts[Grade.INCOMPLETE] = waiting
        report.missing = missing
        report.counts[Grade.NOTED] = noted
        report.entries_given = given
        report.withheld["security"] = withheld
        report.witnesses, report.witnesses_of = ["w"] * witnesses, 3
        report.quorum = quorum
        found.append(
            {
                "size": size,
                "changed": changed,
                "incomplete": waiting,
                "missing": missing,
                "noted": noted,
                "entries": given,
                "withheld": withheld,
                "witnesses": witnesses,
                "quorum": quorum,
                "sentence": report.sentence,
                "fine": report.is_fine,
            }
        )
    return found
