"""Letters, keys in files, and the commands about devices and the log."""

import io
import os
import stat
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from tepat.adapters import key_files
from tepat.core.election.ids import Form, PackageCode
from tepat.core.election.roles import Role
from tepat.core.log import letters
from tepat.core.problems import Refused
from tepat.server import flow
from tepat.server.election.models import Scope
from tepat.server.log.models import Fact
from tepat.server.move.custody import services as custody
from tepat.server.move.devices import keys as own_keys
from tepat.server.move.devices import letters as letters_of_duty
from tepat.server.move.devices import queries, reporting
from tepat.server.move.models import Device, Officer, PackageCustody, PackageState
from tepat.server.move.shipments import services as shipments
from tests.phones import NIGHT, Phone, letter_for, packed, phone_of
from tests.worlds import contoh_scope, person

BOX = str(PackageCode("P24", "99.01.01.1001-001", "GUB", Form.BOX))


@pytest.fixture
def scope(db: None) -> Scope:
    return contoh_scope()


def test_a_key_file_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "desk.key"

    with ThreadPoolExecutor(8) as several:
        made = set(several.map(lambda _: key_files.read_or_make(path), range(8)))

    assert len(made) == 1
    assert [each.name for each in path.parent.iterdir()] == ["desk.key"]
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("text", ["", "zz", "ab" * 31, "ab" * 33, "\xff"])
def test_a_broken_key_file_is_named_and_never_replaced(tmp_path: Path, text: str) -> None:
    path = tmp_path / "desk.key"
    path.write_text(text, encoding="latin-1")

    with pytest.raises(key_files.KeyFileBroken, match=r"desk\.key"):
        key_files.read_or_make(path)
    assert path.read_text(encoding="latin-1") == text


def test_the_letter_is_signed_by_the_desk_and_the_same_each_time(scope: Scope) -> None:
    rina = letter_for(scope, "Bu Rina", Role.PPK, "99.01.01")

    data = letters_of_duty.letter_of(scope, rina.assignment, ("https://tepat.example.id",))

    letter = letters.parse(data)
    assert letter.verifies(own_keys.desk().public)
    assert (letter.letter.role, letter.letter.area) == ("ppk", "99.01.01")
    assert letter.letter.secret == own_keys.secret_of(rina.assignment)
    assert data == letters_of_duty.letter_of(scope, rina.assignment, ("https://tepat.example.id",))
    assert b"Rina" not in data, "the log and the QR know no names"


def test_the_letter_is_one_page_and_its_code_can_be_scanned(scope: Scope) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    zxing = pytest.importorskip("zxingcpp")
    rina = letter_for(scope, "Bu Rina", Role.PPK, "99.01.01")

    paper = letters_of_duty.paper_of(
        scope, rina.assignment, letters_of_duty.Printed(("https://tepat.example.id",))
    )

    document = pdfium.PdfDocument(paper)
    assert len(document) == 1
    text = document[0].get_textpage().get_text_bounded()
    assert "Bu Rina" in text
    assert "99.01.01" in text
    [code] = zxing.read_barcodes(document[0].render(scale=3).to_pil())
    assert code.text.encode() == letters_of_duty.letter_of(
        scope, rina.assignment, ("https://tepat.example.id",)
    )
    assert paper == letters_of_duty.paper_of(
        scope, rina.assignment, letters_of_duty.Printed(("https://tepat.example.id",))
    )


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": " "}, "officer_name"),
        ({"area": "98.01.01"}, "area_outside"),
        ({"ends": NIGHT - timedelta(days=1)}, "duty_ended"),
        ({"role": Role.PPK, "area": "99.01"}, "area_too_wide"),
        ({"ends": NIGHT.replace(year=2100)}, "duty_too_long"),
    ],
)
def test_a_duty_that_cannot_be_is_refused(
    scope: Scope, change: dict[str, object], code: str
) -> None:
    duty = {
        "name": "Bu Rina",
        "role": Role.PPK,
        "area": "99.01.01",
        "starts": NIGHT,
        "ends": NIGHT + timedelta(days=9),
    }
    with pytest.raises(Refused, match=code):
        reporting.assign(scope, person("bu_dewi"), reporting.Duty(**{**duty, **change}), NIGHT)  # type: ignore[arg-type]
    assert not Officer.objects.exists()


def test_a_letter_that_ends_takes_every_phone_of_it(scope: Scope) -> None:
    sari = phone_of(scope, "bu_sari")
    flow.accept(scope, [packed(sari, BOX)], sari.device, NIGHT)

    reporting.revoke(scope, person("bu_dewi"), sari.device, 0, "stolen", NIGHT)

    assert PackageState.objects.get(package=BOX).state == "planned"
    assert Device.objects.get(device=sari.device).upto == 0
    with pytest.raises(Refused, match="device_unknown"):
        reporting.revoke(scope, person("bu_dewi"), "ab" * 16, None, "lost", NIGHT)


