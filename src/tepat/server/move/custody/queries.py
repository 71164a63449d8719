"""How packages stand, as they were folded."""

from tepat.server.election.models import Scope
from tepat.server.move.models import PackageCustody


def line_of(scope: Scope, package: str) -> str | None:
    """Return the published state of one package, None where no fact names it: one query."""
    rows = PackageCustody.objects.filter(scope=scope, package=package)
    return rows.values_list("line", flat=True).first()


def lines(scope: Scope) -> list[str]:
    """Return the published state of every package, sorted by its code: one query."""
    rows = PackageCustody.objects.filter(scope=scope).order_by("package")
    return list(rows.values_list("line", flat=True))
