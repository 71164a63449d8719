"""One bundle of unofficial results, what other hands made of it, and what is said of each."""

import json
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from zipfile import ZipFile

from tepat.core.count import bundle
from tepat.core.log import canonical, keys, notes, policies, spelling
from tepat.core.sentences import sentence
from tepat.witness.verifying import results
from tepat.witness.verifying.results_report import ResultsReport
from tests import logs
from tools.vectors.results_log import KIND, SALT, SKU, TPS, Making, lines_of


def signed(files: Mapping[str, str], **other: Any) -> dict[str, str]:
    """The files with an index that the desk signs over just them; `other` fields of it."""
    size = int(files[bundle.CHECKPOINT].splitlines()[1])
    index: dict[str, Any] = {
        "v": bundle.VERSION,
        "election": logs.ELECTION,
        "kabupaten": logs.KABUPATEN,
        "origin": logs.ORIGIN,
        "size": size,
        "device": logs.signer("desk").key_id,
        "note": bundle.UNOFFICIAL,
        "files": {name: sha256(text.encode()).hexdigest() for name, text in files.items()},
        **other,
    }
    signature = keys.sign_body(logs.signer("desk"), keys.RESULTS, canonical.encode(index))
    index[bundle.SIGNATURE] = spelling.to_base64(signature)
    return {**files, bundle.INDEX: canonical.encode(index).decode()}


def seed() -> str:
    """The seed of the key of the desk, in hexadecimal digits."""
    return sha256(b"desk").hexdigest()


