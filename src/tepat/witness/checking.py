"""`tepat log verify`: one sentence for people, a report for programs, an exit status."""

import sys
from pathlib import Path

from tepat.core.problems import Refused
from tepat.core.sentences import bundles, sentence
from tepat.witness import files, sources, trust
from tepat.witness.verifying import results
from tepat.witness.verifying.report import Outcome
from tepat.witness.verifying.run import Asked, verify
from tepat.witness.words import number, printable

FINE, WRONG, UNREADABLE, NOT_PROVEN = 0, 1, 2, 3
_STATUS = {Outcome.FINE: FINE, Outcome.WRONG: WRONG, Outcome.NOT_PROVEN: NOT_PROVEN}
_SHOWN = 40


def check(
    where: str,
    policy: Path,
    since: list[Path],
    phones: list[Path],
    token_file: Path | None,
    report_file: Path | None,
) -> int:
    """Verify the log at `where`; return the exit status.

    0: fine, 1: something is wrong, 2: it cannot be read, 3: what is missing leaves it unproven.
    """
    if results.is_bundle(where):
        return _check_results(Path(where), policy, report_file)
    try:
        asked = Asked(trust.read_policy(policy), str(policy), tuple(since), tuple(phones))
        report = verify(sources.opened(where, trust.read_token(token_file)), asked)
    except Refused as refused:
        print(sentence(refused.problem), file=sys.stderr)
        return UNREADABLE
    print(report.sentence)
    if report.details:
        print(report.details)
    _say(report.lines())
    if report_file:
        files.write(report_file, report.as_json().encode())
    return _STATUS[report.outcome]


def _check_results(path: Path, policy: Path, report_file: Path | None) -> int:
    """Verify a bundle of unofficial results; the same exit statuses."""
    try:
        report = results.verify(path, trust.read_policy(policy))
    except Refused as refused:
        print(sentence(refused.problem), file=sys.stderr)
        return UNREADABLE
    said = {
        Outcome.FINE: "COCOK: setiap angka dalam bundel ini ditandatangani dan ada di log.",
        Outcome.NOT_PROVEN: "BELUM TERBUKTI SELURUHNYA: sebagian formulir tidak ada di log.",
        Outcome.WRONG: "TIDAK COCOK. Simpan bundelnya sebagai bukti; yang ditemukan:",
    }[report.outcome]
    print(said)
    print(
        f"{number(report.forms)} formulir, {number(report.cells)} angka, {number(report.facts)} "
        f"peristiwa; log {printable(report.origin)}, ukuran {number(report.size)}, "
        f"{report.witnesses} saksi log. Bukan hasil resmi. Apakah ada yang lebih baru, hanya "
        "log seluruhnya yang menunjukkannya."
    )
    _say([sentence(each) for each in report.findings])
    print("Tidak dibuktikan bundel ini:")
    _say([each.id for each in bundles.NOT_PROVEN])
    if report_file:
        files.write(report_file, report.as_json().encode())
    return _STATUS[report.outcome]


def _say(lines: list[str]) -> None:
    for line in lines[:_SHOWN]:
        print(f"- {printable(line)}")
    if len(lines) > _SHOWN:
        print(f"- … {len(lines) - _SHOWN} temuan lagi; semuanya dalam laporan --json.")
