"""A file of an instance is read whole, or what is wrong in it is named with its place."""

import json
import unicodedata
from dataclasses import fields
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tepat.core.plan.instance import source
from tepat.core.plan.instance import values as v
from tepat.core.plan.instance.forms import KEYS
from tepat.core.plan.instance.reading import read
from tepat.core.plan.instance.writing import name_of, write
from tepat.core.problems import Code
from tepat.core.sentences import sentence
from tests.core.plan.instances import FILE, contoh, contoh_json


def codes(raw: Any) -> list[Code]:
    return [problem.code for problem in read(json.dumps(raw)).problems]


def test_the_example_is_canonical() -> None:
    assert write(contoh()) == FILE.read_bytes()


def test_the_same_instance_has_the_same_name_and_another_has_another() -> None:
    assert name_of(contoh()) == name_of(contoh())
    raw = contoh_json()
    raw["desa"][0]["boxes"] = 7
    changed = read(json.dumps(raw)).instance
    assert changed is not None
    assert name_of(changed) != name_of(contoh())


def test_times_are_minutes_of_the_first_day() -> None:
    instance = contoh()

    assert instance.targets.pps == 2 * 1440 + 18 * 60
    assert instance.targets.tps == 3 * 1440 + 6 * 60
    assert instance.desa[1].blocked[0].start == 1440 + 11 * 60


def test_one_number_or_labels_stand_for_a_list_of_days() -> None:
    raw = contoh_json()
    raw["vehicles"][0]["available"] = 2
    raw["vehicles"][1]["available"] = {"H-2": 1}

    instance, problems = read(json.dumps(raw))

    assert instance is not None
    assert problems == []
    assert [each.available for each in instance.vehicles] == [(2, 2, 2), (0, 1, 0)]


def test_no_part_of_a_value_is_forgotten() -> None:
    for row, keys in KEYS.items():
        assert {key.part for key in keys} == {part.name for part in fields(row)}


def test_deadlines_may_be_left_out() -> None:
    raw = contoh_json()
    del raw["targets"]

    instance, problems = read(json.dumps(raw))

    assert instance is not None
    assert problems == []
    assert instance.targets == contoh().targets


def test_all_that_is_wrong_is_told_at_once_and_the_rest_is_read() -> None:
    raw = contoh_json()
    raw["desa"][0]["boxes"] = "enam"
    del raw["desa"][1]["node"]
    raw["vehicles"][0]["seats"] = -1
    raw["arcs"][0]["statuss"] = "closed"
    raw["arcs"][1]["status"] = "banjir"
    raw["nodes"][0]["lat"] = 200

    instance, problems = read(json.dumps(raw))

    assert instance is not None
    assert [desa.name for desa in instance.desa] == ["Muara Teduh", "Pulau Kecil"]
    assert instance.vehicles[0].seats == 3
    told = [sentence(problem) for problem in problems]
    assert len(told) == 6
    assert [text for text in told if text.startswith("desa[0].boxes (99.01.01.1001): enam")]
    assert [text for text in told if "node belum ada, baris ini dilewati" in text]
    assert [text for text in told if text.startswith("arcs[0].statuss") and "status." in text]
    assert [text for text in told if "operational, restricted, not_operational" in text]


def test_of_days_with_a_gap_those_before_the_vote_are_kept() -> None:
    raw = contoh_json()
    raw["days"][0]["date"] = "2024-11-20"

    instance, problems = read(json.dumps(raw))

    assert instance is not None
    assert [problem.code for problem in problems] == [Code.DAYS_GAP]
    assert [day.label for day in instance.days] == ["H-2", "H-1"]
    assert instance.vehicles[0].available == (2, 1)
    assert instance.targets.pps == 1440 + 18 * 60


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"{", Code.INSTANCE_JSON),
        (b"\xff\xfe", Code.INSTANCE_JSON),
        (b'{"form":NaN}', Code.INSTANCE_JSON),
        (b"[" * 100_000, Code.INSTANCE_JSON),
        (b"[]", Code.INSTANCE_FORM),
        (b'{"form":"tepat-instance/9"}', Code.INSTANCE_FORM),
    ],
    ids=["half", "not-utf-8", "nan", "deep", "list", "other-form"],
)
def test_what_is_no_instance_is_said_in_a_sentence(data: bytes, code: Code) -> None:
    instance, [problem] = read(data)

    assert instance is None
    assert problem.code is code
    assert "?" not in sentence(problem)


