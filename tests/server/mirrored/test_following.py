"""A room follows the mirror: it believes its own policy, and keeps the last good state."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import LazySettings

from tepat.core.log import canonical, describing, entries, office, tiles
from tepat.core.problems import Code, Refused
from tepat.server import clock, environment, flow
from tepat.server.election.models import Scope
from tepat.server.keeping.comparing import changed
from tepat.server.log import queries
from tepat.server.log.models import Fact
from tepat.server.mirrored import addresses, following, state, tables
from tepat.server.mirrored.marking import Room, write
from tepat.server.move.models import Device, PackageCustody
from tests.logs import ELECTION, KABUPATEN, ORIGIN, a_log, folded, signer
from tests.logs import Device as Phone
from tests.server.mirrored.conftest import Bawaslu, Made

FILLED = [{"count": 494, "item": "surat_suara_bupati"}]


def lines() -> list[str]:
    """What this room says the packages are, as KPU publishes it."""
    return list(PackageCustody.objects.order_by("package").values_list("line", flat=True))


def test_every_fact_of_kpu_is_folded_to_what_kpu_says(bawaslu: Made) -> None:
    room = bawaslu(600)

    now = room.follow()

    assert (now.size, now.published, now.problem, now.withheld) == (600, 600, {}, 0)
    assert now.witnessed
    assert queries.entries(ELECTION, KABUPATEN, 1, 600) == room.kpu.leaves
    assert lines() == [each.decode() for each in folded(room.kpu.leaves)]
    assert Scope.objects.get().zone == "Asia/Makassar"  # as the first fact was told


def test_what_comes_later_is_taken_up_where_it_stands(bawaslu: Made) -> None:
    room = bawaslu(40)
    room.follow()
    room.kpu.leaves[:] = a_log(room.kpu.folder, 300).leaves
    room.kpu.publish()

    now = room.follow()

    assert (now.size, now.problem) == (300, {})
    assert lines() == [each.decode() for each in folded(room.kpu.leaves)]
    assert room.follow().size == 300  # once more is no harm
    assert Fact.objects.count() == 300


def test_a_changed_byte_is_refused_and_the_last_good_state_stays(bawaslu: Made) -> None:
    room = bawaslu(40)
    before = (room.follow().size, lines())
    room.kpu.leaves[:] = a_log(room.kpu.folder, 90).leaves
    room.kpu.publish()
    bundle = room.kpu.folder / tiles.entries_path(0, 90)
    bundle.write_bytes(bundle.read_bytes().replace(b"KB0040", b"KB0041", 1))

    now = room.follow()

    assert now.problem["code"] == Code.MIRROR_BROKEN
    assert (now.size, lines()) == before
    assert now.is_stale(datetime.now(UTC))


def test_a_shorter_log_and_another_history_are_refused(bawaslu: Made, tmp_path: Path) -> None:
    room = bawaslu(40)
    before = (room.follow().size, lines())
    for facts, kinds in ((20, "shorter"), (44, "other")):
        other = a_log(tmp_path / kinds, facts)
        if kinds == "other":
            other.leaves[30] = other.leaves[31]
        other.publish()
        room.kpu.folder = other.folder

        now = room.follow()

        assert now.problem["code"] == Code.MIRROR_FORK, kinds
        assert (now.size, lines()) == before


def test_a_log_of_another_key_is_refused(bawaslu: Made) -> None:
    room = bawaslu(40)
    room.policy = replace(room.policy, logs=())

    now = room.follow()

    assert now.problem["code"] == Code.NOTE_UNTRUSTED
    assert not Fact.objects.exists()


def test_a_fact_that_kpu_itself_forged_is_told_by_its_number(bawaslu: Made) -> None:
    room = bawaslu(40)
    body, _ = Phone("bu_sari", seq=90, prev="0" * 64).fact(
        "packed", package="KB9999", contents=FILLED
    )
    room.kpu.add(body, bytes(64))
    room.kpu.publish()

    now = room.follow()

    assert now.problem == {
        "code": Code.ROOM_SIGNATURE,
        "facts": {"number": 41, "device": Phone("bu_sari").signer.key_id},
    }
    assert now.size == Fact.objects.count() == 40  # what stands before it is good


def test_what_is_withheld_stands_by_its_hash_until_its_body_comes(bawaslu: Made) -> None:
    room = bawaslu(40)
    log = room.kpu
    joko = Phone("pak_joko", seq=1, prev=_last_of("pak_joko", log.leaves))
    seen = joko.fact(
        "positioned", shipment="L001", gps={"lat": -216500, "lon": 11538300}, salt="5a" * 16
    )
    number = log.hide(*seen, "security")
    log.add(*joko.fact("packed", package="KB9999", contents=FILLED))
    log.publish()

    now = room.follow()

    assert (now.size, now.withheld) == (42, 1)
    row = Fact.objects.get(number=number)
    assert (bytes(row.body), row.kind, row.audience) == (b"", "withheld", "security")
    assert queries.entries(ELECTION, KABUPATEN, 1, 42) == log.leaves
    assert list(changed(following.place_of(room.link))) == []  # as the doctor compares them
    assert not Device.objects.get(device=joko.signer.key_id).gap_from  # its chain is whole

    path = room.copy / f"bodies/security/{number}.json"
    path.parent.mkdir(parents=True)
    path.write_bytes(canonical.encode({"body": seen[0].decode()}))

    assert room.follow().withheld == 0
    row.refresh_from_db()
    assert (bytes(row.body), row.kind) == (seen[0], "positioned")
    assert queries.entries(ELECTION, KABUPATEN, 1, 42) == log.leaves


def _last_of(owner: str, leaves: list[bytes]) -> str:
    """The name of the newest fact that somebody's key signed."""
    device = Phone(owner).signer.key_id
    found = [entries.parse(leaf) for leaf in leaves]
    bodies = [each.body for each in found if isinstance(each, entries.FactEntry)]
    return [canonical.name_of(body) for body in bodies if device.encode() in body][-1]


