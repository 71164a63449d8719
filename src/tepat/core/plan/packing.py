"""From needs to packages: what goes into which box, envelope and bag."""

from dataclasses import dataclass

from tepat.core.election.catalogue import At


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
