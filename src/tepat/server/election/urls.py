"""Pages of this app, below `/e/<election>/<kabupaten>/`."""

from django.urls import URLPattern, path

from tepat.server.election.accounts.urls import urlpatterns as accounts
from tepat.server.election.regions import pages as regions

urlpatterns: list[URLPattern] = [
    *accounts,
    path("peta/", regions.map_page, name="map"),
    path("peta/batas.json", regions.boundaries, name="map_boundaries"),
    path("peta/titik.json", regions.points, name="map_points"),
    path("peta/titik/", regions.move_point, name="map_move_point"),
    path("wilayah/", regions.regions_page, name="regions"),
]
