"""Facts and their bytes: one spelling each, judged only by what the bytes show."""

import contextlib
import json
from dataclasses import MISSING, fields
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tepat.core.log import canonical
from tepat.core.move import events
from tepat.core.move.events import EVENTS, Check, Counted, Fact, Gps, Seen
from tepat.core.move.events import fields as types

AT = datetime.fromisoformat("2024-11-25T08:10:00+08:00")
SAMPLES: dict[str, Any] = {
    "Code": "99.01:gudang-1",
    "Text": "Gudang KPU, tim isi",
    "Hash": "ab" * 32,
    "Hashes": ("ab" * 32, "cd" * 32),
    "Package": "BOX1",
    "Packages": ("BOX2", "BOX1"),
    "PackageSet": ("BOX1", "BOX2"),
    "Codes": ("KB2", "KB1"),
    "Device": "ab" * 16,
    "Salt": "cd" * 16,
    "Session": "s1",
    "Person": "rina",
    "Party": "ppk@99.01.02",
    "Word": "ppk",
    "Key": "q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s=",
    "Count": 7,
    "datetime": AT,
    "Seen": Seen("ab" * 8, 40),
    "Gps": Gps(-187_123, 11_550_000),
    "Check": (Check("BOX1", ("KB1",), "wet"), Check("BOX2")),
    "Counted": (Counted("surat_suara", 494, "KWK-BUP/99.01"), Counted("tinta", 0)),
}


def sample(kind: type[Fact], least: bool = False) -> Fact:
    """A fact of `kind` with every field, or with those alone that it must have."""
    values: dict[str, Any] = {}
    for each in fields(kind):
        if each.name in ("device", "seq") or not least or each.default is MISSING:
            values[each.name] = _sample(each.type)
    if least:
        values["seq"] = 1
    values["salt"] = SAMPLES["Salt"] if kind.AUDIENCE.is_hidden else ""
    return kind(**values)


def _sample(hint: Any) -> Any:
    for known in ("Hashes", "PackageSet", "Packages", "Codes", "Key", "Count", "Party"):
        if hint == getattr(types, known):
            return SAMPLES[known]
    for known in (
        "Person",
        "Word",
        "Device",
        "Salt",
        "Session",
        "Hash",
        "Package",
        "Code",
        "Text",
    ):
        if hint == getattr(types, known):
            return SAMPLES[known]
    for known in ("Check", "Counted", "Seen", "Gps", "datetime"):
        if known in str(hint):
            return SAMPLES[known]
    raise AssertionError(f"no sample for {hint}")


@pytest.mark.parametrize("kind", EVENTS.values(), ids=EVENTS)
@pytest.mark.parametrize("least", [False, True])
def test_every_fact_is_read_as_it_was_written(kind: type[Fact], least: bool) -> None:
    fact = sample(kind, least)
    body = events.write(fact)

    assert events.read(body) == fact
    assert events.write(events.read(body)) == body


@pytest.mark.parametrize("kind", EVENTS.values(), ids=EVENTS)
def test_a_default_is_left_out_and_spelling_it_is_malformed(kind: type[Fact]) -> None:
    least = json.loads(events.write(sample(kind, least=True)))
    plain = {"": "", 0: 0, (): [], None: None}
    for each in fields(kind):
        if each.default is MISSING or each.name in least:
            continue
        spelled = canonical.encode({**least, each.name: plain[each.default]})
        with pytest.raises(events.Unreadable, match="malformed"):
            events.read(spelled)


@pytest.mark.parametrize("kind", EVENTS.values(), ids=EVENTS)
def test_a_hidden_fact_is_salted_and_no_other(kind: type[Fact]) -> None:
    value = json.loads(events.write(sample(kind, least=True)))
    if kind.AUDIENCE.is_hidden:
        del value["salt"]
    else:
        value["salt"] = "ab" * 16
    with pytest.raises(events.Unreadable, match="malformed"):
        events.read(canonical.encode(value))


def changed(**more: Any) -> bytes:
    value = json.loads(events.write(sample(EVENTS["given"], least=True)))
    value.update(more)
    return canonical.encode({k: v for k, v in value.items() if v != "gone"})


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"x" * 40_000, "too_large"),
        (b'{"a": 1}', "not_canonical"),
        (b"[]", "malformed"),
        (b"{}", "unknown_kind"),
        (changed(kind="taken"), "unknown_kind"),
        (changed(kind=["given"]), "unknown_kind"),
        (changed(v=2), "unknown_kind"),
        (changed(v=True), "unknown_kind"),
        (changed(giver="gone"), "malformed"),
        (changed(strange=1), "malformed"),
        (changed(device="gone"), "malformed"),
        (changed(seq="gone"), "malformed"),
        (changed(seq=0), "malformed"),
        (changed(seq=-1), "malformed"),
        (changed(seq=True), "malformed"),
        (changed(seq=2), "malformed"),
        (changed(prev="ab" * 32), "malformed"),
        (changed(seq=2, prev="AB" * 32), "malformed"),
        (changed(at="2024-11-25T08:10:00"), "malformed"),
        (changed(at="2024-11-25T00:10:00Z"), "malformed"),
        (changed(at="2024-11-25T08:10:00.5+08:00"), "malformed"),
        (changed(at=5), "malformed"),
        (changed(after=["cd" * 32, "ab" * 32]), "malformed"),
        (changed(packages=["B", "A"]), "malformed"),
        (changed(packages=["A", "A"]), "malformed"),
        (changed(packages="AB"), "malformed"),
        (changed(packages=["../../etc"]), "malformed"),
        (changed(packages=["A/B"]), "malformed"),
        (changed(packages=[f"A{n:03}" for n in range(types.MOST_PACKAGES + 1)]), "malformed"),
        (changed(giver="gudang"), "malformed"),
        (changed(place="gud\u00e1ng"), "malformed"),
        (changed(place="x" * 201), "malformed"),
        (changed(gps={"lat": 1}), "malformed"),
        (changed(gps=[1, 2]), "malformed"),
        (changed(checks=[{"package": "A", "seals": []}]), "malformed"),
        (changed(seen={"root": "ab", "size": 1}), "malformed"),
        (changed(by="Bu Rina"), "malformed"),
    ],
)
def test_what_is_no_fact_is_named(body: bytes, reason: str) -> None:
    with pytest.raises(events.Unreadable, match=f"^{reason}$"):
        events.read(body)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)


@given(
    st.sampled_from(sorted(EVENTS)),
    st.sampled_from(["at", "seq", "packages", "checks", "gps", "key", "seen", "after", "kind"]),
    JSON,
)
def test_no_value_in_a_field_breaks_reading(kind: str, field: str, value: Any) -> None:
    body = json.loads(events.write(sample(EVENTS[kind], least=True)))
    try:
        data = canonical.encode({**body, field: value})
    except canonical.NotCanonical:
        return
    with contextlib.suppress(events.Unreadable):  # the only thing reading may raise
        assert events.write(events.read(data)) == data  # one spelling


def test_what_a_person_typed_is_a_salted_hash() -> None:
    one = events.note_hash("00" * 16, "DPT naik")
    assert one == events.note_hash("00" * 16, "DPT naik")
    assert one != events.note_hash("01" * 16, "DPT naik")
