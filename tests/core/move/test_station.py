"""A box closes exactly when everything that has a set quantity was counted right."""

from hypothesis import given
from hypothesis import strategies as st

from tepat.core.move.station import Bench, Typed, count, key_of, seals_needed, tick, why_open
from tepat.core.plan.packing import Content
from tepat.core.problems import Code

LINES = st.lists(
    st.builds(
        Content,
        st.sampled_from(["surat_suara", "tinta", "karet", "lem", "spidol"]),
        st.none() | st.integers(0, 600),
    ),
    unique_by=lambda line: line.item,
)


@given(LINES, st.data())
def test_a_box_closes_only_with_the_right_numbers(
    lines: list[Content], data: st.DataObject
) -> None:
    bench = Bench("BOX", tuple(lines), ("ENVELOPE",))
    for line in lines:
        if data.draw(st.booleans()):
            right = line.quantity if line.quantity is not None else 3
            number = data.draw(st.sampled_from([right, right + 1]))
            typed = {**bench.typed, key_of(line): Typed(number, True)}
            bench = Bench("BOX", bench.lines, bench.envelopes, bench.ticked, typed)
    if data.draw(st.booleans()):
        bench = tick(bench, "ENVELOPE")

    counted = {line.item: line.count for line in bench.counted}
    fits = all(
        counted.get(line.item, 0) == line.quantity for line in lines if line.quantity is not None
    )
    assert (why_open(bench) == []) == (fits and bench.ticked == {"ENVELOPE"})


def test_a_number_that_differs_is_typed_twice_before_it_counts_as_short() -> None:
    bench = Bench("BOX", (Content("surat_suara", 494, "KWK-BUP/99.01"), Content("tinta", 2)))

    bench, first = count(bench, 375)
    bench, second = count(bench, 375)
    bench, third = count(bench, 494)

    assert first
    assert second
    assert (first.code, second.code, third) == (Code.COUNT_AGAIN, Code.COUNT_DIFFERS, None)
    assert second.facts["difference"] == -119
    assert bench.current == Content("tinta", 2)


def test_seals_are_as_many_as_the_list_says_and_at_least_one() -> None:
    assert seals_needed([Content("segel", 4), Content("kabel_ties", 6)]) == 4
    assert seals_needed([Content("segel", None)]) == 1
    assert seals_needed([]) == 1
