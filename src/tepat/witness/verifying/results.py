"""`tepat log verify` of a bundle of unofficial results: every number back to a signed fact.

The checkpoint is judged by the policy, each entry is proved to stand in it, each signature is
checked with the key that the log itself gave the device, each form is made again from its facts,
and the table is compared with it cell by cell. NIST and xlsx are compared by their hash, and the
votes of NIST by the table.
"""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, NamedTuple
from zipfile import BadZipFile, ZipFile

from tepat.core.count import bundle
from tepat.core.count.bundle import Evidence, Shown
from tepat.core.count.form import FIGURES, Form
from tepat.core.count.versions import State, seconds
from tepat.core.log import canonical, checkpoints, entries, keys, notes, policies, spelling, tree
from tepat.core.log.words import note_hash
from tepat.core.move import events
from tepat.core.move.devices import PEOPLE, Registry, registry_of
from tepat.core.move.standing import STOPS
from tepat.core.problems import Code, Problem, refuse
from tepat.witness.verifying.report import MOST, Outcome

LARGEST: Final = 256 << 20
"""Bytes of one file of a bundle; the table of the largest regency has one million."""
NOTED: Final = frozenset({Code.RESULTS_WITHOUT_FACT, Code.QUORUM_MISSING, Code.NOTE_STRANGER})
NIST: Final = "hasil.json"


@dataclass
class ResultsReport:
    """What was found about one bundle."""

    source: str
    origin: str = ""
    size: int = 0
    witnesses: int = 0
    quorum: bool = False
    forms: int = 0
    cells: int = 0
    facts: int = 0
    without_fact: int = 0
    counts: Counter[Code] = field(default_factory=Counter)
    findings: list[Problem] = field(default_factory=list)

    def found(self, code: Code, **facts: str | int) -> None:
        """Note one finding."""
        self.counts[code] += 1
        if len(self.findings) < MOST:
            self.findings.append(Problem(code, facts))

    @property
    def outcome(self) -> Outcome:
        """A bundle of which a number rests on no fact is proven for the others only."""
        if not self.quorum or any(code not in NOTED for code in self.counts):
            return Outcome.WRONG
        return Outcome.NOT_PROVEN if self.without_fact else Outcome.FINE

    def as_json(self) -> str:
        """Return the whole report as JSON."""
        value = {
            "source": self.source,
            "origin": self.origin,
            "size": self.size,
            "witnesses": self.witnesses,
            "quorum": self.quorum,
            "forms": self.forms,
            "cells": self.cells,
            "facts": self.facts,
            "without_fact": self.without_fact,
            "outcome": self.outcome.value,
            "findings": [
                {"code": each.code.value, "facts": dict(each.facts)} for each in self.findings
            ],
        }
        return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def verify(path: Path, policy: policies.Policy) -> ResultsReport:
    """Return everything that was found about the bundle at `path`.

    Refuses only what is no bundle at all.
    """
    report = ResultsReport(str(path))
    try:
        files = _files(path)
        index = canonical.decode(files[bundle.INDEX], at_most=len(files[bundle.INDEX]))
        if not isinstance(index, dict) or index.get("v") != bundle.VERSION:
            raise ValueError("another form")
        note = notes.parse_note(files[bundle.CHECKPOINT])
        checkpoint = checkpoints.parse(note.text)
    except (
        OSError, BadZipFile, ValueError, KeyError, notes.BadNote, checkpoints.BadCheckpoint
    ) as error:  # fmt: skip
        raise refuse(Code.BUNDLE_UNREADABLE, file=str(path)) from error
    report.origin, report.size = checkpoint.origin, checkpoint.size
    _check_checkpoint(note, policy, report)
    _check_files(index, files, report)
    named, registry = _read_entries(files.get(bundle.ENTRIES, b""), checkpoint, report)
    _check_index(index, checkpoint, registry, report)
    sheets = dict(_sheets(files.get(bundle.SHEETS, b"")))
    signed = {
        name: (number, fact, registry.person_of(fact) or fact.device)
        for name, (number, fact) in named.items()
    }
    desks = frozenset(each for each, device in registry.devices.items() if device.is_desk)
    evidence = Evidence(signed, sheets, desks)
    shown = list(_shown(files.get(bundle.FORMS, b""), report))
    table = _Table(files.get(bundle.TABLE, b""), report)
    _check_forms(shown, table, evidence, registry, report)
    if NIST in files:
        _check_nist(files[NIST], shown, table, report)
    return report


