"""Witnesses as real processes: they sign growth, refuse a fork, and remember."""

import json
import socket
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tepat.core import moving
from tepat.core.log import checkpoints, cosignatures, notes, policies, tree, witnessing
from tepat.witness import clock, files
from tepat.witness.program import Program
from tests import logs
from tests.witness.conftest import Running, running, tepat, witness_folder


def request(log: logs.Log, old: int) -> bytes:
    """What the log sends to a witness that has seen it at size `old`."""
    hashes = [tree.leaf_hash(each) for each in log.leaves]

    def read(level: int, index: int) -> bytes:
        return tree.root_of(hashes[index << level : (index + 1) << level])

    proof = tree.consistency_proof(old, len(hashes), read)
    return witnessing.write(witnessing.Request(old, tuple(proof), log.note([])))


def test_two_witnesses_make_a_quorum(
    tmp_path: Path, two_witnesses: tuple[Running, Running]
) -> None:
    log = logs.a_log(tmp_path / "log", 10)
    note = log.note([])
    lines: list[notes.Signature] = []
    for witness in two_witnesses:
        status, body = witness.ask(request(log, 0))
        assert status == 200
        lines += notes.parse_signatures(body)

    vkeys = [witness.fetch("/vkey")[1].strip() for witness in two_witnesses]
    policy = policies.parse(
        f"log {logs.log_vkey()}\nwitness a {vkeys[0]}\nwitness b {vkeys[1]}\n"
        "group both all a b\nquorum both\n".encode()
    )
    assert policies.quorum_met(policy, note.with_signatures(lines))
    assert not policies.quorum_met(policy, note.with_signatures(lines[:1]))


def test_a_fork_is_refused_and_kept_as_evidence(
    tmp_path: Path, two_witnesses: tuple[Running, Running]
) -> None:
    witness, _ = two_witnesses
    honest, forged = logs.a_log(tmp_path / "a", 10), logs.a_log(tmp_path / "b", 10)
    forged.leaves[7] = forged.leaves[8]
    assert witness.ask(request(honest, 0))[0] == 200

    assert witness.ask(request(forged, 10)) == (409, "10\n")
    longer = logs.a_log(tmp_path / "c", 20)
    longer.leaves[7] = longer.leaves[8]
    assert witness.ask(request(longer, 10))[0] == 422
    assert len(list((witness.folder / "bukti").iterdir())) == 1


def test_a_signed_step_back_is_refused_kept_as_evidence_and_told_once(tmp_path: Path) -> None:
    folder = witness_folder(tmp_path / "bawaslu", "bawaslu.example/w")
    said: list[str] = []
    witness = Program(folder, said.append)
    assert witness.add_checkpoint(request(logs.a_log(tmp_path / "log", 40), 0)).status == 200
    said.clear()
    short = logs.a_log(tmp_path / "short", 30)
    smaller = witnessing.write(witnessing.Request(40, (), short.note(["orang-lain"])))

    for old in (40, 41, 42):
        again = smaller.replace(b"old 40", f"old {old}".encode())
        assert witness.add_checkpoint(again).status == 400

    [file] = (folder / "bukti").iterdir()
    kept = notes.parse_note(file.read_bytes())
    assert notes.verified(kept, [notes.parse_vkey(logs.log_vkey())])
    assert (kept.text, len(kept.signatures)) == (short.note([]).text, 1)
    [warning] = said
    assert "PERINGATAN" in warning
    assert "dengan 30 peristiwa, padahal sudah disaksikan 40" in warning
    assert str(file) in warning


