"""What the tests of the door speak of: two boxes, and how facts are brought there."""

from tepat.core.election.ids import Form, PackageCode
from tepat.core.move.judging import Sent
from tepat.server import flow
from tepat.server.election.models import Scope
from tests.phones import NIGHT

BOX = str(PackageCode("P24", "99.01.01.1001-001", "GUB", Form.BOX))
OTHER_BOX = str(PackageCode("P24", "99.01.02.2001-001", "GUB", Form.BOX))


def take(scope: Scope, *batch: Sent, by: str = "somebody") -> list[flow.Receipt]:
    return flow.accept(scope, batch, by, NIGHT)


def verdicts(found: list[flow.Receipt]) -> list[tuple[str, str]]:
    return [(each.verdict, each.reason) for each in found]


def changed(sent: Sent, old: str, new: str) -> bytes:
    assert old.encode() in sent.body
    return sent.body.replace(old.encode(), new.encode())
