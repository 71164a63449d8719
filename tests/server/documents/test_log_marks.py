"""Surat jalan and BAST carry the log: a reference once the list is in it, a place before."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from pytest_django import DjangoAssertNumQueries, Settings

from tepat.core.documents.log_mark import NOT_YET, LogMark, as_json
from tepat.server import clock
from tepat.server.documents import log_marks, makers, services
from tepat.server.election.models import Scope
from tepat.server.keeping import wiring
from tepat.server.log.models import Fact
from tepat.server.move.models import Shipment
from tests import demos

pytestmark = pytest.mark.django_db


@pytest.fixture
def scope(tmp_path: Path, settings: Settings) -> Scope:
    settings.HOME, settings.DEMO = tmp_path, False
    return demos.load()


def test_a_paper_says_so_until_its_list_is_in_the_log_and_then_names_it_for_good(
    scope: Scope, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    load = Shipment.objects.earliest("code")
    kind = services.document("surat_jalan")
    with django_assert_num_queries(2):
        mark = log_marks.mark_of(scope, "surat_jalan", load.code)
    assert mark is not None
    assert as_json(mark)["head"] == NOT_YET

    wiring.sequencer_of(scope).round(clock.now())
    mark = log_marks.mark_of(scope, "surat_jalan", load.code)
    listed = Fact.objects.get(kind="listed", lists__list=load.list_hash)
    assert mark is not None
    assert mark.number == listed.number
    assert len(mark.fingerprint.replace(" ", "")) == 24
    assert mark.qr.startswith("<svg")
    assert log_marks.mark_of(scope, "bast", load.code) == mark

    paper = makers.shipment(scope, load.code)
    first = services.make_letter(scope, kind, load.code, paper)
    again = services.make_letter(scope, kind, load.code, paper)
    assert first.pdf == again.pdf
    assert "log" not in first.content, "the log grows, and the paper says the same"


def test_other_papers_bear_no_mark(scope: Scope) -> None:
    assert log_marks.mark_of(scope, "bttb", "SJ-001") is None
    assert log_marks.mark_of(scope, "bast", "a receipt") is None


def test_a_torn_folder_leaves_the_place_empty(scope: Scope) -> None:
    wiring.sequencer_of(scope).round(clock.now())
    shutil.rmtree(Path(django_settings.HOME) / "log")

    assert log_marks.mark_of(scope, "bast", "SJ-001") == LogMark()
