"""Take maps, times, hazards and reports for a scope, or remove one: each is one new input.

What cannot be used changes nothing: the former map and the former hazards stay.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from django.db import transaction

from tepat.adapters.plan_files import HAZARD, KIND_BY_ID, MAP, TIMES, kind_of
from tepat.core.plan.closing import arcs_named
from tepat.core.plan.hazard import laying
from tepat.core.plan.hazard.laying import Change
from tepat.core.plan.hazard.reports import Report
from tepat.core.plan.instance.checks import sound
from tepat.core.plan.instance.values import Instance
from tepat.core.plan.network.snapping import Snapped
from tepat.core.problems import Code, Problem, Refused, refuse
from tepat.server.election.models import Scope, User
from tepat.server.plan.inputs import from_tables, kept, sources
from tepat.server.plan.inputs.kept import Kept, Shelf
from tepat.server.plan.inputs.sources import Applied, MapFigures
from tepat.server.plan.models import PlanInput
from tepat.server.plan.schedule import queries, services, store

BMKG: Final = "BMKG"
"""Alerts and forecasts say themselves who made them."""
MOST_READ: Final = 40
"""Alerts and forecasts, the newest, of which a page asks what has become."""
WHAT: Final = {MAP: "peta", TIMES: "waktu", HAZARD: "bahaya"}
"""The word of a change in the history of inputs, by what a file is for."""


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a change: the input it made, if there are inputs, and what to say."""

    source: PlanInput | None
    instance: Instance
    before: Instance
    problems: tuple[Problem, ...]
    figures: MapFigures | None = None
    files: tuple[Kept, ...] = ()

    @property
    def changes(self) -> list[Change]:
        """What zones were and are."""
        return laying.changes(self.before, self.instance)


def add(
    scope: Scope,
    paths: Sequence[Path],
    uses: Sequence[str],
    user: User | None,
    now: datetime,
    by: str = "",
) -> Told:
    """Keep files and lay them over the inputs; `Told.files` are those that could be used.

    Raises `Refused` where a map cannot be used, or no file is of a kind known here.
    `by` is who says so; without it lines and polygons are guesses.
    """
    base = _start(scope)
    given = now.isoformat(timespec="seconds")
    new = []
    refused: list[Problem] = []
    for path in paths:
        try:
            kind = kind_of(path, *uses)
        except Refused as no:
            refused.append(no.problem)
            continue
        name = user.username if user else ""
        said = BMKG if kind.id in ("alert", "forecast") else by
        new.append(kept.take(path, kind.id, said, given[:10], name, given))
    if not new:
        raise Refused(refused[-1])
    wanted = base.shelf
    for each in new:
        wanted = wanted.with_file(each)
    made, before = _applied(scope, base, wanted, now, remap=_is_road(new))
    unread = [each for each in new if made.shelf.states.get(each.hash) == "unread"]
    good = [each for each in new if each not in unread]
    problems = [*refused, *made.problems]
    for each in unread:
        problems.append(Problem(Code.HAZARD_NOT_KEPT, {"file": each.name}))
    if not good:
        return Told(None, before, before, tuple(problems))
    if unread:
        lasting = replace(made.shelf, files=tuple(f for f in made.shelf.files if f not in unread))
        made = replace(made, shelf=lasting)
    what = WHAT[good[-1].use]
    edit = {
        "what": what,
        "name": ", ".join(each.name for each in good)[:120],
        "before": "",
        "now": ", ".join(dict.fromkeys(KIND_BY_ID[each.kind].title_id for each in good)),
        "by": by,
        "at": given[:10] if by else "",
        "rough": "" if by else "1",
    }
    told = _keep(scope, base, made, before, edit, user, now)
    return replace(told, problems=tuple(problems), files=tuple(good))


def report(scope: Scope, said: Report, user: User | None, now: datetime) -> Told:
    """Keep what a person said of a road, river, sea or tide.

    Its place is the id or name of a zone, or a road as `arcs_named` finds it. Raises
    `Refused` where it is none, or the report ends before it starts.
    """
    base = _start(scope)
    places = _places(base, said.place)
    if said.until is not None and said.until <= said.at:
        raise refuse(Code.REPORT_TIME, by=said.by or "?", place=said.place)
    shelf = base.shelf.with_report(said, places, user.username if user else "", now)
    made, before = _applied(scope, base, shelf, now, remap=False)
    edit = {
        "what": "bahaya",
        "name": said.place[:60],
        "now": "dapat dilalui" if said.passable else "tertutup",
        "by": said.by,
        "at": said.at.isoformat(timespec="minutes"),
        "note": said.text,
    }
    return _keep(scope, base, made, before, edit, user, now)


def figures_of(shelf: Shelf) -> MapFigures | None:
    """Return the figures of the map that is kept, as it was read last."""
    if not shelf.figures:
        return None
    rows = tuple(Snapped(*row) for row in shelf.figures["snapped"])
    return MapFigures(**{**shelf.figures, "snapped": rows})


