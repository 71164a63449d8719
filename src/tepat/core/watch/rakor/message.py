"""The briefing as one message for WhatsApp: plain, bounded, and ending with the log's mark."""

from collections.abc import Sequence
from typing import Final

from tepat.core import mark
from tepat.core.election.catalogue import Words
from tepat.core.watch.rakor.briefing import TITLES, Line, h_minus, number
from tepat.core.watch.rakor.state import State

LONGEST: Final = 4_096
"""Characters of one message."""
_HEAD: Final = Words("Kesiapan logistik", "Readiness of the logistics")
_MARK: Final = Words("Sidik log", "Log fingerprint")
_NO_MARK: Final = Words("Log belum terbit.", "The log is not published yet.")
_MORE: Final = Words("Selengkapnya di desk.", "The rest is at the desk.")


def whatsapp(
    state: State,
    lines: Sequence[Line],
    language: str = "id",
    link: str = "",
    contoh: bool = False,
    head: Words = _HEAD,
) -> str:
    """Return the message: at most `LONGEST` characters, the last line always the log's mark.

    Stars and the like in what people typed stay, but make nothing bold: only titles do.
    `head` is what it calls itself, before the place.
    """
    begin = [f"*{_plain(head.say(language))} {_plain(state.place.say(language))}*"]
    if contoh:
        begin.append(f"({mark.word()})")
    day = h_minus(state.days_to)
    begin.append(_plain(state.when.say(language)) + (f" ({day})" if day else ""))
    foot = [_mark(state, language), *([link] if link else [])]
    body: list[str] = []
    topic = None
    kept = LONGEST - len("\n".join([*begin, "", _MORE.say(language), *foot])) - 8
    for line in lines:
        added = [] if line.topic == topic else ["", f"*{TITLES[line.topic].say(language)}*"]
        added.append(_plain(line.text.say(language)))
        if len("\n".join([*body, *added])) > kept:
            body += ["", _MORE.say(language)]
            break
        body, topic = [*body, *added], line.topic
    # The mark is what others compare, so nothing stands behind it.
    return "\n".join([*begin, *body, "", *reversed(foot)])[:LONGEST]


def _mark(state: State, language: str) -> str:
    if not state.fingerprint:
        return _NO_MARK.say(language)
    size = number(state.fingerprint_size).say(language)
    return f"{_MARK.say(language)} ({size}) {state.fingerprint}"


def _plain(text: str) -> str:
    """One line, without the characters that make letters bold, slanted or struck out."""
    return " ".join(text.translate({ord(mark): " " for mark in "*_~`"}).split())
