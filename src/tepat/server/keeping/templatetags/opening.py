"""Which of the facts on a page its reader may open, for templates that link them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import template

from tepat.server.keeping import opening

register = template.Library()


@register.simple_tag(takes_context=True)
def opened_facts(context: Mapping[str, Any], *rows_and_paths: object) -> set[str]:
    """Return the names of facts in `rows` that the reader may open: at most one query.

    Takes pairs: rows, and the path to the name in each, "facts" or "moves.facts"; what is a list
    on the way is walked through. A name that is not returned is written without a link.
    """
    pairs = zip(rows_and_paths[::2], rows_and_paths[1::2], strict=True)
    names = [name for rows, path in pairs for name in _at(rows, str(path).split("."))]
    user, scope = getattr(context.get("request"), "user", None), context.get("scope")
    return opening.opened(user, scope, names) if user and scope else set()


@register.simple_tag(takes_context=True)
def leads_to(context: Mapping[str, Any], page: str) -> bool:
    """Tell whether a link to `page` leads the reader anywhere: no query."""
    user, scope = getattr(context.get("request"), "user", None), context.get("scope")
    return bool(user and scope and opening.leads_to(user, scope, page))


def _at(value: Any, path: list[str]) -> Iterator[str]:
    if isinstance(value, str):
        if value and not path:
            yield value
    elif isinstance(value, Mapping):
        yield from _at(value.get(path[0]), path[1:]) if path else ()
    elif isinstance(value, Iterable):
        for each in value:
            yield from _at(each, path)
    elif value is not None and path:
        yield from _at(getattr(value, path[0], None), path[1:])
