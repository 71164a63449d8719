"""The signer promises once: no smaller tree, no other history, less than no witness has seen."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tepat.core.log import checkpoints, notes, tree
from tepat.core.problems import Code, Refused
from tepat.server.log.publishing import keys
from tepat.server.log.publishing.disk import Disk
from tepat.server.log.publishing.signer import FileSigner, ProcessSigner
from tests.server.publishing.worlds import ORIGIN, place_in

SRC = Path(__file__).resolve().parents[3] / "src"
LEAVES = [tree.leaf_hash(str(number).encode()) for number in range(20)]


def checkpoint(size: int) -> checkpoints.Checkpoint:
    return checkpoints.Checkpoint(ORIGIN, size, tree.root_of(LEAVES[:size]))


def proof(old: int, new: int) -> list[bytes]:
    def read(level: int, index: int) -> bytes:
        return tree.root_of(LEAVES[index << level : (index + 1) << level])

    return tree.consistency_proof(old, new, read)


def signer(home: Path) -> FileSigner:
    made = FileSigner(place_in(home), Disk())
    made.begin()
    return made


def code_of(one: FileSigner | ProcessSigner, size: int, old: int) -> Code:
    with pytest.raises(Refused) as refused:
        one.sign(checkpoint(size), proof(old, size) if old <= size else [])
    return refused.value.problem.code


def test_it_signs_what_continues_and_again_the_same(tmp_path: Path) -> None:
    one = signer(tmp_path)

    first = one.sign(checkpoint(5), [])
    one.sign(checkpoint(12), proof(5, 12))
    assert one.sign(checkpoint(12), []) != first

    note = notes.parse_note(first)
    assert notes.verified(note, [key.verifier for key in keys.keys_of(one.place)])


def test_smaller_and_other_trees_are_refused_also_after_a_start(tmp_path: Path) -> None:
    signer(tmp_path).sign(checkpoint(12), [])
    again = signer(tmp_path)

    assert code_of(again, 5, 5) is Code.LOG_SMALLER
    other = checkpoints.Checkpoint(ORIGIN, 12, tree.EMPTY_ROOT)
    with pytest.raises(Refused):
        again.sign(other, [])
    with pytest.raises(Refused):
        again.sign(checkpoint(15), proof(11, 15))
    with pytest.raises(Refused):
        again.sign(checkpoints.Checkpoint("other.example/a/99.01", 15, b"\0" * 32), proof(12, 15))
    assert again.memory().size == 12


def test_nothing_below_what_a_witness_has_seen(tmp_path: Path) -> None:
    one = signer(tmp_path)
    one.set_floor(10)

    assert code_of(one, 9, 0) is Code.LOG_BEHIND_WITNESS
    one.sign(checkpoint(10), [])


def test_what_it_cannot_remember_it_does_not_forget(tmp_path: Path) -> None:
    one = signer(tmp_path)
    one.sign(checkpoint(12), [])
    [memory] = one.place.keys.glob("*.signed.json")
    memory.write_text("{")

    assert code_of(one, 12, 12) is Code.LOG_KEY_BROKEN


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_the_key_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    one = signer(tmp_path)
    [path] = one.place.keys.glob("*.key")

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not keys.is_readable_by_others(path)
    path.chmod(0o640)
    assert keys.is_readable_by_others(path)


def test_a_published_log_never_gets_a_new_key_by_accident(tmp_path: Path) -> None:
    one = signer(tmp_path)
    one.sign(checkpoint(12), [])
    for path in one.place.keys.glob("*.key"):
        path.unlink()

    with pytest.raises(Refused) as refused:
        one.begin()
    assert refused.value.problem.code is Code.LOG_KEY_MISSING


def test_two_keys_sign_while_one_follows_the_other(tmp_path: Path) -> None:
    one = signer(tmp_path)
    [old] = keys.keys_of(one.place)
    new = keys.make_key(one.place, Disk())

    both = notes.parse_note(one.sign(checkpoint(5), []))
    assert notes.verified(both, [old.verifier, new.verifier]) == (old.verifier, new.verifier)

    assert keys.retire(one.place, Disk()) == [old]
    after = notes.parse_note(one.sign(checkpoint(9), proof(5, 9)))
    assert notes.verified(after, [old.verifier, new.verifier]) == (new.verifier,)
    assert one.vkeys() == [old.vkey, new.vkey]
    with pytest.raises(Refused):
        keys.retire(one.place, Disk())


def test_a_signer_in_its_own_process_keeps_the_same_promise(tmp_path: Path) -> None:
    home = tmp_path / "penanda"
    command = [sys.executable, "-m", "tepat", "log", "signer", "--home", str(home)]
    environment = {**os.environ, "PYTHONPATH": str(SRC), "TEPAT_HOME": str(tmp_path / "lain")}
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    )
    try:
        one = ProcessSigner(place_in(tmp_path / "web"), process)
        one.begin()
        note = notes.parse_note(one.sign(checkpoint(12), []))
        assert notes.verified(note, [notes.parse_vkey(vkey) for vkey in one.vkeys()])
        assert one.memory().size == 12
        assert code_of(one, 5, 5) is Code.LOG_SMALLER
        one.set_floor(15)
        assert code_of(one, 14, 12) is Code.LOG_BEHIND_WITNESS
        described = notes.parse_note(one.describe("ab" * 32).encode())
        assert notes.verified(described, [notes.parse_vkey(vkey) for vkey in one.vkeys()])
        assert notes.parse_note(one.greet()).text.split("\n")[1] == "0"
    finally:
        process.kill()
        process.wait()
    assert code_of(one, 15, 12) is Code.LOG_SIGNER_GONE

    assert list((home / "keys").glob("*.key"))
    assert not (tmp_path / "web").exists()
