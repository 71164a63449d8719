"""The folder of `tepat plan nation`: files of each kabupaten, and what they say together.

`<code>.done.json` is written last and names what was asked, so that a run that was killed goes
on where it stopped, and what was asked otherwise is made again. The summary is written from
these files alone: a run in pieces leaves the same bytes as one without a break.
"""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tepat.core.log import canonical
from tepat.core.plan.readiness import COLUMNS, Row, as_dict, from_dict, totals
from tepat.core.problems import Code, Problem
from tepat.server.plan.nation.jobs import Job, Made

FORM = "tepat-nation/1"
REPORT = "report.txt"
TABLE = "summary.csv"
SUMMARY = "summary.json"
ENDINGS = (".json", ".plan.json", ".plan.data.json")
Told = tuple[Row, tuple[Problem, ...]]


def keep(out: Path, job: Job, made: Made) -> None:
    """Write the files of a kabupaten, and last that it is done."""
    code = job.kabupaten.place.code
    for ending, data in made.files:
        _write(out / f"{code}{ending}", data)
    problems = [{"code": each.code.value, "facts": dict(each.facts)} for each in made.problems]
    done = {
        "form": FORM,
        "asked": job.name(),
        "row": as_dict(made.row),
        "files": [ending for ending, _ in made.files],
        "problems": problems,
    }
    _write(_done(out, code), json.dumps(done, ensure_ascii=False, sort_keys=True).encode())


def finished(out: Path, job: Job) -> Told | None:
    """Return what was made of `job` earlier; None where it was not, or asked otherwise."""
    code = job.kabupaten.place.code
    try:
        done = json.loads(_done(out, code).read_bytes())
        if done["form"] != FORM or done["asked"] != job.name():
            return None
        if not all((out / f"{code}{ending}").is_file() for ending in done["files"]):
            return None
        problems = tuple(Problem(Code(one["code"]), one["facts"]) for one in done["problems"])
        return from_dict(done["row"]), problems
    except (OSError, ValueError, KeyError, TypeError):
        return None


def forget(out: Path, job: Job) -> None:
    """Take away what an earlier run made of a kabupaten that is made again."""
    code = job.kabupaten.place.code
    _done(out, code).unlink(missing_ok=True)
    for ending in ENDINGS:
        (out / f"{code}{ending}").unlink(missing_ok=True)


def summarise(
    out: Path, rows: Sequence[Row], why: Mapping[str, str], report: Sequence[str]
) -> None:
    """Write the table, the same as JSON with totals and what failed, and the report."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow([*COLUMNS, "why"])
    for row in rows:
        values: dict[str, Any] = as_dict(row)
        shown = [int(each) if isinstance(each, bool) else each for each in values.values()]
        table.writerow([*shown, why.get(row.code, "")])
    _write(out / TABLE, text.getvalue().encode("utf-8-sig"))
    summary = {
        "form": FORM,
        "rough": any(row.rough for row in rows),
        "totals": totals(rows),
        "failed": dict(sorted(why.items())),
        "kabupaten": [as_dict(row) for row in rows],
    }
    data = canonical.encode(summary, at_most=canonical.LARGEST_LIST)
    _write(out / SUMMARY, data)
    _write(out / REPORT, "\n".join([*report, ""]).encode())


def _done(out: Path, code: str) -> Path:
    return out / f"{code}.done.json"


def _write(target: Path, data: bytes) -> None:
    part = target.with_name(f"{target.name}.part")
    part.write_bytes(data)
    part.replace(target)  # a file that is there is whole
