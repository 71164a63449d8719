"""Calls of phones, below `/api/e/<election>/<kabupaten>/`."""

from django.urls import URLPattern, path

from tepat.server.move.field import manifest, photos

urlpatterns: list[URLPattern] = [
    path("manifest", manifest.manifest, name="manifest"),
    path("policy", manifest.policy, name="field_policy"),
    path("photos/<slug:sha256>", photos.photo, name="field_photo"),
]
