"""From the text of an election file to the election, or to every fault in it, by line.

An election is written by hand in an office, so each fault says file, line, place and
what was expected, and all of them are told at once.
"""

import re
import tomllib
from collections.abc import Collection
from typing import Final

from tepat.core.election import choices
from tepat.core.election.catalogue import (
    EVERYWHERE,
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
from tepat.core.election.toml_tables import Report, Table
from tepat.core.problems import Code, Problem

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
    report = Report(file, lines_of(text))
    top = Table(data, (), report)
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


def _election(top: Table) -> Election:
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
        source=top.said("source"),
    )
    top.done()
    return election


def _kind(table: Table) -> Kind:
    kind = Kind(
        code=table.text("code", required=True),
        short=table.shaped("short", _SHORT, "BUP"),
        name=table.words("name"),
        colour=table.words("colour"),
        colour_hex=table.shaped("colour_hex", _HEX, "#7fb2d9"),
        differs_by=table.choice("differs_by", DiffersBy),
        only_kind=table.text("only_kind"),
        not_in=table.texts("not_in"),
        choices=_choices(table.table("choices")),
        lists=_lists(table.table("lists")),
        source=table.said("source"),
    )
    if kind.only_kind not in ("", "kabupaten", "kota"):
        table.not_one_of("only_kind", kind.only_kind, ["kabupaten", "kota"])
    for area in kind.not_in:
        if not _AREA.fullmatch(area):
            table.fault(Code.ELECTION_FORM, "not_in", value=area, example="31")
    table.done()
    return kind


def _choices(table: Table) -> dict[str, tuple[int, ...]]:
    """Return the numbers on a paper, by region code or for all: how many, or `1-17, 24`."""
    found = {}
    for key in list(table.data):
        if key != EVERYWHERE and not _AREA.fullmatch(key):
            table.fault(Code.ELECTION_FORM, key, value=key, example="63.09")
        if isinstance(said := table.data[key], str):
            numbers = choices.read(table.text(key))
            if numbers is None:
                table.fault(Code.ELECTION_FORM, key, value=said, example="1-17, 24")
        else:
            count = table.whole(key, least=1) or 0
            numbers = tuple(range(1, count + 1))
            if count > choices.MOST:
                table.fault(Code.ELECTION_NUMBER, key, value=count)
        if numbers:
            found[key] = numbers
    table.done()
    return found


def _lists(table: Table) -> dict[str, tuple[int, ...]]:
    """Return how many candidates each number has, by region code or for all: `7, 7, 0, 5`."""
    found = {}
    for key in list(table.data):
        if key != EVERYWHERE and not _AREA.fullmatch(key):
            table.fault(Code.ELECTION_FORM, key, value=key, example="63.09")
        counts = choices.read_counts(table.text(key))
        if counts is None:
            table.fault(Code.ELECTION_FORM, key, value=str(table.data[key]), example="7, 7, 0, 5")
        else:
            found[key] = counts
    table.done()
    return found


def _item(table: Table) -> Item:
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


def _rule(table: Table) -> Rule:
    rule = Rule(
        at=table.choice("at", At),
        per=table.choice("per", Per),
        count=table.whole("count"),
        by_kind=table.flag("by_kind"),
        kinds=table.texts("kinds"),
        reserve=table.share("reserve"),
        rounding=table.choice("rounding", Rounding, Rounding.CEIL),
        psu=table.flag("psu"),
        source=table.said("source", required=True),
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


def _deadline(table: Table) -> Deadline:
    deadline = Deadline(
        code=table.shaped("code", _NAME, "di_tps"),
        at=table.choice("at", At),
        name=table.words("name"),
        days=table.whole("days", least=None, required=True) or 0,
        hour=table.hour("hour"),
        source=table.said("source", required=True),
        status=table.text("status", required=True),
    )
    if deadline.status and deadline.status not in STATUSES:
        table.not_one_of("status", deadline.status, STATUSES)
    table.done()
    return deadline


def _named(table: Table, allowed: Collection[str]) -> dict[str, Words]:
    found = {key: table.words(key) for key in table.data if key in allowed}
    table.asked = list(allowed)
    table.done()
    return found


def _approvals(table: Table) -> dict[str, str]:
    roles = [role.value for role in Role]
    found = {}
    for step in APPROVALS:
        if role := table.text(step):
            found[step] = role
            if role not in roles:
                table.not_one_of(step, role, roles)
    table.done()
    return found


def _cross_check(election: Election, report: Report) -> None:
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


def _once(report: Report, table: str, key: str, values: list[str]) -> None:
    first: dict[str, int] = {}
    for n, value in enumerate(values):
        if value and value in first:
            line = report.line((table, first[value], key))
            report.add(Code.ELECTION_TWICE, (table, n, key), value=value, first=line)
        first.setdefault(value, n)


def _check_rules(election: Election, report: Report) -> None:
    kinds = [kind.code for kind in election.kinds]
    boxes = [rule for item in election.items if item.is_box for rule in item.rules]
    boxed = {rule.at for rule in boxes}
    boxed_by_kind = {rule.at for rule in boxes if rule.by_kind}
    for n, item in enumerate(election.items):
        for m, rule in enumerate(item.rules):
            path: Path = ("item", n, "rule", m)
            table = Table({}, path, report)
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
