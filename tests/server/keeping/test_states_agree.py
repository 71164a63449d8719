"""Desk, published states and verifier say the same of a phone whose fork is a hidden fact."""

import copy
import json
from pathlib import Path

import pytest

from tepat.core.election.ids import Form, PackageCode
from tepat.core.election.roles import Role
from tepat.core.log import entries
from tepat.core.move import events
from tepat.server import flow
from tepat.server.keeping import states
from tepat.server.log import queries as log
from tepat.server.move.models import PackageCustody
from tepat.witness import sources
from tepat.witness.verifying.facts import Facts
from tepat.witness.verifying.report import Report
from tepat.witness.verifying.states import expected
from tests.phones import NIGHT, packed, phone_of
from tests.worlds import contoh_scope

pytestmark = pytest.mark.django_db

BOX = str(PackageCode("P24", "99.01.01.1001-001", "BUP", Form.BOX))


def leaves_of_a_fork() -> list[bytes]:
    """pak_joko's phone signs a receipt, and its copy a hidden position: one number twice."""
    scope = contoh_scope()
    warehouse = phone_of(scope, "bu_sari")
    driver = phone_of(scope, "pak_joko", Role.DRIVER)
    load = {"packages": (BOX,), "giver": "warehouse@99.01", "receiver": "driver@99.01"}
    given = warehouse.say(events.Given, **load, place="99.01:gudang-1")
    flow.accept(scope, [packed(warehouse, BOX)], warehouse.device, NIGHT)
    [kept] = flow.accept(scope, [given], warehouse.device, NIGHT)
    clone = copy.copy(driver)
    hidden = clone.say(events.Positioned, shipment="SJ-1", salt="ab" * 16)
    taken = driver.say(events.Received, **load, place="99.01:gudang-1", given=kept.id)
    flow.accept(scope, [hidden, taken], driver.device, NIGHT)
    where = (scope.election, scope.kabupaten)
    return list(log.entries(*where, 1, log.size(*where)))


def test_a_fork_through_a_hidden_fact_is_the_same_for_all(tmp_path: Path) -> None:
    leaves = leaves_of_a_fork()
    desk = PackageCustody.objects.get(package=BOX)

    [published] = states.lines(leaves, tmp_path)
    assert published.decode() == desk.line
    assert "forked" in json.dumps(json.loads(published).get("apart", []))

    first = json.loads(entries.parse(leaves[0]).body)  # type: ignore[union-attr]
    scope = (first["election"], first["kabupaten"])
    facts = Facts(sources.opened(str(tmp_path)), scope, Report("test"))
    for number, leaf in enumerate(leaves, start=1):
        facts.read(number, leaf, "entries")
    facts.finish()
    facts.root = entries.parse(leaves[0]).name
    assert expected(facts, {}, len(leaves)) == {BOX: published}
    assert desk.line.encode() != expected(without_hidden(facts), {}, len(leaves))[BOX]


def without_hidden(facts: Facts) -> Facts:
    facts.hidden_links.clear()
    return facts