def _files(path: Path) -> dict[str, bytes]:
    found = {}
    with ZipFile(path) as archive:
        for member in archive.infolist():
            if member.file_size > LARGEST:
                raise ValueError("too large")
            with archive.open(member) as file:
                data = file.read(LARGEST + 1)
            if len(data) > LARGEST or member.filename in found:
                raise ValueError("too large or twice")
            found[member.filename] = data
    return found


def _check_checkpoint(note: notes.Note, policy: policies.Policy, report: ResultsReport) -> None:
    try:
        judged = policies.judge(policy, note)
    except notes.BadNote:
        report.found(Code.NOTE_SPOILED, file=bundle.CHECKPOINT, name=report.origin)
        return
    if judged.log is None or judged.log.name != report.origin:
        report.found(Code.NOTE_UNTRUSTED, file=bundle.CHECKPOINT)
        return
    report.witnesses, report.quorum = len(judged.witnesses), judged.met
    if not judged.met:
        of = len(policy.witnesses)
        report.found(Code.QUORUM_MISSING, size=report.size, have=report.witnesses, of=of)


def _check_files(
    index: Mapping[str, Any], files: Mapping[str, bytes], report: ResultsReport
) -> None:
    named = index.get("files")
    named = named if isinstance(named, dict) else {}
    others = {name: data for name, data in files.items() if name != bundle.INDEX}
    for name in sorted(named.keys() | others.keys()):
        if name not in others or sha256(others[name]).hexdigest() != named.get(name):
            report.found(Code.RESULTS_FILE, file=name)


def _lines(data: bytes) -> Iterator[Any]:
    for line in data.splitlines():
        try:
            yield canonical.decode(line, at_most=LARGEST)
        except canonical.NotCanonical:
            yield None


class _Read(NamedTuple):
    """One entry that stands in the tree."""

    number: int
    fact: events.Fact
    body: bytes
    entry: entries.FactEntry | entries.HiddenEntry


def _read_entries(
    data: bytes, checkpoint: checkpoints.Checkpoint, report: ResultsReport
) -> tuple[dict[str, tuple[int, events.Fact]], Registry]:
    """Return the facts that stand in the log and whose signature holds, and who speaks for whom."""
    read: list[_Read] = []
    for place, line in enumerate(_lines(data), start=1):
        try:
            number, body, entry = _entry(line, checkpoint)
            read.append(_Read(number, events.read(body), body, entry))
        except (ValueError, KeyError, TypeError):
            number = line["n"] if isinstance(line, dict) and type(line.get("n")) is int else place
            report.found(Code.RESULTS_NOT_IN_LOG, number=number)
    people = [(each.entry.name, each.fact) for each in read if isinstance(each.fact, PEOPLE)]
    root = next((each.entry.name for each in read if each.number == 1), "")
    registry = registry_of(people, root, _countersigned(read))
    found: dict[str, tuple[int, events.Fact]] = {}
    for each in sorted(read, key=lambda each: each.number):
        known = registry.devices.get(each.fact.device)
        public = spelling.from_base64(known.key) if known else None
        if not public or not keys.body_verifies(
            public, keys.EVENT, each.body, each.entry.signature
        ):
            report.found(Code.RESULTS_SIGNATURE, number=each.number)
            continue
        found.setdefault(each.entry.name, (each.number, each.fact))
    report.facts = len(found)
    return found, registry


