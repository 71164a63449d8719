"""The demo's Desk: words at gates, help with an outcome, contacts, announcements, turnout.

Made up and marked contoh; every row goes through the services that the pages call. The daily
report of yesterday is not made here: a paper of a day that nobody lived would say nothing.
"""

import zlib
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from tepat.server.election.models import Region, Scope, User
from tepat.server.watch.government import contacts, measuring, notices, outreach, questions
from tepat.server.watch.incidents import deciding
from tepat.server.watch.models import DeskContact, OutreachEvent, Question

SOURCE: Final = "angka karangan untuk contoh, bukan hasil Pilkada 2020"
GATES: Final = (
    ("sortir.disaksikan", "pak_adi", "BA sortir 012/BA/XI/2024, ditandatangani (contoh)"),
    ("setting.pengamanan", "pak_yusuf", "Sprin Kapolres 88/XI/2024 (contoh)"),
)
HELPED: Final = (
    (
        "Camat Upau diminta menyediakan tenda penutup truk.",
        "Atap gudang PPK bocor.",
        30,
        "Dua tenda terpasang sejak kemarin sore.",
    ),
    ("Dishub diminta menyiapkan enam sopir cadangan.", "Dua sopir sakit.", 6, ""),
)
"""What was asked, why, how many hours ago, and what came of it."""
PEOPLE: Final = (
    ("desk", "", "Kepala sekretariat", "Pak Hadi (contoh)", "0812 0000 0901"),
    ("bpbd", "", "Kepala pelaksana", "Bu Ratna (contoh)", "0812 0000 0902"),
    ("polres", "", "Kabag Ops", "Pak Yusuf (contoh)", "0812 0000 0903"),
    ("desk_kecamatan", ".05", "Camat Haruai", "Pak Arif (contoh)", "0812 0000 0905"),
    ("desk_kecamatan", ".06", "Camat Murung Pudak", "Bu Noor (contoh)", "0812 0000 0906"),
)
EVENTS: Final = (
    ("Temu warga di balai desa", "Balai desa", "Camat", 2),
    ("Penyuluhan pemilih pemula", "SMA setempat", "KPU dan Dinas Pendidikan", 4),
)


def load(scope: Scope, now: datetime) -> None:
    """Fill the room, once."""
    if DeskContact.objects.filter(scope=scope).exists():
        return
    people = {user.username: user for user in User.objects.filter(is_contoh=True)}
    if not {"pak_hadi", "pak_adi", "pak_yusuf", "bu_rina"} <= people.keys():
        return
    desk = people["pak_hadi"]
    for gate, who, evidence in GATES:
        measuring.say(scope, gate, True, evidence, people[who], now - timedelta(days=1))
    for text, why, hours, outcome in HELPED:
        said = deciding.Words(text, why)
        area = {"area": scope.kabupaten}
        at = now - timedelta(hours=hours)
        kept = deciding.advise(scope, "intervention", said, desk, at, None, area)
        if outcome:
            deciding.tell_outcome(scope, kept.number, outcome, desk, now - timedelta(hours=3))
    _contacts(scope, desk, now)
    _announce(scope, people, now)
    _turnout(scope, desk, now)
    question = "Satu kotak Bangkiling diterima dua kali di daftar, yang mana dipakai? (contoh)"
    _ask(scope, people["bu_rina"], question, now)


def load_eve(scope: Scope, now: datetime) -> None:
    """Ten days later: the question is answered, another one waits; duty and a notice of today."""
    people = {user.username: user for user in User.objects.filter(is_contoh=True)}
    desk, bu_rina = people.get("pak_hadi"), people.get("bu_rina")
    first = Question.objects.filter(scope=scope, number=1).first()
    if desk is None or bu_rina is None or first is None or first.closed_at is not None:
        return
    answer = "Pakai baris yang nomornya sama dengan surat jalan. (contoh)"
    questions.add_word(scope, desk, 1, answer, first.at + timedelta(minutes=20))
    questions.close(scope, bu_rina, 1, first.at + timedelta(minutes=40))
    question = "Kotak TPS 004 belum ada di daftar muatan kami, siapa yang membawanya? (contoh)"
    _ask(scope, bu_rina, question, now)
    for row in OutreachEvent.objects.filter(scope=scope, held=None, day__lt=now.date()):
        form = {"row": str(row.pk), "held": "1", "people": "120", "told": "lancar (contoh)"}
        outreach.tell(scope, desk, form, now - timedelta(days=5))
    _duty(scope, desk, now)
    text = "Kecamatan yang lengkap menulis jam terima terakhir sebelum pukul 20.00. (contoh)"
    until, roles = now + timedelta(days=1), ["ppk", "desk_kecamatan", "kpu"]
    notices.announce(scope, desk, text, roles, scope.kabupaten, until, now - timedelta(hours=1))


