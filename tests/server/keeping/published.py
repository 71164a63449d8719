"""Kabupaten Contoh with facts in its database and a log published from it."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import LazySettings

from tepat.core.election.ids import Form, PackageCode
from tepat.core.log import canonical
from tepat.core.move import events
from tepat.server import flow
from tepat.server.election.models import Scope
from tepat.server.keeping import wiring
from tepat.server.log import services
from tepat.server.log.publishing.place import Place
from tepat.server.log.publishing.sequencer import Sequencer
from tests.worlds import contoh_scope

NOW = datetime(2024, 11, 20, 2, 14, tzinfo=UTC)
ACCOUNT = UUID(int=7)
LOG = "/log/pilkada-2024/99.01"


def box(number: int) -> str:
    return str(PackageCode("P24", f"99.01.01.1001-{number:03d}", "GUB", Form.BOX))


def report(scope: Scope, first: int, last: int, now: datetime = NOW) -> None:
    """Let the desk report that these boxes were packed."""
    facts = [
        events.Packed(
            election=scope.election,
            kabupaten=scope.kabupaten,
            at=now,
            by=str(ACCOUNT),
            package=box(number),
            contents=(events.Counted("surat_suara", 494, "KWK-GUB/99"),),
        )
        for number in range(first, last + 1)
    ]
    flow.report(scope, facts, ACCOUNT, now)


def hide(scope: Scope, text: str, audience: str, now: datetime = NOW) -> int:
    """Put a fact of `audience` into the log by its hash, with its body beside; its number."""
    body = canonical.encode({"note": text, "salt": "ab" * 16})
    name = canonical.name_of(body)
    fact = services.NewFact(
        name=name,
        body=body,
        sig=bytes(64),
        countersigned="",
        kind="guarded",
        audience=audience,
        device="0" * 32,
        seq=1,
        prev="",
        packages=(),
        lists=(),
        countersigners=(),
        uploader="contoh",
    )
    head = services.lock(scope.election, scope.kabupaten)
    numbers, _ = services.append(head, [fact], [], now)
    return numbers[name]


class Published:
    """One scope, its log's folder in a home of its own, and its sequencer."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.scope = contoh_scope()
        self.sequencer = self.start()

    def start(self) -> Sequencer:
        self.sequencer = wiring.sequencer_of(self.scope)
        return self.sequencer

    @property
    def place(self) -> Place:
        return wiring.place_of(self.scope)

    def round(self, now: datetime = NOW) -> None:
        self.sequencer.round(now)
        assert self.sequencer.status.problems == []


@pytest.fixture
def published(db: None, tmp_path: Path, settings: LazySettings) -> Published:
    settings.HOME = tmp_path
    return Published(tmp_path)
