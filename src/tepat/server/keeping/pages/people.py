"""Who stands behind the ids that the log carries: accounts, officers, devices."""

from collections.abc import Iterable
from uuid import UUID

from tepat.server.election.models import Scope, User
from tepat.server.move.models import Device, Officer


def names_of(scope: Scope, ids: Iterable[str]) -> dict[str, str]:
    """Return the names behind ids of accounts, persons and keys: three queries.

    What nobody knows here, or what was deleted, is left out.
    """
    wanted = {each for each in ids if each}
    owners = dict(
        Device.objects.filter(scope=scope, device__in=wanted).values_list("device", "person")
    )
    people = dict(
        Officer.objects.filter(scope=scope, person__in=wanted | set(owners.values())).values_list(
            "person", "name"
        )
    )
    found = {
        str(user.account): user.get_full_name() or user.get_username()
        for user in User.objects.filter(account__in=[each for each in wanted if _is_uuid(each)])
    }
    found |= {device: people[person] for device, person in owners.items() if person in people}
    return found | {each: people[each] for each in wanted if each in people}


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
