"""Which SVG an office may print as its emblem: plain shapes, few, from nowhere else.

A list of what is allowed, because a filter of a few bytes can keep a processor busy for
hours, and a browser runs what a printer ignores.
"""

from typing import Final
from xml.etree import ElementTree

SVG: Final = "http://www.w3.org/2000/svg"
SHAPES: Final = frozenset(
    {"svg", "g", "defs", "symbol", "use", "title", "desc", "metadata", "style", "path", "rect"}
    | {"circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "clipPath"}
    | {"linearGradient", "radialGradient", "stop"}
)
NOTES: Final = (
    "http://www.inkscape.org/namespaces/inkscape",
    "http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://creativecommons.org/ns#",
    "http://web.resource.org/cc/",
    "http://purl.org/dc/elements/1.1/",
)
"""What drawing programs write for themselves; nobody draws it."""
MOST_ELEMENTS: Final = 5000
MOST_COPIES: Final = 12
"""Copies of copies multiply: twelve make at most 64 of one shape."""
MOST_DEPTH: Final = 40


def is_plain_svg(data: bytes) -> bool:
    """Tell whether `data` is an SVG of allowed elements that refers only to itself.

    >>> is_plain_svg(b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9"/></svg>')
    True
    >>> is_plain_svg(b'<svg xmlns="http://www.w3.org/2000/svg"><filter/></svg>')
    False
    """
    try:
        text = data.decode("utf-8-sig")  # another encoding could hide what is looked for
        if "<!" in text.replace("<!--", "").replace("<![CDATA[", ""):
            return False  # entities multiply before any element is seen
        root = ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError):
        return False
    if root.tag != f"{{{SVG}}}svg":
        return False
    waiting, seen, copies = [(root, 1)], 0, 0
    while waiting:
        element, depth = waiting.pop()
        seen += 1
        copies += element.tag == f"{{{SVG}}}use"
        too_many = seen > MOST_ELEMENTS or copies > MOST_COPIES or depth > MOST_DEPTH
        if too_many or not _is_allowed(element):
            return False
        waiting += [(child, depth + 1) for child in element]
    return True


def _is_allowed(element: ElementTree.Element) -> bool:
    space, _, name = element.tag.removeprefix("{").rpartition("}")
    if space in NOTES:
        return True
    if space != SVG or name not in SHAPES:
        return False
    written = [element.text or ""] if name == "style" else []
    for attribute, value in element.attrib.items():
        plain = attribute.rpartition("}")[2].lower()
        if plain.startswith("on") or (plain == "href" and not value.strip().startswith("#")):
            return False
        if plain != "href" and not attribute.startswith("{"):
            written.append(value)
    return not any(_refers_outside(text) for text in written)


def _refers_outside(text: str) -> bool:
    """Tell whether a style imports, or points at anything but an own part: `url(#...)`."""
    plain = "".join(text.lower().split()).replace('"', "").replace("'", "")
    return "@import" in plain or "\\" in plain or plain.count("url(") != plain.count("url(#")
