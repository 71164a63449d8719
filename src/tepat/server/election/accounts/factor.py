"""The second factor: its QR without a further library, its secrets unreadable in a copy."""

import base64
import hashlib
import secrets
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from tepat.adapters.labels import qr_svg_of_bytes
from tepat.server.election.accounts.gates import needs_factor
from tepat.server.election.models import User


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]
    """allauth's second factor as this desk has it."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _(
            "Your role needs a second factor. Set up a new one only after an administrator "
            "has removed this one."
        ),
        "incorrect_code": _("This code does not fit. Wait for the next one and type it again."),
    }

    def build_totp_svg(self, url: str) -> str:
        return qr_svg_of_bytes(url.encode())

    def encrypt(self, text: str) -> str:
        return self._box.encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret, or one that nobody knows where the key of sessions has changed."""
        try:
            return self._box.decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        user = authenticator.user
        return not (isinstance(user, User) and needs_factor(user))

    @cached_property
    def _box(self) -> Fernet:
        key = hashlib.sha256(b"tepat second factor\0" + settings.SECRET_KEY.encode()).digest()
        return Fernet(base64.urlsafe_b64encode(key))
