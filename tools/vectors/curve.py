"""Edwards25519 in plain numbers (RFC 8032, section 5.1): points that no library will sign with."""

from hashlib import sha512

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
Point = tuple[int, int]


def point(y: int, sign: int) -> Point | None:
    """Return the point with this y and this lowest bit of x, if there is one."""
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P:
        return None
    return (x if x % 2 == sign else P - x) % P, y


def add(left: Point, right: Point) -> Point:
    """Return the sum of two points."""
    (a, b), (c, d) = left, right
    k = D * a * b * c * d % P
    x = (a * d + b * c) * pow(1 + k, P - 2, P) % P
    return x, (b * d + a * c) * pow(1 - k, P - 2, P) % P


def times(factor: int, base: Point) -> Point:
    """Return `factor` times a point."""
    total: Point = (0, 1)
    while factor:
        if factor & 1:
            total = add(total, base)
        base, factor = add(base, base), factor >> 1
    return total


def pack(of: Point) -> bytes:
    """Return the 32 bytes of a point."""
    return (of[1] | (of[0] & 1) << 255).to_bytes(32, "little")


def scalar(*parts: bytes) -> int:
    """Return SHA-512 of the parts as a number below the order of the group."""
    return int.from_bytes(sha512(b"".join(parts)).digest(), "little") % L


def _order_8() -> Point:
    y = 2
    while True:
        found = point(y, 0)
        if found is not None and times(4, times(L, found)) != (0, 1):
            return times(L, found)
        y += 1


def _base() -> Point:
    found = point(4 * pow(5, P - 2, P) % P, 0)
    assert found is not None
    return found


BASE = _base()
TORSION = [times(factor, _order_8()) for factor in range(8)]
"""The eight points of small order; the first is the neutral one."""


def sign_with(secret: int, public: Point, nonce: Point, number: int, message: bytes) -> bytes:
    """Return a signature whose R is `nonce`, which is `number` times the base but for torsion."""
    s = (number + scalar(pack(nonce), pack(public), message) * secret) % L
    return pack(nonce) + s.to_bytes(32, "little")
