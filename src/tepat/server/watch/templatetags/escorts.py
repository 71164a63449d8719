"""Whether somebody goes with a load, on the page of the load: no name, no unit, no pattern."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from tepat.server import clock
from tepat.server.desk.templatetags.tepat import state
from tepat.server.move.models import Shipment
from tepat.server.watch.security import queries, words

register = template.Library()


@register.simple_tag
def escort_presence(shipment: Shipment) -> SafeString:
    """Draw planned, present or absent; nothing for who may not read escorts."""
    if getattr(shipment, "hides_presence", True):
        return mark_safe("")
    found = queries.presence_of(shipment.scope, shipment, clock.now())
    shape, word, _ = words.presence(found, shipment.scope.zone)
    return state(shape, word)
