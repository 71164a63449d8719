"""What comes together is one transaction, whatever logs it belongs to."""

import asyncio
import gc
import weakref
from collections.abc import Sequence

import msgspec
import pytest
from django.conf import LazySettings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tepat.core.problems import Code, Refused, refuse
from tepat.server import flow
from tepat.server.election.models import Scope
from tepat.server.log import queries as log
from tepat.server.log.models import Fact
from tepat.server.move.devices import queueing, quotas, taking, writer
from tepat.server.move.devices.batches import Answer
from tepat.server.move.devices.taking import Call, Taken
from tests.phones import Phone, phone_of
from tests.server.door.bringing import call_of
from tests.worlds import contoh_scope

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quotas, "buckets", quotas.Buckets())


@pytest.fixture
def phones() -> tuple[Phone, Phone]:
    """One phone in each of two regencies."""
    first = contoh_scope()
    second = Scope.objects.create(election=first.election, kabupaten="99.02", zone="Asia/Makassar")
    return phone_of(first, "bu_sari"), phone_of(second, "pak_tono")


def told(found: Sequence[object]) -> list[str]:
    """Return the verdict on the one fact of each call, or why there is none."""
    said = []
    for each in found:
        if isinstance(each, Taken):
            [receipt] = msgspec.json.decode(each.answer, type=Answer).receipts
            said.append(msgspec.json.decode(receipt.body)["verdict"])
        else:
            assert isinstance(each, Refused)
            said.append(each.problem.code.value)
    return said


def test_calls_of_two_logs_are_answered_in_their_order_after_one_transaction(
    phones: tuple[Phone, Phone],
) -> None:
    sari, tono = phones
    calls = [
        call_of(tono, "BOX-1"),
        call_of(sari, "BOX-1"),
        call_of(tono, "BOX-2"),
        call_of(sari, "BOX-2"),
    ]
    nowhere = msgspec.structs.replace(calls[0], kabupaten="99.77")

    with CaptureQueriesContext(connection) as asked:
        found = taking.take([*calls[:2], nowhere, *calls[2:]])

    assert told(found) == ["accepted"] * 2 + [Code.SCOPE_UNKNOWN.value] + ["accepted"] * 2
    locks = [e["sql"] for e in asked if '"log_loghead"' in e["sql"] and '"id"' in e["sql"]]
    assert sum("select" in each.lower() for each in locks) == 2, "each log is locked once"
    for phone in phones:
        where = (phone.scope.election, phone.scope.kabupaten)
        numbers = sorted(Fact.objects.filter(kabupaten=where[1]).values_list("number", flat=True))
        assert numbers == list(range(1, log.size(*where) + 1)), "no number is missing"
    assert told(taking.take(calls)) == ["known"] * 4


def test_what_nobody_signed_asks_for_no_lock(phones: tuple[Phone, Phone]) -> None:
    junk = msgspec.structs.replace(call_of(phones[0], "BOX-1"), signature=bytes(64))

    with CaptureQueriesContext(connection) as asked:
        found = taking.take([junk, msgspec.structs.replace(junk, kabupaten="99.02", body=b"{")])

    assert told(found) == [Code.REQUEST_SIGNATURE.value, Code.BATCH_UNREADABLE.value]
    said = [each["sql"].lower() for each in asked]
    assert said
    assert not [each for each in said if not each.startswith("select")]
    assert not [each for each in said if "for update" in each]


def test_what_one_log_cannot_take_is_rolled_back_whole_and_done_one_by_one(
    phones: tuple[Phone, Phone], monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL locks each log by itself, and each is its own transaction")
    sari, tono = phones
    before = Fact.objects.count()
    admit = flow.admit
    together: list[int] = []

    def fails_for_tono(scope: Scope, *rest: object) -> object:
        together.append(Fact.objects.count() - before)
        if scope.kabupaten == tono.scope.kabupaten:
            raise ValueError("a bug")
        return admit(scope, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(flow, "admit", fails_for_tono)
    first, second = writer.answers(taking.take, [call_of(sari, "BOX-1"), call_of(tono, "BOX-1")])

    assert told([first]) == ["accepted"]
    assert isinstance(second, ValueError)
    assert together == [0, 1, 0, 1], "both at once, nothing of it stands, then each by itself"
    assert Fact.objects.count() == before + 1


def test_what_is_refused_is_gone_when_its_answer_is_given(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Text(str):
        """A text that can be watched."""

    def refuses(calls: Sequence[Call]) -> list[Taken | Refused]:
        return [refuse(Code.BATCH_UNREADABLE) for _ in calls]

    line = writer.Line(refuses, writer.settle, lambda call: len(call.body))
    monkeypatch.setattr(queueing, "_thread", lambda: line)
    settings.INGEST = "thread"

    async def asked() -> weakref.ref[Text]:
        stranger = Text("stranger")
        one = Call("p", "99.01", "", b"", "POST", "/", stranger, "application/json", b"{")
        with pytest.raises(Refused):
            await queueing.taken(one)
        return weakref.ref(stranger)

    gc.disable()
    try:
        left = asyncio.run(asked())
        line.end()
        assert left() is None, "the body of a batch that was refused is held until garbage is"
    finally:
        gc.enable()
