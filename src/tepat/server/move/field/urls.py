"""Calls of phones, below `/api/e/<election>/<kabupaten>/`."""

from django.urls import URLPattern, path

from tepat.server.move.field import halves, manifest, notes, photos

urlpatterns: list[URLPattern] = [
    path("manifest", manifest.manifest, name="manifest"),
    path("halves", halves.halves, name="field_halves"),
    path("policy", manifest.policy, name="field_policy"),
    path("notes", notes.notes, name="field_notes"),
    path("photos/<slug:sha256>", photos.photo, name="field_photo"),
]
