"""Quantities that an office has decided itself, laid over the election's file.

Input: the rules of a file and what the office set, each with the decision that says so.
Output: the election as this office counts it. A rule nobody set stays as the file has it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Final

from tepat.core.digits import whole_number
from tepat.core.election.catalogue import SET_BY_OFFICE, Election, Item, Rounding, Rule, Words
from tepat.core.election.toml_tables import MOST
from tepat.core.problems import Code, Problem

LONGEST_SOURCE: Final = 200


@dataclass(frozen=True, slots=True)
class Setting:
    """How one rule counts in this office, and the decision that says so."""

    rule: str
    """Which rule: see `rule_key`."""
    count: int
    reserve: Decimal
    rounding: Rounding
    source: str

    def as_json(self) -> dict[str, str | int]:
        return {
            "rule": self.rule,
            "count": self.count,
            "reserve": str(self.reserve),
            "rounding": self.rounding.value,
            "source": self.source,
        }


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person typed for one rule. An empty count: as the file has it."""

    count: str
    reserve: str | None = None
    """Per cent: "2,5"; empty: none; None: not asked, stays as it is."""
    rounding: str = ""


def setting_from_json(stored: Mapping[str, str | int]) -> Setting:
    """Return a stored setting; the inverse of `as_json`."""
    return Setting(
        str(stored["rule"]),
        int(stored["count"]),
        Decimal(str(stored["reserve"])),
        Rounding(str(stored["rounding"])),
        str(stored["source"]),
    )


def rule_key(item: Item, rule: Rule) -> str:
    """Return the name of a rule within its election, the same after its file was edited.

    >>> from tepat.core.election.catalogue import At, Goes, Per, Words
    >>> item = Item("surat_suara", Words("", ""), Words("", ""), Goes.BOX, ())
    >>> rule_key(item, Rule(At.KPU, Per.SKU, 2000, psu=True))
    'surat_suara.kpu.psu'
    """
    parts = [item.code, rule.at.value]
    if rule.psu:
        parts.append("psu")
    return ".".join(parts) + ("/" + "+".join(rule.kinds) if rule.kinds else "")


def with_settings(election: Election, settings: Iterable[Setting]) -> Election:
    """Return `election` with what the office set; settings of rules that are gone do nothing."""
    by_rule = {setting.rule: setting for setting in settings}
    if not by_rule:
        return election
    items = tuple(
        replace(item, rules=tuple(_laid_over(item, rule, by_rule) for rule in item.rules))
        for item in election.items
    )
    return replace(election, items=items)


def _laid_over(item: Item, rule: Rule, by_rule: Mapping[str, Setting]) -> Rule:
    setting = by_rule.get(rule_key(item, rule))
    if setting is None:
        return rule
    return replace(
        rule,
        count=setting.count,
        reserve=setting.reserve,
        rounding=setting.rounding,
        source=Words(setting.source, setting.source),
        status=SET_BY_OFFICE,
    )


def read_settings(
    election: Election, typed: Mapping[str, Typed], now: Mapping[str, Setting], source: str
) -> tuple[dict[str, Setting | None], list[Problem]]:
    """Return what a person changed, and every reason why something cannot be so.

    `election` is the file's, `now` what is set already. Only rules that differ are in the
    answer; None takes a setting back. The decision must be named where a number is set.
    """
    changed: dict[str, Setting | None] = {}
    problems: list[Problem] = []
    rules = [(item, rule) for item in election.items for rule in item.rules]
    for item, rule in rules:
        key = rule_key(item, rule)
        if key not in typed:
            continue
        read = _read(item, rule, typed[key], source)
        if isinstance(read, Problem):
            problems.append(read)
        elif not _is_same(rule, read, now.get(key)):
            changed[key] = read
    if changed and not source.strip():
        problems.append(Problem(Code.QUANTITY_SOURCE, {"count": len(changed)}))
    if len(source) > LONGEST_SOURCE:
        problems.append(Problem(Code.QUANTITY_SOURCE_LONG, {"most": LONGEST_SOURCE}))
    return changed, problems


def _read(item: Item, rule: Rule, typed: Typed, source: str) -> Setting | Problem | None:
    if not typed.count.strip():
        return None
    facts = {"item": item.name.id, "item_en": item.name.en, "at": rule.at.value.upper()}
    count = whole_number(typed.count, MOST)
    if count is None:
        return Problem(Code.QUANTITY_NUMBER, {**facts, "value": typed.count, "most": MOST})
    reserve = rule.reserve if typed.reserve is None else _share(typed.reserve)
    if reserve is None:
        return Problem(Code.QUANTITY_RESERVE, {**facts, "value": typed.reserve or ""})
    if typed.rounding and typed.rounding not in list(Rounding):
        return Problem(Code.QUANTITY_ROUNDING, {**facts, "value": typed.rounding})
    rounding = Rounding(typed.rounding) if typed.rounding else rule.rounding
    return Setting(rule_key(item, rule), count, reserve, rounding, source.strip())


def _share(percent: str) -> Decimal | None:
    text = percent.strip().removesuffix("%").strip().replace(",", ".") or "0"
    try:
        share = Decimal(text) / 100
    except InvalidOperation:
        return None
    is_share = share.is_finite() and 0 <= share <= 1 and share == round(share, 6)
    return share.normalize() + 0 if is_share else None


def _is_same(rule: Rule, read: Setting | None, now: Setting | None) -> bool:
    if read is None:
        return now is None
    wanted = (read.count, read.reserve, read.rounding)
    if now:
        return wanted == (now.count, now.reserve, now.rounding)
    return wanted == (rule.count, rule.reserve, rule.rounding)
