"""Make papers: files of labels and packing lists, and letters with their number."""

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from datetime import time as hours
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, transaction

from tepat.adapters.labels import qr_svg
from tepat.adapters.typst_pdf import compile_pdf, forget
from tepat.core.documents import (
    BY_CODE,
    WET_SIGNATURE_RULES,
    Document,
    numbers,
    office,
    papers,
    sheets,
)
from tepat.core.documents.log_mark import as_json as mark_json
from tepat.core.documents.words import zone_name
from tepat.core.election.catalogue import Election
from tepat.core.election.ids import Form
from tepat.core.problems import Code, Refused, refuse
from tepat.server.documents import log_marks, queries
from tepat.server.documents.models import IssuedNumber, Letterhead, PaperJob
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope, User

LABELS_PER_FILE = 1000
DRAFT = "KONSEP, belum bernomor"
"""Stands where the number will be, until one is issued."""
CHANGED = "Isi berubah sejak nomor diterbitkan."
AT_A_TIME = 2
"""Files made side by side: typst works outside Python's lock, offices have two cores."""
LISTS = ("daftar_isi", "label_a4", "label_thermal", "label_sampul")
"""Documents that are made from packages, many at once."""
FILE_NAMES = {
    "daftar_isi": "daftar-isi",
    "label_a4": "label",
    "label_thermal": "label-thermal",
    "label_sampul": "label-sampul",
}


@dataclass(frozen=True, slots=True)
class Batch:
    """One file to be made: what it is called and what stands in it."""

    name: str
    document: Document
    papers: Sequence[papers.LabelPaper] | Sequence[papers.PackingListPaper]


def document(code: str) -> Document:
    """Return one document by code. Raises `Refused` with the choices."""
    if code not in BY_CODE:
        raise refuse(Code.DOCUMENT_UNKNOWN, value=code, choices=", ".join(BY_CODE))
    return BY_CODE[code]


def batches(scope: Scope, election: Election, kind: Document, area: str) -> list[Batch]:
    """Return the files of `kind` for `area`: per kecamatan, at most 1,000 papers each.

    Names sort as they are made: `label-001-63.09.05.pdf`. Raises `Refused` where there
    are no packages.
    """
    if kind.code == "daftar_isi":
        made: Sequence[Any] = queries.packing_list_papers(scope, election, area)
    else:
        forms = [Form.ENVELOPE] if kind.code == "label_sampul" else queries.BOX_FORMS
        made = queries.label_papers(scope, election, area, forms)
    if not made:
        raise refuse(Code.NO_PACKAGES, area=area)
    found: list[Batch] = []
    for kecamatan, group in _by_kecamatan(made):
        for start in range(0, len(group), LABELS_PER_FILE):
            name = f"{FILE_NAMES[kind.code]}-{len(found) + 1:03d}-{kecamatan}.pdf"
            found.append(Batch(name, kind, group[start : start + LABELS_PER_FILE]))
    return found


def _by_kecamatan(made: Sequence[Any]) -> Iterator[tuple[str, list[Any]]]:
    """Group papers by kecamatan; what belongs to the kabupaten itself comes last."""
    groups: dict[str, list[Any]] = {}
    for paper in made:
        groups.setdefault(paper.place[:8], []).append(paper)
    yield from sorted(groups.items(), key=lambda each: (len(each[0]) < 8, each[0]))


def file_of(scope: Scope, election: Election, head: Letterhead, batch: Batch) -> bytes:
    """Return the PDF of one batch. The same packages give the same bytes. No query."""
    common = _common(
        scope, head.election_title or election.name.id, head.as_value(), batch.document
    )
    if batch.document.code == "daftar_isi":
        filled = [batch.document.fill(paper) for paper in batch.papers]
    else:
        common |= _size(batch.document, head.label_size()).as_json()
        filled = [sheets.label(each, qr_svg(each.code)) for each in _labels(batch)]
    data = {"common": common, "papers": filled}
    return compile_pdf(batch.document.template, data, _moment(scope, election), tagged=False)


def _labels(batch: Batch) -> list[papers.LabelPaper]:
    return [paper for paper in batch.papers if isinstance(paper, papers.LabelPaper)]


def _size(kind: Document, thermal: office.LabelSize) -> office.LabelSize:
    sizes = {"label_a4": office.A4_LABELS, "label_sampul": office.ENVELOPE_LABELS}
    return sizes.get(kind.code, thermal)


