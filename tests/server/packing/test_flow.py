"""The door for facts: once is once, numbers have no gaps, and the log never changes."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from tepat.core.election.ids import Form, PackageCode
from tepat.core.move import events
from tepat.server import flow
from tepat.server.log.models import Fact, FactPackage, LogHead, Quarantined
from tepat.server.move.models import PackageState
from tepat.server.move.packing import queries
from tepat.server.plan.models import Package
from tepat.server.plan.packages.services import regenerate
from tests.elections import PILKADA
from tests.worlds import contoh_scope

pytestmark = pytest.mark.django_db

NOW = datetime(2024, 11, 12, 2, 14, tzinfo=UTC)
ACCOUNT = UUID(int=7)
BOX = str(PackageCode("P24", "99.01.01.1001-001", "GUB", Form.BOX))


def packed(box: str = BOX, **more: object) -> events.Packed:
    fact = events.Packed(
        election="pilkada-2024",
        kabupaten="99.01",
        at=NOW,
        by=str(ACCOUNT),
        package=box,
        contents=(events.Counted("surat_suara", 494, "KWK-GUB/99"),),
    )
    return replace(fact, **more)  # type: ignore[arg-type]


def test_from_the_tps_list_to_packages_to_progress() -> None:
    scope = contoh_scope()

    made = regenerate(scope, PILKADA, NOW)

    assert made.new == made.total == 10 * 5 + 2 * 2 + 2
    total, areas = queries.progress(scope)
    assert total.total == 24
    assert [(area.name, area.total) for area in areas] == [
        ("Hulu", 12),
        ("Hilir", 12),
        ("Kabupaten Contoh", 2),
    ]
    _, all_desa = queries.progress(scope, "99.01.01")
    assert [(area.area, area.total) for area in all_desa] == [
        ("99.01.01", 2),
        ("99.01.01.1001", 6),
        ("99.01.01.2002", 4),
    ]


def test_making_packages_twice_makes_them_once() -> None:
    scope = contoh_scope()
    regenerate(scope, PILKADA, NOW)
    before = list(Package.objects.order_by("code").values_list("pk", "code"))

    again = regenerate(scope, PILKADA, NOW)

    assert (again.new, again.changed, again.withdrawn) == (0, 0, 0)
    assert list(Package.objects.order_by("code").values_list("pk", "code")) == before


def test_packages_of_a_removed_tps_are_withdrawn_and_come_back_with_it() -> None:
    scope = contoh_scope()
    regenerate(scope, PILKADA, NOW)
    gone = scope.all_tps.get(code="99.01.02.2002-002")
    gone.delete()

    assert regenerate(scope, PILKADA, NOW).withdrawn == 5
    assert Package.objects.filter(place=gone.code).exclude(withdrawn_at=None).count() == 5

    gone.pk = None
    gone.save()
    regenerate(scope, PILKADA, NOW)
    assert not Package.objects.exclude(withdrawn_at=None).exists()


def test_a_fact_sent_twice_is_one_fact() -> None:
    scope = contoh_scope()

    [first] = flow.accept(scope, [packed()], ACCOUNT, NOW)
    [second, third] = flow.accept(scope, [packed(), packed()], ACCOUNT, NOW)

    assert (first.verdict, first.number) == (flow.Verdict.ACCEPTED, 1)
    assert {second.verdict, third.verdict} == {flow.Verdict.KNOWN}
    assert second.number == third.number == 1
    assert Fact.objects.count() == 1


def test_numbers_have_no_gaps_when_some_of_a_batch_cannot_be_read() -> None:
    scope = contoh_scope()
    batch: list[bytes | events.Fact] = [
        packed(),
        b"{}",
        packed(by="other"),
        b"\xff",
        packed(election="pemilu-2024"),
    ]

    receipts = flow.accept(scope, batch, ACCOUNT, NOW)

    assert [receipt.number for receipt in receipts] == [1, None, 2, None, None]
    assert [receipt.reason for receipt in receipts] == [
        "",
        "unknown_kind",
        "",
        "not_canonical",
        "other_scope",
    ]
    assert Quarantined.objects.count() == 3


COPY = (
    "select id, election, kabupaten, {number}, 'sealed', body, account, received_at from log_fact"
)
CHANGES = [
    "update log_fact set kind = 'sealed'",
    "delete from log_fact",
    "update log_factpackage set package = 'Z'",
    "delete from log_factpackage",
    "update log_loghead set size = size - 1",
    "update log_loghead set election = 'x'",
    "delete from log_loghead",
]
ON_SQLITE = [
    f"insert or replace into log_fact {COPY.format(number='number')}",
    f"insert or replace into log_fact {COPY.format(number='number').replace('id,', 'id || 1,', 1)}",
    "insert or replace into log_fact (rowid, id, election, kabupaten, number, kind, body, account,"
    " received_at) select rowid, 'x', election, kabupaten, 9, kind, body, account, received_at"
    " from log_fact",
    "insert or replace into log_factpackage (id, fact_id, election, kabupaten, package)"
    " select id, fact_id, election, kabupaten, 'Z' from log_factpackage",
    "insert or replace into log_loghead (id, election, kabupaten, size)"
    " select id, election, kabupaten, 0 from log_loghead",
]
ON_POSTGRESQL = ["truncate log_fact cascade", "truncate log_factpackage", "truncate log_loghead"]


@pytest.mark.parametrize("statement", [*CHANGES, *ON_SQLITE, *ON_POSTGRESQL])
def test_the_log_refuses_to_change(statement: str) -> None:
    if statement in (ON_POSTGRESQL if connection.vendor == "sqlite" else ON_SQLITE):
        pytest.skip(f"not a statement of {connection.vendor}")
    flow.accept(contoh_scope(), [packed()], ACCOUNT, NOW)
    connection.check_constraints()  # nothing of the insert is left to be done later

    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert Fact.objects.get().kind == "packed"
    assert FactPackage.objects.get().package == BOX
    assert LogHead.objects.get().size == 1


def test_state_can_be_dropped_and_rebuilt_from_the_log() -> None:
    scope = contoh_scope()
    [receipt] = flow.accept(scope, [packed()], ACCOUNT, NOW)
    sealed = events.Sealed(
        election="pilkada-2024",
        kabupaten="99.01",
        at=NOW,
        by=str(ACCOUNT),
        after=(receipt.id,),
        package=BOX,
        seals=("KB0170411",),
    )
    flow.accept(scope, [sealed], ACCOUNT, NOW)
    before = list(PackageState.objects.values("package", "state", "contents", "seals", "heads"))

    assert flow.rebuild(scope) == 2
    after = list(PackageState.objects.values("package", "state", "contents", "seals", "heads"))
    assert after == before
    assert before[0]["state"] == "sealed"
