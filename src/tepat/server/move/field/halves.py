"""Halves of handovers that concern one phone: offers to its party, answers to what it gave.

The phone judges each by the key that its own list knows, as if it came by QR: what stands
here is only who may see it. What was read of the log stays in memory, and each call reads
what came since, so that asking every few seconds costs one look at the newest fact.
"""

import re
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from tepat.adapters import list_files
from tepat.core.election.roles import Role
from tepat.core.log import spelling
from tepat.core.move import judging, waiting
from tepat.core.move.events.rights import SUPERVISORS
from tepat.core.move.field_manifest import sight
from tepat.core.move.waiting import Half, Party, Waiting
from tepat.server.election.models import Scope
from tepat.server.log.models import Fact
from tepat.server.move.custody import lists
from tepat.server.move.field import queries
from tepat.server.move.field.asking import Asked, check_stands, packed, phone_call
from tepat.server.move.models import Device, Shipment

MOST: Final = 40
"""Halves of one sort in an answer, the newest first; the rest comes when these are done."""
MOST_BYTES: Final = 128 * 2**10
"""Bytes of facts and lists in an answer: 500 boxes by their codes are some 20 kB."""
MOST_MARKS: Final = 20
_MARK: Final = re.compile(rf"[0-9a-f]{{{waiting.MARK_DIGITS}}}", re.ASCII)

Texts = Sequence[tuple[str, str]]
"""Bodies and signatures in base64."""


@dataclass(frozen=True, slots=True)
class Found:
    """What concerns one phone."""

    offers: Sequence[Half] = ()
    answers: Sequence[Half] = ()
    seen: Sequence[Half] = ()

    @property
    def names(self) -> list[str]:
        return [each.name for each in (*self.offers, *self.answers, *self.seen)]

    @property
    def tag(self) -> str:
        """What does not change while the same halves wait."""
        parts = (self.offers, self.answers, self.seen)
        text = "|".join(" ".join(each.name for each in part) for part in parts)
        return f'W/"{sha256(text.encode()).hexdigest()[:24]}"'


