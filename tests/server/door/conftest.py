"""Fixtures of this folder: Kabupaten Contoh, and the phone of bu_sari."""

import pytest

from tepat.server.election.models import Scope
from tests.phones import Phone, phone_of
from tests.worlds import contoh_scope


@pytest.fixture
def scope() -> Scope:
    return contoh_scope()


@pytest.fixture
def sari(scope: Scope) -> Phone:
    return phone_of(scope, "bu_sari")