def _ask(scope: Scope, user: User, text: str, now: datetime) -> None:
    """Ask from the page of shipments, without loading every page to know that it is one."""
    asked = questions.ask(scope, user, text, "", now - timedelta(minutes=25))
    asked.page = f"/e/{scope.election}/{scope.kabupaten}/muatan/"
    asked.save(update_fields=["page"])


def _contacts(scope: Scope, desk: User, now: datetime) -> None:
    for role, area, title, name, phone in PEOPLE:
        form = {"role": role, "area": scope.kabupaten + area, "title": title}
        contacts.add(scope, desk, {**form, "name": name, "phone": phone}, now)
    _pps(scope, desk, now)
    _duty(scope, desk, now)


def _pps(scope: Scope, desk: User, now: datetime) -> None:
    """A chair of each PPS, pasted as one table, as a camat would."""
    codes = Region.objects.filter(code__startswith=f"{scope.kabupaten}.", level=4, until=None)
    rows = ["lembaga;wilayah;jabatan;nama;telepon"]
    for at, (code, name) in enumerate(codes.order_by("code").values_list("code", "name")):
        rows.append(f"PPS;{code};Ketua PPS;Ketua PPS {name} (contoh);0812 0002 {at:04d}")
    rows.append(f"Gudang;{scope.kabupaten};Kepala gudang;Bu Sari (contoh);0812 0000 0907")
    rows.append(f"Sopir;{scope.kabupaten};Koordinator sopir;Pak Joko (contoh);0812 0000 0908")
    contacts.bring(scope, desk, "\n".join(rows), now)


def _duty(scope: Scope, desk: User, now: datetime) -> None:
    today = now.astimezone(ZoneInfo(scope.zone)).date()
    for days in range(3):
        for name, begins, ends in (
            ("Pak Hadi (contoh)", "07:00", "19:00"),
            ("Bu Ratna (contoh)", "19:00", "07:00"),
        ):
            form = {"role": "desk", "area": scope.kabupaten, "name": name}
            form |= {"begins": begins, "ends": ends, "phone": "0812 0000 0901"}
            contacts.put_on_duty(scope, desk, form, today + timedelta(days=days), now)


def _announce(scope: Scope, people: dict[str, User], now: datetime) -> None:
    text = "Air Sungai Tabalong naik. Camat di hulu melapor tiap pukul 16.00 sampai Senin. (contoh)"
    until, roles = now + timedelta(days=3), ["ppk", "desk_kecamatan", "kpu", "warehouse"]
    made = notices.announce(scope, people["pak_hadi"], text, roles, scope.kabupaten, until, now)
    notices.read(scope, people["bu_rina"], made.number, now)


def _turnout(scope: Scope, desk: User, now: datetime) -> None:
    """Made-up shares, the same on every start: 58 to 88 of a hundred, by the code of the desa."""
    outreach.set_target(scope, desk, "82", f"contoh; {SOURCE}", now)
    codes = Region.objects.filter(code__startswith=scope.kabupaten + ".", level=4)
    rows = ["desa;DPT;hadir"]
    for code in sorted(codes.values_list("code", flat=True)):
        drawn = zlib.crc32(code.encode())
        voters = 400 + drawn % 2600
        rows.append(f"{code};{voters};{voters * (58 + drawn // 7 % 31) // 100}")
    outreach.bring(scope, desk, "\n".join(rows), SOURCE, now)
    order = outreach.ordered_desa(
        scope, {row.split(";")[0]: "" for row in rows[1:]}, outreach.newest_table(scope)
    )
    today = now.astimezone(ZoneInfo(scope.zone)).date()
    for desa, (what, place, owner, days) in zip(order, EVENTS, strict=False):
        form = {"desa": desa, "place": place, "what": f"{what} (contoh)", "owner": owner}
        outreach.plan(scope, desk, form, today + timedelta(days=days), now)
