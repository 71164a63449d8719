"""The file in which Bawaslu publishes its cases."""

import json
from dataclasses import replace

import pytest

from tepat.core.log import canonical
from tepat.core.watch.supervision import published
from tepat.core.watch.supervision.published import BadFile, Case, File
from tests.logs import signer

CASE = Case(
    number=7,
    version=2,
    sort="temuan",
    register="007/TM/PB/Kab/22.07/XI/2024",
    focus="storage",
    focus_name="Penyimpanan",
    area="99.01.01",
    stage="registered",
    verdict="",
    text="Gembok gudang Hulu rusak; KPU menggantinya hari itu juga.",
    at="2024-11-20T02:00:00Z",
)
FILE = File("pilkada-2024", "99.01", "2024-11-20T03:00:00Z", (CASE,))


def test_a_file_is_read_as_it_was_written_and_says_its_key() -> None:
    data = published.write(FILE, signer("bawaslu"))

    read = published.parse(data)

    assert replace(read, key="") == FILE
    assert read.key_id == signer("bawaslu").key_id
    assert data == published.write(FILE, signer("bawaslu"))  # the same bytes every time


def changed(**more: object) -> bytes:
    value = json.loads(published.write(FILE, signer("bawaslu")))
    return canonical.encode({**value, **more})


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        changed(kabupaten="99.02"),
        changed(cases=[]),
        changed(made="kemarin"),
        changed(signature="AAAA"),
        changed(key="AAAA"),
        changed(more=1),
        b" " + published.write(FILE, signer("bawaslu")),
        b"[" * 10_000,
    ],
)
def test_a_file_that_was_changed_is_none(data: bytes) -> None:
    with pytest.raises(BadFile):
        published.parse(data)


@pytest.mark.parametrize(
    "case",
    [
        replace(CASE, text="x" * 401),
        replace(CASE, area="63.09"),
        replace(CASE, stage="entah"),
        replace(CASE, verdict="entah"),
        replace(CASE, number=0),
        replace(CASE, number=True),
        replace(CASE, at="besok"),
        replace(CASE, focus_name=7),  # type: ignore[arg-type]
    ],
)
def test_a_case_that_cannot_be_is_refused_though_it_is_signed(case: Case) -> None:
    with pytest.raises(BadFile):
        published.parse(published.write(replace(FILE, cases=(case,)), signer("bawaslu")))


def test_a_case_stands_in_a_file_once() -> None:
    both = replace(FILE, cases=(CASE, replace(CASE, version=3)))
    with pytest.raises(BadFile):
        published.parse(published.write(both, signer("bawaslu")))
