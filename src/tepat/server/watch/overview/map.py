"""Draw a kabupaten as inline SVG: from outlines in degrees to paths in pixels.

No WebGL and no request: it prints, follows the theme by its classes and works on old
laptops. What is drawn here depends only on outlines and names, so it is kept until
they change; tints and numbers come on top in the template.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from math import cos, radians, sqrt
from typing import Any, Final, NamedTuple

from tepat.server.watch.overview.outlines import XY, simplified

WIDTH: Final = 430.0
HEIGHT: Final = 700.0
LETTER: Final = 6.6
LINE: Final = 15.0
ROOM_FOR_NUMBER: Final = 18.0
"""Pixels: a desa smaller than a square of this side carries no number, only its title."""


class Label(NamedTuple):
    """A name at `x, y`; `leader` is the path from it to its place, where it stands aside."""

    text: str
    x: float
    y: float
    anchor: str
    leader: str = ""


class Area(NamedTuple):
    """One filled outline, and where its number goes; `number_at` None: there is no room."""

    code: str
    path: str
    number_at: XY | None
    at: XY
    """A point well inside it, for a mark."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """The map of one kabupaten, ready for a template."""

    view_box: str
    areas: list[Area]
    borders: str
    outline: str
    labels: list[Label]
    scale_px: float
    scale_km: int
    scale_at: XY
    west: float
    north: float
    px: XY
    """Longitude and latitude of the origin, and pixels per degree to the right and down."""

    def place(self, lat: float, lon: float) -> XY:
        """Return where a point in degrees (WGS84) is drawn."""
        right, down = self.px
        return round((lon - self.west) * right, 1), round((self.north - lat) * down, 1)


class _Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "_Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


def draw(outlines: Mapping[str, Any], names: Mapping[str, str], kabupaten: str) -> Drawing | None:
    """Return the map of `kabupaten`, or None where it has no outlines.

    `outlines` are GeoJSON geometries by region code. Desa are filled where they are
    there, else kecamatan, else the kabupaten alone.
    """
    by_length = {n: {c: g for c, g in outlines.items() if len(c) == n} for n in (5, 8, 13)}
    filled = by_length[13] or by_length[8] or by_length[5]
    if not filled:
        return None
    to_pixels = _projection(list(chain.from_iterable(_rings(g) for g in outlines.values())))
    rings = simplified({c: [to_pixels(ring) for ring in _rings(g)] for c, g in outlines.items()})
    labels, taken = _labels({c: rings[c] for c in by_length[8]}, names, rings, kabupaten)
    areas = [_area(code, rings[code], taken) for code in sorted(filled)]
    km_px = to_pixels.km
    scale_km = next((km for km in (50, 20, 10, 5, 2, 1) if km * km_px <= 90), 1)
    whole = _bounds(chain.from_iterable(rings.values()))
    left = min(whole.left, *(box.left for box in taken)) - 6 if taken else whole.left - 6
    right = max(whole.right, *(box.right for box in taken)) + 6 if taken else whole.right + 6
    bottom = max(whole.bottom, 0.0) + 34
    return Drawing(
        view_box=f"{left:.0f} -6 {right - left:.0f} {bottom + 6:.0f}",
        areas=areas,
        borders="".join(_path(rings[code]) for code in sorted(by_length[8])),
        outline=_path(rings[kabupaten]) if kabupaten in rings else "",
        labels=labels,
        scale_px=scale_km * km_px,
        scale_km=scale_km,
        scale_at=(right - scale_km * km_px - 30, bottom - 8),
        west=to_pixels.west,
        north=to_pixels.north,
        px=to_pixels.px,
    )


class _projection:  # noqa: N801  (a function with a number on it)
    """Degrees to pixels: plate carree at the middle latitude, north up, fitted to the sheet."""

    def __init__(self, rings: list[list[list[float]]]) -> None:
        lons = [point[0] for ring in rings for point in ring]
        lats = [point[1] for ring in rings for point in ring]
        self.west, self.north = min(lons), max(lats)
        self._squeeze = cos(radians((min(lats) + max(lats)) / 2))
        wide = max((max(lons) - self.west) * self._squeeze, 1e-6)
        high = max(self.north - min(lats), 1e-6)
        self._scale = min(WIDTH / wide, HEIGHT / high)
        self.km = self._scale / 111.2
        self.px = (self._squeeze * self._scale, self._scale)

    def __call__(self, ring: list[list[float]]) -> list[XY]:
        kept: list[XY] = []
        for lon, lat, *_ in ring:
            x = (lon - self.west) * self._squeeze * self._scale
            y = (self.north - lat) * self._scale
            if not kept or (x, y) != kept[-1]:
                kept.append((x, y))
        return kept


def _rings(geometry: Any) -> Iterator[list[list[float]]]:
    """Outer rings only: a hole in a village is another village."""
    polygons = geometry["coordinates"]
    for polygon in polygons if geometry["type"] == "MultiPolygon" else [polygons]:
        yield polygon[0]


def _path(rings: Iterable[list[XY]]) -> str:
    """Return rings as one path in tenths of a pixel, each corner told from the one before."""
    parts = []
    for ring in rings:
        if len(ring) < 4:
            continue
        tenths = [(round(x * 10), round(y * 10)) for x, y in ring[:-1]]
        x, y = tenths[0]
        steps = [f"M{x / 10:g} {y / 10:g}l"]
        for right, down in tenths[1:]:
            if (right, down) != (x, y):
                steps.append(f"{_short(right - x)},{_short(down - y)} ")
            x, y = right, down
        parts.append("".join(steps).rstrip() + "z")
    return "".join(parts)


def _short(tenths: int) -> str:
    return f"{tenths / 10:g}".replace("0.", ".") if abs(tenths) < 10 else f"{tenths / 10:g}"


def _area(code: str, rings: list[list[XY]], taken: list[_Box]) -> Area:
    largest = max(rings, key=lambda ring: abs(_signed_area(ring)))
    x, y = _heart(largest)
    box = _Box(x - 8, y - 7, x + 8, y + 7)
    fits = sqrt(abs(_signed_area(largest))) >= ROOM_FOR_NUMBER
    free = fits and not any(box.meets(other) for other in taken)
    number_at = (round(x, 1), round(y + 3.5, 1)) if free else None
    return Area(code, _path(rings), number_at, (round(x, 1), round(y, 1)))


def _labels(
    kecamatan: Mapping[str, list[list[XY]]],
    names: Mapping[str, str],
    rings: Mapping[str, list[list[XY]]],
    kabupaten: str,
) -> tuple[list[Label], list[_Box]]:
    """Names inside where they fit, the others aside with a leader; large kecamatan first."""
    sheet = _bounds(chain.from_iterable(rings.values()))
    outer = list(
        chain.from_iterable(rings.get(kabupaten) or chain.from_iterable([*rings.values()]))
    )
    labels, taken = [], list[_Box]()
    by_size = sorted(
        kecamatan, key=lambda code: -max(abs(_signed_area(ring)) for ring in kecamatan[code])
    )
    for code in by_size:
        ring = max(kecamatan[code], key=lambda ring: abs(_signed_area(ring)))
        x, y = _heart(ring)
        text = names.get(code, code)
        wide = LETTER * len(text)
        inside = _Box(x - wide / 2, y - LINE / 2, x + wide / 2, y + LINE / 2)
        fits = all(_room_at(ring, x, y + edge) >= wide / 2 for edge in (-4, 4))
        if fits and not any(inside.meets(box) for box in taken):
            labels.append(Label(text, round(x, 1), round(y + 4, 1), "middle"))
            taken.append(inside)
            continue
        label, box = _aside(text, wide, (x, y), outer, sheet, taken)
        labels.append(label)
        taken.append(box)
    return labels, taken


def _aside(
    text: str, wide: float, at: XY, edge: list[XY], sheet: _Box, taken: list[_Box]
) -> tuple[Label, _Box]:
    """Place a name left or right of the kabupaten, at the free height nearest to its place."""
    x, y = at
    best: tuple[float, Label, _Box] | None = None
    for shift in (0, 17, -17, 34, -34, 51, -51, 68, -68, 85, -85):
        line = y + shift
        near = [point[0] for point in edge if abs(point[1] - line) < 14] or [x]
        for side in ("end", "start"):
            if side == "end":
                right = min(near) - 10
                box = _Box(right - wide, line - LINE / 2, right, line + LINE / 2)
                begin = right
            else:
                left = max(near) + 10
                box = _Box(left, line - LINE / 2, left + wide, line + LINE / 2)
                begin = left
            if line < sheet.top or line > sheet.bottom + 10 or any(box.meets(b) for b in taken):
                continue
            far = abs(begin - x) + 2 * abs(shift)
            if best is None or far < best[0]:
                gap = 3 if side == "end" else -3
                leader = f"M{begin + gap:.1f} {line:.1f}L{x:.1f} {y:.1f}"
                best = (far, Label(text, round(begin, 1), round(line + 4, 1), side, leader), box)
    if best:
        return best[1], best[2]
    box = _Box(x - wide / 2, y - LINE / 2, x + wide / 2, y + LINE / 2)
    return Label(text, round(x, 1), round(y + 4, 1), "middle"), box


def _bounds(rings: Iterable[list[XY]]) -> _Box:
    points = list(chain.from_iterable(rings))
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return _Box(min(xs), min(ys), max(xs), max(ys))


def _heart(ring: list[XY]) -> XY:
    """Return a point well inside a ring: the middle of a wide chord near its centre of area."""
    x, y = _centre(ring)
    box = _bounds([ring])
    best, at = _room_at(ring, x, y), (x, y)
    for part in range(1, 24):
        line = box.top + (box.bottom - box.top) * part / 24
        cuts = _crossings(ring, line)
        for left, right in zip(cuts[::2], cuts[1::2], strict=False):
            room = (right - left) / 2 - abs(line - y) / 4
            if room > best:
                best, at = room, ((left + right) / 2, line)
    return at


def _room_at(ring: list[XY], x: float, y: float) -> float:
    """Return how far it is from `x, y` to the nearest border left or right; 0 outside."""
    for left, right in zip((cuts := _crossings(ring, y))[::2], cuts[1::2], strict=False):
        if left <= x <= right:
            return min(x - left, right - x)
    return 0.0


def _crossings(ring: list[XY], y: float) -> list[float]:
    return sorted(
        x1 + (y - y1) * (x2 - x1) / (y2 - y1)
        for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True)
        if (y1 > y) != (y2 > y)
    )


def _signed_area(ring: list[XY]) -> float:
    total = 0.0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        total += x1 * y2 - x2 * y1
    return total / 2


def _centre(ring: list[XY]) -> XY:
    area = _signed_area(ring)
    if abs(area) < 1e-9:
        return ring[0]
    x = y = 0.0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x1 * y2 - x2 * y1
        x += (x1 + x2) * cross
        y += (y1 + y2) * cross
    return x / (6 * area), y / (6 * area)
