"""The book of the warehouse begins with what TPS get: received, sorted, set aside."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

from tepat.gladi import stocking
from tepat.gladi.agenda import Agenda
from tepat.gladi.world import Package, World

GUB, BUP = "surat_suara|KWK-GUB/63", "surat_suara|KWK-BUP/63.09"


@dataclass
class _Desk:
    """A desk that remembers its forms."""

    sent: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def post(self, path: str, fields: dict[str, Any]) -> None:
        self.sent.append((path, fields))


def _ballots(code: str, place: str, key: str, count: int | None) -> Package:
    item, _, sku = key.partition("|")
    return Package(code, place, "S", "", ((item, sku, count), ("tinta", "", 2)))


def test_what_tps_get_is_received_sorted_and_set_aside_in_this_order() -> None:
    tps = "63.09.10.2003-00"
    packages = [
        _ballots("a", f"{tps}1", GUB, 300),
        _ballots("b", f"{tps}2", GUB, 250),
        _ballots("c", f"{tps}1", BUP, 310),
        _ballots("d", f"{tps}2", BUP, None),
        _ballots("e", "63.09", GUB, 2000),
    ]
    desk, agenda = _Desk(), Agenda()
    world = SimpleNamespace(
        asked=SimpleNamespace(kabupaten="63.09"),
        packages={each.code: each for each in packages},
        agenda=agenda,
        moment=lambda days, hour: datetime(2024, 11, 27 - days, hour, tzinfo=UTC),
        desk={"gudang": desk}.__getitem__,
    )

    stocking.plan(cast(World, world))
    agenda.run(datetime(2024, 11, 18, tzinfo=UTC))

    paths = [path for path, _ in desk.sent]
    assert paths == ["gudang/terima/", "gudang/sortir/", "gudang/sortir/", "gudang/alokasi/"]
    came = desk.sent[0][1]
    assert (came["goods"], came["counted"], came["declared"]) == (
        [BUP, GUB],
        ["310", "550"],
        ["310", "550"],
    )
    assert [fields["taken"] for _, fields in desk.sent[1:3]] == ["310", "550"]
    assert desk.sent[2][1]["pile"] == f"{GUB}~63.09:gudang-1~belum_disortir~biasa"


def test_an_election_without_ballots_has_nothing_to_receive() -> None:
    agenda = Agenda()
    world = SimpleNamespace(asked=SimpleNamespace(kabupaten="63.09"), packages={}, agenda=agenda)
    stocking.plan(cast(World, world))
    assert agenda.next() is None
