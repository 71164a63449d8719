"""The writer of facts as a process of its own beside the web server.

Python runs one thread at a time: a board that is drawn for a desk would hold up the facts of
phones, and they the pages, though the machine has a second core. So the web server hands batches
to this process over a pipe, in frames of MessagePack, and is handed the answers. It ends when the
pipe closes. Where it ends before its time, whatever it had not answered is told to come again:
nothing of it was acknowledged, and what it had made durable is known when it is sent anew.
"""

import logging
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import lru_cache
from queue import SimpleQueue
from typing import IO, Any, Final

import msgspec

from tepat.core.problems import Code, Problem, Refused, refuse
from tepat.server.move.devices import writer
from tepat.server.move.devices.taking import Call, Taken, take

_HEAD: Final = 4
"""Bytes that say how long a frame is."""

THREAD: Final = "facts"
MOST_IN_VAIN: Final = 3
_PIPE: Final = 2**20
"""Bytes that a pipe holds, where the system lets one say so: answers to some hundred batches."""
_ENDS_WITHIN_S: Final = 5.0

_log = logging.getLogger(__name__)


class Asked(msgspec.Struct, array_like=True):
    """One call, under the number by which it is answered."""

    number: int
    call: Call


class Told(msgspec.Struct, array_like=True):
    """What became of a call: its answer, or a problem by its code and facts, or an error."""

    number: int
    taken: Taken | None = None
    code: str = ""
    facts: dict[str, Any] = {}
    error: str = ""


_write = msgspec.msgpack.Encoder().encode
_read_asked = msgspec.msgpack.Decoder(Asked).decode
_read_told = msgspec.msgpack.Decoder(list[Told]).decode


class Failed(Exception):
    """The writer met an error that nobody foresaw; its own log says more."""


class Process:
    """The process as the web server sees it: begun once, and again after its end."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: _Running | None = None
        self._in_vain = 0

    @property
    def is_hopeless(self) -> bool:
        """Whether it ended so often in a row without an answer that it will not come."""
        return self._in_vain >= MOST_IN_VAIN

    def begin(self) -> "_Running":
        """Return the process that runs; it is started where there is none."""
        with self._lock:
            if self._running is not None and self._running.is_over:
                self._in_vain = 0 if self._running.has_answered else self._in_vain + 1
                self._running = None
                if self.is_hopeless:
                    _log.error("the writer of facts cannot be started: the web server takes them")
            if self._running is None:
                self._running = _Running()
            return self._running

    def ask(self, call: Call, mine: writer.Waits[Taken]) -> None:
        """Let `mine` wait for the answer to `call`. Raises ValueError for text that is none."""
        self.begin().ask(call, mine)


@lru_cache(maxsize=1)
def process() -> Process:
    """Return the one of this web server."""
    return Process()


class _Running:
    """One life of the process. One thread writes to it and one reads."""

    def __init__(self) -> None:
        self.is_over = self.has_answered = False
        self._lock = threading.Lock()
        self._number = 0
        self._waiting: dict[int, writer.Waits[Taken]] = {}
        self._out: SimpleQueue[bytes | None] = SimpleQueue()
        command = [sys.executable, "-m", "tepat.server.move.devices"]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, pipesize=_PIPE
        )
        for work in (self._send, self._hear):
            threading.Thread(target=work, name=THREAD, daemon=True).start()

    def ask(self, call: Call, mine: writer.Waits[Taken]) -> None:
        """Let `mine` wait for the answer. Raises ValueError for text that is none."""
        with self._lock:
            frame = _framed(_write(Asked(self._number + 1, call)))
            self._number += 1
            self._waiting[self._number] = mine
            is_over = self.is_over
            self._out.put(frame)
        if is_over:
            self._give_up()

    def _send(self) -> None:
        """Write what waits, all of it at once, until the process is over."""
        pipe = self.process.stdin
        assert pipe is not None
        try:
            while (first := self._out.get()) is not None:
                frames = [first]
                while not self._out.empty():
                    more = self._out.get()
                    if more is None:
                        return
                    frames.append(more)
                pipe.write(b"".join(frames))
                pipe.flush()
        except (OSError, ValueError):
            self.process.kill()  # it no longer listens; `_hear` finds out

    def _hear(self) -> None:
        pipe = self.process.stdout
        assert pipe is not None
        try:
            for frame in _frames(pipe):
                with self._lock:
                    told = [(self._waiting.pop(each.number), each) for each in _read_told(frame)]
                self.has_answered = True
                writer.settle([(mine, _said(each)) for mine, each in told])
        except Exception:
            _log.exception("the writer of facts cannot be understood")
        finally:
            with self._lock:
                self.is_over = True
            self._out.put(None)
            self._give_up()
            code = self._end()
            level = logging.INFO if code in (0, -signal.SIGTERM) else logging.WARNING
            _log.log(level, "the writer of facts ended with %s", code)

    def _end(self) -> int:
        try:
            return self.process.wait(_ENDS_WITHIN_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()

    def _give_up(self) -> None:
        """Tell whoever waits still to come again."""
        with self._lock:
            left, self._waiting = list(self._waiting.values()), {}
        busy = refuse(Code.DOOR_BUSY, seconds=writer.SECONDS[Code.DOOR_BUSY])
        writer.settle([(each, busy) for each in left])


def _said(told: Told) -> Taken | BaseException:
    if told.taken is not None:
        return told.taken
    if told.code:
        return Refused(Problem(Code(told.code), told.facts))
    return Failed(told.error)


def _told(number: int, found: Taken | BaseException) -> Told:
    if isinstance(found, Taken):
        return Told(number, found)
    if isinstance(found, Refused):
        return Told(number, code=found.problem.code.value, facts=dict(found.problem.facts))
    _log.error("a batch was not taken", exc_info=found)
    return Told(number, error=ascii(found)[:300])


def passed_on(found: Taken | BaseException) -> Taken | BaseException:
    """Return what the web server hears where the writer found this."""
    [told] = _read_told(told_of([(0, found)])[_HEAD:])
    return _said(told)


def _frames(pipe: IO[bytes]) -> Iterator[bytes]:
    """Yield whole frames until the pipe closes; one that breaks off is left out."""
    while len(head := pipe.read(_HEAD)) == _HEAD:
        length = int.from_bytes(head, "big")
        frame = pipe.read(length)
        if len(frame) < length:
            return
        yield frame


def _framed(frame: bytes) -> bytes:
    return len(frame).to_bytes(_HEAD, "big") + frame


def told_of(found: list[tuple[int, Taken | BaseException]]) -> bytes:
    """Return the frame that says what became of calls; whoever cannot be told hears of an error."""
    try:
        return _framed(_write([_told(number, each) for number, each in found]))
    except (TypeError, ValueError) as error:
        if len(found) == 1:
            return _framed(_write([Told(found[0][0], error=ascii(error)[:300])]))
    return b"".join(told_of([each]) for each in found)


def run(out: IO[bytes]) -> None:
    """Take what comes over standard input until it closes, and answer to `out`."""

    def told(found: list[tuple[int, Taken | BaseException]]) -> None:
        out.write(told_of(found))
        out.flush()

    line = writer.Line(take, told, lambda call: len(call.body))
    for frame in _frames(sys.stdin.buffer):
        asked = _read_asked(frame)
        line.put(asked.number, asked.call)
    line.end()
