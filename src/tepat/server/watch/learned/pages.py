"""The file of what this election teaches, for whoever plans the next one."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from tepat.core.election.roles import Action
from tepat.core.plan.learning import file
from tepat.server.election.models import Scope
from tepat.server.election.scopes import desk_page
from tepat.server.move.devices.queries import receipt_key
from tepat.server.watch.learned.queries import learned


@require_GET
@desk_page(Action.EDIT_PLAN)
def download(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The same bytes as `tepat election learn` writes."""
    data = file.write(learned(scope), receipt_key(scope))
    answer = HttpResponse(data, content_type="application/json")
    name = f"pelajaran-{scope.election}-{scope.kabupaten}.json"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
