"""Files that people gave for the plans of a scope: maps, travel times, hazards, and reports.

The files lie below `TEPAT_HOME/plans/sources`, each by its hash; what counts for a scope is
one list beside them. The list also remembers what was laid over which input, so that it can
be taken off again.
"""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from tepat.adapters.plan_files import KIND_BY_ID
from tepat.core.plan.hazard.reports import About, Report
from tepat.core.problems import Code, Problem, Refused, refuse
from tepat.server.election.models import Scope
from tepat.server.plan.schedule import store

MOST: Final = 200
"""Files of one scope; older ones are removed by hand."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One file: its name, hash and kind, who says so and since when, and who gave it."""

    name: str
    hash: str
    kind: str
    by: str = ""
    at: str = ""
    given: str = ""
    user: str = ""

    @property
    def path(self) -> Path:
        return _files() / self.hash / self.name

    @property
    def use(self) -> str:
        return KIND_BY_ID[self.kind].use


@dataclass(frozen=True, slots=True)
class Shelf:
    """All that is kept for one scope.

    `ground` is the input as it was before any map, `graph` the one on the maps and times,
    `before` and `after` those around the hazards; all are names in the store of inputs.
    `kinds` tell by zone which source decides each day. `states` tell of files and reports by
    hash what became of them; `figures` are those of the map,
    `outlines` rings by zone. `work` tells by use what was done
    last: a map that is being read, or what there is to say of it.
    """

    files: tuple[Kept, ...] = ()
    reports: tuple[Mapping[str, Any], ...] = ()
    ground: str = ""
    graph: str = ""
    before: str = ""
    after: str = ""
    kinds: Mapping[str, list[str]] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[str, Any] = field(default_factory=dict)
    outlines: Mapping[str, Any] = field(default_factory=dict)
    work: Mapping[str, Any] = field(default_factory=dict)

    def of(self, *uses: str) -> tuple[Kept, ...]:
        """Return the files that serve one of `uses`, in the order they were given."""
        return tuple(each for each in self.files if each.use in uses)

    def with_file(self, file: Kept) -> "Shelf":
        """Return the shelf with `file`, which takes the place of an equal one."""
        rest = tuple(
            each for each in self.files if (each.hash, each.kind) != (file.hash, file.kind)
        )
        return replace(self, files=(*rest, file)[-MOST:])

    def without(self, name: str) -> "Shelf":
        """Return the shelf without the file or report of that hash. Raises `Refused`."""
        files = tuple(each for each in self.files if each.hash != name)
        reports = tuple(each for each in self.reports if each["id"] != name)
        if (files, reports) == (self.files, self.reports):
            raise refuse(Code.SOURCE_UNKNOWN, value=name[:16])
        return replace(self, files=files, reports=reports)

    def with_report(
        self, report: Report, places: Sequence[str], user: str, now: datetime
    ) -> "Shelf":
        """Return the shelf with what a person said of `places`; its own place is their name."""
        said: dict[str, Any] = {
            **asdict(report),
            "about": report.about.value,
            "at": report.at.isoformat(),
            "until": report.until.isoformat() if report.until else "",
            "said": (report.said or now.astimezone(report.at.tzinfo)).isoformat(),
            "places": list(places),
        }
        body = json.dumps(said, sort_keys=True).encode()
        row = {**said, "id": hashlib.sha256(body).hexdigest(), "user": user}
        return replace(self, reports=(*self.reports, row)[-MOST:])

    def told(self, use: str, **work: Any) -> "Shelf":
        """Return the shelf with what was last done for a use, and what came of it."""
        return replace(self, work={**self.work, use: work})

    def spoken(self) -> list[Report]:
        """Return the reports that were typed."""
        return [
            Report(
                place,
                row["passable"],
                row["by"],
                datetime.fromisoformat(row["at"]),
                datetime.fromisoformat(row["until"]) if row["until"] else None,
                About(row["about"]),
                row["text"],
                datetime.fromisoformat(row["said"]),
            )
            for row in self.reports
            for place in row["places"]
        ]


def load(scope: Scope) -> Shelf:
    """Return what is kept for a scope; nothing where nobody gave anything."""
    path = _list(scope)
    if not path.is_file():
        return Shelf()
    try:
        raw = json.loads(path.read_bytes())
        files = tuple(Kept(**row) for row in raw.pop("files"))
        return Shelf(files=files, **{**raw, "reports": tuple(raw["reports"])})
    except (ValueError, KeyError, TypeError) as broken:
        raise refuse(Code.FILE_BROKEN, file=path.name) from broken


def save(scope: Scope, shelf: Shelf) -> None:
    """Keep `shelf` as what counts for a scope from now on."""
    path = _list(scope)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".part")
    body = json.dumps(asdict(shelf), ensure_ascii=False, indent=1, sort_keys=True)
    temporary.write_text(body + "\n", encoding="utf-8")
    os.replace(temporary, path)


def take(
    file: Path, kind: str, by: str = "", at: str = "", user: str = "", given: str = ""
) -> Kept:
    """Keep a copy of `file` under its hash and return it. Twice is once."""
    with file.open("rb") as opened:
        name = hashlib.file_digest(opened, "sha256").hexdigest()
    kept = Kept(_plain(file.name), name, kind, by[:120], at[:40], given, user)
    if not kept.path.is_file():
        kept.path.parent.mkdir(parents=True, exist_ok=True)
        temporary = kept.path.parent / "part"
        shutil.copyfile(file, temporary)
        os.replace(temporary, kept.path)
    return kept


def problem_rows(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    """Return problems as they are kept for a page that asks later."""
    return [{"code": each.code.value, "facts": dict(each.facts)} for each in problems]


def problems_in(rows: Sequence[Mapping[str, Any]]) -> list[Problem]:
    """Return the problems of such rows."""
    return [Problem(Code(row["code"]), row["facts"]) for row in rows]


def is_here(kept: Kept) -> bool:
    """Whether the bytes of a kept file are there and unchanged."""
    if not kept.path.is_file():
        return False
    with kept.path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest() == kept.hash


def need(kept: Kept) -> Path:
    """Return the path of a kept file. Raises `Refused` where it is gone or was altered."""
    if not is_here(kept):
        raise Refused(Problem(Code.PLAN_FILE_GONE, {"value": kept.name}))
    return kept.path


def _files() -> Path:
    return store.plans() / "sources" / "files"


def _list(scope: Scope) -> Path:
    return store.plans() / "sources" / scope.election / f"{scope.kabupaten}.json"


def _plain(name: str) -> str:
    """Return a name that is safe on every disk; what it ends with stays."""
    plain = re.sub(r"[^\w.\- ]+", "_", Path(name).name).strip(". ") or "berkas"
    return plain[-100:]
