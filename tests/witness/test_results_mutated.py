"""A desk that changes one value of a bundle and signs it anew is found, or the report says of it
that it proves nothing there."""

import json
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZipFile

import pytest

from tepat.core.count import bundle
from tepat.core.log import policies
from tepat.core.problems import Code, Refused
from tepat.core.sentences.bundles import NOT_PROVEN
from tepat.witness import checking
from tepat.witness.verifying import results as verifying
from tepat.witness.verifying.report import Outcome
from tools.vectors import mutations, results

GOOD = results.bundles()
REST = {name: text for name, text in GOOD.items() if name != bundle.INDEX}


@pytest.mark.parametrize("name", sorted(GOOD))
def test_no_value_of_any_file_is_changed_unseen(name: str) -> None:
    made = [each for each in mutations.mutations(GOOD) if each.file == name]
    unseen = []
    for shows, file, text in made:
        report = results.judged(results.signed({**REST, file: text}), results.policy_of())
        if report.outcome is Outcome.FINE and not mutations.is_unproven(shows):
            unseen.append(shows)
    assert unseen == []
    assert made or name in (bundle.CHECKPOINT, bundle.INDEX)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("election", "contoh-2030"),
        ("kabupaten", "99.02"),
        ("origin", "tepat.example/contoh-2029/99.02"),
        ("size", 1),
        ("device", "00" * 16),
        ("note", "hasil resmi"),
        ("more", "x"),
    ],
)
def test_no_field_of_the_index_is_another(field: str, value: str | int) -> None:
    report = results.judged(results.signed(REST, **{field: value}), results.policy_of())
    assert set(report.counts) == {Code.RESULTS_INDEX}


def test_another_version_is_no_bundle_that_this_program_reads() -> None:
    with pytest.raises(Refused):
        results.judged(results.signed(REST, v=2), results.policy_of())


@pytest.mark.parametrize("name", sorted(bundle.WHOLE))
def test_no_file_is_left_out(name: str) -> None:
    rest = {each: text for each, text in REST.items() if each != name}
    if name == bundle.CHECKPOINT:
        with pytest.raises(Refused):
            results.judged({**rest, bundle.INDEX: GOOD[bundle.INDEX]}, results.policy_of())
        return
    report = results.judged(results.signed(rest), results.policy_of())
    assert (report.outcome, Code.RESULTS_FILE in report.counts) == (Outcome.WRONG, True)


def test_each_change_that_is_not_seen_belongs_to_a_sentence() -> None:
    assert {place for place, _ in mutations.UNPROVEN} < set(range(len(NOT_PROVEN)))


@pytest.fixture
def zipped(tmp_path: Path) -> Path:
    path = tmp_path / "hasil.zip"
    with ZipFile(path, "w") as archive:
        for name, text in GOOD.items():
            archive.writestr(name, text)
    return path


def test_the_command_says_each_time_what_is_not_proven(
    zipped: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    policy, told = zipped.with_name("policy"), zipped.with_name("laporan.json")
    policy.write_text(results.policy_of(), encoding="utf-8")
    assert checking.check(str(zipped), policy, [], [], None, told) == checking.FINE
    said = capsys.readouterr().out.splitlines()
    assert said[-len(NOT_PROVEN) :] == [f"- {each.id}" for each in NOT_PROVEN]
    assert json.loads(told.read_text())["not_proven"] == [each.id for each in NOT_PROVEN]


def test_no_bundle_has_more_files_or_bytes_than_one_can(
    zipped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy = policies.parse(results.policy_of().encode())
    size = sum(len(text.encode()) for text in GOOD.values())
    monkeypatch.setattr(verifying, "LARGEST", size)
    assert verifying.verify(zipped, policy).outcome is Outcome.FINE
    monkeypatch.setattr(verifying, "LARGEST", size - 1)
    with pytest.raises(Refused):
        verifying.verify(zipped, policy)
    monkeypatch.undo()
    with ZipFile(zipped, "a") as archive:
        for number in range(verifying.MOST_MEMBERS):
            archive.writestr(str(number), "")
    with pytest.raises(Refused):
        verifying.verify(zipped, policy)


@pytest.mark.parametrize("kind", ["lzma", "locked", "spoiled"])
def test_what_is_packed_as_no_desk_does_is_no_bundle(zipped: Path, kind: str) -> None:
    with ZipFile(zipped, "w", ZIP_LZMA if kind == "lzma" else ZIP_DEFLATED) as archive:
        for name, text in GOOD.items():
            archive.writestr(name, text)
        first = archive.infolist()[0]
    data = bytearray(zipped.read_bytes())
    if kind == "locked":
        data[data.index(b"PK\x01\x02") + 8] |= 1
    if kind == "spoiled":
        begins = 30 + len(first.filename)
        data[begins : begins + 8] = b"\xff" * 8
    zipped.write_bytes(data)
    with pytest.raises(Refused) as refused:
        verifying.verify(zipped, policies.parse(results.policy_of().encode()))
    assert refused.value.problem.code is Code.BUNDLE_UNREADABLE
