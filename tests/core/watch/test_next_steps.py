"""What to do next follows from what is missing, in the order of the work."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tepat.core.watch.next_steps import Do, Preparation, next_steps

DONE = Preparation(10, 0, 0, 4, 0, 0, 22, 22, 22, 0, 0)


def todo(**missing: int) -> list[Do]:
    return [step.do for step in next_steps(replace(DONE, **missing))]


def test_where_nothing_is_missing_nothing_is_asked() -> None:
    assert todo() == []


def test_without_a_list_only_the_import_and_what_does_not_need_it_is_asked() -> None:
    assert next_steps(Preparation(0, 0, 4, 4, 4))[0].do is Do.IMPORT_TPS
    assert Do.FIND_TPS not in todo(tps=0, desa_without_tps=4)


def test_a_packed_box_is_sealed_before_the_next_is_packed() -> None:
    assert todo(packed=20, sealed=18) == [Do.SEAL, Do.PACK]


def test_what_this_installation_does_not_know_asks_for_nothing() -> None:
    assert next_steps(Preparation(10, 0, 0, 4, 0)) == []


@given(st.integers(1, 9), st.integers(0, 5), st.integers(0, 9), st.integers(0, 9))
def test_at_most_five_and_never_about_nothing(tps: int, unset: int, items: int, open_: int) -> None:
    steps = next_steps(Preparation(tps, unset, unset, 4, 4, items, 0, 0, 0, open_, open_))
    assert len(steps) <= 5
    assert all(step.count > 0 for step in steps)
