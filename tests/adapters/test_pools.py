"""Pools: every job comes back once, an error beside the others."""

import pytest

from tepat.adapters.pools import Dask, Here


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


def test_a_cluster_gives_the_same() -> None:
    distributed = pytest.importorskip("distributed", reason="tepat[cluster] is not installed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None
    ) as cluster:
        pool = Dask(cluster.scheduler_address)
        found = dict(pool.run(halved, range(5)))
        pool.close()

    assert {job for job, each in found.items() if isinstance(each, ValueError)} == {1, 3}
    assert [found[job] for job in (0, 2, 4)] == [0, 1, 2]