def _common(
    scope: Scope, election: str, letterhead: papers.Letterhead, kind: Document
) -> dict[str, object]:
    return office.common(letterhead, election, kind.title.id, scope.is_contoh, WET_SIGNATURE_RULES)


def _moment(scope: Scope, election: Election) -> datetime:
    """The time inside a file of labels: of the election, since labels have no day of their own."""
    day = election.voting_day or datetime(2000, 1, 1).date()  # noqa: DTZ001 a date, not a moment
    return datetime.combine(day, hours(), ZoneInfo(scope.zone))


# -- files of labels and packing lists -------------------------------------------


def write_files(
    scope: Scope,
    kind: Document,
    area: str,
    folder: Path,
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> list[dict[str, Any]]:
    """Write the files of one document into `folder` and return what was written.

    `tell` hears how many papers are done, and of how many, after each file.
    """
    election = election_of(scope)
    wanted = batches(scope, election, kind, area)
    head = queries.letterhead(scope)
    total, done, written = sum(len(each.papers) for each in wanted), 0, []
    folder.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        for start in range(0, len(wanted), AT_A_TIME):
            beside = wanted[start : start + AT_A_TIME]
            contents = pool.map(lambda batch: file_of(scope, election, head, batch), beside)
            for batch, content in zip(beside, contents, strict=True):
                done += len(batch.papers)
                written.append(_write(folder, batch, content))
                tell(done, total)
            # Between files, never beside one: what is being laid out would be lost too.
            forget()
    return written


def _write(folder: Path, batch: Batch, content: bytes) -> dict[str, Any]:
    """Put one file in its place, whole or not at all, and say what it is."""
    partial = folder / f"{batch.name}.part"
    partial.write_bytes(content)
    partial.replace(folder / batch.name)
    return {
        "name": batch.name,
        "papers": len(batch.papers),
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def folder_of(job: PaperJob) -> Path:
    """Where the files of a job lie."""
    scope = job.scope
    home: Path = settings.HOME
    return home / "papers" / scope.election / scope.kabupaten / f"{job.pk:06d}"


def order(scope: Scope, kind: Document, area: str, by: User | None, now: datetime) -> PaperJob:
    """Record that files are wanted; `work_on` makes them."""
    return PaperJob.objects.create(scope=scope, document=kind.code, area=area, by=by, at=now)


def work_on(job: PaperJob) -> PaperJob:
    """Make the files of a job. What refuses is kept on the job, for the page to say."""
    began = time.perf_counter()
    job.state = PaperJob.State.MAKING
    job.save(update_fields=["state"])

    def tell(done: int, total: int) -> None:
        PaperJob.objects.filter(pk=job.pk).update(done=done, total=total)
        job.done, job.total = done, total

    try:
        job.files = write_files(job.scope, document(job.document), job.area, folder_of(job), tell)
        job.state = PaperJob.State.DONE
    except Refused as refused:
        problem = refused.problem
        job.state, job.problem = (
            PaperJob.State.FAILED,
            {
                "code": problem.code.value,
                "facts": dict(problem.facts),
            },
        )
    job.seconds = round(time.perf_counter() - began, 2)
    job.save(update_fields=["state", "files", "problem", "seconds"])
    return job


# -- letters and their numbers ---------------------------------------------------


def issue_number(
    scope: Scope,
    kind: Document,
    key: str,
    content: Mapping[str, object],
    about: str,
    on: datetime,
    now: datetime,
    by: User | None = None,
) -> IssuedNumber:
    """Return the number of the record `key`: its own where it has one, else the next one.

    Numbers of one document and year have no gap. `on` is the day the paper speaks of. What
    the paper says is noted whenever it differs from what was noted last. The unique
    constraints decide where two people ask at once; the loser asks again.
    """
    said = {"hash": content_hash(content), "at": now.isoformat(), "by": by.username if by else ""}
    for _ in range(20):
        try:
            with transaction.atomic():
                Scope.objects.select_for_update().get(pk=scope.pk)
                known = issued(scope, kind, key)
                if known is None:
                    return _next(scope, kind, key, said, about, on, now, by)
                if known.contents[-1:] and known.contents[-1]["hash"] == said["hash"]:
                    return known
                known.contents = [*known.contents, said]
                known.save(update_fields=["contents"])
                return known
        except IntegrityError:
            continue
    raise RuntimeError(f"no free number for {kind.code} after 20 tries")


def issued(scope: Scope, kind: Document, key: str) -> IssuedNumber | None:
    """Return the number of one record, None where none was issued. One query."""
    return IssuedNumber.objects.filter(scope=scope, document=kind.code, record=key).first()


def _next(
    scope: Scope,
    kind: Document,
    key: str,
    said: dict[str, str],
    about: str,
    on: datetime,
    now: datetime,
    by: User | None,
) -> IssuedNumber:
    last = (
        IssuedNumber.objects.filter(scope=scope, document=kind.code, year=on.year)
        .order_by("-number")
        .values_list("number", flat=True)
        .first()
    )
    head = queries.letterhead(scope)
    number = (last or 0) + 1
    text = numbers.letter_number(
        head.number_pattern,
        number,
        kind.number_code,
        head.office_code or scope.kabupaten,
        on.date(),
    )
    return IssuedNumber.objects.create(
        scope=scope,
        document=kind.code,
        year=on.year,
        number=number,
        text=text,
        record=key,
        contents=[said],
        about=about[:200],
        at=now,
        by=by,
    )


def content_hash(content: Mapping[str, object]) -> str:
    """Return the SHA-256 of what a paper says, its number left out."""
    return hashlib.sha256(_canonical({**content, "number": ""})).hexdigest()


def _canonical(content: Mapping[str, object]) -> bytes:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def frame(scope: Scope, at: datetime, area: str = "") -> papers.Frame:
    """Return what a letter of `area` has around it, for the moment `at`. One query."""
    head = queries.letterhead(scope, area)
    local = at.astimezone(ZoneInfo(scope.zone))
    offset = local.utcoffset()
    return papers.Frame(
        head.as_value(),
        head.election_title or election_of(scope).name.id,
        local,
        zone_name(round(offset.total_seconds() / 3600)) if offset else "",
        head.place,
        "",
        head.copies(),
        scope.is_contoh,
    )


@dataclass(frozen=True, slots=True)
class Made:
    """One letter: its number, what it says, and the file."""

    number: str
    content: dict[str, object]
    pdf: bytes


def make_letter(scope: Scope, kind: Document, key: str, paper: Any) -> Made:
    """Return the PDF of a letter, as it stands; nothing is stored. `paper` fits `kind`.

    A paper that the office numbered itself keeps that number, any other has the one issued
    for its record; without one it is marked as a draft. Where the paper says something else
    than when its number was issued, its foot tells.
    """
    number, foot = paper.frame.number, WET_SIGNATURE_RULES
    if not number:
        own = issued(scope, kind, key)
        number = own.text if own else DRAFT
        if own and own.contents and own.contents[0]["hash"] != content_hash(kind.fill(paper)):
            foot = f"{foot} {CHANGED}"
    numbered = replace(paper, frame=replace(paper.frame, number=number))
    content = kind.fill(numbered)
    mark = log_marks.mark_of(scope, kind.code, key)
    drawn = content | {"log": mark_json(mark)} if mark else content
    frame = paper.frame
    common = office.common(frame.letterhead, frame.election, kind.title.id, scope.is_contoh, foot)
    data = {"common": common, "papers": [drawn]}
    return Made(number, content, compile_pdf(kind.template, data, frame.at))


def sample_letter(scope: Scope, kind: Document, paper: Any, now: datetime) -> bytes:
    """Return a made-up letter under the letterhead of `scope`, marked contoh."""
    own = replace(frame(scope, now), number=paper.frame.number, contoh=True)
    content = kind.fill(replace(paper, frame=own))
    common = _common(scope, own.election, own.letterhead, kind) | {"contoh": True}
    return compile_pdf(kind.template, {"common": common, "papers": [content]}, own.at)


def prints(emblem: bytes, form: str) -> bool:
    """Tell whether an emblem can really be printed, by printing it."""
    text = emblem.decode("utf-8", "replace") if form == "svg" else emblem.hex()
    head = papers.Letterhead(("Contoh",), emblem=text, emblem_format=form)
    common = office.common(head, "", "", False, "")
    try:
        compile_pdf(
            "letter.typ", {"common": common, "papers": [_EMPTY]}, datetime(2000, 1, 1, tzinfo=UTC)
        )
    except RuntimeError:
        return False
    return True


_EMPTY: dict[str, object] = {
    "title": "",
    "number": "",
    "addressed": None,
    "opening": "",
    "facts": [],
    "parties": [],
    "before": [],
    "table": None,
    "notes": [],
    "by_hand": "",
    "after": [],
    "signed_at": "",
    "signatures": [],
    "witnesses": [],
    "copies": [],
}
