"""Checkpoints are witnessed or say that they are not; nothing stops the door."""

from pathlib import Path
from typing import Any

import pytest

from tepat.core.log import checkpoints, notes, policies, tree
from tepat.core.problems import Code, Refused
from tepat.server.log.publishing import cosigning, pacing, sequencer, status
from tepat.server.log.publishing.disk import Disk
from tepat.server.log.publishing.keys import keys_of
from tepat.server.log.publishing.sequencer import restored_mark
from tepat.server.log.publishing.signer import FileSigner
from tepat.server.log.publishing.witnesses import Answer
from tests.server.publishing.test_publisher import is_whole
from tests.server.publishing.worlds import ORIGIN, World

BAWASLU, POLRES, PARTAI = "bawaslu.example", "polres.example", "partai.example"


def codes(world: World) -> list[str]:
    return [each["code"] for each in status.read(world.place).problems]


def is_cosigned(world: World, *names: str) -> bool:
    judged = policies.judge(world.policy(), world.note())
    return judged.witnesses == frozenset(names)


def test_each_checkpoint_is_witnessed_before_it_is_published(tmp_path: Path) -> None:
    world = World(tmp_path, BAWASLU, POLRES, threshold=2)
    one = world.sequencer()

    for more in (3, 300, 1):
        world.turn(one, more=more)
        assert is_cosigned(world, BAWASLU, POLRES)
        assert policies.quorum_met(world.policy(), world.note())

    is_whole(tmp_path, world.source)
    assert status.read(world.place).is_witnessed
    assert codes(world) == []


def test_a_checkpoint_at_most_every_ten_seconds_and_only_with_news(tmp_path: Path) -> None:
    world = World(tmp_path, BAWASLU)
    one = world.sequencer()
    world.turn(one, more=3)

    world.turn(one, more=2, seconds=4)
    assert world.published().size == 3
    world.turn(one, seconds=7)
    assert world.published().size == 5
    data = (world.place.folder / "checkpoint").read_bytes()
    world.turn(one)
    assert (world.place.folder / "checkpoint").read_bytes() == data


def test_where_the_clock_of_the_log_stands_it_is_published_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(tmp_path, BAWASLU)
    one = world.sequencer()
    own = [1_000.0]
    monkeypatch.setattr(pacing, "perf_counter", lambda: own[0])
    world.turn(one, more=3)

    world.turn(one, more=2, seconds=0)
    assert world.published().size == 3
    own[0] += sequencer.EVERY_S
    world.turn(one, seconds=0)
    assert world.published().size == 5
    assert is_cosigned(world, BAWASLU)


def test_where_the_clock_stands_a_silent_witness_is_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(tmp_path, BAWASLU)
    one = world.sequencer()
    own = [1_000.0]
    monkeypatch.setattr(pacing, "perf_counter", lambda: own[0])
    world.away.add(BAWASLU)
    world.turn(one, more=3)
    assert not is_cosigned(world, BAWASLU)
    world.away.clear()

    world.turn(one, seconds=0)
    assert not is_cosigned(world, BAWASLU)
    own[0] += 60
    world.turn(one, seconds=0)
    assert is_cosigned(world, BAWASLU)


def test_states_have_a_twentieth_of_the_process_whatever_the_clock_of_the_log_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(tmp_path, BAWASLU)
    elapsed = [100.0]
    monkeypatch.setattr(pacing, "perf_counter", lambda: elapsed[0])
    one = world.sequencer()
    sizes: list[int] = []

    class Slow:
        def publish(self, size: int) -> None:
            sizes.append(size)
            elapsed[0] += 2.0  # two seconds of the process, however the log's clock runs

    one.views = Slow()
    world.turn(one, more=3)
    world.turn(one, more=3, seconds=3600)
    assert sizes == [3]

    elapsed[0] += 41.0
    world.turn(one, more=3, seconds=3600)

    assert sizes == [3, 9]


