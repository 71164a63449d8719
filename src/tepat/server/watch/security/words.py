"""Words of the police's room, and how its cells are drawn."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_noop

from tepat.core.watch.security.night import Matter
from tepat.core.watch.security.presence import Escort, Presence
from tepat.server.desk.words import moment, number
from tepat.server.watch.models import SecurityOrder

PRESENCE: Final[dict[Presence, tuple[str, str]]] = {
    Presence.NONE: ("belum", gettext_noop("no escort asked")),
    Presence.PLANNED: ("menyusul", gettext_noop("planned")),
    Presence.SIGNED: ("tepat", gettext_noop("present, signed")),
    Presence.TOLD: ("sepihak", gettext_noop("present, told the desk")),
    Presence.UNHEARD: ("basi", gettext_noop("not heard of")),
    Presence.ABSENT: ("tidak", gettext_noop("absent")),
}
MATTERS: Final[dict[Matter, tuple[str, str]]] = {
    Matter.SEAL: ("tidak", gettext_noop("seal or box")),
    Matter.ABSENT: ("tidak", gettext_noop("escort absent")),
    Matter.UNHEARD: ("basi", gettext_noop("escort not heard of")),
    Matter.LATE: ("perhatian", gettext_noop("convoy late")),
    Matter.GAP: ("tidak", gettext_noop("nobody on guard")),
    Matter.ALONE: ("perhatian", gettext_noop("on the way without escort")),
}
ABOUT: Final[dict[str, str]] = {
    SecurityOrder.About.TPS: gettext_noop("guard of TPS"),
    SecurityOrder.About.ESCORT: gettext_noop("escort of a load"),
    SecurityOrder.About.POST: gettext_noop("guard post"),
}


def presence(escort: Escort, zone: str) -> tuple[str, str, str]:
    """Return shape, word, and what stands below it: how many, and since when."""
    shape, word = PRESENCE[escort.state]
    parts = []
    if escort.count:
        parts.append(gettext("%(n)s people") % {"n": number(escort.count)})
    if isinstance(escort.since, datetime):
        parts.append(moment(escort.since, zone))
    return shape, gettext(word), ", ".join(parts)


def grade_cells(counted: Iterable[tuple[str, int]], names: dict[str, str]) -> SafeString:
    """Draw one cell per TPS, the most vulnerable first; ink alone, for no state is meant."""
    order = {code: at for at, code in enumerate(names)}
    rows = sorted(counted, key=lambda each: -order.get(each[0], -1))
    drawn = "".join(f'<i class="{cell_class(code, order)}"></i>' * n for code, n in rows)
    label = ", ".join(
        f"{names.get(code) or gettext('no class yet')} {number(n)}" for code, n in rows if n
    )
    return format_html_join(
        "",
        '<div class="cells" role="img" aria-label="{}">{}</div>',
        [(label, mark_safe(drawn))],
    )


def cell_class(code: str, order: dict[str, int]) -> str:
    """Return the look of a class: four shades of ink, and a dashed rim for none."""
    return f"g{min(order[code], 3)}" if code in order else "g"
