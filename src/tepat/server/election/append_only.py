"""The access log and the accepted pledges keep their rows, as the log of facts does.

Only the purge, when the time of personal data is over, opens them for one transaction.
"""

from typing import Final

from tepat.server.append_only import Kept

KEPT: Final = Kept(
    same={
        "election_look": "id = new.id or key = new.key",
        "election_pledgeaccepted": (
            "id = new.id or (account = new.account and agency = new.agency"
            " and version = new.version)"
        ),
    },
    words="rows of the access log and accepted pledges are never changed or deleted",
    function="election_kept_refuse",
    twice="ignore",
)
"""The same look within ten minutes, or a pledge accepted twice, is no second row and no error."""
