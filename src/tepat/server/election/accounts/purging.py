"""Personal data of this app after its time: invitations, ended accounts, pledges, access log."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from tepat.core.election.regions import is_in
from tepat.server.election.accounts.record import rows_of
from tepat.server.election.accounts.services import end_sessions
from tepat.server.election.models import Invitation, Look, PledgeAccepted, Scope, User


def invitations(scope: Scope) -> int:
    """Delete the invitations of a scope; return how many."""
    gone, _ = Invitation.objects.filter(scope=scope).delete()
    return gone


def accounts(scope: Scope) -> int:
    """Take the names from the ended accounts of a scope; return how many accounts.

    Ended is an account that was closed, or that has no role any more. The account itself stays,
    because the log names it by its number; a name without a person opens nothing.
    """
    rows = [user for user in _ended(scope) if user.username != _nameless(user)]
    for user in rows:
        end_sessions(user)
        for model in (Authenticator, SocialAccount, EmailAddress):
            model.objects.filter(user=user).delete()
        user.username, user.is_active = _nameless(user), False
        user.first_name = user.last_name = user.email = ""
        user.set_unusable_password()
        user.save()
    return len(rows)


def pledges(scope: Scope) -> int:
    """Blank the names beside pledges of accounts that have none any more; return how many.

    That a number accepted which version, and when, stays.
    """
    named = PledgeAccepted.objects.exclude(name="")
    gone = {user.account for user in _ended(scope)}
    known = set(User.objects.values_list("account", flat=True))
    lost = set(named.values_list("account", flat=True)) - known
    return named.filter(account__in=gone | lost).blank(name="")


def looks(scope: Scope) -> int:
    """Delete the access log of a scope; return how many rows.

    Sign-ins of a kabupaten go with its last scope: another election may still need them.
    """
    others = Scope.objects.filter(kabupaten=scope.kabupaten).exclude(pk=scope.pk).exists()
    rows = Look.objects.filter(scope=scope) if others else rows_of(scope)
    if not others:
        rows = rows.exclude(scope=None, area="")
    return Look.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).purge()


def _ended(scope: Scope) -> list[User]:
    """Return the ended accounts that served this scope and none whose time is not over."""
    waiting = Scope.objects.exclude(pk=scope.pk).filter(purgereport=None)
    is_last_here = not waiting.filter(kabupaten=scope.kabupaten).exists()
    is_last = not waiting.exists()
    found = []
    for user in User.objects.prefetch_related("role_grants"):
        grants = user.grants()
        if not grants:
            if is_last:
                found.append(user)
        elif not user.is_active and all(
            is_in(grant.area, scope.kabupaten)
            and (grant.election == scope.election or (not grant.election and is_last_here))
            for grant in grants
        ):
            found.append(user)
    return found


def _nameless(user: User) -> str:
    return f"akun-{user.account.hex[:12]}"
