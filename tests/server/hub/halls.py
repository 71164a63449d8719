"""A hub of Kecamatan Hulu, whose office is the same process, or out of reach."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, override_settings

from tepat.core.election.roles import Role
from tepat.core.log import requests, spelling
from tepat.server import clock
from tepat.server.election.models import Scope
from tepat.server.hub import bundle, calls, relay, state
from tepat.server.hub.kept import Kept
from tepat.server.move.devices import quotas
from tests.phones import NIGHT, Phone, letter_for, phone_of
from tests.worlds import contoh_scope

HULU = "99.01.01"
DESA = "99.01.01.1001"
BASE = "/api/e/pilkada-2024/99.01"
FACTS = f"{BASE}/facts"
JSON = "application/json"


class Hall:
    """The hub, its office, and whether there is a way between them."""

    def __init__(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.home, self.is_reached, self.asked = home, False, list[str]()
        self.scope: Scope = contoh_scope()
        self.rina = phone_of(self.scope, "bu_rina", Role.PPK, HULU)
        self.salim = letter_for(self.scope, "pak_salim", Role.PPS, DESA)
        self.far = letter_for(self.scope, "pak_jauh", Role.PPK, "99.01.02")
        made = bundle.make(self.scope, HULU, "https://kantor.contoh", NIGHT)
        self.data = bundle.write(made)
        hub = state.Hub(bundle.read(self.data), state.name_for(HULU), "192.168.137.1")
        state.prepare(home, hub, NIGHT)
        self.hub = state.hub_of(home)
        self.joins(monkeypatch)

    def joins(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Let the hub reach its office through this process, as far as it is reached."""
        monkeypatch.setattr(relay.Office, "ask", self._ask)
        calls._works.cache_clear()

    @property
    def kept(self) -> Kept:
        return Kept(state.folder(self.home) / "kept.sqlite3")

    def _ask(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes, **__: bool
    ) -> relay.Answer | None:
        self.asked.append(path)
        if not self.is_reached:
            return None
        sent = {name: value for name, value in headers.items() if name in relay.SENT}
        office = self.home.parent / "kantor"
        with override_settings(ROOT_URLCONF="tepat.server.urls", HOME=office):
            kind = sent.pop("Content-Type", JSON)
            found = Client().generic(method, path, body, content_type=kind, headers=sent)
        return relay.Answer(found.status_code, dict(found.headers.items()), found.content)

    def ask(
        self, phone: Phone, what: str, body: bytes = b"", method: str = "POST", **more: str
    ) -> Any:
        """One signed call to the hub."""
        path = f"/api/e/{self.scope.election}/{self.scope.kabupaten}{what}"
        signature = spelling.to_base64(requests.sign(phone.signer, method, path, body))
        headers = {"Tepat-Device": phone.device, "Tepat-Signature": signature, **more}
        return Client().generic(method, path, body, content_type=JSON, headers=headers)


@pytest.fixture
def hall(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Hall:
    pytest.importorskip("cryptography", reason="the extra [hub] is not installed here")
    settings.HOME, settings.ROOT_URLCONF = tmp_path / "kantor", "tepat.server.urls"
    monkeypatch.setattr(clock, "now", lambda: NIGHT + timedelta(minutes=1))
    monkeypatch.setattr(quotas, "buckets", quotas.Buckets())
    (tmp_path / "kantor").mkdir()
    made = Hall(tmp_path / "aula", monkeypatch)
    settings.ROOT_URLCONF = "tepat.server.hub.urls"
    settings.HOME = tmp_path / "aula"
    return made
