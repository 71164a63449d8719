"""Pages of this app, below `/e/<election>/<kabupaten>/`: each subject keeps its own."""

from django.urls import URLPattern

from tepat.server.election.accounts.urls import urlpatterns as accounts
from tepat.server.election.dapil.urls import urlpatterns as dapil
from tepat.server.election.regions.urls import urlpatterns as regions
from tepat.server.election.tps_list.urls import urlpatterns as tps_list

urlpatterns: list[URLPattern] = [*accounts, *dapil, *regions, *tps_list]
