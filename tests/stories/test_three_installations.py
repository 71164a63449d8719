"""KPU, Bawaslu and Polri each on a machine of their own: three homes, real processes.

Bawaslu and Polri read KPU's log by its address, each with its own token. What Bawaslu
writes is nowhere at KPU; when KPU's server is gone, Bawaslu's desk goes on.
"""

import http.cookiejar
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.homes import Begun
from tests.patience import SECONDS
from tests.ports import free_port
from tests.worlds import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
SCOPE = "pilkada-2024/99.01"
TOKENS = {"bawaslu": "b" * 24 + "awaslu", "polri": "p" * 24 + "olri"}
FINDING = "Gembok gudang Hulu rusak sejak Subuh 7731"
REPORTER = "Pelapor Bernama Samaran 7731"
SENTENCE = "Penyimpanan di Hulu sedang diperiksa 7731."
UNIT = "Polsek Hulu 7731"
OF_THE_POLICE = (
    "pengamanan/malam/",
    "pengamanan/pola/",
    "pengamanan/kelas/",
    "pengamanan/kesatuan/",
    "pengamanan/pos/",
    "pengamanan/perintah/",
    "pengamanan/wilayah/99.01.01/",
)

pytestmark = pytest.mark.any_database


def until(what: Callable[[], Any]) -> Any:
    """Wait until `what` gives something, and return it."""
    ends = time.monotonic() + SECONDS
    while not (found := what()):
        assert time.monotonic() < ends, "it never came"
        time.sleep(0.1)
    return found


class Machine:
    """One machine: a home of its own, and the programs that run on it."""

    def __init__(self, home: Path, **settings: str) -> None:
        self.home = home
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._environment = {
            **os.environ,
            "TEPAT_HOME": str(home),
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            "PYTHONUTF8": "1",
            "DJANGO_SETTINGS_MODULE": "tepat.server.settings",
            "TEPAT_MIRROR_PRIVATE": "1",
            **settings,
        }
        self._running: list[subprocess.Popen[bytes]] = []
        self._browser = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        )

    def run(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """Run one program to its end."""
        return subprocess.run(
            [sys.executable, "-m", *words],
            env=self._environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )

    def start(self, *words: str) -> None:
        """Start a program that goes on."""
        with (self.home.parent / f"{self.home.name}.txt").open("ab") as said:
            self._running.append(
                subprocess.Popen(
                    [sys.executable, "-m", *words],
                    env=self._environment,
                    cwd=ROOT,
                    stdin=subprocess.DEVNULL,
                    stdout=said,
                    stderr=said,
                )
            )

    def stop(self) -> None:
        """Stop every program that was started here."""
        for each in self._running:
            each.terminate()
        for each in self._running:
            try:
                each.wait(timeout=20)
            except subprocess.TimeoutExpired:
                each.kill()
                each.wait()
        self._running = []

    def is_up(self) -> bool:
        try:
            return bool(self._browser.open(f"{self.address}/healthz").status == 200)
        except OSError:
            return False

    def log_in(self, name: str) -> None:
        self.send("/akun/masuk/", login=name, password=PASSWORD)

    def read(self, path: str) -> str:
        """Return the page at `path`, below the election where it does not begin with a slash."""
        path = path if path.startswith("/") else f"/e/{SCOPE}/{path}"
        with self._browser.open(self.address + path) as answer:
            return str(answer.read().decode())

    def send(self, path: str, to: str = "", **form: str) -> str:
        """Fill in the form on a page, and return the page that follows."""
        path = path if path.startswith("/") else f"/e/{SCOPE}/{path}"
        token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', self.read(path))
        assert token
        data = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], **form}).encode()
        there = f"{self.address}/e/{SCOPE}/{to}" if to else self.address + path
        request = urllib.request.Request(there, data, {"Referer": self.address})
        with self._browser.open(request) as answer:
            return str(answer.read().decode())

    def state(self) -> dict[str, Any]:
        """How far the mirror of this machine has come."""
        path = self.home / "mirror/pilkada-2024.99.01.json"
        return dict(json.loads(path.read_bytes())) if path.exists() else {}

    def asked(self, query: str) -> list[tuple[Any, ...]]:
        """Ask the database of this machine."""
        with closing(sqlite3.connect(self.home / "tepat.sqlite3", timeout=20)) as database:
            return database.execute(query).fetchall()

    def holds(self, words: str) -> list[str]:
        """Return every file of this machine in which these words lie."""
        wanted = words.encode()
        files = (each for each in self.home.rglob("*") if each.is_file())
        return [each.name for each in files if wanted in each.read_bytes()]


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory, begun: Begun) -> Iterator[dict[str, Machine]]:
    base = tmp_path_factory.mktemp("three")
    mirrors = f"bawaslu:{TOKENS['bawaslu']} polri+security:{TOKENS['polri']}"
    kpu = Machine(begun(base / "kpu"), TEPAT_LOG_MIRRORS=mirrors, TEPAT_LOG_RELEASES=NEVER)
    machines = {
        "kpu": kpu,
        "bawaslu": Machine(begun(base / "bawaslu")),
        "polri": Machine(begun(base / "polri")),
    }
    ran = kpu.run("tests.stories.three_rooms", "begin")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    try:
        kpu.start("tepat", "log", "sequence")
        kpu.start("tepat", "serve", "--room", "kpu", "--port", str(kpu.port), "--no-worker")
        folder = kpu.home / "log" / SCOPE
        until(lambda: (folder / "office.json").exists() and kpu.is_up())
        # On paper, from hand to hand: the key of KPU's log.
        [key] = json.loads((folder / "log.json").read_bytes())["keys"]
        (base / "policy.txt").write_text(f"log {key}\nquorum none\n")
        read = f"--mirror {kpu.address}/log/{SCOPE} --policy {base / 'policy.txt'}"
        for room, token in TOKENS.items():
            (base / f"{room}.token").write_text(token)
        port = machines["bawaslu"].port
        words = f"tepat serve --room bawaslu --port {port} --no-worker {read} --every 0.5"
        machines["bawaslu"].start(*words.split(), "--token-file", str(base / "bawaslu.token"))
        words = f"tepat log follow --once --room polri {read}"
        followed = machines["polri"].run(*words.split(), "--token-file", str(base / "polri.token"))
        assert followed.returncode == 0, followed.stderr
        until(machines["bawaslu"].is_up)
        machines["bawaslu"].start("tepat", "log", "follow")
        machines["bawaslu"].log_in("pak_adi")
        yield machines
    finally:
        for each in machines.values():
            each.stop()
        shutil.rmtree(base)


