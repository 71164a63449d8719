"""From the list to packages, and the log behind them, which never changes."""

import contextlib
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from tepat.core.election.ids import Form, PackageCode
from tepat.core.move import events
from tepat.core.move.judging import Sent
from tepat.server import flow
from tepat.server.log.models import (
    Fact,
    FactCountersigner,
    FactList,
    FactPackage,
    LogHead,
    Quarantined,
)
from tepat.server.move.models import PackageState
from tepat.server.move.packing import queries
from tepat.server.plan.models import Package
from tepat.server.plan.packages.services import regenerate
from tests import phones
from tests.elections import PILKADA
from tests.phones import NIGHT, phone_of
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


COLUMNS = (
    "id, election, kabupaten, number, kind, audience, device, seq, prev, body, sig, countersigned,"
    " uploader, received_at"
)
CHANGES = [
    "update log_fact set kind = 'sealed'",
    "delete from log_fact",
    "update log_factpackage set package = 'Z'",
    "delete from log_factpackage",
    "update log_factlist set list = 'Z'",
    "delete from log_factlist",
    "update log_factcountersigner set device = 'Z'",
    "delete from log_factcountersigner",
    "update log_loghead set size = size - 1",
    "update log_loghead set size = size + 1",
    "update log_loghead set election = 'x'",
    "delete from log_loghead",
    "update log_quarantined set reason = 'x'",
    "update log_quarantined set settled = 'x', body = sig",
    "delete from log_quarantined",
]
ON_SQLITE = [
    f"insert or replace into log_fact ({COLUMNS}) select {COLUMNS} from log_fact",
    f"insert or replace into log_fact ({COLUMNS})"
    f" select {COLUMNS.replace('id,', 'id || 1,', 1)} from log_fact",
    f"insert or replace into log_fact (rowid, {COLUMNS})"
    f" select rowid, {COLUMNS.replace('id,', 'id || 1,', 1).replace('number', 'number + 90')}"
    " from log_fact",
    "insert or replace into log_factpackage (id, fact_id, election, kabupaten, package)"
    " select id, fact_id, election, kabupaten, 'Z' from log_factpackage",
    "insert or replace into log_loghead (id, election, kabupaten, size, keyed)"
    " select id, election, kabupaten, 0, '' from log_loghead",
    "insert or replace into log_quarantined (id, election, kabupaten, number, name, digest,"
    " reason, device, body, sig, countersigned, uploader, received_at, settled)"
    " select id + 9, election, kabupaten, number, name, digest, 'x', device, body, sig,"
    " countersigned, uploader, received_at, settled from log_quarantined",
]
ON_POSTGRESQL = [
    "truncate log_fact cascade",
    "truncate log_factpackage",
    "truncate log_factlist",
    "truncate log_factcountersigner",
    "truncate log_loghead",
    "truncate log_quarantined",
]


@pytest.mark.parametrize("statement", [*CHANGES, *ON_SQLITE, *ON_POSTGRESQL])
def test_the_log_refuses_to_change(statement: str) -> None:
    if statement in (ON_POSTGRESQL if connection.vendor == "sqlite" else ON_SQLITE):
        pytest.skip(f"not a statement of {connection.vendor}")
    scope = contoh_scope()
    sari, udin = phone_of(scope, "bu_sari"), phone_of(scope, "pak_udin")
    facts = [
        phones.packed(sari, BOX, udin),
        sari.say(events.Incident, list="ab" * 32, what="banjir"),
        Sent(b"{}", bytes(64)),
    ]
    flow.accept(scope, facts, sari.device, NIGHT)
    before = everything()
    connection.check_constraints()  # nothing of the insert is left to be done later

    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert everything() == before
    assert all(before)


def everything() -> list[list[object]]:
    tables = (Fact, FactPackage, FactList, FactCountersigner, LogHead, Quarantined)
    return [list(table.objects.order_by("pk").values_list()) for table in tables]


def test_only_what_cleared_an_entry_in_quarantine_may_be_written_to_it() -> None:
    scope = contoh_scope()
    flow.accept(scope, [Sent(b"{}", bytes(64))], "x", NOW)

    root = Fact.objects.get().pk

    for name in ("ab" * 32, root):
        with contextlib.suppress(DatabaseError), transaction.atomic():
            Quarantined.objects.update(settled=name)
    assert Quarantined.objects.get().settled == root, "it names a fact of this log"
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Quarantined.objects.update(settled="")


def test_state_can_be_dropped_and_rebuilt_from_the_log() -> None:
    scope = contoh_scope()
    [receipt] = flow.report(scope, [packed()], ACCOUNT, NOW)
    sealed = events.Sealed(
        election="pilkada-2024",
        kabupaten="99.01",
        at=NOW,
        by=str(ACCOUNT),
        after=(receipt.id,),
        package=BOX,
        seals=("KB0170411",),
    )
    flow.report(scope, [sealed], ACCOUNT, NOW)
    before = list(PackageState.objects.values("package", "state", "contents", "seals", "heads"))

    rebuilt = flow.rebuild(scope)
    assert (rebuilt.facts, rebuilt.differences) == (3, ())
    after = list(PackageState.objects.values("package", "state", "contents", "seals", "heads"))
    assert after == before
    assert before[0]["state"] == "sealed"


def test_a_table_that_was_changed_by_hand_is_named_and_mended() -> None:
    scope = contoh_scope()
    flow.report(scope, [packed()], ACCOUNT, NOW)
    PackageState.objects.update(state="sealed")

    [difference] = flow.rebuild(scope).differences
    assert BOX in difference
    assert "sealed" in difference
    assert PackageState.objects.get().state == "packed"
    assert flow.rebuild(scope).differences == ()