def _countersigned(read: Iterable[_Read]) -> dict[str, tuple[str, ...]]:
    """Return by fact the devices whose countersignature holds, by the keys of the bundle.

    An entry that says a fact once more brings those who signed it later.
    """
    rows = list(read)
    public = {
        keys.key_id(key): key
        for each in rows
        if isinstance(each.fact, events.Enrolled) and (key := spelling.from_base64(each.fact.key))
    }
    found: dict[str, tuple[str, ...]] = {}
    for each in rows:
        for other in each.entry.countersigned:
            key = public.get(other.device)
            if key and keys.body_verifies(key, keys.EVENT, each.body, other.signature):
                found[each.entry.name] = (*found.get(each.entry.name, ()), other.device)
    return found


def _entry(
    line: Any, checkpoint: checkpoints.Checkpoint
) -> tuple[int, bytes, entries.FactEntry | entries.HiddenEntry]:
    """Return number, body and entry of one line that stands in the tree. Raises `ValueError`."""
    number, leaf = line["n"], line["leaf"].encode()
    hashes = tuple(spelling.from_base64(each) or b"" for each in line["proof"])
    if type(number) is not int or not tree.check_inclusion(
        number - 1, checkpoint.size, tree.leaf_hash(leaf), checkpoint.root, hashes
    ):
        raise ValueError("not in this tree")
    entry = entries.parse(leaf)
    if isinstance(entry, entries.FactEntry):
        return number, entry.body, entry
    body = line["body"].encode()
    if not isinstance(entry, entries.HiddenEntry) or canonical.name_of(body) != entry.name:
        raise ValueError("not the body of this entry")
    return number, body, entry


def _check_index(
    index: Mapping[str, Any],
    checkpoint: checkpoints.Checkpoint,
    registry: Registry,
    report: ResultsReport,
) -> None:
    """The desk of this log signed what the bundle names, of this very checkpoint."""
    signed = {name: each for name, each in index.items() if name != bundle.SIGNATURE}
    device = registry.devices.get(str(index.get("device", "")))
    signature = spelling.from_base64(str(index.get(bundle.SIGNATURE, "")))
    # A bundle that itself says that the key ended was signed after that.
    is_ours = device is not None and device.is_desk and not device.is_ended
    public = spelling.from_base64(device.key) if device and is_ours else None
    body = canonical.encode(signed, at_most=LARGEST)
    same = (index.get("origin"), index.get("size")) == (checkpoint.origin, checkpoint.size)
    if (
        not public
        or not signature
        or not keys.body_verifies(public, keys.RESULTS, body, signature)
        or not same
    ):
        report.found(Code.RESULTS_INDEX, file=bundle.INDEX)


def _sheets(data: bytes) -> Iterator[tuple[str, str]]:
    for line in _lines(data):
        if isinstance(line, dict) and {"salt", "text"} <= line.keys():
            yield note_hash(str(line["salt"]), str(line["text"])), str(line["text"])


def _shown(data: bytes, report: ResultsReport) -> Iterator[Shown]:
    for line in _lines(data):
        try:
            yield bundle.shown_from(line)
        except ValueError:
            report.found(Code.RESULTS_FILE, file=bundle.FORMS)


class _Table:
    """The rows of the table by TPS and kind: each cell a whole number or blank."""

    def __init__(self, data: bytes, report: ResultsReport) -> None:
        self.rows: dict[tuple[str, str], dict[str, int | None]] = {}
        try:
            rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
        except (UnicodeDecodeError, csv.Error):
            rows = []
        numbers = bundle.numbers_in(rows[0]) if rows else None
        if numbers is None:
            report.found(Code.RESULTS_FILE, file=bundle.TABLE)
            return
        names = (*FIGURES, *numbers)
        first = len(bundle.BEFORE_FIGURES)
        for row in rows[1:]:
            key = (row[1].lstrip("'"), row[2]) if len(row) > first else ("", "")
            cells = dict(zip(names, map(_number, row[first:]), strict=False))
            if (
                key in self.rows
                or len(row) != first + len(names)
                or any(each is ... for each in cells.values())
            ):
                report.found(Code.RESULTS_ROW, tps=key[0], kind=key[1])
            self.rows[key] = {n: v for n, v in cells.items() if v is not ...}


