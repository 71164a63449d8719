"""One round of copying in a process of its own, beside a witness that must go on answering.

The witness starts it, sends what to copy on its standard input and reads what to say from
its standard output. However large the log and whatever its server sends, the memory and the
time are those of this process; it ends with the witness, whose end of the pipe closes.
"""

import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

from tepat.core.log import notes
from tepat.core.problems import Refused
from tepat.core.sentences import sentence
from tepat.witness import mirroring

MOST_MEMORY: Final = 3 * 2**30
"""Bytes that one round may take where the system can hold it to that."""


class Copy(NamedTuple):
    """What to copy: from where, into which folder, by which keys of logs, with which token."""

    where: str
    target: Path
    vkeys: tuple[str, ...]
    token: str = ""


def copy_once(copy: Copy) -> str:
    """Run one round in a process of its own; return what to tell, empty where nothing is new."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tepat.witness.copying"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert process.stdin
    assert process.stdout
    try:
        with suppress(OSError):
            process.stdin.write(json.dumps({**copy._asdict(), "target": str(copy.target)}) + "\n")
            process.stdin.flush()
        said = process.stdout.read()
        status = process.wait()
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                pipe.close()
    return said.strip() if status == 0 else f"Salinan gagal (proses {status}); dicoba lagi."


def main() -> int:
    """Copy what the standard input names, and say what came of it on the standard output."""
    asked = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_the_witness, daemon=True).start()
    _be_modest()
    print(_said(asked), flush=True)
    # Without waiting for threads that a slow server holds.
    os._exit(0)


def _said(asked: dict[str, Any]) -> str:
    known = [notes.parse_vkey(each) for each in asked["vkeys"]]
    try:
        done = mirroring.mirror(asked["where"], Path(asked["target"]), known, asked["token"])
    except Refused as refused:
        return sentence(refused.problem)
    except Exception as error:
        return f"Salinan gagal ({type(error).__name__}); dicoba lagi."
    return done.sentence if done.is_news else ""


def _end_with_the_witness() -> None:
    with suppress(OSError, ValueError):
        sys.stdin.read()
    os._exit(1)


def _be_modest() -> None:
    """Take the rest of the machine only: the witness answers first."""
    if sys.platform == "win32":
        return
    import resource

    with suppress(OSError):
        os.nice(10)
    with suppress(OSError, ValueError):
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = MOST_MEMORY if hard == resource.RLIM_INFINITY else min(MOST_MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("800")


if __name__ == "__main__":
    raise SystemExit(main())
