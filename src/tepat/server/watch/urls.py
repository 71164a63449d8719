"""Pages of this app, below `/e/<election>/<kabupaten>/`."""

from django.urls import path

from tepat.server.watch.overview import pages as overview
from tepat.server.watch.paper import pages as paper
from tepat.server.watch.search import pages as search

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("kertas/", paper.paper, name="paper"),
    path("kertas/<str:kecamatan>/<slug:way>/", paper.table, name="paper_table"),
    path("kertas/<str:kecamatan>/foto/<slug:sha256>", paper.photo, name="paper_photo"),
    path("cari/", search.search, name="search"),
]
