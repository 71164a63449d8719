"""`tepat log verify` of a bundle of unofficial results: every number back to a signed fact.

The checkpoint is judged by the policy, each entry is proved to stand in it, each signature is
checked with the key that the log itself gave the device, each form is made again from its facts,
and the table is compared with it cell by cell. The NIST report is made again from the same forms.
What cannot be made again is a short list, which the report brings.
"""

import zlib
from collections.abc import Iterator, Mapping
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from tepat.core.count import bundle, remade
from tepat.core.count.bundle import Evidence, Shown
from tepat.core.count.form import FIGURES, Form
from tepat.core.count.versions import State, seconds
from tepat.core.log import canonical, checkpoints, keys, notes, policies, spelling
from tepat.core.move import events
from tepat.core.move.devices import Registry
from tepat.core.move.standing import STOPS
from tepat.core.problems import Code, refuse
from tepat.witness.verifying.results_entries import lines_in, read_entries, sheets_in
from tepat.witness.verifying.results_report import ResultsReport
from tepat.witness.verifying.results_table import Row, Table

LARGEST: Final = 512 << 20
"""Bytes of all files of a bundle; the table of the largest regency has one million."""
MOST_MEMBERS: Final = 32
INDEX_FIELDS: Final = frozenset(
    {"v", "election", "kabupaten", "origin", "size", "device", "note", "files", bundle.SIGNATURE}
)


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
        OSError,
        EOFError,
        BadZipFile,
        zlib.error,
        ValueError,
        KeyError,
        notes.BadNote,
        checkpoints.BadCheckpoint,
    ) as error:
        raise refuse(Code.BUNDLE_UNREADABLE, file=str(path)) from error
    report.origin, report.size = checkpoint.origin, checkpoint.size
    _check_checkpoint(note, policy, report)
    _check_files(index, files, report)
    named, registry = read_entries(files.get(bundle.ENTRIES, b""), checkpoint, report)
    _check_index(index, checkpoint, registry, report)
    carried = {each.note for _, each in named.values() if isinstance(each, events.Result)}
    sheets = sheets_in(files.get(bundle.SHEETS, b""), carried - {""}, report)
    signed = {
        name: (number, fact, registry.person_of(fact) or fact.device)
        for name, (number, fact) in named.items()
    }
    desks = frozenset(each for each, device in registry.devices.items() if device.is_desk)
    evidence = Evidence(signed, sheets, desks)
    shown = list(_shown(files.get(bundle.FORMS, b""), report))
    table = Table(files.get(bundle.TABLE, b""), report)
    forms = _check_forms(shown, table, evidence, registry, report)
    _check_nist(files.get(bundle.NIST, b""), forms, report)
    return report


def _files(path: Path) -> dict[str, bytes]:
    """Return the files of a bundle by name. Raises `ValueError` for more than one can have."""
    found: dict[str, bytes] = {}
    left = LARGEST
    with ZipFile(path) as archive:
        members = archive.infolist()
        if len(members) > MOST_MEMBERS:
            raise ValueError("too many")
        for member in members:
            is_plain = (
                member.compress_type in (ZIP_STORED, ZIP_DEFLATED) and not member.flag_bits & 1
            )
            if member.file_size > left or member.filename in found or not is_plain:
                raise ValueError("too large, twice, or packed as no desk does")
            with archive.open(member) as file:
                data = file.read(left + 1)
            left -= len(data)
            if left < 0:
                raise ValueError("too large")
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
    for name in sorted(others.keys() - bundle.MEMBERS):
        report.found(Code.RESULTS_STRANGER, file=name)
    for name in sorted({*named, *others, *bundle.WHOLE}):
        if name not in others or sha256(others[name]).hexdigest() != named.get(name):
            report.found(Code.RESULTS_FILE, file=name)


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
    same = (
        index.keys() == INDEX_FIELDS
        and (index["origin"], index["size"]) == (checkpoint.origin, checkpoint.size)
        and checkpoint.origin.endswith(f"/{index['election']}/{index['kabupaten']}")
        and index["note"] == bundle.UNOFFICIAL
    )
    if (
        not public
        or not signature
        or not keys.body_verifies(public, keys.RESULTS, body, signature)
        or not same
    ):
        report.found(Code.RESULTS_INDEX, file=bundle.INDEX)


def _shown(data: bytes, report: ResultsReport) -> Iterator[Shown]:
    for line in lines_in(data):
        try:
            yield bundle.shown_from(line)
        except ValueError:
            report.found(Code.RESULTS_FILE, file=bundle.FORMS)


