"""A bundle of results: verified without the server, and no number is changed unseen."""

import io
import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.test import Client

from tepat.adapters.sheets import open_sheets
from tepat.core.count import bundle
from tepat.core.count.form import Form
from tepat.core.count.sheet import heads_in
from tepat.core.count.versions import digest_of
from tepat.core.election.roles import Role
from tepat.core.log import canonical, entries, keys, policies, spelling
from tepat.core.move import events
from tepat.core.move.judging import Sent
from tepat.core.problems import Code, Refused
from tepat.server import flow
from tepat.server.count.exports.files import make
from tepat.server.count.models import TypedForm
from tepat.server.count.results import reporting
from tepat.server.count.sheets import services
from tepat.server.election.models import Scope
from tepat.server.log.models import Fact
from tepat.server.log.names import origin_of
from tepat.server.log.publishing.disk import Disk
from tepat.server.log.publishing.keys import make_key
from tepat.server.log.publishing.place import Place
from tepat.server.log.publishing.publisher import Publisher
from tepat.server.log.publishing.signer import FileSigner
from tepat.server.log.publishing.source import DatabaseSource
from tepat.server.move.devices import queries as devices
from tepat.server.move.devices import reporting as ending
from tepat.witness.verifying.report import Outcome
from tepat.witness.verifying.results import verify
from tepat.witness.verifying.results_report import ResultsReport
from tests import logs
from tests.phones import Phone, phone_of
from tests.server.count.counted import (
    BUP,
    EVENING,
    FIGURES,
    GUB,
    TEDUH,
    TPS,
    kpps,
    operator,
    say_numbers,
    sheet,
    state,
    tell,
    tell_result,
    typed,
)
from tests.server.count.test_pages import at, lia
from tests.sheets import xlsx
from tests.witness.conftest import tepat
from tests.worlds import contoh_scope, person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "HOME", tmp_path)


def published(scope: Scope) -> Path:
    """Publish the log as it is now; return the policy of somebody who knows its key."""
    where = (scope.election, scope.kabupaten)
    place, disk = Place(settings.HOME, *where, origin_of(*where)), Disk()
    if not list(place.keys.glob(f"{place.key_name}*")):
        make_key(place, disk)
    signer = FileSigner(place, disk)
    publisher = Publisher(place, DatabaseSource(place), signer, disk)
    publisher.recover()
    if note := publisher.sign():
        publisher.publish(note)
    path: Path = settings.HOME / "policy"
    path.write_text(f"log {signer.vkeys()[0]}\nquorum none\n", encoding="utf-8")
    return path


def a_count() -> Scope:
    """Two typed the same, a phone and the desk agree, one typed alone."""
    scope = contoh_scope()
    typed(scope, "bu_lia", sheet(), sheet(f"{TEDUH}-002"))
    typed(scope, "pak_tono", sheet(f"{TEDUH}-002"))
    phone = kpps(scope)
    said = {"place": TPS, "voters": 400, "dpt": 396, "moved": 3, "unlisted": 1}
    tell(scope, phone, events.Turnout, **said)
    tell_result(scope, phone)
    other = kpps(scope, f"{TEDUH}-003")
    tell_result(scope, other, f"{TEDUH}-003", GUB)
    return scope


def checked(data: bytes, policy: Path) -> ResultsReport:
    path = policy.with_name("bundel.zip")
    path.write_bytes(data)
    return verify(path, policies.parse(policy.read_bytes()))


