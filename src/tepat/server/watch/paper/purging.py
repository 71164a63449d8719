"""Personal data of papers after their time: who took over, drafts, photos of papers."""

from django.db import transaction

from tepat.server.election.models import Scope
from tepat.server.move.purging import delete_files
from tepat.server.watch.models import PaperDraft, PaperPhoto, PaperRow


def receivers(scope: Scope) -> int:
    """Blank the names of those who took over; return how many rows had one."""
    return PaperRow.objects.filter(scope=scope).exclude(receiver="").update(receiver="")


def drafts(scope: Scope) -> int:
    """Delete what was typed and never recorded; return how many drafts."""
    gone, _ = PaperDraft.objects.filter(scope=scope).delete()
    return gone


def photos(scope: Scope) -> int:
    """Delete photos of papers and their files; return how many."""
    names = set(PaperPhoto.objects.filter(scope=scope).values_list("sha256", flat=True))
    gone, _ = PaperPhoto.objects.filter(scope=scope).delete()
    transaction.on_commit(lambda: _files(names))
    return gone


def _files(names: set[str]) -> None:
    left = set(PaperPhoto.objects.filter(sha256__in=names).values_list("sha256", flat=True))
    delete_files(names - left)
