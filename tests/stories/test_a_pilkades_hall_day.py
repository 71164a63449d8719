"""S5: a Pilkades in a hall without internet, from the wizard to papers that add up.

Bu Dewi prepares it at the office. In the hall nobody reaches the office: boxes are packed, sealed
and handed over, the vote is told, and all of it lies in one laptop. In the evening the laptop has
a way again, the desk types a sheet beside what phones told, and each ballot paper is accounted for.
"""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from django.urls import reverse

from tepat.core.count.form import Form
from tepat.core.count.reconciling import Point
from tepat.core.count.versions import Source
from tepat.core.log import canonical
from tepat.core.move import events
from tepat.core.move.judging import Sent
from tepat.server import clock
from tepat.server.count.ballots import queries as ballots
from tepat.server.count.models import FormState
from tepat.server.count.results import folding, reporting
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope
from tepat.server.hub import bundle, relay, state
from tepat.server.log.models import Fact
from tepat.server.move.devices import queries, quotas
from tepat.server.move.packing.differing import planned_in
from tepat.server.plan.models import Package
from tests import worlds
from tests.phones import NIGHT, Phone
from tests.server.count.counted import operator, votes
from tests.server.door.test_over_http import as_batch
from tests.server.hub.halls import Hall

pytestmark = pytest.mark.django_db
MORNING = datetime(2024, 11, 26, 23, 0, tzinfo=UTC)
"""07.00 in the hall, on the day of the vote."""
HULU, KOTA, JERNIH = "99.01.01", "99.01.01.1001", "99.01.01.2002"
TPS = (f"{KOTA}-001", f"{JERNIH}-001")
VOTERS = {TPS[0]: 301, TPS[1]: 302}
STORE = f"warehouse@{worlds.KABUPATEN}"


