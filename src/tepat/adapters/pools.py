"""Many independent pieces of work at once: on the cores of this machine, or on a Dask cluster.

Both give `(job, result or error)` in the order in which they are done. An error in one piece
does not stop the others.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from typing import Any, Protocol, TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")


class Pool(Protocol):
    """Does `work` for each of `jobs`; `work` and jobs can be pickled."""

    def run(
        self, work: Callable[[Job], Result], jobs: Sequence[Job]
    ) -> Iterator[tuple[Job, Result | Exception]]: ...


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
        with ProcessPoolExecutor(self._workers, mp_context=get_context("spawn")) as pool:
            waiting = {pool.submit(work, job): job for job in jobs}
            for future in as_completed(waiting):
                error = future.exception()
                if isinstance(error, Exception):
                    yield waiting[future], error
                elif error is not None:
                    raise error
                else:
                    yield waiting[future], future.result()


class Dask:
    """A Dask scheduler at `address`. Its workers need this program with `tepat[plan]`."""

    def __init__(self, address: str) -> None:
        from distributed import Client

        self._client: Any = Client(address)

    def run(
        self, work: Callable[[Job], Result], jobs: Sequence[Job]
    ) -> Iterator[tuple[Job, Result | Exception]]:
        from distributed import as_completed as as_done

        waiting = {self._client.submit(work, job, pure=False): job for job in jobs}
        for future in as_done(list(waiting)):
            error = future.exception()
            yield waiting[future], error if error is not None else future.result()

    def close(self) -> None:
        """Leave the cluster."""
        self._client.close()


def _tried(work: Callable[[Job], Result], job: Job) -> Result | Exception:
    try:
        return work(job)
    except Exception as error:
        return error
