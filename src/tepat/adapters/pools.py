"""Many independent pieces of work at once: on the cores of this machine, or on a Dask cluster.

Both give `(job, result or error)` in the order in which they are done. An error in one piece
does not stop the others, nor does one that takes its whole process with it.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Any, Final, Protocol, TypeVar

from tepat.core.problems import Code, refuse

Job = TypeVar("Job")
Result = TypeVar("Result")

ANSWERS: Final = 10.0
"""Seconds in which a scheduler must answer, and show a worker."""
ALONE: Final = 60.0
"""Seconds without any worker after which what is left is given back."""


class WorkerLost(Exception):
    """The process that did a piece of work ended before it was done."""

    def __str__(self) -> str:
        return "proses yang mengerjakannya berhenti"


class NoWorker(WorkerLost):
    """No process was left that could do a piece of work."""


class Pool(Protocol):
    """Does `work` for each of `jobs`; `work` and jobs can be pickled."""

    def run(
        self, work: Callable[[Job], Result], jobs: Sequence[Job]
    ) -> Iterator[tuple[Job, Result | Exception]]: ...

    def close(self) -> None:
        """Let go of whatever does the work."""


class Here:
    """The cores of this machine. With one worker nothing is started."""

    def __init__(self, workers: int) -> None:
        self._workers = workers

    def run(
        self, work: Callable[[Job], Result], jobs: Sequence[Job]
    ) -> Iterator[tuple[Job, Result | Exception]]:
        if self._workers <= 1:
            for job in jobs:
                yield job, _tried(work, job)
            return
        waiting = list(reversed(jobs))
        while waiting:
            suspects: list[Job] = []
            yield from self._until_broken(work, waiting, suspects)
            for job in suspects:  # each by itself, so that only the one at fault is given up
                yield job, _by_itself(work, job)

    def _until_broken(
        self, work: Callable[[Job], Result], waiting: list[Job], suspects: list[Job]
    ) -> Iterator[tuple[Job, Result | Exception]]:
        """Take from the end of `waiting`. Where a process dies, what ran is in `suspects`."""
        with ProcessPoolExecutor(self._workers, mp_context=get_context("spawn")) as pool:
            running: dict[Future[Result], Job] = {}
            while running or (waiting and not suspects):
                while waiting and not suspects and len(running) < self._workers:
                    job = waiting.pop()
                    try:
                        running[pool.submit(work, job)] = job
                    except BrokenProcessPool:
                        suspects.append(job)
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    job, error = running.pop(future), future.exception()
                    if isinstance(error, BrokenProcessPool):
                        suspects.append(job)
                    elif error is None:
                        yield job, future.result()
                    elif isinstance(error, Exception):
                        yield job, error
                    else:
                        raise error

    def close(self) -> None:
        """Nothing is held between two runs."""


def _by_itself(work: Callable[[Job], Result], job: Job) -> Result | Exception:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        try:
            return pool.submit(work, job).result()
        except BrokenProcessPool:
            return WorkerLost()
        except Exception as error:
            return error


class Dask:
    """A Dask scheduler at `address`. Its workers need this program with `tepat[cluster,plan]`.

    What a worker had when it died is given to another; after a few deaths it is given back as
    an error, as is what is left when no worker comes back within `alone` seconds.
    Raises `Refused` where the scheduler does not answer, or has no worker, and
    `ModuleNotFoundError` without Dask.
    """

    def __init__(self, address: str, answers: float | None = None, alone: float = ALONE) -> None:
        import distributed

        self._dask: Any = distributed
        self._alone = alone
        answers = ANSWERS if answers is None else answers
        try:
            self._client: Any = self._dask.Client(address, timeout=answers)
        except (OSError, ValueError, TimeoutError) as error:
            raise refuse(Code.NATION_NO_SCHEDULER, address=address) from error
        try:
            self._client.wait_for_workers(1, timeout=answers)
        except TimeoutError as error:
            self.close()
            raise refuse(Code.NATION_NO_WORKER, address=address) from error

    def run(
        self, work: Callable[[Job], Result], jobs: Sequence[Job]
    ) -> Iterator[tuple[Job, Result | Exception]]:
        suspects = []
        for job, result in self._together(work, jobs):
            if isinstance(result, WorkerLost) and not isinstance(result, NoWorker):
                suspects.append(job)
            else:
                yield job, result
        for job in suspects:  # each by itself, so that only the one at fault is given up
            yield from self._together(work, [job])

    def _together(
        self, work: Callable[[Job], Result], jobs: Sequence[Job]
    ) -> Iterator[tuple[Job, Result | Exception]]:
        running = {self._client.submit(work, job, pure=False): job for job in jobs}
        idle = 0.0
        step = min(5.0, self._alone)
        while running and idle < self._alone:
            done = self._some(list(running), step)
            for future in done:
                yield running.pop(future), self._of(future)
            idle = 0.0 if done or self._has_worker() else idle + step
        for job in running.values():
            yield job, NoWorker()

    def _some(self, running: list[Any], step: float) -> list[Any]:
        """Return what is done within `step` seconds."""
        try:
            found = self._dask.wait(running, timeout=step, return_when="FIRST_COMPLETED")
        except TimeoutError:
            return []
        except self._dask.CancelledError:
            return [each for each in running if each.done()]
        return list(found.done)

    def _of(self, future: Any) -> Any:
        """Return what became of one future: its result, or an error that people can read."""
        try:
            error = future.exception()
            if error is None:
                return future.result()
        except (self._dask.CancelledError, OSError, TimeoutError):
            return WorkerLost()
        lost = self._dask.KilledWorker, self._dask.CancelledError
        return WorkerLost() if isinstance(error, lost) else error

    def _has_worker(self) -> bool:
        try:
            return bool(self._client.scheduler_info()["workers"])
        except (OSError, TimeoutError, KeyError):
            return False

    def close(self) -> None:
        """Leave the cluster."""
        self._client.close()


def _tried(work: Callable[[Job], Result], job: Job) -> Result | Exception:
    try:
        return work(job)
    except Exception as error:
        return error