def test_r11_without_quorum_facts_are_published_and_shown_as_not_witnessed(
    tmp_path: Path,
) -> None:
    world = World(tmp_path, BAWASLU, POLRES, threshold=2)
    one = world.sequencer()
    world.turn(one, more=10)
    world.away.add(POLRES)

    world.turn(one, more=10)

    said = status.read(world.place)
    assert world.published().size == said.size == 20
    assert (said.is_witnessed, said.quorum_size) == (False, 10)
    assert codes(world) == [Code.LOG_WITNESS_SILENT.value]

    world.away.clear()
    world.turn(one, seconds=60)  # nothing new: the same checkpoint is shown again
    assert is_cosigned(world, BAWASLU, POLRES)
    assert status.read(world.place).is_witnessed
    assert codes(world) == []
    stored = notes.parse_note((world.place.folder / "checkpoints/20").read_bytes())
    assert stored == world.note()


def test_a_silent_witness_is_asked_ever_more_rarely(tmp_path: Path) -> None:
    world = World(tmp_path, BAWASLU)
    one = world.sequencer()
    world.away.add(BAWASLU)
    asked: list[str] = []
    answer = world.post

    def ask(url: str, data: bytes | None) -> Answer:
        asked.append(url)
        return answer(url, data)

    one._ask = ask

    for _ in range(100):
        world.turn(one, more=1)

    assert world.published().size == 100
    assert 3 < len(asked) < 14


def test_a_witness_that_begins_later_catches_up_by_its_own_size(tmp_path: Path) -> None:
    world = World(tmp_path, BAWASLU, POLRES, threshold=2)
    world.away.add(POLRES)
    one = world.sequencer()
    for _ in range(5):
        world.turn(one, more=70)
    world.away.clear()

    again = world.sequencer()
    world.turn(again, more=3, seconds=700)

    assert is_cosigned(world, BAWASLU, POLRES)
    assert world.held[POLRES][ORIGIN].size == 353


def restored(tmp_path: Path, *names: str) -> World:
    """A world whose home is yesterday's: 100 entries, while witnesses have seen 150."""
    world = World(tmp_path, *names)
    one = world.sequencer()
    world.turn(one, more=100)
    memory = (world.place.keys / f"{world.place.key_name}.signed.json").read_bytes()
    note = world.note()
    world.turn(one, more=50)
    world.source.count = 100
    (world.place.folder / "checkpoint").write_bytes(notes.write_note(note))
    (world.place.keys / f"{world.place.key_name}.signed.json").write_bytes(memory)
    status.path_of(world.place).unlink()
    Disk().write(restored_mark(world.place), b"")
    return world


def test_r7_a_restored_server_signs_nothing_below_what_a_witness_has_seen(
    tmp_path: Path,
) -> None:
    world = restored(tmp_path, BAWASLU)
    one = world.sequencer()

    world.turn(one, more=7)  # phones refill the gap; the door takes them

    assert world.published().size == 100
    assert codes(world) == [Code.LOG_BEHIND_WITNESS.value]
    assert FileSigner(world.place, Disk()).memory().floor == 150


def test_r7_the_same_entries_come_back_and_the_log_goes_on(tmp_path: Path) -> None:
    world = restored(tmp_path, BAWASLU)
    one = world.sequencer()
    world.turn(one)

    world.turn(one, more=60)

    assert world.published().size == 160
    assert is_cosigned(world, BAWASLU)
    assert codes(world) == []


def test_r7_other_entries_in_the_gap_are_never_signed(tmp_path: Path) -> None:
    world = restored(tmp_path, BAWASLU)
    world.source.other = set(range(101, 161))
    one = world.sequencer()

    world.turn(one, more=60)

    assert codes(world) == [Code.LOG_FORK.value]
    assert world.published().size == 100
    world.source.other = set()  # the right ones came from a mirror
    world.turn(one)
    assert world.published().size == 160
    assert is_cosigned(world, BAWASLU)


def test_r7_where_no_witness_tells_roots_its_refusal_tells(tmp_path: Path) -> None:
    world = restored(tmp_path, BAWASLU)
    world.taciturn.add(BAWASLU)
    world.source.other = set(range(101, 161))
    one = world.sequencer()

    world.turn(one, more=60)

    assert Code.LOG_WITNESS_REFUSES.value in codes(world)
    assert not status.read(world.place).is_witnessed


