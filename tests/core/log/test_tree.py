"""The tree against RFC 6962 as it is written: recursive, naive, slow."""

from collections.abc import Sequence
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tepat.core.log import tiles, tree

LEAVES = [tree.leaf_hash(f"{at}".encode()) for at in range(600)]
SIZES = st.integers(1, 40) | st.sampled_from([64, 255, 256, 257, 300, 511, 512, 513, 600])


def mth(leaves: Sequence[bytes]) -> bytes:
    """MTH of RFC 6962, section 2.1, over hashes of leaves."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def split(n: int) -> int:
    k = 1
    while 2 * k < n:
        k *= 2
    return k


def path(m: int, leaves: Sequence[bytes]) -> list[bytes]:
    """PATH of RFC 6962, section 2.1.1."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if m < k:
        return [*path(m, leaves[:k]), mth(leaves[k:])]
    return [*path(m - k, leaves[k:]), mth(leaves[:k])]


def subproof(m: int, leaves: Sequence[bytes], whole: bool) -> list[bytes]:
    """SUBPROOF of RFC 6962, section 2.1.2."""
    n = len(leaves)
    if m == n:
        return [] if whole else [mth(leaves)]
    k = split(n)
    if m <= k:
        return [*subproof(m, leaves[:k], whole), mth(leaves[k:])]
    return [*subproof(m - k, leaves[k:], False), mth(leaves[:k])]


def read(level: int, index: int) -> bytes:
    leaves = LEAVES[index << level : (index + 1) << level]
    assert len(leaves) == 1 << level, "only complete subtrees are read"
    return mth(leaves)


@st.composite
def sizes_and_index(draw: st.DrawFn) -> tuple[int, int]:
    size = draw(SIZES)
    return size, draw(st.integers(0, size - 1))


@given(st.integers(0, 300), st.integers(0, 300))
def test_growing_in_any_steps_gives_the_root_of_the_whole(first: int, second: int) -> None:
    frontier = tree.Frontier()
    frontier.extend(LEAVES[:first])
    again = tree.Frontier.from_bytes(frontier.as_bytes())
    again.extend(LEAVES[first : first + second])
    assert (again.size, again.root()) == (first + second, mth(LEAVES[: first + second]))
    assert frontier.root() == mth(LEAVES[:first]), "the first one did not move"


@given(SIZES)
def test_the_root_is_read_from_nodes(size: int) -> None:
    assert tree.root_at(size, read) == mth(LEAVES[:size]) == tree.root_of(LEAVES[:size])


@given(sizes_and_index())
def test_an_inclusion_proof_is_that_of_the_rfc_and_holds(case: tuple[int, int]) -> None:
    size, index = case
    proof = tree.inclusion_proof(index, size, read)
    assert proof == path(index, LEAVES[:size])
    root = mth(LEAVES[:size])
    assert tree.check_inclusion(index, size, LEAVES[index], root, proof)


@given(sizes_and_index(), st.data())
def test_an_inclusion_proof_with_anything_changed_fails(
    case: tuple[int, int], data: st.DataObject
) -> None:
    size, index = case
    proof, root = tree.inclusion_proof(index, size, read), mth(LEAVES[:size])
    leaf = LEAVES[index]
    other = data.draw(st.binary(min_size=0, max_size=40))
    assert not tree.check_inclusion(index, size, leaf, root, [*proof, other])
    assert not tree.check_inclusion(index, size, leaf, other, proof) or other == root
    assert not tree.check_inclusion(index, size, other, root, proof) or other == leaf
    moved = data.draw(st.integers(0, size + 2))
    assert moved == index or not tree.check_inclusion(moved, size, leaf, root, proof)
    if proof:
        at = data.draw(st.integers(0, len(proof) - 1))
        assert not tree.check_inclusion(index, size, leaf, root, proof[:at] + proof[at + 1 :])
        turned = bytearray(proof[at])
        turned[data.draw(st.integers(0, 31))] ^= 1 << data.draw(st.integers(0, 7))
        changed = [*proof[:at], bytes(turned), *proof[at + 1 :]]
        assert not tree.check_inclusion(index, size, leaf, root, changed)


@given(sizes_and_index())
def test_a_consistency_proof_is_that_of_the_rfc_and_holds(case: tuple[int, int]) -> None:
    new, old = case
    proof = tree.consistency_proof(old, new, read)
    assert proof == (subproof(old, LEAVES[:new], True) if old else [])
    assert tree.check_consistency(old, new, mth(LEAVES[:old]), mth(LEAVES[:new]), proof)


