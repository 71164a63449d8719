"""Every ballot paper that a step loses or finds is said, with its step, and none is invented."""

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from tepat.core.count import moves, reconciling
from tepat.core.count.reconciling import Counted, Line, Point, Step
from tepat.core.count.recounts import Box, Recount, delivered

AFTER_PLANNED = tuple(Point)[1:]
BOTH = [moves.Side.GIVER, moves.Side.RECEIVER]


@dataclass(frozen=True)
class World:
    """Lines of a few TPS, and what was planted in them."""

    lines: list[Line]
    planted: dict[tuple[str, str, Point], int]
    """By TPS, SKU and point: how many papers changed there."""
    recounts: dict[tuple[str, str], set[str]]
    """The counts on the way that should show that papers went, by TPS and SKU."""


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """A few TPS: packages that are counted again on the way, papers that move between TPS."""
    places = [f"63.09.05.2003-{number:03d}" for number in range(1, draw(st.integers(1, 12)) + 1)]
    skus = {place: draw(st.sampled_from(["GUB", "BUP"])) for place in places}
    moved = moves.by_tps(moves.moves_of(draw(_moves(places))))
    world = World([], {}, {})
    for number, (place, sku) in enumerate(skus.items()):
        count = draw(st.integers(20, 620))
        own = moved.get((place, sku), moves.STILL)
        counts = {Point.PLANNED: Counted(count, ("plan",))}
        upto = draw(st.integers(0, len(AFTER_PLANNED)))
        for point in AFTER_PLANNED[:upto]:
            if point == Point.DELIVERED:
                boxes = draw(_boxes(place, count))
                counts[point] = delivered(boxes)
                by = counts[point].count - count
                shown = {each.fact for box in boxes for _, each in box.changes}
                if by:
                    world.recounts[place, sku] = shown
            else:
                by = draw(st.sampled_from([0, 0, 0, 0, 1, -1, 7, -20]))
                into = own.came - own.left if point == Point.RECEIVED else 0
                counts[point] = Counted(count + by + into, (f"{point.value} {number}",))
            count = counts[point].count
            if by:
                world.planted[place, sku, point] = by
        world.lines.append(Line(place, sku, counts, own.came, own.left, own.facts))
    return world


@st.composite
def _boxes(draw: st.DrawFn, place: str, count: int) -> list[Box]:
    """Packages with so many papers, each counted on its way as often as somebody liked."""
    found, rest = [], count
    for number in range(draw(st.integers(1, 3))):
        packed = rest if number == 2 else draw(st.integers(0, rest))
        rest -= packed
        recounts, now = [], packed
        for at in range(draw(st.integers(0, 3))):
            now = max(0, now + draw(st.sampled_from([0, 0, 0, 1, -1])))
            recounts.append(Recount(f"count {place} {number} {at}", now))
        found.append(Box(f"box {number}", packed, tuple(recounts)))
    return [*found, Box("box 9", rest)]


@st.composite
def _moves(draw: st.DrawFn, places: list[str]) -> list[moves.SaidMove]:
    """What both sides, one of them or a paper say of papers between two TPS, in any order."""
    said = []
    for number in range(draw(st.integers(0, 6))):
        place, to = draw(st.sampled_from(places)), draw(st.sampled_from(places))
        sku, count = draw(st.sampled_from(["GUB", "BUP"])), draw(st.integers(1, 15))
        sides = draw(st.sampled_from([[moves.Side.PAPER], [moves.Side.RECEIVER], BOTH, BOTH]))
        said += [
            moves.SaidMove(f"move {number} {side}", place, to, sku, count, side) for side in sides
        ]
    return draw(st.permutations(said))


@settings(max_examples=1000)
@given(worlds())
def test_each_planted_difference_is_found_at_its_step_and_none_is_invented(world: World) -> None:
    all_gaps = [gap for line in world.lines for gap in reconciling.gaps(line)]
    assert {(gap.place, gap.sku, gap.after): gap.by for gap in all_gaps} == world.planted
    for gap in all_gaps:
        if gap.after == Point.DELIVERED:
            assert world.recounts[gap.place, gap.sku] <= set(gap.evidence)
    regions = reconciling.over(world.lines)
    assert sum(each.missing for each in regions.values()) == -sum(
        by for by in world.planted.values() if by < 0
    )
    assert sum(each.found for each in regions.values()) == sum(
        by for by in world.planted.values() if by > 0
    )


@given(worlds(), st.data())
def test_a_count_that_is_not_known_hides_no_difference(world: World, data: st.DataObject) -> None:
    line = data.draw(st.sampled_from(world.lines))
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