def test_r7_a_restored_server_waits_for_every_witness(tmp_path: Path) -> None:
    world = restored(tmp_path, BAWASLU, POLRES)
    world.away.add(POLRES)
    one = world.sequencer()

    world.turn(one, more=100)
    assert codes(world)[0] == Code.LOG_RESTORED.value
    assert world.published().size == 100

    world.away.clear()
    world.turn(one, seconds=60)
    assert world.published().size == 200
    assert not restored_mark(world.place).exists()


@pytest.mark.parametrize("is_restarted", [False, True])
def test_one_witness_that_claims_more_stops_nothing_and_is_shown(
    tmp_path: Path, is_restarted: bool
) -> None:
    world = World(tmp_path, BAWASLU, POLRES, PARTAI)
    one = world.sequencer()
    world.turn(one, more=5)
    world.claims[PARTAI] = 999_999_999
    one = world.sequencer() if is_restarted else one

    for _ in range(3):
        world.turn(one, more=5)

    assert world.published().size == 20
    assert is_cosigned(world, BAWASLU, POLRES)
    [problem] = status.read(world.place).problems
    assert problem["code"] == Code.LOG_WITNESS_CLAIMS.value
    assert problem["facts"]["name"] == PARTAI
    assert problem["facts"]["size"] == 999_999_999

    world.claims.clear()
    world.turn(one, seconds=700)
    world.turn(one)
    assert is_cosigned(world, BAWASLU, POLRES, PARTAI)
    assert codes(world) == []


def test_a_note_of_another_log_or_another_key_proves_nothing(tmp_path: Path) -> None:
    world = World(tmp_path, BAWASLU, POLRES)
    one = world.sequencer()
    world.turn(one, more=5)
    [key] = keys_of(world.place)
    elsewhere = checkpoints.Checkpoint("lain.example/a/99.01", 900, tree.EMPTY_ROOT)
    ours = checkpoints.Checkpoint(ORIGIN, 900, tree.EMPTY_ROOT)
    forged = checkpoints.sign(ours, world.keys[POLRES])
    world.claims[POLRES] = 900

    for note in (checkpoints.sign(elsewhere, key.signer), forged, world.newest[BAWASLU]):
        world.newest[POLRES] = note
        world.turn(world.sequencer(), more=5)

    assert world.published().size == 20
    assert codes(world) == [Code.LOG_WITNESS_CLAIMS.value]


def test_r7_one_witness_of_three_that_shows_our_note_is_enough(tmp_path: Path) -> None:
    world = restored(tmp_path, BAWASLU, POLRES, PARTAI)
    world.taciturn |= {POLRES, PARTAI}
    for name in (POLRES, PARTAI):
        world.held[name].clear()
    one = world.sequencer()

    world.turn(one, more=7)

    assert world.published().size == 100
    assert codes(world) == [Code.LOG_BEHIND_WITNESS.value]


def test_r7_most_witnesses_are_believed_without_a_note(tmp_path: Path) -> None:
    world = restored(tmp_path, BAWASLU, POLRES, PARTAI)
    world.taciturn |= {BAWASLU, POLRES, PARTAI}
    world.held[PARTAI].clear()

    world.turn(world.sequencer(), more=7)

    assert world.published().size == 100
    assert codes(world) == [Code.LOG_BEHIND_WITNESS.value]


def test_r7_what_was_proven_holds_though_its_witness_is_away_or_shows_it_no_more(
    tmp_path: Path,
) -> None:
    world = restored(tmp_path, BAWASLU, POLRES, PARTAI)
    for name in (POLRES, PARTAI):
        world.held[name].clear()
    world.turn(world.sequencer(), more=7)

    for spoil in (world.taciturn, world.away):
        spoil.add(BAWASLU)
        status.path_of(world.place).unlink()
        world.turn(world.sequencer(), seconds=700)
        assert world.published().size == 100
        assert Code.LOG_BEHIND_WITNESS.value in codes(world)

    del world.keys[BAWASLU]
    world.write_policy()
    world.turn(world.sequencer(), seconds=700)
    assert world.published().size == 107


