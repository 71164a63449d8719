"""What a log would be put back from, and what its times are worth: mirrors, backup, clock.

Each is one row with its state and what to do, from what keeping has written down. Nobody
outside is asked here: a page must not wait for another machine.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from tepat.core.problems import Refused
from tepat.core.sentences import sentence
from tepat.server import environment
from tepat.server.desk import words
from tepat.server.keeping import remembered
from tepat.server.keeping.doctor import MOST_CLOCK_S
from tepat.server.keeping.pages.reading import Published
from tepat.server.log.publishing import mirrors
from tepat.server.log.publishing.place import Place

OLD: Final = timedelta(hours=24)
"""After so long a backup, a mirror or a look at the clocks is out of date."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that keeps a log: how it stands in few words, and what to do."""

    name: str
    shape: str
    said: str
    step: str
    more: str = ""
    command: str = ""


def rows(
    place: Place,
    now: datetime,
    entries: int,
    moments: Mapping[int, datetime],
    recent: Iterable[Published],
    zone: str,
) -> list[Row]:
    """Return mirrors, backup and clock of one log; `moments` says when entries were received.

    `entries` is the size of the log; `recent` are its newest checkpoints.
    """
    return [
        *_mirrors(place, now, entries, zone),
        _backup(place, now, zone),
        _clock(place, now, moments.get(entries), _before(recent, moments), zone),
    ]


def _mirrors(place: Place, now: datetime, entries: int, zone: str) -> list[Row]:
    try:
        known = mirrors.mirrors_in(environment.words("TEPAT_LOG_MIRRORS"))
    except Refused as refused:
        mend = _("Mend the setting:")
        return [
            Row(_("Mirrors"), "tidak", sentence(refused.problem), mend, command="TEPAT_LOG_MIRRORS")
        ]
    if not known:
        none, why = _("no mirror has a token"), _("Nobody else can give this log back.")
        step = _("Agree on one outside this office, such as Bawaslu, and write its token into")
        return [Row(_("Mirrors"), "perhatian", none, step, why, "TEPAT_LOG_MIRRORS")]
    reads = mirrors.last_reads(place.home / "log-state" / "reads.jsonl", str(place))
    return [_mirror(each.name, reads.get(each.name), now, entries, zone) for each in known]


def _mirror(
    name: str, read: mirrors.LastRead | None, now: datetime, entries: int, zone: str
) -> Row:
    title = _("Mirror %(name)s") % {"name": name}
    run = _("On its machine, run:"), "tepat log mirror"
    if read is None:
        return Row(title, "belum", _("has fetched nothing yet"), run[0], command=run[1])
    said = _("last fetched %(at)s") % {"at": words.moment(read.at, zone)}
    more = _("up to entry %(size)s of %(entries)s") % {
        "size": words.number(read.size),
        "entries": words.number(entries),
    }
    if now - read.at > OLD and read.size < entries:
        return Row(
            title, "basi", said, _("It stays behind. Call who keeps it, and run:"), more, run[1]
        )
    return Row(title, "tepat", said, _("Nothing."), more)


def _backup(place: Place, now: datetime, zone: str) -> Row:
    name, done = _("Backup"), remembered.last_backup(place.home)
    make = "tepat backup tepat.zip"
    if done is None:
        none = _("none was made on this installation")
        step = _("Make one now, and keep it on another machine:")
        return Row(name, "perhatian", none, step, command=make)
    said = _("%(at)s, %(size)s") % {
        "at": words.moment(done.at, zone),
        "size": filesizeformat(done.size),
    }
    keys = _("with keys") if done.has_keys else _("without keys: keep a copy of them locked away")
    more = f"{done.file}, {keys}"
    if now - done.at > OLD:
        step = _("It is older than a day. Make a new one:")
        return Row(name, "basi", said, step, more, make)
    return Row(
        name,
        "tepat",
        said,
        _("Nothing today. Check that it can be read:"),
        more,
        f"tepat restore --check {done.file}",
    )


def _clock(
    place: Place, now: datetime, newest: datetime | None, before: tuple[int, str], zone: str
) -> Row:
    """The worst that is known: set back, apart from a witness, not compared, agreed."""
    name, mend = _("Clock"), _("Turn on time synchronisation (NTP) on this machine, then run:")
    doctor, look = "tepat doctor", remembered.last_clock(place.home)
    if newest and (ahead := int((newest - now).total_seconds())) > MOST_CLOCK_S:
        said = _("was set back: the newest entry is %(n)s seconds ahead of it")
        return Row(name, "tidak", said % {"n": words.number(ahead)}, mend, command=doctor)
    apart, who = max(before, (look.seconds, look.name) if look else (0, ""))
    if apart > MOST_CLOCK_S:
        said = _("differs by %(n)s seconds from %(name)s")
        said %= {"n": words.number(apart), "name": who}
        return Row(name, "perhatian", said, mend, command=doctor)
    if look is None:
        said, step = _("not compared yet"), _("Hold it against the clocks of the witnesses:")
        return Row(name, "belum", said, step, command=doctor)
    said = _("agrees within %(n)s seconds") % {"n": words.number(max(1, look.seconds))}
    more = _("compared %(at)s with %(count)s witnesses") % {
        "at": words.moment(look.at, zone),
        "count": words.number(look.asked),
    }
    if now - look.at > OLD:
        return Row(name, "basi", said, _("Compare it again:"), more, doctor)
    return Row(name, "tepat", said, _("Nothing. Times of arrival can be trusted."), more)


def _before(recent: Iterable[Published], moments: Mapping[int, datetime]) -> tuple[int, str]:
    """By how many seconds a witness signed before what it signed had come, and which.

    Nobody signs an entry before it is there: one of the two clocks is wrong by as much.
    """
    found = [
        (int((moments[each.size] - one.at).total_seconds()), one.witness)
        for each in recent
        if each.size in moments
        for one in each.cosigned
    ]
    return max(found, default=(0, ""))