def test_nothing_to_plan_names_every_empty_list() -> None:
    instance, problems = read('{"form":"tepat-instance/1","zone":"Asia/Jakarta"}')

    assert instance is None
    assert [problem.facts["path"] for problem in problems] == [
        "days",
        "modes",
        "warehouses",
        "desa",
    ]


def test_a_key_written_twice_is_named() -> None:
    text = FILE.read_text(encoding="utf-8").replace('"zone":', '"zone":"Asia/Jayapura","zone":', 1)

    instance, problems = read(text)

    assert instance is not None
    assert instance.zone == "Asia/Makassar"
    assert [problem.code for problem in problems] == [Code.INSTANCE_KEY_TWICE]


def test_remarks_are_no_problem() -> None:
    raw = {**contoh_json(), "_remark": "contoh"}

    assert codes(raw) == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@given(data=st.data(), wrong=JSON)
def test_whatever_stands_in_one_place_the_reader_answers(data: st.DataObject, wrong: Any) -> None:
    raw = contoh_json()
    at: Any = raw
    while True:
        key = data.draw(st.sampled_from(sorted(at) if isinstance(at, dict) else range(len(at))))
        is_deeper = isinstance(at[key], list | dict) and at[key]
        if not is_deeper or data.draw(st.booleans()):
            at[key] = wrong
            break
        at = at[key]
    try:
        text = json.dumps(raw, allow_nan=False)
    except ValueError:
        return

    instance, problems = read(text)

    assert instance is not None or problems
    for problem in problems:
        assert sentence(problem)
        assert sentence(problem, "en")
    if instance:
        again, more = read(write(instance))
        assert (again, more) == (instance, [])


LETTERS = st.text(max_size=8).map(lambda text: unicodedata.normalize("NFC", text))
NAMES = LETTERS.filter(bool)
COUNTS = st.integers(0, 2**40)
SHARES = st.floats(0, 1)
MOMENTS = st.integers(-20_000, 200_000) | st.integers(-(2**50), 2**50)
SOURCES = st.builds(
    source.Source, LETTERS, LETTERS, st.booleans(), LETTERS, st.sampled_from(source.Reliability)
)
STORES = st.builds(v.Store, st.sampled_from(v.Verdict), COUNTS, COUNTS, SOURCES)
LIGHT = st.tuples(st.integers(0, 1440), st.integers(0, 1440))


