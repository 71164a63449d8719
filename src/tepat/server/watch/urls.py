"""Pages of this app, below `/e/<election>/<kabupaten>/`."""

from django.urls import path

from tepat.server.watch.overview import pages as overview

urlpatterns = [
    path("", overview.overview, name="overview"),
]
