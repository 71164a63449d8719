"""The manifest of a device, over HTTP: small, named by its hash, and only for its key."""

import gzip
import json
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from tepat.adapters.checklist_files import checklists
from tepat.core.log import keys, spelling
from tepat.core.move.field_manifest import sight, wire
from tepat.core.move.field_manifest.values import Last, Manifest, Trust, You
from tepat.core.sentences import Language
from tepat.server import clock
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope
from tepat.server.log.names import origin_of
from tepat.server.move.devices import keys as own_keys
from tepat.server.move.devices.taking import checkpoint_of
from tepat.server.move.field import queries
from tepat.server.move.field.asking import JSON, Asked, phone_call, stands
from tepat.server.move.models import Device

LEVEL: Final = 9
"""How hard gzip tries: a phone pays for every byte, the server for milliseconds."""
SIGNED: Final = "Tepat-Desk-Signature"
"""The header that says the list is the desk's own: whose keys stand in it proves nothing."""


@phone_call("GET")
def manifest(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Answer what the officer of this device will meet; 304 where the phone has it already.

    A key that was revoked, or whose duty has ended, learns whom to believe and nothing else:
    without the desk's keys its phone could believe no receipt, and never be given back.
    """
    language: Language = "en" if request.GET.get("lang") == "en" else "id"
    if stands(asked.device):
        value = of(asked.scope, asked.device, language, clock.now())
    else:
        value = ended(asked.scope, asked.device)
    tag = f'W/"{wire.tag_of(value)}"'
    if tag in request.headers.get("If-None-Match", ""):
        answer = HttpResponse(status=304)
    else:
        data = wire.write(value)
        packed = "gzip" in request.headers.get("Accept-Encoding", "")
        # No time in the header, so that the same manifest is the same bytes.
        body = gzip.compress(data, LEVEL, mtime=0) if packed else data
        answer = HttpResponse(body, content_type=JSON)
        answer[SIGNED] = signatures(value, data)
        if packed:
            answer["Content-Encoding"] = "gzip"
    answer["ETag"] = tag
    answer["Cache-Control"] = "private, no-cache"
    patch_vary_headers(answer, ["Accept-Encoding", "Tepat-Device"])
    return answer


def signatures(value: Manifest, data: bytes) -> str:
    """Return what the header says: signatures by every key of this desk that its log knows.

    A phone believes the key that signed its letter, and that may be one that has ended.
    """
    listed = {spelling.from_base64(each.key) for each in value.trust.desks}
    signing = [each for each in own_keys.desks() if each.public in listed]
    return ", ".join(
        spelling.to_base64(keys.sign_body(each, keys.MANIFEST, data)) for each in signing
    )


def of(scope: Scope, device: Device, language: Language, now: datetime) -> Manifest:
    """Return the manifest of a device: about fifteen queries, however many TPS.

    Raises `Refused` where the election has no usable file.
    """
    election = election_of(scope)
    own = queries.Own(scope, device)
    kinds = queries.kinds_of(election, scope.kabupaten, device.area, language)
    loads = queries.loads(own)
    places = queries.places(own, loads, kinds)
    contacts = queries.contacts(own, loads, now)
    areas = [each.code for each in places] + [each.area for each in contacts]
    areas += [end for load in loads for end in (load.start, load.to)]
    return Manifest(
        log=origin_of(scope.election, scope.kabupaten),
        election=scope.election,
        tag=election.tag,
        kabupaten=scope.kabupaten,
        zone=scope.zone,
        you=You(
            device.role,
            device.area,
            spelling.to_utc(device.ends) if device.ends else "",
            sight.holds(device.role),
        ),
        contoh=scope.is_contoh,
        days=queries.days_of(election),
        kinds=kinds,
        areas=queries.names([*areas, device.area]),
        places=places,
        loads=loads,
        contacts=contacts,
        devices=queries.neighbours(own, loads, now),
        trust=_trust(scope),
        checklists=checklists(Path(settings.HOME), language),
        last=Last(device.last_seq, device.last_name),
        checkpoint=checkpoint_of(scope),
    )


def ended(scope: Scope, device: Device) -> Manifest:
    """Return the manifest of a device that may have nothing any more: few queries.

    It says whose it is and whom to believe: no people, places, loads, packages or seals.
    Raises `Refused` where the election has no usable file.
    """
    return Manifest(
        log=origin_of(scope.election, scope.kabupaten),
        election=scope.election,
        tag=election_of(scope).tag,
        kabupaten=scope.kabupaten,
        zone=scope.zone,
        you=You(
            device.role,
            device.area,
            spelling.to_utc(device.ends) if device.ends else "",
            holds=False,
        ),
        contoh=scope.is_contoh,
        areas=queries.names([device.area]),
        trust=_trust(scope),
        last=Last(device.last_seq, device.last_name),
        checkpoint=checkpoint_of(scope),
    )


def _trust(scope: Scope) -> Trust:
    """Return whom the phone believes; the log's keys come from its own description."""
    home = Path(settings.HOME)
    try:
        described = json.loads(
            (home / "log" / scope.election / scope.kabupaten / "log.json").read_bytes()
        )
        keys = tuple(str(each) for each in described["keys"])
    except (OSError, ValueError, KeyError, TypeError):
        keys = ()
    policy = policy_of(scope)
    return Trust(keys, sha256(policy).hexdigest() if policy else "", queries.desks(scope))


def policy_of(scope: Scope) -> bytes:
    """Return the policy of a log as its file says; empty where there is none."""
    folder = Path(settings.HOME) / "policies"
    for name in (f"{scope.election}.{scope.kabupaten}.txt", "policy.txt"):
        try:
            return (folder / name).read_bytes()
        except OSError:
            continue
    return b""


@phone_call("GET")
def policy(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Answer the policy of the log, whose hash stands in the manifest."""
    answer = HttpResponse(policy_of(asked.scope), content_type="text/plain; charset=utf-8")
    answer["Cache-Control"] = "private, no-cache"
    return answer
