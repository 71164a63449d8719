"""A process that is killed in the middle of an import leaves the former list behind."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.homes import Begun

ROOT = Path(__file__).resolve().parents[3]
BEGIN = """
import json, os, signal, sys
from tepat.cli import prepare
prepare()
from tepat.server import clock
from tepat.server.election.models import Scope, TpsImport
from tepat.server.election.tps_list import services, stored
from tests.worlds import KABUPATEN, contoh_scope

SHEET = b'''KECAMATAN,DESA,TPS,JUMLAH
HULU,KOTA HULU,1,500
HULU,KOTA HULU,2,510
HILIR,MUARA TEDUH,1,401
HILIR,MUARA TEDUH,9,33
'''

def apply_sheet():
    scope = Scope.objects.get(kabupaten=KABUPATEN)
    kept = services.preview(scope, SHEET, "daftar.csv", clock.now())
    services.apply(kept.pk, clock.now())

def show():
    scope = Scope.objects.get(kabupaten=KABUPATEN)
    voters = dict(scope.all_tps.values_list("code", "dpt"))
    applied = TpsImport.objects.filter(state=TpsImport.State.APPLIED).count()
    print(json.dumps([voters, applied]))
"""
DIE_AFTER_WRITING = """
write = stored.write
def write_and_die(scope, states):
    write(scope, states)
    assert stored.known_tps(scope)["99.01.01.1001-001"]["dpt"] == 500, "nothing was written"
    os.kill(os.getpid(), signal.SIGKILL)
stored.write = write_and_die
apply_sheet()
"""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no kill -9")


def run(home: Path, code: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "TEPAT_HOME": str(home)}
    environment["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    environment.pop("TEPAT_DATABASE_URL", None)
    return subprocess.run(
        [sys.executable, "-c", BEGIN + code],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def listed(home: Path, code: str = "show()") -> tuple[dict[str, int | None], int]:
    """Voters by TPS, and how many imports were applied, after running `code`."""
    ran = run(home, code)
    assert ran.returncode == 0, ran.stderr
    voters, applied = json.loads(ran.stdout)
    return voters, applied


@pytest.mark.any_database
def test_a_killed_import_leaves_the_former_list_and_can_be_done_again(
    tmp_path: Path, begun: Begun
) -> None:
    begun(tmp_path)
    former, _ = listed(tmp_path, "contoh_scope(); show()")

    killed = run(tmp_path, DIE_AFTER_WRITING)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert listed(tmp_path) == (former, 0)

    again, applied = listed(tmp_path, "apply_sheet(); show()")
    assert applied == 1
    assert again == former | {
        "99.01.01.1001-001": 500,
        "99.01.01.1001-002": 510,
        "99.01.02.2001-001": 401,
        "99.01.02.2001-009": 33,
    }
