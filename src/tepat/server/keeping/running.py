"""The sequencer as a process: every log of the installation, every two seconds."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from contextlib import ExitStack
from math import inf
from typing import Final

from django.db import DatabaseError, InterfaceError, close_old_connections

from tepat.core.problems import Refused
from tepat.core.sentences import sentence
from tepat.server import clock
from tepat.server.keeping import wiring
from tepat.server.log.publishing.locks import only_writer
from tepat.server.log.publishing.pacing import Share
from tepat.server.log.publishing.sequencer import Sequencer
from tepat.server.mirrored.publishing import Office
from tepat.server.own_room import refuse_facts

PAUSE_S: Final = 2.0
LOOKING: Final = 0.03
"""The part of its time in which offices are looked at for changes."""
_NOTE = logging.getLogger("tepat.log")


class Running:
    """The sequencers of this process, each with the lock of its log."""

    def __init__(
        self, tell: Callable[[str], None] = _NOTE.warning, share: Share | None = None
    ) -> None:
        self._held = ExitStack()
        self._sequencers: dict[str, Sequencer] = {}
        self._offices: deque[Office] = deque()
        """The one that was looked at longest ago first."""
        self._share = share or Share()
        """For states of packages, which take seconds in a large log."""
        self._looking = share or Share(LOOKING)
        """For offices: a share of their own, or states would leave them nothing."""
        self._rounds = 0
        self._said: dict[str, str] = {}
        self._tell = tell

    def round(self) -> None:
        """Give every log its round, those that began since included; each is the first in turn.

        Then the offices are looked at, as many as there is time for.
        """
        try:
            self._begin_new()
        except (DatabaseError, InterfaceError):
            close_old_connections()
        names = [*self._sequencers]
        first = self._rounds % max(1, len(names))
        self._rounds += 1
        for name in names[first:] + names[:first]:
            sequencer = self._sequencers[name]
            try:
                sequencer.round(clock.now())
            except Exception:
                # One log that hits a bug of ours must not stop the others; the error is told.
                _NOTE.exception("log %s", name)
            self._tell_news(name, [sentence(each) for each in sequencer.status.told()])
        for _ in range(len(self._offices)):
            with self._looking.turn() as there_is_time:
                if not there_is_time:
                    break
                self._look()

    def _look(self) -> None:
        """Look at the office whose turn it is."""
        office = self._offices[0]
        self._offices.rotate(-1)
        try:
            office.round(clock.now())
        except Exception:
            _NOTE.exception("office beside log %s", office.origin)

    def close(self) -> None:
        """Let go of every log."""
        self._held.close()

    def _begin_new(self) -> None:
        for scope in wiring.scopes():
            place = wiring.place_of(scope)
            if str(place) in self._sequencers:
                continue
            try:
                self._held.enter_context(only_writer(place))
            except Refused as refused:
                self._tell_news(str(place), [sentence(refused.problem)])
                continue
            self._sequencers[str(place)] = sequencer = wiring.sequencer_of(scope, self._share)
            self._offices.append(Office(scope, sequencer.signer))

    def _tell_news(self, name: str, sentences: list[str]) -> None:
        """Say what stands in the way once, not every two seconds."""
        said = "\n".join(sentences)
        if said and said != self._said.get(name):
            self._tell(said)
        self._said[name] = said


def run(until: threading.Event, *, once: bool = False) -> None:
    """Publish all logs until `until` is set, or one round of each.

    Raises `Refused` in a room's own installation: KPU's log is not signed there.
    """
    refuse_facts()
    running = Running(share=Share(part=1.0, most_s=inf) if once else None)
    try:
        while True:
            running.round()
            if once or until.wait(PAUSE_S):
                return
    finally:
        running.close()
