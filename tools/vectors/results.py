"""One bundle of unofficial results, what other hands made of it, and what is said of each."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from zipfile import ZipFile

from tepat.core.count import bundle
from tepat.core.count.form import FIGURES
from tepat.core.log import canonical, checkpoints, entries, keys, notes, policies, spelling, tree
from tepat.core.log.words import note_hash
from tepat.core.sentences import sentence
from tepat.witness.verifying import results
from tests import logs

SKU, KIND = "KWK-BUP/99.01", "KWK-BUP"
TPS = [f"99.01.01.1001-{n:03}" for n in (1, 2, 3)]
FIGURES_TYPED: Final = {"registered": 412, "users": 400, "used": 400, "valid": 395, "invalid": 5}
VOTES: Final = {"1": 250, "2": 145}
RECEIVED: Final = "2029-11-28T08:00:00Z"
SALT: Final = "5a" * 16


class _Making:
    """A log of a desk, two operators and two phones that told the results of three TPS."""

    def __init__(
        self,
        area: str = TPS[2],
        until: str = "2029-12-31",
        role: str = "kpps",
        ends: "Callable[[_Making], None]" = lambda _: None,
    ) -> None:
        self.area, self.until, self.role = area, until, role
        """Area and role of the phone that tells the last TPS, and the last day of its duty."""
        self.desk = logs.Device("desk")
        self.rows: list[tuple[bytes, bytes]] = []
        self.seconds: dict[int, list[tuple[logs.Device, bytes]]] = {}
        """By place in the rows, who countersigned a fact."""
        self.sheets: list[dict[str, str]] = []
        self.forms: list[dict[str, Any]] = []
        self.add(self.desk, "desk_enrolled", key=logs.key_text("desk"))
        self.phones = {tps: self.phone(f"kpps {tps}", tps) for tps in TPS[:1] + TPS[2:]}
        desk_says = self.typed("bu_lia", TPS[0])
        one = self.typed("bu_lia", TPS[1])
        two = self.typed("pak_tono", TPS[1])
        phone = self.told(TPS[0])
        alone = self.told(TPS[2])
        self.shown(TPS[0], "agreed", desk_says, phone)
        self.shown(TPS[1], "agreed", one, two)
        self.shown(TPS[2], "one", alone)
        ends(self)

    def add(self, who: logs.Device, kind: str, **fields: Any) -> str:
        self.rows.append(who.fact(kind, **fields))
        return canonical.name_of(self.rows[-1][0])

    def phone(self, owner: str, tps: str) -> logs.Device:
        last = tps == TPS[2]
        until, area = (self.until, self.area) if last else ("2029-12-31", tps)
        return self.enrolled(owner, self.role if last else "kpps", area, until)

    def enrolled(self, owner: str, role: str, area: str, until: str = "2029-12-31") -> logs.Device:
        person = sha256(owner.encode()).hexdigest()[:16]
        span = {"starts": "2029-11-01T00:00:00+08:00", "ends": f"{until}T00:00:00+08:00"}
        name = self.add(self.desk, "assigned", person=person, as_role=role, area=area, **span)
        made = logs.Device(owner, own={"assignment": name})
        self.add(made, "enrolled", key=logs.key_text(owner), mac="ab" * 32)
        made.own = {"by": person, "role": role, "assignment": name}
        return made

    def revoked(self, by: logs.Device | None = None, later: bool = False, **said: Any) -> None:
        """The desk says that a key or a letter ends; `by` countersigns it, at once or `later`."""
        self.add(self.desk, "revoked", reason="lost", **said)
        if by is not None:
            body, _ = self.rows[-1]
            if later:
                self.rows.append(self.rows[-1])
            place = len(self.rows) - 1
            self.seconds[place] = [(by, keys.sign_body(by.signer, keys.EVENT, body))]

    def typed(self, who: str, tps: str) -> str:
        text = bundle.whole_sheet(FIGURES_TYPED)
        self.sheets.append({"salt": SALT, "text": text})
        by = sha256(who.encode()).hexdigest()[:16]
        votes = [{"item": n, "count": count} for n, count in VOTES.items()]
        said = {"place": tps, "sku": SKU, "votes": votes, "valid": 395, "invalid": 5}
        note = note_hash(SALT, text)
        return self.add(self.desk, "result", by=by, salt=SALT, note=note, **said)

    def told(self, tps: str) -> str:
        phone = self.phones[tps]
        self.add(phone, "turnout", place=tps, voters=400, dpt=396, moved=3, unlisted=1)
        papers = {"received": 413, "used": 400, "spoiled": 2, "left": 11}
        self.add(phone, "ballots", place=tps, sku=SKU, salt=SALT, **papers)
        votes = [{"item": n, "count": count} for n, count in VOTES.items()]
        said = {"place": tps, "sku": SKU, "votes": votes, "valid": 395, "invalid": 5}
        return self.add(phone, "result", salt=SALT, photos=["cd" * 32], **said)

    def shown(self, tps: str, state: str, fact: str, *also: str) -> None:
        self.forms.append(bundle.Shown(tps, SKU, KIND, state, fact, also).as_value())

    def files(self) -> dict[str, str]:
        leaves, beside = [], []
        for place, (body, signature) in enumerate(self.rows):
            hidden = json.loads(body)["kind"] in ("ballots", "result")
            others = tuple(
                entries.Countersignature(who.signer.key_id, signed)
                for who, signed in self.seconds.get(place, ())
            )
            entry = _hidden(body, signature) if hidden else _open(body, signature, others)
            leaves.append(entries.write(entry))
            beside.append({"body": body.decode()} if hidden else {})
        hashes = [tree.leaf_hash(leaf) for leaf in leaves]
        size = len(leaves)
        checkpoint = checkpoints.Checkpoint(logs.ORIGIN, size, tree.root_of(hashes))
        reader = _Hashes(hashes)
        lines = [
            {
                "n": n,
                "leaf": leaf.decode(),
                **more,
                "proof": [spelling.to_base64(h) for h in reader.proof(n - 1)],
            }
            for n, (leaf, more) in enumerate(zip(leaves, beside, strict=True), start=1)
        ]
        found = {
            bundle.CHECKPOINT: notes.write_note(checkpoints.sign(checkpoint, logs.signer("log"))),
            bundle.ENTRIES: _lines(lines),
            bundle.SHEETS: _lines(self.sheets[:1]),
            bundle.FORMS: _lines(self.forms),
            bundle.TABLE: _table(),
            results.NIST: _nist(),
        }
        return {name: data.decode() for name, data in found.items()}


class _Hashes:
    """Proofs in a small tree, by its leaves."""

    def __init__(self, hashes: list[bytes]) -> None:
        self.hashes = hashes

    def proof(self, index: int, first: int = 0, last: int | None = None) -> list[bytes]:
        last = len(self.hashes) if last is None else last
        if last - first == 1:
            return []
        half = 1 << (last - first - 1).bit_length() - 1
        middle = first + half
        if index < half:
            return [*self.proof(index, first, middle), tree.root_of(self.hashes[middle:last])]
        other = tree.root_of(self.hashes[first:middle])
        return [*self.proof(index - half, middle, last), other]


def _open(
    body: bytes, signature: bytes, others: tuple[entries.Countersignature, ...]
) -> entries.FactEntry:
    return entries.FactEntry(body, signature, RECEIVED, others)


def _hidden(body: bytes, signature: bytes) -> entries.HiddenEntry:
    said = json.loads(body)
    return entries.HiddenEntry(
        name=canonical.name_of(body),
        audience="results",
        device=said["device"],
        seq=said["seq"],
        prev=said.get("prev", ""),
        signature=signature,
        received=RECEIVED,
    )


def _lines(values: list[dict[str, Any]]) -> bytes:
    return b"".join(canonical.encode(each, at_most=1 << 20) + b"\n" for each in values)


def _table() -> bytes:
    told = {"dpt": 396, "moved": 3, "unlisted": 1, "users": 400, "received": 413, "used": 400}
    told |= {"spoiled": 2, "left": 11, "valid": 395, "invalid": 5}
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(bundle.heads_of(VOTES))
    for tps, state, figures in (
        (TPS[0], "sama dari dua orang", FIGURES_TYPED),
        (TPS[1], "sama dari dua orang", FIGURES_TYPED),
        (TPS[2], "satu orang, belum disetujui", told),
    ):
        cells = [figures.get(name, "") for name in FIGURES]
        writer.writerow([bundle.UNOFFICIAL, tps, KIND, state, "Desk", "", *cells, *VOTES.values()])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _nist() -> bytes:
    selections = [
        {
            "@id": f"cs-{SKU}-{number}",
            "VoteCounts": [{"GpUnitId": f"gp-{tps}", "Count": count} for tps in TPS],
        }
        for number, count in VOTES.items()
    ]
    value = {"Election": [{"Contest": [{"ContestSelection": selections}]}]}
    return json.dumps(value, sort_keys=True).encode()


def _signed(files: Mapping[str, str], **other: Any) -> dict[str, str]:
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


def judged(files: Mapping[str, str], policy: str) -> results.ResultsReport:
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
    return _signed(_Making().files())


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
    ("a vote in the NIST file", results.NIST, '"Count": 145', '"Count": 144'),
    ("a NIST file that is none", results.NIST, "VoteCounts", "Votes"),
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
        anew = _signed(rest)
        parts = {name: anew[name], bundle.INDEX: anew[bundle.INDEX]}
        found.append(_case(f"signed anew: {shows}", parts, policy_of()))
    rest = {each: text for each, text in good.items() if each != bundle.INDEX}
    open_ = rest[bundle.FORMS].splitlines(keepends=True)
    last = json.loads(open_[-1]) | {"fact": ""}
    without = _signed({**rest, bundle.FORMS: "".join(open_[:-1]) + _lines([last]).decode()})
    parts = {name: without[name] for name in (bundle.FORMS, bundle.INDEX)}
    found.append(_case("a form that no fact says", parts, policy_of()))
    other = _signed(rest, size=3)
    found.append(_case("another checkpoint", {bundle.INDEX: other[bundle.INDEX]}, policy_of()))
    for shows, making in (
        ("a phone of another TPS", _Making(area=TPS[1])),
        ("a duty that was over", _Making(until="2029-11-10")),
        *_revoked(),
    ):
        parts = _signed(making.files())
        changed = {name: text for name, text in parts.items() if good[name] != text}
        found.append(_case(shows, changed, policy_of()))
    found.append(_case("the key of another log", {}, policy_of("other")))
    found.append(_case("no witness", {}, policy_of(quorum="saksi")))
    return found


def _revoked() -> Iterator[tuple[str, _Making]]:
    """Keys and letters that ended before or after what they signed, and who stood behind that."""

    def upto(before: int, **more: Any) -> Callable[[_Making], None]:
        """The key of the last TPS ends so many facts before its last one."""

        def ends(log: _Making) -> None:
            phone = log.phones[TPS[2]]
            by = log.enrolled("bawaslu", *more["by"]) if more else None
            later = more.get("later", False)
            log.revoked(by, later, target=phone.signer.key_id, upto=phone.seq - before)

        return ends

    def letter(at: str) -> Callable[[_Making], None]:
        return lambda log: log.revoked(ended=log.phones[TPS[2]].own["assignment"], at=at)

    def second(log: _Making) -> None:
        phone = log.phones[TPS[0]]
        log.revoked(target=phone.signer.key_id, upto=phone.seq - 1)

    def twice(log: _Making) -> None:
        other = logs.Device("thief", own={"assignment": log.phones[TPS[2]].own["assignment"]})
        log.add(other, "enrolled", key=logs.key_text("thief"), mac="ab" * 32)

    def silent(log: _Making) -> None:
        twice(log)
        log.revoked(target=logs.signer("thief").key_id)

    def next_desk(log: _Making) -> None:
        """A second desk key types the last TPS, and is ended by the first one before that."""
        log.add(log.desk, "desk_enrolled", key=logs.key_text("desk 2"))
        log.desk, first = logs.Device("desk 2"), log.desk
        name = log.typed("bu_lia", TPS[2])
        log.desk = first
        log.revoked(target=logs.signer("desk 2").key_id)
        log.forms.pop()
        log.shown(TPS[2], "one", name)

    def own_desk(log: _Making) -> None:
        log.add(log.desk, "desk_enrolled", key=logs.key_text("desk 2"))
        log.revoked(target=log.desk.signer.key_id, upto=log.desk.seq + 1)

    yield "a key that ended before what it told", _Making(ends=upto(1))
    yield "a key that ended after what it told", _Making(ends=upto(0))
    yield "a letter that ended before", _Making(ends=letter("2029-11-20T15:00:00+08:00"))
    yield "a letter that ended after", _Making(ends=letter("2029-11-20T17:00:00+08:00"))
    yield "a second who had no right any more", _Making(ends=second)
    yield "one letter used by two phones", _Making(ends=twice)
    yield "one letter used by two phones, one of them silenced", _Making(ends=silent)
    yield "a supervisor whom KPU alone ended", _Making(role="ptps", ends=upto(1))
    bawaslu, elsewhere = ("bawaslu", "99.01"), ("pkd", "99.01.02.2001")
    seconded = _Making(role="ptps", ends=upto(1, by=bawaslu))
    yield "a supervisor who was ended, and Bawaslu countersigned", seconded
    after = _Making(role="ptps", ends=upto(1, by=bawaslu, later=True))
    yield "a supervisor who was ended, and Bawaslu countersigned later", after
    afar = _Making(role="ptps", ends=upto(1, by=elsewhere))
    yield "a supervisor who was ended, and one of elsewhere countersigned", afar

    def part(log: _Making) -> None:
        """Somebody signs one number of the last TPS, and the desk says that two agree."""
        said = {"place": TPS[2], "sku": SKU, "votes": [{"item": "1", "count": 250}]}
        by = sha256(b"pak_tono").hexdigest()[:16]
        name = log.add(log.desk, "result", by=by, salt=SALT, valid=395, invalid=5, **said)
        told = log.forms.pop()["fact"]
        log.shown(TPS[2], "agreed", told, name)

    yield "a second who said one number alone", _Making(ends=part)
    yield "a key of the desk that ended before what it typed", _Making(ends=next_desk)
    yield "a desk that signs with a key that ended", _Making(ends=own_desk)


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
