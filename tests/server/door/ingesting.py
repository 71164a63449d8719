"""A process that takes facts until it is killed; each line it prints was acknowledged."""

import os
import sys
from datetime import UTC, datetime

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tepat.server.settings")


def main(round_: int) -> None:
    if round_ == 1:
        from tepat.cli import prepare

        prepare()
    else:
        import django

        django.setup()
    from tepat.server import flow
    from tepat.server.election.models import Scope
    from tests.phones import packed, phone_of

    now = datetime(2024, 11, 12, 14, 0, tzinfo=UTC)
    scope, _ = Scope.objects.get_or_create(
        election="pilkada-2024", kabupaten="99.01", defaults={"zone": "Asia/Makassar"}
    )
    phone = phone_of(scope, f"bu_sari-{round_}")
    while True:
        batch = [packed(phone, f"BOX-{round_}-{phone.seq}") for _ in range(5)]
        for receipt in flow.accept(scope, batch, phone.device, now):
            print(receipt.number, receipt.id, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
