"""Two witnesses as programs of their own, and a verifier that trusts none of us."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tepat.core.log import policies
from tepat.core.problems import Code
from tepat.server.keeping import wiring
from tepat.server.log.publishing import status
from tests.server.keeping.published import NOW, Published, report

SRC = Path(__file__).resolve().parents[3] / "src"

pytestmark = pytest.mark.any_database


def environment(home: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(SRC), "TEPAT_HOME": str(home), "PYTHONUTF8": "1"}


class Witness:
    """One witness program in its folder; it can be killed and started again."""

    def __init__(self, folder: Path, name: str, log: str) -> None:
        self.folder, self.name, self.port = folder, name, 0
        self.process: subprocess.Popen[str] | None = None
        said = self._run("log", "witness", "init", str(folder), "--name", name, "--log", log)
        self.vkey = re.findall(rf"^ *({re.escape(name)}\+\S+)$", said, re.MULTILINE)[0]

    def _run(self, *arguments: str) -> str:
        ran = subprocess.run(
            [sys.executable, "-m", "tepat", *arguments],
            env=environment(self.folder),
            capture_output=True,
            text=True,
            check=True,
        )
        return ran.stdout

    def start(self) -> None:
        command = ["log", "witness", "serve", str(self.folder), "--port", str(self.port)]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tepat", *command],
            env=environment(self.folder),
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout
        for line in self.process.stdout:
            if found := re.search(r"http://127\.0\.0\.1:(\d+)", line):
                self.port = int(found[1])
                return
        raise AssertionError("the witness did not start")

    def kill(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()
            assert self.process.stdout
            self.process.stdout.close()
            self.process = None


@pytest.fixture
def witnesses(published: Published, tmp_path: Path) -> Iterator[list[Witness]]:
    published.sequencer.signer.begin()
    [log] = published.sequencer.signer.vkeys()
    started = []
    try:
        for name in ("bawaslu", "polres"):
            witness = Witness(tmp_path / name, f"{name}.example/saksi", log)
            witness.start()
            started.append(witness)
        lines = [f"log {log}"]
        for each in started:
            word = each.name.partition(".")[0]
            lines.append(f"witness {word} {each.vkey} http://127.0.0.1:{each.port}")
        lines += ["group negara 2 bawaslu polres", "quorum negara"]
        file = wiring.policy_file(published.place)
        file.parent.mkdir(exist_ok=True)
        file.write_text("\n".join(lines) + "\n")
        published.start()
        yield started
    finally:
        for each in started:
            each.kill()


def verified(published: Published) -> subprocess.CompletedProcess[str]:
    """Run the verifier on the folder, with the policy and nothing else."""
    folder = str(published.place.folder)
    policy = str(wiring.policy_file(published.place))
    return subprocess.run(
        [sys.executable, "-m", "tepat", "log", "verify", folder, "--policy", policy],
        env=environment(published.home / "tak-dipakai"),
        capture_output=True,
        text=True,
        check=False,
    )


def judged(published: Published) -> policies.Judgement:
    note = published.sequencer.publisher.note()
    assert note is not None
    return policies.judge(policies.parse(wiring.policy_file(published.place).read_bytes()), note)


def test_witnesses_sign_die_and_come_back_and_a_verifier_agrees(
    published: Published, witnesses: list[Witness]
) -> None:
    report(published.scope, 1, 300)
    published.round(NOW)
    assert judged(published).met
    first = verified(published)
    assert first.returncode == 0, first.stdout + first.stderr

    witnesses[1].kill()
    report(published.scope, 301, 310)
    published.sequencer.round(NOW + timedelta(seconds=20))
    said = status.read(published.place)
    assert (said.size, said.quorum_size, said.is_witnessed) == (311, 301, False)
    assert [each.code for each in said.told()] == [Code.LOG_WITNESS_SILENT]

    witnesses[1].start()
    published.start()  # and so does the sequencer
    published.round(NOW + timedelta(minutes=20))
    assert judged(published).met
    last = verified(published)
    assert last.returncode == 0, last.stdout + last.stderr


def test_a_byte_of_a_bundle_changed_by_hand_is_found(
    published: Published, witnesses: list[Witness]
) -> None:
    report(published.scope, 1, 20)
    published.round(NOW)
    [bundle] = (published.place.folder / "tile/entries/000.p").iterdir()
    data = bundle.read_bytes()
    bundle.write_bytes(data[:900] + bytes([data[900] ^ 1]) + data[901:])

    assert verified(published).returncode != 0
