"""A Pilkades of one office: the shipped file with its own words, still a whole election."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tepat.adapters.data_files import election_files
from tepat.core.election.catalogue import Election
from tepat.core.election.reading import read_election
from tepat.core.election.village import (
    Village,
    election_text,
    free_code,
    free_tag,
    is_village,
    village_of,
    with_header,
)

SHIPPED = election_files(Path(__file__).parent)["pilkades"].read()
DESA = ("63.09.05.2003", "63.09.05.2004")
DAY = date(2026, 12, 6)
SAID = st.text(min_size=1, max_size=60).filter(lambda text: any(map(str.isalnum, text)))


def made(village: Village) -> Election:
    election, problems = read_election(
        election_text(SHIPPED, "pilkades-2026", "K26", village), "pilkades-2026.toml"
    )
    assert problems == []
    assert election is not None
    return election


@given(
    name=SAID,
    regulation=SAID,
    cap=st.none() | st.integers(1, 5000),
    candidates=st.dictionaries(
        st.sampled_from(["63.09.05.2003", "63.09.05.2004"]), st.integers(1, 9)
    ),
)
def test_whatever_an_office_writes_is_a_file_that_reads_back(
    name: str, regulation: str, cap: int | None, candidates: dict[str, int]
) -> None:
    election = made(Village(name, DAY, regulation, cap, candidates))

    assert (election.code, election.tag, election.voting_day) == ("pilkades-2026", "K26", DAY)
    assert is_village(election)
    read = village_of(election)
    assert read is not None
    assert (read.cap, read.candidates) == (cap, candidates)
    assert village_of(made(read)) == read


def test_what_nobody_said_stays_unset() -> None:
    election = made(Village("Pilkades Contoh", DAY, "Perbup Contoh 1/2026"))

    assert election.tps_cap is None
    assert all(rule.count is None for item in election.items for rule in item.rules)
    assert election.kinds[0].choices_in("63.09.05.2003") == ()


def test_the_shipped_pilkades_has_no_day_and_so_is_nobodys() -> None:
    shipped, _ = read_election(SHIPPED, "pilkades.toml")

    assert shipped is not None
    assert village_of(shipped) is None


def test_codes_and_tags_are_free() -> None:
    assert free_code(DAY, []) == "pilkades-2026"
    assert free_code(DAY, ["pilkades-2026", "pilkades-2026-2"]) == "pilkades-2026-3"
    assert free_tag(DAY, []) == "K26"


@pytest.mark.parametrize(
    ("pasted", "header"),
    [
        ("Kembang Kuning\t1\t312\n", "Desa\tTPS\tDPT"),
        ("Haruai;Kembang Kuning;1;312", "Kecamatan;Desa;TPS;DPT"),
        ("\n\nA\tB\t1\t100\t212", "Kecamatan\tDesa\tTPS\tL\tP"),
        ("nama desa\tno tps\tpemilih", "nama desa\tno tps\tpemilih"),
        ("satu kolom", "satu kolom"),
        ("Kembang Kuning\t1\tbanyak", "Desa\tTPS\tDPT"),
        ("", ""),
    ],
)
def test_a_pasted_list_gets_the_header_it_lacks(pasted: str, header: str) -> None:
    lines = with_header(pasted).splitlines()
    assert (lines[0] if lines else "") == header