def test_a_room_adds_no_fact_to_the_log_of_kpu(bawaslu: Made) -> None:
    room = bawaslu(40)
    room.follow()
    scope = Scope.objects.get()

    with pytest.raises(Refused) as refused:
        flow.report(scope, [], UUID(int=1), datetime.now(UTC))

    assert refused.value.problem.code == Code.ROOM_READS_ONLY
    assert queries.size(ELECTION, KABUPATEN) == 40


def test_entries_that_are_not_opened_yet_are_waited_for(bawaslu: Made) -> None:
    room = bawaslu(300)
    for path in (room.kpu.folder / "tile/entries").rglob("*"):
        if path.name == "44":
            path.unlink()

    now = room.follow()

    assert (now.size, now.published, now.problem) == (256, 300, {})


def test_a_silent_source_is_stale_after_ten_minutes() -> None:
    now = datetime(2024, 11, 20, 2, 14, tzinfo=UTC)
    fresh = state.State("o", "w", good_at=(now - timedelta(minutes=9)).isoformat())
    old = replace(fresh, good_at=(now - timedelta(minutes=11)).isoformat())

    assert not fresh.is_stale(now)
    assert old.is_stale(now)
    assert replace(fresh, problem={"code": "x", "facts": {}}).is_stale(now)


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "192.168.1.5", "[::1]:80", "169.254.169.254"])
def test_a_private_address_is_read_only_where_it_is_set_so(
    host: str, monkeypatch: pytest.MonkeyPatch, settings: LazySettings
) -> None:
    with pytest.raises(Refused) as refused:
        addresses.check(f"http://{host}/log/pilkada-2024/63.09")
    assert refused.value.problem.code == Code.ROOM_PRIVATE

    monkeypatch.setenv("TEPAT_MIRROR_PRIVATE", "1")
    addresses.check(f"http://{host}/log/pilkada-2024/63.09")


