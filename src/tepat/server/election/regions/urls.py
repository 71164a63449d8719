"""The map and the list of regions, below `/e/<election>/<kabupaten>/`."""

from django.urls import URLPattern, path

from tepat.server.election.regions import pages

urlpatterns: list[URLPattern] = [
    path("peta/", pages.map_page, name="map"),
    path("peta/batas.json", pages.boundaries, name="map_boundaries"),
    path("peta/titik.json", pages.points, name="map_points"),
    path("peta/tps.json", pages.tps_points, name="map_tps_points"),
    path("peta/titik/", pages.move_point, name="map_move_point"),
    path("wilayah/", pages.regions_page, name="regions"),
]
