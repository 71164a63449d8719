"""Pages of this app, below `/e/<election>/<kabupaten>/`."""

from django.urls import path

from tepat.server.watch.overview import pages as overview
from tepat.server.watch.search import pages as search

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("cari/", search.search, name="search"),
]
