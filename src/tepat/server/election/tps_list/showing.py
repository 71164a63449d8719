"""A preview as its page shows it: figures, names to choose, problems by kind, changes."""

from collections import defaultdict
from typing import Any

from tepat.core.election.tps_list.difference import fingerprint
from tepat.core.problems import Problem
from tepat.server.election.models import TpsImport
from tepat.server.election.tps_list import queries, services, stored, words

SHOWN = 100
"""Lines of one kind shown; the rest is counted."""


def preview_context(kept: TpsImport) -> dict[str, Any]:
    """Everything the page of one import shows: three queries."""
    told = kept.preview
    names = queries.names_in(kept.scope)
    is_preview = kept.state == TpsImport.State.PREVIEW
    missing = told.get("missing", [])
    return {
        "kept": kept,
        "told": told,
        "is_preview": is_preview,
        "is_stale": is_preview and fingerprint(stored.known_tps(kept.scope)) != told["base"],
        "state": words.STATES[TpsImport.State(kept.state)],
        "counts": {
            "added": len(told.get("added", [])),
            "changed": len(told.get("changed", {})),
            "waiting": len(told.get("waiting", [])),
            "missing": len(missing),
        },
        "held": services.held_of(kept)[:SHOWN],
        "held_count": len(told.get("held", [])),
        "unmatched": services.unmatched_in(kept),
        "desa": [(code, name) for code, name in names.items() if len(code) == 13],
        "problems": problems_by_kind(told.get("problems", [])),
        "added": added_by_kecamatan(kept, names),
        "changes": changes_of(told.get("changed", {}), names),
        "missing": missing_by_desa(missing, names),
        "sheets": [
            sheet | {"fields": [(words.FIELDS[f], where) for f, where in sheet["columns"].items()]}
            for sheet in told.get("sheets", [])
            if all(name in words.FIELDS for name in sheet["columns"])
            or sheet["columns"].pop("tps_count", None)
        ],
    }


def problems_by_kind(found: list[Any]) -> list[dict[str, Any]]:
    """Group problems by what is wrong, faults before warnings."""
    grouped: dict[Any, list[Problem]] = defaultdict(list)
    for problem in stored.problems_from_json(found):
        grouped[problem.code].append(problem)
    kinds = [
        {
            "title": words.KINDS.get(code, code.value),
            "count": len(all_of_it),
            "is_warning": all_of_it[0].is_warning,
            "problems": all_of_it[:SHOWN],
            "more": max(0, len(all_of_it) - SHOWN),
        }
        for code, all_of_it in grouped.items()
    ]
    return sorted(kinds, key=lambda kind: (kind["is_warning"], -kind["count"]))


def added_by_kecamatan(kept: TpsImport, names: dict[str, str]) -> list[dict[str, Any]]:
    """New TPS and their voters by kecamatan, to hold against the office's own recap."""
    added = set(kept.preview.get("added", []))
    sums: dict[str, dict[str, Any]] = {}
    for row in services.rows_of(kept):
        if row.code not in added:
            continue
        code = row.desa[:8]
        sum_ = sums.setdefault(
            code, {"name": names.get(code, code), "tps": 0, "voters": 0, "desa": set()}
        )
        sum_["tps"] += 1
        sum_["voters"] += row.values.get("dpt") or 0
        sum_["desa"].add(row.desa)
    return [sums[code] for code in sorted(sums)]


def missing_by_desa(missing: list[str], names: dict[str, str]) -> list[tuple[str, str, str]]:
    """TPS numbers that the file does not name: code and name of the desa, and the numbers."""
    numbers: dict[str, list[str]] = defaultdict(list)
    for code in missing:
        desa, _, number = code.partition("-")
        numbers[desa].append(number)
    return [(desa, names.get(desa, ""), ", ".join(found)) for desa, found in numbers.items()]


def changes_of(changed: dict[str, Any], names: dict[str, str]) -> list[dict[str, Any]]:
    """The first changed TPS with old and new values in words."""
    return [
        {
            "code": code,
            "desa": names.get(code[:13], ""),
            "fields": [(words.CHANGED[name], old, new) for name, (old, new) in change.items()],
        }
        for code, change in list(changed.items())[:SHOWN]
    ]