class Day(Hall):
    """Both laptops of a Pilkades and its phones, by role and area."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.home, self.is_reached, self.asked = folder / "aula", False, list[str]()
        self.office = folder / "kantor"
        self.office.mkdir()
        self.now = NIGHT
        monkeypatch.setattr(clock, "now", lambda: self.now)
        monkeypatch.setattr(quotas, "buckets", quotas.Buckets())
        with self.at_the_office():
            self.desk = worlds.client_of("bu_dewi")
            self.scope = self._prepared()
            self.phones = dict(self._phones())
            data = self.desk.post(self.page("hall"), {"office": "https://kantor.contoh"}).content
        made = bundle.read(data)
        state.prepare(self.home, state.Hub(made, state.name_for(made.area), "192.168.137.1"), NIGHT)
        self.hub = state.hub_of(self.home)
        self.joins(monkeypatch)

    def at_the_office(self) -> Any:
        return override_settings(HOME=self.office, ROOT_URLCONF="tepat.server.urls")

    def page(self, step: str) -> str:
        return reverse(f"pilkades_{step}", args=[self.scope.election, self.scope.kabupaten])

    def count(self, name: str, *of: str) -> str:
        return reverse(name, args=[self.scope.election, self.scope.kabupaten, *of])

    def _prepared(self) -> Scope:
        """Walk the wizard: two desa with a TPS each, three candidates, who works, the zip."""
        begun = {
            "name": "Pilkades Contoh", "day": "2024-11-27", "kabupaten": worlds.KABUPATEN,
            "regulation": "Perbup Contoh 1/2024", "cap": "500",
        }  # fmt: skip
        assert self.desk.post("/pilkades/", begun).status_code == 302
        self.scope = Scope.objects.get(election="pilkades-2024")
        listed = "desa;tps;dpt\nKota Hulu;1;301\nSungai Jernih;1;302"
        items = {"count-surat_suara.tps": "1", "count-kotak_suara.tps": "1"}
        items |= {"count-bilik.tps": "1"}
        named = {f"nama-pps-{desa}": f"Panitia {desa}" for desa in (KOTA, JERNIH)}
        named |= {f"nama-kpps-{tps}": f"Ketua {tps}" for tps in TPS}
        for step, said in (
            ("tps", {"pasted": listed}),
            ("tps_apply", {}),
            ("items", items | {f"calon-{desa}": "3" for desa in (KOTA, JERNIH)}),
            ("people", named | {"others": "warehouse; 99.01; Bu Sari"}),
        ):
            assert self.desk.post(self.page(step), said).status_code == 302, step
        assert self.desk.post(self.page("download"), {"hall": "1"}).status_code == 200
        return Scope.objects.get(pk=self.scope.pk)

    def _phones(self) -> Iterator[tuple[str, Phone]]:
        for name, each in queries.registry(self.scope).assignments.items():
            party = f"{each.role}@{each.area}"
            yield party, Phone(self.scope, party, each.person, each.role, name, at=MORNING)

    def brings(self, party: str, *sent: Sent) -> str:
        """A phone sends to the hall's laptop, which keeps a copy. Return the name of the last."""
        answer = self.ask(self.phones[party], "/facts", as_batch(*sent))
        assert (answer.status_code, json.loads(answer.content)["code"]) == (503, "hub_kept")
        return canonical.name_of(sent[-1].body)

    def says(self, party: str, kind: type[events.Fact], **said: Any) -> str:
        """A phone signs one fact and sends it to the laptop. Return the name of the fact."""
        return self.brings(party, self.phones[party].say(kind, **said))

    def enrol_all(self) -> None:
        for party, phone in self.phones.items():
            with override_settings(HOME=self.office):  # the secret is on the letter
                first = phone.enrol()
            self.brings(party, first)

    def pack(self) -> dict[str, list[str]]:
        """Bu Sari fills each box and bag as planned, and seals the boxes. Return them by TPS."""
        with self.at_the_office():
            rows = Package.objects.filter(scope=self.scope, inside="", place__in=TPS)
            codes = list(rows.values_list("code", flat=True))
            planned = planned_in(self.scope, election_of(self.scope), codes)
        found: dict[str, list[str]] = {tps: [] for tps in TPS}
        for package, plan in planned:
            contents = tuple(
                events.Counted(line.item, line.quantity, line.sku) for line in plan if line.quantity
            )
            filled = self.says(STORE, events.Packed, package=package.code, contents=contents)
            if package.form == "K":
                seals, after = (f"KB{package.code}",), (filled,)
                self.says(STORE, events.Sealed, package=package.code, seals=seals, after=after)
            found[package.place].append(package.code)
        return found

    def hand(self, giver: str, receiver: str, place: str, packages: list[str]) -> None:
        """One gives packages, the other finds the offer on the laptop and signs for it."""
        said: dict[str, Any] = {"packages": tuple(sorted(packages)), "place": place, "to": place}
        said |= {"giver": giver, "receiver": receiver}
        given = self.says(giver, events.Given, **said)
        offers = self.ask(self.phones[receiver], "/halves", b"", "GET")
        shown = [each["body"].encode() for each in json.loads(offers.content)["offers"]]
        assert given in [canonical.name_of(each) for each in shown]
        self.says(receiver, events.Received, given=given, **said)

    def vote(self, tps: str, used: int, spoiled: int, left: int, *told: int) -> None:
        """The KPPS tells voters, papers and votes; 10 votes are invalid."""
        kpps, about = f"kpps@{tps}", {"place": tps, "sku": sku_of(tps), "salt": "ab" * 16}
        papers = {"received": VOTERS[tps], "used": used, "spoiled": spoiled, "left": left}
        result = {"votes": votes(*told), "valid": sum(told), "invalid": 10}
        self.says(kpps, events.VotingOpened, place=tps, starts=MORNING)
        self.says(kpps, events.Turnout, place=tps, voters=used)
        self.says(kpps, events.Ballots, **about, **papers)
        self.says(kpps, events.Result, **about, **result)


def sku_of(tps: str) -> str:
    """Each desa has a ballot paper of its own."""
    return f"PILKADES/{tps[:13]}"


