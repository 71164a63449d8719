"""Personal data of this app after its time: names on invitations, and the access log."""

from tepat.server.election.accounts.record import rows_of
from tepat.server.election.models import Invitation, Look, Scope


def invitations(scope: Scope) -> int:
    """Delete the invitations of a scope; return how many."""
    gone, _ = Invitation.objects.filter(scope=scope).delete()
    return gone


def looks(scope: Scope) -> int:
    """Delete the access log of a scope; return how many rows.

    Sign-ins of a kabupaten go with its last scope: another election may still need them.
    """
    others = Scope.objects.filter(kabupaten=scope.kabupaten).exclude(pk=scope.pk).exists()
    rows = Look.objects.filter(scope=scope) if others else rows_of(scope)
    if not others:
        rows = rows.exclude(scope=None, area="")
    return Look.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).purge()
