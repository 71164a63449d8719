"""Furnish the installation of a rehearsal: what an office has before its first box leaves.

Regions, TPS list, people with logins, packages, seals, and a plan in force. Everything after
that comes from the simulated field, over HTTP and the protocol of phones.
"""

import csv
import json
import secrets
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

import tepat
from tepat.adapters.region_outlines import read_outlines
from tepat.adapters.region_table import read_region_table
from tepat.core.election.regions import parent_of, tps_code
from tepat.core.election.roles import Role
from tepat.core.move import events
from tepat.core.plan import plan_file
from tepat.core.plan.instance import reading, writing
from tepat.core.plan.instance.checks import sound
from tepat.core.plan.instance.values import Instance
from tepat.core.problems import Code, Refused, refuse
from tepat.server import bulk, environment, flow
from tepat.server.election.accounts.demo import make_people
from tepat.server.election.dapil.services import set_dapil
from tepat.server.election.elections import election_of
from tepat.server.election.models import Region, Rehearsal, RoleGrant, Scope, Tps, User
from tepat.server.election.regions import services as regions
from tepat.server.gladi import dapil
from tepat.server.move.plans import reporting
from tepat.server.plan.inputs import kept
from tepat.server.plan.inputs.from_tables import begun
from tepat.server.plan.models import Package, PlanRun
from tepat.server.plan.packages.services import regenerate
from tepat.server.plan.schedule import services as schedule
from tepat.server.plan.schedule import store

PEOPLE_FILE: Final = "orang.json"
"""Beside the database: who logs in at the desks of this rehearsal, and how."""
SEALS_EACH: Final = 2
SEALS_BEGIN: Final = 300_001
OFFICES: Final = (
    ("kpu", "Bu Dewi", Role.KPU),
    ("gudang", "Bu Sari", Role.WAREHOUSE),
    ("bawaslu", "Pak Adi", Role.BAWASLU),
    ("polres", "Pak Yusuf", Role.POLRES),
    ("desk", "Pak Hadi", Role.DESK),
    ("bpbd", "Bu Mira", Role.BPBD),
)
KECAMATAN: Final = (
    ("ppk", "Bu Rina", Role.PPK),
    ("panwascam", "Bu Lina", Role.PANWASCAM),
    ("camat", "Pak Camat", Role.DESK_KECAMATAN),
)


