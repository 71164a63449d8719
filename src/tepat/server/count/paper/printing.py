"""One form of unofficial results as a PDF: the same versions give the same bytes."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from tepat.adapters.typst_pdf import compile_pdf
from tepat.core.count.form import PAPER_FIGURES, VOTE_FIGURES, VOTER_FIGURES
from tepat.core.count.official import official_is
from tepat.core.count.saying import Said
from tepat.core.count.versions import Source, Standing, State, Version
from tepat.core.count.words import figure_words
from tepat.core.election.catalogue import Kind
from tepat.core.sentences import sentence
from tepat.server.count.models import FormState
from tepat.server.desk.words import number
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope

BLANK = "kosong"
STATES = {
    State.MISSING: "belum masuk",
    State.ONE: "satu orang mengetik",
    State.AGREED: "dua orang sama",
    State.DIFFERS: "dua orang tidak sama",
}
SOURCES = {Source.PHONE: "dari HP", Source.DESK: "diketik di Desk", Source.SHEET: "dari lembar"}


def pdf(
    scope: Scope,
    row: FormState,
    kind: Kind | None,
    standing: Standing,
    versions: Sequence[Version],
    said: Sequence[Said],
    names: Mapping[str, str],
    named: Mapping[str, str],
) -> bytes:
    """Return the PDF of one form: what counts, what does not add up, and every version.

    Who typed is a random id here, as in the log: a paper is passed on. `names` are of regions,
    `named` those beside the numbers of this paper.
    """
    zone = ZoneInfo(scope.zone)
    current = standing.current
    last = max((each.at for each in versions), default=datetime(2000, 1, 1, tzinfo=UTC))
    whole = names.get(scope.kabupaten, scope.kabupaten)
    desa, _, tps = row.tps.partition("-")
    data = {
        "contoh": scope.is_contoh,
        "unofficial": f"Catatan Desk untuk pemantauan. {official_is(election_of(scope))}",
        "tps": f"TPS {tps} {names.get(desa, desa)}",
        "area": ", ".join((f"Kecamatan {names.get(row.kecamatan, row.kecamatan)}", whole)),
        "kind": kind.name.id if kind else row.kind,
        "state": STATES[State(row.state)] + (f", {_moment(last, zone)}" if versions else ""),
        "parts": _parts(current, named),
        "checks": [{"code": each.check, "sentence": sentence(each.problem)} for each in said],
        "versions": [_version(each, zone) for each in reversed(versions)],
        "foot": f"{scope.election} {row.tps} {row.kind}",
    }
    return compile_pdf("count_form.typ", data, last)


def _moment(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%d-%m-%Y %H.%M}"


def _parts(current: Version | None, named: Mapping[str, str]) -> list[dict[str, Any]]:
    if current is None:
        return []
    figures, votes = current.form.figures, current.form.votes
    groups = (("Pemilih", VOTER_FIGURES), ("Surat suara", PAPER_FIGURES))
    parts = [
        {
            "title": title,
            "head": "orang" if title == "Pemilih" else "lembar",
            "lines": [_line(figure_words(name).id, figures.get(name)) for name in names],
        }
        for title, names in groups
    ]
    lines = [_line(_named(name, named), n) for name, n in votes.items()]
    lines += [_line(figure_words(name).id, figures.get(name)) for name in VOTE_FIGURES]
    return [*parts, {"title": "Suara", "head": "suara", "lines": lines}]


def _named(number_: str, named: Mapping[str, str]) -> str:
    words = figure_words(number_).id
    return f"{words}: {named[number_]}" if number_ in named else words


def _line(label: str, value: int | None) -> dict[str, Any]:
    text = BLANK if value is None else number(value)
    return {"label": label, "text": text, "unset": value is None}


def _version(version: Version, zone: ZoneInfo) -> dict[str, str]:
    confirmed = f", disetujui {len(version.confirmed_by)} orang" if version.confirmed_by else ""
    who = f"{SOURCES[version.source]}, orang {version.by[:8]}{confirmed}"
    return {"said": f"{_moment(version.at, zone)}, {who}", "fact": version.fact[:16]}