def members(data: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def signed_anew(files: Mapping[str, bytes], scope: Scope) -> bytes:
    """What a desk could make that signs a table it has changed: hashes and signature fit."""
    index = canonical.decode(files[bundle.INDEX])
    index.pop(bundle.SIGNATURE)
    rest = {name: data for name, data in files.items() if name != bundle.INDEX}
    index["files"] = {name: sha256(data).hexdigest() for name, data in rest.items()}
    desk = devices.receipt_key(scope)
    signature = keys.sign_body(desk, keys.RESULTS, canonical.encode(index))
    index[bundle.SIGNATURE] = spelling.to_base64(signature)
    return zipped({**rest, bundle.INDEX: canonical.encode(index)})


def codes(report: ResultsReport) -> set[Code]:
    return set(report.counts)


@pytest.mark.parametrize("every", [True, False])
def test_each_number_is_proved_by_what_people_signed(every: bool) -> None:
    scope = a_count()
    policy = published(scope)
    report = checked(make(scope, "bundle", every=every).data, policy)

    assert (report.outcome, report.findings) == (Outcome.FINE, [])
    assert report.forms == (3 if every else 2)
    assert report.cells > 20


def test_a_form_of_which_a_second_typed_one_number_is_in_no_confirmed_file() -> None:
    scope = contoh_scope()
    typed(scope, "bu_lia", sheet())
    blank = dict.fromkeys(sheet().figures)
    typed(scope, "pak_tono", Form(TPS, BUP, blank, {"1": 250, "2": None}))
    policy = published(scope)
    assert state(scope).state == "one"
    report = checked(make(scope, "bundle", every=True).data, policy)

    assert (report.outcome, report.forms) == (Outcome.FINE, 1)
    assert make(scope, "csv").forms == 0


def filled(scope: Scope, who: str, voted: Mapping[str, tuple[int, ...]]) -> bytes:
    """The template as somebody fills it in: valid votes of one TPS by kind, nothing else."""
    [sheet_] = open_sheets(
        services.template(scope, operator(who), EVENING.replace(tzinfo=None)), "contoh.xlsx"
    )
    rows = [list(each) for each in sheet_.rows]
    heads = next(each for each in rows if heads_in(each))
    places = {name: at for at, name in (heads_in(heads) or {}).items()}
    for row in rows:
        if row[:1] == [TPS] and row[1] in voted:
            votes = voted[str(row[1])]
            cells = {**FIGURES, "valid": sum(votes), "invalid": 400 - sum(votes)}
            cells |= {f"no-{n}": count for n, count in enumerate(votes, start=1)}
            for name, count in cells.items():
                row[places[name]] = count
    return xlsx(rows)


def test_the_template_of_two_kinds_goes_through_to_facts_checks_and_a_bundle(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scope = contoh_scope()
    say_numbers(monkeypatch, gub=2, bup=3)
    for who in ("bu_lia", "pak_tono"):
        data = filled(scope, who, {"KWK-GUB": (250, 145), "KWK-BUP": (200, 100, 94)})
        kept = services.preview(scope, data, "contoh.xlsx", operator(who), EVENING)
        [problem] = kept.problems
        assert (problem["code"], problem["facts"]["count"]) == (Code.FORM_EMPTY_ROWS, 18)
        services.apply(scope, kept.pk, operator(who), EVENING)

    assert all(TypedForm.objects.values_list("fact", flat=True))
    assert state(scope, sku=GUB).form["votes"] == {"1": 250, "2": 145}
    assert [state(scope, sku=sku).state for sku in (GUB, BUP)] == ["agreed", "agreed"]
    policy = published(scope)
    report = checked(make(scope, "bundle").data, policy)
    assert (report.outcome, report.forms, report.findings) == (Outcome.FINE, 2, [])


def test_a_filled_template_that_does_not_add_up_is_said_though_other_kinds_have_more_numbers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scope = contoh_scope()
    say_numbers(monkeypatch, gub=2, bup=3)
    data = filled(scope, "bu_lia", {"KWK-GUB": (250, 145)})
    [first] = open_sheets(data, "a.xlsx")
    rows = [[each if each != 250 else 240 for each in row] for row in first.rows]
    kept = services.preview(scope, xlsx(rows), "a.xlsx", operator("bu_lia"), EVENING)
    services.apply(scope, kept.pk, operator("bu_lia"), EVENING)

    assert state(scope, sku=GUB).checks == "A8"


def test_the_template_marks_cells_of_numbers_that_are_not_on_the_paper(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scope = contoh_scope()
    say_numbers(monkeypatch, gub=2, bup=3)
    data = services.template(scope, operator("bu_lia"), EVENING.replace(tzinfo=None))
    [sheet_] = open_sheets(data, "contoh.xlsx")
    marks = {row[1]: row.count(services.NOT_HERE) for row in sheet_.rows if row[:1] == [TPS]}

    assert marks == {"KWK-GUB": 1, "KWK-BUP": 0}


def test_the_same_forms_give_the_same_bytes_at_any_hour() -> None:
    scope = a_count()
    published(scope)
    one = make(scope, "bundle", every=True).data

    assert make(scope, "bundle", every=True).data == one


def test_one_number_changed_in_the_table_is_found_by_the_hash_and_by_the_facts() -> None:
    scope = a_count()
    policy = published(scope)
    files = members(make(scope, "bundle", every=True).data)
    assert b",250,145" in files[bundle.TABLE]
    files[bundle.TABLE] = files[bundle.TABLE].replace(b",250,145", b",251,145", 1)
    by_hash = checked(zipped(files), policy)
    assert {Code.RESULTS_FILE, Code.RESULTS_DIFFERS} <= codes(by_hash)

    by_facts = checked(signed_anew(files, scope), policy)
    assert (by_facts.outcome, codes(by_facts)) == (Outcome.WRONG, {Code.RESULTS_DIFFERS})
    said = by_facts.findings[0].facts
    assert (said["left"], said["right"]) == ("251", "250")


def test_a_figure_that_only_the_sheet_holds_is_found_too() -> None:
    scope = a_count()
    policy = published(scope)
    files = members(make(scope, "bundle", every=True).data)
    files[bundle.TABLE] = files[bundle.TABLE].replace(b",412,", b",413,", 1)
    report = checked(signed_anew(files, scope), policy)

    assert codes(report) == {Code.RESULTS_DIFFERS}
    assert report.findings[0].facts["name"] == "registered"


def test_a_vote_changed_in_the_nist_file_is_found() -> None:
    scope = a_count()
    policy = published(scope)
    files = members(make(scope, "bundle", every=True).data)
    files["hasil.json"] = files["hasil.json"].replace(b'"Count": 145', b'"Count": 144', 1)

    assert codes(checked(signed_anew(files, scope), policy)) == {Code.RESULTS_REMADE}


def test_a_form_of_a_paper_that_no_tps_gets_stands_in_the_nist_file_too() -> None:
    scope = a_count()
    tell_result(scope, kpps(scope, FAR), FAR, "KWK-GUB/98")
    policy = published(scope)
    data = make(scope, "bundle", every=True).data

    assert b"contest-pilkada-2024-KWK-GUB/98" in members(data)["hasil.json"]
    assert (checked(data, policy).outcome, checked(data, policy).forms) == (Outcome.FINE, 4)


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        (bundle.ENTRIES, b'\\"count\\":250', b'\\"count\\":251', Code.RESULTS_NOT_IN_LOG),
        (bundle.FORMS, b'"state":"one"', b'"state":"agreed"', Code.RESULTS_ONE_PERSON),
        (bundle.SHEETS, b'\\"registered\\":412', b'\\"registered\\":413', Code.RESULTS_DIFFERS),
        (bundle.TABLE, b"-003", b"-004", Code.RESULTS_ROW),
    ],
)
def test_other_parts_changed_are_found_though_the_desk_signs_them(
    name: str, old: bytes, new: bytes, code: Code
) -> None:
    scope = a_count()
    policy = published(scope)
    files = members(make(scope, "bundle", every=True).data)
    assert old in files[name]
    files[name] = files[name].replace(old, new)
    report = checked(signed_anew(files, scope), policy)

    assert report.outcome is Outcome.WRONG
    assert code in codes(report)


def test_who_is_no_desk_of_this_log_signs_no_bundle() -> None:
    scope = a_count()
    policy = published(scope)
    files = members(make(scope, "bundle", every=True).data)
    index = canonical.decode(files[bundle.INDEX])
    index["election"] = "pilkada-2029"
    files[bundle.INDEX] = canonical.encode(index)

    assert codes(checked(zipped(files), policy)) == {Code.RESULTS_INDEX}


def test_another_log_s_policy_believes_nothing(tmp_path: Path) -> None:
    scope = a_count()
    published(scope)
    data = make(scope, "bundle", every=True).data
    other = tmp_path / "other"
    place = Place(
        other, scope.election, scope.kabupaten, origin_of(scope.election, scope.kabupaten)
    )
    make_key(place, Disk())
    [vkey] = FileSigner(place, Disk()).vkeys()
    policy = tmp_path / "policy-2"
    policy.write_text(f"log {vkey}\nquorum none\n", encoding="utf-8")

    report = checked(data, policy)
    assert report.outcome is Outcome.WRONG
    assert Code.NOTE_UNTRUSTED in codes(report)


def test_a_form_with_a_blank_cell_is_said_to_be_unproved() -> None:
    scope = contoh_scope()
    typed(scope, "bu_lia", sheet(), sheet(sku=GUB, numbers={"1": 250, "2": None}))
    policy = published(scope)
    report = checked(make(scope, "bundle", every=True).data, policy)

    assert (report.outcome, report.without_fact) == (Outcome.NOT_PROVEN, 1)
    assert codes(report) == {Code.RESULTS_WITHOUT_FACT}


def test_before_the_log_is_published_there_is_no_bundle() -> None:
    scope = a_count()
    with pytest.raises(Refused) as refused:
        make(scope, "bundle", every=True)
    assert refused.value.problem.code is Code.BUNDLE_UNPUBLISHED

    published(scope)
    typed(scope, "bu_lia", sheet(f"{TEDUH}-002", GUB))
    with pytest.raises(Refused):
        make(scope, "bundle", every=True)


def test_a_confirmation_is_a_second_person_in_the_bundle() -> None:
    scope = contoh_scope()
    typed(scope, "bu_lia", sheet())
    reporting.confirm(scope, operator("pak_tono"), TPS, BUP, digest_of(sheet()), EVENING)
    policy = published(scope)
    report = checked(make(scope, "bundle").data, policy)

    assert (report.outcome, report.forms) == (Outcome.FINE, 1)


@pytest.mark.parametrize("junk", [b"", b"PK\x03\x04 not a zip", b"hello"])
def test_what_is_no_bundle_is_refused_in_a_sentence(junk: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(junk)
    with pytest.raises(Refused):
        verify(path, policies.parse(f"log {logs.log_vkey()}\nquorum none\n".encode()))


def test_the_command_says_it_in_one_sentence(tmp_path: Path) -> None:
    scope = a_count()
    policy = published(scope)
    path = tmp_path / "bundel.zip"
    path.write_bytes(make(scope, "bundle").data)
    done = tepat("log", "verify", path, "--policy", policy, "--json", tmp_path / "laporan.json")
    assert (done.returncode, done.stdout.splitlines()[0]) == (
        0,
        "COCOK: setiap angka dalam bundel ini ditandatangani dan ada di log.",
    )
    assert json.loads((tmp_path / "laporan.json").read_text())["forms"] == 2

    files = members(path.read_bytes())
    files[bundle.TABLE] = files[bundle.TABLE].replace(b",250,145", b",251,145", 1)
    path.write_bytes(zipped(files))
    done = tepat("log", "verify", path, "--policy", policy)
    assert done.returncode == 1
    assert "berkas menyebut 251, yang ditandatangani 250" in done.stdout


def test_the_bundle_is_taken_from_the_page(client: Client) -> None:
    scope = a_count()
    policy = published(scope)
    answer = lia(client).get(at("count_file", scope, "bundle"))

    assert answer["Content-Type"] == "application/zip"
    assert checked(answer.content, policy).outcome is Outcome.FINE


FAR = "99.01.01.2002-001"


def ended(scope: Scope, phone: Phone, upto: int, by: Phone | None = None) -> None:
    """The desk ends a key; somebody of Bawaslu countersigns that, once it is in the log."""
    name = ending.revoke(scope, person("bu_dewi"), phone.device, upto, "lost", EVENING)
    if by is not None:
        fact = Fact.objects.get(pk=name)
        own = [entries.Countersignature(by.device, by.signature(bytes(fact.body)))]
        sent = Sent(bytes(fact.body), bytes(fact.sig), tuple(own))
        [receipt] = flow.accept(scope, [sent], by.device, EVENING)
        assert receipt.verdict == "accepted"


def test_a_key_that_ended_after_what_it_told_spoils_no_bundle() -> None:
    scope = a_count()
    phone = kpps(scope, FAR)
    tell_result(scope, phone, FAR)
    ended(scope, phone, phone.seq)
    policy = published(scope)
    report = checked(make(scope, "bundle", every=True).data, policy)
    assert (report.outcome, report.forms) == (Outcome.FINE, 4)


def test_who_countersigned_the_end_of_a_supervisors_key_is_in_the_bundle() -> None:
    """The form was in a bundle before; the desk that goes on giving it out is found."""
    scope = a_count()
    ptps = phone_of(scope, "bu_ptps", Role.PTPS, FAR, EVENING)
    adi = phone_of(scope, "pak_adi", Role.BAWASLU, "99.01", EVENING)
    tell_result(scope, ptps, FAR)
    published(scope)
    before = members(make(scope, "bundle", every=True).data)
    ended(scope, ptps, ptps.seq - 1, adi)
    policy = published(scope)
    after = members(make(scope, "bundle", every=True).data)
    lines = [json.loads(line)["leaf"] for line in after[bundle.ENTRIES].splitlines()]
    assert any('"countersigned"' in leaf and adi.device in leaf for leaf in lines)
    assert sum(f'\\"device\\":\\"{adi.device}\\"' in leaf for leaf in lines) == 1  # its key
    assert len(after[bundle.FORMS].splitlines()) < len(before[bundle.FORMS].splitlines())
    assert checked(zipped(after), policy).outcome is Outcome.FINE


def test_while_the_log_is_not_published_so_far_no_button_leads_to_a_bundle(client: Client) -> None:
    scope = a_count()
    address = f"{at('count_file', scope, 'bundle')}?isi=semua"

    def offered() -> bool:
        return address in lia(client).get(at("count_sheets", scope)).content.decode()

    assert not offered()
    assert (
        "Log baru diterbitkan sampai peristiwa 0"
        in client.get(at("count_sheets", scope)).content.decode()
    )
    published(scope)
    assert offered()
    assert client.get(address).status_code == 200
    tell_result(scope, kpps(scope, FAR), FAR)
    assert not offered()
