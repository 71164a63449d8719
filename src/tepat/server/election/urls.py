"""Pages of this app, below `/e/<election>/<kabupaten>/`."""

from django.urls import URLPattern

from tepat.server.election.accounts.urls import urlpatterns as accounts

urlpatterns: list[URLPattern] = [*accounts]
