"""Tables of this app."""

from tepat.server.watch.models.paper import PaperDraft as PaperDraft
from tepat.server.watch.models.paper import PaperPhoto as PaperPhoto
from tepat.server.watch.models.paper import PaperRow as PaperRow
