"""Pages of packing, below `/e/<election>/<kabupaten>/`."""

from django.urls import URLPattern, path

from tepat.server.move.packing import pages as packing

urlpatterns: list[URLPattern] = [
    path("pengepakan/", packing.packing, name="packing"),
]
