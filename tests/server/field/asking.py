"""Phones that ask: every call signed by the key of its device."""

from typing import Any

from django.test import Client

from tepat.core.log import requests, spelling
from tests.phones import Phone

BASE = "/api/e/pilkada-2024/99.01"


def signed(phone: Phone, method: str, path: str, body: bytes = b"") -> dict[str, str]:
    """Return the headers of a call of this phone."""
    signature = requests.sign(phone.signer, method, path, body)
    return {"Tepat-Device": phone.device, "Tepat-Signature": spelling.to_base64(signature)}


def ask(phone: Phone, path: str, method: str = "GET", body: bytes = b"", **headers: str) -> Any:
    """Send one signed call and return the answer."""
    sent = signed(phone, method, BASE + path, body)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    kind = "application/octet-stream"
    return Client().generic(method, BASE + path, body, content_type=kind, headers=sent | named)
