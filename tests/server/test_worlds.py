"""The world that other tests stand on is what its page says."""

import pytest

from tepat.server.election.models import Region
from tests.worlds import PEOPLE, VOTERS, contoh_regions, contoh_scope, person

pytestmark = pytest.mark.django_db


def test_kabupaten_contoh_has_ten_tps_of_which_one_has_no_known_voters() -> None:
    scope = contoh_scope()

    assert scope.all_tps.count() == sum(map(len, VOTERS.values())) == 10
    assert [tps.code for tps in scope.all_tps.filter(dpt=None)] == ["99.01.02.2002-002"]


def test_regions_may_be_stored_twice() -> None:
    contoh_regions()
    contoh_regions()

    assert Region.objects.filter(code__startswith="99").count() == 8


@pytest.mark.parametrize("name", PEOPLE)
def test_named_people_have_exactly_their_role(name: str) -> None:
    assert person(name).grants() == person(name).grants() == [PEOPLE[name]]
