"""Files of papers that were made for a scope: they bear names, and can be made again without."""

import shutil
from pathlib import Path

from django.db import transaction

from tepat.server.documents.models import PaperJob
from tepat.server.documents.services import folder_of
from tepat.server.election.models import Scope


def made_files(scope: Scope) -> int:
    """Delete orders of papers with their files; return how many orders."""
    folders = [folder_of(job) for job in PaperJob.objects.filter(scope=scope)]
    gone, _ = PaperJob.objects.filter(scope=scope).delete()
    transaction.on_commit(lambda: _delete(folders))
    return gone


def _delete(folders: list[Path]) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
