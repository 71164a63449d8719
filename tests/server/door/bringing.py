"""A process that prepares an installation and prints calls of a phone, one on each line."""

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tepat.server.move.devices.taking import Call
    from tests.phones import Phone

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tepat.server.settings")


def call_of(phone: "Phone", box: str) -> "Call":
    """Return the call by which a phone brings that a box was packed."""
    from tepat.core.log import requests
    from tepat.server.move.devices.taking import Call
    from tests.phones import packed
    from tests.server.door.test_over_http import as_batch

    scope = phone.scope
    path = f"/api/e/{scope.election}/{scope.kabupaten}/facts"
    body = as_batch(packed(phone, box))
    return Call(
        scope.election,
        scope.kabupaten,
        device=phone.device,
        signature=requests.sign(phone.signer, "POST", path, body),
        method="POST",
        path=path,
        stranger="stranger",
        kind="application/json",
        body=body,
    )


def main(count: int) -> None:
    from tepat.cli import prepare

    prepare()
    import msgspec

    from tepat.server.election.models import Scope
    from tests.phones import phone_of

    scope = Scope.objects.create(election="pilkada-2024", kabupaten="99.01", zone="Asia/Makassar")
    phone = phone_of(scope, "bu_sari")
    for number in range(count):
        print(msgspec.json.encode(call_of(phone, f"BOX-{number}")).decode())


if __name__ == "__main__":
    main(int(sys.argv[1]))
