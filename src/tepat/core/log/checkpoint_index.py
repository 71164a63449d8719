"""`checkpoints/index`: the sizes at which a log signed, one per line, ascending.

A server has no listing of its files; by this file a reader over HTTP finds the older
checkpoints too, and whoever holds the folder sees that one was taken away.
"""

from collections.abc import Iterable
from typing import Final

from tepat.core.log import spelling
from tepat.core.log.checkpoints import BadCheckpoint

PATH: Final = "checkpoints/index"
LARGEST_INDEX: Final = 2**22


def write(sizes: Iterable[int]) -> bytes:
    """Return the file of `sizes`.

    >>> write([300, 20, 20])
    b'20\\n300\\n'
    """
    return "".join(f"{size}\n" for size in sorted(set(sizes))).encode()


def parse(data: bytes) -> list[int]:
    """Return the sizes in a file, in its one spelling. Raises `BadCheckpoint`."""
    lines = data.decode("ascii", "replace").split("\n")
    sizes = [size for line in lines[:-1] if (size := spelling.to_number(line)) is not None]
    if not sizes or write(sizes) != data:
        raise BadCheckpoint("not an index")
    return sizes


def spread(sizes: list[int], most: int) -> list[int]:
    """Return at most `most` of `sizes`, evenly, with the first and the last.

    >>> spread([1, 2, 3, 4, 5, 6, 7], 3)
    [1, 4, 7]
    """
    if len(sizes) <= most:
        return sizes
    return [sizes[at * (len(sizes) - 1) // (most - 1)] for at in range(most)]
