"""Election files: what is shipped is right, and every fault is named by its line."""

from datetime import date
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tepat.core.election.catalogue import DiffersBy, Election, Kind, Words
from tepat.core.election.reading import TEPAT, read_election
from tepat.core.problems import Code, Problem
from tepat.core.sentences import sentence

SHIPPED = ("pemilu-2024", "pilkada-2024", "pilkades")

SMALL = """\
code = "contoh"
tag = "CTH"
name = { id = "Contoh", en = "Example" }
voting_day = 2026-12-01

[[kind]]
code = "KWK-BUP"
short = "BUP"
name = { id = "Bupati", en = "Regent" }
colour = { id = "biru muda", en = "light blue" }
colour_hex = "#7fb8e0"
differs_by = "kabupaten"

[[item]]
code = "surat_suara"
name = { id = "Surat suara", en = "Ballot" }
unit = { id = "lembar", en = "sheet" }
goes = "box"
is_ballot = true
  [[item.rule]]
  at = "tps"
  per = "voter"
  count = 1
  by_kind = true
  reserve = "0.025"
  status = "V"
  source = "catatan lapangan"

[[item]]
code = "kotak_suara"
name = { id = "Kotak suara", en = "Ballot box" }
unit = { id = "buah", en = "piece" }
goes = "outside"
is_box = true
  [[item.rule]]
  at = "tps"
  per = "place"
  count = 1
  by_kind = true
  status = "V"
  source = "catatan lapangan"
"""


def shipped(code: str) -> Election:
    text = (files("tepat") / "data" / "elections" / f"{code}.toml").read_text(encoding="utf-8")
    election, problems = read_election(text, code)
    assert [sentence(problem) for problem in problems] == []
    assert election is not None
    return election


def faults(old: str, new: str) -> list[Problem]:
    """Return the faults of the small election after one slip of the pen."""
    assert old in SMALL
    election, problems = read_election(SMALL.replace(old, new, 1), "contoh.toml")
    assert election is None
    return problems


@pytest.mark.parametrize("code", SHIPPED)
def test_a_shipped_election_has_no_fault(code: str) -> None:
    election = shipped(code)
    assert election.code == code
    assert tuple(election.index) == TEPAT
    assert election.approvals == {"reopen": "kpu"}


@pytest.mark.parametrize("code", SHIPPED)
def test_what_is_unknown_is_unset_and_what_is_known_names_its_source(code: str) -> None:
    for item in shipped(code).items:
        for rule in item.rules:
            assert (rule.count is None) == (rule.status == "?")
            assert rule.source


@pytest.mark.parametrize("code", SHIPPED)
def test_a_source_is_said_in_both_languages(code: str) -> None:
    election = shipped(code)
    rules = [rule.source for item in election.items for rule in item.rules]
    kinds = [kind.source for kind in election.kinds]
    deadlines = [each.source for each in election.deadlines]
    for source in [election.source, *rules, *kinds, *deadlines]:
        assert source.id != source.en


def test_one_text_as_a_source_stands_in_both_languages() -> None:
    election, _ = read_election(SMALL, "contoh.toml")
    assert election is not None
    source = election.ballot.rules[0].source
    assert source.id == source.en != ""


def test_dki_and_diy_hold_fewer_kinds() -> None:
    pemilu, pilkada = shipped("pemilu-2024"), shipped("pilkada-2024")
    assert len(pemilu.kinds_in("31.71")) == 4
    assert len(pemilu.kinds_in("63.09")) == 5
    assert [kind.code for kind in pilkada.kinds_in("34.04")] == ["KWK-BUP"]
    assert [kind.code for kind in pilkada.kinds_in("31.71")] == ["KWK-GUB"]
    assert [kind.code for kind in pilkada.kinds_in("33.75")] == ["KWK-GUB", "KWK-WALKOT"]


