"""Whether the database still says what was published: every entry against its hash.

The sequencer reads only what is new, so that a byte changed later by a hand at the
database, or by a dying disk, is found here.
"""

from collections.abc import Iterator

from tepat.core.log import canonical, tiles, tree
from tepat.server import own_room
from tepat.server.log import queries
from tepat.server.log.publishing.disk import Disk
from tepat.server.log.publishing.place import Place
from tepat.server.log.publishing.standing import standing_of
from tepat.server.log.publishing.tree_files import TreeFiles


def changed(place: Place) -> Iterator[int]:
    """Give the numbers of published entries that the database has otherwise, or no more.

    Two queries per 256 entries, and one for the hidden ones among them. A tile that cannot
    be read counts as one that says something else.
    """
    checkpoint = standing_of(place).checkpoint
    if checkpoint is None:
        return
    where = (place.election, place.kabupaten)
    reader = TreeFiles(place, Disk()).reader(checkpoint.size)
    for first in range(1, checkpoint.size + 1, tiles.WIDTH):
        last = min(first + tiles.WIDTH - 1, checkpoint.size)
        try:
            published = reader.hashes(0, (first - 1) // tiles.WIDTH)
            own = [tree.leaf_hash(leaf) for leaf in queries.entries(*where, first, last)]
        except (LookupError, ValueError):
            yield first
            continue
        for number, (mine, theirs) in enumerate(zip(own, published, strict=False), start=first):
            if mine != theirs:
                yield number
        for number, name, body in queries.hidden_bodies(*where, first, last):
            # A room that stands on a mirror has no body of what is withheld from it.
            if (body or not own_room.is_own()) and canonical.name_of(body) != name:
                yield number
