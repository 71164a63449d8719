"""Proofs, fingerprints and copies, used as a supervisor would at the prompt."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tepat.core.log import checkpoints, entries
from tests import logs
from tests.witness.conftest import running, tepat, witness_folder


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder; entries only to whoever has the token, when there is one."""

    token = ""

    def log_message(self, *_: Any) -> None:
        pass

    def do_GET(self) -> None:
        withheld = any(part in self.path for part in ("entries", "states", "bodies", "lists"))
        if withheld and self.token and self.headers["Authorization"] != f"Bearer {self.token}":
            self.send_error(404)
            return
        if self.path.endswith("/redirected"):
            self.send_response(302)
            self.send_header("Location", "/checkpoint")
            self.end_headers()
            return
        super().do_GET()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[logs.Log, str]]:
    """A published log, and its address on loopback. Entries want the token `rahasia`."""
    log = logs.a_log(tmp_path / "log", 300)
    log.publish()
    log.policy(tmp_path / "policy")
    (tmp_path / "token").write_text("rahasia\n")
    handler = type("Guarded", (Quiet,), {"token": "rahasia"})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(log.folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield log, f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_a_fact_is_proved_and_checked_without_the_log(tmp_path: Path) -> None:
    log = logs.a_log(tmp_path / "log", 300)
    log.publish()
    policy, proof = log.policy(tmp_path / "policy"), tmp_path / "a.tlog-proof"

    made = tepat("log", "prove", 257, "--log", log.folder, "-o", proof)
    assert made.returncode == 0, made.stderr
    qr = made.stdout.strip().split("\n")[-1]
    _, name, number, size, digits = qr.split(":")
    assert (number, size) == ("257", "300")
    assert digits == checkpoints.fingerprint(log.checkpoint).replace(" ", "")
    again = tepat("log", "prove", name, "--log", log.folder, "-o", tmp_path / "b")
    assert again.returncode == 0
    assert (tmp_path / "b").read_bytes() == proof.read_bytes()

    good = tepat("log", "check-proof", proof, "--policy", policy)
    assert good.returncode == 0
    assert "Bukti berlaku: peristiwa 257" in good.stdout
    assert "disaksikan 3 saksi log" in good.stdout
    proof.write_bytes(proof.read_bytes().replace(b"index 256", b"index 255"))
    bad = tepat("log", "check-proof", proof, "--policy", policy)
    assert bad.returncode == 1
    assert "TIDAK BERLAKU" in bad.stdout


def test_a_proof_says_what_it_does_not_show(tmp_path: Path) -> None:
    """That something is in the log is no word about who signed it, nor fit for a terminal."""
    log = logs.a_log(tmp_path / "log", 20, state_lines=None)
    enrolled = entries.parse(log.leaves[4])
    assert isinstance(enrolled, entries.FactEntry)
    forged = enrolled.body.replace(b'"mac":"0', b'"mac":"1')
    screen = b"\x1b[2J\x1b[HBukti berlaku: 300 saksi log"
    for body in (forged, screen):
        entry = entries.FactEntry(body, bytes(64), enrolled.received)
        log.leaves.append(entries.write(entry))
    log.publish()
    policy, proof = log.policy(tmp_path / "policy"), tmp_path / "a.tlog-proof"

    for number, says, status in (
        (5, "Tanda tangan pengirimnya sah", 0),
        (9, "TIDAK diperiksa", 0),
        (21, "TANDA TANGAN PENGIRIMNYA TIDAK SAH", 1),
        (22, "bukan peristiwa yang sah", 1),
    ):
        assert tepat("log", "prove", number, "--log", log.folder, "-o", proof).returncode == 0
        ran = tepat("log", "check-proof", proof, "--policy", policy)
        assert (ran.returncode, says in ran.stdout) == (status, True), ran.stdout
        assert "\x1b" not in ran.stdout


def test_what_is_not_in_the_log_is_not_proved(tmp_path: Path) -> None:
    log = logs.a_log(tmp_path / "log", 20)
    log.publish()
    for fact in ("21", "0", "ab" * 32):
        ran = tepat("log", "prove", fact, "--log", log.folder, "-o", tmp_path / "x")
        assert ran.returncode == 1
        assert "tidak ada dalam log" in ran.stderr
    assert not (tmp_path / "x").exists()


def test_the_digits_on_a_paper_are_found_at_any_size(tmp_path: Path) -> None:
    log = logs.a_log(tmp_path / "log", 280)
    whole = list(log.leaves)
    printed = []
    for size in (0, 1, 255, 257, 280):
        log.leaves = whole[:size]
        printed.append(f"{size} {checkpoints.fingerprint(log.checkpoint)}")
    log.leaves = whole
    log.publish()

    for text in printed:
        ran = tepat("log", "fingerprint", "--check", f"Ukuran {text}", log.folder)
        assert ran.returncode == 0, ran.stdout + ran.stderr
    shown = tepat("log", "fingerprint", log.folder / "checkpoint").stdout
    assert f"sidik {printed[-1].split(' ', 1)[1]}" in shown
    other = tepat("log", "fingerprint", "--check", printed[3].replace("257", "256"), log.folder)
    assert other.returncode == 1
    longer = tepat("log", "fingerprint", "--check", f"281 {printed[0][2:]}", log.folder)
    assert "lebih pendek" in longer.stdout
    assert tepat("log", "fingerprint", "--check", "12 34", log.folder).returncode == 1


def test_a_copy_is_checked_grows_and_verifies(tmp_path: Path, site: tuple[logs.Log, str]) -> None:
    log, address = site
    arguments = ("log", "mirror", address, tmp_path / "salinan", "--policy", tmp_path / "policy")

    first = tepat(*arguments, "--token-file", tmp_path / "token")
    assert first.returncode == 0, first.stderr
    log.leaves += logs.a_log(tmp_path / "more", 600).leaves[300:]
    log.publish()
    assert tepat(*arguments, "--token-file", tmp_path / "token").returncode == 0

    [copy] = (tmp_path / "salinan").iterdir()
    for path in ("checkpoint", "tile/entries/001", "tile/1/000.p/2", "checkpoints/300"):
        assert (copy / path).read_bytes() == (log.folder / path).read_bytes()
    verified = tepat("log", "verify", copy, "--policy", tmp_path / "policy")
    assert verified.returncode == 0, verified.stdout
    assert verified.stdout.startswith("600 peristiwa, 0 diubah")


def test_a_rewritten_log_does_not_touch_the_copy(
    tmp_path: Path, site: tuple[logs.Log, str]
) -> None:
    log, address = site
    arguments = ("log", "mirror", address, tmp_path / "salinan", "--policy", tmp_path / "policy")
    assert tepat(*arguments, "--token-file", tmp_path / "token").returncode == 0
    [copy] = (tmp_path / "salinan").iterdir()
    kept = {each: each.read_bytes() for each in copy.rglob("*") if each.is_file()}

    del log.leaves[100]
    log.leaves += logs.a_log(tmp_path / "more", 320).leaves[300:]
    log.published = 0
    log.publish()
    ran = tepat(*arguments, "--token-file", tmp_path / "token")
    assert ran.returncode == 1
    assert "bukan kelanjutan salinan ini" in ran.stderr
    assert {each: each.read_bytes() for each in copy.rglob("*") if each.is_file()} == kept


def test_a_spoiled_bundle_is_not_copied(tmp_path: Path, site: tuple[logs.Log, str]) -> None:
    log, address = site
    bundle = log.folder / "tile/entries/000"
    bundle.write_bytes(bundle.read_bytes().replace(b"S00030", b"S99999"))

    arguments = ("log", "mirror", address, tmp_path / "salinan", "--policy", tmp_path / "policy")
    ran = tepat(*arguments, "--token-file", tmp_path / "token")
    assert ran.returncode == 1
    assert "tile/entries/000" in ran.stderr
    assert not list((tmp_path / "salinan").rglob("checkpoint"))


def test_a_server_is_verified_with_and_without_the_token(
    tmp_path: Path, site: tuple[logs.Log, str]
) -> None:
    _, address = site
    policy = ("--policy", tmp_path / "policy")

    whole = tepat("log", "verify", address, *policy, "--token-file", tmp_path / "token")
    assert whole.returncode == 0, whole.stdout + whole.stderr
    assert whole.stdout.startswith(
        "300 peristiwa, 0 diubah, 0 belum lengkap; disaksikan 3 dari 3 saksi log.\n"
    )
    assert "Ditandatangani meja KPU: 3; oleh HP petugas: 297" in whole.stdout
    hashes = tepat("log", "verify", address, *policy)
    assert hashes.returncode == 0, hashes.stdout
    assert "isi peristiwa belum dibuka" in hashes.stdout


def test_a_server_that_is_away_or_leads_away_is_no_verdict(
    tmp_path: Path, site: tuple[logs.Log, str]
) -> None:
    _, address = site
    policy = ("--policy", tmp_path / "policy")
    away = tepat("log", "verify", "http://127.0.0.1:9", *policy)
    assert away.returncode == 2
    assert "tidak menjawab" in away.stderr
    assert tepat("log", "verify", "file:///etc", *policy).returncode == 2
    (tmp_path / "empty").write_text("\n")
    empty = tepat("log", "verify", address, *policy, "--token-file", tmp_path / "empty")
    assert empty.returncode == 2
    other = tmp_path / "other"
    other.write_text(logs.policy_text("else.example/x", "log", (), 0))
    assert tepat("log", "verify", address, "--policy", other).returncode == 2


def test_the_verdict_is_an_exit_status_and_a_report(tmp_path: Path) -> None:
    log = logs.a_log(tmp_path / "log", 20)
    file = log.publish() / "tile/entries/000.p/20"
    file.write_bytes(file.read_bytes().replace(b"S00010", b"S99999"))
    arguments = ("--policy", log.policy(tmp_path / "policy"), "--json", tmp_path / "report.json")

    ran = tepat("log", "verify", log.folder, *arguments)
    assert ran.returncode == 1
    assert "Peristiwa 15 dalam tile/entries/000.p/20 telah diubah" in ran.stdout
    assert '"code": "bundle_changed"' in (tmp_path / "report.json").read_text()


def test_a_witness_keeps_a_copy_while_it_serves(tmp_path: Path, site: tuple[logs.Log, str]) -> None:
    _, address = site
    folder = witness_folder(tmp_path / "bawaslu", "bawaslu.example/w")
    more = ("--mirror", address, "--token-file", str(tmp_path / "token"))
    with running(folder, *more) as witness:
        assert witness.process.stdout
        said = [witness.process.stdout.readline() for _ in range(2)]

    assert any("salinan sampai 300 peristiwa, cocok" in line for line in said), said
    assert len(list((folder / "salinan").rglob("checkpoint"))) == 1
