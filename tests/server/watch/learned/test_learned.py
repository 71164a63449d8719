"""From a finished election to the next plan: counted, written, taken, explained."""

import itertools
import re
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tepat.cli import main
from tepat.core.log import canonical
from tepat.core.plan.learning import file
from tepat.core.plan.learning.values import FEW, Leg, Priors, Spread
from tepat.core.problems import Code, Refused
from tepat.server.election.models import Scope
from tepat.server.log.models import Fact
from tepat.server.move.models import (
    DriverLink,
    DriverReport,
    Movement,
    PlannedShipment,
    ReceiptLine,
    Shipment,
)
from tepat.server.plan.models import PlanInput, PlanRun
from tepat.server.plan.schedule import queries, services, store
from tepat.server.watch.learned.queries import learned
from tests.core.plan.instances import FILE
from tests.server.plan.plans import NOW, SMALL, draft
from tests.worlds import contoh_scope, person

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Asia/Makassar")
BEGINS = datetime(2024, 11, 24, tzinfo=ZONE)
NAMES = itertools.count(2)


@pytest.fixture
def scope(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Scope:
    settings.HOME = tmp_path
    monkeypatch.setattr(services, "EFFORTS", {"quick": SMALL, "thorough": SMALL})
    return contoh_scope()


def fact(scope: Scope, kind: str, at: datetime, **more: Any) -> str:
    """Put one fact into the log as its bytes; return its name."""
    number = next(NAMES)
    body = canonical.encode(
        {
            "at": at.isoformat(), "by": "8d42b1ee-2f45-41bf-b3f0-03c1cb99603c",
            "device": "d" * 32, "election": scope.election, "kabupaten": scope.kabupaten,
            "kind": kind, "seq": number, "prev": f"{number:064x}", "v": 1, **more,
        }
    )  # fmt: skip
    name = sha256(body).hexdigest()
    Fact.objects.create(
        id=name, election=scope.election, kabupaten=scope.kabupaten, number=number, kind=kind,
        audience="agencies", device="d" * 32, seq=number, body=body, sig=b"", uploader="",
        received_at=at,
    )  # fmt: skip
    return name


def handed(scope: Scope, load: Shipment, place: str, at: datetime) -> list[str]:
    said = {
        "shipment": load.code, "list": "a" * 64, "giver": "warehouse@99.01",
        "receiver": "pps@99.01.01.1001", "place": place, "to": load.destination,
    }  # fmt: skip
    return [fact(scope, kind, at, **said) for kind in ("given", "received")]


def drive(scope: Scope, run: PlanRun, slower: float, *, late: bool = False) -> list[str]:
    """Let every load of a plan leave as planned and take `slower` times the minutes.

    `late`: phones sent what they had signed the last one first.
    """
    plan = store.plan_of(run.hash)
    signed = []
    for number, trip in enumerate(plan.trips, start=1):
        came = BEGINS + timedelta(minutes=trip.start)
        left = trip.start
        for at, stop in enumerate(trip.stops):
            load = Shipment.objects.create(
                scope=scope, code=f"SJ-{number}-{at}", origin=trip.origin, made_at=NOW,
                destination=f"{stop.place}:{'pps' if len(stop.place) == 13 else 'ppk'}",
                list_hash="a" * 64, made_by=person("bu_dewi").account, driver="Pak Rahasia",
            )  # fmt: skip
            PlannedShipment.objects.create(shipment=load, plan=run, trip=trip.id, place=stop.place)
            signed.append((load, trip.origin, BEGINS + timedelta(minutes=trip.start)))
            came += timedelta(minutes=round((stop.arrive - left) * slower))
            signed.append((load, load.destination, came))
            came += timedelta(minutes=stop.leave - stop.arrive)
            left = stop.leave
    order = signed[::-1] if late else signed
    return [name for load, place, at in order for name in handed(scope, load, place, at)]


def learn(scope: Scope) -> Priors:
    return learned(scope)


@pytest.mark.parametrize("late", [False, True])
def test_what_was_driven_is_counted_with_the_facts_behind_it(scope: Scope, late: bool) -> None:
    run = draft(scope)
    names = drive(scope, run, slower=2, late=late)

    priors = learn(scope)

    assert priors.legs
    assert priors.plans == (run.hash,)
    for leg in priors.legs:
        assert leg.real.median == pytest.approx(2 * leg.planned, abs=1)
        assert set(leg.facts) <= set(names)
        assert leg.facts
    assert [pace.real.median for pace in priors.paces] == pytest.approx([2_000_000], rel=0.1)
    assert priors.left_out == ()


def test_no_person_stands_in_the_file(scope: Scope) -> None:
    drive(scope, draft(scope), slower=1)
    data = file.write(learn(scope)).decode()

    assert "Rahasia" not in data
    assert "8d42b1ee" not in data
    assert not re.search(r"\w+@\d\d\.\d\d", data)


def test_what_was_taken_back_and_what_stood_overnight_teaches_nothing(scope: Scope) -> None:
    run = draft(scope)
    drive(scope, run, slower=1)
    before = len(learn(scope).legs)
    load = Shipment.objects.filter(scope=scope).order_by("code").first()
    assert load is not None
    for name in Fact.objects.filter(kind="received").values_list("id", "body"):
        if load.code.encode() in bytes(name[1]):
            fact(scope, "cancelled", NOW, fact=name[0], reason="twice")
    for name in Fact.objects.filter(kind="given").values_list("id", "body"):
        if load.code.encode() in bytes(name[1]):
            fact(scope, "cancelled", NOW, fact=name[0], reason="twice")

    priors = learn(scope)

    assert dict(priors.left_out)["tanpa_berangkat_atau_tiba"] >= 1
    assert len(priors.legs) < before
    other = Shipment.objects.filter(scope=scope).order_by("-code").first()
    assert other is not None
    fact(scope, "incident", NOW, what="flood", place="99.01.02.2002:pps")
    [closure] = learn(scope).closures
    assert (closure.place, closure.days) == ("99.01.02.2002:pps", ("2024-11-15",))


def test_a_supplier_is_remembered_by_damage_and_shortage(scope: Scope) -> None:
    facts = {"supplier": "CV Contoh"}
    made = Movement.objects.create(
        scope=scope, number=1, kind="received", token="t1", at=NOW, facts=facts
    )
    ReceiptLine.objects.create(
        movement=made, scope=scope, item="bilik", declared=100, counted=97, damaged=4
    )

    [row] = learn(scope).suppliers

    assert (row.supplier, row.short, row.damaged, row.papers) == ("CV Contoh", 3, 4, (1,))


def test_an_election_in_which_nothing_moved_teaches_nothing(scope: Scope) -> None:
    with pytest.raises(Refused) as refused:
        learn(scope)

    assert refused.value.problem.code is Code.PRIORS_NOTHING


def test_the_command_writes_the_same_bytes_and_the_desk_takes_them_once(
    scope: Scope, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drive(scope, draft(scope), slower=3)
    one, other = tmp_path / "a.json", tmp_path / "b.json"
    for out in (one, other):
        line = ["election", "learn", "--kabupaten", scope.kabupaten, "--out", str(out)]
        assert main(line) == 0
    assert one.read_bytes() == other.read_bytes()
    said = capsys.readouterr().out
    assert file.name_of(one.read_bytes()) in said
    assert "sedikit pengamatan" in said
    assert learn(scope).legs[0].real.n < FEW

    desk = Client()
    desk.force_login(person("bu_dewi"))
    here = reverse("plan_priors", args=[scope.election, scope.kabupaten])
    before = queries.needed_input(scope)
    with one.open("rb") as data:
        shown = desk.post(f"{here}pakai/", {"file": data}, follow=True)
    after = queries.needed_input(scope)

    assert shown.status_code == 200
    assert "dari pilkada-2024" in shown.text
    assert "sedikit pengamatan" in shown.text
    assert after.number == before.number + 1
    assert after.edit["hash"] == file.name_of(one.read_bytes())
    slow = {mode.id: mode.kmh["primary"] for mode in store.instance_of(after.hash).modes}
    fast = {mode.id: mode.kmh["primary"] for mode in store.instance_of(before.hash).modes}
    assert slow["truck"] < fast["truck"]
    history = desk.get(reverse("plan_inputs", args=[scope.election, scope.kabupaten]))
    assert "Pelajaran dari pemilihan" in history.text

    with one.open("rb") as data:
        again = desk.post(f"{here}pakai/", {"file": data})
    assert again.status_code == 422
    assert PlanInput.objects.filter(scope=scope).count() == after.number


def test_the_next_plan_drives_as_the_last_election_did(scope: Scope, tmp_path: Path) -> None:
    first = draft(scope)
    drive(scope, first, slower=3)
    desk = Client()
    desk.force_login(person("bu_dewi"))
    at = [scope.election, scope.kabupaten]
    data = desk.get(reverse("learned_download", args=at)).content
    taught = tmp_path / "pelajaran.json"
    taught.write_bytes(data)
    with taught.open("rb") as opened:
        desk.post(reverse("plan_priors_add", args=at), {"file": opened})

    second = draft(scope, queries.needed_input(scope))

    def on_the_road(run: PlanRun) -> int:
        """Minutes under way, unloading apart."""
        return sum(
            each.end - each.start - sum(stop.leave - stop.arrive for stop in each.stops)
            for each in store.plan_of(run.hash).trips
        )

    assert on_the_road(second) > 1.1 * on_the_road(first)


def told(scope: Scope, load: Shipment, what: str, at: datetime) -> str:
    """Let the driver of a load press a button on the page of the link."""
    name = fact(scope, "positioned", at, shipment=load.code, salt="0" * 32)
    link, _ = DriverLink.objects.get_or_create(
        scope=scope,
        shipment=load,
        defaults={"code": load.code, "made_by": load.made_by, "made_at": NOW, "ends_at": NOW},
    )
    DriverReport.objects.create(link=link, key=name[:36], what=what, fact=name, at=at)
    return name


def test_a_driver_who_says_when_tells_driving_from_unloading(scope: Scope) -> None:
    run = draft(scope)
    drive(scope, run, slower=1)
    trip = store.plan_of(run.hash).trips[0]
    first = trip.stops[0]
    load = Shipment.objects.get(planned__trip=trip.id, planned__place=first.place)
    left = BEGINS + timedelta(minutes=trip.start + 5)
    arrived = BEGINS + timedelta(minutes=first.arrive - 1)
    names = [told(scope, load, "started", left), told(scope, load, "arrived", arrived)]

    priors = learn(scope)

    [leg] = [each for each in priors.legs if set(names) <= set(each.facts)]
    assert leg.real.median == first.arrive - trip.start - 6
    [service] = priors.services
    assert (service.place, service.real.median) == (first.place, 1)
    assert service.planned == first.leave - first.arrive


def test_the_command_of_the_planner_says_what_it_took(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    leg = Leg("gudang", "99.01.02", "truk", "truk", 80, Spread(14, 160, 150, 170), ("a" * 64,))
    taught = tmp_path / "pelajaran.json"
    taught.write_bytes(file.write(Priors("pilkada-2024", "99.01", 40, legs=(leg,))))
    out = tmp_path / "rencana.json"
    small = ["--rounds", "1", "--iterations", "20", "--scenarios", "100", "--out", str(out)]

    done = main(["plan", "make", "--instance", str(FILE), "--priors", str(taught), *small])

    said = capsys.readouterr().err
    assert done == 0
    assert "Pelajaran pilkada-2024: tidak ditandatangani siapa pun." in said
    assert "Ruas Gudang KPU, PPK Hilir, Truk: 80 menjadi 139 menit" in said
    assert "dari pilkada-2024: 14 perjalanan" in said
    assert "pilkada-2024: 14 perjalanan" in out.with_name("rencana.data.json").read_text()


def test_only_who_plans_takes_a_file_and_a_wrong_one_is_a_sentence(scope: Scope) -> None:
    draft(scope)
    here = reverse("plan_priors", args=[scope.election, scope.kabupaten])
    reader, planner = Client(), Client()
    reader.force_login(person("pak_adi"))
    planner.force_login(person("bu_dewi"))

    assert reader.get(here).status_code == 200
    assert reader.post(f"{here}pakai/").status_code == 403
    assert (
        reader.get(reverse("learned_download", args=[scope.election, "99.01"])).status_code == 403
    )
    wrong = planner.post(f"{here}pakai/", {"file": SimpleUploadedFile("x.json", b"{}")})
    assert wrong.status_code == 422
    assert "x.json" in wrong.text
