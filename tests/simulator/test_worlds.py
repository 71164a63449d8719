"""R2: whatever goes wrong, in whatever order, the log keeps what it promised.

`SEED=7 pytest tests/simulator` plays one world again; `WORLDS=200` plays so many.
"""

import os
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from django.conf import LazySettings

from tepat.core.log import entries, spelling, tree
from tepat.core.move import events, folding
from tepat.core.move.clocks import Arrival, Arrivals
from tepat.server import flow
from tepat.server.log import queries
from tepat.server.log.models import Fact
from tepat.server.log.publishing import status
from tepat.server.move.models import PackageCustody
from tepat.witness import sources
from tepat.witness.verifying.report import Grade
from tepat.witness.verifying.run import Asked, verify
from tests.simulator.world import QUORUM, World

WORLDS = int(os.environ.get("WORLDS", "12"))
SEEDS = [int(os.environ["SEED"])] if "SEED" in os.environ else list(range(WORLDS))
STEPS = 90


@pytest.mark.parametrize("seed", SEEDS)
def test_a_world_keeps_its_promises(
    seed: int, db: None, tmp_path: Path, settings: LazySettings
) -> None:
    settings.HOME = tmp_path
    world = World(tmp_path, Random(seed))
    try:
        for number in range(1, STEPS + 1):
            world.step()
            if number % (STEPS // 2) == 0:
                settle(world)
                holds(world)
    except BaseException:
        print(f"SEED={seed} pytest tests/simulator  # plays this world again")
        print("\n".join(world.told))
        raise


def settle(world: World) -> None:
    """Everything heals: all batches arrive, all phones reach the door, all witnesses answer."""
    world.witnesses.away.clear()
    world.chance.shuffle(world.flying)
    while world.flying:
        world.arrive(*world.flying.pop())
    for _ in range(4):  # a power cut may come between
        for each in world.handsets:
            world.send(each, is_sure=True)
    for _ in range(4):
        world.now += timedelta(minutes=20)  # so that silent witnesses are asked again
        world.publish()


def holds(world: World) -> None:
    """The invariants of a log that had time to settle."""
    size = queries.size(*world.log)
    leaves = queries.entries(*world.log, 1, size)  # raises where a number is missing
    read = [entries.parse(leaf) for leaf in leaves]
    facts = [each for each in read if isinstance(each, entries.FactEntry)]
    names = [each.name for each in facts]

    assert len(set(names)) == len(names), "doubled"
    assert world.promised.keys() <= set(names), "lost"
    bodies = {each.name: each.body for each in facts}
    assert all(bodies[name] == sent.body for name, sent in world.promised.items())
    for each in world.handsets:
        again = flow.accept(world.scope, each.kept, each.phone.device, world.now)
        numbers = dict(Fact.objects.values_list("pk", "number"))
        assert [(one.verdict, one.number) for one in again] == [
            ("known", numbers[one.id]) for one in again
        ]
    assert queries.size(*world.log) == size

    standing = status.read(world.place)
    assert (standing.size, standing.quorum_size) == (size, size), standing.told()
    hashes = [tree.leaf_hash(leaf) for leaf in leaves]
    for signed, root in world.signed.items():
        assert tree.root_of(hashes[:signed]) == root, f"{signed} is another history"
    assert all(held == (size, tree.root_of(hashes)) for held in _held(world))
    moments = {at: moment_of(each) for at, each in enumerate(read, start=1)}
    folds_alike(world, facts, moments)
    source = sources.opened(str(world.place.folder))
    found = verify(source, Asked(world.witnesses.read(QUORUM), "policy")).findings
    assert [each for each in found if each.grade is Grade.CHANGED] == []


def moment_of(entry: entries.Entry) -> datetime:
    """When this entry was received."""
    found = spelling.from_utc(entry.received)
    assert found
    return found


def folds_alike(world: World, facts: list[entries.FactEntry], moments: dict[int, datetime]) -> None:
    """The tables hold what the core folds of the set of facts, whatever the order."""
    assert flow.rebuild(world.scope).differences == ()
    named = [(each.name, events.read(each.body)) for each in facts]
    countersigned = {
        each.name: tuple(one.device for one in each.countersigned)
        for each in facts
        if each.countersigned
    }
    world.chance.shuffle(named)
    numbers = Fact.objects.values_list("pk", "number")
    came = {name: Arrival(number, moments[number]) for name, number in numbers}
    arrivals = Arrivals(came, moments)
    folded = folding.fold_all(named, {}, facts[0].name, countersigned, arrivals=arrivals)
    lines = {package: folding.state_line(each).decode() for package, each in folded.items()}
    assert dict(PackageCustody.objects.values_list("package", "line")) == lines


def _held(world: World) -> list[tuple[int, bytes]]:
    return list(world.witnesses.held(world.place.origin).values())
