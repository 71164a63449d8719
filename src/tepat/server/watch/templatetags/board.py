"""Template tags of the board."""

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def drawn_once(context: Context, name: str) -> SafeString:
    """Include the template `name`, drawn once for all who look at the same picture.

    For parts alone in which nothing depends on who asks: `context["drawn"]` keeps the text.
    """
    drawn: dict[str, SafeString] = context["drawn"]
    if name not in drawn:
        assert context.template is not None
        drawn[name] = context.template.engine.get_template(name).render(context)
    return drawn[name]
