"""From the text of an election file to the election, or to every fault in it, by line.

An election is written by hand in an office, so each fault says file, line, place and
what was expected, and all of them are told at once. `toml_lines.py` finds the lines.
"""

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, Final, TypeVar

from tepat.core.election.catalogue import (
    At,
    Deadline,
    DiffersBy,
    Election,
    Goes,
    Item,
    Kind,
    Per,
    Rounding,
    Rule,
    Words,
)
from tepat.core.election.roles import Role
from tepat.core.election.toml_lines import Path, lines_of
from tepat.core.problems import Code, Fact, Problem

E = TypeVar("E", bound=StrEnum)

TEPAT: Final = ("jenis", "jumlah", "kualitas", "waktu", "sasaran", "biaya")
"""The six tepat, in the order they are always named."""
APPROVALS: Final = ("reopen",)
"""Steps that need somebody's consent: opening a packed box because the list changed."""
STATUSES: Final = ("V", "D", "M", "?")

_CODE: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TAG: Final = re.compile(r"[0-9A-Z]{3}")
_SHORT: Final = re.compile(r"[A-Z]{3}")
_HEX: Final = re.compile(r"#[0-9a-fA-F]{6}")
_NAME: Final = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")
_AREA: Final = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?")


def read_election(text: str, file: str) -> tuple[Election | None, list[Problem]]:
    """Return the election in `text`, or None and every fault, each with its line.

    `file` is only the name used in the sentences.

    >>> election, [fault] = read_election("code = ", "contoh.toml")
    >>> election is None, fault.code.value, fault.facts["line"]
    (True, 'election_syntax', 1)
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return None, [_syntax(error, text, file)]
    report = _Report(file, lines_of(text))
    top = _Table(data, (), report)
    election = _election(top)
    _cross_check(election, report)
    if report.problems:
        return None, sorted(report.problems, key=lambda each: int(each.facts["line"]))
    return election, []


def _syntax(error: tomllib.TOMLDecodeError, text: str, file: str) -> Problem:
    said = str(error)
    match = re.search(r"at line (\d+)", said)
    line = int(match[1]) if match else text.rstrip().count("\n") + 1
    what = re.sub(r" \(at .*\)$", "", said)
    return Problem(Code.ELECTION_SYNTAX, {"file": file, "line": line, "value": what})


@dataclass(slots=True)
class _Report:
    """Collects the faults of one file."""

    file: str
    lines: Mapping[Path, int]
    problems: list[Problem] = field(default_factory=list)

    def line(self, path: Path) -> int:
        while path not in self.lines:
            path = path[:-1]
        return self.lines[path]

    def add(self, code: Code, path: Path, **facts: Fact) -> None:
        where = _spoken(path) or "-"
        self.problems.append(
            Problem(code, {"file": self.file, "line": self.line(path), "where": where, **facts})
        )


def _spoken(path: Path) -> str:
    """Return a path as people count: ("item", 2, "rule", 0, "per") is item 3 rule 1 per."""
    return " ".join(str(part + 1) if isinstance(part, int) else part for part in path)


@dataclass(slots=True)
class _Table:
    """One table of the file: takes keys out by type and notes what does not fit."""

    data: dict[str, Any]
    path: Path
    report: _Report
    asked: list[str] = field(default_factory=list)

    def fault(self, code: Code, key: str, **facts: Fact) -> None:
        self.report.add(code, (*self.path, key), **facts)

    def take(self, key: str, required: bool = False) -> Any:
        self.asked.append(key)
        if key not in self.data and required:
            self.report.add(Code.ELECTION_MISSING, self.path, key=key)
        return self.data.get(key)

    def text(self, key: str, required: bool = False) -> str:
        value = self.take(key, required)
        if value is None:
            return ""
        if not isinstance(value, str) or (required and not value.strip()):
            self.fault(Code.ELECTION_TEXT, key, value=str(value))
            return ""
        return value

    def shaped(self, key: str, shape: re.Pattern[str], example: str) -> str:
        value = self.text(key, required=True)
        if value and not shape.fullmatch(value):
            self.fault(Code.ELECTION_FORM, key, value=value, example=example)
        return value

    def flag(self, key: str) -> bool:
        value = self.take(key)
        if value is not None and not isinstance(value, bool):
            self.fault(Code.ELECTION_FAULT, key, value=str(value), expected="true, false")
        return value is True

    def whole(self, key: str, least: int | None = 0, required: bool = False) -> int | None:
        value = self.take(key, required)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool):
            self.fault(Code.ELECTION_NUMBER, key, value=str(value))
            return None
        if least is not None and value < least:
            self.fault(Code.ELECTION_NUMBER, key, value=value)
            return None
        return value

    def share(self, key: str) -> Decimal:
        value = self.take(key)
        if value is None:
            return Decimal(0)
        try:
            share = Decimal(value) if isinstance(value, str) else Decimal(str(value))
        except InvalidOperation:
            share = Decimal(-1)
        if not (Decimal(0) <= share <= Decimal(1)) or isinstance(value, bool):
            self.fault(Code.ELECTION_SHARE, key, value=str(value))
            return Decimal(0)
        return share

    def day(self, key: str) -> date | None:
        value = self.take(key)
        if value is None:
            return None
        if not isinstance(value, date) or isinstance(value, datetime):
            self.fault(Code.ELECTION_FORM, key, value=str(value), example="2024-11-27")
            return None
        return value

    def hour(self, key: str) -> time | None:
        value = self.take(key)
        if value is None:
            return None
        if not isinstance(value, time):
            self.fault(Code.ELECTION_FORM, key, value=str(value), example="07:00:00")
            return None
        return value

    def choice(self, key: str, kind: type[E], default: E | None = None) -> E:
        value = self.take(key, required=default is None)
        fallback = default or next(iter(kind))
        if value is None:
            return fallback
        if value not in list(kind):
            self.not_one_of(key, str(value), [each.value for each in kind])
            return fallback
        return kind(value)

    def not_one_of(self, key: str, value: str, allowed: Collection[str]) -> None:
        near = get_close_matches(value, allowed, n=1, cutoff=0.5)
        expected = ", ".join([*near, *(each for each in allowed if each not in near)])
        self.fault(Code.ELECTION_FAULT, key, value=value, expected=expected)

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.take(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            self.fault(Code.ELECTION_FORM, key, value=str(value), example='["PPWP", "DPD"]')
            return ()
        return tuple(value)

    def words(self, key: str) -> Words:
        value = self.take(key, required=True)
        if value is None:
            return Words("", "")
        if not isinstance(value, dict):
            self.fault(Code.ELECTION_FORM, key, value=str(value), example='{ id = "", en = "" }')
            return Words("", "")
        table = _Table(value, (*self.path, key), self.report)
        words = Words(table.text("id", required=True), table.text("en", required=True))
        table.done()
        return words

    def tables(self, key: str) -> list["_Table"]:
        value = self.take(key)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            self.fault(Code.ELECTION_FORM, key, value=type(value).__name__, example=f"[[{key}]]")
            return []
        return [_Table(each, (*self.path, key, n), self.report) for n, each in enumerate(value)]

    def table(self, key: str) -> "_Table":
        value = self.take(key)
        if value is not None and not isinstance(value, dict):
            self.fault(Code.ELECTION_FORM, key, value=type(value).__name__, example=f"[{key}]")
            value = None
        return _Table(value or {}, (*self.path, key), self.report)

    def done(self) -> None:
        """Name each key that nobody asked for, with the one that may have been meant."""
        for key in self.data:
            if key not in self.asked:
                near = get_close_matches(key, self.asked, n=1, cutoff=0.5)
                choices = ", ".join(near or sorted(self.asked))
                self.fault(Code.ELECTION_KEY, key, value=key, suggestions=choices)


def _election(top: _Table) -> Election:
    election = Election(
        code=top.shaped("code", _CODE, "pilkada-2024"),
        tag=top.shaped("tag", _TAG, "P24"),
        name=top.words("name"),
        voting_day=top.day("voting_day"),
        tps_cap=top.whole("tps_cap", least=1),
        kinds=tuple(_kind(each) for each in top.tables("kind")),
        items=tuple(_item(each) for each in top.tables("item")),
        deadlines=tuple(_deadline(each) for each in top.tables("deadline")),
        index=_named(top.table("index"), TEPAT),
        roles=_named(top.table("roles"), [role.value for role in Role]),
        approvals=_approvals(top.table("approve")),
        source=top.text("source"),
    )
    top.done()
    return election


def _kind(table: _Table) -> Kind:
    kind = Kind(
        code=table.text("code", required=True),
        short=table.shaped("short", _SHORT, "BUP"),
        name=table.words("name"),
        colour=table.words("colour"),
        colour_hex=table.shaped("colour_hex", _HEX, "#7fb2d9"),
        differs_by=table.choice("differs_by", DiffersBy),
        only_kind=table.text("only_kind"),
        not_in=table.texts("not_in"),
        source=table.text("source"),
    )
    if kind.only_kind not in ("", "kabupaten", "kota"):
        table.not_one_of("only_kind", kind.only_kind, ["kabupaten", "kota"])
    for area in kind.not_in:
        if not _AREA.fullmatch(area):
            table.fault(Code.ELECTION_FORM, "not_in", value=area, example="31")
    table.done()
    return kind


def _item(table: _Table) -> Item:
    item = Item(
        code=table.shaped("code", _NAME, "surat_suara"),
        name=table.words("name"),
        unit=table.words("unit"),
        goes=table.choice("goes", Goes),
        rules=tuple(_rule(each) for each in table.tables("rule")),
        is_ballot=table.flag("is_ballot"),
        is_box=table.flag("is_box"),
    )
    if not item.rules:
        table.report.add(Code.ELECTION_MISSING, table.path, key="rule")
    table.done()
    return item


def _rule(table: _Table) -> Rule:
    rule = Rule(
        at=table.choice("at", At),
        per=table.choice("per", Per),
        count=table.whole("count"),
        by_kind=table.flag("by_kind"),
        kinds=table.texts("kinds"),
        reserve=table.share("reserve"),
        rounding=table.choice("rounding", Rounding, Rounding.CEIL),
        psu=table.flag("psu"),
        source=table.text("source", required=True),
        status=table.text("status", required=True),
    )
    if rule.status and rule.status not in STATUSES:
        table.not_one_of("status", rule.status, STATUSES)
    elif rule.status and (rule.status == "?") != ("count" not in table.data):
        # A number without a source and a source without a number are both a slip.
        table.fault(Code.ELECTION_UNSET, "status", value=rule.status)
    if rule.per is Per.VOTER and rule.at is not At.TPS:
        table.fault(Code.ELECTION_FAULT, "at", value=rule.at.value, expected=At.TPS.value)
    table.done()
    return rule


def _deadline(table: _Table) -> Deadline:
    deadline = Deadline(
        code=table.shaped("code", _NAME, "di_tps"),
        at=table.choice("at", At),
        name=table.words("name"),
        days=table.whole("days", least=None, required=True) or 0,
        hour=table.hour("hour"),
        source=table.text("source", required=True),
        status=table.text("status", required=True),
    )
    if deadline.status and deadline.status not in STATUSES:
        table.not_one_of("status", deadline.status, STATUSES)
    table.done()
    return deadline


def _named(table: _Table, allowed: Collection[str]) -> dict[str, Words]:
    found = {key: table.words(key) for key in table.data if key in allowed}
    table.asked = list(allowed)
    table.done()
    return found


def _approvals(table: _Table) -> dict[str, str]:
    roles = [role.value for role in Role]
    found = {}
    for step in APPROVALS:
        if role := table.text(step):
            found[step] = role
            if role not in roles:
                table.not_one_of(step, role, roles)
    table.done()
    return found


def _cross_check(election: Election, report: _Report) -> None:
    """Find what only the whole shows: codes used twice, references to nothing."""
    _once(report, "kind", "code", [kind.code for kind in election.kinds])
    _once(report, "kind", "short", [kind.short for kind in election.kinds])
    _once(report, "item", "code", [item.code for item in election.items])
    _once(report, "deadline", "code", [each.code for each in election.deadlines])
    for flag in ("is_ballot", "is_box"):
        flagged = [n for n, item in enumerate(election.items) if getattr(item, flag)]
        if not flagged:
            report.add(Code.ELECTION_MISSING, (), key=f"{flag} = true")
        for n in flagged[1:]:
            first = report.line(("item", flagged[0], flag))
            report.add(Code.ELECTION_TWICE, ("item", n, flag), value=flag, first=first)
    if not election.kinds:
        report.add(Code.ELECTION_MISSING, (), key="[[kind]]")
    _check_rules(election, report)


def _once(report: _Report, table: str, key: str, values: list[str]) -> None:
    first: dict[str, int] = {}
    for n, value in enumerate(values):
        if value and value in first:
            line = report.line((table, first[value], key))
            report.add(Code.ELECTION_TWICE, (table, n, key), value=value, first=line)
        first.setdefault(value, n)


def _check_rules(election: Election, report: _Report) -> None:
    kinds = [kind.code for kind in election.kinds]
    boxes = [rule for item in election.items if item.is_box for rule in item.rules]
    boxed = {rule.at for rule in boxes}
    boxed_by_kind = {rule.at for rule in boxes if rule.by_kind}
    for n, item in enumerate(election.items):
        for m, rule in enumerate(item.rules):
            path: Path = ("item", n, "rule", m)
            table = _Table({}, path, report)
            for kind in rule.kinds:
                if kind not in kinds:
                    table.not_one_of("kinds", kind, kinds)
            if rule.per is Per.BOX and rule.at not in boxed:
                # Counting by boxes where no rule says how many boxes there are.
                at = ", ".join(sorted(boxed)) or "-"
                report.add(Code.ELECTION_FAULT, (*path, "per"), value="box", expected=f"at {at}")
            elif rule.per is Per.BOX and rule.by_kind and rule.at not in boxed_by_kind:
                # Two recap boxes for five kinds: nobody can say how many are of one kind.
                table.not_one_of("by_kind", "true", ["false"])
