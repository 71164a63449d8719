"""Every ballot paper that a step loses or finds is said, with its step, and none is invented."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tepat.core.count import reconciling
from tepat.core.count.reconciling import Counted, Line, Point, Step

AFTER_PLANNED = tuple(Point)[1:]


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Line], dict[tuple[str, str, Point], int]]:
    """Lines of a few TPS, and what was planted: how many papers changed at which point."""
    lines: list[Line] = []
    planted: dict[tuple[str, str, Point], int] = {}
    for number in range(draw(st.integers(1, 12))):
        place, sku = f"63.09.05.2003-{number + 1:03d}", draw(st.sampled_from(["GUB", "BUP"]))
        count = draw(st.integers(20, 620))
        ins, outs = draw(st.integers(0, 15)), draw(st.integers(0, 15))
        counts = {Point.PLANNED: Counted(count, ("plan",))}
        upto = draw(st.integers(0, len(AFTER_PLANNED)))
        for point in AFTER_PLANNED[:upto]:
            by = draw(st.sampled_from([0, 0, 0, 0, 1, -1, 7, -20]))
            count += by + (ins - outs if point == Point.RECEIVED else 0)
            counts[point] = Counted(count, (f"{point.value} {number}",))
            if by:
                planted[place, sku, point] = by
        lines.append(Line(place, sku, counts, ins, outs, ("moved",)))
    return lines, planted


@settings(max_examples=1000)
@given(worlds())
def test_each_planted_difference_is_found_at_its_step_and_none_is_invented(
    world: tuple[list[Line], dict[tuple[str, str, Point], int]],
) -> None:
    lines, planted = world
    found = {
        (gap.place, gap.sku, gap.after): gap.by for line in lines for gap in reconciling.gaps(line)
    }
    assert found == planted
    regions = reconciling.over(lines)
    assert sum(each.missing for each in regions.values()) == -sum(
        by for by in planted.values() if by < 0
    )
    assert sum(each.found for each in regions.values()) == sum(
        by for by in planted.values() if by > 0
    )


@given(worlds(), st.data())
def test_a_count_that_is_not_known_hides_no_difference(
    world: tuple[list[Line], dict[tuple[str, str, Point], int]], data: st.DataObject
) -> None:
    lines, _ = world
    line = data.draw(st.sampled_from(lines))
    known = [point for point in Point if point in line.counts]
    if len(known) < 3:
        return
    hidden = data.draw(st.sampled_from(known[1:-1]))
    counts = {point: each for point, each in line.counts.items() if point != hidden}
    less = Line(line.place, line.sku, counts, line.moved_in, line.moved_out, line.moves)
    before = sum(gap.by for gap in reconciling.gaps(line))
    assert sum(gap.by for gap in reconciling.gaps(less)) == before
    for gap in reconciling.gaps(less):
        assert (len(gap.steps) > 1) == _spans(gap, hidden)


def _spans(gap: reconciling.Gap, hidden: Point) -> bool:
    order = list(Point)
    return order.index(gap.before) < order.index(hidden) < order.index(gap.after)


def test_bu_rina_finds_where_the_paper_of_wirang_went() -> None:
    counts = {
        Point.PLANNED: Counted(310, ("plan 3",)),
        Point.PACKED: Counted(310, ("fact 12",)),
        Point.DELIVERED: Counted(310, ("fact 88",)),
        Point.RECEIVED: Counted(309, ("fact 95",)),
        Point.ACCOUNTED: Counted(309, ("fact 95",)),
    }
    (gap,) = reconciling.gaps(Line("63.09.05.2003-007", "KWK-BUP", counts))
    assert (gap.by, gap.steps) == (-1, (Step.COUNT_BEFORE,))
    assert gap.evidence == ("fact 88", "fact 95")


def test_losses_are_never_set_off_against_what_another_tps_found() -> None:
    one = Line("a", "BUP", {Point.RECEIVED: Counted(100), Point.ACCOUNTED: Counted(99)})
    two = Line("b", "BUP", {Point.RECEIVED: Counted(100), Point.ACCOUNTED: Counted(101)})
    region = reconciling.over([one, two])["BUP"]
    assert region.sums[Point.RECEIVED] == region.sums[Point.ACCOUNTED] == 200
    assert (region.missing, region.found, region.is_closed) == (1, 1, False)
    assert not reconciling.over([Line("a", "BUP")])["BUP"].is_closed
