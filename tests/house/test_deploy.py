"""What the handbook installs on a server starts, names real settings, and can be restored."""

import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tepat.adapters.sheets import MOST_BYTES
from tepat.cli import build_parser
from tepat.server.environment import SETTINGS

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"


@pytest.mark.parametrize("unit", sorted(DEPLOY.glob("*.service")), ids=lambda unit: unit.name)
def test_each_unit_starts_a_command_that_exists(unit: Path) -> None:
    [line] = re.findall(r"^ExecStart=\S+/tepat (.*)$", unit.read_text(), re.MULTILINE)

    assert callable(build_parser().parse_args(line.split()).run)


def test_the_example_sets_only_settings_that_exist() -> None:
    lines = (DEPLOY / "tepat.env.example").read_text().splitlines()
    named = {line.partition("=")[0] for line in lines if line and not line.startswith("#")}

    assert named <= {setting.name for setting in SETTINGS}


def test_behind_the_proxies_each_visitor_has_an_own_address() -> None:
    assert "TEPAT_PROXIES=1" in (DEPLOY / "tepat.env.example").read_text().splitlines()
    assert "X-Forwarded-For" in (DEPLOY / "nginx.conf").read_text()


def test_the_proxies_let_through_what_the_page_promises() -> None:
    caddy = re.search(r"max_size (\d+)MiB", (DEPLOY / "Caddyfile").read_text())
    nginx = re.search(r"client_max_body_size (\d+)m;", (DEPLOY / "nginx.conf").read_text())

    assert caddy
    assert nginx
    # A form around the file is small; two megabytes leave our own sentence to the desk.
    assert int(caddy[1]) == int(nginx[1]) == MOST_BYTES // 2**20 + 2


def test_a_backup_of_a_running_installation_is_whole(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "elections").mkdir(parents=True)
    (home / "elections" / "pilkades-contoh.toml").write_text("contoh")
    (home / "secret_key").write_text("rahasia-contoh")
    (home / "uploads").mkdir()
    (home / "uploads" / "half.xlsx").write_text("still arriving")
    live = sqlite3.connect(home / "tepat.sqlite3")
    live.execute("pragma journal_mode=wal")
    live.execute("create table box (code text)")
    live.execute("insert into box values ('P24')")
    live.commit()

    command = [sys.executable, str(DEPLOY / "backup.py"), str(home), str(tmp_path / "usb")]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    copy = Path(ran.stdout.strip())

    assert sqlite3.connect(copy / "tepat.sqlite3").execute("select * from box").fetchall() == [
        ("P24",)
    ]
    assert (copy / "secret_key").read_text() == "rahasia-contoh"
    assert (copy / "elections" / "pilkades-contoh.toml").exists()
    assert not (copy / "uploads").exists()
    live.close()