NEVER = "entries=never states=never lists=never results=never security=never"


def test_three_installations(three: dict[str, Machine]) -> None:
    kpu, bawaslu, polri = three["kpu"], three["bawaslu"], three["polri"]

    # The same log on both, and what is for the police alone is with the police alone.
    size = polri.state()["size"]
    assert bawaslu.state()["size"] == size > 5
    hidden = "select length(body), kind from log_fact where audience = 'security'"
    assert bawaslu.asked(hidden) == [(0, "withheld")]
    [(length, kind)] = polri.asked(hidden)
    assert (length > 100, kind) == (True, "positioned")
    assert "1 fakta tertutup bagi ruang ini" in bawaslu.read("log/")

    guards(polri, kpu)

    # Facts come at KPU and stand on Bawaslu's desk.
    assert "disiapkan" in bawaslu.read("muatan/")
    handed = kpu.run("tests.stories.three_rooms", "hand_over")
    assert handed.returncode == 0, handed.stderr
    until(lambda: bawaslu.state()["size"] == size + 6)
    [package] = bawaslu.asked("select package from move_shipmentpackage")[0]
    stage = f"select stage, holder from move_packagecustody where package = '{package}'"
    assert bawaslu.asked(stage) == kpu.asked(stage) == [("received", "ppk@99.01.01")]
    assert f"Cermin sampai fakta {size + 6}" in bawaslu.read("papan/")

    # What Bawaslu writes is Bawaslu's.
    write(bawaslu, FINDING)
    for words in (FINDING, REPORTER):
        assert bawaslu.holds(words)
        assert not kpu.holds(words)
        assert not polri.holds(words)
    with pytest.raises(urllib.error.HTTPError) as refused:
        bawaslu.read("kertas/")
    assert refused.value.code == 404

    publishes(bawaslu, kpu)

    # KPU's server is gone: the desk goes on, and says since when it has heard nothing.
    kpu.stop()
    until(lambda: bawaslu.state()["problem"])
    board = bawaslu.read("papan/")
    assert 'data-mirror="stale"' in board
    assert f"Cermin sampai fakta {size + 6}" in board
    write(bawaslu, f"{FINDING}, dicatat sesudah KPU mati")
    assert bawaslu.holds("dicatat sesudah KPU mati")

    # Somebody hands the police a copy in which one letter was changed.
    copy = polri.home.parent / "stik"
    shutil.copytree(kpu.home / "log" / SCOPE, copy)
    for bundle in (copy / "tile/entries").rglob("*"):
        if bundle.is_file():
            bundle.write_bytes(bundle.read_bytes().replace(b"ppk@99.01.01", b"ppk@99.01.02"))
    followed = polri.run("tepat", "log", "follow", "--once", "--mirror", str(copy))
    assert followed.returncode == 1
    assert "tidak cocok" in followed.stderr
    assert polri.state()["size"] == size
    assert polri.asked(stage) != [("received", "ppk@99.01.01")]


