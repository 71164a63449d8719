"""How the pages of the TPS list call fields, states and kinds of problems."""

from django.utils.translation import gettext_lazy as _

from tepat.core.election.tps_list.headers import Field
from tepat.core.problems import Code
from tepat.server.election.models import TpsImport

FIELDS = {
    Field.CODE: _("Code"),
    Field.KABUPATEN: _("Kabupaten"),
    Field.KECAMATAN: _("Kecamatan"),
    Field.DESA: _("Desa or kelurahan"),
    Field.TPS: _("TPS number"),
    Field.DPT_L: _("Men (L)"),
    Field.DPT_P: _("Women (P)"),
    Field.DPT: _("Voters (L+P)"),
    Field.DPTB: _("DPTb/DPPh"),
    Field.NAME: _("Name or address"),
    Field.LAT: _("Latitude"),
    Field.LON: _("Longitude"),
    Field.ELECTION: _("Election"),
}

STATES = {
    TpsImport.State.PREVIEW: ("belum", _("preview")),
    TpsImport.State.APPLIED: ("tepat", _("applied")),
    TpsImport.State.UNDONE: ("basi", _("undone")),
    TpsImport.State.DISCARDED: ("basi", _("discarded")),
}

KINDS = {
    Code.ABOVE_CAP: _("Above the cap of voters"),
    Code.CODE_NAME: _("Code and name of another desa"),
    Code.CODE_UNKNOWN: _("Unknown code"),
    Code.CODE_UNREADABLE: _("Unreadable code"),
    Code.DESA_BLANK: _("Blank desa"),
    Code.KECAMATAN_ELSEWHERE: _("Another kabupaten"),
    Code.KECAMATAN_NONE: _("Unknown kecamatan"),
    Code.NEGATIVE_NUMBER: _("Number below zero"),
    Code.NOT_A_NUMBER: _("Not a whole number"),
    Code.NUMBER_TOO_LARGE: _("Number too large"),
    Code.OTHER_ELECTION: _("Another election"),
    Code.OTHER_KABUPATEN: _("Another kabupaten"),
    Code.SHEET_NO_ROWS: _("Sheet without rows"),
    Code.SHEET_SKIPPED: _("Skipped sheet"),
    Code.SUBTOTAL_DIFFERS: _("Total that does not add up"),
    Code.SUM_DIFFERS: _("L + P differs from the total"),
    Code.SUM_FAR: _("L + P is far from the total"),
    Code.TPS_NUMBER: _("No TPS number"),
    Code.TPS_POINT: _("Unusable point"),
    Code.TPS_TWICE: _("TPS listed twice"),
    Code.VOTERS_COLUMN: _("No column with voters"),
    Code.VOTERS_UNSET: _("Voters left blank"),
}

CHANGED = {
    "dpt": _("DPT"),
    "dpt_l": _("L"),
    "dpt_p": _("P"),
    "dptb": _("DPTb/DPPh"),
    "name": _("Name or address"),
    "lat": _("Latitude"),
    "lon": _("Longitude"),
    "provenance": _("Source of the point"),
}
