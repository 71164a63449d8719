"""Moments as sentences of a briefing carry them, in both languages."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

from tepat.core.election.catalogue import Words
from tepat.server.desk.words import ZONES


def said(at: datetime, zone: str) -> Words:
    """Return a moment in full: Jumat 15 November 2024 pukul 09.40 WITA."""
    day, hour = _both(at, zone, "EEEE d MMMM y")
    return Words(f"{day.id} pukul {hour}", f"{day.en}, {hour}")


def short(at: datetime, zone: str) -> Words:
    """Return a moment in short: Jum 15 Nov, 09.40 WITA."""
    day, hour = _both(at, zone, "EEE d MMM")
    return Words(f"{day.id}, {hour}", f"{day.en}, {hour}")


def _both(at: datetime, zone: str, form: str) -> tuple[Words, str]:
    local = at.astimezone(ZoneInfo(zone))
    day = [format_date(local.date(), form, locale=each) for each in ("id", "en")]
    return Words(*day), f"{local:%H.%M} {ZONES.get(zone, zone)}"
