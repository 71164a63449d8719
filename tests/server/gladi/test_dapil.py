"""A rehearsal of a Pemilu has dapil, of its own making, so that an envelope can be a wrong one."""

from collections import Counter

from tepat.core.election.catalogue import DiffersBy
from tepat.server.election.elections import load
from tepat.server.gladi import dapil

VOTERS = {f"63.09.{number:02d}": 10_000 + 700 * number for number in range(1, 13)}


def test_each_kind_with_dapil_has_one_for_every_kecamatan() -> None:
    pemilu = load("pemilu-2024")
    rows = dapil.made_up(pemilu, "63.09", VOTERS)

    kinds = {each.code for each in pemilu.kinds if each.differs_by is DiffersBy.DAPIL}
    assert {row.kind for row in rows} == kinds == {"DPR", "DPRD-PROV", "DPRD-KABKO"}
    assert all(row.dapil.startswith("CONTOH") for row in rows)
    of_the_nation = [row for row in rows if row.kind != "DPRD-KABKO"]
    assert {row.area for row in of_the_nation} == {"63.09"}
    own = {row.area: row.dapil for row in rows if row.kind == "DPRD-KABKO"}
    assert own.keys() == VOTERS.keys()


def test_the_dapil_of_the_own_house_are_neighbours_with_about_as_many_voters() -> None:
    rows = dapil.made_up(load("pemilu-2024"), "63.09", VOTERS)
    own = [row for row in rows if row.kind == "DPRD-KABKO"]

    numbers = [row.dapil for row in sorted(own, key=lambda row: row.area)]
    assert numbers == sorted(numbers)
    voters: Counter[str] = Counter()
    for row in own:
        voters[row.dapil] += VOTERS[row.area]
    assert len(voters) == dapil.PARTS
    assert max(voters.values()) < 1.5 * min(voters.values())


def test_a_city_of_few_kecamatan_has_as_many_dapil_as_it_can() -> None:
    rows = dapil.made_up(load("pemilu-2024"), "33.75", {"33.75.01": 90, "33.75.02": 10})
    assert [row.dapil for row in rows if row.kind == "DPRD-KABKO"] == ["CONTOH 1", "CONTOH 2"]


def test_a_pilkada_has_none() -> None:
    assert dapil.made_up(load("pilkada-2024"), "63.09", VOTERS) == []
