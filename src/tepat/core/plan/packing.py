"""From needs to packages: what goes into which box, envelope and bag.

Input: what each place needs (`core/plan/needs.py`, or any mapping of item and kind to
a quantity) and the catalogue, which says where an item travels (`Goes`).
Output: packages whose contents add up to the needs, piece for piece. Labels, packing
lists and the packing station start from these.

- One box (K) per kind, and inside it the envelope (S) with the ballots of that kind.
- What a TPS needs once lies in the box of the first kind; what does not fit in a box
  (booths) goes beside the boxes in one bag (P), the "perlengkapan di luar kotak".
- Seals and ties belong to closing a box: they are listed with it, but lie outside.
- Boxes of a PPK are for recapitulation; the stock for repeat voting (PSU) is packed
  at the kabupaten, one box per kind, apart from everything else.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tepat.core.election.catalogue import At, Election, Goes, Kind
from tepat.core.election.ids import NO_KIND, Form, PackageCode

Quantities = Mapping[tuple[str, str], int | None]
"""Item code and kind code ("" for no one kind) to pieces; None where nobody has said."""


@dataclass(frozen=True, slots=True)
class Content:
    """One line of a packing list. `quantity` None: nobody has said how many."""

    item: str
    quantity: int | None
    sku: str = ""
    """The ballot paper, `KWK-BUP/63.09`; empty for other items."""


@dataclass(frozen=True, slots=True)
class Package:
    """One planned package. `place` is a TPS code, or a kecamatan or kabupaten code."""

    code: str
    place: str
    at: At
    kind: str
    contents: tuple[Content, ...]
    inside: str = ""


@dataclass(frozen=True, slots=True)
class Packed:
    """`quantity` pieces as they come from the printer: whole bundles, and loose ones."""

    bundles: int
    size: int
    loose: int


def in_bundles(quantity: int, size: int | None) -> Packed:
    """Return how many whole bundles of `size` and how many loose pieces make `quantity`.

    The size is the printer's own and differs between papers; where it is not known all
    pieces are loose.

    >>> in_bundles(292, 25)
    Packed(bundles=11, size=25, loose=17)
    """
    if not size:
        return Packed(0, 0, quantity)
    return Packed(quantity // size, size, quantity % size)


def bundles_id(quantity: int, size: int | None) -> str:
    """Return the bundles of `quantity` as packing lists print them, in Indonesian.

    >>> bundles_id(292, 25), bundles_id(50, 25), bundles_id(7, 25), bundles_id(7, None)
    ('11 bundel isi 25 + 17 lepas', '2 bundel isi 25', '7 lepas', '')
    """
    if not size:
        return ""
    packed = in_bundles(quantity, size)
    parts = []
    if packed.bundles:
        parts.append(f"{packed.bundles} bundel isi {packed.size}")
    if packed.loose or not parts:
        parts.append(f"{packed.loose} lepas")
    return " + ".join(parts)


def packages_of(
    election: Election,
    kinds: Sequence[Kind],
    place: str,
    at: At,
    needs: Quantities,
    papers: Mapping[str, str | None],
) -> list[Package]:
    """Return the packages of one place: boxes, their envelopes, then the bag.

    `kinds` are those voted on there, in the order boxes are opened; `papers` names the
    ballot paper (SKU) of each kind, None where its dapil is not known. The sum over the
    contents and the boxes equals `needs`; what is unset stays unset.
    """
    boxes = _boxes(election, kinds, place, at, needs)
    lines: dict[str, list[Content]] = defaultdict(list)
    envelopes: list[Package] = []
    bag: list[Content] = []
    by_kind = {kind: [box for box in boxes if box.kind == kind] for kind in {b.kind for b in boxes}}
    items = {item.code: item for item in election.items}
    short = _shorts(election)
    for (code, kind), quantity in needs.items():
        item = items[code]
        if item.is_box or quantity == 0:
            continue
        holders = by_kind.get(kind, []) if kind else boxes
        if item.is_ballot and boxes:
            letters = short.get(kind, NO_KIND)
            envelope = str(PackageCode(election.tag, place, letters, Form.ENVELOPE))
            content = (Content(code, quantity, papers.get(kind) or ""),)
            inside = (holders or boxes)[0].code
            envelopes.append(Package(envelope, place, at, kind, content, inside))
        elif item.goes is Goes.OUTSIDE or not boxes:
            sku = (papers.get(kind) or "") if item.is_ballot else ""
            bag.append(Content(code, quantity, sku))
        elif item.goes is Goes.FIRST_BOX or not holders:
            lines[boxes[0].code].append(Content(code, quantity))
        else:
            for box, share in zip(holders, _shares(quantity, len(holders)), strict=True):
                if share != 0:
                    lines[box.code].append(Content(code, share))
    packed = [Package(b.code, place, at, b.kind, _merged(lines[b.code])) for b in boxes]
    if bag:
        code = str(PackageCode(election.tag, place, NO_KIND, Form.BAG))
        return [*packed, *envelopes, Package(code, place, at, "", _merged(bag))]
    return [*packed, *envelopes]


def psu_packages(
    election: Election, kabupaten: str, stock: Mapping[tuple[str, str], int | None]
) -> list[Package]:
    """Return the boxes of the stock for repeat voting: one per kind, kept at the kabupaten.

    `stock` gives pieces by kind and ballot paper (SKU).
    """
    by_kind: dict[str, list[Content]] = defaultdict(list)
    for (kind, sku), quantity in stock.items():
        by_kind[kind].append(Content(election.ballot.code, quantity, sku))
    short = _shorts(election)
    return [
        Package(
            str(PackageCode(election.tag, kabupaten, short[kind], Form.BOX)),
            kabupaten,
            At.KPU,
            kind,
            tuple(contents),
        )
        for kind, contents in by_kind.items()
    ]


def pieces(election: Election, packages: Iterable[Package]) -> dict[tuple[str, str], int | None]:
    """Return what `packages` hold in all, by item and ballot paper; boxes count themselves.

    One unset part makes the sum unset: the inverse of packing, for checks and totals.
    """
    total: dict[tuple[str, str], int | None] = {}
    box = next((item.code for item in election.items if item.is_box), None)
    for package in packages:
        if box and package.code[19] == Form.BOX.value and package.at in (At.TPS, At.PPK):
            total[box, ""] = (total.get((box, "")) or 0) + 1
        for content in package.contents:
            key = (content.item, content.sku)
            before = total.get(key, 0)
            unset = before is None or content.quantity is None
            total[key] = None if unset else (before or 0) + (content.quantity or 0)
    return total


def closes_with(election: Election) -> frozenset[str]:
    """Return the codes of items that are fixed to a box when it is closed."""
    return frozenset(item.code for item in election.items if item.goes is Goes.ON_BOX)


@dataclass(frozen=True, slots=True)
class _Box:
    code: str
    kind: str


def _boxes(
    election: Election, kinds: Sequence[Kind], place: str, at: At, needs: Quantities
) -> list[_Box]:
    """The boxes a place gets: as many as its needs say, one per kind where they do not."""
    box_items = {item.code for item in election.items if item.is_box}
    wanted = {kind: q for (code, kind), q in needs.items() if code in box_items and q != 0}
    short = _shorts(election)
    codes = [kind.code for kind in kinds]
    as_many_as_kinds = "" in wanted and wanted[""] in (None, len(codes))
    if as_many_as_kinds or (not wanted and at is At.TPS):
        wanted = dict.fromkeys(codes, 1)
    found = []
    for kind in [code for code in [*codes, ""] if code in wanted]:
        letters = short[kind] if kind else NO_KIND
        for number in range(1, (wanted[kind] or 1) + 1):
            code = str(PackageCode(election.tag, place, letters, Form.BOX, number))
            found.append(_Box(code, kind))
    return found


def _shares(quantity: int | None, holders: int) -> list[int | None]:
    """Split as evenly as whole pieces allow, the first ones getting what is left over."""
    if quantity is None:
        return [None] * holders
    each, left = divmod(quantity, holders)
    return [each + (place < left) for place in range(holders)]


def _merged(contents: Iterable[Content]) -> tuple[Content, ...]:
    """Add up lines of the same item and paper, keeping their order."""
    total: dict[tuple[str, str], int | None] = {}
    for content in contents:
        key = (content.item, content.sku)
        before = total.get(key, 0)
        unset = before is None or content.quantity is None
        total[key] = None if unset else (before or 0) + (content.quantity or 0)
    return tuple(Content(item, quantity, sku) for (item, sku), quantity in total.items())


def _shorts(election: Election) -> dict[str, str]:
    return {kind.code: kind.short for kind in election.kinds}
