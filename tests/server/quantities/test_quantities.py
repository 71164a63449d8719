"""Bu Dewi writes what her office decided; needs, packages and papers count by it."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from tepat.cli import main
from tepat.server.election.elections import election_of
from tepat.server.election.models import QuantityChange, Scope
from tepat.server.plan.models import BundleSize, Package
from tepat.server.plan.needs.queries import needs_of
from tepat.server.plan.needs.tables import rows_of
from tepat.server.plan.packages.services import regenerate
from tests.worlds import PASSWORD, contoh_scope, person

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 10, 1, 8, 0, tzinfo=UTC)
SK = "SK KPU Kabupaten Contoh 12/2024"
ITEM = "segel"


@pytest.fixture
def scope() -> Scope:
    return contoh_scope()


def desk(name: str) -> Client:
    client = Client()
    person(name)
    assert client.login(username=name, password=PASSWORD)
    return client


def where(scope: Scope) -> str:
    return reverse("quantities", args=[scope.election, scope.kabupaten])


def unset_rule(scope: Scope) -> str:
    """Some rule per TPS that nobody has published."""
    election = election_of(scope)
    return next(
        f"{item.code}.tps"
        for item in election.items
        for rule in item.rules
        if rule.count is None and rule.at.value == "tps" and not rule.kinds
    )


def quantity_of(scope: Scope, rule: str) -> tuple[int | None, str]:
    item, _, level = rule.partition(".")
    row = next(
        row
        for row in rows_of(needs_of(scope))
        if row.item.code == item and row.at.value == level and not row.is_psu
    )
    return row.quantity, row.parts[0].why


def test_a_decision_fills_what_was_unset_everywhere(
    scope: Scope, capsys: pytest.CaptureFixture[str]
) -> None:
    rule = unset_rule(scope)
    regenerate(scope, election_of(scope), NOW)
    assert quantity_of(scope, rule)[0] is None
    bu_dewi = desk("bu_dewi")
    assert bu_dewi.get(where(scope)).status_code == 200

    answer = bu_dewi.post(where(scope), {"source": SK, f"count-{rule}": "3"}, follow=True)

    assert "Jumlah disimpan" in answer.content.decode()
    scope.refresh_from_db()
    quantity, why = quantity_of(scope, rule)
    assert quantity
    assert quantity % 30 == 0  # ten TPS, and perhaps two kinds
    assert why.endswith(f"menurut {SK}")
    page = bu_dewi.get(reverse("needs", args=[scope.election, scope.kabupaten]))
    assert "Susun ulang paket" in page.content.decode()
    made = regenerate(scope, election_of(scope), NOW)
    assert made.changed >= 10
    item = rule.partition(".")[0]
    lines = [line for each in Package.objects.all() for line in each.contents]
    assert {line["quantity"] for line in lines if line["item"] == item} >= {3}
    assert main(["plan", "needs", "--kabupaten", "99.01"]) == 0
    file = bu_dewi.get(reverse("needs_download", args=[scope.election, scope.kabupaten, "csv"]))
    assert SK in file.content.decode("utf-8-sig")
    capsys.readouterr()


def test_who_changed_what_and_when_stays(scope: Scope) -> None:
    rule, bu_dewi = unset_rule(scope), desk("bu_dewi")
    for count in ("3", "4", "4", ""):
        bu_dewi.post(where(scope), {"source": f"{SK} {count}", f"count-{rule}": count})

    changes = list(QuantityChange.objects.order_by("id"))
    assert [change.after and change.after["count"] for change in changes] == [3, 4, None]
    assert {change.by for change in changes} == {str(person("bu_dewi").account)}
    scope.refresh_from_db()
    assert scope.quantities == []
    assert quantity_of(scope, rule)[0] is None
    text = bu_dewi.get(where(scope)).content.decode()
    assert "dicabut, kembali seperti berkas" in text
    assert "bu_dewi" in text
    assert f"{SK} 4" in text


def test_nothing_is_saved_while_one_number_is_wrong(scope: Scope) -> None:
    rule = unset_rule(scope)
    form = {"source": SK, f"count-{rule}": "3", "count-tinta.tps": "banyak"}

    answer = desk("bu_dewi").post(where(scope), form)

    assert answer.status_code == 422
    text = answer.content.decode()
    assert "banyak" in text
    assert 'value="3"' in text
    assert not QuantityChange.objects.exists()


def test_a_number_without_a_decision_is_refused(scope: Scope) -> None:
    answer = desk("bu_dewi").post(where(scope), {f"count-{unset_rule(scope)}": "3"})
    assert "SK" in answer.content.decode()
    assert not QuantityChange.objects.exists()


def test_bundles_are_set_here_too(scope: Scope) -> None:
    bu_dewi = desk("bu_dewi")
    sku = "bundle-KWK-BUP/99.01"
    bu_dewi.post(where(scope), {"source": "Surat percetakan 7", sku: "25"})
    assert BundleSize.objects.get().size == 25
    assert bu_dewi.post(where(scope), {"source": SK, sku: "0"}).status_code == 422
    bu_dewi.post(where(scope), {"source": SK, sku: ""})
    assert not BundleSize.objects.exists()
    assert QuantityChange.objects.count() == 2


@pytest.mark.parametrize("name", ["bu_sari", "bu_rina", "pak_adi"])
def test_only_kpu_sets_quantities(scope: Scope, name: str) -> None:
    assert desk(name).get(where(scope)).status_code == 403
    assert desk(name).post(where(scope), {"source": SK}).status_code == 403


def test_another_office_is_not_touched(scope: Scope) -> None:
    rule = unset_rule(scope)
    other = Scope.objects.create(election="pilkades", kabupaten="99.01", zone="Asia/Makassar")
    desk("bu_dewi").post(where(scope), {"source": SK, f"count-{rule}": "3"})
    other.refresh_from_db()
    assert other.quantities == []
