"""An emblem is plain shapes; what could run, load or multiply is refused."""

import pytest

from tepat.core.documents.emblem import MOST_COPIES, MOST_ELEMENTS, is_plain_svg
from tepat.core.documents.office import is_emblem


def svg(inside: str, space: str = "http://www.w3.org/2000/svg") -> bytes:
    link = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'<?xml version="1.0"?><svg xmlns="{space}" {link}>{inside}</svg>'.encode()


@pytest.mark.parametrize(
    "inside",
    [
        '<g><path d="M0 0h9" style="fill:#a00"/><!-- tinta --><circle r="3"/></g>',
        '<defs><linearGradient id="a"><stop/></linearGradient></defs><rect fill="url(#a)"/>',
        '<g id="b"><path d="M0 0"/></g><use xlink:href="#b"/>',
        "<style><![CDATA[.a{fill:url(#a)}]]></style>",
        '<n:namedview xmlns:n="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd"/>',
    ],
)
def test_plain_shapes_are_an_emblem(inside: str) -> None:
    assert is_emblem(svg(inside)) == "svg"


@pytest.mark.parametrize(
    "inside",
    [
        '<filter id="f"><feTurbulence numOctaves="99999"/></filter><rect filter="url(#f)"/>',
        "<script>1</script>",
        '<h:script xmlns:h="http://www.w3.org/1999/xhtml">1</h:script>',
        "<foreignObject/>",
        '<image href="#a"/>',
        '<use href="https://contoh.example/a.svg#b"/>',
        '<use xlink:href="data:image/svg+xml,a"/>',
        '<animate attributeName="d"/>',
        "<pattern/>",
        "<mask/>",
        '<path onload="1"/>',
        '<path style="fill:url( https://contoh.example )"/>',
        "<style>@im/**/port 'x'; @import 'x'</style>",
        "<style>a{fill:u\\72l(x)}</style>",
        "<path",
        "<path/>" * (MOST_ELEMENTS + 1),
        '<use href="#a"/>' * (MOST_COPIES + 1),
        "<g>" * 50 + "</g>" * 50,
    ],
)
def test_what_runs_loads_or_multiplies_is_refused(inside: str) -> None:
    assert is_emblem(svg(inside)) == ""


def test_entities_and_other_documents_are_refused() -> None:
    bomb = b'<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>'

    assert not is_plain_svg(bomb)
    assert not is_plain_svg(bomb.decode().encode("utf-16"))
    assert not is_plain_svg(svg("", space="http://www.w3.org/1999/xhtml"))
