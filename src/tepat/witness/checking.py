"""`tepat log verify`: one sentence for people, a report for programs, an exit status."""

import sys
from pathlib import Path

from tepat.core.problems import Refused
from tepat.core.sentences import sentence
from tepat.witness import files, sources, trust
from tepat.witness.verifying.report import Outcome
from tepat.witness.verifying.run import Asked, verify

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
    try:
        asked = Asked(trust.read_policy(policy), str(policy), tuple(since), tuple(phones))
        report = verify(sources.opened(where, trust.read_token(token_file)), asked)
    except Refused as refused:
        print(sentence(refused.problem), file=sys.stderr)
        return UNREADABLE
    print(report.sentence)
    if report.details:
        print(report.details)
    lines = report.lines()
    for line in lines[:_SHOWN]:
        print(f"- {line}")
    if len(lines) > _SHOWN:
        print(f"- … {len(lines) - _SHOWN} temuan lagi; semuanya dalam laporan --json.")
    if report_file:
        files.write(report_file, report.as_json().encode())
    return _STATUS[report.outcome]
