"""R7: yesterday's backup is restored, and nothing that anybody was promised is lost."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import transaction

from tepat.core.log import policies
from tepat.core.move.judging import Sent
from tepat.core.problems import Code, Refused
from tepat.server import flow
from tepat.server.keeping import commands, wiring
from tepat.server.keeping.refill import Done, refill
from tepat.server.log import queries
from tepat.server.log.models import Fact, Quarantined
from tepat.server.log.publishing import status
from tepat.server.log.publishing.disk import Disk
from tepat.server.move.models import Device, PackageCustody
from tepat.witness import sources
from tepat.witness.mirroring import mirror
from tepat.witness.verifying.run import Asked, verify
from tests.phones import Phone, letter_for, packed, phone_of
from tests.server.keeping.published import NOW, Published, box, hide, report
from tests.witnesses import Watching

LOG = ("pilkada-2024", "99.01")


class Office(Published):
    """An office with witnesses, a mirror, phones that keep what they sent, and a backup."""

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self.now = NOW
        self.sequencer.signer.begin()
        self.witnesses = Watching(
            home / "saksi", self.sequencer.signer.vkeys(), "bawaslu", "polres"
        )
        Disk().write(wiring.policy_file(self.place), self.witnesses.policy(2))
        self.outbox: list[Sent] = []
        self.sari = phone_of(self.scope, "bu_sari", at=NOW)
        self.start_again()

    def start_again(self) -> None:
        self.start()._ask = self.witnesses.post

    def send(self, *batch: Sent, phone: Phone | None = None) -> list[flow.Receipt]:
        self.outbox += batch
        who = phone or self.sari
        return flow.accept(self.scope, batch, who.device, self.now)

    def go_on(self) -> list[Code]:
        """One round of the sequencer; what stands in its way."""
        self.now += timedelta(seconds=30)
        self.sequencer.round(self.now)
        return [each.code for each in self.sequencer.status.told()]

    def backup(self) -> Callable[[], None]:
        """Take a backup; what is returned restores it, as the command does."""
        point = transaction.savepoint()
        copy = self.home / "cadangan"
        shutil.copytree(self.place.folder, copy)

        def restore() -> None:
            transaction.savepoint_rollback(point)
            shutil.rmtree(self.place.folder)
            shutil.copytree(copy, self.place.folder)
            for memory in self.place.keys.glob("*.signed.json"):
                memory.unlink()  # keys were copied when the log began
            commands._mark_restored()
            self.start_again()

        return restore

    def mirror(self) -> Path:
        keys = [each.verifier for each in self.policy().logs]
        mirror(str(self.place.folder), self.home / "cermin", keys)
        [copy] = (self.home / "cermin").iterdir()
        return copy

    def policy(self) -> policies.Policy:
        return self.witnesses.read(2)

    def refill(self, copy: Path) -> Done:
        done = refill(self.scope, sources.opened(str(copy)), self.now)
        self.start_again()
        return done

    def leaves(self) -> list[bytes]:
        return queries.entries(*LOG, 1, queries.size(*LOG))

    def verified(self) -> list[object]:
        self.now += timedelta(minutes=5)
        self.go_on()  # states are published at a quiet moment
        source = sources.opened(str(self.place.folder))
        return list(verify(source, Asked(self.policy(), "policy")).findings)


@pytest.fixture
def office(db: None, tmp_path: Path, settings: LazySettings) -> Office:
    settings.HOME = tmp_path
    return Office(tmp_path)


def refused(office: Office, copy: Path) -> Code:
    with pytest.raises(Refused) as found:
        refill(office.scope, sources.opened(str(copy)), office.now)
    return found.value.problem.code


def test_r7_the_log_goes_on_with_its_old_numbers_and_its_old_name(office: Office) -> None:
    office.send(*(packed(office.sari, box(n)) for n in range(1, 6)))
    office.go_on()
    restore = office.backup()
    joko = letter_for(office.scope, "pak_joko", at=NOW)
    office.send(joko.enrol(), phone=joko)
    office.send(*(packed(office.sari, box(n)) for n in range(6, 300)), Sent(b"[]", bytes(64)))
    office.send(*(packed(joko, box(n)) for n in range(300, 306)), phone=joko)
    report(office.scope, 306, 308, office.now)
    assert office.go_on() == []
    promised, copy = office.leaves(), office.mirror()
    late = packed(office.sari, box(400))
    office.send(late)  # taken, and in no checkpoint when the disk died

    restore()
    assert office.leaves() == promised[: len(office.leaves())]
    again = [packed(office.sari, box(401)), *office.outbox[20:], packed(joko, box(402))]
    office.send(*again)
    assert {Code.LOG_BEHIND_WITNESS, Code.LOG_FORK} & set(office.go_on())
    assert status.read(office.place).size < len(promised)

    done = office.refill(copy)

    assert office.leaves()[: len(promised)] == promised
    assert done.rows.returned == len(promised) - done.kept
    assert {each.kind for each in Fact.objects.all()} >= {"desk_enrolled", "assigned", "enrolled"}
    stored = set(Fact.objects.values_list("body", flat=True))
    assert {each.body for each in office.outbox} - set(map(bytes, stored)) == {b"[]"}
    assert office.go_on() == []
    assert office.witnesses.held(office.place.origin)["bawaslu"][0] == len(office.leaves())
    assert flow.rebuild(office.scope).differences == ()
    assert office.verified() == []


def test_r7_what_waited_for_a_key_that_comes_back_is_admitted(office: Office) -> None:
    office.go_on()
    restore = office.backup()
    joko = letter_for(office.scope, "pak_joko", at=NOW)
    office.send(joko.enrol(), phone=joko)
    office.go_on()
    copy = office.mirror()

    restore()
    [receipt] = office.send(packed(joko, box(7)), phone=joko)
    assert receipt.reason == "unknown_device"
    office.refill(copy)

    assert PackageCustody.objects.get(package=box(7)).stage == "packed"
    assert Device.objects.get(device=joko.device).last_seq == joko.seq
    assert list(Quarantined.objects.filter(settled="")) == []
    assert office.go_on() == []
    assert office.verified() == []


def test_r7_where_nothing_is_lost_a_refill_changes_nothing(office: Office) -> None:
    office.send(packed(office.sari, box(1)))
    office.go_on()
    copy, before = office.mirror(), office.leaves()
    office.send(packed(office.sari, box(2)))

    assert office.refill(copy).rows.returned == 0
    assert office.leaves()[:-1] == before


def test_r7_a_copy_that_ends_before_what_a_witness_saw_is_not_enough(office: Office) -> None:
    office.go_on()
    restore = office.backup()
    office.send(packed(office.sari, box(1)))
    office.go_on()
    copy = office.mirror()
    office.send(packed(office.sari, box(2)))
    office.go_on()

    restore()
    assert office.go_on() == [Code.LOG_BEHIND_WITNESS]
    before = office.leaves()
    assert refused(office, copy) is Code.LOG_REFILL_SHORT
    assert office.leaves() == before


def test_r7_a_copy_somebody_changed_is_refused(office: Office) -> None:
    office.go_on()
    restore = office.backup()
    office.send(packed(office.sari, box(1)))
    office.go_on()
    copy = office.mirror()
    [bundle] = (copy / "tile/entries/000.p").glob(str(len(office.leaves())))
    restore()
    data = bundle.read_bytes()

    bundle.write_bytes(data.replace(b'\\"count\\":494', b'\\"count\\":493'))
    assert bundle.read_bytes() != data
    assert refused(office, copy) is Code.MIRROR_BROKEN
    bundle.unlink()
    assert refused(office, copy) is Code.LOG_REFILL_WITHHELD
    (copy / "checkpoint").write_bytes(
        (copy / "checkpoint").read_bytes().replace(b"99.01", b"99.02")
    )
    assert refused(office, copy) is Code.NOTE_UNTRUSTED


def test_r7_nothing_that_was_signed_here_is_ever_moved(office: Office) -> None:
    office.go_on()
    restore = office.backup()
    office.send(packed(office.sari, box(1)))
    office.go_on()
    copy = office.mirror()
    restore()
    nobody = f"log {office.witnesses.vkeys[0]}\nquorum none\n"
    Disk().write(wiring.policy_file(office.place), nobody.encode())
    report(office.scope, 5, 5, office.now)
    assert office.go_on() == []  # nobody warned it: a second history is signed

    assert refused(office, copy) is Code.LOG_REFILL_OTHER


def test_r7_the_body_of_a_hidden_fact_comes_from_the_copy_or_from_the_phone(
    office: Office,
) -> None:
    office.go_on()
    restore = office.backup()
    number = hide(office.scope, "rute aman", "security", office.now)
    office.go_on()
    copy = office.mirror()
    restore()
    body = copy / f"bodies/security/{number}.json"
    assert body.exists()
    body.unlink()

    assert refused(office, copy) is Code.LOG_REFILL_WITHHELD


def test_hidden_bodies_reach_a_mirror_of_their_audience(office: Office) -> None:
    number = hide(office.scope, 'rute "aman"', "security", office.now)
    office.go_on()

    copied = office.mirror() / f"bodies/security/{number}.json"

    own = office.place.folder / f"bodies/security/{number}.json"
    assert copied.read_bytes() == own.read_bytes()


def test_the_triggers_stand_again_after_a_refill(office: Office) -> None:
    from django.db import DatabaseError

    office.go_on()
    restore = office.backup()
    office.send(packed(office.sari, box(1)))
    office.go_on()
    copy = office.mirror()
    restore()
    office.refill(copy)

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Fact.objects.filter(number=1).update(number=99)
