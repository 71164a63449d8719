"""Personal data of this app after its time: officers, drivers and escorts, photos of phones."""

from django.db import transaction
from django.db.models import Q

from tepat.server.election.models import Scope
from tepat.server.log.models import Words
from tepat.server.move.field import photo_files
from tepat.server.move.models import Officer, Photo, PhotoLook, Shipment


def officers(scope: Scope) -> int:
    """Delete who stands behind the ids of the log; return how many people.

    A letter of duty bears a name from this table alone, so that no letter can be printed.
    """
    gone, _ = Officer.objects.filter(scope=scope).delete()
    return gone


def drivers(scope: Scope) -> int:
    """Blank drivers and escorts of every load; return how many loads."""
    rows = Shipment.objects.filter(scope=scope).exclude(Q(driver="") & Q(escort=""))
    return rows.update(driver="", escort="")


def photos(scope: Scope) -> int:
    """Delete photos of phones, their files, and who looked at them; return how many photos."""
    names = set(Photo.objects.filter(scope=scope).values_list("sha256", flat=True))
    PhotoLook.objects.filter(scope=scope).delete()
    gone, _ = Photo.objects.filter(scope=scope).delete()
    transaction.on_commit(lambda: delete_files(names))
    return gone


def words(scope: Scope) -> int:
    """Delete what people typed beside their facts; return how many texts.

    The facts keep the salted hashes, so that the log verifies as before.
    """
    rows = Words.objects.filter(election=scope.election, kabupaten=scope.kabupaten)
    return rows.delete()[0]


def delete_files(names: set[str]) -> None:
    """Delete the files of photos that no row names any more: two queries."""
    left = set(Photo.objects.filter(sha256__in=names).values_list("sha256", flat=True))
    for name in sorted(names - left):
        photo_files.path_of(name).unlink(missing_ok=True)
