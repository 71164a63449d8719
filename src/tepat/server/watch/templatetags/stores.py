"""What is known of the stores of one package, for its page: how each was found at last."""

from typing import Any

from django import template

from tepat.core.move.inspections import UNFIT
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope
from tepat.server.log.models import Fact
from tepat.server.move.models import PackageCustody
from tepat.server.move.packages.words import place_words
from tepat.server.move.packing.words import Names
from tepat.server.watch.board.causes import failed_looks
from tepat.server.watch.stores import looking

register = template.Library()


@register.inclusion_tag("watch/stores/_of_package.html")
def stores_of_package(scope: Scope, package: str, follows: bool) -> dict[str, Any]:
    """Say how the store was found in which a package lies, and which failed where it lay.

    A store that failed is named to everybody, as its alert is; another one, where the package
    lies now, to those who follow loads. Some eight queries.
    """
    row = PackageCustody.objects.filter(scope=scope, package=package).first()
    looks = looking.last_looks(scope) if row else {}
    if row is None or not looks:
        return {}
    failed = failed_looks(row, looks)
    here = looks.get(row.place) if follows else None
    shown = [*failed, *([here] if here and here.outcome != UNFIT else [])]
    numbers = Fact.objects.filter(
        election=scope.election, kabupaten=scope.kabupaten, id__in=[each.name for each in shown]
    )
    found = dict(numbers.values_list("id", "number"))
    names = Names(election_of(scope), [each.place.partition(":")[0] for each in shown])
    return {
        "scope": scope,
        "stores": [
            {
                "name": place_words(names, each.place),
                "at": each.at,
                "fact": each.name,
                "number": found.get(each.name, 0),
                "is_here": each.place == row.place,
                "outcome": each.outcome,
            }
            for each in shown
        ],
    }