def _check_forms(
    shown: list[Shown],
    table: Table,
    evidence: Evidence,
    registry: Registry,
    report: ResultsReport,
) -> list[Form]:
    """Compare each form with its row; return them, as they were signed where a fact says them."""
    left, found = set(table.rows), []
    for each in shown:
        key = (each.tps, each.kind)
        row = table.rows.get(key)
        # The kind is the paper's own; a form stands in the bundle once.
        if row is None or key not in left or each.kind != each.sku.partition("/")[0][:20]:
            left.discard(key)
            report.found(Code.RESULTS_ROW, tps=each.tps, kind=each.kind)
            continue
        left.discard(key)
        report.forms += 1
        _check_words(each, row, report)
        form = None
        if each.fact:
            form = _check_form(each, row, evidence, registry, report)
        else:
            report.without_fact += 1
        found.append(form or _form_in(each, row))
    for tps, kind in sorted(left):
        report.found(Code.RESULTS_ROW, tps=tps, kind=kind)
    if report.without_fact:
        report.found(Code.RESULTS_WITHOUT_FACT, count=report.without_fact)
    return found


def _check_form(
    each: Shown, row: Row, evidence: Evidence, registry: Registry, report: ResultsReport
) -> Form | None:
    """Compare a row with the form that its fact says, and return that; None where it says none."""
    form = evidence.form(each.fact)
    others = [evidence.facts[name][1] if name in evidence.facts else None for name in each.also]
    is_twice = len({each.fact, *each.also}) <= len(each.also)
    if (
        form is None
        or is_twice
        or any(
            (getattr(said, "place", ""), getattr(said, "sku", "")) != (each.tps, each.sku)
            for said in (form, *others)
        )
    ):
        report.found(Code.RESULTS_NO_FACT, tps=each.tps, kind=each.kind)
        return None
    fact = evidence.facts[each.fact][1]
    if why := sorted(registry.standing(fact) & STOPS):
        report.found(Code.RESULTS_SIGNER, tps=each.tps, kind=each.kind, why=str(why[0]))
    report.cells += sum(n is not None for n in row.cells.values())
    for name, said in bundle.differing(form, row.cells):
        facts = {"tps": each.tps, "kind": each.kind, "name": name}
        table_says, log_says = _said(row.cells.get(name)), _said(said)
        report.found(Code.RESULTS_DIFFERS, **facts, left=table_says, right=log_says)
    checks = remade.checks_amiss(row.checks, form)
    _remade(each, "Tidak cocok", row.checks, checks, report)
    source = remade.source_amiss(row.source, is_desk=registry.is_desk(fact.device))
    _remade(each, "Asal", row.source, source, report)
    if each.state == State.AGREED and not _seconded(each, form, evidence, registry):
        report.found(Code.RESULTS_ONE_PERSON, tps=each.tps, kind=each.kind)
    return form


def _check_words(each: Shown, row: Row, report: ResultsReport) -> None:
    """A row says that it is not official, and how far its form has come."""
    note = None if row.note == bundle.UNOFFICIAL else bundle.UNOFFICIAL
    _remade(each, "Catatan", row.note, note, report)
    state = bundle.STATE_WORDS.get(each.state, "")
    _remade(each, "Keadaan", row.state, None if state and row.state == state else state, report)


def _remade(each: Shown, name: str, said: str, should: str | None, report: ResultsReport) -> None:
    if should is not None:
        where = f"TPS {each.tps}, {each.kind}, {name}"
        right = should or "kosong"
        left = said or "kosong"
        report.found(Code.RESULTS_REMADE, file=bundle.TABLE, name=where, left=left, right=right)


def _form_in(each: Shown, row: Row) -> Form:
    """The form that a row says, where no fact does."""
    there = {name: n for name, n in row.cells.items() if n is not None}
    figures: dict[str, int | None] = {name: n for name, n in there.items() if name in FIGURES}
    votes: dict[str, int | None] = {name: n for name, n in there.items() if name not in FIGURES}
    return Form(each.tps, each.sku, figures, votes)


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


def _check_nist(data: bytes, forms: list[Form], report: ResultsReport) -> None:
    """The NIST report is the one that these forms make, and nothing more."""
    _, election, kabupaten = f"//{report.origin}".rsplit("/", 2)
    try:
        amiss = remade.report_amiss(data, election, kabupaten, forms)
        told = list(islice(amiss, remade.MOST_TOLD))
    except ValueError:
        report.found(Code.RESULTS_FILE, file=bundle.NIST)
        return
    for name, left, right in told:
        report.found(Code.RESULTS_REMADE, file=bundle.NIST, name=name, left=left, right=right)


def is_bundle(where: str) -> bool:
    """Tell whether `where` is a file of this kind and no folder or address."""
    path = Path(where)
    try:
        with path.open("rb") as file:
            return path.is_file() and file.read(2) == b"PK"
    except OSError:
        return False