def test_old_notes_sent_again_leave_room_for_the_evidence_of_a_fork(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tepat.witness.program._MOST_EVIDENCE", 3)
    folder = witness_folder(tmp_path / "bawaslu", "bawaslu.example/w")
    witness = Program(folder, lambda _: None)
    log = logs.a_log(tmp_path / "log", 40)
    assert witness.add_checkpoint(request(log, 0)).status == 200
    for size in range(20, 30):
        old = logs.a_log(tmp_path / f"{size}", size).note([])
        witness.add_checkpoint(witnessing.write(witnessing.Request(40, (), old)))
    log.leaves[7] = log.leaves[8]

    assert witness.add_checkpoint(request(log, 40)).status == 409

    kept = sorted(each.name.startswith("mundur-") for each in (folder / "bukti").iterdir())
    assert kept == [False, True, True, True]


def test_what_is_no_step_back_raises_no_alarm(tmp_path: Path) -> None:
    folder = witness_folder(tmp_path / "bawaslu", "bawaslu.example/w")
    said: list[str] = []
    witness = Program(folder, said.append)
    assert witness.add_checkpoint(request(logs.a_log(tmp_path / "log", 10), 0)).status == 200
    said.clear()
    empty = checkpoints.Checkpoint(logs.ORIGIN, 0, tree.EMPTY_ROOT)
    greeting = checkpoints.sign(empty, logs.signer("log"))
    longer = logs.a_log(tmp_path / "longer", 20).note([])
    stranger = checkpoints.sign(logs.a_log(tmp_path / "s", 5).checkpoint, logs.signer("lain"))

    for old, note in ((10, greeting), (21, longer), (10, stranger)):
        sent = witnessing.write(witnessing.Request(old, (), note))
        assert witness.add_checkpoint(sent).status in (400, 403)

    assert said == []
    assert not (folder / "bukti").exists()


def test_the_newest_note_is_shown_to_anybody_without_the_lines_of_strangers(
    tmp_path: Path, two_witnesses: tuple[Running, Running]
) -> None:
    witness, _ = two_witnesses
    log = logs.a_log(tmp_path / "log", 10)
    path = witnessing.newest_path(logs.ORIGIN)
    assert witness.fetch(path)[0] == 404
    signed = log.note(["orang-lain"])
    assert witness.ask(witnessing.write(witnessing.Request(0, (), signed)))[0] == 200

    status, shown = witness.fetch(path)

    note = notes.parse_note(shown.encode())
    assert status == 200
    assert notes.verified(note, [notes.parse_vkey(logs.log_vkey())])
    assert [each.name for each in note.signatures] == [logs.ORIGIN, "bawaslu.example/w"]


def test_the_answers_of_the_protocol(
    tmp_path: Path, two_witnesses: tuple[Running, Running]
) -> None:
    witness, _ = two_witnesses
    log = logs.a_log(tmp_path / "log", 10)
    elsewhere = logs.a_log(tmp_path / "x", 10, origin="elsewhere.example/x")
    not_ours = logs.a_log(tmp_path / "y", 10, operator="somebody")

    assert witness.ask(request(elsewhere, 0))[0] == 404
    assert witness.ask(request(not_ours, 0))[0] == 403
    assert witness.ask(request(log, 0).replace(b"old 0", b"old 11"))[0] == 400
    assert witness.ask(request(log, 3)) == (409, "0\n")
    assert witness.ask(b"hello")[0] == 400
    assert witness.fetch("/add-checkpoint")[0] == 405
    assert witness.fetch("/etc/passwd")[0] == 404


def test_a_killed_witness_keeps_its_promise(tmp_path: Path) -> None:
    folder = witness_folder(tmp_path / "bawaslu", "bawaslu.example/w")
    log = logs.a_log(tmp_path / "log", 30)
    short = logs.a_log(tmp_path / "short", 10)
    with running(folder) as witness:
        assert witness.ask(request(log, 0))[0] == 200

    with running(folder) as witness:
        assert witness.ask(request(short, 0)) == (409, "30\n")
        assert json.loads(witness.fetch("/sizes")[1])["logs"][0]["size"] == 30
        assert "30 peristiwa" in witness.fetch("/")[1]


def test_the_same_checkpoint_again_is_signed_and_is_no_news(tmp_path: Path) -> None:
    folder = witness_folder(tmp_path / "bawaslu", "bawaslu.example/w")
    log, said = logs.a_log(tmp_path / "log", 10), list[str]()
    witness = Program(folder, said.append)
    answers = [witness.add_checkpoint(request(log, old)) for old in (0, 10, 10)]

    assert [each.status for each in answers] == [200, 200, 200]
    assert len(said) == 1


def test_a_promise_that_no_disk_takes_is_not_signed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = witness_folder(tmp_path / "bawaslu", "bawaslu.example/w")
    log, other = logs.a_log(tmp_path / "log", 10), logs.a_log(tmp_path / "other", 20)
    witness = Program(folder, lambda _: None)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(files, "write", full)
        with pytest.raises(OSError, match="No space"):
            witness.add_checkpoint(request(log, 0))
    assert witness.promises.all()[logs.ORIGIN].size == 0
    assert witness.add_checkpoint(request(other, 0)).status == 200


def test_a_lost_promise_stops_the_witness(tmp_path: Path) -> None:
    folder = witness_folder(tmp_path / "bawaslu", "bawaslu.example/w")
    [promise] = (folder / "janji").iterdir()
    promise.write_text('{"origin": "x", "size": 0}')

    stopped = tepat("log", "witness", "serve", folder, "--port", "0")
    assert stopped.returncode == 1
    assert "Pulihkan dari cadangan" in stopped.stderr
    promise.unlink()
    assert tepat("log", "witness", "stick", folder, "--stick", tmp_path).returncode == 1


def test_one_folder_is_one_witness(tmp_path: Path) -> None:
    folder = witness_folder(tmp_path / "bawaslu", "bawaslu.example/w")
    with running(folder):
        second = tepat("log", "witness", "serve", folder, "--port", "0")

    assert second.returncode == 1
    assert "sedang berjalan" in second.stderr


def test_of_many_at_once_only_one_future_is_signed(
    tmp_path: Path, two_witnesses: tuple[Running, Running]
) -> None:
    """Check and store are one step: sixteen histories, all of size 10, sent together."""
    witness, _ = two_witnesses
    futures = []
    for number in range(16):
        log = logs.a_log(tmp_path / f"{number}", 10)
        log.leaves[9] = log.leaves[9].replace(b"S000", f"T{number:03}".encode())
        futures.append(request(log, 0))
    answers: list[int] = []
    threads = [
        threading.Thread(target=lambda each=each: answers.append(witness.ask(each)[0]))
        for each in futures
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [200, *[409] * 15]


def test_a_stick_goes_to_a_laptop_that_is_never_online(tmp_path: Path) -> None:
    folder = witness_folder(tmp_path / "bawaslu", "bawaslu.example/w")
    log = logs.a_log(tmp_path / "stick", 300)
    stick = log.publish(witnesses=[])
    assert tepat("log", "witness", "stick", folder, "--stick", stick).returncode == 0
    first = next(stick.glob("*.cosignature")).read_bytes()

    for each in logs.a_log(tmp_path / "same", 400).leaves[300:]:
        log.leaves.append(each)
    log.publish(witnesses=[])
    (stick / "lain.add-checkpoint").write_bytes(request(log, 300))
    ran = tepat("log", "witness", "stick", folder, "--stick", stick)

    # Both were for size 400: the file first, then the folder, whose proof starts at 400.
    assert ran.returncode == 0, ran.stdout + ran.stderr
    [signed] = stick.glob("lain.*.cosignature")
    [line] = notes.parse_signatures(signed.read_text())
    assert line.name == "bawaslu.example/w"
    assert cosignatures.time_of(line) > 0
    assert first != next(stick.glob("checkpoint.*.cosignature")).read_bytes()


def test_the_fork_on_a_stick_is_not_signed(tmp_path: Path) -> None:
    folder = witness_folder(tmp_path / "bawaslu", "bawaslu.example/w")
    stick = logs.a_log(tmp_path / "a", 20).publish(witnesses=[])
    assert tepat("log", "witness", "stick", folder, "--stick", stick).returncode == 0
    forged = logs.a_log(tmp_path / "b", 25)
    forged.leaves[7] = forged.leaves[8]

    ran = tepat("log", "witness", "stick", folder, "--stick", forged.publish(witnesses=[]))
    assert ran.returncode == 1
    assert "TIDAK ditandatangani" in ran.stdout
    assert not list(forged.folder.glob("*.cosignature"))


def test_hostile_visitors_do_not_wear_it_out(
    tmp_path: Path, two_witnesses: tuple[Running, Running]
) -> None:
    witness, _ = two_witnesses
    host, port = witness.address.removeprefix("http://").split(":")
    slow = [socket.create_connection((host, int(port))) for _ in range(100)]
    for each in slow:
        each.sendall(b"POST /add-checkpoint HTTP/1.1\r\n")
    bad = [
        b"POST /add-checkpoint HTTP/1.1\r\nContent-Length: 999999999999\r\n\r\n",
        b"POST /add-checkpoint HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"POST /add-checkpoint HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"POST /add-checkpoint HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
        b"GET " + b"a" * 20_000 + b" HTTP/1.1\r\n\r\n",
        b"\x16\x03\x01" + bytes(200) + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nbroken\r\n\r\n",
        b"POST /add-checkpoint HTTP/1.1\r\nContent-Length: 5\r\n\r\n\xff\xfe\x00\n\n",
    ]
    before = _memory_kb(witness)
    statuses = set()
    for number in range(1_500):
        with socket.create_connection((host, int(port)), timeout=20) as visitor:
            visitor.sendall(bad[number % len(bad)])
            answer = visitor.recv(65_536)
        assert b"Traceback" not in answer
        statuses.add(answer[9:12])

    assert statuses <= {b"400", b"411", b"413", b"431"}
    assert _memory_kb(witness) - before < 30_000
    log = logs.a_log(tmp_path / "log", 10)
    assert witness.ask(request(log, 0))[0] == 200
    for each in slow:
        each.close()


def _memory_kb(witness: Running) -> int:
    """Resident memory, where the system tells it."""
    status = Path(f"/proc/{witness.process.pid}/status")
    if not status.exists():
        return 0
    line = next(each for each in status.read_text().split("\n") if each.startswith("VmRSS"))
    return int(line.split()[1])


def test_in_a_rehearsal_it_follows_the_clock_of_the_field(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "_followed", [])
    own = clock.now_s()
    assert abs(own - time.time()) < 60
    file = tmp_path / "jam"
    at = datetime(2024, 11, 26, 8, tzinfo=UTC)
    file.write_text(moving.Moving(at, time.time()).write())
    clock.follow(file)
    assert clock.now_s() == int(at.timestamp())
    file.unlink()
    with pytest.raises(OSError, match="jam"):
        clock.now_s()
