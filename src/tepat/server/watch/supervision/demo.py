"""The demo's supervision: checks, topics, vulnerable TPS, and three cases, one of them late.

Made up and marked contoh. Written through the same services that the pages call.
"""

from datetime import datetime, timedelta
from typing import Final

from tepat.core.problems import Refused
from tepat.core.watch.supervision import form_a
from tepat.core.watch.supervision.book import About, Answer, Focus
from tepat.core.watch.supervision.cases import Sort
from tepat.server.election.models import Scope, Tps, User
from tepat.server.watch.models import (
    SupervisionCase,
    SupervisionCheck,
    SupervisionMark,
    SupervisionSetting,
    SupervisionTopicCount,
)
from tepat.server.watch.supervision import agreed, casework, checking, form_pages, queries
from tepat.server.watch.supervision.casework import Move, Said

CHECKS: Final = (
    (Focus.STORAGE, ":gudang-1", ("cctv",), "Satu kamera menghadap dinding. (contoh)"),
    (Focus.STORAGE, ".10:ppk", ("roof", "pallets"), "Atap bocor di sudut timur. (contoh)"),
    (Focus.STORAGE, ".05:ppk", (), ""),
    (Focus.STORAGE, ".11:ppk", ("guard",), "Daftar jaga malam belum ada. (contoh)"),
    (Focus.DATA, "", ("moved",), "DPTb belum masuk kebutuhan. (contoh)"),
    (Focus.DATA, "", (), ""),
)
"""Focus, end of the code of the place, what was wrong, note."""
TARGETS: Final = {"rekrut_ptps": (46, 41), "netral_kades": (11, 6), "latih_saksi": (3, 1)}


def load(scope: Scope, now: datetime) -> None:
    """Fill the room, once."""
    if SupervisionCase.objects.filter(scope=scope).exists():
        return
    user = User.objects.get(username="pak_adi")
    by = {"scope": scope, "by": str(user.account), "party": f"bawaslu@{scope.kabupaten}", "at": now}
    SupervisionSetting.objects.create(
        **by,
        election="PB",
        region="22.07",
        head="Badan Pengawas Pemilihan Umum\nKabupaten Tabalong (contoh)",
    )
    _checks(scope, user, now)
    _cases(scope, user, now)
    kecamatan = queries.kecamatan_of(scope, [scope.kabupaten])
    SupervisionTopicCount.objects.bulk_create(
        SupervisionTopicCount(
            **by, topic=topic, kecamatan=area.code, target=target, done=max(0, done - at % 5)
        )
        for topic, (target, done) in TARGETS.items()
        for at, area in enumerate(kecamatan)
    )
    indicators = list(agreed.indicators_of(scope))
    codes = Tps.objects.filter(scope=scope).order_by("code").values_list("code", flat=True)
    SupervisionMark.objects.bulk_create(
        SupervisionMark(**by, tps=code, yes=[indicators[(at // 3) % len(indicators)]], no=[])
        for at, code in enumerate(codes)
        if at % 9 == 0
    )


def _checks(scope: Scope, user: User, now: datetime) -> None:
    lists = agreed.book().checklists
    desa = sorted(checking.subjects_of(scope, About.DESA))
    loads = sorted(checking.loads_of(scope))
    at_desa = iter(desa)
    rows = [
        (focus, scope.kabupaten + end if end else next(at_desa, ""), wrong, note)
        for focus, end, wrong, note in CHECKS
    ]
    if loads:
        rows.append((Focus.DELIVERY, loads[0], ("crew",), "Nomor sopir belum ditulis. (contoh)"))
    for number, (focus, subject, wrong, note) in enumerate(rows):
        form = {
            f"q-{each.code}": Answer.DEFECT.value if each.code in wrong else Answer.OK.value
            for each in lists[focus].questions
        }
        try:
            when = now - timedelta(hours=30 - number)
            checking.write(scope, focus, subject, form | {"note": note}, user, when)
        except Refused:  # this kabupaten has no such place
            continue


def _cases(scope: Scope, user: User, now: datetime) -> None:
    """A laporan under first study, a temuan under study with its Form A, a laporan that is late."""
    known = [each.code for each in queries.kecamatan_of(scope, [scope.kabupaten])]

    def kecamatan(number: int) -> str:
        return known[number % len(known)]

    def ago(hours: float) -> datetime:
        return now - timedelta(hours=hours)

    told = Said(
        "Kotak diangkut tanpa penutup (contoh)",
        Focus.DELIVERY.value,
        kecamatan(4),
        happened_at=ago(40),
        known_at=ago(38),
        accused="Pengangkut (contoh)",
        story="Kotak diangkut dengan bak terbuka saat gerimis. (contoh)",
        evidence="Foto pelapor. (contoh)",
    )
    early = casework.open_case(scope, Sort.LAPORAN, told, user, ago(30), now)
    casework.write_reporter(early, {"name": "Pak Tono (contoh)", "address": "Haruai"}, user, now)
    casework.move(early, Move("initial", ago(28)), 1, user, now)
    _with_form(scope, user, kecamatan(10), now)
    late = Said(
        "Kepala desa ikut membagi perlengkapan (contoh)",
        "netral_kades",
        kecamatan(6),
        known_at=ago(150),
        accused="Kepala desa (contoh)",
        story="Diceritakan lewat telepon; waktu kejadian belum disebut. (contoh)",
    )
    over = casework.open_case(scope, Sort.LAPORAN, late, user, ago(96), now)
    casework.write_reporter(over, {"name": "Bu Minah (contoh)"}, user, now)


def _with_form(scope: Scope, user: User, area: str, now: datetime) -> None:
    seen = SupervisionCheck.objects.filter(scope=scope, subject=f"{area}:ppk")
    told = Said(
        "Jaga malam gudang PPK kosong (contoh)",
        Focus.STORAGE.value,
        area,
        subject=f"{area}:ppk",
        happened_at=now - timedelta(hours=60),
        known_at=now - timedelta(hours=52),
        accused="PPK (contoh)",
        story="Pukul 01.30 tidak ada penjaga. (contoh)",
        evidence="Daftar periksa dan foto. (contoh)",
        check_number=seen.values_list("number", flat=True).first(),
    )
    found = casework.open_case(scope, Sort.TEMUAN, told, user, None, now)
    casework.move(found, Move("registered", now - timedelta(hours=26)), 0, user, now)
    casework.move(found, Move("study", now - timedelta(hours=24)), 1, user, now)
    said, links = form_pages.drafted(scope, [scope.kabupaten], None, found.number)
    said |= {"name": "Pak Adi (contoh)", "post": "Anggota Bawaslu"}
    said["findings"] = said["findings"] or form_a.NOTHING
    form_pages.write(scope, said, links, None, user, now)
