"""The list of a shipment, read from the file that its hash names."""

from dataclasses import dataclass
from typing import Any

from tepat.core.log import canonical


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one list says: which packages go from where to where as one load."""

    name: str
    """The hash of its bytes."""
    shipment: str
    start: str
    to: str
    packages: frozenset[str]


def read_manifest(data: bytes) -> Manifest | None:
    """Return what the bytes of `shipments.list_of` say, or None where they are no list.

    >>> read_manifest(b"[]") is None
    True
    """
    try:
        value = canonical.decode(data, at_most=canonical.LARGEST_LIST)
    except canonical.NotCanonical:
        return None
    if not isinstance(value, dict) or value.get("kind") != "shipment_list" or value.get("v") != 1:
        return None
    texts: list[Any] = [value.get(key) for key in ("shipment", "from", "to")]
    packages = value.get("packages")
    if not isinstance(packages, list) or not all(isinstance(t, str) for t in texts + packages):
        return None
    shipment, start, to = texts
    return Manifest(canonical.name_of(data), shipment, start, to, frozenset(packages))
