"""A process that fills its disk with facts, frees some room, and goes on; it tells in JSON."""

import json
import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tepat.server.settings")

_ROUNDS = 400


def main() -> None:
    from django.conf import settings

    from tepat.cli import prepare

    settings.ALLOWED_HOSTS = ["*"]
    ballast = settings.HOME / "salinan-lama"
    ballast.parent.mkdir(parents=True, exist_ok=True)
    prepare()
    from tepat.core.move.judging import Sent
    from tepat.server import flow
    from tepat.server.log import queries
    from tepat.server.log.models import Fact
    from tepat.server.move.devices import quotas
    from tests.phones import packed, phone_of
    from tests.server.door.test_over_http import post, said
    from tests.worlds import contoh_scope

    scope = contoh_scope()
    phone = phone_of(scope, "bu_sari")
    ballast.write_bytes(bytes(3 * 2**20))
    promised: set[str] = set()

    def send(batch: list[Sent]) -> Any:
        quotas.buckets = quotas.Buckets()
        answer = post(phone, _as_batch(batch))
        if answer.status_code == 200:
            promised.update(each.fact for each in said(answer))
        return answer

    for _ in range(_ROUNDS):
        batch = [packed(phone, f"BOX-{phone.seq}") for _ in range(40)]
        answer = send(batch)
        if answer.status_code != 200:
            break
    told = {
        "status": answer.status_code,
        "retry": answer.headers.get("Retry-After"),
        "said": answer.json(),
        "sentence": answer.json().get("detail") or answer.json().get("id") or str(answer.json()),
        "promised": len(promised),
    }
    there = set(Fact.objects.values_list("pk", flat=True))
    told["lost"] = sorted(promised - there)
    ballast.unlink()
    told["after"] = send(batch).status_code
    there = set(Fact.objects.values_list("pk", flat=True))
    where = (scope.election, scope.kabupaten)
    size = queries.size(*where)
    told["whole"] = (
        promised <= there
        and len(queries.entries(*where, 1, size)) == size
        and flow.rebuild(scope).differences == ()
    )
    print(json.dumps(told))


def _as_batch(batch: list[Any]) -> bytes:
    from tests.server.door.test_over_http import as_batch

    return as_batch(*batch)


if __name__ == "__main__":
    main()