@st.composite
def instances(draw: st.DrawFn) -> v.Instance:
    """Any instance the form can hold, with or without sense."""
    labels = draw(st.lists(NAMES | st.sampled_from(["H-2", "H-1", "H"]), min_size=1, max_size=4))
    first = draw(st.dates(date(1, 1, 1), date(9999, 12, 20)))
    days = tuple(
        v.Day(label, first + timedelta(days=at), draw(LIGHT)) for at, label in enumerate(labels)
    )
    size = len(days)
    per_day = st.tuples(*[COUNTS] * size)
    speeds = st.dictionaries(NAMES, st.floats(0, 10), max_size=3)

    def some(of: st.SearchStrategy[Any], least: int = 0) -> Any:
        return tuple(draw(st.lists(of, min_size=least, max_size=2)))

    windows = st.lists(st.builds(v.Window, MOMENTS, MOMENTS, LETTERS, SOURCES), max_size=2).map(
        tuple
    )
    return v.Instance(
        draw(LETTERS),
        draw(LETTERS),
        days,
        some(st.builds(v.Node, NAMES, st.floats(-90, 90), st.floats(-180, 180), LETTERS)),
        some(
            st.builds(
                v.Arc,
                id=NAMES,
                tail=NAMES,
                head=NAMES,
                metres=COUNTS,
                road=NAMES,
                surface=LETTERS,
                zone=LETTERS,
                oneway=st.booleans(),
                minutes=st.dictionaries(NAMES, COUNTS, max_size=2),
                status=st.sampled_from(v.Status),
                comment=LETTERS,
                source=SOURCES,
                name=LETTERS,
                tonnes=SHARES,
            )
        ),
        some(
            st.builds(
                v.Mode, NAMES, LETTERS, speeds, SHARES, SHARES, SHARES, speeds, SHARES, SOURCES
            ),
            1,
        ),
        some(st.builds(v.Transfer, NAMES, st.tuples(NAMES, NAMES), COUNTS, COUNTS, SOURCES)),
        some(
            st.builds(
                v.Vehicle,
                id=NAMES,
                name=LETTERS,
                legs=st.lists(NAMES, min_size=1, max_size=3).map(tuple),
                available=st.tuples(*[st.integers(0, 10_000)] * size),
                litres=COUNTS,
                kg=COUNTS,
                shift=st.integers(1, 1440),
                most_trips=st.integers(1, 9),
                warehouse=LETTERS,
                breakdown=SHARES,
                source=SOURCES,
            )
        ),
        some(
            st.builds(
                v.Warehouse,
                NAMES,
                LETTERS,
                NAMES,
                COUNTS,
                st.integers(0, 1440),
                st.integers(0, 1440),
                SOURCES,
                COUNTS,
            ),
            1,
        ),
        some(st.builds(v.Kecamatan, NAMES, LETTERS, NAMES, STORES)),
        some(
            st.builds(
                v.Desa,
                code=NAMES,
                name=LETTERS,
                kecamatan=NAMES,
                node=NAMES,
                tps=COUNTS,
                boxes=st.integers(1, 99),
                litres=COUNTS,
                kg=COUNTS,
                store=STORES,
                unload=COUNTS,
                blocked=windows,
                snap_metres=COUNTS,
            ),
            1,
        ),
        v.Hazard(
            some(
                st.builds(
                    v.Zone,
                    NAMES,
                    LETTERS,
                    st.tuples(*[SHARES] * size),
                    SOURCES,
                    st.just(()) | st.tuples(*[SOURCES] * size),
                )
            ),
            draw(SHARES),
            draw(SHARES),
        ),
        v.Targets(
            draw(MOMENTS), draw(MOMENTS), draw(MOMENTS), draw(SHARES), draw(SHARES), draw(SOURCES)
        ),
        some(st.builds(v.Price, NAMES, LETTERS, LETTERS, COUNTS, SOURCES)),
        draw(st.just(()) | per_day),
        draw(st.booleans()),
        draw(st.booleans()),
        escorts_source=draw(SOURCES),
    )


@given(instances())
def test_what_was_written_reads_back_as_the_same_value(instance: v.Instance) -> None:
    data = write(instance)

    again, problems = read(data)

    assert problems == []
    assert again == instance
    assert write(again) == data


def test_what_a_pps_has_is_read_and_written_again() -> None:
    raw = contoh_json()
    raw["last_mile"] = {
        "handover_minutes": 20,
        "carriers": [
            {
                "id": "motor",
                "name": "Sepeda motor",
                "count": 2,
                "boxes": 1,
                "place": "99.01.02.2001",
            },
            {"id": "pikap", "count": -1, "boxes": 20},
        ],
    }
    found, problems = read(json.dumps(raw))

    assert found is not None
    [motor] = found.last_mile.carriers
    assert (motor.count, motor.boxes, motor.kmh, motor.source.rough) == (2, 1, 20.0, True)
    assert found.last_mile.handover == 20
    assert [problem.code for problem in problems] == [Code.INSTANCE_VALUE]
    assert read(write(found)) == (found, [])


def test_an_instance_that_says_nothing_of_it_is_written_as_before() -> None:
    assert b"last_mile" not in write(contoh())
