"""Names beside numbers: typed in versions, shown with each form, in files of the same bytes."""

import csv
import io
import json

import pytest
from django.test import Client

from tepat.core.count import bundle
from tepat.server.count.exports.files import make
from tepat.server.count.models import PaperNames
from tepat.server.election.models import Scope
from tepat.witness.verifying.report import Outcome
from tests.server.count.counted import BUP, TPS, sheet, typed
from tests.server.count.test_bundle import _home, checked, members, published
from tests.server.count.test_pages import at, lia
from tests.worlds import contoh_scope, person

pytestmark = pytest.mark.django_db
__all__ = ["_home"]

TWO = "1 Budi dan Ani\n2\tSiti & Umar"


def kept(client: Client, scope: Scope, text: str = TWO, sku: str = BUP) -> int:
    return lia(client).post(at("count_names", scope), {"sku": sku, "names": text}).status_code


def test_pasted_names_stand_beside_their_numbers_and_every_version_stays(client: Client) -> None:
    scope = contoh_scope()
    assert kept(client, scope) == kept(client, scope) == 302
    assert kept(client, scope, "1 Budi dan Ani\n2 Siti dan Umar") == 302
    assert [row.names["2"] for row in PaperNames.objects.order_by("pk")] == [
        "Siti & Umar",
        "Siti dan Umar",
    ]

    page = client.get(at("count_names", scope)).content.decode()
    assert "Siti dan Umar" in page
    assert page.count(", 2 nama") == 2
    typed(scope, "bu_lia", sheet())
    form = client.get(at("count_form", scope, TPS, "KWK-BUP")).content.decode()
    assert "nomor 2: Siti dan Umar" in form.replace("Nomor", "nomor")
    recap = client.get(at("count_recap", scope, "99.01.02", "KWK-BUP")).content.decode()
    assert "Siti dan Umar" in recap


def test_where_nobody_typed_a_name_none_is_shown(client: Client) -> None:
    scope = contoh_scope()
    typed(scope, "bu_lia", sheet())
    form = lia(client).get(at("count_form", scope, TPS, "KWK-BUP")).content.decode()
    assert "Nomor 1<" in form
    assert "Nomor 1:" not in form
    files = make(scope, "nist", every=True).data
    assert b'"BallotName"' in files
    assert b"Budi" not in files


def test_a_line_that_cannot_be_read_keeps_nothing_and_stays_in_the_field(client: Client) -> None:
    scope = contoh_scope()
    said = {"sku": BUP, "names": "1 Budi dan Ani\nSiti"}
    answer = lia(client).post(at("count_names", scope), said)
    assert 400 <= answer.status_code < 500
    assert "Baris 2 tidak terbaca: Siti" in answer.content.decode()
    assert "Budi dan Ani" in answer.content.decode()
    assert not PaperNames.objects.exists()


def test_who_types_no_results_of_the_whole_kabupaten_types_no_names(client: Client) -> None:
    scope = contoh_scope()
    client.force_login(person("bu_rina"))
    said = {"sku": BUP, "names": TWO}
    assert client.post(at("count_names", scope), said).status_code == 403
    assert kept(client, scope, sku="KWK-BUP/11.01") in range(400, 500)
    assert not PaperNames.objects.exists()


def test_files_name_them_and_a_bundle_is_still_proved_to_the_byte(client: Client) -> None:
    scope = contoh_scope()
    typed(scope, "bu_lia", sheet())
    policy = published(scope)
    before = members(make(scope, "bundle", every=True).data)
    kept(client, scope)
    data = make(scope, "bundle", every=True).data
    after = members(data)

    assert make(scope, "bundle", every=True).data == data
    report = checked(data, policy)
    assert (report.outcome, report.findings) == (Outcome.FINE, [])
    assert after[bundle.TABLE] == before[bundle.TABLE]
    assert "Budi dan Ani" in after["nama.csv"].decode("utf-8-sig")
    assert "nama.csv" not in before
    nist = json.loads(after["hasil.json"])
    names = [c["BallotName"]["Text"][0]["Content"] for c in nist["Election"][0]["Candidate"]]
    assert names == ["Budi dan Ani", "Siti & Umar"]
    rows = list(csv.reader(io.StringIO(make(scope, "names").data.decode("utf-8-sig"))))
    assert rows[1] == ["KWK-BUP", BUP, "1", "Budi dan Ani"]
