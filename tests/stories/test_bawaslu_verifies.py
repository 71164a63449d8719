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
from typing import Any, NamedTuple

import pytest

from tests.house.test_base_install import run_with_only_the_base
from tests.witness.conftest import running, tepat

ROOT = Path(__file__).resolve().parents[2]


class Laptop(NamedTuple):
    """What pak_adi holds: a copy of the published folder and his own policy."""

    folder: Path
    policy: Path

    @property
    def sizes(self) -> dict[str, Any]:
        """The two sizes that KPU published, and the number of the last tile of its entries."""
        older, newest = sorted(
            int(each.name) for each in (self.folder / "checkpoints").glob("[0-9]*")
        )
        return {"older": older, "newest": newest, "last": f"{newest // 256:03}"}

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
    at_kpu(home, "tepat", "demo", "--load", "--day", "H-12")
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

    export = f"tepat log export --kabupaten 63.09 --format epcis -o {base / 'kpu.jsonld'}"
    at_kpu(home, *export.split())

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
    size = f"{laptop.sizes['newest']:,}".replace(",", ".")
    assert first == f"{size} peristiwa, 0 diubah, 0 belum lengkap; disaksikan 2 dari 2 saksi log."
    assert log.startswith(f"Log localhost/pilkada-2024/63.09, ukuran {size}, sidik ")
    assert "ditahan: 39;" in counted
    assert "oleh HP petugas: -" not in counted
    report = json.loads(laptop.policy.with_name("laporan.json").read_text())
    assert report["fine"]
    assert report["checked"]["packages"] > 2_000
    assert report["checked"]["older_checkpoints"] == 2


CHANGES = {
    "checkpoint": ("{newest}\n", "1\n"),
    "checkpoints/{newest}": ("{newest}\n", "1\n"),
    "checkpoints/{older}": ("{older}\n", "1\n"),
    "checkpoints/index": ("{older}\n", "1\n"),
    "log.json": ('"pilkada-2024"', '"pilkada-2029"'),
    "tile/0/000": None,
    "tile/0/{last}.p/*": None,
    "tile/1/000.p/*": None,
    "tile/entries/003": None,
    "tile/entries/{last}.p/*": ("received", "recieved"),
    "states/{older}.jsonl": None,
    "states/{newest}.jsonl": ('"stage":"packed"', '"stage":"pecked"'),
    "bodies/security/{newest}.json": ("11538300", "11538301"),
    "lists/*": None,
}
"""A change by hand in each kind of file: these words by those, or one bit in its middle."""


def test_another_moment_of_release_is_named(laptop: Laptop) -> None:
    file = laptop.folder / "log.json"
    good = file.read_bytes()
    described = json.loads(good)
    described["release"]["entries"] = "2024-11-26T00:00:00+08:00"
    file.write_text(json.dumps(described, indent=1, sort_keys=True) + "\n")
    try:
        ran = laptop.verify()
    finally:
        file.write_bytes(good)

    assert ran.returncode == 1
    assert "Waktu pembukaan" in ran.stdout
    assert "log.json" in ran.stdout


def kinds(folder: Path) -> set[str]:
    """Every kind of file of the folder: what stands before the numbers."""
    found = [each.relative_to(folder) for each in folder.rglob("*") if each.is_file()]
    return {"/".join(each.parts[: 2 if each.parts[0] == "tile" else 1]) for each in found}


def test_each_kind_of_file_is_changed_below(laptop: Laptop) -> None:
    named = {Path(each) for each in CHANGES}
    tried = {"/".join(each.parts[: 2 if each.parts[0] == "tile" else 1]) for each in named}

    # What the office told beside the log is signed, and checked by the room that takes it.
    assert kinds(laptop.folder) - {"office", "office.json"} == tried


@pytest.mark.parametrize("path", CHANGES)
def test_one_byte_changed_by_hand_is_named_with_its_place(laptop: Laptop, path: str) -> None:
    sizes = laptop.sizes
    file = sorted(laptop.folder.glob(path.format(**sizes)))[-1]
    good = file.read_bytes()
    words = CHANGES[path]
    file.write_bytes(changed(good, words and tuple(each.format(**sizes) for each in words)))
    ran = laptop.verify()
    file.write_bytes(good)

    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert ran.stderr == ""
    assert " 0 diubah" not in ran.stdout.splitlines()[0]
    where = file.relative_to(laptop.folder).as_posix()
    assert any(line.startswith("- ") and where in line for line in ran.stdout.splitlines()), (
        ran.stdout
    )


def changed(good: bytes, words: tuple[str, ...] | None) -> bytes:
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
    sizes = laptop.sizes
    shutil.copy(old / f"checkpoints/{sizes['older']}", old / "checkpoint")
    (old / f"checkpoints/{sizes['newest']}").unlink()

    ran = Laptop(old, laptop.policy).verify("--since", str(kept))

    assert ran.returncode == 1
    assert str(kept) in ran.stdout
    assert str(sizes["newest"]) in ran.stdout.replace(".", "")


def test_after_every_byte_is_put_back_all_is_well(laptop: Laptop) -> None:
    assert laptop.verify().returncode == 0


def test_folder_and_installation_export_the_same_bytes(laptop: Laptop, tmp_path: Path) -> None:
    out = tmp_path / "log.jsonld"
    ran = run_with_only_the_base(
        "log", "export", str(laptop.folder), "--format", "epcis", "-o", str(out)
    )

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert out.read_bytes() == (laptop.policy.parents[1] / "kpu.jsonld").read_bytes()
    events = json.loads(out.read_bytes())["epcisBody"]["eventList"]
    assert any(len(each.get("epcList", ())) > 1 for each in events), "a load is one event"
