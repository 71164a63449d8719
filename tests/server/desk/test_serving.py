"""The commands as a newcomer runs them: a demo from nothing, a letter, and an end."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.patience import SECONDS
from tests.ports import free_port

ROOT = Path(__file__).parents[3]
LETTER = "/e/pilkada-2024/63.09/dokumen/surat/surat_jalan/SJ-001.pdf"

pytestmark = pytest.mark.any_database


@pytest.fixture
def cold_demo(tmp_path: Path) -> Iterator[str]:
    """The address of `tepat demo` in an empty TEPAT_HOME, stopped afterwards."""
    port = free_port()
    environment = {**os.environ, "TEPAT_HOME": str(tmp_path), "PYTHONPATH": str(ROOT / "src")}
    environment |= {"TEPAT_TASKS": "database"}
    environment.pop("TEPAT_DATABASE_URL", None)
    command = [sys.executable, "-m", "tepat", "demo", "--day", "H-12", "--port", str(port)]
    serving = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(SECONDS * 2):
            if serving.poll() is not None or _answers(address):
                break
            time.sleep(0.5)
        yield address
    finally:
        serving.terminate()
        try:
            serving.wait(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            serving.kill()
            serving.wait()


def _answers(address: str) -> bool:
    try:
        return requests.get(f"{address}/readyz", timeout=2).ok
    except requests.RequestException:
        return False


def test_a_letter_prints_in_the_same_run_that_loaded_the_demo(cold_demo: str) -> None:
    browser = requests.Session()
    page = browser.get(f"{cold_demo}/akun/masuk/", timeout=SECONDS).text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    assert "bu_dewi" in page
    form = {"login": "bu_dewi", "password": "tepat-demo", "csrfmiddlewaretoken": token[1]}
    browser.post(f"{cold_demo}/akun/masuk/", data=form, timeout=SECONDS)

    letter = browser.get(cold_demo + LETTER, timeout=SECONDS)

    assert letter.status_code == 200
    assert letter.content.startswith(b"%PDF")
