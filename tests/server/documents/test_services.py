"""Files of labels and lists, letters and their numbers."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from django.db import IntegrityError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from tepat.cli import main
from tepat.core.documents.papers import HandoverPaper
from tepat.core.election.ids import readable
from tepat.core.problems import Code, Refused
from tepat.server import clock
from tepat.server.documents import queries, services
from tepat.server.documents.models import IssuedNumber, Letterhead, PaperJob, Signatory
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope
from tepat.server.plan.models import Package
from tests import papers, worlds

BAST = services.document("bast")


def unnumbered() -> HandoverPaper:
    """A BAST that waits for its number."""
    return replace(papers.handover(), frame=replace(papers.FRAME, number=""))


def text_of(path: Path) -> str:
    pages = [page.get_textpage().get_text_range() for page in pdfium.PdfDocument(path)]
    return " ".join(" ".join(pages).split())


def test_every_box_gets_one_label_in_files_that_sort(scope: Scope, tmp_path: Path) -> None:
    written = services.write_files(scope, services.document("label_a4"), scope.kabupaten, tmp_path)

    names = [each["name"] for each in written]
    assert names == ["label-001-99.01.01.pdf", "label-002-99.01.02.pdf"]
    assert names == sorted(path.name for path in tmp_path.iterdir())
    text = " ".join(text_of(tmp_path / name) for name in names)
    boxes = Package.objects.filter(scope=scope, form="K")
    assert sum(each["papers"] for each in written) == boxes.count()
    for box in boxes:
        assert text.count(readable(box.code)) == 1


def test_no_file_holds_more_than_its_share(
    scope: Scope, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "LABELS_PER_FILE", 4)
    written = services.write_files(scope, services.document("label_a4"), "99.01.01", tmp_path)
    assert [each["papers"] for each in written] == [4, 4, 4]
    assert written[2]["name"] == "label-003-99.01.01.pdf"


def test_a_packing_list_says_bundles_and_loose_and_what_is_unset(
    scope: Scope, tmp_path: Path
) -> None:
    services.write_files(scope, services.document("daftar_isi"), scope.kabupaten, tmp_path)

    hulu = text_of(tmp_path / "daftar-isi-001-99.01.01.pdf")
    hilir = text_of(tmp_path / "daftar-isi-002-99.01.02.pdf")
    assert "19 bundel isi 25 + 19 lepas" in hulu  # 481 + 13 = 494
    assert "Kelurahan Kota Hulu" in hulu
    assert "Desa Pulau Kecil" in hilir
    assert "belum diatur" in hilir


def test_envelopes_have_their_own_small_labels(scope: Scope, tmp_path: Path) -> None:
    [first, _] = services.write_files(
        scope, services.document("label_sampul"), scope.kabupaten, tmp_path
    )
    assert first["papers"] == 10
    assert "Sampul 1 dari 2" in text_of(tmp_path / first["name"])


def test_the_same_packages_make_the_same_bytes_an_hour_later(scope: Scope, tmp_path: Path) -> None:
    for code in services.LISTS:
        before = services.write_files(scope, services.document(code), "99.01.01", tmp_path / "a")
        clock.shift(timedelta(hours=1))
        try:
            after = services.write_files(scope, services.document(code), "99.01.01", tmp_path / "b")
        finally:
            clock.shift(timedelta(0))
        assert before == after


def test_without_packages_a_sentence_says_what_to_do(db: None, tmp_path: Path) -> None:
    scope = worlds.contoh_scope()
    with pytest.raises(Refused) as refused:
        services.write_files(scope, services.document("label_a4"), scope.kabupaten, tmp_path)
    assert refused.value.problem.code is Code.NO_PACKAGES


@pytest.mark.parametrize("kecamatan", ["99.01.01", ""])
def test_more_labels_cost_no_more_queries(
    kecamatan: str, scope: Scope, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    election = election_of(scope)
    with django_assert_num_queries(2):
        assert queries.label_papers(scope, election, kecamatan, queries.BOX_FORMS)
    with django_assert_num_queries(5):
        assert queries.packing_list_papers(scope, election, kecamatan)


def test_a_job_makes_its_files_and_keeps_how_long_it_took(scope: Scope) -> None:
    bu_sari = worlds.person("bu_sari")
    job = services.order(
        scope, services.document("label_a4"), scope.kabupaten, bu_sari, clock.now()
    )

    services.work_on(job)

    job.refresh_from_db()
    assert job.state == PaperJob.State.DONE
    assert (job.done, job.total) == (24, 24)
    assert job.seconds is not None
    for each in job.files:
        assert (services.folder_of(job) / each["name"]).stat().st_size == each["bytes"]


def test_a_job_that_refuses_says_why(db: None) -> None:
    scope = worlds.contoh_scope()
    job = services.order(scope, services.document("label_a4"), scope.kabupaten, None, clock.now())
    assert services.work_on(job).state == PaperJob.State.FAILED
    assert job.problem["code"] == Code.NO_PACKAGES


def letter(scope: Scope, key: str, paper: HandoverPaper | None = None) -> services.Made:
    """Issue the number of one record and make its letter."""
    paper = paper or unnumbered()
    content = BAST.fill(paper)
    services.issue_number(scope, BAST, key, content, "PPK Hulu", paper.frame.at, clock.now())
    return services.make_letter(scope, BAST, key, paper)


def test_a_letter_keeps_its_number_when_printed_again(scope: Scope) -> None:
    first, again = letter(scope, "SJ-001"), letter(scope, "SJ-001")
    other = letter(scope, "SJ-002")

    assert first.number == "001/BAST/99.01/XI/2024"
    assert again.number == first.number
    assert again.pdf == first.pdf
    assert other.number == "002/BAST/99.01/XI/2024"


def test_a_number_that_the_office_wrote_itself_is_kept(scope: Scope) -> None:
    made = services.make_letter(scope, BAST, "SJ-001", papers.handover())
    assert made.number == papers.FRAME.number
    assert not IssuedNumber.objects.exists()


def test_each_year_and_each_document_counts_from_one(scope: Scope) -> None:
    paper = unnumbered()
    later = replace(paper, frame=replace(paper.frame, at=papers.AT + timedelta(days=60)))
    letter(scope, "SJ-001", paper)
    assert letter(scope, "SJ-002", later).number.startswith("001/")


def test_the_office_writes_numbers_its_own_way(scope: Scope) -> None:
    Letterhead.objects.create(
        scope=scope,
        area="99.01",
        office_code="KPU-CTH",
        number_pattern="{code}.{number:04}/{office}/{month}.{year}",
    )
    assert letter(scope, "SJ-001").number == "BAST.0001/KPU-CTH/11.2024"


def test_a_lost_race_for_a_number_is_run_again(
    scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    true_next = services._next
    raced: list[bool] = []

    def beaten(*arguments: object) -> IssuedNumber:
        if not raced:
            raced.append(True)
            raise IntegrityError("somebody was faster")
        return true_next(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(services, "_next", beaten)
    assert letter(scope, "SJ-001").number.startswith("001/")


def test_the_table_itself_refuses_a_number_twice(scope: Scope) -> None:
    letter(scope, "SJ-001")
    row = IssuedNumber.objects.get()
    row.pk, row.record = None, "other"
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.mark.django_db(transaction=True)
def test_four_desks_at_once_leave_no_gap_and_no_double() -> None:
    scope = Scope.objects.create(election="pilkada-2024", kabupaten="99.01")
    kind = services.document("bast")

    def ask(desk: int) -> None:
        try:
            for turn in range(6):
                key = str(desk * 100 + turn)
                services.issue_number(scope, kind, key, {}, "", papers.AT, clock.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as desks:
        list(desks.map(ask, range(4)))

    numbers = sorted(IssuedNumber.objects.values_list("number", flat=True))
    assert numbers == list(range(1, 25))


def test_a_ppk_signs_with_its_own_people_and_else_the_title_stands_alone(scope: Scope) -> None:
    Signatory.objects.create(scope=scope, area="99.01.01", signs="ppk", name="Nama Contoh B")
    assert queries.person(scope, "ppk", "99.01.01").name == "Nama Contoh B"
    assert queries.person(scope, "ppk", "99.01.02").name == ""
    assert queries.person(scope, "ppk", "99.01.02").position == "Ketua PPK"


def test_the_command_writes_and_says_how_many(
    scope: Scope,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tepat.server.documents.commands.prepare", lambda: None)

    status = main(["plan", "documents", "--kabupaten", "99.01", "--out", str(tmp_path)])

    assert status == 0
    assert "Label kotak, lembar A4: 24 dalam 2 berkas" in capsys.readouterr().out
    assert len(list(tmp_path.glob("*.pdf"))) == 6
