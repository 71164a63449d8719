"""What the board shows, row by row: each with the address of what it rests on."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext

from tepat.core.watch.forecast import NOTHING, Forecast
from tepat.core.watch.hearing import Heard, Hearing, Limits
from tepat.core.watch.indicators import AIMS, WEAKNESS, Counts, Tepat, Word
from tepat.server.desk.words import number
from tepat.server.election.models import Scope
from tepat.server.watch.board.queries import Board
from tepat.server.watch.board.words import (
    AIM_RULES,
    EVIDENCE_NAMES,
    HEARING_STATES,
    aim_name,
    lasting,
)


class AimRow(NamedTuple):
    """One of the five aims a TPS has: how many TPS say which word, and what is expected."""

    code: str
    name: str
    rule: str
    tepat: int
    belum: int
    tidak: int
    soon: int
    forecast: Forecast
    href: str
    """The list of its TPS; a word is added to it."""


class AreaRow(NamedTuple):
    """One kecamatan or desa of the table."""

    code: str
    name: str
    href: str
    counts: Counts
    soon: int
    """Open TPS that are surer than not to follow."""
    forecast: Forecast
    hearing: Hearing
    hearing_state: str
    heard: str
    """How long ago, in words."""

    @property
    def held(self) -> int:
        """Open TPS that are not."""
        return self.counts.open - self.soon

    @property
    def is_short(self) -> bool:
        """Whether fewer are expected than there are."""
        return self.forecast.rounded < self.counts.tps

    @property
    def state(self) -> str:
        """The worst that is said of one of its TPS."""
        return worst(self.counts, self.soon)


class EvidenceRow(NamedTuple):
    """How many of the ready TPS are known by what."""

    code: str
    name: str
    tps: int
    href: str


def worst(counts: Counts, soon: int) -> str:
    """Return the state of an area: wrong before held up before expected before ready."""
    if counts.wrong:
        return "tidak"
    if counts.ready == counts.tps:
        return "tepat"
    return "menyusul" if counts.open == soon else "belum"


def tps_list(scope: Scope, area: str = "") -> str:
    """Address of the list of TPS of an area, the worst first."""
    return reverse("board_area", args=[scope.election, scope.kabupaten, area or scope.kabupaten])


def aim_rows(board: Board, scope: Scope, area: str = "") -> list[AimRow]:
    """The five aims of all TPS."""
    rows = []
    address = tps_list(scope, area)
    for aim, counts, soon, forecast in zip(
        AIMS, board.total.aims, board.soon_by_aim, board.forecast_by_aim, strict=True
    ):
        tepat, belum, tidak = counts
        href = f"{address}?aim={aim.value}"
        rule = gettext(AIM_RULES[aim])
        rows.append(
            AimRow(aim.value, aim_name(aim), rule, tepat, belum, tidak, soon, forecast, href)
        )
    return rows


def area_rows(
    board: Board,
    names: Mapping[str, str],
    heard: Mapping[str, Heard],
    scope: Scope,
    now: datetime,
    limits: Limits,
) -> list[AreaRow]:
    """The kecamatan of `board`, those first of which most must be done."""
    rows = []
    soon = board.soon_by(board.kecamatan)
    for code, counts in board.by_kecamatan.items():
        forecast = board.forecast_by_kecamatan.get(code, NOTHING)
        spoke = heard.get(code, Heard(code))
        hearing = spoke.hearing(now, limits)
        rows.append(
            AreaRow(
                code,
                names.get(code, code),
                tps_list(scope, code),
                counts,
                soon[code],
                forecast,
                hearing,
                HEARING_STATES[hearing],
                _heard_words(spoke, now),
            )
        )
    return sorted(rows, key=lambda row: (-row.counts.wrong, -row.held, -row.soon, row.name))


def _heard_words(spoke: Heard, now: datetime) -> str:
    if not spoke.phones:
        return gettext("no phones")
    age = spoke.age(now)
    return gettext("never") if age is None else lasting(age)


def evidence_rows(board: Board, scope: Scope) -> list[EvidenceRow]:
    """By what the ready TPS are known, the strongest first."""
    address = tps_list(scope)
    return [
        EvidenceRow(
            grade.value,
            gettext(EVIDENCE_NAMES[grade]),
            count,
            f"{address}?evidence={grade.value}",
        )
        for grade, count in zip(WEAKNESS, board.total.evidence, strict=True)
    ]


def word_of(text: str) -> Word | None:
    """Return the word that an address asks for, None where it is none."""
    return next((word for word in Word if word.name.lower() == text), None)


def aim_of(text: str) -> Tepat | None:
    """Return the aim that an address asks for, None where it is none of the five."""
    return next((aim for aim in AIMS if aim.value == text), None)


def title_of(name: str, counts: Counts, soon: int) -> str:
    """Say how an area stands, for whoever cannot see the map."""
    facts = {
        "name": name,
        "ready": number(counts.ready),
        "tps": number(counts.tps),
        "soon": number(soon),
        "wrong": number(counts.wrong),
    }
    said = gettext("{name}: {ready} of {tps} TPS ready, {soon} will follow, {wrong} wrong")
    return said.format(**facts)
