"""verify.html opened from a disk: somebody drops a log and a policy, and reads one sentence."""

import json
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tepat.core.log import (
    canonical,
    checkpoint_index,
    checkpoints,
    cosignatures,
    describing,
    entries,
    keys,
    notes,
    receipts,
    spelling,
    tiles,
    tree,
)
from tests import logs
from tests.browser.phone_looks import looked
from tests.core.log.vectors import part

PAGE = Path(__file__).resolve().parents[2] / "src/tepat/server/static/verify/verify.html"
ORIGIN = "tepat.example/contoh-2029/99.01"
LOG, BAWASLU, DESK = (keys.Signer(sha256(name).digest()) for name in (b"log", b"bawaslu", b"desk"))
WITNESS = notes.Verifier("bawaslu.example", notes.COSIGNATURE, BAWASLU.public)


def published() -> dict[str, bytes]:
    """A log of five facts of one desk, as files."""
    leaves, prev = [], ""
    for seq in range(1, 6):
        value = {
            "v": 1,
            "kind": "sealed",
            "election": "contoh-2029",
            "kabupaten": "99.01",
            "at": "2029-11-20T16:00:00+08:00",
            "device": DESK.key_id,
            "seq": seq,
        }
        if seq == 1:
            value |= {"kind": "desk_enrolled", "key": spelling.to_base64(DESK.public)}
        else:
            value |= {"package": f"KB{seq}", "seals": [f"S-{seq}"], "prev": prev}
        body = canonical.encode(value)
        prev = canonical.name_of(body)
        signature = keys.sign_body(DESK, keys.EVENT, body)
        leaves.append(entries.write(entries.FactEntry(body, signature, "2029-11-20T08:00:00Z")))
    hashes = [tree.leaf_hash(leaf) for leaf in leaves]
    note = checkpoints.sign(checkpoints.Checkpoint(ORIGIN, 5, tree.root_of(hashes)), LOG)
    line = cosignatures.cosign(note.text, WITNESS.name, BAWASLU, 1_890_000_000)
    about: dict[str, object] = {
        "v": 1,
        "origin": ORIGIN,
        "election": "contoh-2029",
        "kabupaten": "99.01",
        "keys": [notes.write_vkey(notes.Verifier(ORIGIN, notes.ED25519, LOG.public))],
        "release": {"states": None, "entries": None, "results": None, "security": None},
    }
    about["note"] = describing.sign(ORIGIN, describing.digest_of(about), [LOG])
    return {
        "log.json": canonical.encode(about),
        "checkpoints/index": checkpoint_index.write([5]),
        "checkpoints/5": notes.write_note(note.with_signatures([line])),
        "states/5.jsonl": b"".join(line + b"\n" for line in logs.folded(leaves)),
        "checkpoint": notes.write_note(note.with_signatures([line])),
        tiles.tile_path(0, 0, 5): b"".join(hashes),
        tiles.entries_path(0, 5): tiles.write_bundle(leaves),
    }


def verified(page: Page, folder: Path, files: dict[str, bytes]) -> None:
    """Choose the log and the policy on the page, and press the button."""
    with zipfile.ZipFile(folder / "log.zip", "w") as archive:
        for path, data in files.items():
            archive.writestr(f"log-99.01/{path}", data)
    log = notes.write_vkey(notes.Verifier(ORIGIN, notes.ED25519, LOG.public))
    policy = f"log {log}\nwitness B {notes.write_vkey(WITNESS)}\nquorum B\n"
    (folder / "policy").write_text(policy, encoding="utf-8")
    page.set_input_files("#zip", folder / "log.zip")
    page.set_input_files("#policy", folder / "policy")
    page.get_by_role("button", name="Periksa log").click()


@pytest.fixture
def page(chromium: Browser) -> Page:
    if not PAGE.is_file():
        pytest.skip("verify.html is not built: make assets")
    opened = chromium.new_page(viewport={"width": 390, "height": 900})
    opened.goto(PAGE.as_uri())
    return opened


def test_a_good_log_is_read_aloud_without_any_network(page: Page, tmp_path: Path) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    verified(page, tmp_path, published())

    sentence = "5 peristiwa, 0 diubah, 0 belum lengkap; disaksikan 1 dari 1 saksi log."
    expect(page.locator(".said.tepat")).to_have_text(sentence)
    assert asked == []
    page.set_viewport_size({"width": 360, "height": 640})
    page.locator("#result").evaluate("(result) => result.scrollIntoView()")
    looked(page)("periksa-log-baik")
    page.close()


