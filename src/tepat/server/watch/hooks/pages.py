"""The page of webhooks: where messages go, whether they arrive, and what to do where not."""

from typing import cast
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tepat.core.election.roles import Action
from tepat.core.problems import Code, Refused, refuse
from tepat.core.watch.hooks.events import EVENTS, GIVE_UP, TEST
from tepat.core.watch.hooks.signing import Secret
from tepat.server import clock
from tepat.server.desk.words import language
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import allows, desk_page
from tepat.server.problems import say, status_of
from tepat.server.watch.hooks import gathering, sealing, services
from tepat.server.watch.models import Webhook, WebhookDelivery

SHOWN = 12
"""Messages of each webhook that the page shows."""
STOPPED = {
    "failing": gettext_noop("stopped: nothing arrived for days"),
    "gone": gettext_noop("stopped: the address says it is gone"),
    "people": gettext_noop("stopped: who made it has no right any more"),
    "kpu": gettext_noop("switched off by KPU"),
    "owner": gettext_noop("switched off"),
}
FAULTS = {
    "name": gettext_noop("the name is not found"),
    "private": gettext_noop("the name leads to a private address"),
    "time": gettext_noop("no answer in time"),
    "certificate": gettext_noop("the certificate does not hold"),
    "connection": gettext_noop("no connection"),
    "redirect": gettext_noop("it leads elsewhere, which is not followed"),
    "secret": gettext_noop("the secret cannot be read: change it"),
    "program": gettext_noop("a fault of this program"),
}


@require_http_methods(["GET", "POST"])
@never_cache
@desk_page()
def webhooks(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Every webhook of the kabupaten; posted, a new one. Its secret is shown this once."""
    if request.method == "GET":
        return _page(request, scope)
    form, user = request.POST, cast(User, request.user)
    try:
        made, secret = services.make(
            scope,
            user,
            form.get("name", ""),
            form.get("url", ""),
            form.getlist("events"),
            clock.now(),
        )
    except Refused as refused:
        return _page(request, scope, refused=refused)
    return _page(request, scope, shown=(made, secret))


@require_POST
@never_cache
@desk_page()
def webhook_act(request: HttpRequest, scope: Scope, number: int, do: str) -> HttpResponse:
    """One act on one webhook."""
    webhook, user, now = services.needed(scope, number), cast(User, request.user), clock.now()
    if do == "rahasia":
        return _page(request, scope, shown=(webhook, services.rotate(webhook, user, now)))
    if do == "uji":
        services.check_own(webhook, user)
        if webhook.stopped_at is not None:
            raise refuse(Code.WEBHOOK_STOPPED)
        at = gathering.Happened(f"test:{webhook.pk}:{now.timestamp()}", TEST, now, {})
        message = gathering.message_of(scope, at)
        message.save()
        WebhookDelivery.objects.create(webhook=webhook, message=message, next_at=now)
        messages.success(request, _("A test message is on its way. Look again in a few seconds."))
    elif do == "ulang":
        one = webhook.deliveries.filter(pk=_number(request.POST.get("delivery", ""))).first()
        if one is None:
            raise refuse(Code.WEBHOOK_UNKNOWN, value=request.POST.get("delivery", "")[:20])
        services.again(one, user, now)
        messages.success(request, _("The message is sent again."))
    elif do in _ACTS:
        act, said = _ACTS[do]
        act(webhook, user, now)
        messages.success(request, _(said))
    else:
        raise refuse(Code.WEBHOOK_UNKNOWN, value=do[:20])
    return redirect("webhooks", scope.election, scope.kabupaten)


_ACTS = {
    "nyala": (services.start, gettext_noop("The webhook sends again.")),
    "henti": (services.stop, gettext_noop("The webhook sends nothing any more.")),
    "hapus": (services.remove, gettext_noop("The webhook is removed.")),
}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0


def _page(
    request: HttpRequest,
    scope: Scope,
    shown: tuple[Webhook, Secret] | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    user = cast(User, request.user)
    may = allows(user, Action.CONNECT, scope)
    is_kpu = allows(user, Action.RUN_INSTALLATION, scope)
    agency = services.agency_of(user, scope)
    counted = services.all_webhooks(scope).annotate(
        waits=Count("deliveries", filter=Q(deliveries__next_at__isnull=False)),
        taken=Count("deliveries", filter=Q(deliveries__taken_at__isnull=False)),
    )
    rows = [_row(each, agency, is_kpu) for each in counted]
    context = {
        "tab": "webhooks",
        "rows": rows,
        "may": may,
        "agency": agency.upper(),
        "events": [(each.code, each.name.say(language())) for each in EVENTS.values()],
        "shown": shown,
        "days": GIVE_UP.days,
        "is_private": settings.WEBHOOK_PRIVATE,
        "typed": request.POST if refused else {},
        "chosen": request.POST.getlist("events") if refused else list(EVENTS),
        "problem": say(refused.problem) if refused else "",
    }
    status = status_of(refused.problem) if refused else 200
    return render(request, "watch/exports/webhooks.html", context, status=status)


def _row(each: Webhook, agency: str, is_kpu: bool) -> dict[str, object]:
    """One webhook. What it was told is for its own agency and KPU; others see that it is."""
    is_own = bool(agency) and each.agency == agency
    secret = sealing.unseal(each.secret)
    last = each.deliveries.select_related("message").order_by("-id")[:SHOWN] if is_own else []
    if each.stopped_at:
        state = ("basi", _(STOPPED.get(each.stopped_why, "stopped")))
    elif each.failing_since:
        state = ("perhatian", _("fails, is tried again"))
    else:
        state = ("tepat", _("sends")) if each.last_taken_at else ("belum", _("nothing sent yet"))
    return {
        "hook": each,
        "host": each.url if is_own else host_of(each.url),
        "owner": each.agency.upper(),
        "is_own": is_own,
        "may_stop": is_own or is_kpu,
        "state": state,
        "public": secret.public if secret and is_own else "",
        "names": [EVENTS[code].name.say(language()) for code in each.events if code in EVENTS],
        "messages": [_message(one) for one in last],
    }


def host_of(url: str) -> str:
    """Return scheme and host of an address: what follows may hold the secret of its owner.

    >>> host_of("https://user:pass@bawaslu.example:8443/hook?token=1")
    'https://bawaslu.example:8443'
    """
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _message(one: WebhookDelivery) -> dict[str, object]:
    if one.taken_at:
        state = ("tepat", _("arrived"))
    elif one.next_at:
        state = ("menyusul" if not one.tries else "perhatian", _("waits"))
    else:
        state = ("tidak", _("given up"))
    fault = _(FAULTS[one.fault]) if one.fault in FAULTS else ""
    return {"row": one, "state": state, "fault": fault}
