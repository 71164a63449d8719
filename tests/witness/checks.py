"""Verifying in one process, as a laptop with only a folder and a policy would."""

import json
from typing import Any

from tepat.core.log import entries
from tepat.core.problems import Code
from tepat.witness import sources, trust
from tepat.witness.verifying.report import Report
from tepat.witness.verifying.run import Asked, verify
from tests import logs


def check(log: logs.Log, **more: Any) -> Report:
    """Verify what a log has published, as a laptop with only folder and policy would."""
    policy = log.policy(log.folder.parent / "policy")
    asked = Asked(trust.read_policy(policy), "policy", **more)
    return verify(sources.opened(str(log.folder)), asked)


def codes(report: Report) -> set[Code]:
    return {each.problem.code for each in report.findings}


def pak_joko_of(log: logs.Log) -> logs.Device:
    """The phone of pak_joko, after its enrolment in `a_log`."""
    entry = entries.parse(log.leaves[4])
    assert isinstance(entry, entries.FactEntry)
    own = json.loads(entry.body)
    assigned = {"by": "pak_joko", "role": "driver", "assignment": own["assignment"]}
    return logs.Device("pak_joko", 1, entry.name, assigned)