def publishes(bawaslu: Machine, kpu: Machine) -> None:
    """Let Bawaslu publish a sentence of its case, and KPU read it from Bawaslu's address."""
    kpu.log_in("bu_dewi")
    assert not kpu.holds(SENTENCE)
    [[number]] = bawaslu.asked("select number from watch_supervisioncase")
    case = f"pengawasan/perkara/{number}/"
    bawaslu.send(case, to=f"{case}terbitkan/", text=SENTENCE)
    assert not kpu.holds(SENTENCE)  # nothing goes by itself

    where = f"{bawaslu.address}/terbitan/{SCOPE}/bawaslu.json"
    page = kpu.send("terbitan/", where=where)

    assert SENTENCE in page
    assert "diterbitkan Bawaslu" in page
    [key] = re.findall(r"Kunci ruang ini[^<]*<span[^>]*>([0-9a-f]{32})", bawaslu.read("terbitan/"))
    assert key in page
    assert kpu.asked("select count(*) from watch_supervisioncase") == [(0,)]
    for words in (FINDING, REPORTER):
        assert not kpu.holds(words)
    bawaslu.send(case, to=f"{case}terbitkan/", text="")
    assert "ditarik Bawaslu" in kpu.send("terbitan/", where=where)
    versions = "select version, text <> '' from watch_publishedcase order by version"
    assert kpu.asked(versions) == [(1, 1), (2, 0)]


def guards(polri: Machine, kpu: Machine) -> None:
    """Let the police work on their own desk: every room of the menu, a unit, an export."""
    polri.start("tepat", "serve", "--port", str(polri.port), "--no-worker")
    until(polri.is_up)
    polri.log_in("pak_budi")
    menu = re.findall(rf'href="(/e/{SCOPE}/[^"#?]*/)"', polri.read("pengamanan/"))
    for path in sorted({*menu, *(f"/e/{SCOPE}/{each}" for each in OF_THE_POLICE)}):
        assert 'data-mirror="fresh"' in polri.read(path), path
    unit = {"service": "polri", "area": "99.01.01", "strength": "9"}
    page = polri.send("pengamanan/kesatuan/", name=UNIT, **unit)
    assert UNIT in page
    assert "99.01.01.1001-001" in polri.read("pengamanan/ekspor.csv")
    assert "Nomor log" in polri.read("ekspor/pergerakan/berkas.csv")
    assert not kpu.holds(UNIT)


def write(bawaslu: Machine, words: str) -> None:
    """Let pak_adi write down what must stay with Bawaslu: a case, and who reported it."""
    page = bawaslu.send(
        "pengawasan/perkara/baru/",
        sort="laporan",
        title=words,
        focus="storage",
        area="99.01.01",
        story=f"{words}, dilihat penjaga malam",
        name=REPORTER,
    )
    assert words in page
