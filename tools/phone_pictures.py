"""Make the pictures of the phone in `docs/pictures` again, from the screens of today.

    python tools/phone_pictures.py              runs the browser tests that pass by these screens
    python tools/phone_pictures.py --of FOLDER  takes what such a run left in FOLDER

Needs Chromium and a built phone (`make assets`). Pictures have 64 colours, so that the repository
grows by little.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from PIL import Image

ROOT: Final = Path(__file__).resolve().parents[1]
PICTURES: Final = {
    "phone-store": "gudang-1-light",
    "phone-give": "serah-3-qr-serah-light",
    "phone-count": "pindai-kotak-light",
    "phone-wrong": "salah-kotak-light",
    "phone-seals": "isi-2-light",
    "phone-kpps": "pungut-7-selisih-light",
    "phone-leave": "pungut-9-jangan-pergi-light",
    "phone-driver": "sopir-light",
    "phone-pengawas": "pengawas-tugas-light",
    "phone-witness": "saksikan-beda-light",
}
"""What a page of the handbook calls a picture, and what the tests call that screen."""
TESTS: Final = ("counting", "handover", "screens", "tasks", "voting_day")
MOST: Final = 60_000
"""Bytes of one picture."""


def main() -> int:
    """Write every picture; return 1 where a screen is missing or its picture too large."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--of", type=Path, help="a folder that a run of the tests has filled")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = chosen.of or _shot(Path(made))
        faults = [_write(folder, name, screen) for name, screen in PICTURES.items()]
    for fault in filter(None, faults):
        print(fault)
    return int(any(faults))


def _shot(folder: Path) -> Path:
    """Run the tests that pass by the screens; they leave their pictures in `folder`."""
    files = [f"tests/browser/test_phone_{each}.py" for each in TESTS]
    files.append("tests/browser/test_driver.py")
    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", *files],
        check=True,
        cwd=ROOT,
        env={**os.environ, "TEPAT_PHONE_PICTURES": str(folder)},
    )
    return folder


def _write(folder: Path, name: str, screen: str) -> str:
    """Write one picture; return what is wrong with it."""
    source = folder / f"{screen}.png"
    if not source.is_file():
        return f"{name}: no screen {screen}"
    target = ROOT / "docs/pictures" / f"{name}.png"
    with Image.open(source) as picture:
        picture.convert("RGB").quantize(64).save(target, optimize=True)
    size = target.stat().st_size
    print(f"{target.relative_to(ROOT)}: {size} B")
    return f"{name}: {size} B, at most {MOST}" if size > MOST else ""


if __name__ == "__main__":
    sys.exit(main())
