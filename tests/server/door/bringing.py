"""A process that prepares an installation and prints calls of a phone, one on each line."""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tepat.server.settings")


def main(count: int) -> None:
    from tepat.cli import prepare

    prepare()
    import msgspec

    from tepat.core.log import requests
    from tepat.server.election.models import Scope
    from tepat.server.move.devices.taking import Call
    from tests.phones import packed, phone_of
    from tests.server.door.test_over_http import PATH, as_batch

    scope = Scope.objects.create(election="pilkada-2024", kabupaten="99.01", zone="Asia/Makassar")
    phone = phone_of(scope, "bu_sari")
    for number in range(count):
        body = as_batch(packed(phone, f"BOX-{number}"))
        call = Call(
            scope.election,
            scope.kabupaten,
            device=phone.device,
            signature=requests.sign(phone.signer, "POST", PATH, body),
            method="POST",
            path=PATH,
            stranger="stranger",
            kind="application/json",
            body=body,
        )
        print(msgspec.json.encode(call).decode())


if __name__ == "__main__":
    main(int(sys.argv[1]))
