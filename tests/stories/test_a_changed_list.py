"""A voter list grows after packing: import, make the packages again, open exactly its boxes."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tepat.cli import main
from tepat.core.move import events
from tepat.core.move.station import inside
from tepat.core.plan.packing import closes_with
from tepat.server import flow
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope, Tps
from tepat.server.election.tps_list import services as tps_list
from tepat.server.move.packing import delta
from tepat.server.plan.models import Package
from tepat.server.plan.packages.services import regenerate
from tests.sheets import xlsx
from tests.worlds import PASSWORD, contoh_scope, person

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 11, 12, 18, 0, tzinfo=UTC)
GROWN = "99.01.01.1001-001"
WHERE = ["--kabupaten", "99.01"]


@pytest.fixture
def packed() -> Scope:
    """Every box of Kabupaten Contoh closed with what its list says."""
    scope = contoh_scope()
    election = election_of(scope)
    regenerate(scope, election, NOW)
    closing = closes_with(election)
    boxes = Package.objects.filter(scope=scope, form="K", at="tps")
    facts = []
    for box in boxes:
        within = [box, *Package.objects.filter(scope=scope, inside=box.code)]
        lines = [line for each in within for line in inside(each.as_value().contents, closing)]
        facts.append(
            events.Packed(
                election=scope.election,
                kabupaten=scope.kabupaten,
                at=NOW,
                by="-",
                package=box.code,
                contents=tuple(
                    events.Counted(line.item, line.quantity, line.sku)
                    for line in lines
                    if line.quantity is not None
                ),
            )
        )
    flow.report(scope, facts, person("bu_sari").account, NOW)
    return scope


def ten_more(scope: Scope) -> None:
    rows = [["KECAMATAN", "DESA", "TPS", "L", "P"], ["Hulu", "Kota Hulu", 1, 245, 246]]
    tps_list.apply(tps_list.preview(scope, xlsx(rows), "daftar.xlsx", NOW).pk, NOW)
    assert Tps.objects.get(scope=scope, code=GROWN).dpt == 491


def desk(name: str) -> Client:
    client = Client()
    person(name)
    assert client.login(username=name, password=PASSWORD)
    return client


def test_ten_more_voters_open_exactly_the_boxes_of_that_tps(packed: Scope) -> None:
    assert delta.lines_of(packed) == []
    ten_more(packed)
    regenerate(packed, election_of(packed), NOW)

    lines = delta.lines_of(packed)

    assert {line.box for line in lines} == {
        "Kotak Gubernur dan Wakil Gubernur, TPS 001 Kota Hulu",
        "Kotak Bupati dan Wakil Bupati, TPS 001 Kota Hulu",
    }
    ballots = [(line.before, line.after) for line in lines if line.item.startswith("Surat suara")]
    assert ballots == [(494, 504), (494, 504)]  # 491 + 2.5 % = 12.275, rounded up 13
    assert {(line.state, line.kecamatan, line.approver) for line in lines} == {
        ("terisi", "Hulu", "KPU Kabupaten/Kota")
    }


def test_the_desk_leads_from_the_list_to_the_boxes(packed: Scope) -> None:
    bu_sari, bu_dewi = desk("bu_sari"), desk("bu_dewi")
    where = [packed.election, packed.kabupaten]
    needs, packing = reverse("needs", args=where), reverse("packing", args=where)
    assert "Susun ulang paket" not in bu_sari.get(needs).content.decode()

    ten_more(packed)

    for page in (needs, packing):
        assert "Susun ulang paket" in bu_sari.get(page).content.decode()
    assert desk("pak_adi").post(reverse("packages_make", args=where)).status_code == 403
    answer = bu_sari.post(reverse("packages_make", args=where), follow=True)
    text = answer.content.decode()
    assert "2 berubah" in text  # the envelopes of its two boxes
    assert "Susun ulang paket" not in text
    listed = bu_dewi.get(reverse("packing_reopen", args=where)).content.decode()
    assert listed.count('name="package"') == 2
    assert "Persetujuan: KPU" in listed
    file = bu_dewi.get(reverse("packing_delta", args=[*where, "xlsx"]))
    assert CalamineWorkbook.from_filelike(BytesIO(file.content)).sheet_names == ["buka ulang"]


def test_moved_voters_added_by_hand_lead_to_needs(packed: Scope) -> None:
    where = [packed.election, packed.kabupaten]
    form = {"name": "", "dptb": "3", "lat": "", "lon": "", "provenance": "surveyed"}

    answer = desk("bu_dewi").post(reverse("tps_detail", args=[*where, GROWN]), form, follow=True)

    assert answer.redirect_chain[-1][0] == reverse("needs", args=where)
    assert "Susun ulang paket" in answer.content.decode()


def test_a_tps_that_is_gone_leaves_boxes_to_be_emptied(packed: Scope) -> None:
    Tps.objects.filter(scope=packed, code=GROWN).delete()
    regenerate(packed, election_of(packed), NOW)

    lines = delta.lines_of(packed)

    assert len({line.box for line in lines}) == 2
    assert all(line.after == 0 for line in lines)


def test_the_commands_alone_do_the_same(
    packed: Scope, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ten_more(packed)
    assert main(["plan", "delta", *WHERE]) == 0
    assert "Susun dulu: tepat plan packages" in capsys.readouterr().out

    assert main(["plan", "packages", *WHERE]) == 0
    assert "2 berubah" in capsys.readouterr().out
    out = tmp_path / "delta.csv"
    assert main(["plan", "delta", *WHERE, "--out", str(out)]) == 0
    assert "2 kotak perlu dibuka ulang" in capsys.readouterr().out
    assert out.read_text(encoding="utf-8-sig").splitlines()[0].startswith("Kode kotak,Kotak")


def test_papers_of_a_fresh_list_make_their_packages_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    contoh_scope()
    command = ["plan", "documents", *WHERE, "--kind", "label_sampul", "--out", str(tmp_path)]

    assert main(command) == 0
    assert "Paket belum ada, disusun dulu" in capsys.readouterr().out
    assert list(tmp_path.glob("*.pdf"))
    assert main(command) == 0
    assert "disusun dulu" not in capsys.readouterr().out