def prepare(asked: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Fill the tables as `asked` says (see `gladi.json`); return what was made, in numbers.

    Raises `Refused` where this is no rehearsal, or what is asked for is not there.
    """
    if not settings.GLADI:
        raise refuse(Code.GLADI_REAL, home=str(settings.HOME), name=asked.get("name", "?"))
    Rehearsal.objects.create(name=settings.GLADI)  # first: from here on it opens as nothing else
    folder = Path(tepat.__file__).parent / "data" / str(asked["facts"])
    chosen = tuple(asked.get("kecamatan", ()))
    scope = _place(asked, folder, chosen, now)
    people = _people(scope)
    if settings.DEMO:  # a live one: its logins are those of every demo
        people += _demo_people(scope)
    election = election_of(scope)
    made = regenerate(scope, election, now)
    user = User.objects.get(username="kpu")
    _issue_seals(scope, user.account, now)
    run = _plan(scope, folder, user, now, premade=not chosen)
    reporting.publish(run, user, now)
    _write_ground(run)
    _write_people(people)
    return {
        "tps": Tps.objects.filter(scope=scope).count(),
        "packages": made.total,
        "plan": run.number,
        "people": len(people),
        "all_ppm": run.all_ppm,
    }


@transaction.atomic
def _place(asked: dict[str, Any], folder: Path, chosen: Sequence[str], now: datetime) -> Scope:
    """Regions, outlines and TPS; the scope of a rehearsal is made up, and marked so."""
    scope = Scope.objects.create(
        election=asked["election"],
        kabupaten=asked["kabupaten"],
        zone=asked["zone"],
        is_contoh=True,
    )
    regions.import_table(read_region_table(folder / "regions.csv"))
    if (folder / "boundaries.json").exists():
        outlines, _ = read_outlines(folder / "boundaries.json")
        regions.import_outlines(outlines, "gladi", now)
    rows = list(_tps_rows(_table(folder, scope.election), scope))
    voters: Counter[str] = Counter()
    for row in rows:
        voters[row[3]] += row[5]
    set_dapil(scope, dapil.made_up(election_of(scope), scope.kabupaten, voters))
    rows = [row for row in rows if not chosen or row[3] in chosen]
    known = {row[3] for row in rows}
    if missing := sorted(set(chosen) - known):
        choices = Region.objects.filter(parent=scope.kabupaten).order_by("code")
        said = ", ".join(choices.values_list("code", flat=True))
        raise refuse(Code.GLADI_AREA, story=asked["story"], value=missing[0], choices=said)
    columns = ("scope_id", "code", "desa", "kecamatan", "number", "dpt", "dpt_l", "dpt_p", "dptb")
    bulk.upsert(Tps, (*columns, "name", "provenance"), rows, unique=["scope_id", "code"])
    return scope


def _table(folder: Path, election: str) -> Path:
    """Return the table of TPS of an election: its own where there is one."""
    own = folder / f"tps-{election}.csv"
    return own if own.exists() else folder / "tps.csv"


def _tps_rows(path: Path, scope: Scope) -> "list[tuple[Any, ...]]":
    found = []
    with path.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(line for line in file if not line.startswith("#")):
            desa, number = line["desa"], int(line["number"])
            kecamatan = parent_of(desa)
            voters = (int(line["dpt"]), int(line["dpt_l"]), int(line["dpt_p"]), 0)
            code = tps_code(desa, number)
            found.append((scope.pk, code, desa, kecamatan, number, *voters, "", ""))
    return found


def _people(scope: Scope) -> list[dict[str, Any]]:
    """Accounts of the offices, with one password of this rehearsal alone."""
    password = secrets.token_urlsafe(9)
    hashed = make_password(password)
    known = Tps.objects.filter(scope=scope).order_by("kecamatan")
    areas = sorted(set(known.values_list("kecamatan", flat=True)))
    wanted = [(name, person, role, scope.kabupaten) for name, person, role in OFFICES]
    for area in areas:
        end = area.rpartition(".")[2]
        wanted += [
            (f"{name}-{end}", f"{person} {end}", role, area) for name, person, role in KECAMATAN
        ]
    found = []
    for name, person, role, area in wanted:
        user = User.objects.create(
            username=name, first_name=person, is_contoh=True, password=hashed
        )
        RoleGrant.objects.create(user=user, role=role.value, area=area)
        found.append(_row(name, password, role, area))
    return found


def _demo_people(scope: Scope) -> list[dict[str, Any]]:
    """Accounts by which people look at a live rehearsal, as in the other demos."""
    return [
        _row(each.name, each.password, each.role, scope.kabupaten + each.area, is_shown=True)
        for each in make_people(scope)
    ]


def _row(
    name: str, password: str, role: Role, area: str, *, is_shown: bool = False
) -> dict[str, Any]:
    row = {"name": name, "password": password, "role": role.value, "area": area}
    return row | {"is_shown": is_shown}


def _write_ground(run: PlanRun) -> None:
    """Lay what the plan was made from beside the field; the server never reads it there."""
    field = Path(settings.HOME) / "lapangan"
    field.mkdir(exist_ok=True)
    (field / "medan.json").write_bytes(writing.write(store.instance_of(run.source.hash)))


def _write_people(people: list[dict[str, Any]]) -> None:
    path = Path(settings.HOME) / PEOPLE_FILE
    path.write_text(json.dumps(people, indent=1), encoding="utf-8")
    path.chmod(0o600)


def _issue_seals(scope: Scope, by: UUID, now: datetime) -> None:
    boxes = Package.objects.filter(scope=scope, withdrawn_at=None, inside="").count()
    issued = events.SealsIssued(
        election=scope.election,
        kabupaten=scope.kabupaten,
        at=now.astimezone(ZoneInfo(scope.zone)).replace(microsecond=0),
        by=str(by),
        prefix="GL",
        first=SEALS_BEGIN,
        last=SEALS_BEGIN + 4 * SEALS_EACH * boxes + 100,
        width=7,
        what="segel gladi",
        to="Gudang",
    )
    flow.report(scope, [issued], by, now)


def lying_beside(folder: Path, voting_day: date | None) -> Instance | None:
    """Return what the plan beside the facts was made from; None: there is none for this day.

    It is of one election: on the days of another nothing of it could leave.
    """
    if not (folder / "plan-1.json").exists():
        return None
    read = reading.read((folder / "plan-inputs.json").read_bytes())
    if read.instance is None:
        raise Refused(read.problems[0])
    ends = read.instance.days[-1].date + timedelta(days=1)
    return read.instance if ends == voting_day else None


def _plan(scope: Scope, folder: Path, user: User, now: datetime, *, premade: bool) -> PlanRun:
    """Return a draft: the plan that lies beside the facts, or a quick one made here."""
    edit = {"what": "tabel", "name": scope.kabupaten, "rough": "1"}
    kept_one = lying_beside(folder, election_of(scope).voting_day) if premade else None
    if kept_one is not None:
        source = schedule.keep(scope, kept_one, edit, user, now)
        run = schedule.order(scope, source, "thorough", user, now)
        why = json.loads((folder / "plan-1-why.json").read_text(encoding="utf-8"))
        plan = plan_file.read((folder / "plan-1.json").read_bytes())
        return schedule.finish(
            run, kept_one, plan, why["curve"], why["reasons"], why.get("checks", {})
        )
    fleet = folder / "fleet.toml"
    applied, _ = begun(scope, kept.load(scope), now, fleet if fleet.exists() else None)
    instance, _ = sound(applied.instance)
    source = schedule.keep(scope, instance, edit, user, now)
    return schedule.work_on(schedule.order(scope, source, "quick", user, now))


def asked_of(home: Path) -> dict[str, Any]:
    """Return what `gladi.json` asks for."""
    return dict(json.loads((home / environment.GLADI_FILE).read_text(encoding="utf-8")))
