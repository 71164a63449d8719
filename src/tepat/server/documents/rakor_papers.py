"""The papers of a meeting as PDF: briefing, readiness of a kecamatan, minutes, dark day pack."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from tepat.adapters.exercise_files import cases
from tepat.adapters.labels import qr_svg_of_bytes
from tepat.adapters.typst_pdf import compile_pdf
from tepat.core.documents import WET_SIGNATURE_RULES, office
from tepat.core.documents.papers import Letterhead
from tepat.core.documents.plan_papers import RunSheet
from tepat.core.documents.rakor_papers import (
    Contact,
    Head,
    Sealed,
    briefing,
    dark_pack,
    minutes,
)
from tepat.core.documents.words import seal_ranges
from tepat.core.election.regions import is_in
from tepat.core.election.roles import Role
from tepat.core.problems import Code, refuse
from tepat.core.watch.government.contacts import tree_of
from tepat.core.watch.rakor.briefing import Line, lines_of
from tepat.core.watch.rakor.state import Evidence, State
from tepat.server.documents import plan_papers, queries
from tepat.server.documents.letterheads import letterhead_of, office_line
from tepat.server.election.elections import election_of
from tepat.server.election.models import Region, Scope
from tepat.server.keeping.wiring import place_of
from tepat.server.log.publishing.standing import standing_of
from tepat.server.move.packing.queries import sealing_records
from tepat.server.plan.schedule import queries as plans
from tepat.server.watch.government.contacts import on_roster, people_of
from tepat.server.watch.models import Meeting
from tepat.server.watch.rakor import attending
from tepat.server.watch.rakor import queries as rakor
from tepat.server.watch.rakor.moments import said, short
from tepat.server.watch.rakor.pages import address
from tepat.server.watch.rakor.rows import lines_of as kept_lines
from tepat.server.watch.rakor.rows import words_of
from tepat.server.watch.rakor.state import state_of

ROLES: dict[str, str] = {
    Role.KPU.value: "KPU",
    Role.WAREHOUSE.value: "Gudang KPU",
    Role.PPK.value: "PPK",
    Role.PPS.value: "PPS",
    Role.KPPS.value: "KPPS",
    Role.DRIVER.value: "Sopir",
    Role.BAWASLU.value: "Bawaslu",
    Role.PANWASCAM.value: "Panwascam",
    Role.PKD.value: "PKD",
    Role.PTPS.value: "PTPS",
    Role.POLRES.value: "Polres",
    Role.POLSEK.value: "Polsek",
    Role.TNI.value: "TNI",
    Role.LINMAS.value: "Linmas",
    Role.BPBD.value: "BPBD",
    Role.DESK.value: "Desk",
    Role.DESK_KECAMATAN.value: "Desk kecamatan",
}
"""Roles as they stand in the list of contacts, in its order."""


def briefing_pdf(
    scope: Scope, now: datetime, meeting: Meeting | None = None, area: str = "", server: str = ""
) -> bytes:
    """Return the briefing of a scope or of one kecamatan: one page."""
    state = state_of(scope, now, area, meeting)
    about = (
        f"Bahan rapat koordinasi ke-{meeting.number}, {meeting.title}"
        if meeting
        else state.place.id
    )
    title = "Laporan kesiapan" if area else "Taklimat kesiapan logistik"
    sender = office_line(letterhead_of(scope, meeting.agency)) if meeting else ""
    return briefing_of(scope, state, now, title, about, server, sender=sender)


def briefing_of(
    scope: Scope,
    state: State,
    at: datetime,
    title: str,
    about: str,
    server: str = "",
    lines: Sequence[Line] = (),
    sender: str = "",
) -> bytes:
    """Return the page of `state`. Equal states give equal bytes; `at` is their minute.

    `lines` are said instead of those of the state, where a report says more than these;
    `sender` stands in the place of the office whose letterhead this installation has.
    """
    head = Head(
        sender or _office(scope),
        title,
        about,
        state.when.id,
        state.fingerprint,
        state.fingerprint_size,
        state.is_witnessed,
    )
    paper = briefing(head, lines or lines_of(state), _link(scope, server))
    return _pdf(scope, "briefing.typ", title, paper, at)


def minutes_pdf(scope: Scope, meeting: Meeting) -> bytes:
    """Return the minutes of a closed meeting. Raises `Refused` while it is open."""
    if meeting.closed_at is None:
        raise refuse(Code.MEETING_UNKNOWN, value=meeting.number)
    kept = meeting.briefing
    kop = letterhead_of(scope, meeting.agency)
    head = Head(
        office_line(kop),
        f"Notulen rapat koordinasi ke-{meeting.number}",
        meeting.title,
        f"{said(meeting.begins_at, scope.zone).id}{', ' + meeting.place if meeting.place else ''}",
        kept.get("fingerprint", ""),
        kept.get("size", 0),
        kept.get("is_witnessed", False),
    )
    closed = meeting.closed_at
    others = rakor.actions(scope, closed)
    earlier = [row for row in rakor.at_table(others, meeting, None) if row.action.at < closed]
    last = meeting.minutes.order_by("-number").first()
    paper = minutes(
        head,
        agenda=[(words_of(i.title).id, i.owner, i.is_done) for i in meeting.items.all()],
        present=attending.by_agency(meeting),
        decisions=[
            (row.text, row.owner, short(row.meetingaction.due_at, scope.zone).id, row.is_request)
            for row in meeting.decisions.select_related("meetingaction").order_by("number")
        ],
        carried=[
            (
                row.action.text,
                row.action.owner,
                short(row.action.due_at, scope.zone).id,
                STATES[row.state] if not row.is_late else "lewat waktu",
            )
            for row in earlier
        ],
        text=last.text if last else "",
        lines=kept_lines(kept.get("lines", [])),
    )
    return _pdf(scope, "minutes.typ", head.title, paper, closed, kop)


STATES = {"open": "belum mulai", "going": "berjalan", "done": "selesai", "dropped": "dihentikan"}


def dark_pack_pdf(scope: Scope, area: str, now: datetime) -> bytes:
    """Return the pack of one kecamatan for a day without power and phones. Raises `Refused`."""
    here = check_area(scope, area)
    names = queries.names_of(scope)
    published = standing_of(place_of(scope))
    head = Head(
        _office(scope),
        "Paket hari gelap",
        f"Kecamatan {here.name}, {names.of(scope.kabupaten)}",
        f"Dicetak dari keadaan {said(now, scope.zone).id}",
        published.fingerprint,
        published.checkpoint.size if published.checkpoint else 0,
        published.is_witnessed,
    )
    sealed = [
        Sealed(
            _where(names.by_code, row.place),
            row.package,
            seal_ranges(row.seals),
        )
        for row in sealing_records(scope, area)
    ]
    paper = dark_pack(
        head,
        election=scope.election,
        area=area,
        contacts=_contacts(scope, area, names.by_code, now),
        sheets=_sheets(scope, area),
        sealed=sealed,
        cases=list(cases(settings.HOME).values()),
        qr=lambda text: qr_svg_of_bytes(text.encode()),
    )
    return _pdf(scope, "dark_pack.typ", head.title, paper, now)


def check_area(scope: Scope, area: str) -> Region:
    """Return the kecamatan `area` of a scope: one query. Raises `Refused` for anything else."""
    here = Region.objects.filter(code=area, level=3).first()
    if here is None or not is_in(area, scope.kabupaten):
        raise refuse(Code.DARK_PACK_AREA, value=area[:40])
    return here


def _where(names: dict[str, str], place: str) -> str:
    desa, _, tps = place.partition("-")
    name = names.get(desa, desa)
    return f"{name}, TPS {tps}" if tps else f"PPK {name}"


def _contacts(scope: Scope, area: str, names: dict[str, str], now: datetime) -> list[Contact]:
    """Whom to call in the kecamatan and in the kabupaten above it, each once: four queries.

    Officers with letters, drivers among them, typed contacts, and who is on duty these days.
    """
    today = now.astimezone(ZoneInfo(scope.zone)).date()
    found = [
        Contact(
            f"{ROLES.get(each.role, each.role.upper())}{', ' + each.title if each.title else ''}",
            _where_of(names, each.area),
            each.name,
            each.phone,
        )
        for branch in tree_of([*people_of(scope, area), *on_roster(scope, area, today)])
        for each in branch.people
        if branch.role in ROLES
    ]
    return found


def _where_of(names: dict[str, str], area: str) -> str:
    desa, _, tps = area.partition("-")
    return f"{names.get(desa, desa)}, TPS {tps}" if tps else names.get(desa, desa)


def _sheets(scope: Scope, area: str) -> list[RunSheet]:
    """Departures of the published plan that stop in `area`."""
    run = plans.in_force(scope)
    if run is None:
        return []
    found = []
    for sheet in plan_papers.sheets(scope, run):
        trips = tuple(
            trip for trip in sheet.trips if any(is_in(stop.code, area) for stop in trip.stops)
        )
        if trips:
            found.append(replace(sheet, trips=trips))
    return found


def _link(scope: Scope, server: str) -> Callable[[Evidence], str]:
    def link(evidence: Evidence) -> str:
        path = address(evidence, scope) if server else ""
        return server + path if path else ""

    return link


def _office(scope: Scope) -> str:
    return office_line(queries.letterhead(scope).as_value())


def _pdf(
    scope: Scope,
    template: str,
    title: str,
    paper: dict[str, object],
    at: datetime,
    kop: Letterhead | None = None,
) -> bytes:
    """Return one paper, under KPU's letterhead where `kop` says no other."""
    head = queries.letterhead(scope)
    election = head.election_title or election_of(scope).name.id
    common = office.common(
        kop or head.as_value(), election, title, scope.is_contoh, WET_SIGNATURE_RULES
    )
    moment = at.astimezone(UTC).replace(second=0, microsecond=0)
    return compile_pdf(template, {"common": common, "paper": paper}, moment)
