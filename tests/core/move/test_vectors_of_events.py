"""The shared vectors of facts: each body gets its verdict, and is written as it was read."""

from typing import Any

import pytest

from tepat.core.log import canonical, keys
from tepat.core.move import events
from tests.core.log.vectors import each_of, part

NAMED = {case["shows"].partition(",")[0] for case in part("envelopes") if case["good"]}


@each_of("envelopes")
def test_bodies_of_facts(case: dict[str, Any]) -> None:
    body = case["text"].encode()
    if not case["good"]:
        with pytest.raises(events.Unreadable, match=f"^{case['reason']}$"):
            events.read(body)
        return
    fact = events.read(body)
    assert events.write(fact) == body
    assert canonical.name_of(body) == case["name"]
    assert fact.AUDIENCE.value == case["audience"]
    public = bytes.fromhex(part("envelopes", "signer")["public"])
    signature = bytes.fromhex(case["signature"])
    assert keys.body_verifies(public, keys.EVENT, body, signature)


def test_every_kind_has_a_good_vector() -> None:
    assert set(events.EVENTS) == NAMED
    assert {case["reason"] for case in part("envelopes") if not case["good"]} <= set(events.REASONS)
    assert all(
        case["good"] == ("fields" in case["shows"] and "," in case["shows"])
        for case in part("envelopes")
    )
