"""What the package page calls facts, stages and flags: a shape and words for each."""

from django.utils.translation import gettext, gettext_noop

from tepat.core.election.roles import Role
from tepat.core.move.custody import Flag, Stage
from tepat.core.move.loads import LoadStage
from tepat.server.desk.words import role_name
from tepat.server.move.packing.words import Names

TITLES = {
    "commissioned": ("benar", gettext_noop("Bound to another system's code")),
    "released": ("perhatian", gettext_noop("Unbound from another system's code")),
    "packed": ("menyusul", gettext_noop("Filled")),
    "sealed": ("tepat", gettext_noop("Sealed with numbered seals")),
    "unsealed": ("perhatian", gettext_noop("Opened again")),
    "given": ("tepat", gettext_noop("Handed over, says the giver")),
    "received": ("tepat", gettext_noop("Taken over, says the receiver")),
    "refused": ("tidak", gettext_noop("Refused by the receiver")),
    "transferred": ("benar", gettext_noop("Changed vehicles")),
    "relocated": ("benar", gettext_noop("Moved to another place")),
    "witnessed": ("saksi", gettext_noop("Seen by a supervisor")),
    "inspected": ("benar", gettext_noop("Looked at")),
    "incident": ("perhatian", gettext_noop("Incident reported")),
    "opened": ("benar", gettext_noop("Opened at the TPS")),
    "used": ("benar", gettext_noop("Used at the TPS")),
    "corrected": ("perhatian", gettext_noop("Put right")),
    "cancelled": ("perhatian", gettext_noop("Taken back")),
    "replaced": ("perhatian", gettext_noop("Replaced")),
    "archived": ("benar", gettext_noop("Put into the archive")),
    "destroyed": ("benar", gettext_noop("Destroyed before witnesses")),
}
"""Shape and words of each fact that names a package."""

OTHER = ("benar", gettext_noop("Another fact"))

MOVING = frozenset(
    {"given", "received", "refused", "transferred", "relocated", "witnessed", "incident"}
)
"""Facts whose place, time and people only those read who may follow loads."""

STAGES = {
    Stage.PLANNED: gettext_noop("Not packed yet"),
    Stage.PACKED: gettext_noop("Filled, not sealed, in the KPU warehouse"),
    Stage.REOPENED: gettext_noop("Opened again, in the KPU warehouse"),
    Stage.SEALED: gettext_noop("Sealed, in the KPU warehouse"),
    Stage.IN_STORE: gettext_noop("Stored at %(place)s"),
    Stage.CLAIMED: gettext_noop("At %(place)s, says one side alone"),
    Stage.IN_TRANSIT: gettext_noop("On the way to %(towards)s"),
    Stage.RECEIVED: gettext_noop("At %(place)s"),
    Stage.AT_TPS: gettext_noop("At %(place)s"),
    Stage.OPENED: gettext_noop("Opened at %(place)s"),
    Stage.USED: gettext_noop("Used at %(place)s"),
    Stage.RESEALED: gettext_noop("Sealed after voting"),
    Stage.RETURNED: gettext_noop("On its way back, at %(place)s"),
    Stage.ARCHIVED: gettext_noop("In the archive"),
    Stage.REPLACED: gettext_noop("Replaced by another one"),
    Stage.DESTROYED: gettext_noop("Destroyed"),
}

_KPU = gettext_noop("KPU decides")
_BOTH = gettext_noop("KPU decides, Bawaslu witnesses")
_SIDES = gettext_noop("the two sides sign")
FLAGS = {
    Flag.DISPUTED: ("tidak", gettext_noop("Several say that they hold it"), _BOTH),
    Flag.WRONG_DESTINATION: ("tidak", gettext_noop("It lies in the wrong place"), _KPU),
    Flag.SEAL_DIFFERS: ("tidak", gettext_noop("A seal differs"), _BOTH),
    Flag.DAMAGED: ("tidak", gettext_noop("Something is damaged"), _KPU),
    Flag.CHAIN_BROKEN: ("tidak", gettext_noop("A handover is missing in between"), _KPU),
    Flag.NOT_HOLDER: (
        "tidak",
        gettext_noop("Given or moved by one who did not hold it"),
        _KPU,
    ),
    Flag.WITNESS_DISAGREES: ("tidak", gettext_noop("A witness saw it otherwise"), _BOTH),
    Flag.UNKNOWN_PACKAGE: ("tidak", gettext_noop("Nobody reported that it was packed"), _KPU),
    Flag.OTHER_RECEIVER: ("perhatian", gettext_noop("Another one received it"), _KPU),
    Flag.OTHER_LIST: ("perhatian", gettext_noop("The two sides name different lists"), _KPU),
    Flag.REFUSED: ("perhatian", gettext_noop("The receiver refused it"), _KPU),
    Flag.INCIDENT: ("perhatian", gettext_noop("An incident is reported"), _KPU),
    Flag.HALF: ("sepihak", gettext_noop("One side has not signed yet"), _SIDES),
    Flag.SIGNER: ("perhatian", gettext_noop("A signer is in doubt"), _KPU),
    Flag.REVOKED_ALONE: ("perhatian", gettext_noop("KPU alone revoked a phone"), _BOTH),
    Flag.CLOCK: ("perhatian", gettext_noop("The clock of a phone was wrong"), _KPU),
    Flag.WITNESS_ASIDE: ("perhatian", gettext_noop("A witness does not count"), _BOTH),
    Flag.CORRECTED: ("perhatian", gettext_noop("A fact was put right"), gettext_noop("settled")),
}
"""Shape, words and whose decision, the worst first."""

LOADS = {
    LoadStage.PREPARED: ("belum", gettext_noop("being prepared")),
    LoadStage.REFUSED: ("tidak", gettext_noop("refused by the receiver")),
    LoadStage.ONE_SIDED: ("sepihak", gettext_noop("one side has signed")),
    LoadStage.ON_THE_WAY: ("menyusul", gettext_noop("on the way, driver signed")),
    LoadStage.RECEIVED: ("tepat", gettext_noop("received, both signed")),
    LoadStage.DISPUTED: ("tidak", gettext_noop("several say they received it")),
}
"""Shape and words of a load, as the log has it."""


def place_words(names: Names, place: str) -> str:
    """Name a place code: PPK Haruai, Gudang KPU."""
    area, _, what = place.partition(":")
    return gettext("KPU warehouse") if what.startswith("gudang") else names.place(area)


def party_words(names: Names, party: str) -> str:
    """Name one side of a handover: `ppk@63.09.05` is PPK Haruai."""
    role, _, area = party.partition("@")
    if role == Role.WAREHOUSE:
        return gettext("KPU warehouse")
    if role in (Role.PPK, Role.PPS):
        return names.place(area)
    known = role_words(role)
    return known if role in (Role.DRIVER, Role.KPU) else f"{known} {names.region(area)}"


_ROLES = {role.value: role for role in Role}


def role_words(role: str) -> str:
    """Name a role as a fact spells it; one that this program does not know, as it is."""
    return role_name(_ROLES[role]) if role in _ROLES else role or "?"
