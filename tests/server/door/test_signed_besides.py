"""Who signs a fact on the spot stays in the log, whoever brings the body first without them."""

from pathlib import Path

import pytest

from tepat.core.election.roles import Role
from tepat.core.log import canonical, entries, receipts
from tepat.core.move import events
from tepat.core.move.judging import Sent
from tepat.core.move.standing import Standing
from tepat.server import flow
from tepat.server.election.models import Scope
from tepat.server.keeping import states
from tepat.server.log import queries as log
from tepat.server.log import services
from tepat.server.log.models import Fact
from tepat.server.log.refilling import Lost
from tepat.server.move.devices import queries as devices
from tepat.server.move.devices import reporting
from tepat.server.move.models import PackageCustody
from tests.phones import NIGHT, Phone, letter_for, packed, phone_of
from tests.server.door.door import BOX, take, verdicts
from tests.worlds import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def adi(scope: Scope) -> Phone:
    return phone_of(scope, "pak_adi", Role.BAWASLU)


def without(sent: Sent) -> Sent:
    return Sent(sent.body, sent.sig)


def leaves(scope: Scope) -> list[bytes]:
    where = (scope.election, scope.kabupaten)
    return log.entries(*where, 1, log.size(*where))


def shown(scope: Scope) -> str:
    """The state of the box; that of our tables and that of the entries are one."""
    [line] = states.lines(leaves(scope), Path("/nowhere"))
    assert PackageCustody.objects.get(package=BOX).line.encode() == line
    assert flow.rebuild(scope).differences == ()
    return line.decode()


def test_a_witness_who_was_stripped_is_logged_again(scope: Scope, sari: Phone, adi: Phone) -> None:
    sent = packed(sari, BOX, adi)
    [first] = take(scope, without(sent))
    assert adi.device not in shown(scope)

    [second] = take(scope, sent)

    assert (second.verdict, second.number) == ("accepted", first.number + 1)
    again = entries.parse(leaves(scope)[second.number - 1])
    assert isinstance(again, entries.FactEntry)
    assert (again.name, again.countersigned) == (first.id, sent.countersigned)
    assert receipts.parse(second.signed(scope)[0]).number == second.number
    assert adi.device in shown(scope)
    assert canonical.name_of(sent.body) == first.id
    assert verdicts(take(scope, sent, without(sent))) == [("known", "")] * 2


def test_both_ways_in_one_batch_keep_the_witness(scope: Scope, sari: Phone, adi: Phone) -> None:
    sent = packed(sari, BOX, adi)

    found = take(scope, without(sent), sent, sent)

    assert [each.verdict for each in found] == ["accepted", "accepted", "known"]
    assert adi.device in shown(scope)


def test_only_a_signature_that_holds_is_logged_again(scope: Scope, sari: Phone, adi: Phone) -> None:
    sent = packed(sari, BOX)
    take(scope, sent)
    size = len(leaves(scope))
    forged = entries.Countersignature(adi.device, bytes(64))

    for each in (Sent(sent.body, sent.sig, (forged,)), sari.sign(sent.body, sari)):
        assert verdicts(take(scope, each)) == [("known", "")]
    assert len(leaves(scope)) == size


def test_a_hidden_fact_takes_no_more_signatures(scope: Scope, sari: Phone, adi: Phone) -> None:
    joko = phone_of(scope, "pak_joko", Role.DRIVER)
    sent = joko.say(events.Positioned, adi, shipment="SJ-1", salt="ab" * 16)
    take(scope, without(sent))

    assert verdicts(take(scope, sent)) == [("known", "")]


def test_a_witness_whose_key_came_late_is_logged_again(scope: Scope, sari: Phone) -> None:
    adi = letter_for(scope, "pak_adi", Role.BAWASLU)
    enrolled = adi.enrol()
    sent = packed(sari, BOX, adi)
    waits = ("quarantined", "unknown_device")
    assert verdicts(take(scope, sent, without(sent))) == [waits, ("accepted", "")]
    assert verdicts(take(scope, sent)) == [waits]

    take(scope, enrolled)

    assert adi.device in shown(scope)


def test_a_restored_log_gets_its_witness_back(scope: Scope, sari: Phone, adi: Phone) -> None:
    sent = packed(sari, BOX, adi)
    [first] = take(scope, without(sent))
    received = "2024-11-12T14:05:00Z"
    entry = entries.FactEntry(sent.body, sent.sig, received, sent.countersigned)
    services.lock(scope.election, scope.kabupaten)

    done = flow.refill(scope, [Lost(first.number + 1, entry)], NIGHT)

    assert (done.returned, done.again) == (1, 0)
    assert leaves(scope)[-1] == entries.write(entry)
    assert adi.device in shown(scope)


def test_who_stands_behind_the_end_of_a_key_later_ends_it_at_once(scope: Scope, adi: Phone) -> None:
    ptps = phone_of(scope, "bu_ptps", Role.PTPS, "99.01.01.2001-001")
    told = ptps.fact(events.Incident, what="rain", place="99.01.01.2001-001")
    reporting.revoke(scope, person("bu_dewi"), ptps.device, told.seq - 1, "lost", NIGHT)
    assert devices.registry(scope).standing(told) == {Standing.REVOKED_ALONE}

    ended = Fact.objects.get(kind="revoked")
    body, sig = bytes(ended.body), bytes(ended.sig)
    own = entries.Countersignature(adi.device, adi.signature(body))
    assert verdicts(take(scope, Sent(body, sig, (own,)))) == [("accepted", "")]
    assert devices.registry(scope).standing(told) == {Standing.REVOKED}
    assert flow.rebuild(scope).differences == ()
