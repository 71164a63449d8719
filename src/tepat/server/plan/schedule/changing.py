"""What a person changes of the inputs: read from a form, kept with who and when."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, gettext_noop

from tepat.core.plan.instance import editing
from tepat.core.plan.instance.values import Desa, Instance, Kecamatan, Source, Status, Verdict
from tepat.core.problems import Code, refuse
from tepat.server.election.models import Scope, User
from tepat.server.plan.models import PlanInput
from tepat.server.plan.schedule import queries, services, store, words

Form = Mapping[str, str]
W = TypeVar("W", Status, Verdict)


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: the instance after it, and what was and is there, in words."""

    instance: Instance
    name: str
    before: str
    now: str


def source_of(form: Form, now: datetime, zone: str) -> Source:
    """Return who says so. Raises `Refused` where nobody is named and it is no guess."""
    by, rough = form.get("by", "").strip()[:120], form.get("rough") == "1"
    at = form.get("at", "").strip()[:40] or now.astimezone(ZoneInfo(zone)).date().isoformat()
    if not by and not rough:
        raise refuse(Code.PLAN_WHO)
    return Source(by, at, rough, form.get("note", "").strip()[:200])


def zone(instance: Instance, name: str, form: Form, source: Source) -> Edit:
    """Change how likely a zone floods on each day."""
    old = next((each for each in instance.hazard.zones if each.id == name), None)
    label = old.name or old.id if old else name
    share = editing.chances(form.get("probability", ""), len(instance.days), label)
    changed = editing.with_zone(instance, name, share, source)
    before = words.typed_days([words.per_cent(each) for each in old.probability]) if old else ""
    now = words.typed_days([words.per_cent(each) for each in share])
    return Edit(changed, label, f"{before} %", f"{now} %")


def vehicle(instance: Instance, name: str, form: Form, source: Source) -> Edit:
    """Change how many vehicles there are on each day, and their prices."""
    old = next((each for each in instance.vehicles if each.id == name), None)
    label = old.name or old.id if old else name
    count = editing.per_day(form.get("available", ""), len(instance.days), label)
    prices = editing.Prices(
        *(editing.whole(form.get(each, "0") or "0", label) for each in ("day", "km", "hour"))
    )
    changed = editing.with_vehicle(instance, name, count, prices, source)
    before = f"{words.typed_days(old.available)} × {words.rupiah(old.day_price)}" if old else ""
    return Edit(changed, label, before, f"{words.typed_days(count)} × {words.rupiah(prices.day)}")


def warehouse(instance: Instance, name: str, form: Form, source: Source) -> Edit:
    """Change what the inspection of a store found, and what its guard costs a night."""
    places: list[Kecamatan | Desa] = [*instance.kecamatan, *instance.desa]
    old = next((each for each in places if each.code == name), None)
    label = old.name if old else name
    verdict = _word(Verdict, form.get("verdict", ""))
    guard = editing.whole(form.get("guard", "0") or "0", label)
    changed = editing.with_store(instance, name, verdict, guard, source)
    before = old.store.verdict.value if old else ""
    return Edit(changed, label, before, verdict.value)


def road(instance: Instance, name: str, form: Form, source: Source) -> Edit:
    """Say that a road is open, restricted or closed, with what was seen there."""
    old = next((each for each in instance.arcs if each.id == name), None)
    label = road_name(instance, name)
    status = _word(Status, form.get("status", ""))
    comment = form.get("comment", "").strip()[:200]
    changed = editing.with_road(instance, name, status, comment, source)
    before = old.status.value if old else ""
    return Edit(changed, label, before, status.value)


PARTS: Final[Mapping[str, Callable[[Instance, str, Form, Source], Edit]]] = {
    "zona": zone,
    "kendaraan": vehicle,
    "gudang": warehouse,
    "jalan": road,
}
"""The parts of the inputs that are changed at the desk, by the word in the address."""

TITLES: Final = {
    "zona": gettext_noop("Flood zones"),
    "kendaraan": gettext_noop("Vehicles and prices"),
    "gudang": gettext_noop("Stores of PPK and PPS"),
    "jalan": gettext_noop("Roads and rivers"),
    "unggah": gettext_noop("Input file"),
    "balik": gettext_noop("Way back after the count"),
    "ulang": gettext_noop("Vote held again or later"),
    "tabel": gettext_noop("Settlements without a map"),
}


def change(
    scope: Scope,
    part: str,
    name: str,
    form: Form,
    by: User,
    now: datetime,
    is_trial: bool = False,
) -> PlanInput:
    """Keep one change of the inputs. Raises `Refused` with what was typed wrong."""
    if part not in PARTS:
        raise refuse(Code.PLAN_PART_UNKNOWN, value=part[:60])
    current = store.instance_of(queries.needed_input(scope).hash)
    source = source_of(form, now, scope.zone)
    made = PARTS[part](current, name, form, source)
    said = {
        "what": part,
        "id": name[:60],
        "name": made.name,
        "before": made.before,
        "now": made.now,
        "by": source.by,
        "at": source.at,
        "rough": "1" if source.rough else "",
        "note": form.get("comment", "").strip()[:200] or source.note,
    }
    return services.keep(scope, made.instance, said, by, now, is_trial)


def road_name(instance: Instance, name: str) -> str:
    """Name a stretch: its own name, else from where to where."""
    arc = next((each for each in instance.arcs if each.id == name), None)
    if arc is None:
        return name
    if arc.name:
        return arc.name
    return " – ".join(node_names(instance).get(end, end) for end in (arc.tail, arc.head))


def node_names(instance: Instance) -> dict[str, str]:
    """Return what stands at each node: its own name, a desa, a PPK or a warehouse."""
    found = {node.id: node.name for node in instance.nodes if node.name}
    found |= {each.node: each.name for each in instance.desa}
    found |= {each.node: each.name for each in instance.kecamatan}
    return found | {each.node: each.name for each in instance.warehouses}


def edit_words(edit: Mapping[str, str]) -> dict[str, str]:
    """Return an edit as the pages show it."""
    statuses = {status.value: text for status, (_, text) in words.STATUSES.items()}
    verdicts = {verdict.value: text for verdict, (_, text) in words.VERDICTS.items()}
    known = statuses | verdicts

    def said(text: str) -> str:
        return gettext(known[text]) if text in known else text

    what = edit.get("what", "unggah")
    return {
        **edit,
        "what": gettext(TITLES.get(what, TITLES["unggah"])),
        "before": said(edit.get("before", "")),
        "now": said(edit.get("now", "")),
    }


def _word(of: type[W], text: str) -> W:
    try:
        return of(text)
    except ValueError:
        raise refuse(Code.PLAN_PART_UNKNOWN, value=text[:60]) from None
