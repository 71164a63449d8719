"""Where the page of dapil lives: in the room of needs, which it makes countable."""

from django.urls import path

from tepat.server.election.dapil import pages

urlpatterns = [
    path("kebutuhan/dapil/", pages.dapil, name="dapil"),
    path("kebutuhan/dapil/simpan/", pages.save, name="dapil_save"),
]
