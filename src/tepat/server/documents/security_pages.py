"""The letter of assignment as a file: it holds names, so that each look is recorded."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from tepat.core.problems import Code, refuse
from tepat.server.documents import security_papers
from tepat.server.election.models import Scope
from tepat.server.election.scopes import desk_page
from tepat.server.watch.models import SecurityOrder
from tepat.server.watch.security import people


@require_GET
@desk_page()
def security_order_pdf(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """One letter, for those who read the people of its unit."""
    sight = people.looks(request, scope, "letters", "surat perintah")
    order = SecurityOrder.objects.filter(scope=scope, pk=number).select_related("unit").first()
    if order is None or not sight.sees_people(order.unit.service, order.unit.area):
        raise refuse(Code.SECURITY_ORDER, value=number)
    answer = HttpResponse(security_papers.order_pdf(scope, order), content_type="application/pdf")
    name = f"surat-perintah-{order.year}-{order.number}"
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer
