"""The desk gets a new key while its log runs: who signs what, and what a supervisor sees."""

import json
import os
import stat
from pathlib import Path
from types import SimpleNamespace

import pytest

from tepat.core.log import keys, policies, receipts, spelling
from tepat.core.move import events
from tepat.core.move.judging import Sent
from tepat.core.problems import Code, Refused
from tepat.server import flow
from tepat.server.election.models import Scope, User
from tepat.server.log import queries as log
from tepat.server.move.devices import keys as own_keys
from tepat.server.move.devices import queries, rotating
from tepat.server.move.models import Device
from tepat.witness import sources
from tepat.witness.verifying.report import Report
from tepat.witness.verifying.run import Asked, verify
from tests.phones import packed, phone_of
from tests.server.keeping.published import NOW, Published, box, report
from tests.worlds import person

WHERE = ("pilkada-2024", "99.01")


@pytest.fixture
def bu_dewi(published: Published) -> User:
    return person("bu_dewi")


def kinds(scope: Scope) -> list[tuple[str, str]]:
    """Kind and device of every fact, in the order of the log."""
    size = log.size(scope.election, scope.kabupaten)
    bodies = [json.loads(each) for each in log.entries(scope.election, scope.kabupaten, 1, size)]
    facts = [json.loads(each["body"]) for each in bodies]
    return [(each["kind"], each["device"]) for each in facts]


def verified(published: Published, *phones: Path) -> Report:
    published.round()
    vkeys = "".join(f"log {vkey}\n" for vkey in published.sequencer.signer.vkeys())
    policy = policies.parse(f"{vkeys}quorum none\n".encode())
    source = sources.opened(str(published.place.folder))
    return verify(source, Asked(policy, "policy", phones=phones))


def outbox(path: Path, *kept: tuple[bytes, bytes]) -> Path:
    """What a phone kept of the receipts it was given."""
    told = [{"body": body.decode(), "sig": spelling.to_base64(sig)} for body, sig in kept]
    path.write_text(json.dumps({"receipts": told}))
    return path


def found(said: Report) -> set[Code]:
    return {each.problem.code for each in said.findings} - {Code.STATES_NONE, Code.QUORUM_MISSING}


def test_the_old_key_names_the_new_one_and_ends(published: Published, bu_dewi: User) -> None:
    report(published.scope, 1, 2)
    old = own_keys.desk().key_id

    done = rotating.rotate(bu_dewi, NOW)
    report(published.scope, 3, 3)

    new = own_keys.desk().key_id
    assert new == done.key_id != old
    assert kinds(published.scope)[-3:] == [
        ("desk_enrolled", old),
        ("revoked", old),
        ("packed", new),
    ]
    assert {row.device: row.upto for row in Device.objects.filter(is_desk=True)} == {
        old: 5,
        new: None,
    }
    assert flow.rebuild(published.scope).differences == ()
    files = sorted(each.name for each in own_keys.folder().glob("desk*"))
    assert files == ["desk.2.key", "desk.key"]
    if os.name == "posix":
        assert stat.S_IMODE((own_keys.folder() / "desk.2.key").stat().st_mode) == 0o600


def test_receipts_of_before_and_after_hold_for_a_verifier(
    published: Published, bu_dewi: User, tmp_path: Path
) -> None:
    scope, bu_sari = published.scope, phone_of(published.scope, "bu_sari", at=NOW)
    first = packed(bu_sari, box(1))
    [early] = flow.accept(scope, [first], bu_sari.device, NOW)
    before = early.signed(scope)
    old = own_keys.desk().public

    rotating.rotate(bu_dewi, NOW)

    [late] = flow.accept(scope, [packed(bu_sari, box(2))], bu_sari.device, NOW)
    [again] = flow.accept(scope, [first], bu_sari.device, NOW)
    after = late.signed(scope)
    assert receipts.verifies(old, *before)
    assert receipts.verifies(own_keys.desk().public, *after)
    assert not receipts.verifies(old, *after)
    kept = outbox(tmp_path / "hp.json", before, after, again.signed(scope))
    assert found(verified(published, kept)) == set()


