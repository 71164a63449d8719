"""Pages of packing, seals and shipments, below `/e/<election>/<kabupaten>/`."""

from django.urls import URLPattern, path

from tepat.server.move.packing import pages as packing

urlpatterns: list[URLPattern] = [
    path("pengepakan/", packing.packing, name="packing"),
    path("pengepakan/meja/", packing.packing_station, name="packing_station"),
    path("pengepakan/pindai/", packing.packing_scan, name="packing_scan"),
    path("pengepakan/buka-ulang/", packing.packing_reopen, name="packing_reopen"),
]