def test_alarms_name_the_devices_somebody_must_look_at(scope: Scope) -> None:
    sari, udin = phone_of(scope, "bu_sari"), phone_of(scope, "pak_udin")
    assert queries.alarms(scope) == []
    packed(sari, BOX)

    flow.accept(scope, [packed(sari, BOX), packed(udin, BOX)], sari.device, NIGHT)

    [alarm] = queries.alarms(scope)
    assert (alarm.device, alarm.gap_from, alarm.waiting) == (sari.device, 2, 1)


def test_facts_about_a_list_that_comes_later_reach_its_packages(scope: Scope) -> None:
    from tepat.core.log import canonical
    from tepat.core.move import events
    from tepat.core.move.shipments import list_of

    joko = phone_of(scope, "pak_joko", Role.DRIVER)
    body = list_of(
        scope.election, scope.kabupaten, "SHP-1", ("99.01:gudang-1", "99.01.01:ppk"), [BOX]
    )
    name = canonical.name_of(body)
    said = joko.say(
        events.Received,
        shipment="SHP-1",
        list=name,
        giver="warehouse@99.01",
        receiver="driver@99.01",
        place="99.01:gudang-1",
    )
    flow.accept(scope, [said], joko.device, NIGHT)
    assert not PackageCustody.objects.exists()

    from tepat.adapters import list_files

    list_files.write(shipments.folder(), body)
    assert custody.learn_list(scope, name) == 1
    assert PackageCustody.objects.get(package=BOX).stage == "claimed"
    assert custody.learn_list(scope, name) == 0
    assert flow.rebuild(scope).differences == ()


# -- commands --------------------------------------------------------------------

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(scope: Scope, monkeypatch: pytest.MonkeyPatch) -> Run:
    from tepat import cli

    monkeypatch.setattr("tepat.server.move.devices.commands.prepare", lambda: None)

    def command(*words: str) -> tuple[int, str]:
        out = io.StringIO()
        monkeypatch.setattr(sys, "stdout", out)
        monkeypatch.setattr(sys, "stderr", out)
        return cli.main(["log", *words, "--kabupaten", "99.01"]), out.getvalue()

    return command


def test_assign_prints_the_code_or_writes_the_letter(run: Run, tmp_path: Path) -> None:
    person("bu_dewi")
    words = ["assign", "--name", "Bu Rina", "--role", "ppk", "--area", "99.01.01"]

    status, told = run(*words, "--until", "2099-12-10")
    assert (status, letters.parse(told.strip().encode()).letter.role) == (0, "ppk")

    paper = tmp_path / "surat.pdf"
    status, told = run(*words, "--until", "2099-12-10", "--out", str(paper))
    assert status == 0
    assert paper.read_bytes().startswith(b"%PDF")

    status, told = run(*words, "--until", "besok")
    assert status == 1
    assert "2024-12-10" in told


def test_revoking_says_what_it_takes_away_and_spares_the_desk(run: Run, scope: Scope) -> None:
    sari = phone_of(scope, "bu_sari")
    desk = own_keys.desk().key_id

    for device, upto, word in (
        (sari.device, "-1", "antara 0 dan 1"),
        (sari.device, str(10**30), "antara 0 dan 1"),
        (desk, "1", "desk-key rotate"),
    ):
        status, told = run("revoke", device, f"--upto={upto}")
        assert (status, word in told) == (1, True), told
    assert not Fact.objects.filter(kind="revoked").exists()

    status, told = run("revoke", sari.device, "--upto", "0")
    assert (status, "1 fakta yang sudah masuk tidak berlaku lagi" in told) == (0, True)


def test_devices_are_listed_with_what_is_amiss(run: Run, scope: Scope) -> None:
    sari: Phone = phone_of(scope, "bu_sari")
    assert run("revoke", sari.device, "--upto", "1")[0] == 0

    status, told = run("devices")

    assert status == 0
    assert f"{sari.device}       1  warehouse 99.01 bu_sari  dicabut sesudah 1" in told
    assert "desk" in told


def test_show_finds_numbers_facts_and_packages(run: Run, scope: Scope) -> None:
    sari = phone_of(scope, "bu_sari")
    [receipt] = flow.accept(scope, [packed(sari, BOX)], sari.device, NIGHT)

    assert f'"number": {receipt.number}' in run("show", receipt.id)[1]
    assert '"body"' in run("show", str(receipt.number))[1]
    status, told = run("show", BOX)
    assert status == 0
    assert '"stage": "packed"' in told
    assert receipt.id in told
    for nothing in ("999999", "0", "NOBODY", "ab" * 32):
        status, told = run("show", nothing)
        assert (status, nothing in told) == (1, True)


def test_rebuild_says_whether_anything_differed(run: Run, scope: Scope) -> None:
    sari = phone_of(scope, "bu_sari")
    flow.accept(scope, [packed(sari, BOX)], sari.device, NIGHT)
    assert run("rebuild") == (0, "4 fakta; semua tabel sama.\n")

    PackageCustody.objects.update(holder="thief@99.01")
    status, told = run("rebuild")
    assert status == 1
    assert "thief@99.01" in told
    assert run("rebuild")[0] == 0
