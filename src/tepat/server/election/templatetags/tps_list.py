"""Words of the TPS list in templates: `{% load tps_list %}`."""

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext

from tepat.core.election.regions import Provenance
from tepat.core.problems import Problem
from tepat.server.election.models import Tps
from tepat.server.election.tps_list.forms import PROVENANCES
from tepat.server.problems import say

register = template.Library()


@register.filter
def at(names: Mapping[str, str], code: str) -> str:
    """Return the name of a region, or its code."""
    return names.get(code, code)


@register.filter
def said(problem: Problem) -> str:
    """Return the sentence of a problem."""
    return say(problem)


@register.filter
def plain_number(value: int | None) -> str:
    """Write a count of one TPS (below 1.000 mostly) without a template per cell."""
    if value is None:
        return gettext("unset")
    return f"{value:,}".replace(",", ".")


@register.filter
def plain_degree(value: float) -> str:
    """Write a degree with a point, as maps take it."""
    return f"{value:.6f}".rstrip("0").rstrip(".")


@register.filter
def point_words(tps: Tps) -> str:
    """Say where the point of a TPS comes from, in words."""
    if tps.lat is None:
        return gettext("not set")
    if tps.provenance == Provenance.LEARNED and tps.point_source:
        return tps.point_source
    words = {each.value: text for each, text in PROVENANCES.items()}
    return str(words.get(tps.provenance, "–"))


@register.filter
def value_words(value: object) -> str:
    """Write an old or new value; what nobody has said is unset."""
    if value is None or value == "":
        return gettext("unset")
    if isinstance(value, int):
        return plain_number(value)
    words = {each.value: str(text) for each, text in PROVENANCES.items()}
    return words.get(str(value), str(value))
