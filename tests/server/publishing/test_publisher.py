"""A log is published whole, whatever stops the publisher and wherever it stops."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tepat.core.log import checkpoints, notes, tiles, tree
from tepat.core.problems import Code, Refused
from tepat.server.log.publishing.disk import Disk
from tepat.server.log.publishing.keys import keys_of
from tests.server.publishing.worlds import Entries, place_in, publish, publisher


class PowerCut(BaseException):
    """The machine is gone at this step."""


class Failing(Disk):
    """Stops at the n-th step; a file being written then has only half its bytes."""

    def __init__(self, at: int, error: BaseException) -> None:
        self.left = at
        self.error = error

    def _step(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise self.error

    def write_new(self, path: Path, data: bytes, mode: int) -> None:
        try:
            self._step()
        except BaseException:
            if path.parent.is_dir():
                path.write_bytes(data[: len(data) // 2])
            raise
        super().write_new(path, data, mode)
        self._step()

    def rename(self, old: Path, new: Path) -> None:
        self._step()
        super().rename(old, new)
        self._step()

    def sync_folder(self, path: Path) -> None:
        self._step()
        super().sync_folder(path)

    def remove(self, path: Path) -> None:
        self._step()
        super().remove(path)


def is_whole(home: Path, source: Entries) -> None:
    """Everything under the published checkpoint is there and agrees with it."""
    place = place_in(home)
    note = notes.parse_note((place.folder / "checkpoint").read_bytes())
    keys = [key.verifier for key in keys_of(place)]
    assert notes.verified(note, keys) == tuple(keys)
    checkpoint = checkpoints.parse(note.text)
    assert (checkpoint.size, checkpoint.root) == (source.count, source.root())
    found: list[bytes] = []
    while len(found) < checkpoint.size:
        width = min(256, checkpoint.size - len(found))
        path = tiles.entries_path(len(found) // 256, width)
        found += tiles.parse_bundle((place.folder / path).read_bytes(), width)
    assert found == list(source.entries(1, source.count))
    for tile in tiles.tiles_of(checkpoint.size):
        assert len((place.folder / tile.path).read_bytes()) == 32 * tile.width
    reader = tiles.TileReader(lambda path: (place.folder / path).read_bytes(), checkpoint.size)
    assert reader.root() == checkpoint.root
    for number in range(7, source.count + 1, 50):
        assert (place.folder / f"bodies/security/{number}.json").exists()
    for file in (place.folder / "checkpoints").glob("[0-9]*"):
        old = checkpoints.parse(notes.parse_note(file.read_bytes()).text)
        proof = tree.consistency_proof(old.size, checkpoint.size, reader)
        assert tree.check_consistency(
            old.size, checkpoint.size, old.root, checkpoint.root, proof
        ), file.name


@settings(max_examples=25)
@given(sizes=st.lists(st.integers(1, 300), min_size=1, max_size=6), again=st.booleans())
def test_a_log_grows_in_any_steps(
    tmp_path_factory: pytest.TempPathFactory, sizes: list[int], again: bool
) -> None:
    home = tmp_path_factory.mktemp("home")
    source = Entries()
    one = publisher(home, source)
    one.recover()

    for size in sizes:
        source.count += size
        if again:
            one = publisher(home, source)
            one.recover()
        publish(one)
        is_whole(home, source)


def steps_of(home: Path, begin: int, end: int) -> int:
    disk = Failing(10**9, PowerCut())
    _from_to(home, begin, end, disk)
    return 10**9 - disk.left


def _from_to(home: Path, begin: int, end: int, disk: Disk) -> Entries:
    """Publish `begin` entries in peace, then up to `end` on `disk`."""
    source = Entries(begin)
    if begin:
        one = publisher(home, source)
        one.recover()
        publish(one)
    source.count = end
    one = publisher(home, source, disk)
    one.recover()
    publish(one)
    return source


@pytest.mark.parametrize(("begin", "end"), [(0, 3), (5, 9), (250, 260), (255, 256), (510, 800)])
def test_killed_between_any_two_steps_it_goes_on_with_one_consistent_log(
    tmp_path: Path, begin: int, end: int
) -> None:
    steps = steps_of(tmp_path / "counted", begin, end)
    assert steps > 20

    for at in range(steps):
        home = tmp_path / str(at)
        with pytest.raises(PowerCut):
            _from_to(home, begin, end, Failing(at, PowerCut()))
        source = Entries(end + at % 3)  # meanwhile the door went on, or not
        one = publisher(home, source)
        one.recover()
        publish(one)
        is_whole(home, source)


@pytest.mark.parametrize(
    "error", [OSError(28, "No space left on device"), OSError(30, "Read-only")]
)
def test_a_full_disk_leaves_what_was_published_and_the_same_process_goes_on(
    tmp_path: Path, error: OSError
) -> None:
    steps = steps_of(tmp_path / "counted", 250, 260)

    for at in range(3, steps, 2):
        home = tmp_path / str(at)
        source = Entries(250)
        first = publisher(home, source)
        first.recover()
        publish(first)
        source.count = 260
        disk = Failing(at, error)
        one = publisher(home, source, disk)
        try:
            one.recover()
            publish(one)
        except OSError:
            checkpoint = one.published()
            assert checkpoint is not None
            assert checkpoint.size in (250, 260)
        disk.left = 10**9  # somebody made room
        publish(one)
        is_whole(home, source)


def test_a_torn_tile_is_made_again_at_the_start(tmp_path: Path) -> None:
    source = Entries(300)
    one = publisher(tmp_path, source)
    one.recover()
    publish(one)
    (place_in(tmp_path).folder / tiles.tile_path(0, 1, 44)).write_bytes(b"torn")

    again = publisher(tmp_path, source)
    again.recover()
    source.count = 310
    publish(again)

    is_whole(tmp_path, source)


def test_a_changed_entry_is_never_signed(tmp_path: Path) -> None:
    source = Entries(300)
    one = publisher(tmp_path, source)
    one.recover()
    publish(one)

    source.other.add(290)
    source.count = 310
    with pytest.raises(Refused) as refused:
        publish(one)

    assert refused.value.problem.code is Code.LOG_FORK
    kept = one.published()
    assert kept is not None
    assert kept.size == 300


def test_a_smaller_database_is_never_signed(tmp_path: Path) -> None:
    source = Entries(300)
    one = publisher(tmp_path, source)
    one.recover()
    publish(one)

    source.count = 200
    with pytest.raises(Refused) as refused:
        publisher(tmp_path, source).sign()

    assert refused.value.problem.code is Code.LOG_SMALLER


def test_a_lost_folder_is_published_again_from_the_database(tmp_path: Path) -> None:
    source = Entries(300)
    one = publisher(tmp_path, source)
    one.recover()
    publish(one)
    (tmp_path / "log").rename(tmp_path / "gone")

    again = publisher(tmp_path, source)
    again.recover()
    publish(again)

    is_whole(tmp_path, source)


def test_partial_tiles_are_removed_once_nobody_reads_by_them(tmp_path: Path) -> None:
    source = Entries(100)
    one = publisher(tmp_path, source)
    one.recover()
    for size in (100, 200, 300, 400):
        source.count = size
        publish(one)
    folder = place_in(tmp_path).folder

    assert not (folder / "tile/0/000.p").exists()
    assert not (folder / "tile/entries/000.p").exists()
    assert (folder / "tile/0/001.p/144").exists()
    is_whole(tmp_path, source)
