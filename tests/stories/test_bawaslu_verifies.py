"""Pak Adi of Bawaslu verifies the demo regency with a folder, a policy and nothing of KPU's.

KPU's laptop loads, reports and publishes; two witnesses run as processes of their own. The
folder is copied as on a stick, and every verdict below comes from one more process that
finds the base dependencies only.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.house.test_base_install import run_with_only_the_base
from tests.witness.conftest import running, tepat

ROOT = Path(__file__).resolve().parents[2]


class Laptop(NamedTuple):
    """What pak_adi holds: a copy of the published folder and his own policy."""

    folder: Path
    policy: Path

    def verify(self, *more: str) -> "subprocess.CompletedProcess[str]":
        words = ("log", "verify", str(self.folder), "--policy", str(self.policy), *more)
        return run_with_only_the_base(*words)


def at_kpu(home: Path, *arguments: str) -> str:
    """Run one program of KPU's installation; return what it printed."""
    ran = subprocess.run(
        [sys.executable, "-m", *arguments],
        env={
            **os.environ,
            "TEPAT_HOME": str(home),
            "PYTHONPATH": str(ROOT / "src"),
            "PYTHONUTF8": "1",
            "DJANGO_SETTINGS_MODULE": "tepat.server.settings",
        },
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laptop]:
    base = tmp_path_factory.mktemp("two-laptops")
    home = base / "kpu"
    at_kpu(home, "tepat", "demo", "--load")
    key = at_kpu(home, "tepat", "log", "key", "show", "--kabupaten", "63.09").strip()

    lines = [f"log {key}"]
    with ExitStack() as stack:
        for name in ("bawaslu", "polres"):
            folder = base / f"saksi-{name}"
            made = tepat(
                *f"log witness init {folder} --name {name}.example/w".split(), "--log", key
            )
            assert made.returncode == 0, made.stderr
            witness = stack.enter_context(running(folder))
            lines.append(f"witness {name} {witness.fetch('/vkey')[1].strip()} {witness.address}")
        lines += ["group saksi 2 bawaslu polres", "quorum saksi", ""]
        (home / "policies").mkdir()
        (home / "policies/policy.txt").write_text("\n".join(lines))
        at_kpu(home, "tepat", "log", "sequence", "--once")
        at_kpu(home, "tests.stories.a_morning")
        at_kpu(home, "tepat", "log", "sequence", "--once")

    # Both witnesses are gone by now, and so might KPU be: a copy and a policy remain.
    copy = base / "pak_adi/log"
    shutil.copytree(home / "log/pilkada-2024/63.09", copy)
    policy = base / "pak_adi/policy.txt"
    policy.write_text("\n".join(lines))
    shutil.rmtree(home)
    yield Laptop(copy, policy)
    shutil.rmtree(base)


def test_the_demo_regency_verifies_with_folder_and_policy_alone(laptop: Laptop) -> None:
    ran = laptop.verify("--json", str(laptop.policy.with_name("laporan.json")))

    assert ran.returncode == 0, ran.stdout + ran.stderr
    first, log, counted = ran.stdout.splitlines()
    assert first == ("2.939 peristiwa, 0 diubah, 0 belum lengkap; disaksikan 2 dari 2 saksi log.")
    assert log.startswith("Log localhost/pilkada-2024/63.09, ukuran 2.939, sidik ")
    assert "oleh HP petugas: 4" in counted
    assert "ditahan: 1" in counted
    report = json.loads(laptop.policy.with_name("laporan.json").read_text())
    assert report["fine"]
    assert report["checked"]["packages"] > 2_000
    assert report["checked"]["older_checkpoints"] == 2


CHANGES = {
    "checkpoint": ("2939\n", "2940\n"),
    "checkpoints/2939": ("2939\n", "2938\n"),
    "checkpoints/2932": ("2932\n", "2933\n"),
    "log.json": ('"pilkada-2024"', '"pilkada-2029"'),
    "tile/0/000": None,
    "tile/0/011.p/123": None,
    "tile/1/000.p/11": None,
    "tile/entries/003": None,
    "tile/entries/011.p/123": ("given", "giveN"),
    "states/2932.jsonl": None,
    "states/2939.jsonl": ('"stage":"packed"', '"stage":"pecked"'),
    "bodies/security/2939.json": ("11538300", "11538301"),
    "lists/*": None,
}
"""A change by hand in each kind of file: these words by those, or one bit in its middle."""


def kinds(folder: Path) -> set[str]:
    """Every kind of file of the folder: what stands before the numbers."""
    found = [each.relative_to(folder) for each in folder.rglob("*") if each.is_file()]
    return {"/".join(each.parts[: 2 if each.parts[0] == "tile" else 1]) for each in found}


def test_each_kind_of_file_is_changed_below(laptop: Laptop) -> None:
    named = {Path(each) for each in CHANGES}
    tried = {"/".join(each.parts[: 2 if each.parts[0] == "tile" else 1]) for each in named}

    assert kinds(laptop.folder) == tried


@pytest.mark.parametrize("path", CHANGES)
def test_one_byte_changed_by_hand_is_named_with_its_place(laptop: Laptop, path: str) -> None:
    [file] = laptop.folder.glob(path)
    good = file.read_bytes()
    file.write_bytes(changed(good, CHANGES[path]))
    ran = laptop.verify()
    file.write_bytes(good)

    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert ran.stderr == ""
    assert " 0 diubah" not in ran.stdout.splitlines()[0]
    where = file.relative_to(laptop.folder).as_posix()
    assert any(line.startswith("- ") and where in line for line in ran.stdout.splitlines()), (
        ran.stdout
    )


def changed(good: bytes, words: tuple[str, str] | None) -> bytes:
    if words:
        old, new = (each.encode() for each in words)
        assert old in good
        return good.replace(old, new, 1)
    middle = len(good) // 2
    return good[:middle] + bytes([good[middle] ^ 1]) + good[middle + 1 :]


def test_a_cut_tail_is_said_by_the_newest_checkpoint_somebody_kept(
    laptop: Laptop, tmp_path: Path
) -> None:
    kept = tmp_path / "checkpoint-hari-ini"
    shutil.copy(laptop.folder / "checkpoint", kept)
    old = tmp_path / "log"
    shutil.copytree(laptop.folder, old)
    shutil.copy(old / "checkpoints/2932", old / "checkpoint")
    (old / "checkpoints/2939").unlink()

    ran = Laptop(old, laptop.policy).verify("--since", str(kept))

    assert ran.returncode == 1
    assert str(kept) in ran.stdout
    assert "2939" in ran.stdout


def test_after_every_byte_is_put_back_all_is_well(laptop: Laptop) -> None:
    assert laptop.verify().returncode == 0
