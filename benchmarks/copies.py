"""Many regencies out of one: a played rehearsal, said again by other phones in other places.

A rehearsal is played by `tepat rehearse`; its log, its TPS, packages and loads are read from its
folder. Each copy has a kabupaten code of its own (99.01 and on: nobody's), officers with letters
and keys of their own, and the same facts signed anew, names and lists following. What happened
before H-1 is taken at once through the door; what phones say from then on is kept to be sent.
"""

import json
import re
import sqlite3
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from uuid import UUID

ELECTION: Final = "pilkada-2024"
FROM: Final = "63.09"
"""The kabupaten that the rehearsal plays."""
PROVINCE: Final = "99"
_NAME: Final = re.compile(r"[0-9a-f]{64}")
_POINTS: Final = ("given", "fact")
"""Fields that name the one fact that a fact answers."""
MOST: Final = 150
"""Facts of one batch; phones send no more at once."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """One fact of the rehearsal: its name, its value, and when the server took it."""

    name: str
    value: dict[str, Any]
    received: datetime
    is_desk: bool


@dataclass
class Speaker:
    """A phone of a copy: its key and the chain of its facts."""

    signer: Any
    seq: int = 0
    prev: str = ""


@dataclass
class Batch:
    """What one phone sends at once: all that it said in one step of the clock, signed."""

    kabupaten: str
    device: str
    received: datetime
    items: list[Any] = field(default_factory=list)
    """Of `parcels.Item`."""


@dataclass
class Copy:
    """One regency: its scope, and what stands for what in it."""

    kabupaten: str
    scope: Any
    names: dict[str, str] = field(default_factory=dict)
    """By name of a recorded fact or list, its name here."""
    phones: dict[str, Speaker] = field(default_factory=dict)
    """By recorded key id."""
    seen: dict[str, Any] | None = None
    """The checkpoint that its phones know."""


def recorded(place: Path) -> list[Recorded]:
    """Return the log of a played rehearsal in its order. `place`: its folder."""
    with sqlite3.connect(f"file:{place / 'tepat.sqlite3'}?mode=ro", uri=True) as db:
        rows = db.execute("select id, body, device, received_at from log_fact order by number")
        found = [(name, json.loads(body), device, at) for name, body, device, at in rows]
    desk = next(device for _, value, device, _ in found if value["kind"] == "desk_enrolled")
    return [
        Recorded(name, value, datetime.fromisoformat(f"{at}+00:00"), device == desk)
        for name, value, device, at in found
        if value["kind"] != "desk_enrolled"
    ]


def parted(
    log: Sequence[Recorded], since: datetime, until: datetime
) -> tuple[list[Recorded], list[Recorded]]:
    """Return what was taken before `since`, and what phones sent from then to `until`.

    Left out of the second part: what desks typed (a page sends it, not a phone), and what
    answers such a fact.
    """
    before = [each for each in log if each.received < since]
    gone = {each.name for each in log if each.is_desk and each.received >= since}
    peak = []
    for each in log:
        if not since <= each.received < until or each.is_desk:
            continue
        named = {each.value.get(name) for name in _POINTS} | set(each.value.get("after", ()))
        if named & gone:
            gone.add(each.name)
        else:
            peak.append(each)
    return before, peak


def furnish(place: Path, kabupaten: str, zone: str) -> Copy:
    """Copy regions, TPS, packages and loads of a rehearsal into a new scope; return it."""
    from django.conf import settings
    from django.db import connections

    from tepat.adapters import list_files
    from tepat.server.election.models import Region, Scope, Tps
    from tepat.server.move.custody import services as custody
    from tepat.server.move.models import Shipment, ShipmentPackage
    from tepat.server.plan.models import Package

    if "recorded" not in connections.settings:
        own = {**connections.settings["default"], "ENGINE": "django.db.backends.sqlite3"}
        own |= {"NAME": str(place / "tepat.sqlite3"), "OPTIONS": {}}
        connections.settings["recorded"] = own
    scope = Scope.objects.create(election=ELECTION, kabupaten=kabupaten, zone=zone, is_contoh=True)
    copy = Copy(kabupaten, scope)
    regions = Region.objects.using("recorded").filter(code__startswith=FROM)
    Region.objects.bulk_create([_moved(each, kabupaten) for each in regions], batch_size=500)
    for model in (Tps, Package):
        rows = model.objects.using("recorded").all()
        moved = [_moved(each, kabupaten, scope_id=scope.pk) for each in rows]
        model.objects.bulk_create(moved, batch_size=500)
    for load in Shipment.objects.using("recorded").order_by("pk"):
        lines = list(load.lines.values_list("package", flat=True))
        body = list_files.read(place / "lists", load.list_hash)
        assert body is not None, "a list of the rehearsal"
        new = list_files.write(Path(settings.HOME) / "lists", _put(body.decode(), copy).encode())
        copy.names[load.list_hash] = new
        made = _moved(load, kabupaten, scope_id=scope.pk, list_hash=new, stage="prepared")
        made.save(using="default", force_insert=True)
        ShipmentPackage.objects.bulk_create(
            [ShipmentPackage(shipment=made, package=each) for each in lines], batch_size=500
        )
        custody.learn_list(scope, new)
    return copy


def _moved(row: Any, kabupaten: str, **fields: Any) -> Any:
    """Return an unsaved row of the same model, its codes those of another kabupaten."""
    values = {}
    for each in row._meta.concrete_fields:
        if getattr(each.related_model, "__name__", "") == "User":
            continue  # people of the rehearsal are not copied
        value = getattr(row, each.attname)
        if isinstance(value, str):
            value = value.replace(FROM, kabupaten)
        elif isinstance(value, list):
            value = json.loads(json.dumps(value).replace(FROM, kabupaten))
        values[each.attname] = value
    values.pop("id", None)
    return type(row)(**values | fields)


def _put(text: str, copy: Copy) -> str:
    return text.replace(FROM, copy.kabupaten)


def take_before(copy: Copy, before: Sequence[Recorded]) -> int:
    """Bring what happened before H-1 through the door; return how many facts that were."""
    from tepat.core.move import events
    from tepat.core.move.judging import Sent
    from tepat.server import flow

    for run in _runs(before):
        now = run[0].received
        if run[0].is_desk:
            facts = [events.read(_body(copy, each, None)) for each in run]
            by = UUID(str(run[0].value["by"]))
            answers = flow.report(copy.scope, facts, by, now)
        else:
            sent = [Sent(item.body, item.sig) for item in (said(copy, each) for each in run)]
            answers = flow.accept(copy.scope, sent, "gladi", now)
        for one, answer in zip(run, answers, strict=True):
            assert answer.verdict == "accepted", (one, answer)
            copy.names[one.name] = answer.id
    return len(before)


def _runs(log: Sequence[Recorded]) -> Iterator[list[Recorded]]:
    """Yield neighbours of one kind of sender and one moment, at most `MOST`."""
    run: list[Recorded] = []
    for each in log:
        is_other = run and (run[0].is_desk, run[0].received) != (each.is_desk, each.received)
        if is_other or len(run) == MOST:
            yield run
            run = []
        run.append(each)
    if run:
        yield run


def said(copy: Copy, one: Recorded) -> Any:
    """Return a fact of a phone as its twin in the copy says it: a signed `parcels.Item`."""
    from tepat.core.log import canonical, keys, parcels

    device = str(one.value["device"])
    if device not in copy.phones:
        seed = sha256(f"{copy.kabupaten}/{device}".encode()).digest()
        copy.phones[device] = Speaker(keys.Signer(seed))
    phone = copy.phones[device]
    phone.seq += 1
    body = _body(copy, one, phone)
    copy.names[one.name] = phone.prev = canonical.name_of(body)
    return parcels.Item(body, keys.sign_body(phone.signer, keys.EVENT, body))


def _body(copy: Copy, one: Recorded, phone: Speaker | None) -> bytes:
    from tepat.core.log import canonical, letters
    from tepat.server.move.devices import keys as own_keys

    text = _put(json.dumps(one.value), copy)
    text = _NAME.sub(lambda found: copy.names.get(found[0], found[0]), text)
    value = json.loads(text)
    for name in ("seen", "prev"):
        value.pop(name, None)
    for each in value.values():
        if isinstance(each, list) and all(_NAME.fullmatch(str(one)) for one in each):
            each.sort()  # hashes are a set, and their new names have another order
    if phone is None:  # the desk fills in its own key and number
        return canonical.encode(value | {"seq": 1})
    value |= {"device": phone.signer.key_id, "seq": phone.seq}
    value |= {"prev": phone.prev} if phone.prev else {}
    if value["kind"] == "enrolled":
        secret = own_keys.secret_of(value["assignment"])
        value["mac"] = letters.mac_of(secret, phone.signer.public)
        value["key"] = b64encode(phone.signer.public).decode()
    elif copy.seen:
        value["seen"] = copy.seen
    return canonical.encode(value)


def batches(copy: Copy, peak: Sequence[Recorded]) -> list[Batch]:
    """Sign what the phones of a copy say at the peak; return it as they send it, in order."""
    found: dict[tuple[str, datetime], Batch] = {}
    for each in peak:
        device = str(each.value["device"])
        item = said(copy, each)
        key = (device, each.received)
        if key not in found:
            found[key] = Batch(copy.kabupaten, copy.phones[device].signer.key_id, each.received)
        found[key].items.append(item)
    return list(found.values())


def codes(count: int) -> list[str]:
    """Return kabupaten codes that are nobody's.

    >>> codes(2)
    ['99.01', '99.02']
    """
    if count > 99:
        raise ValueError("at most 99 copies")
    return [f"{PROVINCE}.{number:02}" for number in range(1, count + 1)]
