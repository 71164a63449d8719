"""R4 for what phones and drivers ask: signed rubbish gets a sentence, and nothing falls over.

Three hundred requests by default; `REQUESTS=10000` for more. `SEED` replays other ones.
"""

import json
import os
from collections import Counter
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from tepat.core.election.roles import Role
from tepat.core.log import requests, spelling
from tepat.server import clock
from tepat.server.election.models import Scope
from tepat.server.move.devices import quotas
from tepat.server.move.drivers import links
from tepat.server.move.models import Shipment
from tests.phones import NIGHT, Phone, phone_of
from tests.worlds import contoh_scope, person

pytestmark = pytest.mark.django_db
HOW_MANY = int(os.environ.get("REQUESTS", "300"))
SEED = int(os.environ.get("SEED", "20241127"))
BASE = "/api/e/pilkada-2024/99.01"
GOOD = json.dumps({"facts": ["0" * 64], "since": 3}).encode()
COSIGNED = json.dumps({"vkey": "a+00000000+AA==", "sig": "AA==", "note": "x\n1\nAA==\n\n"}).encode()
TEXTS = ("", "0", "-1", "9" * 30, "%00", "%ff", "..", "a" * 64, "0" * 64, "\u0663", "NaN", "<b>")


@pytest.fixture
def scope(monkeypatch: pytest.MonkeyPatch, settings: LazySettings, tmp_path: Path) -> Scope:
    monkeypatch.setattr(clock, "now", lambda: NIGHT)
    settings.HOME = tmp_path
    return contoh_scope()


def spoiled(data: bytes, chance: Random) -> bytes:
    """Return `data` with some of it changed, cut, doubled or left as it is."""
    out = bytearray(data)
    for _ in range(chance.randrange(4)):
        at = chance.randrange(len(out) + 1)
        match chance.randrange(4):
            case 0:
                out[at:at] = chance.randbytes(chance.randrange(1, 9))
            case 1:
                del out[at : at + chance.randrange(1, 20)]
            case 2:
                out[at : at + 1] = bytes([chance.randrange(256)])
            case _:
                out += out[at:]
    return bytes(out)


def ask(phone: Phone, chance: Random) -> Any:
    method, path, body = chance.choice(
        [
            ("GET", "/manifest", b""),
            ("GET", f"/manifest?lang={chance.choice(TEXTS)}", b""),
            ("GET", "/policy", b""),
            ("POST", "/proofs", GOOD),
            ("POST", "/witness", COSIGNED),
            ("GET", f"/photos/{chance.choice(TEXTS)}", b""),
            (
                "PATCH",
                f"/photos/{'0' * 64}?offset={chance.choice(TEXTS)}&size={chance.choice(TEXTS)}",
                b"\xff\xd8\xff" * 9,
            ),
        ]
    )
    path = "".join(each if each.isascii() else "%D9%A3" for each in path)
    body = spoiled(body, chance) if body else body
    signature = requests.sign(phone.signer, method, BASE + path, body)
    headers = {
        "Tepat-Device": chance.choice([phone.device] * 9 + ["", "\xff", "0" * 32]),
        "Tepat-Signature": spelling.to_base64(signature),
        "Tepat-Protocol": chance.choice(["1"] * 5 + ["0", "x", "9" * 40]),
        "If-None-Match": chance.choice(["", "*", 'W/"x"']),
        "Accept-Encoding": chance.choice(["", "gzip", "gzip;q=0"]),
    }
    return Client().generic(
        method, BASE + path, body, content_type="application/json", headers=headers
    )


def drive(path: str, chance: Random) -> Any:
    names = ("what", "key", "load", "trouble", "note", "gps", "at", "photo")
    values = (*TEXTS, "started", "trouble", "flood", "SJ-001", "1,2", "\x01", "😀" * 50)
    form = {name: chance.choice(values) for name in names if chance.random() < 0.7}
    token = (
        path if chance.random() < 0.8 else spoiled(path.encode(), chance).decode("ascii", "ignore")
    )
    accept = chance.choice(["", "application/json", "text/html"])
    return Client().post(
        "/j/" + "".join(c for c in token if c.isalnum()), form, headers={"Accept": accept}
    )


def test_whatever_phones_and_drivers_send_gets_an_answer(
    scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = phone_of(scope, "bu_nurul", Role.PKD, "99.01.01.2002")
    load = Shipment.objects.create(
        scope=scope,
        code="SJ-001",
        origin="99.01:gudang-1",
        destination="99.01.01:ppk",
        departs_at=NIGHT + timedelta(hours=9),
        list_hash="3b" * 32,
        made_by=person("bu_dewi").account,
        made_at=NIGHT,
    )
    token = links.token_of(links.of(load, person("bu_dewi").account, NIGHT))
    chance = Random(SEED)
    seen: Counter[int] = Counter()
    for number in range(HOW_MANY):
        monkeypatch.setattr(quotas, "buckets", quotas.Buckets())
        answer = ask(phone, chance) if chance.random() < 0.7 else drive(token, chance)
        seen[answer.status_code] += 1
        is_said = answer.status_code < 500 or "Retry-After" in answer  # no checkpoint here yet
        assert is_said, (SEED, number, answer.content[:300])
        if answer.status_code >= 400 and answer["Content-Type"] == "application/json":
            assert answer.json()["code"]
    assert {200, 401, 422, 426} <= set(seen), seen
