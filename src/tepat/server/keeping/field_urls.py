"""Calls of phones about their log, below `/api/e/<election>/<kabupaten>/`."""

from django.urls import URLPattern, path

from tepat.server.keeping import field

urlpatterns: list[URLPattern] = [
    path("proofs", field.proofs, name="field_proofs"),
    path("witness", field.witness, name="field_witness"),
]
