"""What the pages call the states of forms and where versions come from."""

from typing import Final

from django.utils.translation import gettext_noop

from tepat.core.count.checks import Severity
from tepat.core.count.versions import Source, State

STATES: Final = {
    State.DIFFERS: ("tidak", gettext_noop("typed otherwise by two people")),
    State.ONE: ("menyusul", gettext_noop("one person so far")),
    State.AGREED: ("tepat", gettext_noop("two people agree")),
    State.MISSING: ("belum", gettext_noop("not in yet")),
}
"""Shape and words of each state, those first that need somebody."""
CELLS: Final = {State.DIFFERS: "x", State.ONE: "m", State.AGREED: "", State.MISSING: "b"}
SOURCES: Final = {
    Source.PHONE: gettext_noop("from a phone"),
    Source.DESK: gettext_noop("typed at the desk"),
    Source.SHEET: gettext_noop("from a sheet"),
}
SHAPES: Final = {
    Severity.ERROR: ("tidak", gettext_noop("does not add up")),
    Severity.WARNING: ("perhatian", gettext_noop("is odd")),
    Severity.INFO: ("basi", gettext_noop("to know")),
}
"""How a finding is drawn, and in a word how grave it is."""