@phone_call("GET")
def halves(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Answer the halves that concern this phone; 304 where it has them already."""
    check_stands(asked)
    party = (asked.device.role, asked.device.area)
    found = _counting(asked, _of_log(asked.scope, party, marks_in(request)))
    if found.tag in request.headers.get("If-None-Match", ""):
        return answer_as(request, found, {}, ())
    rows = Fact.objects.filter(pk__in=found.names).values_list("id", "body", "sig")
    texts = {name: (bytes(body), bytes(sig)) for name, body, sig in rows}
    return answer_as(request, found, texts, _lists_of(asked, found.offers))


def marks_in(request: HttpRequest) -> list[str]:
    """Return how the phone names its own offers in `of`; what is no name is left out."""
    return _MARK.findall(request.GET.get("of", "")[:1_000])[:MOST_MARKS]


def concerning(known: Waiting, party: Party, marks: Iterable[str]) -> Found:
    """Return what somebody of `party` may see: holders their own, supervisors those of the area."""
    role, area = party
    if role in SUPERVISORS:
        return Found(seen=known.seen_in(area, MOST)[:MOST])
    if not sight.holds(role):
        return Found()
    return Found(known.offers(party)[:MOST], known.answers(party, marks)[:MOST])


def answer_as(
    request: HttpRequest,
    found: Found,
    texts: Mapping[str, tuple[bytes, bytes]],
    with_lists: Iterable[bytes],
) -> HttpResponse:
    """Return the answer: what does not fit comes once the phone has settled what is here."""
    if found.tag in request.headers.get("If-None-Match", ""):
        answer = HttpResponse(status=304)
    else:
        room = MOST_BYTES
        said: dict[str, Any] = {"v": 1}
        for name in ("offers", "answers", "seen"):
            said[name] = []
            for half in getattr(found, name):
                body, sig = texts.get(half.name, (b"", b""))
                room -= len(body)
                if body and room >= 0:
                    said[name].append({"body": body.decode(), "sig": spelling.to_base64(sig)})
        said["lists"] = []
        for body in with_lists:
            room -= len(body)
            if room >= 0:
                said["lists"].append(body.decode())
        answer = packed(request, said)
    answer["ETag"] = found.tag
    answer["Cache-Control"] = "private, no-cache"
    patch_vary_headers(answer, ["Accept-Encoding", "Tepat-Device"])
    return answer


# -- what is remembered ------------------------------------------------------------------------


@dataclass(slots=True)
class _Known:
    """What was read of one log, and up to which fact."""

    waiting: Waiting = field(default_factory=Waiting)
    number: int = 0
    name: str = ""


_known: dict[tuple[str, str], _Known] = {}
_lock = threading.Lock()


def _of_log(scope: Scope, party: Party, marks: Iterable[str]) -> Found:
    """Return what concerns `party` now: one query, three where something came to the log."""
    with _lock:
        return concerning(_read(scope), party, marks)


def _read(scope: Scope) -> Waiting:
    """Return the halves of a log as of now.

    Each process reads the log for itself; a log that was restored or replaced is read anew.
    """
    facts = Fact.objects.filter(election=scope.election, kabupaten=scope.kabupaten)
    newest = facts.order_by("-number").values_list("number", "id").first() or (0, "")
    known = _known.get((scope.election, scope.kabupaten), _Known())
    if (known.number, known.name) == newest:
        return known.waiting
    if known.number and not facts.filter(number=known.number, pk=known.name).exists():
        known = _Known()
    came = facts.filter(number__gt=known.number, number__lte=newest[0], kind__in=waiting.KINDS)
    rows = list(came.order_by("number").values_list("id", "device", "body"))
    parties = _parties_of(scope, {device for _, device, _ in rows})
    for name, device, body in rows:
        known.waiting.add(name, judging.parsed(bytes(body)), parties.get(device))
    known.number, known.name = newest
    _known[(scope.election, scope.kabupaten)] = known
    return known.waiting


def _parties_of(scope: Scope, devices: set[str]) -> dict[str, Party]:
    """Return for whom these devices speak: one query. The desk's own keys are KPU's."""
    if not devices:
        return {}
    rows = Device.objects.filter(scope=scope)
    if len(devices) <= 500:
        rows = rows.filter(device__in=devices)
    return {
        device: (Role.KPU, scope.kabupaten) if is_desk else (role, area)
        for device, role, area, is_desk in rows.values_list("device", "role", "area", "is_desk")
    }


# -- for this phone ------------------------------------------------------------------------------


def _counting(asked: Asked, found: Found) -> Found:
    """Leave out what a revoked key signed, and for a driver the loads of other drivers."""
    devices = {each.device for each in (*found.offers, *found.answers, *found.seen)}
    rows = Device.objects.filter(scope=asked.scope, device__in=devices, upto__isnull=False)
    ended = dict(rows.values_list("device", "upto")) if devices else {}

    def counts(half: Half) -> bool:
        return half.device not in ended or half.seq <= (ended[half.device] or 0)

    offers = [each for each in found.offers if counts(each)]
    if offers and asked.device.role == Role.DRIVER:
        own = {load.list for load in queries.loads(queries.Own(asked.scope, asked.device))}
        offers = [each for each in offers if each.list in own]
    answers, seen = (tuple(filter(counts, each)) for each in (found.answers, found.seen))
    return Found(offers, answers, seen)


def _lists_of(asked: Asked, offers: Iterable[Half]) -> list[bytes]:
    """Return the lists of loads that the phone's own list does not name, as for a deputy."""
    names = {each.list for each in offers if each.list}
    if not names or asked.device.role == Role.DRIVER:
        return []
    rows = Shipment.objects.filter(scope=asked.scope, list_hash__in=names)
    met = {
        name
        for name, start, to in rows.values_list("list_hash", "origin", "destination")
        if sight.meets_load(asked.device.role, asked.device.area, (start, to), False)
    }
    bodies = (list_files.read(lists.folder(), name) for name in sorted(names - met))
    return [body for body in bodies if body is not None]
