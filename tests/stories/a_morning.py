"""One morning at the KPU of the demo, in a process of its own: `python -m tests.stories.a_morning`.

The phone of bu_sari hands the last load of the demo to pak_joko, whose phone says where he
is: a list, a countersigned handover and a hidden position come into the log through the
same calls that the pages and the door make.
"""

from datetime import timedelta

from tepat.cli import prepare


def main() -> None:
    """Report the morning into the installation at TEPAT_HOME."""
    prepare()
    from tepat.core.election.roles import Role
    from tepat.core.move import events
    from tepat.server import clock, flow
    from tepat.server.election.models import Scope
    from tepat.server.move.models import Shipment
    from tests.phones import phone_of

    scope, now = Scope.objects.get(), clock.now()
    made = Shipment.objects.filter(scope=scope).order_by("code").last()
    assert made is not None
    earlier = now - timedelta(hours=1)
    sari = phone_of(scope, "bu_sari", Role.WAREHOUSE, at=earlier)
    joko = phone_of(scope, "pak_joko", Role.DRIVER, at=earlier)
    handover = {
        "shipment": made.code,
        "list": made.list_hash,
        "giver": f"warehouse@{sari.person}",
        "receiver": f"driver@{joko.person}",
        "place": made.origin,
        "to": made.destination,
    }
    given = sari.say(events.Given, joko, **handover)
    received = joko.say(events.Received, **handover, given=sari.prev)
    position = events.Gps(-216500, 11538300)
    seen = joko.say(events.Positioned, shipment=made.code, gps=position, salt="5a" * 16)
    for sent, phone in ((given, sari), (received, joko), (seen, joko)):
        [receipt] = flow.accept(scope, [sent], phone.device, now)
        assert receipt.verdict == "accepted", receipt


if __name__ == "__main__":
    main()
