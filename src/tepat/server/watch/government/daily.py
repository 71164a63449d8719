"""The daily report to the level above: drafted from what is so, kept as it was sent."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction

from tepat.core.election.catalogue import Words
from tepat.core.election.roles import Action
from tepat.core.problems import Code, refuse
from tepat.core.watch.government.daily import Helped, Sent, help_lines, numbered, stage_lines
from tepat.core.watch.rakor import briefing, message
from tepat.core.watch.rakor.state import State
from tepat.server.election.models import Scope, User
from tepat.server.watch.board.queries import board_of
from tepat.server.watch.government import agreed, measuring
from tepat.server.watch.government.helping import written
from tepat.server.watch.incidents.parties import acting
from tepat.server.watch.models import DailyReport
from tepat.server.watch.rakor.rows import lines_json
from tepat.server.watch.rakor.state import state_of

ABOVE: Final = {
    "desk": "Desk provinsi",
    "desk_kecamatan": "Desk kabupaten",
    "kpu": "KPU provinsi",
}
"""To whom each agency reports."""
LONGEST_HELP: Final = 160


@dataclass(frozen=True, slots=True)
class Draft:
    """A report that was not sent: what it would say now."""

    agency: str
    number: int
    version: int
    day: date
    to: str
    title: str
    sender: str
    """The agency, as its election calls it: it writes under its own name, not under KPU's."""
    state: State
    lines: tuple[briefing.Line, ...]
    message: str

    @property
    def mark(self) -> str:
        """Of everything it says but the minute: what was read is what is sent."""
        said = [str(self.number), str(self.version), *(line.text.id for line in self.lines[1:])]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]


def draft(scope: Scope, user: User, now: datetime) -> Draft:
    """Return the report as it would be sent now. Raises `Refused` for whoever may not report."""
    party = acting(user, scope, Action.RUN_DESK)
    role = party.partition("@")[0]
    day = now.astimezone(ZoneInfo(scope.zone)).date()
    rows = DailyReport.objects.filter(scope=scope, agency=role)
    sent = [Sent(*row) for row in rows.values_list("number", "version", "day")]
    number, version = numbered(sent, day)
    state = state_of(scope, now)
    since = rows.exclude(day=day).values_list("at", flat=True).first()
    stages = stage_lines(measuring.states_of(scope, board_of(scope, now), now))
    helped = help_lines(_helped(scope, since))
    lines = (*briefing.lines_of(state), *stages, *helped)
    order = list(briefing.Topic)
    lines = tuple(sorted(lines, key=lambda line: order.index(line.topic)))
    to = ABOVE.get(role, "")
    name = agreed.agency(scope, role)
    again = f", versi {version}" if version > 1 else ""
    title = f"Laporan harian {number}{again}"
    head = Words(f"{title}, {name}", f"Daily report {number}, {name}")
    text = message.whatsapp(state, lines, "id", contoh=scope.is_contoh, head=head)
    return Draft(role, number, version, day, to, title, name, state, lines, text)


def _helped(scope: Scope, since: datetime | None) -> list[Helped]:
    rows = written(scope)
    if since is not None:
        rows = rows.filter(at__gt=since)
    return [
        Helped(
            row.number,
            " ".join(row.text.split())[:LONGEST_HELP].rstrip("."),
            bool(row.outcomes.all()),
        )
        for row in rows[:50]
    ]


@transaction.atomic
def keep(
    scope: Scope, user: User, found: Draft, pdf: bytes, mark: str, now: datetime
) -> DailyReport:
    """Keep a report as it was sent. Raises `Refused` where things changed since it was read."""
    if mark != found.mark:
        raise refuse(Code.REPORT_CHANGED)
    return DailyReport.objects.create(
        scope=scope,
        agency=found.agency,
        number=found.number,
        version=found.version,
        day=found.day,
        at=now,
        by=str(user.account),
        party=acting(user, scope, Action.RUN_DESK),
        to=found.to,
        message=found.message,
        lines=lines_json(found.lines),
        fingerprint=found.state.fingerprint,
        pdf=pdf,
        sha256=hashlib.sha256(pdf).hexdigest(),
    )


def sent_report(scope: Scope, pk: int) -> DailyReport:
    """Return one report. Raises `Refused` where there is none."""
    row = DailyReport.objects.filter(scope=scope, pk=pk).first()
    if row is None:
        raise refuse(Code.DESK_UNKNOWN, value=pk)
    return row
