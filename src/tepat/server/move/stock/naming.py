"""Problems of the warehouse as people read them: names instead of codes, numbers grouped."""

from tepat.core.move.stock import OUTSIDE, Condition, MoveKind, Outside
from tepat.core.problems import Problem
from tepat.server.desk.words import number
from tepat.server.move.stock.goods import Shelf
from tepat.server.move.stock.words import CONDITIONS, KINDS, OUTSIDES
from tepat.server.problems import say

GOODS_FACTS = ("goods", "sku", "item")


def sentence(problem: Problem, shelf: Shelf | None = None) -> str:
    """Return the sentence of `problem` with every code resolved that `shelf` can name."""
    return say(named(problem, shelf))


def named(problem: Problem, shelf: Shelf | None = None) -> Problem:
    """Return `problem` with its facts as words: goods, places, conditions, 1.100 for 1100."""
    return Problem(
        problem.code, {key: _word(key, value, shelf) for key, value in problem.facts.items()}
    )


def _word(key: str, value: str | int, shelf: Shelf | None) -> str:
    if isinstance(value, int):
        return number(value)
    if key == "condition" and value in set(Condition):
        return str(CONDITIONS[Condition(value)])
    if key == "kind" and value in set(MoveKind):
        return str(KINDS[MoveKind(value)])
    if key == "place" and value in OUTSIDE:
        return str(OUTSIDES[Outside(value)])
    if shelf and key in GOODS_FACTS:
        return shelf.named(value)
    if shelf and key == "place":
        return shelf.place(value)
    return value
