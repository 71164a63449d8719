"""A process that enrols phones and prints the requests they will post, ready to be sent."""

import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tepat.server.settings")


def main(phones: int, batches: int) -> None:
    from tepat.cli import prepare

    prepare()
    from tepat.core.log import requests, spelling
    from tests.phones import packed, phone_of
    from tests.server.door.test_over_http import PATH, as_batch
    from tests.worlds import contoh_scope

    scope = contoh_scope()
    told = []
    for one in range(phones):
        phone = phone_of(scope, f"petugas-{one}")
        sent = []
        for _ in range(batches):
            body = as_batch(*(packed(phone, f"BOX-{one}-{phone.seq}") for _ in range(10)))
            signature = requests.sign(phone.signer, "POST", PATH, body)
            signed = spelling.to_base64(signature)
            headers = {"Tepat-Device": phone.device, "Tepat-Signature": signed}
            sent.append({"body": body.decode(), "headers": headers})
        told.append(sent)
    print(json.dumps(told))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