@pytest.fixture
def day(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Day:
    pytest.importorskip("cryptography", reason="the extra [hub] is not installed here")
    worlds.contoh_regions()
    made = Day(tmp_path, monkeypatch)
    settings.ROOT_URLCONF, settings.HOME = "tepat.server.hub.urls", tmp_path / "aula"
    return made


def played(day: Day, lost: int) -> None:
    """Play the day in the hall; `lost` papers of Sungai Jernih are never found again."""
    day.now = MORNING + timedelta(hours=8)
    before = Fact.objects.count()
    day.enrol_all()
    for tps, packages in day.pack().items():
        pps = f"pps@{tps[:13]}"
        day.hand(STORE, pps, f"{tps[:13]}:pps", packages)
        day.hand(pps, f"kpps@{tps}", tps, packages)
    day.vote(TPS[0], 250, 1, 50, 120, 80, 40)
    day.vote(TPS[1], 260, 0, 42 - lost, 90, 90, 70)
    assert Fact.objects.count() == before  # the office has heard nothing all day


def home_again(day: Day) -> None:
    """The laptop has a way: everything that waits reaches the office, and is taken."""
    waiting = day.kept.count()
    day.is_reached = True
    day.now += timedelta(hours=2)
    before = Fact.objects.count()
    with override_settings(HOME=day.home):
        relay.forward(day.kept, relay.Office(day.hub), day.hub)
    after = day.kept.count()
    assert Fact.objects.count() == before + waiting.facts
    assert (after.facts, after.receipted, after.refused) == (waiting.facts, waiting.facts, 0)


def typed(day: Day) -> None:
    """Bu Lia types the sheet of Kota Hulu from its form, who did not see what the phone told."""
    figures = {"received": 301, "used": 250, "spoiled": 1, "left": 50}
    figures |= {"users": 250, "valid": 240, "invalid": 10, "total": 250}
    form = Form(TPS[0], sku_of(TPS[0]), figures, {"1": 120, "2": 80, "3": 40})
    row = reporting.Typed(form)
    reporting.type_forms(day.scope, operator("bu_lia"), [row], Source.DESK, day.now)


def standing(day: Day) -> dict[str, FormState]:
    folding.catch_up(day.scope)
    return {row.tps: row for row in FormState.objects.filter(scope=day.scope)}


def test_a_hall_day_adds_up_from_the_plan_to_the_last_paper(day: Day) -> None:
    played(day, lost=0)
    home_again(day)
    with day.at_the_office():
        typed(day)
        rows = standing(day)

        for tps, voters in VOTERS.items():
            row = rows[tps]
            points = (row.planned, row.packed, row.delivered, row.received, row.accounted)
            assert points == (voters,) * 5
            assert (row.lost, row.found, row.checks) == (0, 0, "")
        assert (rows[TPS[0]].state, rows[TPS[1]].state) == ("agreed", "one")  # told, and typed too
        for whole in ballots.whole_of(day.scope):
            sums = whole.papers.sums
            assert sums[Point.PLANNED] == whole.used + whole.spoiled + whole.left
            assert (whole.papers.lost, whole.papers.found, whole.papers.wrong) == (0, 0, 0)
        page = day.desk.get(day.count("count_form", TPS[0], "PILKADES")).text
        assert re.search(r">\s*120\s*<", page)  # votes of number 1
        assert "bukan hasil resmi" in page.lower()
        assert "Yang resmi hanya berita acara panitia pemilihan tiap desa." in page
        assert "rekapitulasi berjenjang KPU" not in page


def test_one_paper_that_is_not_found_again_is_one_gap_after_the_count(day: Day) -> None:
    played(day, lost=1)
    home_again(day)
    with day.at_the_office():
        rows = standing(day)

        assert (rows[TPS[0]].lost, rows[TPS[1]].lost) == (0, 1)
        assert rows[TPS[1]].accounted == VOTERS[TPS[1]] - 1
        assert (rows[TPS[0]].checks, rows[TPS[1]].checks) == ("", "A4")
        page = day.desk.get(day.count("count_ballots_area", JERNIH)).text
        assert "1 kurang" in " ".join(page.split())
        assert "saat dihitung sesudah memilih" in page
