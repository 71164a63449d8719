"""Pages of this app, below `/e/<election>/<kabupaten>/`."""

from django.urls import URLPattern, path

from tepat.server.plan.needs import pages as needs
from tepat.server.plan.packages import pages as packages
from tepat.server.plan.quantities import pages as quantities

urlpatterns: list[URLPattern] = [
    path("kebutuhan/", needs.needs, name="needs"),
    path("kebutuhan/unduh.<slug:form>", needs.download, name="needs_download"),
    path("kebutuhan/jumlah/", quantities.quantities, name="quantities"),
    path("kebutuhan/susun-paket/", packages.packages_make, name="packages_make"),
    path("kebutuhan/<str:area>/", needs.needs, name="needs_area"),
]