def test_the_page_says_what_it_did_not_check(page: Page, tmp_path: Path) -> None:
    verified(page, tmp_path, published())
    limits = page.locator(".limits")

    expect(limits).to_contain_text("keadaan paket")
    expect(limits).to_contain_text("tanda terima tidak diperiksa")
    expect(limits).to_contain_text("tepat log verify")
    page.close()


def test_an_export_of_a_phone_is_held_against_the_log(page: Page, tmp_path: Path) -> None:
    receipt = receipts.Receipt("ab" * 32, ORIGIN, 9, "2029-11-20T08:00:00Z", receipts.ACCEPTED)
    body, signature = receipts.sign(receipt, DESK)
    value = {"receipts": [{"body": body.decode(), "sig": spelling.to_base64(signature)}]}
    (tmp_path / "phone.json").write_text(json.dumps(value), "utf-8")
    page.set_input_files("#phone", tmp_path / "phone.json")
    verified(page, tmp_path, published())

    expect(page.locator(".said.tidak")).to_contain_text("1 diubah")
    expect(page.locator("#result")).to_contain_text("menjanjikan nomor 9")
    expect(page.locator(".limits")).to_contain_text("1 ekspor HP diperiksa")
    page.close()


def test_the_page_is_used_without_a_mouse(page: Page) -> None:
    reached = []
    for _ in range(6):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id"))

    assert reached == ["zip", "folder", "policy", "older", "phone", "check"]
    page.keyboard.press("Enter")
    expect(page.locator("#result")).to_contain_text("Pilih berkas log dan kebijakan dahulu.")
    page.set_viewport_size({"width": 360, "height": 640})
    looked(page)("periksa-log")
    page.close()


def test_one_flipped_byte_is_named_by_its_number(page: Page, tmp_path: Path) -> None:
    files = published()
    path = tiles.entries_path(0, 5)
    files[path] = files[path].replace(b"KB3", b"KB8")
    verified(page, tmp_path, files)

    expect(page.locator(".said.tidak")).to_contain_text("1 diubah")
    expect(page.locator("#result")).to_contain_text("Peristiwa nomor 3 diubah")
    page.set_viewport_size({"width": 360, "height": 640})
    page.locator("#result").evaluate("(result) => result.scrollIntoView()")
    looked(page)("periksa-log-diubah")
    page.close()


def bundle_on(page: Page, folder: Path, changed: dict[str, str]) -> None:
    """Choose a bundle of results, with some of its files otherwise, and its policy."""
    [case, *_] = part("results", "cases")
    with zipfile.ZipFile(folder / "hasil.zip", "w") as archive:
        for name, text in {**part("results", "good"), **changed}.items():
            archive.writestr(name, text)
    (folder / "policy").write_text(case["policy"], encoding="utf-8")
    page.set_input_files("#zip", folder / "hasil.zip")
    page.set_input_files("#policy", folder / "policy")
    page.get_by_role("button", name="Periksa log").click()


def test_a_bundle_of_results_is_made_again_from_what_was_signed(page: Page, tmp_path: Path) -> None:
    bundle_on(page, tmp_path, {})
    good = "COCOK: setiap angka dalam bundel ini ditandatangani dan ada di log."
    expect(page.locator(".said.tepat")).to_have_text(good)
    expect(page.locator("#result")).to_contain_text("3 formulir, 26 angka, 14 peristiwa")
    expect(page.locator("#result")).to_contain_text("Bukan hasil resmi")
    page.set_viewport_size({"width": 360, "height": 640})
    page.locator("#result").evaluate("(result) => result.scrollIntoView()")
    looked(page)("periksa-hasil-baik")
    page.close()


def test_one_number_of_a_bundle_that_is_otherwise_is_named(page: Page, tmp_path: Path) -> None:
    table = part("results", "good")["hasil.csv"]
    bundle_on(page, tmp_path, {"hasil.csv": table.replace(",250,145", ",251,145", 1)})
    expect(page.locator(".said.tidak")).to_contain_text("TIDAK COCOK")
    found = page.get_by_role("listitem")
    expect(found.filter(has_text="berkas menyebut 251, yang ditandatangani 250")).to_have_count(1)
    expect(found.filter(has_text="Berkas hasil.csv dalam bundel")).to_have_count(1)
    page.set_viewport_size({"width": 360, "height": 640})
    page.locator("#result").evaluate("(result) => result.scrollIntoView()")
    looked(page)("periksa-hasil-berubah")
    page.close()


def test_a_zip_that_only_calls_itself_a_bundle_is_refused(page: Page, tmp_path: Path) -> None:
    bundle_on(page, tmp_path, {"bundel.json": "{}"})
    expect(page.locator(".said.tidak")).to_contain_text("bukan bundel hasil yang utuh")
    page.close()
