"""Where the page of dapil lives."""

from django.urls import path

from tepat.server.election.dapil import pages

urlpatterns = [
    path("dapil/", pages.dapil, name="dapil"),
    path("dapil/simpan/", pages.save, name="dapil_save"),
]