def judged(files: Mapping[str, str], policy: str) -> ResultsReport:
    """What `tepat log verify` finds about these files as a bundle."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "hasil.zip"
        with ZipFile(path, "w") as archive:
            for name, text in files.items():
                archive.writestr(name, text)
        return results.verify(path, policies.parse(policy.encode()))


def policy_of(operator: str = "log", quorum: str = "none") -> str:
    """A policy that believes the log of `operator`."""
    key = notes.Verifier(logs.ORIGIN, notes.ED25519, logs.signer(operator).public)
    other = notes.Verifier("saksi.example", notes.COSIGNATURE, logs.signer("saksi").public)
    witness = f"witness saksi {notes.write_vkey(other)}\n" if quorum != "none" else ""
    return f"log {notes.write_vkey(key)}\n{witness}quorum {quorum}\n"


def bundles() -> dict[str, str]:
    """The files of the good bundle, which every case begins with."""
    return signed(Making().files())


def _count(tps: str, count: int) -> str:
    """One count of a TPS as it stands in the NIST file."""
    value = {"@type": "ElectionResults.VoteCounts", "GpUnitId": f"gp-{tps}", "Type": "total"}
    lines = json.dumps({**value, "Count": count}, indent=1).splitlines()
    return "".join(f"{' ' * 8}{line}\n" for line in lines).rstrip("\n") + ",\n"


_COUNT_OF_ONE: Final = _count(TPS[0], 250)
_AND_OF_NONE: Final = _COUNT_OF_ONE + _count("99.01.01.1001-004", 500)
CHANGES: Final = (
    ("one number in the table", bundle.TABLE, ",250,145", ",251,145"),
    ("a figure only the sheet holds", bundle.TABLE, ",412,", ",413,"),
    ("a figure of a phone", bundle.TABLE, ",396,", ",397,"),
    ("a minus in the table", bundle.TABLE, ",250,145", ",-1,145"),
    ("a word in the table", bundle.TABLE, ",250,145", ",dua,145"),
    ("a blank in the table", bundle.TABLE, ",250,145", ",,145"),
    ("columns in another order", bundle.TABLE, "nomor 1,nomor 2", "nomor 2,nomor 1"),
    ("heads of another table", bundle.TABLE, "Kode TPS", "TPS"),
    ("a row of another TPS", bundle.TABLE, "1001-003", "1001-004"),
    ("that it is not official", bundle.TABLE, "bukan hasil resmi", "HASIL RESMI"),
    ("one person said to be two", bundle.TABLE, "satu orang", "dua orang sama"),
    ("where a form came from", bundle.TABLE, ",phone,", ",desk,"),
    ("a check that holds", bundle.TABLE, ",sheet,,", ",sheet,A8,"),
    ("a check that the form itself shows", bundle.TABLE, ",phone,A4,", ",phone,,"),
    ("a vote in the NIST file", bundle.NIST, '"Count": 145', '"Count": 144'),
    ("a NIST file that is none", bundle.NIST, "VoteCounts", "Votes"),
    ("a sum in the NIST file", bundle.NIST, '"Count": 750', '"Count": 99999'),
    ("papers in the NIST file", bundle.NIST, '"BallotsCast": 400', '"BallotsCast": 77777'),
    ("spoilt papers in the NIST file", bundle.NIST, '"BallotsRejected": 5', '"BallotsRejected": 0'),
    ("two counts of one TPS in the NIST file", bundle.NIST, _COUNT_OF_ONE, _COUNT_OF_ONE * 2),
    (
        "votes of a TPS that is in no row",
        bundle.NIST,
        _COUNT_OF_ONE,
        _AND_OF_NONE,
    ),
    ("a count twice in one object", bundle.NIST, '"Count": 145', '"Count": 9, "Count": 145'),
    ("a fact", bundle.ENTRIES, '\\"count\\":250', '\\"count\\":251'),
    ("who stands behind a form", bundle.FORMS, '"state":"one"', '"state":"agreed"'),
    ("the fact of a form", bundle.FORMS, '"fact":"', '"fact":"00'),
    ("a whole sheet", bundle.SHEETS, '\\"registered\\":412', '\\"registered\\":413'),
    ("a line that is no form", bundle.FORMS, '"also"', '"alt"'),
)
"""Each is made once as it lies, and once signed anew by a desk that wants it so."""


def cases() -> list[dict[str, Any]]:
    """Every bundle with what differs from the good one, and what is said of it."""
    good = bundles()
    found = [_case("good", {}, policy_of())]
    for shows, name, old, new in CHANGES:
        assert old in good[name], (name, old)
        changed = {**good, name: good[name].replace(old, new, 1)}
        found.append(_case(f"changed: {shows}", {name: changed[name]}, policy_of()))
        rest = {each: text for each, text in changed.items() if each != bundle.INDEX}
        anew = signed(rest)
        parts = {name: anew[name], bundle.INDEX: anew[bundle.INDEX]}
        found.append(_case(f"signed anew: {shows}", parts, policy_of()))
    rest = {each: text for each, text in good.items() if each != bundle.INDEX}
    open_ = rest[bundle.FORMS].splitlines(keepends=True)
    last = json.loads(open_[-1]) | {"fact": ""}
    without = signed({**rest, bundle.FORMS: "".join(open_[:-1]) + lines_of([last]).decode()})
    parts = {name: without[name] for name in (bundle.FORMS, bundle.INDEX)}
    found.append(_case("a form that no fact says", parts, policy_of()))
    other = signed(rest, size=3)
    found.append(_case("another checkpoint", {bundle.INDEX: other[bundle.INDEX]}, policy_of()))
    for shows, making in (
        ("a phone of another TPS", Making(area=TPS[1])),
        ("a duty that was over", Making(until="2029-11-10")),
        *_revoked(),
    ):
        parts = signed(making.files())
        changed = {name: text for name, text in parts.items() if good[name] != text}
        found.append(_case(shows, changed, policy_of()))
    rest = {each: text for each, text in good.items() if each != bundle.INDEX}
    kind = {name: good[name].replace(f'"{KIND}"', '"KWK-GUB"') for name in [bundle.FORMS]}
    kind[bundle.TABLE] = good[bundle.TABLE].replace(f",{KIND},", ",KWK-GUB,")
    anew = signed({**rest, **kind})
    parts = {name: anew[name] for name in (*kind, bundle.INDEX)}
    found.append(_case("votes said to be of another kind", parts, policy_of()))
    more = signed({**rest, "hasil-resmi.csv": "contoh"})
    parts = {name: more[name] for name in ("hasil-resmi.csv", bundle.INDEX)}
    found.append(_case("a file that belongs to no bundle", parts, policy_of()))
    found.append(_case("the key of another log", {}, policy_of("other")))
    found.append(_case("no witness", {}, policy_of(quorum="saksi")))
    return found


def _upto(before: int, **more: Any) -> Callable[[Making], None]:
    """The key of the last TPS ends so many facts before its last one."""

    def ends(log: Making) -> None:
        phone = log.phones[TPS[2]]
        by = log.enrolled("bawaslu", *more["by"]) if more else None
        later = more.get("later", False)
        log.revoked(by, later, target=phone.signer.key_id, upto=phone.seq - before)

    return ends


def _letter(at: str) -> Callable[[Making], None]:
    return lambda log: log.revoked(ended=log.phones[TPS[2]].own["assignment"], at=at)


def _second(log: Making) -> None:
    phone = log.phones[TPS[0]]
    log.revoked(target=phone.signer.key_id, upto=phone.seq - 1)


def _told_by(owner: str, role: str, area: str) -> Callable[[Making], None]:
    """Somebody else tells the last TPS too, and the bundle says that two people did."""

    def second(log: Making) -> None:
        log.phones[TPS[2]] = log.enrolled(owner, role, area)
        first = str(log.forms.pop()["fact"])
        log.shown(TPS[2], "agreed", first, log.told(TPS[2]))
        log.last = "dua orang sama"

    return second


def _twice(log: Making) -> None:
    other = logs.Device("thief", own={"assignment": log.phones[TPS[2]].own["assignment"]})
    log.add(other, "enrolled", key=logs.key_text("thief"), mac="ab" * 32)


def _silent(log: Making) -> None:
    _twice(log)
    log.revoked(target=logs.signer("thief").key_id)


def _next_desk(log: Making) -> None:
    """A second desk key types the last TPS, and is ended by the first one before that."""
    log.add(log.desk, "desk_enrolled", key=logs.key_text("desk 2"))
    log.desk, first = logs.Device("desk 2"), log.desk
    name = log.typed("bu_lia", TPS[2])
    log.desk = first
    log.revoked(target=logs.signer("desk 2").key_id)
    log.forms.pop()
    log.shown(TPS[2], "one", name)


def _own_desk(log: Making) -> None:
    log.add(log.desk, "desk_enrolled", key=logs.key_text("desk 2"))
    log.revoked(target=log.desk.signer.key_id, upto=log.desk.seq + 1)


def _part(log: Making) -> None:
    """Somebody signs one number of the last TPS, and the desk says that two agree."""
    said = {"place": TPS[2], "sku": SKU, "votes": [{"item": "1", "count": 250}]}
    by = sha256(b"pak_tono").hexdigest()[:16]
    name = log.add(log.desk, "result", by=by, salt=SALT, valid=395, invalid=5, **said)
    told = log.forms.pop()["fact"]
    log.shown(TPS[2], "agreed", told, name)


def _revoked() -> Iterator[tuple[str, Making]]:
    """Keys and letters that ended before or after what they signed, and who stood behind that."""
    yield "a key that ended before what it told", Making(ends=_upto(1))
    yield "a key that ended after what it told", Making(ends=_upto(0))
    yield "a letter that ended before", Making(ends=_letter("2029-11-20T15:00:00+08:00"))
    yield "a letter that ended after", Making(ends=_letter("2029-11-20T17:00:00+08:00"))
    yield "a second who had no right any more", Making(ends=_second)
    yield "a second who is a driver", Making(ends=_told_by("sopir", "driver", TPS[2]))
    yield "a second of another TPS", Making(ends=_told_by("kpps lain", "kpps", TPS[1]))
    yield "a second who may", Making(ends=_told_by("pengawas", "ptps", TPS[2]))
    yield "one letter used by two phones", Making(ends=_twice)
    yield "one letter used by two phones, one of them silenced", Making(ends=_silent)
    yield "a supervisor whom KPU alone ended", Making(role="ptps", ends=_upto(1))
    bawaslu, elsewhere = ("bawaslu", "99.01"), ("pkd", "99.01.02.2001")
    seconded = Making(role="ptps", ends=_upto(1, by=bawaslu))
    yield "a supervisor who was ended, and Bawaslu countersigned", seconded
    after = Making(role="ptps", ends=_upto(1, by=bawaslu, later=True))
    yield "a supervisor who was ended, and Bawaslu countersigned later", after
    afar = Making(role="ptps", ends=_upto(1, by=elsewhere))
    yield "a supervisor who was ended, and one of elsewhere countersigned", afar
    yield "a second who said one number alone", Making(ends=_part)
    yield "a key of the desk that ended before what it typed", Making(ends=_next_desk)
    yield "a desk that signs with a key that ended", Making(ends=_own_desk)


def _case(shows: str, changed: dict[str, str], policy: str) -> dict[str, Any]:
    report = judged({**bundles(), **changed}, policy)
    return {
        "shows": shows,
        "policy": policy,
        "changed": changed,
        "outcome": report.outcome.value,
        "forms": report.forms,
        "cells": report.cells,
        "facts": report.facts,
        "findings": [sentence(each) for each in report.findings],
    }
