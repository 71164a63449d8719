"""The demo's meetings: one that was held, with actions carried over, and one under way.

Made up and marked contoh. Written through the same services that the pages call.
"""

import uuid
from datetime import datetime, timedelta
from typing import Final

from tepat.core.election.catalogue import Words
from tepat.core.watch.indicators import AIMS, Counts
from tepat.core.watch.rakor.state import State
from tepat.server.election.elections import election_of
from tepat.server.election.models import Region, Scope, User
from tepat.server.watch.models import Meeting
from tepat.server.watch.rakor import attending, services
from tepat.server.watch.rakor.moments import said

DECIDED: Final = (
    ("Terpal dan palet untuk 12 PPK", "Pemda", 2, "done", "diserahkan kepada semua PPK"),
    ("Perbaiki atap gudang PPK Upau", "Camat Upau", 3, "going", "tukang datang, seng kurang"),
    ("Genset untuk tiga kecamatan", "Pemda", 6, "going", "satu dari tiga siap"),
    ("Daftar enam sopir cadangan", "Dishub", 7, "", ""),
)
"""What was decided four days ago: text, owner, days until due, state and note since."""
PRESENT: Final = (
    ("Bu Dewi (contoh)", "KPU Tabalong"),
    ("Pak Adi (contoh)", "Bawaslu Tabalong"),
    ("Pak Yusuf (contoh)", "Polres Tabalong"),
    ("Pak Hadi (contoh)", "Desk Pilkada"),
    ("Bu Ratna (contoh)", "BPBD"),
)
AGENDA: Final = (
    ("Tempat simpan dan atap gudang PPK", "Putuskan: siapa memperbaiki, kapan selesai."),
    ("Terpal, palet, dan genset", "Putuskan: pembagian per kecamatan."),
)
MINUTES: Final = """KPU melaporkan pengepakan dan kontrak yang masih terbuka. (contoh)
BPBD mengingatkan hujan di hulu; Bawaslu meminta jadwal keberangkatan lebih awal."""


def load(scope: Scope, now: datetime) -> None:
    """Make the meetings, once."""
    if Meeting.objects.filter(scope=scope).exists():
        return
    user = User.objects.get(username="pak_hadi")
    then = now - timedelta(days=4)
    held = services.call(
        scope, user, "persiapan pengiriman", then, "Pendopo Tanjung", "3", then - timedelta(days=1)
    )
    held.items.all().delete()  # drafted from what is known today
    for title, ask in AGENDA:
        item = services.add_item(held, title, ask, "KPU")
        services.tick(held, item.pk)
    for name, agency in PRESENT:
        attending.sign_in(held, name, agency, str(uuid.uuid4()), then)
    services.save_minutes(held, user, MINUTES, then + timedelta(hours=1))
    for text, owner, days, state, note in DECIDED:
        made = services.decide(
            held,
            user,
            text=text,
            owner=owner,
            due=then + timedelta(days=days),
            item="",
            now=then + timedelta(hours=1),
        )
        if state:
            services.step(made.meetingaction, user, state, note, now - timedelta(hours=20))
    services.close(held, user, then + timedelta(hours=2))
    _as_of_then(scope, held, then)
    coming = services.call(
        scope, user, "kesiapan pengepakan", now + timedelta(hours=1), "Aula KPU", "3", now
    )
    for name, agency in PRESENT[:2]:
        attending.sign_in(coming, name, agency, str(uuid.uuid4()), now)


def eve(scope: Scope, now: datetime) -> None:
    """On the eve: the meeting of H-12 was held, today's is under way. Twice is once."""
    user = User.objects.filter(username="pak_hadi").first()
    old = Meeting.objects.filter(scope=scope, closed_at=None).order_by("number").first()
    if user is None or old is None or old.begins_at > now - timedelta(days=1):
        return
    services.close(old, user, old.begins_at + timedelta(hours=2))
    begun = now.replace(second=0, microsecond=0) - timedelta(minutes=10)
    called = services.call(
        scope, user, "malam sebelum pemungutan", begun, "Aula KPU", "", begun - timedelta(hours=5)
    )
    for name, agency in PRESENT[:3]:
        attending.sign_in(called, name, agency, str(uuid.uuid4()), begun)


def _as_of_then(scope: Scope, meeting: Meeting, then: datetime) -> None:
    """Keep the briefing of a day on which nothing had left the warehouse yet."""
    tps = scope.all_tps.count()
    counts = Counts("", tps, 0, 0, ((0, tps, 0),) * len(AIMS), (0, 0, 0))
    name = Region.objects.filter(code=scope.kabupaten).values_list("name", flat=True).first()
    place = Words(name or scope.kabupaten, name or scope.kabupaten)
    voting_day = election_of(scope).voting_day
    days = (voting_day - then.date()).days if voting_day else None
    state = State(place, said(then, scope.zone), counts, days)
    meeting.briefing = services.kept_briefing(state)
    meeting.save(update_fields=["briefing"])