def test_a_receipt_by_the_old_key_for_a_later_entry_is_named(
    published: Published, bu_dewi: User, tmp_path: Path
) -> None:
    scope, bu_sari = published.scope, phone_of(published.scope, "bu_sari", at=NOW)
    stolen = own_keys.desk()
    rotating.rotate(bu_dewi, NOW)
    [late] = flow.accept(scope, [packed(bu_sari, box(2))], bu_sari.device, NOW)

    forged = receipts.sign(late.as_value(published.place.origin), stolen)

    kept = outbox(tmp_path / "hp.json", forged)
    assert found(verified(published, kept)) == {Code.RECEIPT_SIGNATURE}


def fact_of(scope: Scope, signer: keys.Signer, seq: int, prev: str) -> Sent:
    fact = events.Incident(
        election=scope.election,
        kabupaten=scope.kabupaten,
        at=NOW,
        device=signer.key_id,
        seq=seq,
        prev=prev,
        what="banjir",
    )
    body = events.write(fact)
    return Sent(body, keys.sign_body(signer, keys.EVENT, body))


def test_what_the_old_key_signs_afterwards_is_flagged_and_named(
    published: Published, bu_dewi: User
) -> None:
    scope = published.scope
    report(scope, 1, 1)
    stolen = own_keys.desk()
    rotating.rotate(bu_dewi, NOW)
    seq, prev = log.device_head(*WHERE, stolen.key_id)

    [receipt] = flow.accept(scope, [fact_of(scope, stolen, seq + 1, prev)], "pencuri", NOW)

    assert receipt.verdict == "accepted", "the log keeps it, and it counts for nothing"
    said = verified(published)
    assert found(said) == {Code.DESK_KEY_ENDED}
    [one] = said.findings
    assert one.problem.facts["number"] == receipt.number


def test_a_fact_of_the_new_key_waits_until_the_old_one_has_named_it(
    published: Published, bu_dewi: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    scope = published.scope
    report(scope, 1, 1)
    new = own_keys.make_next_desk()

    [early] = flow.accept(scope, [fact_of(scope, new, 1, "")], "siapa", NOW)
    assert (early.verdict, early.reason) == ("quarantined", "unknown_device")
    rotating.rotate(bu_dewi, NOW)

    assert log.numbers_of(*WHERE, [early.id])[early.id][0] > early.number
    assert found(verified(published)) == set()


def test_a_rotation_that_was_cut_off_goes_on_with_the_same_key(
    published: Published, bu_dewi: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Scope.objects.create(election="pilkada-2024", kabupaten="99.02", zone="Asia/Makassar")
    report(published.scope, 1, 1)
    report(other, 1, 1)
    old, whole = own_keys.desk(), flow.report
    taken: list[Scope] = []

    def killed(scope: Scope, *rest: object) -> list[flow.Receipt]:
        if taken:
            raise KeyboardInterrupt
        taken.append(scope)
        return whole(scope, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(rotating, "flow", SimpleNamespace(report=killed))
    with pytest.raises(KeyboardInterrupt):
        rotating.rotate(bu_dewi, NOW)
    monkeypatch.undo()
    new = own_keys.desk()
    assert queries.desk_of(published.scope) == new
    assert queries.desk_of(other) == old
    report(other, 2, 2)

    done = rotating.rotate(bu_dewi, NOW)

    assert done.key_id == new.key_id
    assert [each.rpartition("/")[2] for each in done.logs] == ["99.02"]
    assert len(own_keys.desks()) == 2
    assert queries.desk_of(other) == new


def test_a_key_may_follow_twice_and_a_new_log_begins_with_the_newest(
    published: Published, bu_dewi: User
) -> None:
    report(published.scope, 1, 1)
    rotating.rotate(bu_dewi, NOW)
    rotating.rotate(bu_dewi, NOW)
    other = Scope.objects.create(election="pilkada-2024", kabupaten="99.02", zone="Asia/Makassar")
    report(other, 1, 1)

    newest = own_keys.desk()
    assert len(own_keys.desks()) == 3
    assert queries.desk_of(published.scope) == newest
    assert kinds(other)[0] == ("desk_enrolled", newest.key_id)
    assert found(verified(published)) == set()


def test_a_log_of_another_desk_stops_it_before_anything_is_made(
    published: Published, bu_dewi: User
) -> None:
    report(published.scope, 1, 1)
    Device.objects.filter(is_desk=True).update(upto=1)

    with pytest.raises(Refused) as refused:
        rotating.rotate(bu_dewi, NOW)

    assert refused.value.problem.code is Code.DESK_KEY_UNKNOWN
    assert len(own_keys.desks()) == 1
