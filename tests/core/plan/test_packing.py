"""Packing loses no piece and invents none, and what is unset stays unset."""

from hypothesis import given
from hypothesis import strategies as st

from tepat.core.election.catalogue import At, Goes
from tepat.core.election.ids import Form, read_package
from tepat.core.plan.packing import (
    Content,
    Package,
    bundles_id,
    packages_of,
    pieces,
    psu_packages,
)
from tests.elections import BUP, GUB, PILKADA

TPS = "99.01.02.2001-007"
PAPERS = {"KWK-GUB": "KWK-GUB/99", "KWK-BUP": "KWK-BUP/99.01"}
NEEDS = {
    ("surat_suara", "KWK-GUB"): 494,
    ("surat_suara", "KWK-BUP"): 494,
    ("kotak_suara", "KWK-GUB"): 1,
    ("kotak_suara", "KWK-BUP"): 1,
    ("bilik", ""): 4,
    ("tinta", ""): 2,
    ("kabel_ties", ""): 13,
    ("segel", ""): None,
    ("formulir", "KWK-GUB"): None,
}


def packed(needs: dict[tuple[str, str], int | None] = NEEDS) -> list[Package]:
    return packages_of(PILKADA, [GUB, BUP], TPS, At.TPS, needs, PAPERS)


def test_a_tps_gets_a_box_and_an_envelope_per_kind_and_a_bag_beside_them() -> None:
    forms = [(read_package(p.code), p.inside) for p in packed()]
    assert [(c.kind, c.form) for c, _ in forms if c] == [
        ("GUB", Form.BOX),
        ("BUP", Form.BOX),
        ("GUB", Form.ENVELOPE),
        ("BUP", Form.ENVELOPE),
        ("UMU", Form.BAG),
    ]
    gub, bup, gub_envelope, bup_envelope, _ = packed()
    assert (gub_envelope.inside, bup_envelope.inside) == (gub.code, bup.code)


def test_what_a_tps_needs_once_lies_in_the_first_box_and_booths_beside_it() -> None:
    gub, bup, _, _, bag = packed()

    assert Content("tinta", 2) in gub.contents
    assert all(line.item != "tinta" for line in bup.contents)
    assert bag.contents == (Content("bilik", 4),)


def test_ties_are_shared_between_the_boxes_and_the_first_gets_the_odd_one() -> None:
    gub, bup, *_ = packed()

    assert Content("kabel_ties", 7) in gub.contents
    assert Content("kabel_ties", 6) in bup.contents


def test_a_kecamatan_gets_recap_boxes_with_its_own_code() -> None:
    needs = {("kotak_suara", "KWK-GUB"): 1, ("kotak_suara", "KWK-BUP"): 1}
    boxes = packages_of(PILKADA, [GUB, BUP], "99.01.02", At.PPK, needs, {})

    assert [str(read_package(box.code)) for box in boxes] == [box.code for box in boxes]
    assert [box.place for box in boxes] == ["99.01.02", "99.01.02"]


def test_two_recap_boxes_for_five_kinds_belong_to_no_one_kind() -> None:
    boxes = packages_of(PILKADA, [GUB], "99.01.02", At.PPK, {("kotak_suara", ""): 3}, {})

    assert [(box.kind, box.code[16:21]) for box in boxes] == [
        ("", "UMUK1"),
        ("", "UMUK2"),
        ("", "UMUK3"),
    ]


def test_stock_for_repeat_voting_is_packed_apart() -> None:
    [box] = psu_packages(PILKADA, "99.01", {("KWK-BUP", "KWK-BUP/99.01"): 2000})

    assert (box.place, box.at) == ("99.01", At.KPU)
    assert box.contents == (Content("surat_suara", 2000, "KWK-BUP/99.01"),)


@given(st.integers(0, 2000), st.integers(1, 100))
def test_bundles_and_loose_pieces_make_the_quantity(quantity: int, size: int) -> None:
    parts = [int(part.split()[0]) for part in bundles_id(quantity, size).split(" + ")]
    bundled = "bundel" in bundles_id(quantity, size)
    total = parts[0] * (size if bundled else 1) + sum(parts[1:])
    assert total == quantity


QUANTITIES = st.one_of(st.none(), st.integers(0, 5000))
KINDS = st.sampled_from(["KWK-GUB", "KWK-BUP"])
BY_KIND = {"surat_suara", "formulir"}
LOOSE = [each.code for each in PILKADA.items if not each.is_box and not each.is_ballot]
NEEDED = st.fixed_dictionaries(
    {("kotak_suara", "KWK-GUB"): st.just(1), ("kotak_suara", "KWK-BUP"): st.just(1)},
    optional={
        **{("surat_suara", kind): QUANTITIES for kind in PAPERS},
        **{(code, kind): QUANTITIES for code in LOOSE for kind in ("", *PAPERS)},
    },
)


@given(NEEDED, st.integers(0, 3))
def test_packing_conserves_pieces(needs: dict[tuple[str, str], int | None], boxes: int) -> None:
    """For every item and ballot paper, the packages hold exactly what is needed."""
    if boxes:
        needs = {k: v for k, v in needs.items() if k[0] != "kotak_suara"}
        needs["kotak_suara", ""] = boxes
    expected: dict[tuple[str, str], int | None] = {}
    for (code, kind), quantity in needs.items():
        sku = PAPERS[kind] if code == "surat_suara" else ""
        if quantity == 0:
            continue
        before = expected.get((code, sku), 0)
        unset = before is None or quantity is None
        expected[code, sku] = None if unset else (before or 0) + (quantity or 0)

    assert pieces(PILKADA, packed(needs)) == expected


@given(NEEDED)
def test_every_line_is_where_its_item_goes(needs: dict[tuple[str, str], int | None]) -> None:
    goes = {each.code: each.goes for each in PILKADA.items}
    for package in packed(needs):
        outside = package.code[19] == Form.BAG.value
        assert all((goes[line.item] is Goes.OUTSIDE) == outside for line in package.contents)
