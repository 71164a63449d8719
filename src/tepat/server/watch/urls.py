"""Pages of this app, below `/e/<election>/<kabupaten>/`."""

from django.urls import path

from tepat.server.watch.alerts import limit_pages, pages
from tepat.server.watch.overview import pages as overview
from tepat.server.watch.search import pages as search

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("peringatan/", pages.alerts, name="alerts"),
    path("peringatan/lima.json", pages.alerts_five, name="alerts_five"),
    path("peringatan/batas/", limit_pages.alert_limits, name="alert_limits"),
    path("peringatan/<int:number>/ambil/", pages.alert_take, name="alert_take"),
    path("cari/", search.search, name="search"),
]
