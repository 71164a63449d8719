"""The state of the board as a text that is passed on: true by itself, with the log's mark."""

from collections.abc import Sequence
from typing import Final, NamedTuple
from urllib.parse import quote

from django.utils.translation import gettext

from tepat.core import mark
from tepat.core.watch.hearing import Hearing
from tepat.server.desk.words import number
from tepat.server.watch.board.queries import Board
from tepat.server.watch.board.rows import AimRow, AreaRow
from tepat.server.watch.board.words import range_words

MOST: Final = 5
"""Kecamatan and things to do that a text names: it is read on a phone."""


class Head(NamedTuple):
    """What stands above the numbers of the text, in words already."""

    title: str
    h: str
    at: str
    deadline: str
    is_contoh: bool
    log: str
    """Size and fingerprint of the newest checkpoint; empty before the first."""


def text_of(
    head: Head, board: Board, aims: Sequence[AimRow], areas: Sequence[AreaRow], todo: Sequence[str]
) -> str:
    """Return the text, in the language of whoever sends it."""
    total, forecast = board.total, board.forecast
    lines = [f"*{head.title}*" + (f", {head.h}" if head.h else ""), head.at]
    if head.is_contoh:
        lines.append(mark.line(gettext("Made-up figures (contoh).")))
    lines += ["", gettext("TPS ready: *{ready}* of {tps}").format(**_facts(total.ready, total.tps))]
    lines.append(
        gettext("Expected at the deadline{deadline}: {rounded} (range {range})").format(
            deadline=f" ({head.deadline})" if head.deadline else "",
            rounded=number(forecast.rounded),
            range=range_words(forecast),
        )
    )
    if forecast.unknown:
        lines.append(gettext("Of {n} TPS no chance is known.").format(n=number(forecast.unknown)))
    lines.append("")
    for aim in aims:
        said = gettext("{name}: {right} right, {open} not yet, {wrong} wrong")
        lines.append(
            said.format(
                name=aim.name,
                right=number(aim.tepat),
                open=number(aim.belum),
                wrong=number(aim.tidak),
            )
        )
    wrong = [f"{row.name} {number(row.counts.wrong)}" for row in areas if row.counts.wrong]
    silent = [f"{row.name} ({row.heard})" for row in areas if row.hearing is Hearing.SILENT]
    lines += _named(gettext("Wrong"), wrong) + _named(gettext("Not heard from"), silent)
    if todo:
        lines += ["", gettext("To do now:")]
        lines += [f"{at}. {each}" for at, each in enumerate(todo[:MOST], start=1)]
    lines += ["", head.log or gettext("The log has no checkpoint yet.")]
    return "\n".join(lines)


def whatsapp(text: str) -> str:
    """Return the address that opens WhatsApp with `text`; whoever sends it chooses to whom."""
    return f"https://wa.me/?text={quote(text)}"


def _facts(ready: int, tps: int) -> dict[str, str]:
    return {"ready": number(ready), "tps": number(tps)}


def _named(what: str, found: Sequence[str]) -> list[str]:
    if not found:
        return []
    more = gettext(" and {n} more").format(n=number(len(found) - MOST)) if found[MOST:] else ""
    return ["", f"{what}: {', '.join(found[:MOST])}{more}"]
