"""Template tags of the desk, loaded in every template. Each component has one template."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from tepat.core.election.catalogue import Words
from tepat.core.problems import Problem
from tepat.server.desk import words
from tepat.server.desk.icons import DRAWINGS
from tepat.server.desk.links import link
from tepat.server.election.models import Scope
from tepat.server.problems import say

register = template.Library()
PARTS = "desk/parts/"


@cache
def _sprite() -> SafeString:
    return render_to_string(PARTS + "sprite.html", {"drawings": list(DRAWINGS.items())})


@register.simple_tag
def sprite() -> SafeString:
    """Write every icon once per page; `icon` refers to them."""
    return _sprite()


@register.simple_tag
def page_url(name: str, scope: Scope, *args: object) -> str:
    """Return the address of a page of `scope`, "" where this installation does not have it."""
    return link(name, scope.election, scope.kabupaten, *args)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of the sprite. Give `label` only where no word stands beside it."""
    return render_to_string(PARTS + "icon.html", {"name": name, "label": label})


@register.simple_tag
def state(name: str, text: str = "", tag: bool = False) -> SafeString:
    """Write a state: tepat, menyusul, belum, tidak, perhatian, basi, saksi or sepihak.

    Shape, word and colour together; without `text` the state's own word.
    """
    colour = "perhatian" if name == "sepihak" else name
    context = {"name": name, "colour": colour, "text": text or words.state_name(name), "tag": tag}
    return render_to_string(PARTS + "state.html", context)


@register.simple_tag(takes_context=True)
def contoh(context: dict[str, Any]) -> SafeString:
    """Mark what is made up, where the scope or the installation holds made-up figures."""
    if not context.get("is_contoh"):
        return mark_safe("")
    return render_to_string(PARTS + "contoh.html")


@register.simple_tag
def unset() -> SafeString:
    """Say that nobody has said how many."""
    return render_to_string(PARTS + "unset.html")


@register.filter
def number(value: object) -> str:
    """Write a number as people do here, 1.204; None is unset, never nought."""
    if value is None or value == "":
        return unset()
    return words.number(value)


@register.filter
def spoken(value: Words) -> str:
    """Say a name that is data in the language of the reader."""
    return value.say(words.language())


@register.filter
def day(value: date | None) -> str:
    """Write a date: Sel 26 Nov."""
    return unset() if value is None else words.day(value)


@register.filter
def moment(value: datetime | None, zone: str = "Asia/Jakarta") -> str:
    """Write a moment in a zone: Sel 26 Nov, 16.40 WITA."""
    return unset() if value is None else words.moment(value, zone)


@register.filter
def package_code(code: str) -> SafeString:
    """Write a package or TPS code in the face of codes, as printed on the thing."""
    return render_to_string(PARTS + "code.html", {"code": code})


@register.simple_tag
def bar(now: int, soon: int, no: int, total: int, size: str = "") -> SafeString:
    """Draw the one bar: now, will follow, not expected, wrong. `size`: big, thin or nothing."""
    share = [f"{100 * part / total if total else 0:.2f}" for part in (now, soon, no)]
    context = {
        "now": now,
        "soon": soon,
        "no": no,
        "total": total,
        "rest": total - now - soon - no,
        "now_share": share[0],
        "soon_share": share[1],
        "no_share": share[2],
        "size": size,
    }
    return render_to_string(PARTS + "bar.html", context)


@register.simple_tag(takes_context=True)
def pages(context: dict[str, Any], page: Page[Any]) -> SafeString:
    """Draw the pager of `page`; the filters in the address are kept."""
    if page.paginator.num_pages < 2:
        return mark_safe("")
    kept = context["request"].GET.copy()
    kept.pop("page", None)
    return render_to_string(PARTS + "pages.html", {"page": page, "kept": kept.urlencode()})


@register.simple_tag
def field(bound: BoundField, help: str | None = None) -> SafeString:
    """Draw one field of a form with its label, help and faults; `help` replaces its own."""
    kind = getattr(bound.field.widget, "input_type", "")
    context = {
        "field": bound,
        "help": bound.help_text if help is None else help,
        "check": kind == "checkbox",
    }
    return render_to_string(PARTS + "field.html", context)


@register.simple_tag
def problems(found: Iterable[Problem]) -> SafeString:
    """Write problems as sentences, faults before warnings."""
    ordered = sorted(found, key=lambda problem: problem.is_warning)
    rows = [("perhatian" if each.is_warning else "tidak", say(each)) for each in ordered]
    return render_to_string(PARTS + "problems.html", {"rows": rows})


@register.simple_tag
def empty(title: str, text: str = "", href: str = "", action: str = "") -> SafeString:
    """Draw the state of a panel with nothing in it yet: what is normal, and the next step."""
    context = {"title": title, "text": text, "href": href, "action": action}
    return render_to_string(PARTS + "empty.html", context)


@register.simple_tag
def failed(title: str, text: str = "", href: str = "", action: str = "") -> SafeString:
    """Draw the state of a panel whose content could not be made: what is still true, a way on."""
    context = {"title": title, "text": text, "href": href, "action": action}
    return render_to_string(PARTS + "failed.html", context)


@register.simple_tag
def loading() -> SafeString:
    """Draw the grey lines of a panel that is being fetched."""
    return render_to_string(PARTS + "loading.html")


@register.simple_tag
def due(share: int, text: str, kind: str = "far") -> SafeString:
    """Draw a clock: `share` per cent of the time is gone. `kind`: far, near or over."""
    return render_to_string(PARTS + "due.html", {"share": share, "text": text, "kind": kind})


@register.simple_tag
def cells(now: int, soon: int, no: int, total: int) -> SafeString:
    """Draw one cell per TPS, the worst first: wrong, not yet, will follow, right."""
    label = words.share_of(now, total)
    kinds = (("x", no), ("b", total - now - soon - no), ("m", soon), ("", now))
    # A board has thousands of cells: a loop in the template takes ten times as long.
    drawn = "".join((f'<i class="{kind}"></i>' if kind else "<i></i>") * n for kind, n in kinds)
    return render_to_string(PARTS + "cells.html", {"cells": mark_safe(drawn), "label": label})
