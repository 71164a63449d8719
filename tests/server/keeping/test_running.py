"""One process publishes every log; what may wait takes no more than its part of the time."""

import threading
from collections import Counter

import pytest

from tepat.server.keeping import running
from tepat.server.log.publishing import pacing
from tests.server.keeping.published import Published, published, report

__all__ = ["published"]


class Machine:
    """The machine's own clock, which a test moves."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 100.0
        monkeypatch.setattr(pacing, "perf_counter", lambda: self.now)

    def works(self, share: pacing.Share, seconds: float) -> bool:
        """Work so long where there is time for it; say whether there was."""
        with share.turn() as there_is_time:
            if there_is_time:
                self.now += seconds
            return there_is_time


def test_a_share_of_the_time_is_used_up_and_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(monkeypatch)
    share = pacing.Share(0.1, most_s=1.0)

    assert machine.works(share, 0.7)
    assert machine.works(share, 0.7), "some was left"
    assert not machine.works(share, 0.7), "it is 0.33 s over"
    machine.now += 2
    assert not machine.works(share, 0.7)
    machine.now += 1
    assert machine.works(share, 0.7)
    machine.now += 3_600
    assert machine.works(share, 2.0), "an hour brings one second, not six minutes"
    machine.now += 5
    assert not machine.works(share, 0.1)


def test_offices_take_turns_where_there_is_not_time_for_all(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = Machine(monkeypatch)
    looked: Counter[str] = Counter()

    class Slow:
        """An office that takes a second to look at."""

        def __init__(self, origin: str) -> None:
            self.origin = origin

        def round(self, now: object) -> bool:
            looked[self.origin] += 1
            machine.now += 1.0
            if self.origin == "b":
                raise ValueError("one that fails stops no other")
            return True

    process = running.Running()
    machine.works(process._share, 400.0)  # states of a large log used up their share for hours
    process._offices.extend(Slow(each) for each in "abc")  # type: ignore[misc]
    monkeypatch.setattr(process, "_begin_new", lambda: None)
    for _ in range(90):
        process.round()
        machine.now += 2.0

    assert set(looked) == {"a", "b", "c"}
    assert max(looked.values()) - min(looked.values()) <= 1
    assert 4 <= looked.total() <= 7, "three hundredths of 186 s, and what it begins with"
    process.close()


def test_one_round_publishes_a_log_and_its_office(published: Published) -> None:
    report(published.scope, 1, 3)
    running.run(threading.Event(), once=True)

    assert (published.place.folder / "office.json").exists()
