"""Cosignatures of phones, sent as the signed note itself."""

from django.http import HttpRequest
from ninja import Router, Schema

from tepat.core.log import policies
from tepat.core.problems import Code, refuse
from tepat.server.election import scopes
from tepat.server.keeping import field, wiring
from tepat.server.log.publishing import cosigning
from tepat.server.log.publishing.disk import Disk

router = Router(tags=["log"])


class TakenAnswer(Schema):
    """Size of the checkpoint, and how many of the note's signatures are of known witnesses."""

    size: int
    taken: int


@router.post("/{election}/{kabupaten}/cosignatures", response=TakenAnswer, auth=None)
def cosignatures(request: HttpRequest, election: str, kabupaten: str) -> TakenAnswer:
    """Take a checkpoint that a witness of the policy cosigned; once is as good as twice.

    The body is the signed note: three lines, an empty line, lines of signatures. It needs
    no login, since only signatures of keys in the policy are taken.
    """
    if int(request.headers.get("Content-Length") or 0) > cosigning.LARGEST:
        raise refuse(Code.COSIGNATURE_UNREADABLE)
    place = wiring.place_of(scopes.find(kabupaten, election))
    try:
        policy = policies.parse(wiring.policy_file(place).read_bytes())
    except (OSError, policies.BadPolicy) as error:
        raise refuse(Code.COSIGNATURE_UNKNOWN) from error
    taken = cosigning.take(place, policy, request.body, Disk())
    return TakenAnswer(size=taken.size, taken=taken.count)


class WitnessOut(Schema):
    """A witness key of a phone, and the signature of its device over `origin`, newline, `vkey`."""

    device: str
    name: str
    vkey: str
    sig: str


@router.get("/{election}/{kabupaten}/witnesses", response=list[WitnessOut], auth=None)
def witnesses(request: HttpRequest, election: str, kabupaten: str) -> object:
    """Witness keys of supervisors' phones, for whoever writes a policy: keys are public."""
    return field.known_witnesses(scopes.find(kabupaten, election))
