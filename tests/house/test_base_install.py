"""The base install is a signature library and nothing else, and still answers."""

import os
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests import logs

ROOT = Path(__file__).resolve().parents[2]
BASE = {"pynacl", "cffi", "pycparser", "tepat"}
ONLY_BASE = """
import sys

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {hidden!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Missing())
from tepat.cli import main
sys.exit(main({arguments!r}))
"""


def run_with_only_the_base(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `tepat` in a process that finds no installed library but those of the base."""
    hidden = {
        module
        for module, distributions in packages_distributions().items()
        if not BASE.intersection(name.lower() for name in distributions)
    } - {"tepat", "_distutils_hack"}
    return subprocess.run(
        [sys.executable, "-c", ONLY_BASE.format(hidden=hidden, arguments=list(arguments))],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_base_asks_for_a_signature_library_only() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    assert [name.partition(">")[0] for name in project["dependencies"]] == ["pynacl"]


@pytest.mark.parametrize("arguments", [("--version",), ("--help",), ("serve", "--help")])
def test_the_base_install_answers(arguments: tuple[str, ...]) -> None:
    ran = run_with_only_the_base(*arguments)

    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith(("tepat", "usage: tepat"))


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_a_server_command_says_what_to_install(command: str) -> None:
    ran = run_with_only_the_base(command)

    assert ran.returncode != 0
    assert "pip install 'tepat[server]'" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_log_is_verified_proved_copied_and_witnessed_with_the_base_only(tmp_path: Path) -> None:
    log = logs.a_log(tmp_path / "log", 40)
    log.publish()
    policy = str(log.policy(tmp_path / "policy"))
    witness = str(tmp_path / "saksi")
    for arguments, said in (
        (("verify", str(log.folder), "--policy", policy), "40 peristiwa, 0 diubah"),
        (("prove", "7", "--log", str(log.folder), "-o", str(tmp_path / "proof")), "TEPAT-LOG1:"),
        (("check-proof", str(tmp_path / "proof"), "--policy", policy), "Bukti berlaku"),
        (("fingerprint", str(log.folder / "checkpoint")), "Ukuran 40"),
        (("mirror", str(log.folder), str(tmp_path / "copy"), "--policy", policy), "cocok"),
        (("witness", "init", witness, "--name", "b.example", "--log", logs.log_vkey()), "siap"),
        (("witness", "stick", witness, "--stick", str(log.folder)), "ditandatangani"),
    ):
        ran = run_with_only_the_base("log", *arguments)
        assert ran.returncode == 0, ran.stdout + ran.stderr
        assert said in ran.stdout
