"""The one sentence about a log: the shared vector that verify.html is held to as well."""

from base64 import b64decode
from collections import Counter
from pathlib import Path
from typing import Any

from tepat.core.log import checkpoints
from tepat.core.sentences import sentence
from tepat.witness.verifying.report import Grade, Outcome, Report
from tests.core.log.vectors import each_of, part
from tools.vectors import results
from tools.vectors.verifying import judged


@each_of("verifying")
def test_a_copy_gets_its_sentence(case: dict[str, Any], tmp_path: Path) -> None:
    for path, data in case["files"].items():
        file = tmp_path / "log" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b64decode(data))
    policy = tmp_path / "policy"
    policy.write_text(case["policy"], "utf-8")
    report = judged(tmp_path / "log", policy, b64decode(case["seen"]), case["phone"].encode())

    assert (report.sentence, report.is_fine) == (case["sentence"], case["fine"])
    assert case["shows"].startswith("unproven") == (report.outcome is Outcome.NOT_PROVEN)
    assert case["shows"].startswith("wrong") == bool(report.counts[Grade.CHANGED])


def test_the_sentence_over_counts_alone() -> None:
    for case in part("verifying", "counted"):
        report = Report("")
        report.checkpoint = checkpoints.Checkpoint("log", case["size"], bytes(32))
        report.counts = Counter({each: case[each.value] for each in Grade})
        report.missing = case["missing"]
        report.entries_given = case["entries"]
        report.withheld = Counter(security=case["withheld"])
        report.witnesses, report.witnesses_of = ["w"] * case["witnesses"], 3
        report.quorum = case["quorum"]

        assert (report.sentence, report.is_fine) == (case["sentence"], case["fine"])


@each_of("results")
def test_a_bundle_of_results_gets_its_findings(case: dict[str, Any]) -> None:
    report = results.judged({**part("results", "good"), **case["changed"]}, case["policy"])

    assert [sentence(each) for each in report.findings] == case["findings"]
    said = (report.outcome.value, report.forms, report.cells, report.facts)
    assert said == (case["outcome"], case["forms"], case["cells"], case["facts"])
