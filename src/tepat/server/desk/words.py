"""How the desk writes numbers, dates and roles: one place, Indonesian first."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils.translation import get_language, gettext, gettext_noop

from tepat.core.election.roles import Action, Agency, Role

ZONES = {
    "Asia/Jakarta": "WIB",
    "Asia/Pontianak": "WIB",
    "Asia/Makassar": "WITA",
    "Asia/Jayapura": "WIT",
}

ROLE_NAMES = {
    Role.KPU_RI: gettext_noop("KPU RI"),
    Role.KPU_PROVINSI: gettext_noop("Provincial KPU"),
    Role.KPU: gettext_noop("KPU of the kabupaten"),
    Role.WAREHOUSE: gettext_noop("Warehouse clerk"),
    Role.PPK: gettext_noop("PPK"),
    Role.PPS: gettext_noop("PPS"),
    Role.KPPS: gettext_noop("KPPS"),
    Role.DRIVER: gettext_noop("Driver"),
    Role.BAWASLU: gettext_noop("Bawaslu"),
    Role.PANWASCAM: gettext_noop("Panwascam"),
    Role.PKD: gettext_noop("PKD"),
    Role.PTPS: gettext_noop("PTPS"),
    Role.POLRES: gettext_noop("Polres"),
    Role.POLSEK: gettext_noop("Polsek"),
    Role.TNI: gettext_noop("TNI"),
    Role.LINMAS: gettext_noop("Linmas"),
    Role.DESK: gettext_noop("Desk of the kabupaten"),
    Role.DESK_KECAMATAN: gettext_noop("Desk of the kecamatan"),
    Role.BPBD: gettext_noop("BPBD"),
    Role.SAKSI: gettext_noop("Candidate's witness"),
}

AGENCY_NAMES = {
    Agency.KPU: gettext_noop("KPU"),
    Agency.BAWASLU: gettext_noop("Bawaslu"),
    Agency.POLRI: gettext_noop("Police"),
    Agency.TNI: gettext_noop("TNI"),
    Agency.PEMDA: gettext_noop("Local government"),
    Agency.PESERTA: gettext_noop("Contestants"),
}

ACTION_NAMES = {
    Action.SEE_DESK: gettext_noop("See the desk"),
    Action.EDIT_REGIONS: gettext_noop("Edit regions"),
    Action.IMPORT_TPS: gettext_noop("Import the TPS list"),
    Action.EDIT_ELECTION: gettext_noop("Edit the election"),
    Action.RECORD_STOCK: gettext_noop("Record stock"),
    Action.CLOSE_BALANCE: gettext_noop("Close the balance"),
    Action.PACK: gettext_noop("Pack"),
    Action.APPROVE_REOPEN: gettext_noop("Approve reopening a box"),
    Action.DECIDE_CUSTODY: gettext_noop("Decide about a package that does not fit"),
    Action.ISSUE_SEALS: gettext_noop("Issue seals"),
    Action.MAKE_SHIPMENT: gettext_noop("Make shipments"),
    Action.ENTER_PAPER: gettext_noop("Type in berita acara on paper"),
    Action.SEE_MOVEMENTS: gettext_noop("See departures and vehicles"),
    Action.SEE_ESCORTS: gettext_noop("See whether loads are escorted and stores guarded"),
    Action.SEE_RESULTS: gettext_noop("See results"),
    Action.ENTER_RESULTS: gettext_noop("Type unofficial results"),
    Action.EDIT_PLAN: gettext_noop("Make and publish plans"),
    Action.PRINT_PAPERS: gettext_noop("Print papers"),
    Action.EDIT_LETTERHEAD: gettext_noop("Edit the letterhead"),
    Action.MANAGE_ACCOUNTS: gettext_noop("Manage people of the own agency"),
    Action.KEEP_DEVICES: gettext_noop("Keep telephones and letters of duty"),
    Action.RUN_INSTALLATION: gettext_noop("Invite the first head of another agency"),
    Action.HOLD_MEETING: gettext_noop("Hold meetings"),
    Action.SET_ALERT_LIMITS: gettext_noop("Set the limits of alerts"),
    Action.REPORT_INCIDENT: gettext_noop("Report problems"),
    Action.TRIAGE: gettext_noop("Sort problems and raise them"),
    Action.DECIDE: gettext_noop("Decide about problems"),
    Action.ADVISE: gettext_noop("Advise and help with problems"),
    Action.MITIGATE: gettext_noop("Keep risks and mitigation"),
    Action.CONNECT: gettext_noop("Connect programs of the own agency"),
    Action.OBSERVE: gettext_noop("Observe, fill in checklists of supervision"),
    Action.SUPERVISE: gettext_noop("Handle temuan and laporan"),
    Action.SEE_REPORTERS: gettext_noop("See who reported"),
    Action.SEE_SECURITY: gettext_noop("See the police's room: units, names, turns"),
    Action.SECURE: gettext_noop("Plan guards and escorts"),
    Action.INSPECT_STORES: gettext_noop("Record inspections of stores and choose backups"),
    Action.KEEP_ROSTER: gettext_noop("Keep guard rosters of stores"),
    Action.RECORD_COST: gettext_noop("Record costs and see who is paid"),
    Action.ANNOUNCE: gettext_noop("Announce to other offices"),
    Action.RUN_DESK: gettext_noop("Keep contacts, answer operators, report daily"),
    Action.SEE_CONTACTS: gettext_noop("See phone numbers"),
}


STATE_NAMES = {
    "tepat": gettext_noop("right"),
    "menyusul": gettext_noop("will follow"),
    "belum": gettext_noop("not yet"),
    "tidak": gettext_noop("wrong"),
    "perhatian": gettext_noop("needs action"),
    "basi": gettext_noop("not heard from"),
    "saksi": gettext_noop("witnessed"),
    "sepihak": gettext_noop("one-sided"),
}


def state_name(name: str) -> str:
    return gettext(STATE_NAMES[name])


def role_name(role: Role) -> str:
    return gettext(ROLE_NAMES[role])


def agency_name(agency: Agency) -> str:
    return gettext(AGENCY_NAMES[agency])


def action_name(action: Action) -> str:
    return gettext(ACTION_NAMES.get(action, action.value))


def language() -> str:
    """Return `id` or `en`: the language of the person reading."""
    return "en" if (get_language() or "id").startswith("en") else "id"


def number(value: object) -> str:
    """Return a number as people write it here.

    >>> number(1204)
    '1.204'
    >>> number("0.97")
    '0,97'
    """
    if type(value) is int:  # pages write thousands of these; Babel takes ten times as long
        return f"{value:,}" if language() == "en" else f"{value:,}".replace(",", ".")
    return format_decimal(str(value), locale=language())


def share_of(part: int, total: int) -> str:
    """Return a count of a whole in words.

    >>> share_of(498, 1550)
    '498 dari 1.550'
    """
    return gettext("%(part)s of %(total)s") % {"part": number(part), "total": number(total)}


def day(value: date) -> str:
    """Return a date with its weekday.

    >>> day(date(2024, 11, 26))
    'Sel 26 Nov'
    """
    return format_date(value, "EEE d MMM", locale=language())


def moment(value: datetime, zone: str) -> str:
    """Return an aware moment in the time of `zone`.

    >>> moment(datetime.fromisoformat("2024-11-26T08:40:00+00:00"), "Asia/Makassar")
    'Sel 26 Nov, 16.40 WITA'
    """
    local = value.astimezone(ZoneInfo(zone))
    return f"{day(local.date())}, {local:%H.%M} {ZONES.get(zone, zone)}"