def remove(scope: Scope, name: str, user: User | None, now: datetime) -> Told:
    """Take away one file or report, by its hash. Raises `Refused` where there is none."""
    base = _start(scope)
    gone = [each for each in base.shelf.files if each.hash == name]
    spoken = [str(row["place"]) for row in base.shelf.reports if row["id"] == name]
    made, before = _applied(scope, base, base.shelf.without(name), now, remap=_is_road(gone))
    what = WHAT[gone[0].use] if gone else "bahaya"
    edit = {"what": what, "name": gone[0].name if gone else spoken[0][:60], "now": "dihapus"}
    return _keep(scope, base, made, before, edit, user, now)


def clear(scope: Scope, uses: Sequence[str], user: User | None, now: datetime) -> Told | None:
    """Take away all files of `uses`, and with hazards the reports; None where there are none."""
    base = _start(scope)
    shelf = base.shelf
    gone = shelf.of(*uses)
    is_hazard = HAZARD in uses
    if not gone and not (is_hazard and shelf.reports):
        return None
    left = tuple(each for each in shelf.files if each not in gone)
    shelf = replace(shelf, files=left, reports=() if is_hazard else shelf.reports)
    made, before = _applied(scope, base, shelf, now, remap=_is_road(gone))
    edit = {"what": WHAT[uses[0]], "name": str(len(gone)), "now": "dihapus"}
    return _keep(scope, base, made, before, edit, user, now)


def again(scope: Scope, user: User | None, now: datetime) -> Told:
    """Lay what is kept once more: alerts expire, and forecasts grow old."""
    base = _start(scope)
    made, before = _applied(scope, base, base.shelf, now, remap=False)
    edit = {"what": "bahaya", "name": "", "now": "dihitung ulang"}
    return _keep(scope, base, made, before, edit, user, now)


def states_now(shelf: Shelf, now: datetime) -> dict[str, str]:
    """Return by hash what has become of alerts and forecasts by now."""
    from tepat.adapters.weather_files import heard  # shapely, only where it is needed

    paths = [
        each.path
        for each in shelf.of(HAZARD)
        if each.kind in ("alert", "forecast") and each.path.is_file()
    ]
    if not paths:
        return {}
    found = heard(paths[-MOST_READ:]).states(now)
    return {path.parent.name: state for path, state in found.items()}


def _is_road(files: Sequence[Kept]) -> bool:
    return any(each.use in (MAP, TIMES) for each in files)


@dataclass(frozen=True, slots=True)
class _Start:
    """What a change starts from: what is kept, and the inputs as they stand."""

    shelf: Shelf
    current: PlanInput | None

    @property
    def instance(self) -> Instance | None:
        return store.instance_of(self.current.hash) if self.current else None


def _start(scope: Scope) -> _Start:
    return _Start(kept.load(scope), queries.current_input(scope))


def _places(base: _Start, said: str) -> list[str]:
    """Return the zone or the arcs that a person means. Raises `Refused` where there are none."""
    instance = base.instance
    if instance is None:
        raise refuse(Code.PLAN_NO_INPUT)
    zones = [each.id for each in instance.hazard.zones if said in (each.id, each.name)]
    if zones:
        return zones
    arcs, problems = arcs_named(instance, said)
    if not arcs:
        raise Refused(problems[0])
    return arcs


def _applied(
    scope: Scope, base: _Start, shelf: Shelf, now: datetime, *, remap: bool
) -> tuple[Applied, Instance]:
    """Return the inputs of a scope with `shelf` laid over them, and as they were."""
    before = base.instance
    if base.current is None or before is None:
        made, _ = from_tables.begun(scope, shelf, now)
        last = base.shelf.after
        return made, store.instance_of(last) if last else made.before or made.instance
    lines = store.shapes_of(base.current.hash)
    made = sources.applied(scope, before, shelf, now, remap=remap, lines=lines)
    whole, _ = sound(made.instance)
    lasting = replace(made.shelf, after=store.keep_input(whole))
    return replace(made, instance=whole, shelf=lasting), before


def remember(scope: Scope, made: Applied) -> None:
    """Keep how the inputs that were just begun run, and what was laid over them."""
    whole, _ = sound(made.instance)
    name = store.keep_input(whole)
    store.keep_shapes(name, made.lines)
    kept.save(scope, replace(made.shelf, after=name))


def _keep(
    scope: Scope,
    base: _Start,
    made: Applied,
    before: Instance,
    edit: Mapping[str, str],
    user: User | None,
    now: datetime,
) -> Told:
    """Keep what came of a change. Raises `Refused` where somebody else was quicker."""
    source = None
    with transaction.atomic():
        Scope.objects.select_for_update().get(pk=scope.pk)
        there = _start(scope)
        same = there.current == base.current and _counts(there.shelf) == _counts(base.shelf)
        if not same:
            raise refuse(Code.SOURCES_CHANGED)
        if base.current is not None:
            source = services.keep(scope, made.instance, edit, user, now)
            store.keep_shapes(source.hash, made.lines)
        told = {
            "name": edit["name"],
            "state": "done",
            "at": now.isoformat(timespec="seconds"),
            "problems": kept.problem_rows(made.problems),
        }
        use = HAZARD if edit["what"] == WHAT[HAZARD] else MAP
        kept.save(scope, made.shelf.told(use, **told))
    return Told(source, made.instance, before, made.problems, made.figures)


def _counts(shelf: Shelf) -> tuple[object, ...]:
    return shelf.files, shelf.reports, shelf.after
