"""Pages of this app, below `/e/<election>/<kabupaten>/`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
