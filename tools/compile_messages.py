"""Compile every message catalogue of the source into the `.mo` beside it.

Run without arguments from anywhere: `python tools/compile_messages.py`. A catalogue
that has not changed since is left alone.
"""

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCE = Path(__file__).resolve().parents[1] / "src"


def compile_all(source: Path = SOURCE) -> list[Path]:
    """Write the `.mo` of every `locale/*/LC_MESSAGES/django.po` below `source`."""
    written = []
    for po in sorted(source.rglob("locale/*/LC_MESSAGES/django.po")):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        with po.open("rb") as file:
            catalogue = read_po(file, locale=po.parents[1].name, abort_invalid=True)
        with mo.open("wb") as file:
            write_mo(file, catalogue)
        written.append(mo)
    return written


if __name__ == "__main__":
    for path in compile_all():
        print(path.relative_to(SOURCE.parent))
    sys.exit(0)
