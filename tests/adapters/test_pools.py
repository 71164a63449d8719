"""Pools: every job comes back once, an error beside the others."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tepat.adapters.pools import Dask, Here, WorkerLost
from tepat.core.problems import Code, Refused


def halved(number: int) -> int:
    if number % 2:
        raise ValueError(f"{number} is odd")
    return number // 2


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_stops_nothing_else(workers: int) -> None:
    found = dict(Here(workers).run(halved, range(5)))

    assert {job: each for job, each in found.items() if isinstance(each, int)} == {0: 0, 2: 1, 4: 2}
    assert {job: str(each) for job, each in found.items() if isinstance(each, Exception)} == {
        1: "1 is odd",
        3: "3 is odd",
    }


def deadly(number: int) -> int:
    if number == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.05)
    return number


def test_a_process_that_dies_takes_no_other_job_with_it() -> None:
    found = dict(Here(2).run(deadly, range(8)))

    assert isinstance(found.pop(2), WorkerLost)
    assert found == {number: number for number in range(8) if number != 2}


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    distributed = pytest.importorskip("distributed", reason="tepat[cluster] is not installed")
    import dask

    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 1}),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=":0"
        ) as cluster,
    ):
        yield cluster


def test_a_cluster_gives_the_same(cluster: Any) -> None:
    pool = Dask(cluster.scheduler_address)
    found = dict(pool.run(halved, range(5)))
    pool.close()

    assert {job for job, each in found.items() if isinstance(each, ValueError)} == {1, 3}
    assert [found[job] for job in (0, 2, 4)] == [0, 1, 2]


def dies_once(marker: Path) -> str:
    if not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


def test_what_a_dead_worker_of_the_cluster_had_is_done_by_another(
    cluster: Any, tmp_path: Path
) -> None:
    pool = Dask(cluster.scheduler_address)
    found = dict(pool.run(dies_once, [tmp_path / "first", tmp_path / "second"]))
    pool.close()

    assert set(found.values()) == {"done"}
    assert (tmp_path / "first").exists()


def test_a_job_that_kills_every_worker_is_given_back(cluster: Any) -> None:
    pool = Dask(cluster.scheduler_address)
    found = dict(pool.run(deadly, range(4)))
    pool.close()

    assert isinstance(found.pop(2), WorkerLost)
    assert found == {0: 0, 1: 1, 3: 3}


def test_a_cluster_that_loses_all_workers_gives_back_what_is_left() -> None:
    distributed = pytest.importorskip("distributed", reason="tepat[cluster] is not installed")
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, dashboard_address=":0"
    ) as cluster:
        pool = Dask(cluster.scheduler_address, alone=1)
        running = pool.run(slow, [0, 1, 2])
        assert next(running) == (0, 0)
        cluster.scale(0)
        rest = dict(running)
        pool.close()

    assert set(rest) == {1, 2}
    assert any(isinstance(each, WorkerLost) for each in rest.values())


def slow(number: int) -> int:
    time.sleep(number)
    return number


def test_a_scheduler_that_does_not_answer_is_told_in_time() -> None:
    pytest.importorskip("distributed", reason="tepat[cluster] is not installed")
    started = time.monotonic()

    with pytest.raises(Refused) as told:
        Dask("tcp://127.0.0.1:9", answers=1)

    assert told.value.problem.code is Code.NATION_NO_SCHEDULER
    assert time.monotonic() - started < 60


def test_a_scheduler_without_workers_is_told_in_time() -> None:
    distributed = pytest.importorskip("distributed", reason="tepat[cluster] is not installed")
    with (
        distributed.LocalCluster(n_workers=0, processes=False, dashboard_address=":0") as cluster,
        pytest.raises(Refused) as told,
    ):
        Dask(cluster.scheduler_address, answers=1)

    assert told.value.problem.code is Code.NATION_NO_WORKER
