"""What the page "Atur jumlah" shows: rules with what holds for them, bundles, history."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from tepat.core.election.catalogue import Election, Item, Per, Rounding, Rule
from tepat.core.election.quantities import Setting, rule_key, setting_from_json
from tepat.core.plan.explaining import STATUS, figure, rule_text
from tepat.server.election.elections import election_of, load
from tepat.server.election.models import QuantityChange, Scope, User
from tepat.server.election.quantities.services import BUNDLE, settings_of
from tepat.server.plan.models import BundleSize
from tepat.server.plan.needs.queries import needs_of

HISTORY = 50


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule to set: what its file says, and what this office has set."""

    key: str
    item: str
    level: str
    per: str
    file_says: str
    file_count: int | None
    status: str
    state: str
    source: str
    setting: Setting | None
    reserve: str
    rounding: Rounding
    has_reserve: bool


@dataclass(frozen=True, slots=True)
class BundleRow:
    """One ballot paper or item that may come in bundles."""

    sku: str
    name: str
    size: int | None


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One change, as the page tells it."""

    at: datetime
    by: str
    what: str
    now: str
    source: str


@dataclass(frozen=True, slots=True)
class Group:
    """Rules of one standing, in the order in which an office has to look at them."""

    state: str
    rows: list[RuleRow]


def groups_of(scope: Scope, language: str) -> list[Group]:
    """Return every rule by its standing: unset, from memory, set here, known. No query."""
    settings = settings_of(scope)
    kinds = {kind.code for kind in election_of(scope).kinds_in(scope.kabupaten)}
    rows = [
        _row(item, rule, settings, language)
        for item in load(scope.election).items
        for rule in item.rules
        if not rule.kinds or kinds & set(rule.kinds)
    ]
    order = ("unset", "memory", "set", "known")
    found = [Group(state, [row for row in rows if row.state == state]) for state in order]
    return [group for group in found if group.rows]


def bundles_of(scope: Scope, language: str) -> list[BundleRow]:
    """Return what may come in bundles: each ballot paper, then each item that is needed."""
    sizes = dict(BundleSize.objects.filter(scope=scope).values_list("sku", "size"))
    needs = needs_of(scope)
    skus = sorted({sku for by in needs.skus.values() for sku in by.values() if sku})
    ballot = needs.election.ballot.name.say(language)
    items = [item for item in needs.election.items if not (item.is_ballot or item.is_box)]
    rows = [BundleRow(sku, f"{ballot} {sku}", sizes.get(sku)) for sku in skus]
    rows += [BundleRow(each.code, each.name.say(language), sizes.get(each.code)) for each in items]
    return rows


def history_of(scope: Scope, language: str) -> list[HistoryRow]:
    """Return the last changes, newest first: two queries."""
    changes = list(QuantityChange.objects.filter(scope=scope).order_by("-id")[:HISTORY])
    accounts = {change.by for change in changes}
    people = {
        str(account): name
        for account, name in User.objects.filter(account__in=accounts).values_list(
            "account", "username"
        )
    }
    names = _names(load(scope.election), language)
    return [
        HistoryRow(
            change.at,
            people.get(change.by, change.by),
            names.get(change.rule, change.rule.removeprefix(BUNDLE)),
            _said(change, language),
            change.source,
        )
        for change in changes
    ]


def gone(scope: Scope) -> list[str]:
    """Return the settings whose rule is in the election's file no more: they do nothing."""
    known = {rule_key(item, rule) for item in load(scope.election).items for rule in item.rules}
    return sorted(set(settings_of(scope)) - known)


def percent(share: Decimal) -> str:
    """Return a share as the form writes it: 0.025 is "2,5"; nothing for none."""
    return figure((share * 100).normalize() + 0) if share else ""


def _row(item: Item, rule: Rule, settings: dict[str, Setting], language: str) -> RuleRow:
    key = rule_key(item, rule)
    setting = settings.get(key)
    if setting:
        state = "set"
    else:
        state = {"?": "unset", "M": "memory"}.get(rule.status, "known")
    level = "PSU" if rule.psu else rule.at.value.upper()
    if rule.kinds:
        level += f" ({', '.join(rule.kinds)})"
    return RuleRow(
        key=key,
        item=item.name.say(language),
        level=level,
        per=rule_text(replace(rule, count=1, reserve=Decimal(0)), language).removeprefix("1 "),
        file_says=rule_text(rule, language),
        file_count=rule.count,
        status=STATUS.get(rule.status, STATUS["?"])[language],
        state=state,
        source=setting.source if setting else rule.source.say(language),
        setting=setting,
        reserve=percent(setting.reserve if setting else rule.reserve),
        rounding=setting.rounding if setting else rule.rounding,
        has_reserve=rule.per in (Per.VOTER, Per.SKU),
    )


def _names(election: Election, language: str) -> dict[str, str]:
    found = {f"{BUNDLE}{item.code}": item.name.say(language) for item in election.items}
    for item in election.items:
        for rule in item.rules:
            level = "PSU" if rule.psu else rule.at.value.upper()
            found[rule_key(item, rule)] = f"{item.name.say(language)}, {level}"
    return found


def _said(change: QuantityChange, language: str) -> str:
    if change.after is None:
        return {"id": "dicabut, kembali seperti berkas", "en": "taken back, as the file says"}[
            language
        ]
    if change.rule.startswith(BUNDLE):
        size = figure(int(change.after["count"]), language)
        return {"id": f"bundel isi {size}", "en": f"bundles of {size}"}[language]
    setting = setting_from_json(change.after)
    text = figure(setting.count, language)
    return f"{text} + {percent(setting.reserve)} %" if setting.reserve else text
