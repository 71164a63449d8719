"""What a person uploaded: read once, then gone.

Large uploads are spooled into TEPAT_HOME/uploads by the web server's hands and removed
when they are closed. What a crash left there is swept away with the next upload.
"""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from tepat.adapters.sheets import MOST_BYTES
from tepat.core.problems import Code, refuse
from tepat.server import clock

MOST_MEGABYTES = MOST_BYTES // 2**20
"""What the page says; the proxies of deploy/ let a little more through."""
OLD_SECONDS = 15 * 60
"""An upload lives for seconds; what is older was left by a crash."""


def read_once(uploaded: UploadedFile[bytes] | None) -> tuple[bytes, str]:
    """Return the bytes and the name of an upload, and delete it, whatever happens."""
    sweep()
    if uploaded is None:
        raise refuse(Code.FILE_EMPTY, file="-")
    name = os.path.basename(uploaded.name or "berkas")
    try:
        size = uploaded.size or 0
        if size > MOST_BYTES:
            facts = {"size": size // 2**20, "limit": MOST_MEGABYTES}
            raise refuse(Code.FILE_TOO_HEAVY, file=name, **facts)
        return uploaded.read(), name
    finally:
        uploaded.close()


def sweep() -> int:
    """Delete uploads that a crash left behind; return how many."""
    swept = 0
    before = clock.of_files() - OLD_SECONDS
    for path in Path(settings.FILE_UPLOAD_TEMP_DIR).glob("*"):
        try:
            if path.is_file() and path.stat().st_mtime < before:
                path.unlink()
                swept += 1
        except OSError:
            continue  # another process was quicker, or still writes it
    return swept
