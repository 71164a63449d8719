"""Words of incidents, risks and support for the pages."""

from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext, gettext_noop

from tepat.core.watch.incidents.book import Aght, Tier
from tepat.core.watch.incidents.closing import Asked, Remedy
from tepat.core.watch.incidents.risks import Impact, Likelihood, Status
from tepat.server.desk import words

AGHT: Final = {
    Aght.THREAT: gettext_noop("Threat"),
    Aght.DISTURBANCE: gettext_noop("Disturbance"),
    Aght.OBSTACLE: gettext_noop("Obstacle"),
    Aght.CHALLENGE: gettext_noop("Challenge"),
}
TIERS: Final = {
    Tier.KABUPATEN: gettext_noop("Kabupaten"),
    Tier.KECAMATAN: gettext_noop("Kecamatan"),
    Tier.DESA: gettext_noop("Desa"),
}
REMEDIES: Final = {
    Remedy.RESEAL: gettext_noop("Seal anew"),
    Remedy.REPLACE: gettext_noop("Replace the box and send another"),
    Remedy.REPAIR: gettext_noop("Repair and inspect"),
    Remedy.MOVE_BALLOTS: gettext_noop("Move ballot papers between two TPS"),
    Remedy.RELOCATE: gettext_noop("Move the TPS"),
    Remedy.SUPPORT: gettext_noop("Wait for the support that was asked for"),
    Remedy.NOTE: gettext_noop("Nothing moves; written down only"),
}
ASKED: Final = {
    Asked.SEALED: gettext_noop("%(what)s sealed anew"),
    Asked.NEW_ARRIVED: gettext_noop("%(what)s received whole at its TPS"),
    Asked.OLD_BACK: gettext_noop("%(what)s back at the KPU warehouse, or destroyed"),
    Asked.FOUND_GOOD: gettext_noop("%(what)s inspected and found good"),
    Asked.GAVE_BALLOTS: gettext_noop("%(what)s gave ballot papers and wrote it down"),
    Asked.TOOK_BALLOTS: gettext_noop("%(what)s took ballot papers and wrote it down"),
    Asked.INFORMED: gettext_noop("%(what)s knows of it"),
    Asked.ANSWERED: gettext_noop("Request %(what)s fulfilled"),
}
CLOSING: Final = {
    "mistaken": gettext_noop("It was a mistake"),
    "twice": gettext_noop("It was reported twice"),
    "solved": gettext_noop("It was solved on the spot"),
    "overtaken": gettext_noop("It no longer matters"),
    "accepted": gettext_noop("It stays so, and that is accepted"),
    "withdrawn": gettext_noop("Whoever reported it took it back"),
    "adds_up": gettext_noop("The ballot papers add up"),
}
SORTS: Final = {
    "decision": gettext_noop("Decision of KPU"),
    "advice": gettext_noop("Advice"),
    "intervention": gettext_noop("Intervention"),
}
DID: Final = {
    "opened": gettext_noop("Opened at the desk"),
    "joined": gettext_noop("Another report joined"),
    "counted": gettext_noop("Ballot papers do not add up"),
    "triaged": gettext_noop("Kind, speed and owner set"),
    "raised": gettext_noop("Raised by one step"),
    "returned": gettext_noop("Given back by one step"),
    "decided": gettext_noop("Decided"),
    "resumed": gettext_noop("Taken up again"),
    "closed": gettext_noop("Closed"),
    "noted": gettext_noop("Note"),
    "playbook": gettext_noop("Playbook opened"),
    "ticked": gettext_noop("Step of the playbook"),
    "informed": gettext_noop("Informed"),
}
LIKELIHOODS: Final = {
    Likelihood.RARE: gettext_noop("rare"),
    Likelihood.POSSIBLE: gettext_noop("possible"),
    Likelihood.OFTEN: gettext_noop("often"),
    Likelihood.ALMOST_SURE: gettext_noop("almost sure"),
}
STATUSES: Final = {
    Status.PROVEN: ("tepat", gettext_noop("proven")),
    Status.PROMISED: ("menyusul", gettext_noop("promised")),
    Status.OPEN: ("belum", gettext_noop("not yet")),
    Status.NOT_NEEDED: ("basi", gettext_noop("not needed here")),
}
WORKING: Final = {
    Status.PROVEN: ("tepat", gettext_noop("mitigation works")),
    Status.PROMISED: ("perhatian", gettext_noop("mitigation promised")),
    Status.OPEN: ("belum", gettext_noop("mitigation not begun")),
    Status.NOT_NEEDED: ("basi", gettext_noop("no mitigation needed")),
}
SUPPORTS: Final = {
    "vehicle": gettext_noop("Vehicle"),
    "boat": gettext_noop("Boat"),
    "heavy": gettext_noop("Heavy equipment"),
    "road": gettext_noop("Road or bridge"),
    "other": gettext_noop("Other help"),
}
SAID: Final = {
    "coming": ("menyusul", gettext_noop("It is coming")),
    "partly": ("perhatian", gettext_noop("Only a part of it")),
    "refused": ("tidak", gettext_noop("Not possible")),
    "done": ("tepat", gettext_noop("Done")),
}
ABOUT: Final = {
    "hazard": gettext_noop("Hazard"),
    "road": gettext_noop("Road"),
    "store": gettext_noop("Store"),
    "other": gettext_noop("Other"),
}


def likelihood(value: str) -> str:
    """Say a chance as people do: 8 of 10, almost sure."""
    found = Likelihood(value)
    word = gettext(LIKELIHOODS[found])
    return gettext("%(n)s of 10, %(word)s") % {"n": found.of_ten, "word": word}


def of_ten(value: str) -> str:
    return gettext("%(n)s of 10") % {"n": Likelihood(value).of_ten}


def impact(value: str) -> str:
    """Say how many TPS: 3 to 10."""
    least, most = Impact(value).tps
    if most is None:
        return gettext("over %(n)s") % {"n": least - 1}
    return gettext("%(least)s to %(most)s") % {"least": least, "most": most}


def span(minutes: int) -> str:
    """Say a length of time: 3 h 21 min."""
    hours, rest = divmod(max(0, minutes), 60)
    if hours >= 48:
        return gettext("%(n)s days") % {"n": hours // 24}
    if hours and rest:
        return gettext("%(h)s h %(m)s min") % {"h": hours, "m": rest}
    return gettext("%(h)s h") % {"h": hours} if hours else gettext("%(m)s min") % {"m": rest}


def left(due: datetime | None, now: datetime, zone: str) -> tuple[str, str]:
    """Return how near a clock is (over, near or far), and its words."""
    if due is None:
        return "far", gettext("no clock")
    minutes = int((due - now).total_seconds() // 60)
    if due <= now:
        late = int((now - due).total_seconds() // 60)
        return "over", gettext("%(span)s over") % {"span": span(late)}
    kind = "near" if minutes < 120 else "far"
    if due - now > timedelta(hours=12):
        return kind, words.moment(due, zone)
    return kind, gettext("%(span)s left") % {"span": span(minutes)}
