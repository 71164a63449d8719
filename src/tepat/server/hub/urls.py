"""What a hub serves: the phone application, and the calls of phones."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path

from tepat.server.desk import field
from tepat.server.desk import pages as desk
from tepat.server.hub import calls

_ASK = "api/e/<slug:election>/<str:kabupaten>/"


def home(request: HttpRequest) -> HttpResponse:
    return redirect("field")


urlpatterns = [
    path("", home, name="home"),
    path("healthz", desk.healthz, name="healthz"),
    path("lapangan/", field.field, name="field"),
    path("lapangan/<path:path>", field.field, name="field_file"),
    *(
        path(f"{_ASK}{what}", calls.call, {"what": what})
        for what in ("facts", "halves", "manifest", "notes", "policy", "proofs", "witness")
    ),
    path(f"{_ASK}photos/<slug:sha256>", calls.call, {"what": "photos"}),
]
