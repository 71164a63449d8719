"""Pages of packing, seals and shipments, below `/e/<election>/<kabupaten>/`."""

from django.urls import URLPattern, path, re_path

from tepat.server.move.drivers import desk_pages as drivers
from tepat.server.move.packages import pages as packages
from tepat.server.move.packing import pages as packing
from tepat.server.move.seals import pages as seals
from tepat.server.move.shipments import beyond_pages
from tepat.server.move.shipments import pages as shipments

urlpatterns: list[URLPattern] = [
    path("pengepakan/", packing.packing, name="packing"),
    path("pengepakan/meja/", packing.packing_station, name="packing_station"),
    path("pengepakan/pindai/", packing.packing_scan, name="packing_scan"),
    path("pengepakan/buka-ulang/", packing.packing_reopen, name="packing_reopen"),
    re_path(
        r"^pengepakan/buka-ulang/unduh\.(?P<form>xlsx|csv)$",
        packing.packing_delta,
        name="packing_delta",
    ),
    path("pengepakan/lepas/", packing.packing_release, name="packing_release"),
    path("paket/", packages.packages, name="packages"),
    path("paket/<slug:code>/", packages.package, name="package"),
    path("paket/<slug:code>/putusan/", packages.package_decide, name="package_decide"),
    path("paket/<slug:code>/bukti/<slug:name>", packages.package_proof, name="package_proof"),
    path("segel/", seals.seal_list, name="seals"),
    path("segel/terbitkan/", seals.seal_issue, name="seal_issue"),
    path("muatan/", shipments.shipments, name="shipments"),
    path("muatan/buat/", shipments.shipment_make, name="shipment_make"),
    path("muatan/lanjutan/", beyond_pages.shipments_beyond, name="shipments_beyond"),
    path("muatan/lanjutan/buat/", beyond_pages.shipments_go_on, name="shipments_go_on"),
    path("muatan/<slug:code>/", shipments.shipment, name="shipment"),
    path("muatan/<slug:code>/tautan/", drivers.driver_link, name="driver_link"),
    path("muatan/<slug:code>/ubah/", shipments.shipment_change, name="shipment_change"),
    path("muatan/<slug:code>/lanjut/", shipments.shipment_go_on, name="shipment_go_on"),
    path("muatan/<slug:code>/daftar.json", shipments.shipment_list, name="shipment_list"),
]