def test_choices_on_a_paper_are_those_of_the_nearest_region_and_unset_where_nobody_said() -> None:
    kinds = {kind.code: kind for kind in shipped("pilkada-2024").kinds}
    assert kinds["KWK-BUP"].choices_in("63.09.05.2003-007") == (1, 2, 3)
    assert kinds["KWK-GUB"].choices_in("63.09.05.2003-007") == (1, 2)
    assert kinds["KWK-BUP"].choices_in("99.01") == ()
    pemilu = {kind.code: kind for kind in shipped("pemilu-2024").kinds}
    assert pemilu["PPWP"].choices_in("11.01") == (1, 2, 3)
    assert pemilu["DPR"].choices_in("63.09") == (*range(1, 18), 24)
    assert pemilu["DPRD-KABKO"].choices_in("11.01") == tuple(range(1, 25))
    assert pemilu["DPD"].choices_in("63.09") == ()


def test_candidates_below_a_number_are_those_of_the_nearest_region() -> None:
    named = Words("DPR", "DPR")
    numbers = {"all": (1, 2, 24)}
    below = {"63": (7, 6, 5), "63.09": (7, 0)}
    dpr = Kind("DPR", "DPR", named, named, "", DiffersBy.DAPIL, choices=numbers, lists=below)
    assert dpr.candidates_in("63.01.02") == {"1": 7, "2": 6, "24": 5}
    assert dpr.candidates_in("63.09.05.2003-007") == {"1": 7, "2": 0}
    assert dpr.candidates_in("99.01") == {}


def test_pilkades_has_one_ballot_per_desa_and_leaves_the_regulation_to_the_regency() -> None:
    pilkades = shipped("pilkades")
    assert pilkades.kinds[0].differs_by is DiffersBy.DESA
    assert (pilkades.voting_day, pilkades.tps_cap, pilkades.deadlines) == (None, None, ())
    assert pilkades.ballot.rules[0].count is None


def test_a_good_file_is_read() -> None:
    election, problems = read_election(SMALL, "contoh.toml")
    assert problems == []
    assert election is not None
    assert election.voting_day == date(2026, 12, 1)
    assert str(election.ballot.rules[0].reserve) == "0.025"


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ('tag = "CTH"', 'tag = "CT"', Code.ELECTION_FORM, 2),
        ('tag = "CTH"', 'tag = "cth"', Code.ELECTION_FORM, 2),
        ('tag = "CTH"', "tag = 24", Code.ELECTION_TEXT, 2),
        ('name = { id = "Contoh", en = "Example" }', 'name = "Contoh"', Code.ELECTION_FORM, 3),
        (', en = "Example" }', " }", Code.ELECTION_MISSING, 3),
        ("2026-12-01", '"1 Desember"', Code.ELECTION_FORM, 4),
        ('code = "KWK-BUP"\n', "", Code.ELECTION_MISSING, 6),
        ("#7fb8e0", "biru", Code.ELECTION_FORM, 11),
        ('"kabupaten"', '"kabupaten"\nchoices = { "63-09" = 3 }', Code.ELECTION_FORM, 13),
        ('"kabupaten"', '"kabupaten"\nlists = { "63-09" = "7" }', Code.ELECTION_FORM, 13),
        ('"kabupaten"', '"kabupaten"\nlists = { "63.09" = "7, 21" }', Code.ELECTION_FORM, 13),
        ('"kabupaten"', '"kabupaten"\nchoices = { "63.09" = 0 }', Code.ELECTION_NUMBER, 13),
        ('"kabupaten"', '"kabupaten"\nchoices = { "63.09" = 61 }', Code.ELECTION_NUMBER, 13),
        ('"kabupaten"', '"kabupaten"\nchoices = { "63.09" = "3-1" }', Code.ELECTION_FORM, 13),
        ('"kabupaten"', '"kecamatan"', Code.ELECTION_FAULT, 12),
        ('goes = "box"', 'goes = "kotak"', Code.ELECTION_FAULT, 18),
        ('at = "tps"', 'at = "tp"', Code.ELECTION_FAULT, 21),
        ("count = 1", "count = -1", Code.ELECTION_NUMBER, 23),
        ("count = 1", 'count = "satu"', Code.ELECTION_NUMBER, 23),
        ("count = 1", "count = 1.5", Code.ELECTION_NUMBER, 23),
        ("by_kind = true", "by_kinds = true", Code.ELECTION_KEY, 24),
        ("by_kind = true", 'kinds = ["KWK-GUB"]', Code.ELECTION_FAULT, 24),
        ('"0.025"', '"2,5 %"', Code.ELECTION_SHARE, 25),
        ('"0.025"', "2.5", Code.ELECTION_SHARE, 25),
        ('"0.025"', "nan", Code.ELECTION_SHARE, 25),
        ('"0.025"', '"0.02500000001"', Code.ELECTION_SHARE, 25),
        ("count = 1", "count = 100000000000000000000", Code.ELECTION_NUMBER, 23),
        ('status = "V"', 'status = "?"', Code.ELECTION_UNSET, 26),
        ('source = "catatan lapangan"', "", Code.ELECTION_MISSING, 20),
        ('code = "kotak_suara"', 'code = "surat_suara"', Code.ELECTION_TWICE, 30),
        ("is_box = true", "", Code.ELECTION_MISSING, 1),
        ("is_box = true", "is_ballot = true\nis_box = true", Code.ELECTION_TWICE, 34),
        ('tag = "CTH"', "tag = ", Code.ELECTION_SYNTAX, 2),
    ],
)
def test_each_fault_names_its_line(old: str, new: str, code: Code, line: int) -> None:
    assert (code, line) in [(each.code, each.facts["line"]) for each in faults(old, new)]