def told_by_kpu(room: Bawaslu, hour: int = 1, /, **said: object) -> None:
    """Let KPU's office say this about its scope at that hour, signed as it signs."""
    folder = room.kpu.folder
    value = {"zone": "Asia/Makassar", "contoh": True, "quantities": [], "election": ""}
    part = tables.packed({**value, "packages": None, **said})
    name, made = sha256(part).hexdigest(), f"2024-11-20T0{hour}:00:00Z"
    index = office.Office(ELECTION, KABUPATEN, ORIGIN, made, {"scope": name})
    note = describing.sign(
        ORIGIN, describing.digest_of(index.as_value()), [signer(room.kpu.operator)]
    )
    (folder / office.FOLDER).mkdir(exist_ok=True)
    (folder / office.FOLDER / name).write_bytes(part)
    (folder / office.FILE).write_bytes(office.write(index, note))


def mark_demo(room: Bawaslu) -> None:
    """Say as the room's own operator that it is a demo: `tepat serve --demo-clock`."""
    write(room.home, Room("bawaslu", (room.link,), demo_clock=True))


@pytest.fixture
def no_shift(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the clock of the tests stand as it stood, whatever a test moves."""
    monkeypatch.setattr(clock, "_shift", timedelta())


@pytest.mark.usefixtures("no_shift")
def test_the_room_of_a_demo_follows_the_clock_of_its_demo(bawaslu: Made) -> None:
    room = bawaslu()
    told_by_kpu(room, demo_shift=-86_400)
    mark_demo(room)

    assert room.follow().problem == {}

    assert environment.demo_shift(room.home) == -86_400
    assert datetime.now(UTC) - clock.now() > timedelta(hours=23)


@pytest.mark.usefixtures("no_shift")
@pytest.mark.parametrize(
    ("is_demo", "said"),
    [
        (False, {"demo_shift": -86_400}),  # nobody at Bawaslu said that this is a demo
        (True, {"demo_shift": -86_400, "contoh": False}),
        (True, {"demo_shift": -86_400, "contoh": 1}),
        (True, {"demo_shift": 10**15}),
        (True, {"demo_shift": -(10**9)}),
        (True, {"demo_shift": True}),
        (True, {"demo_shift": "60"}),
    ],
)
def test_kpu_does_not_move_the_clock_of_another_agency(
    bawaslu: Made, is_demo: bool, said: dict[str, object]
) -> None:
    room = bawaslu()
    told_by_kpu(room, **said)
    if is_demo:
        mark_demo(room)

    room.follow()

    assert not (room.home / environment.DEMO_CLOCK).exists()
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.mark.usefixtures("no_shift")
def test_a_second_mirror_does_not_move_the_clock_of_a_real_one(bawaslu: Made) -> None:
    room = bawaslu()
    Scope.objects.create(election="pilkada-2024", kabupaten="99.02", zone="Asia/Makassar")
    told_by_kpu(room, demo_shift=-86_400)
    mark_demo(room)

    room.follow()

    assert not (room.home / environment.DEMO_CLOCK).exists()


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", 7, "../../etc/passwd"])
def test_a_zone_that_is_none_is_told_and_breaks_no_page(bawaslu: Made, zone: object) -> None:
    room = bawaslu()
    told_by_kpu(room, zone=zone)

    assert room.follow().problem["code"] == Code.ROOM_OFFICE
    assert not Scope.objects.exists()

    told_by_kpu(room, 2)
    room.follow()
    told_by_kpu(room, 3, zone=zone)
    assert room.follow().problem["code"] == Code.ROOM_OFFICE
    assert Scope.objects.get().zone == "Asia/Makassar"


@pytest.mark.parametrize("rows", [[{"count": 494}], ["surat"], [{"rule": "r", "count": "x"}], 7])
def test_quantities_that_are_none_are_told_and_break_no_page(bawaslu: Made, rows: object) -> None:
    room = bawaslu()
    told_by_kpu(room, quantities=rows)

    assert room.follow().problem["code"] == Code.ROOM_OFFICE
    assert Scope.objects.get().quantities == []


@pytest.mark.parametrize("text", ["1000000000000000", "besok", "", "-99999999999999999999999"])
def test_a_clock_file_that_says_nothing_moves_nothing_and_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    (tmp_path / environment.DEMO_CLOCK).write_text(text)

    assert environment.demo_shift(tmp_path) == 0

    assert "Hapus berkas itu" in capsys.readouterr().err
