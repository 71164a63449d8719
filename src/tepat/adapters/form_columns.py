"""The checks of result forms over columns: a nation at once, by the same list of identities.

Needs the extra `nation` (polars).
"""

from collections.abc import Mapping, Sequence

import polars as pl

from tepat.core.count.checks import IDENTITIES, VOTES, Identity, Relation


def wrong_rows(
    table: pl.DataFrame, figures: Mapping[str, str], votes: Sequence[str]
) -> dict[str, pl.Series]:
    """Return for each identity that can be compared which rows break it, by code and figure.

    `figures` maps names of `form.FIGURES` to columns, `votes` are the columns of candidates. A
    row with a blank on either side breaks nothing. Keys are codes; of A1, code and figure.
    """
    terms: dict[str, pl.Expr] = {name: pl.col(column) for name, column in figures.items()}
    if votes:
        terms[VOTES] = _sum([pl.col(each) for each in votes])
    known = [each for each in IDENTITIES if {*each.left, *each.right} <= set(terms)]
    found = table.select(
        (_left(each, terms).fill_null(value=False)).alias(_key(each)) for each in known
    )
    return {name: found[name] for name in found.columns}


def differing_rows(table: pl.DataFrame, pairs: Sequence[tuple[str, str]]) -> pl.Series:
    """Return which rows have both columns of a pair filled in, and otherwise, in any pair."""
    each = [(pl.col(one) != pl.col(other)).fill_null(value=False) for one, other in pairs]
    return table.select(pl.any_horizontal(each).alias("differs"))["differs"]


def _key(identity: Identity) -> str:
    return f"{identity.code} {identity.about}" if identity.code == "A1" else identity.code


def _left(identity: Identity, terms: Mapping[str, pl.Expr]) -> pl.Expr:
    left = _sum([terms[each] for each in identity.left])
    right = _sum([terms[each] for each in identity.right])
    return left != right if identity.relation == Relation.EQUAL else left > right


def _sum(columns: Sequence[pl.Expr]) -> pl.Expr:
    total = columns[0].cast(pl.Int64)
    for each in columns[1:]:
        total = total + each.cast(pl.Int64)
    return total