def _number(text: str) -> Any:
    """A cell as a number, None where it is blank, `...` where it is neither."""
    plain = text.removeprefix("'")
    if not plain:
        return None
    return int(plain) if plain.lstrip("-").isdecimal() and plain.isascii() else ...


def _check_forms(
    shown: list[Shown],
    table: _Table,
    evidence: Evidence,
    registry: Registry,
    report: ResultsReport,
) -> None:
    left = set(table.rows)
    for each in shown:
        key = (each.tps, each.kind)
        left.discard(key)
        cells = table.rows.get(key)
        if cells is None:
            report.found(Code.RESULTS_ROW, tps=each.tps, kind=each.kind)
            continue
        report.forms += 1
        if not each.fact:
            report.without_fact += 1
            continue
        form = evidence.form(each.fact)
        if form is None or (form.place, form.sku) != (each.tps, each.sku):
            report.found(Code.RESULTS_NO_FACT, tps=each.tps, kind=each.kind)
            continue
        if why := sorted(registry.standing(evidence.facts[each.fact][1]) & STOPS):
            report.found(Code.RESULTS_SIGNER, tps=each.tps, kind=each.kind, why=str(why[0]))
        report.cells += sum(n is not None for n in cells.values())
        for name, said in bundle.differing(form, cells):
            facts = {"tps": each.tps, "kind": each.kind, "name": name}
            table_says, log_says = _said(cells[name]), _said(said)
            report.found(Code.RESULTS_DIFFERS, **facts, left=table_says, right=log_says)
        if each.state == State.AGREED and not _seconded(each, form, evidence, registry):
            report.found(Code.RESULTS_ONE_PERSON, tps=each.tps, kind=each.kind)
    for tps, kind in sorted(left):
        report.found(Code.RESULTS_ROW, tps=tps, kind=kind)
    if report.without_fact:
        report.found(Code.RESULTS_WITHOUT_FACT, count=report.without_fact)


def _said(number: int | None) -> str:
    return "kosong" if number is None else str(number)


def _seconded(shown: Shown, form: Form, evidence: Evidence, registry: Registry) -> bool:
    """Whether somebody else signed every vote of it the same, and had the right to."""
    first = evidence.person(shown.fact)
    for name in shown.also:
        other = evidence.form(name)
        if other is None or registry.standing(evidence.facts[name][1]) & STOPS:
            continue
        if seconds(other, form) and evidence.person(name) not in ("", first):
            return True
    return False


def _check_nist(data: bytes, shown: list[Shown], table: _Table, report: ResultsReport) -> None:
    """The votes of the NIST file are those of the table."""
    kinds = {each.sku: each.kind for each in shown}
    try:
        found = dict(_nist_votes(json.loads(data), kinds))
    except (ValueError, KeyError, TypeError, AttributeError):
        report.found(Code.RESULTS_FILE, file=NIST)
        return
    for each in shown:
        for name, n in table.rows.get((each.tps, each.kind), {}).items():
            there = found.get((each.tps, each.kind, name))
            if name not in FIGURES and there != n:
                facts = {"tps": each.tps, "kind": each.kind, "name": f"{NIST}, {name}"}
                report.found(Code.RESULTS_DIFFERS, **facts, left=_said(there), right=_said(n))


def _nist_votes(value: Any, kinds: Mapping[str, str]) -> Iterator[tuple[tuple[str, str, str], int]]:
    for election in value["Election"]:
        for contest in election["Contest"]:
            for selection in contest["ContestSelection"]:
                own, _, number = selection["@id"].rpartition("-")
                sku = next((each for each in kinds if own.endswith(f"-{each}")), "")
                for count in selection["VoteCounts"]:
                    tps = count["GpUnitId"].removeprefix("gp-")
                    yield (tps, kinds.get(sku, ""), number), count["Count"]


def is_bundle(where: str) -> bool:
    """Tell whether `where` is a file of this kind and no folder or address."""
    path = Path(where)
    try:
        with path.open("rb") as file:
            return path.is_file() and file.read(2) == b"PK"
    except OSError:
        return False