def test_phones_cosign_and_make_the_quorum(tmp_path: Path) -> None:
    phones = [f"hp-pkd-{number}" for number in range(12)]
    world = World(tmp_path, *phones, threshold=10)
    one = world.sequencer()
    world.turn(one, more=40)
    assert not status.read(world.place).is_witnessed

    for name in phones[:9] * 2:
        data = world.cosigned(name, world.note())
        assert cosigning.take(world.place, world.policy(), data, Disk()).count == 1
    world.turn(one)
    assert not status.read(world.place).is_witnessed
    data = world.cosigned(phones[9], world.note())
    cosigning.take(world.place, world.policy(), data, Disk())
    world.turn(one)

    assert status.read(world.place).is_witnessed
    assert is_cosigned(world, *phones[:10])
    assert cosigning.waiting(world.place, Disk()) == []


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda world, data: b"bukan catatan", Code.COSIGNATURE_UNREADABLE),
        (lambda world, data: data * 400, Code.COSIGNATURE_UNREADABLE),
        (lambda world, data: data.replace(b"\n3\n", b"\n4\n"), Code.COSIGNATURE_SIZE),
        (lambda world, data: data.replace(b"99.01", b"99.02", 1), Code.COSIGNATURE_SIZE),
        (lambda world, data: _signed_by_a_stranger(world), Code.COSIGNATURE_UNKNOWN),
        (lambda world, data: _with_another_root(data), Code.COSIGNATURE_OTHER),
    ],
)
def test_what_is_no_cosignature_of_ours_is_refused_with_a_sentence(
    tmp_path: Path, spoil: Any, code: Code
) -> None:
    world = World(tmp_path, "hp-pkd-1")
    one = world.sequencer()
    world.turn(one, more=3)
    data = spoil(world, world.cosigned("hp-pkd-1", world.note()))

    with pytest.raises(Refused) as refused:
        cosigning.take(world.place, world.policy(), data, Disk())

    assert refused.value.problem.code is code
    assert cosigning.waiting(world.place, Disk()) == []


def test_a_checkpoint_of_ours_that_we_did_not_publish_is_kept_and_told(tmp_path: Path) -> None:
    world = World(tmp_path, "hp-pkd-1")
    one = world.sequencer()
    world.turn(one, more=3)
    [key] = keys_of(world.place)
    split = checkpoints.sign(checkpoints.Checkpoint(ORIGIN, 3, tree.EMPTY_ROOT), key.signer)

    with pytest.raises(Refused) as refused:
        cosigning.take(world.place, world.policy(), notes.write_note(split), Disk())

    assert refused.value.problem.code is Code.COSIGNATURE_OTHER
    world.turn(one)
    assert codes(world) == [Code.LOG_SPLIT.value]


def _signed_by_a_stranger(world: World) -> bytes:
    world.keys["orang-lain"] = world.keys["hp-pkd-1"]
    return world.cosigned("orang-lain", world.note())


def _with_another_root(data: bytes) -> bytes:
    lines = data.split(b"\n")
    lines[2] = b"A" * 43 + b"="
    return b"\n".join(lines)


class Full(Disk):
    """A disk that takes nothing while `is_full`."""

    is_full = False

    def write_new(self, path: Path, data: bytes, mode: int) -> None:
        if self.is_full:
            raise OSError(28, "No space left on device")
        super().write_new(path, data, mode)


def test_r6_a_full_disk_is_told_and_publishing_goes_on_by_itself(tmp_path: Path) -> None:
    world = World(tmp_path, BAWASLU)
    disk = Full()
    one = world.sequencer(disk)
    world.turn(one, more=3)

    disk.is_full = True
    world.turn(one, more=3)
    assert world.published().size == 3
    assert one.status.problems[0]["code"] == Code.LOG_DISK.value

    disk.is_full = False
    world.turn(one)
    assert world.published().size == 6
    assert codes(world) == []
    is_whole(tmp_path, world.source)


def test_a_policy_that_cannot_be_read_leaves_the_last_good_one(tmp_path: Path) -> None:
    world = World(tmp_path, BAWASLU)
    one = world.sequencer()
    world.turn(one, more=3)
    good = world.policy_file.read_bytes()
    world.policy_file.write_bytes(good + b"quorum semua\n")

    world.turn(one, more=3)

    assert codes(world) == [Code.LOG_POLICY.value]
    assert world.held[BAWASLU][ORIGIN].size == 6
    world.policy_file.write_bytes(good)
    world.turn(one, more=1)
    assert codes(world) == []
