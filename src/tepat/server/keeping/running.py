"""The sequencer as a process: every log of the installation, every two seconds."""

import logging
import threading
from collections.abc import Callable
from contextlib import ExitStack
from typing import Final

from django.db import DatabaseError, InterfaceError, close_old_connections

from tepat.core.problems import Refused
from tepat.core.sentences import sentence
from tepat.server import clock
from tepat.server.keeping import wiring
from tepat.server.log.publishing.locks import only_writer
from tepat.server.log.publishing.sequencer import Sequencer
from tepat.server.mirrored.publishing import Office
from tepat.server.own_room import refuse_facts

PAUSE_S: Final = 2.0
_NOTE = logging.getLogger("tepat.log")


class Running:
    """The sequencers of this process, each with the lock of its log."""

    def __init__(self, tell: Callable[[str], None] = _NOTE.warning) -> None:
        self._held = ExitStack()
        self._sequencers: dict[str, Sequencer] = {}
        self._offices: dict[str, Office] = {}
        self._said: dict[str, str] = {}
        self._tell = tell

    def round(self) -> None:
        """Give every log its round, those that began since included."""
        try:
            self._begin_new()
        except (DatabaseError, InterfaceError):
            close_old_connections()
        for name, sequencer in self._sequencers.items():
            try:
                sequencer.round(clock.now())
                self._offices[name].round(clock.now())
            except Exception:
                # One log that hits a bug of ours must not stop the others; the error is told.
                _NOTE.exception("log %s", name)
            self._tell_news(name, [sentence(each) for each in sequencer.status.told()])

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
            self._sequencers[str(place)] = sequencer = wiring.sequencer_of(scope)
            self._offices[str(place)] = Office(scope, sequencer.signer)

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
    running = Running()
    try:
        while True:
            running.round()
            if once or until.wait(PAUSE_S):
                return
    finally:
        running.close()
