"""What the log knows of keys is followed, fact by fact, and read whole where that is not enough."""

from collections.abc import Iterable

import pytest
from django.db import transaction

from tepat.core.move import events, judging
from tepat.server import flow
from tepat.server.election.models import Scope
from tepat.server.log import for_folds
from tepat.server.move.devices import queries, registries
from tests.phones import NIGHT, Phone, letter_for, phone_of
from tests.server.door.door import take
from tests.worlds import contoh_scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def scope() -> Scope:
    return contoh_scope()


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many facts about keys each reading of the log brought."""
    counts: list[int] = []
    real = for_folds.signed_of_kinds

    def counted(
        election: str, kabupaten: str, kinds: Iterable[str], after: int = 0
    ) -> list[for_folds.Signed]:
        found = real(election, kabupaten, kinds, after=after)
        counts.append(len(found))
        return found

    monkeypatch.setattr(for_folds, "signed_of_kinds", counted)
    return counts


def anew(scope: Scope) -> object:
    """What a process that has kept nothing makes of the log."""
    registries._kept.clear()
    return queries.registry(scope)


def test_each_phone_that_enrols_is_read_alone(scope: Scope, read: list[int]) -> None:
    phones = [letter_for(scope, f"pps_{number}") for number in range(4)]
    queries.registry(scope)
    read.clear()

    for phone in phones:
        take(scope, phone.enrol())

    assert read == [1] * 4
    followed = queries.registry(scope)
    assert followed == anew(scope)
    assert followed.devices.keys() >= {phone.device for phone in phones}


def test_a_signature_that_comes_later_is_read_with_all_others(
    scope: Scope, read: list[int]
) -> None:
    sari, adi = phone_of(scope, "bu_sari"), phone_of(scope, "pak_adi")
    gone = sari.say(events.Revoked, adi, target=sari.device, upto=sari.seq)
    bare = judging.Sent(gone.body, gone.sig)
    take(scope, bare)
    queries.registry(scope)
    read.clear()

    take(scope, gone)

    assert read
    assert max(read) > 1
    assert queries.registry(scope) == anew(scope)


def test_what_was_rolled_back_is_not_kept(scope: Scope) -> None:
    phone: Phone = letter_for(scope, "bu_sari")
    before = queries.registry(scope)
    sent = phone.enrol()

    with transaction.atomic():
        flow.accept(scope, [sent], phone.device, NIGHT)
        assert phone.device in queries.registry(scope).devices
        transaction.set_rollback(True)

    assert queries.registry(scope) == before
    assert phone.device not in queries.registry(scope).devices
    flow.accept(scope, [sent], phone.device, NIGHT)
    assert queries.registry(scope) == anew(scope)
