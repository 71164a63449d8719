"""Sign-ins, failures and sign-outs go on record as they happen, without addresses or devices."""

from typing import Any

from allauth.account.signals import password_changed
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import signals
from django.db.models.signals import pre_save
from django.http import HttpRequest

from tepat.server.election.accounts import pledges, services
from tepat.server.election.accounts.looks import record_look, record_stranger
from tepat.server.election.models import User


def listen() -> None:
    """Connect what is heard; a second time changes nothing."""
    for signal, hear in (
        (signals.user_logged_in, _came),
        (signals.user_logged_out, _left),
        (signals.user_login_failed, _failed),
        (password_changed, _new_password),
        (authenticator_added, _factor),
        (authenticator_removed, _factor),
        (authenticator_reset, _factor),
    ):
        signal.connect(hear, dispatch_uid=f"tepat.{hear.__name__}")
    pre_save.connect(_no_profile, sender=SocialAccount, dispatch_uid="tepat.no_profile")


def _no_profile(sender: Any, instance: SocialAccount, **rest: Any) -> None:
    """What the sign-in service tells of a person besides who it is has no place here."""
    instance.extra_data = {}


def _came(sender: Any, request: HttpRequest | None, user: User, **rest: Any) -> None:
    record_look(user, None, "login")
    pledges.ask_again(user)


def _left(sender: Any, request: HttpRequest | None, user: User | None, **rest: Any) -> None:
    if isinstance(user, User):
        record_look(user, None, "logout")


def _failed(sender: Any, credentials: dict[str, Any], **rest: Any) -> None:
    """A name that nobody has may be a password typed into the wrong field: it is not kept."""
    name = str(credentials.get("username", ""))[:150]
    user = User.objects.filter(username=name).first()
    if user is None:
        record_stranger("login_failed")
    else:
        record_look(user, None, "login_failed")


def _new_password(sender: Any, user: User, **rest: Any) -> None:
    services.end_read_keys(user)
    record_look(user, None, "password")


def _factor(sender: Any, user: User, request: HttpRequest, **rest: Any) -> None:
    request.session.pop("has_factor", None)
    record_look(user, None, "factor")
