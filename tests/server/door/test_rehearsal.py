"""After a rehearsal every table can be dropped and comes back from the log as it was."""

import pytest

from tepat.server import flow
from tepat.server.log import queries as log
from tepat.server.move.models import Device, PackageCustody
from tests.rehearsal import rehearse
from tests.worlds import contoh_scope

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("facts", [600, pytest.param(10_000, marks=pytest.mark.soak)])
def test_tables_dropped_and_folded_again_are_the_same(facts: int) -> None:
    scope = contoh_scope()
    rehearse(scope, facts)
    assert log.count(scope.election, scope.kabupaten) > facts * 0.98
    assert PackageCustody.objects.filter(scope=scope).count() == facts // 6
    assert Device.objects.filter(scope=scope, forked_from__gt=0).exists()

    again = flow.rebuild(scope)

    assert again.differences == ()
    assert again.facts == log.count(scope.election, scope.kabupaten)
