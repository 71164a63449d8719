"""One form on paper: never official, the same bytes twice, no name of who typed it."""

import pypdfium2 as pdfium
import pytest
from django.test import Client

from tepat.server.election.models import Look
from tests.server.count.counted import TPS, sheet, typed
from tests.server.count.test_pages import at, lia
from tests.worlds import contoh_scope, person

pytestmark = pytest.mark.django_db


def test_a_form_is_printed_with_its_figures_checks_and_versions(client: Client) -> None:
    scope = contoh_scope()
    typed(scope, "bu_lia", sheet(total=399, left=None))
    path = at("count_print", scope, TPS, "KWK-BUP")
    answer = lia(client).get(path)
    pages = [each.get_textpage().get_text_range() for each in pdfium.PdfDocument(answer.content)]
    text = " ".join(" ".join(pages).split())

    assert answer["Content-Type"] == "application/pdf"
    assert "Bukan hasil resmi" in text
    assert "nomor 1 250" in text
    assert "sisa surat suara kosong" in text, "a blank is said, never a nought"
    assert "A6" in text
    assert "bu_lia" not in text
    assert client.get(path).content == answer.content
    assert Look.objects.filter(what="results").exists()


def test_who_may_not_see_results_prints_none(client: Client) -> None:
    scope = contoh_scope()
    typed(scope, "bu_lia", sheet())
    client.force_login(person("bu_sari"))

    assert client.get(at("count_print", scope, TPS, "KWK-BUP")).status_code == 403
    assert lia(client).get(at("count_print", scope, TPS, "X")).status_code == 404
