"""Pages of this app, below `/e/<election>/<kabupaten>/`."""

from django.urls import URLPattern

from tepat.server.election.accounts.urls import urlpatterns as accounts
from tepat.server.election.tps_list.urls import urlpatterns as tps_list

urlpatterns: list[URLPattern] = [*tps_list, *accounts]
