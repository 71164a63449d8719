"""What a page says about a log is what its folder proves."""

from pathlib import Path

import pytest

from tepat.core.log import checkpoints
from tepat.server.log.publishing import status
from tepat.server.log.publishing.disk import Disk
from tepat.server.log.publishing.keys import make_key
from tepat.server.log.publishing.place import Place
from tepat.server.log.publishing.publisher import Publisher
from tepat.server.log.publishing.release import releases_of
from tepat.server.log.publishing.signer import FileSigner
from tepat.server.log.publishing.standing import standing_of
from tests.server.publishing.worlds import Entries, place_in, publish


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A log of three entries, published and described."""
    place = place_in(tmp_path)
    make_key(place, Disk())
    one = Publisher(place, Entries(3), FileSigner(place, Disk()), Disk())
    publish(one)
    one.describe(releases_of(None, "Asia/Jakarta"))
    return place


def test_the_fingerprint_is_that_of_the_published_tree(place: Place) -> None:
    expected = checkpoints.Checkpoint(place.origin, 3, Entries(3).root())
    assert standing_of(place).fingerprint == checkpoints.fingerprint(expected)


def test_a_log_without_a_folder_has_no_checkpoint_and_no_fingerprint(tmp_path: Path) -> None:
    standing = standing_of(place_in(tmp_path))
    assert standing.checkpoint is None
    assert standing.fingerprint == ""
    assert not standing.is_witnessed


def test_a_checkpoint_changed_after_it_was_signed_is_not_shown(place: Place) -> None:
    path = place.folder / "checkpoint"
    path.write_bytes(path.read_bytes().replace(b"\n3\n", b"\n4\n", 1))
    assert standing_of(place).checkpoint is None


def test_no_private_key_is_opened(place: Place) -> None:
    for path in place.keys.iterdir():
        path.unlink()
    assert standing_of(place).checkpoint is not None


@pytest.mark.parametrize(("size", "expected"), [(3, True), (2, False)])
def test_witnessed_is_said_of_the_checkpoint_that_is_shown(
    place: Place, size: int, expected: bool
) -> None:
    told = status.Status(size=size, quorum_size=size, has_policy=True)
    status.write(place, told, Disk())
    assert standing_of(place).is_witnessed is expected