def test_an_unknown_key_says_what_may_have_been_meant() -> None:
    [fault] = faults("by_kind = true", "by_kidn = true")
    assert "by_kind" in sentence(fault)
    assert "item 1 rule 1" in sentence(fault)


def test_all_faults_are_told_at_once_in_the_order_of_the_file() -> None:
    found = faults('tag = "CTH"', 'tag = "X"\ncolor = 1\ntps_cap = 0')
    assert [each.facts["line"] for each in found] == [2, 3, 4]


def test_counting_by_boxes_needs_a_rule_for_boxes() -> None:
    [fault] = faults('at = "tps"\n  per = "voter"', 'at = "pps"\n  per = "box"')
    assert (fault.code, fault.facts["line"]) == (Code.ELECTION_FAULT, 22)


def test_boxes_that_are_not_per_kind_cannot_be_counted_per_kind() -> None:
    boxes = SMALL.replace("by_kind = true", "", 2).replace('per = "voter"', 'per = "box"')
    text = boxes.replace("count = 1\n", "count = 1\n  by_kind = true\n", 1)
    _, [fault] = read_election(text, "contoh.toml")
    assert (fault.code, fault.facts["where"]) == (Code.ELECTION_FAULT, "item 1 rule 1 by_kind")


VALUES = [
    *("1", "-1", "1e999", "nan", "true", '""', '"x"', "[]", "[1]", "{}", "[[]]", "=", '"' * 3),
    *("2026-12-01", "07:00:00", "2026-12-01T07:00:00Z"),
]


@given(
    line=st.integers(0, SMALL.count("\n") - 1),
    value=st.sampled_from(VALUES),
    cut=st.integers(0, 40),
)
def test_no_slip_of_the_pen_is_a_crash(line: int, value: str, cut: int) -> None:
    lines = SMALL.splitlines()
    key, equals, _ = lines[line].partition("=")
    lines[line] = f"{key}{equals}{value}" if equals else lines[line][cut:]
    election, problems = read_election("\n".join(lines), "contoh.toml")
    assert (election is None) == bool(problems)
    for problem in problems:
        said = sentence(problem).replace('"?"', "").replace("V, D, M, ?", "")
        assert "?" not in said, "a fact of the sentence is missing"
