"""The log in bytes: appending to the tree, proofs, canonical bytes, entries, signatures.

Budget: 200,000 appends a second; a body of 500 bytes read in 15 us. Peers do the same
work the plain way: the recursive tree of RFC 6962, the standard library's JSON.
"""

import json
import time
from collections.abc import Callable, Sequence
from hashlib import sha256

from benchmarks.figures import figure
from tepat.core.log import canonical, carrying, entries, keys, tiles, tree

LEAVES = 200_000


def main() -> None:
    hashes = [tree.leaf_hash(f"leaf {at}".encode()) for at in range(LEAVES)]
    append(hashes)
    proofs(hashes)
    facts()


def append(hashes: list[bytes]) -> None:
    def ours() -> None:
        frontier = tree.Frontier()
        for leaf in hashes:
            frontier.append(leaf)

    naive_s = best(lambda: naive_root(hashes), 1, 2)
    figure("log: 200.000 daun ditambahkan", best(ours, 1), 1.0, peer=("RFC 6962 naif", naive_s))
    with_tiles = best(lambda: tiles.grown(0, hashes, lambda tile: b""), 1)
    figure("log: 200.000 daun ke ubin", with_tiles, 1.0, peer=("RFC 6962 naif", naive_s))


def proofs(hashes: list[bytes]) -> None:
    files = {tile.path: data for tile, data in tiles.grown(0, hashes, lambda tile: b"").items()}
    reader = tiles.TileReader(files.get, LEAVES)
    root = reader.root()
    places = list(range(0, LEAVES, LEAVES // 100))
    made = [tree.inclusion_proof(index, LEAVES, reader) for index in places]
    make_s = best(lambda: [tree.inclusion_proof(at, LEAVES, reader) for at in places], 1)
    figure("log: bukti dari ubin", make_s / len(places) * 1e6, 5000, "us")

    def check() -> None:
        for index, proof in zip(places, made, strict=True):
            assert tree.check_inclusion(index, LEAVES, hashes[index], root, proof)

    figure("log: bukti diperiksa", best(check, 1) / len(places) * 1e6, 100, "us")


def facts() -> None:
    body = fact()
    value = json.loads(body)
    decode, encode = best(lambda: canonical.decode(body)), best(lambda: canonical.encode(value))
    loads, dumps = best(lambda: json.loads(body)), best(lambda: json.dumps(value, sort_keys=True))
    peer = ("json baca dan tulis", (loads + dumps) * 1e6)
    figure(f"log: isi {len(body)} byte dibaca", decode * 1e6, 15, "us", peer)
    figure(f"log: isi {len(body)} byte ditulis", encode * 1e6, 15, "us", ("json", dumps * 1e6))
    entry = entries.FactEntry(body, bytes(64), "2024-11-26T08:10:00Z")
    data = entries.write(entry)
    plain = {"body": body.decode(), "received": entry.received, "sig": "A" * 86 + "=="}
    peer = ("json", best(lambda: json.dumps(plain, sort_keys=True).encode()) * 1e6)
    figure("log: entri ditulis", best(lambda: entries.write(entry)) * 1e6, 15, "us", peer)
    figure("log: entri dibaca", best(lambda: entries.parse(data)) * 1e6, 30, "us")
    signer = keys.Signer(bytes(32))
    signature = keys.sign_body(signer, keys.EVENT, body)
    verify = best(lambda: keys.body_verifies(signer.public, keys.EVENT, body, signature), 300)
    figure("log: tanda tangan diperiksa", verify * 1e6, 300, "us")
    text = carrying.write(body, signature)
    figure("log: kode teks dibaca", best(lambda: carrying.parse(text), 500) * 1e6, 1000, "us")
    print(f"  kode teks: {len(text)} huruf untuk isi {len(body)} byte")


def fact() -> bytes:
    """Return a received load of about 500 bytes, with hashes that do not compress."""
    names = [sha256(bytes([at])).hexdigest() for at in range(4)]
    value = {
        "after": [names[0]],
        "assignment": names[1],
        "at": "2024-11-26T07:00:00+08:00",
        "by": "Zk3P9aQx",
        "device": names[2][:32],
        "election": "pilkada-2024",
        "giver": "gudang@99.01",
        "kabupaten": "99.01",
        "kind": "received",
        "list": names[3],
        "mono": 8123456,
        "place": "99.01.02:ppk",
        "receiver": "ppk@99.01.02",
        "role": "ppk",
        "seq": 1,
        "session": names[2][:8],
        "shipment": "SJ-17",
        "v": 1,
    }
    return canonical.encode(value)


def naive_root(leaves: Sequence[bytes]) -> bytes:
    """MTH of RFC 6962, section 2.1, as it is written."""
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    return sha256(b"\x01" + naive_root(leaves[:k]) + naive_root(leaves[k:])).digest()


def best(work: Callable[[], object], times: int = 2000, rounds: int = 5) -> float:
    """Return the seconds of one call, in the best of a few rounds."""
    found = []
    for _ in range(rounds):
        started = time.perf_counter()
        for _ in range(times):
            work()
        found.append((time.perf_counter() - started) / times)
    return min(found)


if __name__ == "__main__":
    main()