@given(sizes_and_index(), st.data())
def test_a_rewritten_past_is_never_consistent(case: tuple[int, int], data: st.DataObject) -> None:
    new, old = case
    if old == 0:
        return
    at = data.draw(st.integers(0, old - 1))
    rewritten = [*LEAVES[:at], tree.leaf_hash(b"other"), *LEAVES[at + 1 : new]]

    def read_other(level: int, index: int) -> bytes:
        return mth(rewritten[index << level : (index + 1) << level])

    proof = tree.consistency_proof(old, new, read_other)
    was, now = mth(LEAVES[:old]), mth(rewritten)
    assert not tree.check_consistency(old, new, was, now, proof)


@given(
    st.integers(-1, 70),
    st.integers(-1, 70),
    st.lists(st.binary(min_size=31, max_size=33), max_size=70),
    st.binary(min_size=31, max_size=33),
)
def test_made_up_proofs_never_hold(one: int, two: int, proof: list[bytes], root: bytes) -> None:
    assert not tree.check_inclusion(one, two, LEAVES[0], root, proof) or root == LEAVES[0]
    assert one == two or not tree.check_consistency(one, two, LEAVES[0], root, proof)


def test_sizes_beyond_any_log_are_answered() -> None:
    huge = 2**63 - 1
    assert not tree.check_inclusion(huge - 1, huge, LEAVES[0], LEAVES[1], LEAVES[:62])
    assert not tree.check_consistency(1, huge, LEAVES[0], LEAVES[1], LEAVES[:63])


@pytest.mark.parametrize("data", [b"", b"\0" * 7, b"\0" * 9, (3).to_bytes(8, "big") + b"\0" * 32])
def test_bytes_that_are_no_frontier_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="frontier"):
        tree.Frontier.from_bytes(data)


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_leaf_hash_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        tree.Frontier().append(b"\0" * length)


# Tiles.


def published(sizes: Sequence[int]) -> dict[str, bytes]:
    """The files of a log that signed checkpoints of these sizes."""
    files: dict[str, bytes] = {}
    old = 0
    for size in sizes:
        made = tiles.grown(old, LEAVES[old:size], lambda tile: files[tile.path])
        assert set(made) == set(tiles.tiles_between(old, size))
        files.update({tile.path: data for tile, data in made.items()})
        old = size
    return files


def naive_tile(tile: tiles.Tile) -> bytes:
    width = 256**tile.level
    start = tile.index * 256 * width
    return b"".join(
        mth(LEAVES[start + at * width : start + (at + 1) * width]) for at in range(tile.width)
    )


@given(st.lists(st.integers(0, 600), max_size=6).map(sorted))
def test_tiles_that_grow_in_steps_hold_what_the_specification_says(sizes: list[int]) -> None:
    files = published(sizes)
    for size in sizes:
        for tile in tiles.tiles_of(size):
            assert files[tile.path] == naive_tile(tile)
        reader = tiles.TileReader(files.get, size)
        assert reader.root() == mth(LEAVES[:size])


@given(sizes_and_index(), st.data())
def test_proofs_are_made_from_tiles(case: tuple[int, int], data: st.DataObject) -> None:
    size, index = case
    reader = tiles.TileReader(published([size]).get, size)
    assert tree.inclusion_proof(index, size, reader) == path(index, LEAVES[:size])
    old = data.draw(st.integers(1, size))
    assert tree.consistency_proof(old, size, reader) == subproof(old, LEAVES[:size], True)


def test_a_partial_tile_that_was_dropped_is_read_from_the_full_one() -> None:
    files = published([300, 600])
    del files["tile/0/001.p/44"]
    assert tiles.TileReader(files.get, 300).root() == mth(LEAVES[:300])


@pytest.mark.parametrize("change", [lambda data: None, lambda data: data[:-1], lambda data: b""])
def test_a_tile_that_is_missing_or_cut_is_named(change: object) -> None:
    files: dict[str, bytes | None] = dict(published([300]))
    files["tile/0/000"] = change(files["tile/0/000"])  # type: ignore[operator]
    with pytest.raises(tiles.BadTile):
        tree.inclusion_proof(3, 300, tiles.TileReader(files.get, 300))


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=256))
def test_a_bundle_is_read_back(entries: list[bytes]) -> None:
    assert tiles.parse_bundle(tiles.write_bundle(entries), len(entries)) == entries


@given(st.binary(max_size=200), st.integers(1, 256))
def test_any_bytes_are_a_bundle_or_refused(data: bytes, width: int) -> None:
    try:
        entries = tiles.parse_bundle(data, width)
    except tiles.BadTile:
        return
    assert tiles.write_bundle(entries) == data


def test_an_entry_of_65536_bytes_has_no_bundle() -> None:
    with pytest.raises(tiles.BadTile):
        tiles.write_bundle([b"\0" * 65_536])
