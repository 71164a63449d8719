"""The commands of a hub: what goes out by a stick, what comes back, and what it says of itself."""

import json
from pathlib import Path

import msgspec
import pypdfium2
import pytest
from django.test import override_settings

from tepat import cli
from tepat.adapters import hall_certificate
from tepat.core.election.roles import Role
from tepat.core.log import canonical, keys, receipts, spelling
from tepat.server.hub import bundle, calls, kept, state, stick
from tepat.server.log.models import Fact
from tepat.server.move.devices import batches, pasting
from tests.phones import NIGHT, Phone, packed, phone_of
from tests.server.door.test_over_http import as_batch
from tests.server.hub.halls import DESA, HULU, Hall
from tests.server.hub.test_calls import BOX
from tests.worlds import person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _commands(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands find the folder of this hub, and Django as the test has it."""
    monkeypatch.setenv("TEPAT_HOME", str(hall.home))
    monkeypatch.setenv("TEPAT_HOSTS", "testserver")
    monkeypatch.setenv("TEPAT_FIELD_ORIGINS", "")
    for module in ("tepat.server.hub.commands", "tepat.server.move.devices.commands"):
        monkeypatch.setattr(f"{module}.prepare", lambda: None)


def brought(hall: Hall) -> bytes:
    body = as_batch(packed(hall.rina, BOX))
    hall.ask(hall.rina, "/facts", body)
    return body


def taken_at_the_office(hall: Hall, file: Path, receipts_file: Path) -> int:
    """The stick at KPU: `log take`, in the folder of the office."""
    with override_settings(HOME=hall.home.parent / "kantor"):
        person("bu_dewi")
        words = ["log", "take", str(file), "--kabupaten", "99.01", "--by", "bu_dewi"]
        return cli.main([*words, "--receipts", str(receipts_file)])


def test_facts_go_by_a_stick_and_receipts_come_back_until_the_phone_has_them(
    hall: Hall, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    body = brought(hall)
    out, back = tmp_path / "kiriman.json", tmp_path / "tanda-terima.json"
    assert cli.main(["hub", "export", str(out)]) == 0
    assert "1 catatan" in capsys.readouterr().out

    assert taken_at_the_office(hall, out, back) == 0
    assert Fact.objects.filter(kind="packed").count() == 1
    capsys.readouterr()
    assert cli.main(["hub", "receipts", str(back)]) == 0
    assert "1 tanda terima KPU" in capsys.readouterr().out

    answer = hall.ask(hall.rina, "/facts", body)
    [said] = json.loads(answer.content)["receipts"]
    assert receipts.parse(said["body"].encode()).verdict == receipts.ACCEPTED
    assert hall.kept.count() == kept.Count(1, 1, 0, 0)
    assert hall.asked, "the office was asked and not reached"

    assert cli.main(["hub", "export", str(tmp_path / "lagi.json")]) == 0
    assert "semua catatan di sini sudah dijawab" in capsys.readouterr().err
    assert cli.main(["hub", "export", "--all", str(tmp_path / "semua.json")]) == 0
    assert (tmp_path / "semua.json").exists()


def test_a_receipt_that_no_desk_key_signed_or_of_another_fact_is_not_kept(
    hall: Hall, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    brought(hall)
    [sent] = hall.kept.facts()
    own = canonical.name_of(sent.body)

    def receipt(name: str, signer: keys.Signer, log: str = hall.hub.bundle.log) -> dict[str, str]:
        value = receipts.Receipt(name, log, 1, "2024-11-12T14:00:00Z", receipts.ACCEPTED)
        body, sig = receipts.sign(value, signer)
        return {"body": body.decode(), "sig": spelling.to_base64(sig)}

    from tepat.server.move.devices import keys as own_keys

    with override_settings(HOME=hall.home.parent / "kantor"):
        desk = own_keys.desk()
    thief = Phone(hall.scope, "pencuri").signer
    every = [receipt(own, thief), receipt("a" * 64, desk), receipt(own, desk, "lain/log")]
    file = tmp_path / "palsu.json"
    file.write_text(json.dumps({"receipts": every}))

    assert cli.main(["hub", "receipts", str(file)]) == 1
    assert hall.kept.count() == kept.Count(1, 0, 1, 0)
    file.write_text("{}")
    assert cli.main(["hub", "receipts", str(file)]) == 1
    file.write_text(json.dumps({"receipts": [receipt(own, desk)]}))
    assert cli.main(["hub", "receipts", str(file)]) == 0
    assert hall.kept.count() == kept.Count(1, 1, 0, 0)


def test_a_key_of_the_desk_that_has_ended_receipts_nothing_by_a_stick(hall: Hall) -> None:
    """A key ends because somebody else may have it."""
    brought(hall)
    [sent] = hall.kept.facts()
    thief = Phone(hall.scope, "pencuri").signer
    old = {"key": spelling.to_base64(thief.public), "upto": 3}
    lists = {}
    for name, listed in hall.hub.bundle.lists.items():
        value = json.loads(listed.text)
        value["trust"]["desks"].append(old)
        lists[name] = msgspec.structs.replace(listed, text=canonical.encode(value).decode())
    made = msgspec.structs.replace(hall.hub.bundle, lists=lists)
    hub = msgspec.structs.replace(hall.hub, bundle=made)
    name = canonical.name_of(sent.body)
    value = receipts.Receipt(name, made.log, 1, "2024-11-12T14:00:00Z", receipts.ACCEPTED)
    body, sig = receipts.sign(value, thief)

    one = batches.SignedReceipt(body.decode(), spelling.to_base64(sig))
    assert stick.take(hall.kept, hub, [one]) == 0
    assert hall.kept.facts() == [sent]


def test_a_stick_takes_no_larger_file_than_the_office_reads(
    hall: Hall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        brought(hall)
    whole = len(calls.as_export(hall.kept.facts()))
    monkeypatch.setattr(pasting, "MOST_BYTES", whole * 3 // 4)

    assert cli.main(["hub", "export", str(tmp_path / "a.json")]) == 0

    files = ["a.json", "a-2.json"]
    assert sorted(each.name for each in tmp_path.glob("a*.json")) == sorted(files)
    assert [pasting.read((tmp_path / each).read_text()) for each in files] == [
        hall.kept.facts()[at : at + 2] for at in (0, 2)
    ]


def test_status_counts_what_lies_here_and_what_the_office_answered(
    hall: Hall, capsys: pytest.CaptureFixture[str]
) -> None:
    brought(hall)
    assert cli.main(["hub", "status"]) == 0
    said = capsys.readouterr().out
    assert "1 catatan di hub ini, 0 sudah dijawab KPU" in said
    assert "1 kiriman menunggu jaringan, 0 ditolak KPU" in said


def test_a_newer_bundle_lets_new_keys_in_and_another_area_is_refused(
    hall: Hall, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with override_settings(HOME=hall.home.parent / "kantor"):
        lina = phone_of(hall.scope, "bu_lina", Role.PPS, DESA)
        newer = bundle.write(bundle.make(hall.scope, HULU, "https://kantor.contoh", NIGHT))
        other = bundle.write(bundle.make(hall.scope, "99.01.02", "https://kantor.contoh", NIGHT))
    assert hall.ask(lina, "/manifest", method="GET").status_code == 401

    file = tmp_path / "bekal.gz"
    file.write_bytes(newer)
    before = (state.folder(hall.home) / "server.key").read_bytes()
    assert cli.main(["hub", "renew", str(file)]) == 0
    assert bundle.mark(newer) in capsys.readouterr().out
    assert hall.ask(lina, "/manifest", method="GET").status_code == 200
    assert (state.folder(hall.home) / "server.key").read_bytes() == before

    file.write_bytes(other)
    assert cli.main(["hub", "renew", str(file)]) == 1
    assert state.hub_of(hall.home).bundle.area == HULU
    assert cli.main(["hub", "renew", str(tmp_path / "tidak-ada.gz")]) == 1


def test_the_poster_is_one_page(
    hall: Hall, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "poster.pdf"
    assert cli.main(["hub", "poster", str(file), "--guide-port", "8081"]) == 0
    assert str(file) in capsys.readouterr().out
    pages = pypdfium2.PdfDocument(file.read_bytes())
    assert len(pages) == 1
    said = " ".join(pages[0].get_textpage().get_text_range().split())
    mark = hall_certificate.fingerprint((state.folder(hall.home) / "ca.pem").read_bytes())
    assert (
        f"Sebelum tekan Instal, cocokkan 16 huruf dan angka ini dengan layar HP: {mark} Beda?"
        in said
    )


def test_without_a_hub_every_command_says_so(
    hall: Hall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEPAT_HOME", str(tmp_path / "kosong"))
    for words in (["status"], ["export", "x.json"], ["receipts", "x.json"], ["renew", "x.gz"]):
        assert cli.main(["hub", *words]) == 1
