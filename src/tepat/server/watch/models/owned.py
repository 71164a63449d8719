"""Tables that belong to one agency: no installation of another agency ever stores their rows.

A common installation (`TEPAT_ROOM` is empty) holds all of them, guarded by rights. The door
to the database looks here, so a table that is missing in this list is one that KPU could
hold; a test asks for every table of both rooms.
"""

from typing import Final

OWNED: Final[dict[str, tuple[str, ...]]] = {
    "bawaslu": (
        "SupervisionAct",
        "SupervisionCase",
        "SupervisionCaseVersion",
        "SupervisionCheck",
        "SupervisionCheckPhoto",
        "SupervisionClock",
        "SupervisionForm",
        "SupervisionHoliday",
        "SupervisionIndicator",
        "SupervisionMark",
        "SupervisionPhoto",
        "SupervisionPublication",
        "SupervisionReporter",
        "SupervisionSetting",
        "SupervisionTopic",
        "SupervisionTopicCount",
        "SupervisionVisit",
    ),
    "polri": (
        "EscortReport",
        "EscortTask",
        "GuardDuty",
        "GuardPattern",
        "PostReport",
        "SecurityGrade",
        "SecurityOperation",
        "SecurityOrder",
        "SecurityOrderLine",
        "SecurityPerson",
        "SecurityPost",
        "SecurityUnit",
        "TpsGrade",
    ),
}
"""Names of models of this app, by the agency that owns them."""
