"""Wrap the steps of first migrations, so that an empty installation begins in seconds.

Run after `makemigrations` wrote one anew: `python tools/together.py`. A file that is wrapped
already, or has a step that is no table, is left alone.
"""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = ("move", "count", "watch")


def wrap(text: str) -> str:
    """Return the source of a migration with its operations in one."""
    if "Together(" in text or "RunPython" in text or "RunSQL" in text:
        return text
    head, found, rest = text.partition("    operations = [\n")
    if not found:
        return text
    body, _, tail = rest.rpartition("    ]\n")
    head = re.sub(
        r"(from django\.db import [^\n]+\n)",
        r"\1\nfrom tepat.server.together import Together\n",
        head,
    )
    return f"{head}    operations = [\n        Together([\n{body}        ]),\n    ]\n{tail}"


for app in APPS:
    path = ROOT / "src" / "tepat" / "server" / app / "migrations" / "0001_initial.py"
    path.write_text(wrap(path.read_text(encoding="utf-8")), encoding="utf-8")
