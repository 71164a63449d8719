"""What the log knows of keys: whose they are, which stand, and what is amiss with them."""

from base64 import b64decode
from collections.abc import Iterable

from django.db.models import Q

from tepat.core.log.keys import Signer
from tepat.core.move import devices, standing
from tepat.server import bulk
from tepat.server.election.models import Scope
from tepat.server.log import queries as log
from tepat.server.move.devices import keys as own_keys
from tepat.server.move.devices import registries
from tepat.server.move.models import Device, Officer


def keys_of(scope: Scope, wanted: Iterable[str]) -> dict[str, bytes]:
    """Return those of these keys that the log knows, by their ids: one query."""
    return {device: key for device, (key, _) in letters_of(scope, wanted).items()}


def letters_of(scope: Scope, wanted: Iterable[str]) -> dict[str, tuple[bytes, str]]:
    """Return those of these keys that the log knows, each with its assignment: one query."""
    columns, asked = ("device", "key", "assignment"), {"device": sorted(set(wanted))}
    found = bulk.select(Device, columns, asked, scope_id=scope.pk)
    return {device: (b64decode(key), assignment) for device, key, assignment in found}


def is_desk(scope: Scope, device: str) -> bool:
    """Tell whether `device` is a standing key of the installation: one query."""
    return Device.objects.filter(scope=scope, device=device, is_desk=True, upto=None).exists()


def desk_of(scope: Scope) -> Signer | None:
    """Return the newest key of this desk that stands in the log; None: it knows none of them.

    The log decides and not a file, so that every process changes keys at the same entry.
    One query.
    """
    own = own_keys.desks()
    rows = Device.objects.filter(scope=scope, is_desk=True, upto=None)
    standing = set(
        rows.filter(device__in=[each.key_id for each in own]).values_list("device", flat=True)
    )
    return next((each for each in own if each.key_id in standing), None)


def receipt_key(scope: Scope) -> Signer:
    """Return the key that signs receipts of the log now: no query where there is only one.

    Ask after the numbers were given, so that no key promises a number behind its own end.
    """
    own = own_keys.desks()
    return own[0] if len(own) == 1 else desk_of(scope) or own[0]


def registry(scope: Scope) -> devices.Registry:
    """Return every key and assignment as the facts imply, with the chains that are not whole.

    Two queries; four where a fact about keys has come since the last time.
    """
    where = (scope.election, scope.kabupaten)
    rows = Device.objects.filter(Q(forked_from__gt=0) | Q(gap_from__gt=0), scope=scope)
    chains = {
        row.device: standing.Chain(row.forked_from, row.gap_from, row.waiting) for row in rows
    }
    return registries.registry_of(*where, log.keyed(*where)).with_chains(chains)


def listed(scope: Scope) -> list[tuple[Device, str]]:
    """Return every device with the name of its officer, "" where it was deleted: two queries."""
    names = dict(Officer.objects.filter(scope=scope).values_list("person", "name"))
    rows = Device.objects.filter(scope=scope).order_by("-is_desk", "area", "device")
    return [(row, names.get(row.person, "")) for row in rows]


def alarms(scope: Scope) -> list[Device]:
    """Return the devices somebody must look at: a fork, a gap, or one letter used twice."""
    broken = Q(forked_from__gt=0) | Q(gap_from__gt=0) | Q(letter_twice=True)
    return list(Device.objects.filter(broken, scope=scope).order_by("device"))
